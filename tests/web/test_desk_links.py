"""One-time links: the first administrator, an invitation and another password, each by the page of its link."""

import pyotp
import pytest
from flask import Flask
from lxml import html
from web_desk import PASSWORD, account_of, code_now, token_of
from web_guest import Guest, store_of

NEW = "zeven blauwe stoelen in de regen"


@pytest.fixture(autouse=True)
def cheap_passwords(quick_passwords: None) -> None:
    """How costly a password is to guess is no matter here."""


def first(app: Flask) -> str:
    return f"/desk/link/{store_of(app).accounts.first_link()}"


def test_the_first_administrator_sets_a_name_and_a_password_and_goes_straight_on_to_the_app(app: Flask):
    guest = Guest(app, "en").get("/desk/sign-in")
    assert "dce user --first" in guest.words
    guest.get(first(app)).send("link", name="Beheer", password=NEW)
    assert guest.path == "/desk/account/second-factor"
    assert guest.get("/desk/accounts").path == "/desk/account/second-factor", "nothing before there is an app"
    secret = guest.page.xpath("string(//p[@class='dce-code'])")
    guest.send("second-factor", code=pyotp.TOTP(secret).now())
    assert guest.get("/desk/").path == "/desk/accounts"
    account = store_of(app).accounts.by_name("beheer")
    assert (account.role, account.second_factor) == ("administrator", True)
    assert "dce user --first" not in Guest(app, "en").get("/desk/sign-in").words
    assert [entry.action for entry in store_of(app).audit.of_study("")] == [
        "account.started",
        "account.signed-in",
        "account.second-factor",
    ]


def test_an_invited_owner_sets_a_password_and_the_link_then_works_no_more(app: Flask):
    account = account_of(app, "anna", secret="")
    link = f"/desk/link/{store_of(app).accounts.link_for(account, 'invite')}"
    guest = Guest(app).get(link)
    assert guest.get(link).status == 200, "looking does not use it"
    assert guest.send("link", password=NEW).path == "/desk/account/second-factor"
    assert Guest(app).get(link).status == 404


def test_after_another_password_by_a_link_the_app_is_still_asked(app: Flask):
    account = account_of(app, "anna", password=True)
    visit = Guest(app).get("/desk/").send("sign-in", name="anna", password=PASSWORD)
    assert visit.send("second-step", code=code_now()).path == "/desk/"
    guest = Guest(app).get(f"/desk/link/{store_of(app).accounts.link_for(account, 'reset')}")
    assert guest.send("link", password=NEW).path == "/desk/second-step"
    assert guest.get("/desk/").path == "/desk/sign-in", "a link alone lets nobody in"
    assert visit.get("/desk/").path == "/desk/sign-in", "visits of before have ended"
    assert Guest(app).get("/desk/").send("sign-in", name="anna", password=PASSWORD).status == 401


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("kort", "12 characters or more"),
        ("wachtwoord123", "Many people use this password"),
        ("abababababababab", "repeats itself"),
        ("mnopqrstuvwxyz{|", "a row that is easy to guess"),
        ("beheer-beheer-x", "little more than a name"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason_and_the_link_can_still_be_used(
    app: Flask, password: str, words: str
):
    guest = Guest(app, "en").get(first(app))
    assert guest.send("link", name="Beheer", password=password).status == 422
    assert words in guest.words
    assert password not in guest.text
    assert guest.page.xpath("string(//input[@id='name']/@value)") == "Beheer", "what was good is kept"
    assert guest.send("link", name="Beheer", password=NEW).path == "/desk/account/second-factor"


@pytest.mark.parametrize("name", ["", "ab", "x" * 65, "Anna"])
def test_a_name_that_cannot_be_had_is_refused_and_the_link_can_still_be_used(app: Flask, name: str):
    account_of(app, "anna", secret="")
    guest = Guest(app).get(first(app))
    assert guest.send("link", name=name, password=NEW).status == 422
    assert guest.get(guest.path).status == 200


def test_links_that_are_no_good_look_alike(app: Flask):
    accounts = store_of(app).accounts
    account = account_of(app, "anna", secret="")
    used, old = accounts.link_for(account, "invite"), accounts.link_for(account_of(app, "bert"), "reset", -1)
    accounts.start(used, NEW)
    pages = {Guest(app).get(f"/desk/link/{key}").words for key in (used, old, "A" * 43, "x")}
    assert len(pages) == 1
    token = token_of(Guest(app).get("/desk/sign-in"))
    assert Guest(app).client.post(f"/desk/link/{used}", data=token | {"password": NEW}).status_code == 400
    guest = Guest(app).get("/desk/sign-in")
    for key in (used, old, "x"):
        answer = guest.client.post(f"/desk/link/{key}", data=token_of(guest) | {"password": NEW})
        assert answer.status_code == 404


def test_a_link_for_the_first_administrator_is_worth_nothing_once_there_is_one(app: Flask):
    link = first(app)
    guest = Guest(app).get(link)
    account_of(app, "beheer", "administrator", password=True)
    assert guest.send("link", name="indringer", password=NEW).status == 404
    assert [account.name for account in store_of(app).accounts.all()] == ["beheer"]


def test_the_key_of_a_link_is_passed_on_to_nobody_and_written_down_nowhere(
    app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    link = first(app)
    guest = Guest(app).get(link)
    assert guest.response.headers["Referrer-Policy"] == "strict-origin"
    assert guest.response.headers["Cache-Control"] == "no-store"
    monkeypatch.setattr("dce.store.accounts.Accounts.start", lambda *_, **__: 1 / 0)
    assert guest.send("link", name="Beheer", password=NEW).status == 500
    written = capsys.readouterr().err
    assert "ZeroDivisionError" in written
    assert link.rpartition("/")[2] not in written


def test_over_https_the_form_of_a_link_is_taken_with_no_more_than_our_origin_as_where_it_comes_from(app: Flask):
    link, base = first(app), "https://localhost"
    client = app.test_client()
    page = html.fromstring(client.get(link, base_url=base).text)
    data = {"csrf_token": page.xpath("string(//input[@name='csrf_token']/@value)"), "name": "Beheer", "password": NEW}
    assert client.post(link, base_url=base, data=data, headers={"Referer": "https://evil.example/"}).status_code == 400
    answer = client.post(link, base_url=base, data=data, headers={"Referer": "https://localhost/", "Origin": base})
    assert answer.status_code == 303


def test_the_language_is_switched_on_the_page_where_somebody_is(app: Flask):
    guest = Guest(app).get("/desk/sign-in")
    data = token_of(guest) | {"language": "en", "page": "/desk/sign-in?next=/desk/account"}
    answer = guest.client.post("/desk/language", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")
    assert "Sign in" in guest.get("/desk/sign-in").words
    assert guest.client.post("/desk/language", data=data | {"page": "//evil.example"}).headers["Location"] == "/desk/"
    assert guest.client.post("/desk/language", data=data | {"language": "xx"}).status_code == 422
