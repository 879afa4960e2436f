"""Signing in at the organisation's own site: who is tied comes in, and nobody by a token that is not right."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask import Flask
from web_desk import PASSWORD, Colleague, account_of, code_now, token_of
from web_guest import KEY, Guest, store_of
from web_provider import CLIENT, SECRET, Issuer, asked_of, issuing

from dce.errors import DceError
from dce.web import create_app
from dce.web.provider import Provider


@pytest.fixture(scope="module")
def running_issuer() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture
def issuer(running_issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """The same site, that lies about nothing yet; what this machine sends elsewhere by proxies stays here."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running_issuer.subject = "anna@example.nl"
    for held in (running_issuer.claims, running_issuer.lies, running_issuer.codes, running_issuer.refused):
        held.clear()
    return running_issuer


@pytest.fixture
def app(app: Flask, issuer: Issuer, quick_passwords: None) -> Flask:
    app.extensions["dce_provider"] = Provider(issuer.url, CLIENT, SECRET, "Gemeente")
    return app


def go(guest: Guest, path: str = "/desk/identity", **changes: str) -> Guest:
    """Walk to the other site and back, as a browser does; ``changes`` are made to what it comes back with."""
    there = guest.client.get(path)
    assert there.status_code == 302
    came = httpx.get(there.headers["Location"], trust_env=False).headers["Location"]
    return back(guest, asked_of(came) | changes)


def back(guest: Guest, said: dict[str, str]) -> Guest:
    answer = guest.client.get("/desk/identity/back", query_string=said, follow_redirects=True)
    return guest._keep(answer)


def tied(app: Flask, issuer: Issuer, **more: bool) -> None:
    account = account_of(app, "anna", **more)
    store_of(app).accounts.tie_identity(account.id, issuer.url, issuer.subject)


def test_who_is_tied_comes_in_by_the_other_site_and_the_app(app: Flask, issuer: Issuer):
    tied(app, issuer)
    guest = Guest(app).get("/desk/sign-in")
    assert "Gemeente" in guest.words
    assert go(guest, "/desk/identity?next=/desk/account").path == "/desk/second-step"
    assert guest.get("/desk/").path == "/desk/sign-in", "half is not in"
    assert go(guest, "/desk/identity?next=/desk/account").send("second-step", code=code_now()).path == "/desk/account"
    assert issuer.refused == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_on_a_third_site_sends_nobody_there_without_a_press_here(app: Flask, site: str):
    answer = Guest(app).client.get("/desk/identity", headers={"Sec-Fetch-Site": site})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_on_a_third_site_ties_nothing(app: Flask, site: str):
    """Who is signed in there as another, by that third site perhaps, would let that other in here."""
    anna = Colleague(app, account_of(app, "anna"))
    answer = anna.client.get("/desk/account/identity", headers={"Sec-Fetch-Site": site})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/account")


def test_it_is_tied_at_my_account_by_somebody_who_signed_in(app: Flask, issuer: Issuer):
    account = account_of(app, "anna", password=True)
    anna = Colleague(app, account)
    assert go(anna, "/desk/account/identity").path == "/desk/account"
    found = store_of(app).accounts.by_identity(issuer.url, issuer.subject)
    assert found is not None
    assert found.name == "anna"
    assert go(Guest(app)).path == "/desk/second-step"
    assert anna.client.post("/desk/account/identity", data=token_of(anna.get("/desk/account"))).status_code == 303
    assert go(Guest(app)).status == 401


def test_what_was_kept_is_gone_after_one_answer_that_was_wrong(app: Flask, issuer: Issuer):
    tied(app, issuer)
    guest = Guest(app)
    there = guest.client.get("/desk/identity").headers["Location"]
    said = asked_of(httpx.get(there, trust_env=False).headers["Location"])
    assert back(guest, said | {"state": "guessed"}).status == 401
    assert back(guest, said).status == 401


def test_who_began_to_tie_is_who_is_tied(app: Flask, issuer: Issuer):
    """A session never holds what two accounts asked; were it so, nobody would be tied."""
    anna, bert = account_of(app, "anna"), Colleague(app, account_of(app, "bert"))
    there = bert.client.get("/desk/account/identity").headers["Location"]
    with bert.client.session_transaction("/desk/") as held:
        held["asked"] = held["asked"] | {"ties": anna.id}
    back(bert, asked_of(httpx.get(there, trust_env=False).headers["Location"]))
    assert issuer.codes == {}, "the other site was asked"
    assert store_of(app).accounts.by_identity(issuer.url, issuer.subject) is None


