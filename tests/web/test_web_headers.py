"""What every answer of the site says to the browser."""

from pathlib import Path

import pytest
from flask import Flask
from web_guest import KEY, Guest

from dce.web import create_app

PAGES = ["/voorbeeld/", "/voorbeeld/task/1", "/voorbeeld/later", "/voorbeeld/resume", "/nee/", "/voorbeeld/begin"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_load_nothing_from_elsewhere_and_is_not_kept(guest: Guest, path: str):
    headers = guest.begin().get(path).response.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert "Server" not in headers


def test_a_page_asks_for_our_own_files_only_and_has_no_inline_script_or_style(guest: Guest):
    for path in ("/voorbeeld/", "/voorbeeld/task/1", "/nee/"):
        page = guest.begin().get(path).page
        for address in page.xpath("//link/@href | //img/@src | //script/@src | //form/@action"):
            assert address.startswith("/")
            assert not address.startswith("//")
        assert not page.xpath("//script[not(@src) or text()] | //style | //*[@style] | //@*[starts-with(name(), 'on')]")


def test_style_sheets_may_be_kept_a_while(guest: Guest):
    for path in ("/static/theme.css", "/bootstrap/static/css/bootstrap.min.css"):
        response = guest.client.get(path)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-cache" or "max-age=3600" in response.headers["Cache-Control"]
        assert "Set-Cookie" not in response.headers
        response.close()


def test_https_is_demanded_once_the_site_has_it(database: Path, app: Flask):
    client = create_app(database, secret_key=KEY, secure_cookies=True).test_client()
    headers = client.get("/voorbeeld/", base_url="https://localhost").headers
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", ["/", "/voorbeeld/", "/voorbeeld/later", "/static/theme.css"])
def test_a_host_that_is_not_ours_is_refused_and_not_repeated(guest: Guest, host: str, path: str):
    response = guest.begin().client.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert "evil.example" not in response.text + str(response.headers)
    assert "nosniff" in str(response.headers)


def test_the_names_of_the_site_can_be_given(database: Path, app: Flask):
    client = create_app(database, secret_key=KEY, trusted_hosts=["vragen.example"]).test_client()
    assert client.get("/voorbeeld/", headers={"Host": "vragen.example"}).status_code == 200
    assert client.get("/voorbeeld/", headers={"Host": "localhost"}).status_code == 400


def test_a_forwarded_host_is_not_believed(guest: Guest):
    guest.client.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    assert "evil.example" not in guest.begin().get("/voorbeeld/later").text
