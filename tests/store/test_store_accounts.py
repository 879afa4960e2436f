"""Accounts: one-time links, passwords, the second factor, and who may do what."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from dce.errors import StoreError
from dce.store import (
    RIGHTS,
    ROLES,
    Account,
    LinkGone,
    PasswordRefused,
    Right,
    Role,
    Store,
    second_factor,
)
from dce.store.links import LinkTo

KEY = b"k" * 32
HERE, THERE = "192.0.2.1", "198.51.100.7"
GOOD, OTHER = "een fiets van groen karton", "zeven natte kranten op zolder"
pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def anna(store: Store) -> Account:
    added = store.accounts.add("Anna", "organiser")
    return store.accounts.start(store.accounts.link_for(added, "invite"), GOOD)


def sign_in(store: Store, name: str = "Anna", password: str = GOOD, address: str = HERE, now: float = 1e9) -> bool:
    return store.accounts.sign_in(name, password, address=address, key=KEY, now=now) is not None


def test_the_first_administrator_is_made_by_one_link_for_one_hour(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.accounts.all() == ()
    old, link = store.accounts.first_link(), store.accounts.first_link()
    assert store.accounts.link(old) is None, "a later link takes the place of an earlier one"
    assert store.accounts.link(link) == LinkTo("first-start", None)
    with pytest.raises(PasswordRefused, match="5 characters"):
        store.accounts.start(link, "admin", name="admin")
    with pytest.raises(PasswordRefused, match="name"):
        store.accounts.start(link, "beheer van karton", name="Beheer van karton")
    later = (datetime.now(UTC) + timedelta(minutes=61)).strftime("%Y-%m-%dT%H:%MZ")
    with monkeypatch.context() as patch:
        patch.setattr("dce.store.links.utc_minute", lambda hours=0: later)
        with pytest.raises(LinkGone, match="too old"):
            store.accounts.start(link, GOOD, name="Beheer")
    made = store.accounts.start(link, GOOD, name="Beheer")
    assert (made.role, made.ready, made.name) == ("administrator", True, "Beheer")
    with pytest.raises(LinkGone, match="used already"):
        store.accounts.start(link, GOOD, name="Nog een")
    with pytest.raises(StoreError, match="an administrator already"):
        store.accounts.first_link()


def test_a_link_for_an_owner_is_good_for_three_days(
    store: Store, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = store.accounts.link_for(anna, "reset")
    for minutes, found in ((-2, LinkTo("reset", anna.id)), (1, None)):
        later = (datetime.now(UTC) + timedelta(days=3, minutes=minutes)).strftime("%Y-%m-%dT%H:%MZ")
        monkeypatch.setattr("dce.store.links.utc_minute", lambda hours=0, later=later: later)
        assert store.accounts.link(link) == found


def test_of_many_that_use_a_link_at_once_one_gets_in(store: Store) -> None:
    link = store.accounts.first_link()

    def use(number: int) -> bool:
        try:
            return store.accounts.start(link, GOOD, name=f"Beheer {number}").ready
        except LinkGone:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(6))) == 1
    assert len(store.accounts.all()) == 1


def test_a_name_is_one_account_whatever_its_case(store: Store, anna: Account) -> None:
    for same in ("ANNA", "anna", "\uff21nna"):
        with pytest.raises(StoreError, match="already"):
            store.accounts.add(same, "viewer")
        assert store.accounts.by_name(same) == anna
        assert sign_in(store, same)
    with pytest.raises(StoreError, match="dce user list"):
        store.accounts.by_name("Bo")


@pytest.mark.parametrize("name", ["ab", "x" * 65, " anna", "an\nna", "an\u202ena", "an\x00na", "", "\ud800aaa"])
def test_a_name_that_cannot_be_read_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="is no name of an account"):
        store.accounts.add(name, "viewer")


@pytest.mark.parametrize(
    "name", ["\u0430nna", "anna\ufe0f", "an\u034fna", "\u3164anna", "anna  bos", "\u0391nna@example.nl"]
)
def test_a_name_that_looks_like_another_is_refused(store: Store, name: str) -> None:
    """A Cyrillic or Greek letter in a Latin word, and what is printable and not seen."""
    with pytest.raises(StoreError, match="is no name of an account"):
        store.accounts.add(name, "organiser")


@pytest.mark.parametrize("name", ["Zoë de Vries", "анна@example.nl", "Łukasz-2", "Jean-Luc", "Bas", "x" * 64])
def test_names_of_people_can_be_had(store: Store, name: str) -> None:
    assert store.accounts.by_name(store.accounts.add(name, "organiser").name)


def test_nothing_secret_lies_open_in_the_file(store: Store, path: Path, anna: Account) -> None:
    link, secret = store.accounts.link_for(anna, "reset"), second_factor.new_secret()
    codes = store.accounts.tie_app(anna.id, secret, pyotp.TOTP(secret).at(3000), key=KEY, now=3000)
    sign_in(store, address=THERE, password="iets verkeerds hier")
    store._database.sweep()
    kept = path.read_bytes()
    assert codes is not None
    for text in (GOOD, link, secret, *codes, codes[0].replace("-", ""), THERE):
        assert text.encode() not in kept
    assert b"$argon2id$" in kept


def test_sessions_end_by_generation(store: Store, anna: Account) -> None:
    accounts, secret, seen = store.accounts, second_factor.new_secret(), [anna.generation]

    def generation() -> int:
        found = accounts.account(anna.id)
        assert found is not None
        return found.generation

    assert accounts.change_password(anna.id, "niet het oude woord", OTHER, address=HERE, key=KEY) is None
    assert generation() == seen[0]
    accounts.change_password(anna.id, GOOD, OTHER, address=HERE, key=KEY)
    seen.append(generation())
    accounts.start(accounts.link_for(anna, "reset"), GOOD)
    seen.append(generation())
    accounts.tie_app(anna.id, secret, pyotp.TOTP(secret).at(3000), key=KEY, now=3000)
    seen.append(generation())
    accounts.untie_app(anna.id)
    seen.append(generation())
    seen += [accounts.disable(anna.id).generation, accounts.disable(anna.id, disabled=False).generation]
    seen.append(accounts.set_role(anna.id, "viewer").generation)
    assert seen == sorted(set(seen)), "it rises with each"


def test_who_is_disabled_gets_the_answer_of_a_wrong_password(store: Store, anna: Account) -> None:
    assert sign_in(store)
    store.accounts.disable(anna.id)
    assert not sign_in(store)
    store.accounts.disable(anna.id, disabled=False)
    assert sign_in(store)
    waiting = store.accounts.add("Bo B", "viewer")
    assert not waiting.ready
    assert not sign_in(store, "Bo B", "")
    assert not sign_in(store, "Bo B", "nobody has this password")


def test_hashes_with_other_settings_are_made_anew(store: Store, anna: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept() -> str:
        return str(store._database.run("account", id=anna.id)[0]["password"])

    before = kept()
    sign_in(store)
    assert kept() == before
    monkeypatch.undo()
    assert sign_in(store)
    assert "m=32768,t=3,p=1" in kept()
    assert sign_in(store)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    store: Store, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    store.accounts.start(store.accounts.link_for(anna, "reset"), GOOD)
    sign_in(store, "Niemand", OTHER)  # makes nobody's hash

    def seconds(name: str, number: int) -> float:
        start = time.perf_counter()
        sign_in(store, name, OTHER, address=f"192.0.2.{number}")
        return time.perf_counter() - start

    times = [(seconds("Anna", n), seconds("Niemand", n)) for n in range(2, 11)]
    known, unknown = (statistics.median(column) for column in zip(*times, strict=True))
    assert unknown > known / 2, (known, unknown)


HAS: dict[Role, str] = {
    "organiser": "edit field results export",
    "analyst": "results export",
    "viewer": "results",
    "administrator": "accounts",
}
ALL: tuple[Right, ...] = ("edit", "field", "results", "export", "accounts")


@pytest.mark.parametrize("role", HAS)
def test_the_whole_table_of_rights(store: Store, role: Role) -> None:
    assert set(ROLES) == set(HAS) == set(RIGHTS)
    for right in ALL:
        account, expected, of_site = store.accounts.add(right, role), right in HAS[role].split(), right == "accounts"
        assert store.accounts.may(account, "voorbeeld", right) is (expected and of_site), "no member yet"
        if role == "administrator":
            with pytest.raises(StoreError, match="sees no study"):
                store.accounts.join("voorbeeld", account)
            store._database.run("add_member", study_id="voorbeeld", account=account.id, since="2026-01-01T00:00Z")
        else:
            store.accounts.join("voorbeeld", account)
        assert store.accounts.may(account, "voorbeeld", right) is expected
        assert store.accounts.may(account, "ander", right) is (expected and of_site), "another study"
        assert not store.accounts.may(store.accounts.disable(account.id), "voorbeeld", right), "disabled"
    with pytest.raises(TypeError):
        RIGHTS["viewer"] = RIGHTS["organiser"]  # type: ignore[index]


def test_members_come_and_go(store: Store, anna: Account) -> None:
    for _ in range(2):
        store.accounts.join("voorbeeld", anna)
    assert [member.name for member in store.accounts.members("voorbeeld")] == ["Anna"]
    assert store.accounts.studies(anna.id) == ("voorbeeld",)
    assert [store.accounts.leave("voorbeeld", anna.id) for _ in range(2)] == [True, False]
    assert store.accounts.members("voorbeeld") == ()


@pytest.mark.parametrize("change", ["disable", "delete", "demote"])
def test_the_last_administrator_stays(store: Store, change: str) -> None:
    only = store.accounts.start(store.accounts.first_link(), GOOD, name="Beheer")
    changes = {
        "disable": lambda: store.accounts.disable(only.id),
        "delete": lambda: store.accounts.delete(only.id),
        "demote": lambda: store.accounts.set_role(only.id, "viewer"),
    }
    with pytest.raises(StoreError, match="only administrator"):
        changes[change]()
    second = store.accounts.add("Tweede", "administrator")
    with pytest.raises(StoreError, match="only administrator"):
        changes[change]()  # the second one cannot sign in yet
    store.accounts.start(store.accounts.link_for(second, "invite"), GOOD)
    changes[change]()


def test_who_is_deleted_leaves_an_id_in_the_log_and_nothing_else(store: Store, anna: Account) -> None:
    store.accounts.join("voorbeeld", anna)
    store.accounts.tie_identity(anna.id, "https://id.example", "a-1")
    assert store.accounts.by_identity("https://id.example", "a-1") == anna
    with pytest.raises(StoreError, match="already"):
        store.accounts.tie_identity(anna.id, "https://id.example", "a-1")
    store.audit.add(anna.id, "results.seen", study="voorbeeld")
    assert store.audit.of_study("voorbeeld")[0].who == "Anna"
    store.accounts.delete(anna.id)
    (entry,) = store.audit.of_study("voorbeeld")
    assert (entry.actor, entry.who) == (anna.id, None)
    assert store.accounts.by_identity("https://id.example", "a-1") is None
    assert store.accounts.members("voorbeeld") == ()
    assert store.verify() == ()


def test_only_a_role_that_there_is_can_be_given(store: Store, anna: Account) -> None:
    wrong: Role = "owner"  # type: ignore[assignment]
    with pytest.raises(StoreError, match="use one of organiser, analyst"):
        store.accounts.set_role(anna.id, wrong)
    with pytest.raises(StoreError, match="use one of organiser, analyst"):
        store.accounts.add("Iemand", wrong)
