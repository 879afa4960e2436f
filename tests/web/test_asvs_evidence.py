"""Small proofs for the checklist (tests/asvs.yaml) that stand nowhere else; each names its requirement."""

import base64
import io
import ssl
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask, redirect
from lxml import html
from web_desk import PASSWORD, Colleague, account_of, colleague, token_of
from web_guest import Guest, store_of, stored
from web_provider import CLIENT, SECRET, asked_of, issuing
from werkzeug.datastructures import FileStorage
from werkzeug.serving import make_server
from werkzeug.test import encode_multipart

from dce.store import passwords, second_factor
from dce.store.seal import seal, unseal
from dce.web import sessions
from dce.web.organiser.beginning import MOST_FILE
from dce.web.provider import Asked, IdentityError, Provider

STUDY = "voorbeeld"
YEAR = 365 * 24 * 3600
HERE = "192.0.2.1"


# -- signing in


def test_6_4_2_signing_in_asks_a_name_and_a_password_and_no_question(app: Flask):
    link = store_of(app).accounts.link_for(account_of(app, "anna"), "reset")
    for path, form, names in [
        ("/desk/sign-in", "sign-in", {"csrf_token", "name", "password"}),
        (f"/desk/link/{link}", "link", {"csrf_token", "password"}),
    ]:
        fields = Guest(app).get(path).page.xpath(f"//form[@id='{form}']//*[self::input or self::select]/@name")
        assert set(fields) == names


@pytest.mark.parametrize("typed", [PASSWORD.upper(), f"{PASSWORD} ", PASSWORD[:-1], PASSWORD.replace(" ", "")])
def test_6_2_8_a_password_counts_as_it_was_typed(typed: str, quick_passwords: None):
    kept = passwords.hashed(PASSWORD)
    assert passwords.verified(kept, PASSWORD)
    assert not passwords.verified(kept, typed)


def test_6_2_9_the_end_of_a_long_password_counts_too(quick_passwords: None):
    long = "zeven blauwe stoelen in de regen " * 30
    passwords.check(f"{long}!")
    assert not passwords.verified(passwords.hashed(f"{long}!"), f"{long}?")


def test_6_2_10_no_password_has_to_be_renewed(app: Flask, quick_passwords: None):
    account_of(app, "anna", password=True)
    accounts, later = store_of(app).accounts, time.time() + 10 * YEAR
    assert accounts.sign_in("anna", PASSWORD, address=HERE, key=app.config["SECRET_KEY"], now=later)


def test_6_5_2_a_recovery_code_has_at_least_112_bits():
    for code in second_factor.recovery_codes():
        plain = code.replace("-", "")
        assert set(plain) <= set(string.ascii_uppercase + "234567"), "five bits each"
        assert 5 * len(plain) >= 112


# -- visits


def test_7_3_2_a_visit_to_the_survey_ends_in_any_case(app: Flask, monkeypatch: pytest.MonkeyPatch):
    guest, now = Guest(app).begin(), sessions._hour()
    there, data = guest.path, token_of(guest) | {"language": "nl"}
    monkeypatch.setattr(sessions, "_hour", lambda: now + sessions.MOST_HOURS)
    assert guest.client.post("/language", data=data).status_code == 303, "a change lets it live on"
    assert guest.get(there).path == there
    monkeypatch.setattr(sessions, "_hour", lambda: now + sessions.MOST_HOURS + 1)
    assert guest.get(there).path != there


def test_7_4_2_a_visit_ends_when_its_account_is_deleted(app: Flask):
    anna = colleague(app, "anna")
    assert anna.get("/desk/").path == "/desk/"
    store_of(app).accounts.delete(store_of(app).accounts.by_name("anna").id)
    assert anna.get("/desk/").path == "/desk/sign-in"


@pytest.mark.parametrize("role", ["organiser", "administrator"])
def test_7_4_4_every_page_of_the_desk_has_a_way_out(app: Flask, role: Any):
    somebody = colleague(app, "anna", role, *([STUDY] if role == "organiser" else []))
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in ("desk", "own_study")]
    parts = {"own_study.progress_figures"}  # what a page fetches into itself
    asked = [
        rule
        for rule in rules
        if "GET" in (rule.methods or ()) and rule.arguments <= {"study_id"} and rule.endpoint not in parts
    ]
    seen = 0
    for rule in asked:
        answer = somebody.client.get(rule.rule.replace("<own_study:study_id>", STUDY))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            assert html.fromstring(answer.text).xpath("//form[@action='/desk/sign-out']//button"), rule.rule
            seen += 1
    assert seen >= 5


@pytest.mark.parametrize(("key", "hours"), [("since", 13), ("seen", 2)])
def test_7_6_1_a_visit_that_began_at_the_other_site_ends_as_any(app: Flask, key: str, hours: int):
    account = account_of(app, "anna", secret="")
    assert Colleague(app, account, stands_in=True).get("/desk/").path == "/desk/"
    late = Colleague(app, account, stands_in=True, **{key: int(time.time()) - 3600 * hours})
    assert late.get("/desk/").path == "/desk/sign-in"


