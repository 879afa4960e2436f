"""The second factor: codes of an app and recovery codes, each good for one time."""

from __future__ import annotations

import re

import pyotp
import pytest

from dce.errors import StoreError
from dce.store import Account, Store, TooManyTries, second_factor, tries

KEY = b"k" * 32
HERE = "192.0.2.1"
pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def anna(store: Store) -> Account:
    return store.accounts.add("Anna", "organiser")


def test_a_code_of_the_app_is_good_once_and_only_near_its_time(store: Store, place: str, anna: Account) -> None:
    accounts, secret = store.accounts, second_factor.new_secret()
    totp = pyotp.TOTP(secret)

    def step(code: str, now: float) -> bool:
        return accounts.second_step(anna.id, code, address=HERE, key=KEY, now=now)

    assert accounts.tie_app(anna.id, secret, "000000" if totp.at(3000) != "000000" else "1", key=KEY, now=3000) is None
    assert accounts.tie_app(anna.id, secret, totp.at(3000), key=KEY, now=3000)
    assert not step(totp.at(3000), 3000), "it was used to tie the app"
    assert step(totp.at(3030), 3030)
    assert not step(totp.at(3030), 3031)
    assert not step(totp.at(3000), 3031), "nor an earlier one"
    assert not step(totp.at(3120), 3031), "nor one that is to come"
    assert step(f" {totp.at(3060)[:3]} {totp.at(3060)[3:]}", 3035), "the clock of a telephone may be off a little"
    other = Store.open(place)
    assert not other.accounts.second_step(anna.id, totp.at(3060), address=HERE, key=KEY, now=3061)
    other.close()


def test_the_clock_of_a_telephone_may_be_one_step_off() -> None:
    secret = second_factor.new_secret()
    totp = pyotp.TOTP(secret)
    found = [second_factor.step_of(secret, totp.at(3000 + 30 * off), now=3029) for off in (-2, -1, 0, 1, 2)]
    assert found == [None, 99, 100, 101, None]


def test_recovery_codes_are_written_down_in_groups_of_four() -> None:
    assert all(re.fullmatch(r"([A-Z2-7]{4}-){5}[A-Z2-7]{4}", code) for code in second_factor.recovery_codes())


def test_each_recovery_code_opens_once(store: Store, anna: Account) -> None:
    accounts, secret = store.accounts, second_factor.new_secret()
    codes = accounts.tie_app(anna.id, secret, pyotp.TOTP(secret).at(3000), key=KEY, now=3000)
    assert codes is not None
    assert len(set(codes)) == accounts.recovery_codes_left(anna.id) == 10

    def step(code: str) -> bool:
        return accounts.second_step(anna.id, code, address=HERE, key=KEY, now=9000)

    assert [step(codes[0].lower().replace("-", " ")), step(codes[0]), step(codes[1])] == [True, False, True]
    new = accounts.renew_recovery_codes(anna.id)
    assert [step(codes[2]), step(new[0])] == [False, True]
    tied = accounts.by_name("Anna").second_factor
    accounts.untie_app(anna.id)
    assert accounts.recovery_codes_left(anna.id) == 0
    assert (tied, accounts.by_name("Anna").second_factor) == (True, False)


def test_with_another_key_of_the_site_only_recovery_codes_open(store: Store, anna: Account) -> None:
    secret = second_factor.new_secret()
    codes = store.accounts.tie_app(anna.id, secret, pyotp.TOTP(secret).at(3000), key=KEY, now=3000)
    assert codes is not None
    with pytest.raises(StoreError, match="the key of this site is not the one"):
        store.accounts.second_step(anna.id, pyotp.TOTP(secret).at(6000), address=HERE, key=b"o" * 32, now=6000)
    assert store.accounts.second_step(anna.id, codes[0], address=HERE, key=b"o" * 32, now=6000)


def test_guesses_of_the_second_factor_are_counted_too(store: Store, anna: Account) -> None:
    secret = second_factor.new_secret()
    store.accounts.tie_app(anna.id, secret, pyotp.TOTP(secret).at(3000), key=KEY, now=3000)
    for _ in range(tries.AT_ONCE):
        assert not store.accounts.second_step(anna.id, "no code", address=HERE, key=KEY, now=6000)
    with pytest.raises(TooManyTries, match="wait 900 seconds"):
        store.accounts.second_step(anna.id, pyotp.TOTP(secret).at(6000), address=HERE, key=KEY, now=6000)
    store.accounts.forget_tries(anna, KEY)
    assert store.accounts.second_step(anna.id, pyotp.TOTP(secret).at(6000), address=HERE, key=KEY, now=6000)


def test_no_code_is_right_for_an_account_without_an_app_or_that_is_gone(store: Store, anna: Account) -> None:
    for account_id in (anna.id, "nobody"):
        assert not store.accounts.second_step(account_id, "123456", address=HERE, key=KEY, now=6000)
