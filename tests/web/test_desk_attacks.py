"""Attacks on the desk, by their number: sessions, signing in, addresses that are not ours, and what is written down."""

import logging
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from web_desk import PASSWORD, account_of, code_now, colleague, token_of
from web_guest import KEY, Guest, store_of, stored

from dce.store import passwords
from dce.store.accounts import Accounts
from dce.store.passwords import HASHER
from dce.web import create_app

STUDY = "voorbeeld"
APART = 10  # milliseconds at most, as ../shared/attacks.yaml asks
EVIL = (
    *(
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "%2f%2fevil",
        "%2f%2fevil.example",
    ),
    *(
        "/desk//evil.example",
        "/desk/@evil.example",
        "\\\\evil.example",
        "/desk/\r\nLocation: https://evil.example",
        "///evil.example/desk/",
    ),
)


def signed_in(app: Flask, name: str = "anna", path: str = "/desk/", **fields: str) -> Guest:
    guest = Guest(app).get(path).send("sign-in", name=name, password=PASSWORD, **fields)
    return guest.send("second-step", code=code_now())


def cookie_of(guest: Guest) -> str:
    found = guest.client.get_cookie("dce_desk")
    return found.value if found else ""


def test_b03_a_cookie_that_was_copied_is_worth_nothing_after_signing_out(app: Flask, quick_passwords: None):
    account_of(app, "anna", password=True)
    anna = signed_in(app)
    copied = cookie_of(anna)
    assert anna.get("/desk/").path == "/desk/"
    anna.client.post("/desk/sign-out", data=token_of(anna))
    thief = Guest(app)
    thief.client.set_cookie("dce_desk", copied)
    assert thief.client.get("/desk/").headers["Location"].startswith("/desk/sign-in")


def test_b03_a_page_under_way_while_somebody_signs_out_lets_nobody_in_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    """The page writes down that somebody is there still, after the other tab signed out."""
    anna = colleague(app, "anna", "organiser", STUDY)
    anna.get("/desk/")
    copied, token = cookie_of(anna), token_of(anna)
    data = store_of(app).read_session(copied) or {}
    store_of(app).write_session(copied, data | {"seen": data["seen"] - 120}, 12)
    thief, other = Guest(app), Guest(app)
    for guest in (thief, other):
        guest.client.set_cookie("dce_desk", copied)
    listed = Accounts.studies

    def sign_out_meanwhile(*args: Any) -> Any:
        monkeypatch.undo()
        assert other.client.post("/desk/sign-out", data=token).status_code == 303
        return listed(*args)

    monkeypatch.setattr(Accounts, "studies", sign_out_meanwhile)
    assert thief.client.get("/desk/").status_code == 200
    assert store_of(app).read_session(copied) is None
    assert thief.client.get("/desk/").status_code == 303


def test_b05_the_session_of_before_signing_in_is_not_the_one_of_after(app: Flask, quick_passwords: None):
    account_of(app, "anna", password=True)
    guest = Guest(app).get("/desk/sign-in")
    seen = [cookie_of(guest)]
    guest.send("sign-in", name="anna", password=PASSWORD)
    seen.append(cookie_of(guest))
    guest.send("second-step", code=code_now())
    seen.append(cookie_of(guest))
    assert len({*seen, ""}) == 4, "a new one at each step"
    for known in seen[:2]:  # whoever put it there, or read it
        thief = Guest(app)
        thief.client.set_cookie("dce_desk", known)
        assert thief.get("/desk/").path == "/desk/sign-in"
        assert thief.get("/desk/second-step").path == "/desk/sign-in"


def test_b11_nothing_changes_by_following_a_link(app: Flask, tmp_path: Path):
    """Every page of the desk that takes a form, asked for as a page."""
    administrator, anna = colleague(app, "beheer", "administrator"), colleague(app, "anna", "organiser", STUDY)
    other = account_of(app, "bert").id
    values = {"study_id": STUDY, "account_id": other, "link_key": "x" * 43}
    before = _all_rows(app)
    posts = [
        rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()) and rule.rule.startswith("/desk")
    ]
    assert len(posts) > 15
    for rule in posts:
        filled = {name: values.get(name, "1") for name in rule.arguments}
        path = app.url_map.bind("localhost").build(rule.endpoint, filled)
        for guest in (administrator, anna):
            answer = guest.client.get(path, query_string={"blocked": "yes", "name": "bert", "state": "closed"})
            shown = any("GET" in (page.methods or ()) for page in app.url_map.iter_rules() if page.rule == rule.rule)
            assert shown or answer.status_code in (404, 405), path
    assert _all_rows(app) == before


