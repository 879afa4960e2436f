"""Who comes to the desk, and what each role may do there."""

import time

import pyotp
import pytest
from flask import Flask
from web_desk import PASSWORD, Colleague, account_of, code_now, colleague
from web_guest import Guest, store_of
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

STUDY = "voorbeeld"


def signed_in(app: Flask, name: str, **fields: str) -> Guest:
    return Guest(app).get("/desk/").send("sign-in", name=name, password=PASSWORD, **fields)


def test_who_did_not_sign_in_is_asked_to_and_then_comes_to_the_page_that_was_asked(app: Flask):
    account_of(app, "anna", "organiser", STUDY, password=True)
    guest = Guest(app).get(f"/desk/{STUDY}/")
    assert guest.path == "/desk/sign-in"
    assert guest.send("sign-in", name="Anna", password=PASSWORD).path == "/desk/second-step"
    assert guest.send("second-step", code=code_now()).path == f"/desk/{STUDY}/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(app: Flask):
    account_of(app, "anna", password=True)
    guest = Guest(app).get("/desk/sign-in")
    wrong = guest.send("sign-in", name="anna", password="iets heel anders dan dat")
    assert wrong.status == 401
    known, unknown = wrong.words, wrong.send("sign-in", name="bert", password="iets heel anders dan dat").words
    assert known == unknown


def test_the_app_is_asked_after_the_password_and_recovery_codes_work_once(app: Flask):
    account_of(app, "anna", password=True, secret="")
    guest = signed_in(app, "anna")
    assert guest.get("/desk/").path == "/desk/account/second-factor", "nothing else before there is an app"
    secret = guest.page.xpath("string(//p[@class='dce-code'])")
    codes = guest.send("second-factor", code=pyotp.TOTP(secret).now()).page.xpath(
        "//ul[contains(@class, 'desk-codes')]/li"
    )
    assert len(codes) == 10
    assert guest.get("/desk/").path == "/desk/", "this visit goes on"
    other = signed_in(app, "anna")
    assert other.path == "/desk/second-step"
    assert other.get("/desk/account").path == "/desk/sign-in", "half is not in"
    other = signed_in(app, "anna")
    assert other.send("second-step", code="000000").status == 401
    assert other.send("second-step", code=codes[0].text).path == "/desk/"
    again = signed_in(app, "anna")
    assert again.send("second-step", code=codes[0].text).status == 401


def test_signing_out_ends_the_visit_for_a_copied_cookie_too(app: Flask):
    anna = colleague(app, "anna")
    copied = anna.client.get_cookie("dce_desk")
    assert anna.get("/desk/").path == "/desk/"
    assert anna.client.post("/desk/sign-out", data=_token(anna)).status_code == 303
    other = Guest(app)
    other.client.set_cookie("dce_desk", copied.value if copied else "")
    assert other.get("/desk/").path == "/desk/sign-in"


@pytest.mark.parametrize("change", ["disable", "role"])
def test_a_visit_ends_when_the_account_changes(app: Flask, change: str):
    anna = colleague(app, "anna")
    accounts = store_of(app).accounts
    account = accounts.by_name("anna")
    if change == "disable":
        accounts.disable(account.id)
    else:
        accounts.set_role(account.id, "viewer")
    assert anna.get("/desk/").path == "/desk/sign-in"


@pytest.mark.parametrize(("key", "hours"), [("since", 13), ("seen", 2)])
def test_a_visit_ends_after_a_while(app: Flask, key: str, hours: int):
    account = account_of(app, "anna")
    late = Colleague(app, account, **{key: int(time.time()) - 3600 * hours})
    assert late.get("/desk/").path == "/desk/sign-in"


def test_c01_a_study_of_somebody_else_is_not_there(app: Flask):
    bert = colleague(app, "bert")
    assert bert.get(f"/desk/{STUDY}/").status == 404
    there = bert.words
    assert bert.get("/desk/bestaat-niet/").status == 404
    assert bert.words == there
    token = _token(bert.get("/desk/"))
    assert bert.client.post(f"/desk/{STUDY}/state", data={**token, "state": "closed"}).status_code == 404
    assert store_of(app).life.state(STUDY) == "open"


def test_a_viewer_may_look_and_change_nothing(app: Flask):
    viewer = colleague(app, "vera", "viewer", STUDY)
    assert viewer.get(f"/desk/{STUDY}/").status == 200
    assert not viewer.page.xpath("//button[@name='state']")
    assert viewer.client.post(f"/desk/{STUDY}/state", data={**_token(viewer), "state": "closed"}).status_code == 403
    assert store_of(app).life.state(STUDY) == "open"


def test_an_organiser_pauses_and_opens_and_the_log_tells_who(app: Flask):
    anna = colleague(app, "anna", "organiser", STUDY, language="en")
    anna.get(f"/desk/{STUDY}/")
    data = {**_token(anna), "state": "paused", "why": "holiday"}
    assert anna.client.post(f"/desk/{STUDY}/state", data=data).status_code == 303
    assert store_of(app).life.state(STUDY) == "paused"
    assert "holiday" in anna.get(f"/desk/{STUDY}/").words
    entry = store_of(app).audit.of_study(STUDY)[-1]
    assert (entry.who, entry.action, entry.why) == ("anna", "study.paused", "holiday")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_that_another_site_sends_is_refused_even_with_its_token(app: Flask, headers: dict[str, str]):
    anna = colleague(app, "anna", "organiser", STUDY)
    data = {**_token(anna.get(f"/desk/{STUDY}/")), "state": "closed"}
    assert anna.client.post(f"/desk/{STUDY}/state", data=data, headers=headers).status_code == 403
    assert store_of(app).life.state(STUDY) == "open"
    assert (
        anna.client.post(f"/desk/{STUDY}/state", data=data, headers={"Origin": "http://localhost"}).status_code == 303
    )


def test_who_tries_the_survey_in_the_same_browser_stays_at_the_desk(app: Flask):
    anna = colleague(app, "anna", "organiser", STUDY)
    anna.begin().answer_all()
    assert anna.get("/desk/").path == "/desk/"


def _token(guest: Guest) -> dict[str, str]:
    if not hasattr(guest, "page"):
        guest.get("/desk/")
    return {"csrf_token": guest.page.xpath("string(//input[@name='csrf_token']/@value)")}


def test_a_page_of_the_desk_is_never_taken_for_a_study(app: Flask):
    rules = app.url_map.bind("localhost")
    for path in ("/desk/sign-out", "/desk/link", "/desk/accounts/"):
        with pytest.raises((NotFound, MethodNotAllowed)):
            rules.match(path, method="GET")
    assert rules.match("/desk/accounts-of-mine/") == ("own_study.overview", {"study_id": "accounts-of-mine"})
    with pytest.raises(RequestRedirect):
        rules.match("/desk/voorbeeld")