# -- the other site where people sign in


def test_6_8_1_the_same_person_of_another_site_is_nobody(app: Flask):
    accounts, anna = store_of(app).accounts, account_of(app, "anna", secret="")
    accounts.tie_identity(anna.id, "https://login.example.nl", "a-1")
    assert accounts.by_identity("https://login.example.nl", "a-1") == anna
    assert accounts.by_identity("https://login.example.org", "a-1") is None


def test_10_1_1_no_token_of_the_other_site_is_kept(app: Flask, database: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    guest = Guest(app)
    with issuing() as issuer:
        app.extensions["dce_provider"] = Provider(issuer.url, CLIENT, SECRET, "Gemeente")
        store_of(app).accounts.tie_identity(account_of(app, "anna").id, issuer.url, issuer.subject)
        there = guest.client.get("/desk/identity").headers["Location"]
        came = httpx.get(there, trust_env=False).headers["Location"]
        assert guest.client.get("/desk/identity/back", query_string=asked_of(came)).status_code == 303
    kept = repr(stored(database, "sessions"))
    assert "half" in kept
    assert not any(token in kept for token in ("unused", "eyJ", "id_token", "access_token"))


@contextmanager
def answering(answer: Any, **more: Any) -> Iterator[tuple[int, list[str]]]:
    """A site that gives ``answer()`` at every address; gives its port and the addresses that were asked."""
    app, asked = Flask("other"), list[str]()
    app.add_url_rule("/<path:path>", "any", lambda path: asked.append(path) or answer())  # type: ignore[func-returns-value]
    server = make_server("127.0.0.1", 0, app, **more)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


CONFIGURATION = ".well-known/openid-configuration"


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes to this machine goes there by no proxy."""
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")


def test_15_3_2_nobody_is_followed_to_another_address(direct: None):
    with answering(lambda: redirect("/elsewhere")) as (port, asked):
        with pytest.raises(IdentityError):
            Provider(f"http://127.0.0.1:{port}", CLIENT, SECRET, "Gemeente").address(Asked(), "http://localhost/back")
        assert asked == [CONFIGURATION]


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest", "file:///etc/passwd", "ftp://example.nl/", "//x"])
def test_1_3_6_an_address_that_the_other_site_names_has_to_be_https(direct: None, place: str):
    said: dict[str, str] = {"authorization_endpoint": place}
    with answering(lambda: said) as (port, _):
        site = Provider(f"http://127.0.0.1:{port}", CLIENT, SECRET, "Gemeente")
        said["issuer"] = site.issuer
        with pytest.raises(IdentityError, match="it says that it is"):
            site.address(Asked(), "http://localhost/back")


def test_12_3_2_a_certificate_that_nobody_vouches_for_is_refused(direct: None, tmp_path: Path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_own_certificate(tmp_path))
    with answering(dict, ssl_context=context) as (port, asked):
        with pytest.raises(IdentityError, match="certificate verify failed"):
            Provider(f"https://localhost:{port}", CLIENT, SECRET, "Gemeente").address(Asked(), "http://localhost/back")
        assert asked == []


def _own_certificate(folder: Path) -> Path:
    """A key and a certificate for localhost that it signed itself, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name.from_rfc4514_string("CN=localhost")
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = made.not_valid_before(now).not_valid_after(now + timedelta(1)).add_extension(names, critical=False)
    path = folder / "certificate.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + signed.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return path


# -- files that come in, and what is sealed


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"x" * (MOST_FILE + 100_000), "study.yaml", 413),
        (b"PK\x03\x04 no zip", "study.zip", 422),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "study.yaml", 422),
        (b"<html><script>alert(1)</script>", "../../static/evil.html", 422),
        (b"", "study.yaml", 422),
    ],
    ids=["too large", "no zip", "picture", "page", "empty"],
)
def test_5_2_what_is_too_large_or_no_study_is_refused_and_leaves_nothing(
    app: Flask, database: Path, content: bytes, name: str, status: int
):
    anna = colleague(app, "anna").get("/desk/begin")
    before = {path.name for path in database.parent.iterdir()}
    data = token_of(anna) | {"source": "file", "id": "mijn", "file": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(data)
    sent = anna.client.post("/desk/begin", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert sent.status_code == status
    assert {path.name for path in database.parent.iterdir()} == before
    assert "mijn" not in store_of(app).life.study_ids()
    assert Guest(app).get("/static/evil.html").status == 404


@pytest.mark.parametrize("place", [0, 12, 20, -1])
def test_11_3_3_what_was_sealed_is_not_read_once_a_bit_of_it_changed(place: int):
    sealed = bytearray(base64.b64decode(seal(b"k" * 32, "JBSWY3DP", "anna")))
    sealed[place] ^= 1
    assert unseal(b"k" * 32, base64.b64encode(sealed).decode(), "anna") is None