def test_an_identity_belongs_to_one_account(app: Flask, issuer: Issuer):
    tied(app, issuer)
    bert = Colleague(app, account_of(app, "bert"))
    assert go(bert, "/desk/account/identity").path == "/desk/account"
    found = store_of(app).accounts.by_identity(issuer.url, issuer.subject)
    assert found is not None
    assert found.name == "anna"


def test_nobody_gets_an_account_by_having_one_there(app: Flask, issuer: Issuer):
    guest = go(Guest(app))
    assert guest.status == 401
    assert store_of(app).accounts.all() == ()


def test_a_blocked_account_does_not_come_in(app: Flask, issuer: Issuer):
    tied(app, issuer)
    accounts = store_of(app).accounts
    accounts.disable(accounts.by_name("anna").id)
    assert go(Guest(app)).status == 401


def test_tying_is_for_who_began_it_and_is_at_the_desk_still(app: Flask, issuer: Issuer):
    anna = Colleague(app, account_of(app, "anna"))
    there = anna.client.get("/desk/account/identity").headers["Location"]
    said = asked_of(httpx.get(there, trust_env=False).headers["Location"])
    store_of(app).accounts.end_sessions(store_of(app).accounts.by_name("anna").id)
    assert back(anna, said).status == 401
    assert store_of(app).accounts.by_identity(issuer.url, issuer.subject) is None


