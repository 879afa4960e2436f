"""What everybody does with the own account: password, app, recovery codes, other visits."""

import time

import pyotp
import pytest
from flask import Flask
from web_desk import PASSWORD, Colleague, account_of, code_now, colleague, token_of
from web_guest import Guest, store_of

from dce.store.sessions import session_name

NEW = "zeven blauwe stoelen in de regen"
STUDY = "voorbeeld"
HOUR_AGO = int(time.time()) - 1200  # minutes are enough to be asked again


@pytest.fixture(autouse=True)
def cheap_passwords(quick_passwords: None) -> None:
    """How costly a password is to guess is no matter here."""


def test_my_account_tells_role_and_studies(app: Flask):
    anna = colleague(app, "anna", "analyst", STUDY, language="en").get("/desk/account")
    assert "analyst" in anna.words
    assert anna.page.xpath(f"//dd/a[@href='/desk/{STUDY}/']")
    assert not anna.page.xpath("//form[contains(@action, 'no-app')]"), "where it is required it cannot be taken off"
    assert anna.client.post("/desk/account/no-app", data=token_of(anna)).status_code == 403
    assert store_of(app).accounts.by_name("anna").second_factor


def test_another_password_ends_the_other_visits_and_this_one_goes_on(app: Flask):
    account = account_of(app, "anna", password=True)
    here, there = Colleague(app, account), Colleague(app, account)
    before = here.client.get_cookie("dce_desk")
    here.get("/desk/account/password").send("password-form", old=PASSWORD, password=NEW)
    assert here.path == "/desk/account"
    after = here.client.get_cookie("dce_desk")
    assert before
    assert after
    assert before.value != after.value
    assert here.get("/desk/").path == "/desk/"
    assert there.get("/desk/").path == "/desk/sign-in"
    assert Guest(app).get("/desk/").send("sign-in", name="anna", password=NEW).path == "/desk/second-step"


@pytest.mark.parametrize(("old", "new"), [("iets heel anders dan dat", NEW), (PASSWORD, "wachtwoord123"), ("", "")])
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(app: Flask, old: str, new: str):
    account = account_of(app, "anna", password=True)
    anna = Colleague(app, account).get("/desk/account/password").send("password-form", old=old, password=new)
    assert anna.status == 422
    assert store_of(app).accounts.by_name("anna").generation == account.generation


def test_wrong_old_passwords_are_counted(app: Flask):
    anna = Colleague(app, account_of(app, "anna", password=True)).get("/desk/account/password")
    data = token_of(anna) | {"old": "iets heel anders dan dat", "password": NEW}
    answers = [anna.client.post("/desk/account/password", data=data) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_signing_out_everywhere_leaves_this_visit_only(app: Flask):
    account = account_of(app, "anna")
    here, there = Colleague(app, account), Colleague(app, account)
    assert here.get("/desk/account").send("everywhere").path == "/desk/account"
    assert there.get("/desk/").path == "/desk/sign-in"


def test_one_sees_the_own_visits_and_ends_one_of_them(app: Flask):
    account = account_of(app, "anna")
    here, there, third = (Colleague(app, account, "en") for _ in range(3))
    other, idle = colleague(app, "bert"), Colleague(app, account, seen=int(time.time()) - 4000)
    here.get("/desk/account/visits")
    assert "You are signed in 3 times" in here.words, "one that is over lets nobody in, and is not told"
    assert here.words.count("This is the visit that you are in") == 1
    key = there.client.get_cookie("dce_desk")
    assert key
    assert key.value not in here.text
    assert here.send(f"end-{session_name(key.value)}").path == "/desk/account/visits"
    assert "You are signed in 2 times" in here.words
    assert there.get("/desk/").path == "/desk/sign-in"
    assert third.get("/desk/").path == other.get("/desk/").path == "/desk/"
    assert idle.get("/desk/").path == "/desk/sign-in"
    assert store_of(app).audit.of_study("")[-1].action == "account.visit-ended"


def test_nobody_ends_a_visit_of_somebody_else(app: Flask):
    anna, bert = colleague(app, "anna"), colleague(app, "bert")
    key = anna.client.get_cookie("dce_desk")
    assert key
    data = token_of(bert.get("/desk/account/visits")) | {"visit": session_name(key.value)}
    assert bert.client.post("/desk/account/visits", data=data).status_code == 303
    assert anna.get("/desk/").path == "/desk/"
    assert [row.action for row in store_of(app).audit.of_study("")].count("account.visit-ended") == 0


@pytest.mark.parametrize(
    "path", ["/desk/account/second-factor", "/desk/account/recovery-codes", "/desk/account/visits"]
)
def test_who_it_is_is_asked_again_before_how_somebody_comes_in_changes(app: Flask, path: str):
    anna = Colleague(app, account_of(app, "anna"), since=HOUR_AGO).get(path)
    assert anna.path == "/desk/account/prove"
    assert (
        anna.client.post(path, data=token_of(anna) | {"code": "000000"})
        .headers["Location"]
        .startswith("/desk/account/prove")
    )
    assert anna.send("prove", proof="000000").status == 422
    before = anna.client.get_cookie("dce_desk")
    assert anna.send("prove", proof=code_now()).path == path
    after = anna.client.get_cookie("dce_desk")
    assert before is not None
    assert after is not None
    assert before.value != after.value, "whoever knew the key of before has proved nothing"


def test_signing_out_everywhere_proves_nothing(app: Flask):
    anna = Colleague(app, account_of(app, "anna"), since=HOUR_AGO)
    anna.get("/desk/account").send("everywhere")
    assert anna.get("/desk/account/second-factor").path == "/desk/account/prove"


def test_new_recovery_codes_take_the_place_of_the_old(app: Flask):
    account = account_of(app, "anna")
    accounts = store_of(app).accounts
    (old, *_) = accounts.renew_recovery_codes(account.id)
    anna = Colleague(app, account).get("/desk/account/recovery-codes").send("new-codes")
    new = [item.text for item in anna.page.xpath("//ul[contains(@class, 'desk-codes')]/li")]
    assert len(new) == 10
    key = app.config["SECRET_KEY"]
    assert not accounts.second_step(account.id, old, address="a", key=key)
    assert accounts.second_step(account.id, new[3], address="a", key=key)


def test_another_app_takes_the_place_of_the_first(app: Flask):
    account = account_of(app, "anna")
    there = Colleague(app, account)
    anna = Colleague(app, account).get("/desk/account/second-factor")
    secret = anna.page.xpath("string(//p[@class='dce-code'])")
    assert anna.send("second-factor", code=pyotp.TOTP(secret).now()).status == 200
    assert there.get("/desk/").path == "/desk/sign-in"
    assert not store_of(app).accounts.second_step(account.id, code_now(), address="a", key=app.config["SECRET_KEY"])
