"""What an administrator does with accounts, and what nobody else may."""

import time

import pytest
from flask import Flask
from web_desk import Colleague, account_of, colleague, token_of
from web_guest import Guest, store_of

NEW = "zeven blauwe stoelen in de regen"
STUDY = "voorbeeld"


@pytest.fixture(autouse=True)
def cheap_passwords(quick_passwords: None) -> None:
    """How costly a password is to guess is no matter here."""


@pytest.fixture
def administrator(app: Flask) -> Colleague:
    return Colleague(app, account_of(app, "beheer", "administrator", password=True), "en")


def test_an_account_is_added_and_its_owner_comes_in_by_the_link(app: Flask, administrator: Colleague):
    administrator.get("/desk/accounts").send("add", name="Anna", role="analyst")
    address = administrator.page.xpath("string(//p[contains(@class, 'desk-handed')])")
    assert address.startswith("http://localhost/desk/link/")
    assert address.rpartition("/")[2] not in administrator.get("/desk/accounts").text, "shown once"
    guest = Guest(app).get(address.removeprefix("http://localhost")).send("link", password=NEW)
    assert guest.path == "/desk/account/second-factor"
    assert store_of(app).accounts.by_name("anna").role == "analyst"
    log = administrator.get("/desk/accounts/log").words
    assert "added the account Anna analyst" in log
    assert "Anna set a password by a link" in log


@pytest.mark.parametrize("name", ["", "ab", "BEHEER", "x" * 65, "an\u202ena"])
def test_a_name_that_cannot_be_had_adds_nothing(app: Flask, administrator: Colleague, name: str):
    assert administrator.get("/desk/accounts").send("add", name=name).status in (400, 422)
    assert len(store_of(app).accounts.all()) == 1


def test_a_role_that_is_none_adds_nothing(app: Flask, administrator: Colleague):
    assert administrator.get("/desk/accounts").send("add", name="anna", role="god").status == 422
    assert len(store_of(app).accounts.all()) == 1


def test_a_blocked_account_comes_in_nowhere_until_it_is_let_in_again(app: Flask, administrator: Colleague):
    anna = colleague(app, "anna")
    path = f"/desk/accounts/{store_of(app).accounts.by_name('anna').id}"
    assert "blocked" in administrator.get(path).send("block", blocked="yes").words
    assert anna.get("/desk/").path == "/desk/sign-in"
    administrator.send("block", blocked="no")
    assert store_of(app).accounts.by_name("anna").disabled is None


def test_who_becomes_an_administrator_sees_no_study_any_more(app: Flask, administrator: Colleague):
    account = account_of(app, "anna", "organiser", STUDY)
    administrator.get(f"/desk/accounts/{account.id}").send("role", role="administrator")
    accounts = store_of(app).accounts
    anna = Colleague(app, accounts.by_name("anna"))
    assert anna.get(f"/desk/{STUDY}/").status == 404
    accounts.set_role(account.id, "organiser")
    assert accounts.studies(account.id) == (), "nor gets it back by another role"


def test_a_reset_takes_the_app_off_only_where_that_was_asked(app: Flask, administrator: Colleague):
    account = account_of(app, "anna", password=True)
    administrator.get(f"/desk/accounts/{account.id}").send("reset")
    address = administrator.page.xpath("string(//p[contains(@class, 'desk-handed')])")
    assert store_of(app).accounts.by_name("anna").second_factor
    administrator.get(f"/desk/accounts/{account.id}").send("reset", second_factor="off")
    assert not store_of(app).accounts.by_name("anna").second_factor
    assert Guest(app).get(address.removeprefix("http://localhost")).status == 404, "the link before is worth nothing"


def test_wrong_tries_are_forgotten(app: Flask, administrator: Colleague):
    account = account_of(app, "anna", password=True)
    guest = Guest(app).get("/desk/sign-in")
    for _ in range(10):
        guest.send("sign-in", name="anna", password="iets heel anders dan dat")
    assert guest.client.post("/desk/sign-in", data=token_of(guest)).status_code == 401, "another name still may"
    data = token_of(guest) | {"name": "anna", "password": "x"}
    assert guest.client.post("/desk/sign-in", data=data).status_code == 429
    administrator.get(f"/desk/accounts/{account.id}").send("tries")
    assert guest.client.post("/desk/sign-in", data=data).status_code == 401


def test_an_account_is_deleted_once_its_name_is_typed_and_the_log_keeps_no_name(app: Flask, administrator: Colleague):
    account = account_of(app, "anna", "organiser", STUDY)
    administrator.get(f"/desk/accounts/{account.id}")
    assert administrator.send("delete", name="bert").status == 422
    assert store_of(app).accounts.account(account.id)
    administrator.send("delete", name=" ANNA ")
    assert administrator.path == "/desk/accounts"
    assert store_of(app).accounts.account(account.id) is None
    words = administrator.get("/desk/accounts/log").words
    assert "deleted the account a deleted account" in words
    assert "anna" not in words


@pytest.mark.parametrize("what", ["reset", "tries", "role", "block", "delete"])
def test_what_is_done_with_the_own_account_asks_another_administrator(app: Flask, administrator: Colleague, what: str):
    own = store_of(app).accounts.by_name("beheer")
    administrator.get(f"/desk/accounts/{own.id}")
    assert not administrator.page.xpath(f"//form[@id='{what}']")
    data = token_of(administrator) | {"role": "viewer", "blocked": "yes", "name": "beheer"}
    assert administrator.client.post(f"/desk/accounts/{own.id}/{what}", data=data).status_code == 403
    assert store_of(app).accounts.by_name("beheer") == own


@pytest.mark.parametrize("role", ["organiser", "analyst", "viewer"])
def test_nobody_else_sees_or_changes_accounts(app: Flask, role: str):
    account = account_of(app, "anna", "organiser")
    other = colleague(app, "bert", role, STUDY)
    for path in ("", "/log", f"/{account.id}"):
        assert other.get(f"/desk/accounts{path}").status == 403
    data = token_of(other.get("/desk/")) | {"name": "anna", "role": "administrator", "blocked": "yes"}
    for what in ("", *(f"/{account.id}/{what}" for what in ("reset", "tries", "role", "block", "delete"))):
        assert other.client.post(f"/desk/accounts{what}", data=data).status_code == 403
    assert store_of(app).accounts.by_name("anna") == account


def test_an_administrator_sees_no_study_and_no_answers(app: Flask, administrator: Colleague):
    assert administrator.get(f"/desk/{STUDY}/").status == 404
    assert administrator.get("/desk/").path == "/desk/accounts"


def test_an_administrator_sees_no_study_even_as_a_member(app: Flask, administrator: Colleague):
    account = store_of(app).accounts.by_name("beheer")
    store_of(app)._database.run("add_member", study_id=STUDY, account=account.id, since="2026-11-22T09:05Z")
    assert administrator.get(f"/desk/{STUDY}/").status == 404


def test_who_it_is_is_asked_again_before_an_account_changes(app: Flask):
    account = account_of(app, "beheer", "administrator")
    late = Colleague(app, account, since=int(time.time()) - 1200).get("/desk/accounts")
    assert late.status == 200, "looking may go on"
    assert late.send("add", name="anna", role="viewer").path == "/desk/account/prove"
    assert len(store_of(app).accounts.all()) == 1


def test_an_account_that_is_not_there_is_not_found(administrator: Colleague):
    assert administrator.get("/desk/accounts/nobody").status == 404