NOW = int(time.time())
WRONG_CLAIMS = {
    "wrong nonce": {"nonce": "n" * 43},
    "no nonce": {"nonce": None},
    "wrong issuer": {"iss": "https://evil.example"},
    "wrong audience": {"aud": "somebody-else"},
    "for another, asked for by us": {"aud": "somebody-else", "azp": CLIENT},
    "of several, and not for us": {"aud": [CLIENT, "other"], "azp": "other"},
    "expired": {"iat": NOW - 900, "exp": NOW - 600},
    "without an end": {"exp": None},
    "made in the future": {"iat": NOW + 900, "exp": NOW + 1200},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_a_token_that_says_what_it_should_not_lets_nobody_in(app: Flask, issuer: Issuer, claims: dict[str, object]):
    tied(app, issuer)
    issuer.claims.update(claims)
    guest = go(Guest(app))
    assert guest.status == 401
    assert guest.get("/desk/second-step").path == "/desk/sign-in"
    assert issuer.refused == [], "it was the token"


@pytest.mark.parametrize("lie", ["alg none", "shared secret", "other key", "iss", "denies"])
def test_a_site_that_lies_lets_nobody_in(app: Flask, issuer: Issuer, lie: str):
    tied(app, issuer)
    issuer.lies.add(lie)
    guest = go(Guest(app))
    assert guest.status == 401
    assert guest.get("/desk/second-step").path == "/desk/sign-in"


def test_a_site_that_says_it_is_another_is_not_gone_to(app: Flask, issuer: Issuer):
    issuer.lies.add("configuration")
    assert Guest(app).client.get("/desk/identity").status_code == 401


def test_what_came_back_is_good_once_in_the_browser_that_was_sent(app: Flask, issuer: Issuer):
    tied(app, issuer)
    guest, thief = Guest(app), Guest(app)
    said = asked_of(
        httpx.get(guest.client.get("/desk/identity").headers["Location"], trust_env=False).headers["Location"]
    )
    assert back(thief, said).status == 401, "a browser that was not sent"
    thief.client.get("/desk/identity")
    assert back(thief, said).status == 401, "a browser that was sent for something else"
    assert back(guest, said).path == "/desk/second-step"
    assert back(guest, said).status == 401, "the same state again"
    assert issuer.refused == [], "none of these asked for a token"


def test_a_code_of_somebody_else_is_worth_nothing_without_its_verifier(app: Flask, issuer: Issuer):
    tied(app, issuer)
    stolen = asked_of(
        httpx.get(Guest(app).client.get("/desk/identity").headers["Location"], trust_env=False).headers["Location"]
    )
    assert go(Guest(app), code=stolen["code"]).status == 401
    assert issuer.refused == ["verifier"]


def test_who_stays_away_too_long_begins_again(app: Flask, issuer: Issuer, monkeypatch: pytest.MonkeyPatch):
    tied(app, issuer)
    monkeypatch.setattr("dce.web.organiser.identity.AWAY_SECONDS", -1)
    assert go(Guest(app)).status == 401


@pytest.mark.parametrize(
    ("wanted", "said", "path"),
    [
        (("amr", "mfa"), {"amr": ["pwd", "mfa"]}, "/desk/"),
        (("amr", "mfa"), {"amr": ["pwd"]}, "/desk/second-step"),
        (("acr", "loa3"), {"acr": "loa3"}, "/desk/"),
        (("acr", "loa3"), {"acr": "loa30"}, "/desk/second-step"),
        (None, {"amr": ["pwd", "mfa"]}, "/desk/second-step"),
    ],
)
def test_a_second_factor_there_stands_in_for_ours_only_where_that_is_set(
    app: Flask, issuer: Issuer, wanted: tuple[str, str] | None, said: dict[str, object], path: str
):
    app.extensions["dce_provider"] = Provider(issuer.url, CLIENT, SECRET, "Gemeente", wanted)
    tied(app, issuer)
    issuer.claims.update(said)
    assert go(Guest(app)).path == path


@pytest.mark.parametrize("stands_in", [True, False])
def test_who_has_no_app_must_tie_one_unless_the_other_site_stands_in(app: Flask, issuer: Issuer, stands_in: bool):
    app.extensions["dce_provider"] = Provider(issuer.url, CLIENT, SECRET, "Gemeente", ("amr", "mfa"))
    account = account_of(app, "anna", password=True, secret="")
    store_of(app).accounts.tie_identity(account.id, issuer.url, issuer.subject)
    issuer.claims["amr"] = ["mfa"] if stands_in else []
    guest = go(Guest(app))
    assert guest.path == ("/desk/" if stands_in else "/desk/account/second-factor")
    assert guest.get("/desk/").path == ("/desk/" if stands_in else "/desk/account/second-factor")
    other = Guest(app).get("/desk/").send("sign-in", name="anna", password=PASSWORD)
    assert other.path == "/desk/account/second-factor", "by our own password the app is asked"


def test_a_site_that_cannot_be_reached_is_said(app: Flask):
    app.extensions["dce_provider"] = Provider("http://127.0.0.1:9", CLIENT, SECRET, "Gemeente")
    guest = Guest(app, "en").get("/desk/identity")
    assert (guest.status, "cannot be reached" in guest.words) == (401, True)


def test_without_another_site_there_is_no_way_to_it(app: Flask):
    app.extensions["dce_provider"] = None
    for path in ("/desk/identity", "/desk/identity/back"):
        assert Guest(app).get(path).status == 404
    assert "/desk/identity" not in Guest(app).get("/desk/sign-in").text


def test_no_secret_of_the_other_site_is_shown_or_logged(app: Flask, issuer: Issuer, caplog: pytest.LogCaptureFixture):
    issuer.lies.add("other key")
    with caplog.at_level(logging.DEBUG):
        guest = go(Guest(app))
    assert SECRET not in caplog.text + guest.text + repr(app.extensions["dce_provider"])


ALL = {"DCE_OIDC_ISSUER": "https://login.example.nl", "DCE_OIDC_CLIENT_ID": "dce", "DCE_OIDC_CLIENT_SECRET": "s"}


def test_the_environment_sets_the_other_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    more = {"DCE_OIDC_SECOND_FACTOR": "acr=loa3"}
    found = Provider.from_environment(ALL | more)
    assert found == Provider("https://login.example.nl", "dce", "s", "login.example.nl", ("acr", "loa3"))
    for name, value in ALL.items():
        monkeypatch.setenv(name, value)
    app = create_app(tmp_path / "dce.db", secret_key=KEY)
    assert app.extensions["dce_provider"].name == "login.example.nl"
    app.extensions["dce_store"].close()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DCE_OIDC_CLIENT_SECRET": ""}, "DCE_OIDC_CLIENT_SECRET not set"),
        ({"DCE_OIDC_ISSUER": "http://login.example.nl"}, "begins with https://"),
        ({"DCE_OIDC_ISSUER": "login.example.nl"}, "begins with https://"),
        ({"DCE_OIDC_SECOND_FACTOR": "mfa"}, "amr=mfa"),
    ],
)
def test_what_is_set_wrongly_is_refused_before_anything_listens(changes: dict[str, str], words: str):
    with pytest.raises(DceError, match=words):
        Provider.from_environment(ALL | changes)
