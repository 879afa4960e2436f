"""dce user: accounts by one-time links, and no password anywhere."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher, profiles
from click.testing import CliRunner, Result

from dce.cli.main import main
from dce.design import make_design
from dce.store import Account, Store, TooManyTries, passwords, second_factor
from dce.study import example_study
from dce.web.keys import secret_key

SITE = "https://survey.example.nl"
GOOD = "een fiets van groen karton"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher.from_parameters(profiles.CHEAPEST))
    with closing(Store.open(tmp_path / "dce.db")) as store:
        store.publish(make_design(example_study(), 8, seed=1))
    return tmp_path / "dce.db"


def user(database: Path, *words: str, site: bool = True) -> Result:
    more = ["--site", SITE] if site else []
    return CliRunner().invoke(main, ["user", *words, *more, "--database", str(database)])


def key_of(result: Result) -> str:
    assert result.exit_code == 0, result.output
    address = result.stdout.strip()
    assert address.startswith(f"{SITE}/desk/link/")
    return address.rpartition("/")[2]


def account(database: Path, name: str) -> Account:
    with closing(Store.open(database)) as store:
        return store.accounts.by_name(name)


def use(database: Path, key: str, name: str | None = None) -> Account:
    with closing(Store.open(database)) as store:
        return store.accounts.start(key, GOOD, name=name)


def test_the_first_administrator_comes_by_a_link_and_only_once(tmp_path: Path, database: Path) -> None:
    new = tmp_path / "new.db"
    result = user(new, "--first")
    assert "once, within an hour" in result.stderr
    assert use(new, key_of(result), "Beheer").role == "administrator"
    again = user(new, "--first")
    assert again.exit_code == 1
    assert "there is an administrator already" in again.output


def test_an_account_is_added_with_its_studies_and_a_link(database: Path) -> None:
    result = user(database, "add", "Anna", "--role", "organiser", "--study", "voorbeeld")
    made = use(database, key_of(result))
    with closing(Store.open(database)) as store:
        assert store.accounts.may(made, "voorbeeld", "edit")
        assert [entry.action for entry in store.audit.of_study("voorbeeld")] == ["member.added"]
        assert [(entry.action, entry.who) for entry in store.audit.of_study("")] == [
            ("account.added", "command line"),
            ("account.started", "Anna"),
        ]
    shown = user(database, "list", site=False)
    assert shown.stdout == "Anna\torganiser\tactive\tno second factor\tvoorbeeld\n"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("add", "Anna", "--role", "organiser", "--study", "ander"), "no study 'ander'"),
        (("add", "Anna", "--role", "administrator", "--study", "voorbeeld"), "sees no study"),
        (("add", "An", "--role", "viewer"), "is no name of an account"),
        (("reset", "Niemand"), "no account 'Niemand'; dce user list"),
    ],
)
def test_what_is_refused_changes_nothing(database: Path, words: tuple[str, ...], wrong: str) -> None:
    result = user(database, *words)
    assert result.exit_code == 1
    assert wrong in result.output
    assert user(database, "list", site=False).stdout == ""


def test_a_site_that_is_none_and_a_database_that_is_not_there_are_refused(database: Path) -> None:
    bad = CliRunner().invoke(
        main, ["user", "add", "Anna", "--role", "viewer", "--site", "x", "--database", str(database)]
    )
    assert "is no address of a site" in bad.output
    assert user(database, "list", site=False).stdout == ""
    gone = user(database.with_name("gone.db"), "list", site=False)
    assert "there is no database here" in gone.output
    assert not database.with_name("gone.db").exists()


def test_accounts_are_disabled_enabled_and_given_roles(database: Path) -> None:
    use(database, key_of(user(database, "add", "Anna", "--role", "viewer")))
    assert user(database, "disable", "anna", site=False).exit_code == 0
    assert "disabled" in user(database, "list", site=False).stdout
    assert user(database, "enable", "anna", site=False).exit_code == 0
    assert user(database, "role", "ANNA", "analyst", site=False).exit_code == 0
    found = account(database, "Anna")
    assert (found.role, found.disabled, found.generation) == ("analyst", None, 5)
    assert user(database, "role", "Anna", "owner", site=False).exit_code == 2


def test_members_join_and_leave_studies(database: Path) -> None:
    key_of(user(database, "add", "Anna", "--role", "viewer"))
    joined = user(database, "study", "Anna", "voorbeeld", site=False)
    assert joined.stderr == "Anna: voorbeeld\n"
    left = user(database, "study", "Anna", "voorbeeld", "--leave", site=False)
    assert left.stderr == "Anna: no study\n"
    assert user(database, "study", "Anna", "ander", site=False).exit_code == 1


def test_a_reset_gives_a_link_ends_a_wait_and_can_take_off_the_second_factor(database: Path) -> None:
    made, key = use(database, key_of(user(database, "add", "Anna", "--role", "viewer"))), secret_key(database)
    with closing(Store.open(database)) as store:
        secret = second_factor.new_secret()
        assert store.accounts.tie_app(made.id, secret, pyotp.TOTP(secret).now(), key=key)

        def tried() -> bool:
            try:
                store.accounts.sign_in("Anna", "iets anders dan dat", address="192.0.2.1", key=key)
            except TooManyTries:
                return False
            return True

        while tried():
            pass
        link = key_of(user(database, "reset", "Anna"))
        assert tried()
        assert account(database, "Anna").second_factor
        later = key_of(user(database, "reset", "Anna", "--second-factor"))
        assert not account(database, "Anna").second_factor
        assert store.accounts.link(link) is None
    assert use(database, later).ready


def test_no_password_is_asked_on_the_command_line() -> None:
    for command in ("add", "reset", "list", "disable", "enable", "role", "study"):
        shown = CliRunner().invoke(main, ["user", command, "--help"])
        assert shown.exit_code == 0
        assert "--password" not in shown.output
    assert "--first" in CliRunner().invoke(main, ["user"]).output