@pytest.mark.parametrize("path", ["/desk/sign-out", f"/desk/{STUDY}/state", f"/desk/{STUDY}/close"])
def test_b11_the_usual_addresses_change_nothing(app: Flask, path: str):
    anna = colleague(app, "anna", "organiser", STUDY)
    assert anna.client.get(path).status_code in (404, 405)
    assert anna.get("/desk/").path == "/desk/"
    assert store_of(app).life.state(STUDY) == "open"


def test_b14_an_unknown_name_takes_as_long_as_a_known_one(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """By the processor time of this thread, in turns, the least of each.

    What else this machine does adds to a time and takes nothing off it, so more rounds bring each nearer to its own
    cost: a busy machine gets them, and a name that costs more by itself is not helped by any.
    """
    account_of(app, "anna", password=True)
    account_of(app, "carl", secret="")  # has no password yet
    store_of(app).accounts.disable(account_of(app, "dirk", password=True).id)
    monkeypatch.setattr("dce.store.tries.AT_ONCE", 10_000)
    monkeypatch.setattr("dce.store.tries.OF_NAME", 10_000)
    monkeypatch.setattr("dce.store.tries.OF_ADDRESS", 10_000)
    assert passwords.HASHER is HASHER, "as costly as it is"
    passwords._nobodys()
    guest = Guest(app).get("/desk/sign-in")
    took: dict[str, list[float]] = {name: [] for name in ("anna", "bert", "carl", "dirk")}
    pages = set()
    for _ in range(5):
        for name in [*took] * 9:
            data = token_of(guest) | {"name": name, "password": "iets heel anders dan dat"}
            begun = time.thread_time()
            answer = guest.client.post("/desk/sign-in", data=data)
            took[name].append(1000 * (time.thread_time() - begun))
            pages.add((answer.status_code, answer.text.replace(data["csrf_token"], "")))
        least = [min(times) for times in took.values()]
        if max(least) - min(least) < APART:
            break
    assert max(least) - min(least) < APART, took
    assert min(least) > 10, "a password was looked at every time"
    assert len({status for status, _ in pages}) == 1


@pytest.mark.parametrize("target", EVIL)
def test_b15_after_signing_in_nobody_is_sent_to_another_site(app: Flask, target: str, quick_passwords: None):
    account_of(app, "anna", password=True)
    guest = Guest(app)
    for page in ("sign-in", "second-step"):
        fields = {"name": "anna", "password": PASSWORD} if page == "sign-in" else {"code": code_now()}
        guest.get("/desk/sign-in" if page == "sign-in" else "/desk/second-step")
        answer = guest.client.post(f"/desk/{page}", query_string={"next": target}, data=token_of(guest) | fields)
        assert answer.status_code == 303
        location = answer.headers["Location"]
        assert location.startswith("/desk/")
        assert location.partition("?")[0] in ("/desk/second-step", "/desk/"), "no page of ours: to the first"
        assert "\n" not in location


def test_b17_there_is_no_account_before_somebody_makes_one(app: Flask, quick_passwords: None):
    assert store_of(app).accounts.all() == ()
    guest = Guest(app).get("/desk/sign-in")
    for name in ("admin", "root", "beheer", "administrator", "dce"):
        for password in ("admin", "password", name, ""):
            assert guest.send("sign-in", name=name, password=password).status == 401
            with pytest.raises(passwords.PasswordRefused):
                passwords.check(password)


def test_b18_the_cookie_of_the_desk_is_for_this_host_and_https_only(tmp_path: Path):
    app = create_app(tmp_path / "dce.db", secret_key=KEY, secure_cookies=True)
    answer = app.test_client().get("/desk/sign-in", base_url="https://localhost")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, _, flags = cookie.partition(";")
    assert name.startswith("__Host-dce_desk=")
    assert {flag.strip() for flag in flags.split(";")} == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    app.extensions["dce_store"].close()


def test_d06_another_host_makes_no_link_and_is_not_echoed(app: Flask):
    administrator = colleague(app, "beheer", "administrator").get("/desk/accounts")
    data = token_of(administrator) | {"name": "anna", "role": "viewer"}
    answer = administrator.client.post("/desk/accounts", data=data, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert len(store_of(app).accounts.all()) == 1


FORWARDED = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}


def test_d07_what_is_said_of_a_proxy_moves_no_link_and_no_limit(app: Flask, quick_passwords: None):
    administrator = colleague(app, "beheer", "administrator").get("/desk/accounts")
    data = token_of(administrator) | {"name": "anna", "role": "viewer"}
    answer = administrator.client.post("/desk/accounts", data=data, headers=FORWARDED)
    assert "http://localhost/desk/link/" in answer.text
    assert "evil.example" not in answer.text
    assert _statuses(app)[-1] == 429


def test_d07_a_proxy_that_is_configured_is_heard_and_only_that_one(tmp_path: Path, quick_passwords: None):
    app = create_app(tmp_path / "dce.db", secret_key=KEY, proxies=1)
    last = {"proxied": "203.0.113.7"}  # the proxy adds the address that it saw at the end
    assert _statuses(app, **last)[-1] == 429, "what stands before that, anybody can say"
    app.extensions["dce_store"].close()


def _statuses(app: Flask, proxied: str | None = None) -> list[int]:
    """Eleven wrong passwords, each saying that it comes from another address."""
    guest = Guest(app).get("/desk/sign-in")
    found = []
    for number in range(11):
        said = f"198.51.100.{number}"
        headers = {"X-Forwarded-For": f"{said}, {proxied}" if proxied else said, "X-Real-IP": said}
        data = token_of(guest) | {"name": "anna", "password": "iets heel anders dan dat"}
        found.append(guest.client.post("/desk/sign-in", data=data, headers=headers).status_code)
    return found


LINES = "x\r\nSet-Cookie: dce_desk=evil\r\n\r\n<b>"


def test_d12_an_end_of_line_adds_no_header_and_no_line_to_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    anna = colleague(app, "anna", "organiser", STUDY).get(f"/desk/{STUDY}/")
    attempts: list[Any] = [
        anna.client.get("/desk/sign-in", query_string={"next": LINES}),
        anna.client.get("/desk/account/prove", query_string={"next": LINES}),
        Guest(app).client.get("/desk/", query_string={"next": LINES, LINES: "1"}),
        anna.client.post("/desk/language", data=token_of(anna) | {"language": "nl", "page": f"/desk/{LINES}"}),
        anna.client.post(f"/desk/{STUDY}/state", data=token_of(anna) | {"state": "paused", "why": LINES}),
        anna.client.get(f"/desk/{LINES}/"),
    ]
    for answer in attempts:
        assert "evil" not in repr(answer.headers.getlist("Set-Cookie"))
        assert "\n" not in answer.headers.get("Location", "")
    assert store_of(app).life.state(STUDY) == "open", "what has more lines than its field is refused"
    monkeypatch.setattr("dce.store.links.find", lambda *_: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        assert anna.client.get("/desk/link/x%0d%0aERROR:root:%20forged").status_code == 500
    assert "forged" not in caplog.text


@pytest.mark.parametrize("end", ["\r\nBcc: everybody@example.nl", "\nx", "\r"])
def test_e08_a_name_of_several_lines_adds_no_account(app: Flask, end: str):
    administrator = colleague(app, "beheer", "administrator").get("/desk/accounts")
    before = _all_rows(app)
    data = token_of(administrator) | {"name": f"anna@example.nl{end}", "role": "viewer"}
    assert administrator.client.post("/desk/accounts", data=data).status_code == 422
    assert _all_rows(app) == before


def _all_rows(app: Flask) -> dict[str, list[Any]]:
    """All that is kept but the sessions."""
    tables = [name for name in store_of(app)._database.tables() if name != "sessions"]
    return {name: stored(app.extensions["dce_database"], name) for name in tables}
