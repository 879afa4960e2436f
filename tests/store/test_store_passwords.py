"""Which passwords are good enough."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dce.store import PasswordRefused, passwords

NAMES = ("jan", "anna.jansen@example.nl", "gegevensdeling", "toeslagen")


@pytest.mark.parametrize(
    "password",
    [
        "een fiets van groen karton",
        "mijn kat heet geen Anna, maar Piet",
        "x7$Kp2!vQz9#",
        "пароль из многих слов",
        "het dce-bureau van zolder zeven",
        "é" * 3 + "qzoppblt vom",
        "lang " + "en langer " * 12 + "tot het einde",
        "twaalftekens",
        (" ".join(f"zin {number * 7}" for number in range(200)))[:1000],
        "azpmkzamkpza",
        "abcxyzklmstuw",
        "toeslagenx7$Kp2!v",
        "xnl7nlKnl2!vQ",
    ],
)
def test_good_ones_need_no_kinds_of_characters(password: str) -> None:
    passwords.check(password, NAMES)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kort", "length"),
        ("elf tekens.", "length"),
        ("a1" * 501, "length"),
        ((" ".join(f"zin {number * 7}" for number in range(200)))[:1001], "length"),
        ("password1234", "common"),
        ("PassWord1234", "common"),
        ("welkom123456", "common"),
        ("PaSSwoRD1234", "common"),
        ("qwertyuiop123", "common"),
        ("correcthorsebatterystaple", "common"),
        ("zxyzxyzxyzxyzxy", "repeated"),
        ("Zomerkoren7Zomerkoren7", "repeated"),
        ("aabbaabbccaa", "repeated"),
        ("azpmzampzmap", "repeated"),
        ("mnopqrstuvwxyzabc", "row"),
        ("zyxwvutsrqponmlk", "row"),
        ("abcxyzklmstu", "row"),
        ("gegevensdeling2026", "name"),
        ("Anna.Jansen@Example.NL1", "name"),
        ("jansen-anna-12", "name"),
        ("dce-toeslagen-1", "name"),
        ("toeslagenx7$Kp2!", "name"),
        ("dcex7$dceKp2!", "name"),
        ("jansenx7$Kp2!", "name"),
    ],
)
def test_what_is_guessed_early_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused, match="take another one, a sentence will do") as refused:
        passwords.check(password, NAMES)
    assert refused.value.reason == reason


def test_the_same_text_is_the_same_password_however_it_was_typed(quick_passwords: None) -> None:
    kept = passwords.hashed("caf\u00e9 met veel stoelen")
    assert passwords.verified(kept, "cafe\u0301 met veel stoelen")
    assert not passwords.verified(kept, "cafe met veel stoelen")


def test_where_no_password_is_kept_none_is_the_right_one(quick_passwords: None) -> None:
    assert not passwords.verified(None, "nobody has this password"), "what is compared with to take as long"


def test_a_hash_costs_more_than_what_owasp_asks_at_least() -> None:
    assert passwords.hashed("een fiets van groen karton").startswith("$argon2id$v=19$m=32768,t=3,p=1$")


@given(st.text(min_size=12), st.text())
def test_any_text_is_refused_or_can_be_kept(typed: str, name: str) -> None:
    with contextlib.suppress(PasswordRefused):
        passwords.check(typed, (name,))
    assert not passwords.verified("no hash", typed)
