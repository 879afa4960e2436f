"""Style sheets, the script and pictures: how they are packed and kept by browsers; and what a page weighs."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser, Page
from web_guest import Guest, Site

BOOTSTRAP = "/bootstrap/static/css/bootstrap.min.css"
OURS = "/static/theme.css"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
HEAVIEST = 100_000  # bytes of a page with everything that it loads


def get(guest: Guest, path: str, accepts: str = "", **headers: str):
    response = guest.client.get(path, headers={"Accept-Encoding": accepts, **headers})
    response.get_data()
    response.close()  # as a server does when it has sent the file
    return response


def versioned(guest: Guest, name: str) -> str:
    """The address of a file as pages link to it."""
    page = guest.get("/voorbeeld/").page
    (address,) = [one for one in page.xpath("//link/@href | //script/@src") if name in one]
    return address


@pytest.mark.parametrize("path", [BOOTSTRAP, OURS, "/static/survey.js"])
@pytest.mark.parametrize(("accepts", "packing"), [("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip")])
def test_a_file_is_sent_packed_and_is_the_same_unpacked(guest: Guest, path: str, accepts: str, packing: str):
    plain, packed = get(guest, path), get(guest, path, accepts)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == packing
    assert UNPACK[packing](packed.data) == plain.data
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) * 0.6
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"], "two forms of a file are two things to a cache"


@pytest.mark.parametrize("accepts", ["br", "gzip", ""])
def test_what_a_browser_has_already_is_not_sent_again(guest: Guest, accepts: str):
    first = get(guest, BOOTSTRAP, accepts)
    again = get(guest, BOOTSTRAP, accepts, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == "Accept-Encoding"
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_file_is_packed_once(guest: Guest, monkeypatch: pytest.MonkeyPatch):
    times: list[int] = []

    def compress(data: bytes, **settings: int) -> bytes:
        times.append(len(data))
        return brotli.Compressor(quality=1).process(data)

    monkeypatch.setattr("flask_compress.flask_compress.brotli.compress", compress)
    for number in range(3):
        get(guest, f"{BOOTSTRAP}?v={number}&any={number}", "br")
    assert len(times) == 1


def test_a_part_of_a_file_is_a_part_of_the_file_itself(guest: Guest):
    part = get(guest, OURS, "br", Range="bytes=0-999")
    assert part.status_code == 206
    assert "Content-Encoding" not in part.headers
    assert part.data == get(guest, OURS).data[:1000]


def test_pages_are_never_packed(guest: Guest):
    guest.begin()
    for path in ("/", "/voorbeeld/", "/voorbeeld/task/1", "/nee/"):
        page = get(guest, path, "gzip, deflate, br, zstd")
        assert "Content-Encoding" not in page.headers
        assert "Accept-Encoding" not in page.headers.get("Vary", "")


@pytest.mark.parametrize("name", ["bootstrap.min.css", "theme.css", "survey.js", "icon.svg"])
def test_an_address_holds_the_version_of_its_file_and_is_kept_for_a_year(guest: Guest, name: str):
    address = versioned(guest, name)
    assert re.search(r"\?v=[0-9a-f]{12}$", address)
    for accepts in ("br", "gzip", ""):
        kept = get(guest, address, accepts).headers
        assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Expires" not in kept
        assert "Set-Cookie" not in kept


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000", "?v=None"])
def test_another_version_is_kept_for_an_hour_only(guest: Guest, query: str):
    assert "max-age=3600" in get(guest, OURS + query, "br").headers["Cache-Control"]
    assert "immutable" not in get(guest, OURS + query, "br").headers["Cache-Control"]
    missing = get(guest, "/static/nee.css" + query, "br")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store"), "a page, with a token"
    assert "Content-Encoding" not in missing.headers


def test_a_file_that_changes_gets_another_address(app: Flask, guest: Guest, tmp_path: Path):
    style = tmp_path / "theme.css"
    style.write_text("a { color: red }\n" * 100)
    app.static_folder = str(tmp_path)

    def address() -> str:
        with app.test_request_context():
            return url_for("static", filename="theme.css")

    before, sent = address(), get(guest, OURS, "br").data
    style.write_text("a { color: blue }\n" * 100)
    assert address() != before
    assert get(guest, OURS, "br").data != sent
    assert "immutable" not in get(guest, before).headers["Cache-Control"]


def weigh(page: Page, browser_network, address: str) -> int:
    """The bytes that came over the line for a page and all that it loads, headers included."""
    finished: list[float] = []
    browser_network.on("Network.loadingFinished", lambda event: finished.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    assert len(finished) >= 5, "the page, three style sheets or scripts and an icon"
    return int(sum(finished))


@pytest.mark.parametrize("packing", ["gzip, deflate", "gzip, deflate, br"])
def test_a_page_weighs_little_without_cache_and_the_browser_has_no_complaint(
    browser: Browser, site: Site, packing: str
):
    context = browser.new_context(locale="nl-NL", extra_http_headers={"Accept-Encoding": packing})
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    introduction = f"{site.url}/gegevensdeling/"
    weights = {"introduction": weigh(page, network, introduction)}
    with page.expect_navigation():
        page.locator("#begin button").click()
    while page.locator("#background").count():
        with page.expect_navigation():
            page.locator("#background button[type=submit]").click()
    assert page.locator("tr[data-criterion]").count() == 10
    weights["task"] = weigh(page, network, page.url)
    context.close()
    assert said == []
    assert max(weights.values()) < HEAVIEST, weights
