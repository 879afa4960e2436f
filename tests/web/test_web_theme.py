"""The house style of an organisation: what a folder may hold, and that pages wear it."""

import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser, Page
from web_guest import KEY, Guest, Site, free_port, start_server

from dce.cli import main
from dce.errors import DceError
from dce.web import Theme, create_app, serve
from dce.web.crowding import busy_pages

PNG = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"not a picture")
COLOURS = ":root { --dce-accent: #7a1f5c; --dce-accent-wash: #f7e8f1; }"
DARK = "@media (prefers-color-scheme: dark) { :root { --dce-accent: #ffb3e0; --dce-accent-ink: #2b0a20; } }"
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" onload="parent.document.title = 'loaded'">
<style>rect { fill: #7a1f5c }</style><rect width="40" height="20"/>
<script>parent.document.title = "ran"; document.documentElement.setAttribute("data-ran", "yes")</script>
<image href="https://elsewhere.example/pixel.png" width="1" height="1"/></svg>"""


def folder(path: Path, **files: str | bytes) -> Path:
    """A theme with these files; ``theme_css`` stands for theme.css."""
    path.mkdir()
    for name, content in files.items():
        (path / name.replace("_", ".")).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({}, "neither a style sheet nor a logo"),
        ({"name_txt": "Gemeente Ergens"}, "neither a style sheet nor a logo"),
        ({"theme_css": "", "font_woff2": "x"}, r"font\.woff2: cannot be used; a theme is a folder with theme\.css"),
        ({"logo_jpg": b"x"}, r"logo\.jpg: cannot be used"),
        ({"logo_svg": LOGO, "logo_png": PNG}, r"two logos; keep either logo\.svg or logo\.png"),
        ({"theme_css": "a" * 200_001}, r"theme\.css: 200 kB; use at most 200 kB"),
        ({"logo_svg": "<svg>" + "a" * 1_000_000}, r"logo\.svg: 1000 kB"),
        ({"logo_png": b"\xff\xd8\xff a photograph"}, r"logo\.png: this is no PNG picture"),
        ({"logo_svg": "<html>"}, r"logo\.svg: this is no SVG picture"),
        ({"theme_css": b"\xff\xfe"}, r"theme\.css: this is no text in UTF-8"),
        ({"theme_css": "@import 'more.css';"}, r"theme\.css: '@import': pages load no fonts and nothing from other"),
        ({"theme_css": "@font-face { font-family: Huis }"}, "'@font-face'"),
        ({"theme_css": "a { background: url( 'https://elsewhere.example/a.png') }"}, "pages load no fonts"),
        ({"theme_css": "", "name_txt": "Twee\nregels"}, r"name\.txt: write the organisation's name on one line"),
        ({"theme_css": "", "name_txt": "a" * 101}, r"name\.txt: write the organisation's name on one line"),
    ],
)
def test_a_theme_that_cannot_be_worn_is_refused(tmp_path: Path, files: dict[str, str], complaint: str):
    with pytest.raises(DceError, match=complaint):
        Theme.load(folder(tmp_path / "huis", **files))


def test_a_folder_that_is_not_there_or_is_no_folder_is_refused(tmp_path: Path):
    with pytest.raises(DceError, match=r"nergens: this theme cannot be read \(No such file or directory\)"):
        Theme.load(tmp_path / "nergens")
    (tmp_path / "bestand").write_text("")
    with pytest.raises(DceError, match="cannot be read"):
        Theme.load(tmp_path / "bestand")
    (folder(tmp_path / "huis", logo_png=PNG) / "theme.css").mkdir()
    with pytest.raises(DceError, match=r"theme\.css: cannot be used"):
        Theme.load(tmp_path / "huis")


def test_the_server_and_the_command_refuse_before_they_listen(site: Site, tmp_path: Path):
    with pytest.raises(DceError, match="nergens"):
        serve(site.database, port=int(site.url.rsplit(":", 1)[1]), theme=tmp_path / "nergens")
    command = ["serve", str(tmp_path), "--theme", str(tmp_path / "nergens"), "--database", str(tmp_path / "dce.db")]
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 1
    assert "nergens: this theme cannot be read" in ran.output
    assert not (tmp_path / "dce.db").exists()


def test_what_a_desktop_hides_in_a_folder_is_no_part_of_a_theme(database: Path, app: Flask, tmp_path: Path):
    path = folder(tmp_path / "huis", theme_css="/* @import in a comment is only a word */", name_txt="Gemeente Ergens")
    (path / ".DS_Store").write_text("a secret")
    guest = Guest(create_app(database, secret_key=KEY, theme=path)).get("/voorbeeld/")
    (address,) = [one for one in guest.page.xpath("//link/@href") if "/theme/" in one]
    assert guest.client.get(address).status_code == 200
    for name in (".DS_Store", "name.txt", "logo.svg", "../theme.css"):
        assert guest.client.get(address.replace("theme.css", name)).status_code == 404
    assert not guest.page.xpath("//header//img")


@pytest.mark.parametrize(("name", "alternative"), [("", ""), ('Gemeente "Ergens" & co\n', 'Gemeente "Ergens" & co')])
def test_a_logo_has_the_name_that_the_folder_tells(database: Path, app: Flask, tmp_path: Path, name, alternative):
    files = {"logo_png": PNG} | ({"name_txt": name} if name else {})
    guest = Guest(create_app(database, secret_key=KEY, theme=folder(tmp_path / "huis", **files))).get("/voorbeeld/")
    (logo,) = guest.page.xpath("//header//img")
    assert logo.get("alt") == alternative
    sent = guest.client.get(logo.get("src"))
    assert (sent.data, sent.mimetype) == (PNG, "image/png")


def test_files_of_a_theme_are_packed_and_kept_under_their_version_only(database: Path, app: Flask, tmp_path: Path):
    path = folder(tmp_path / "huis", theme_css=COLOURS * 20, logo_svg=LOGO)
    guest = Guest(create_app(database, secret_key=KEY, theme=path)).get("/voorbeeld/")
    style = guest.page.xpath("//link[@rel='stylesheet']/@href")[-1]
    sent = guest.client.get(style, headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sent.headers["Content-Encoding"] == "gzip"
    again = guest.client.get(style, headers={"Accept-Encoding": "gzip", "If-None-Match": sent.headers["ETag"]})
    assert again.status_code == 304
    (logo,) = guest.page.xpath("//header//img/@src")
    assert guest.client.get(logo).headers["Content-Security-Policy"].endswith("sandbox")
    old = guest.client.get(re.sub("[0-9a-f]{12}", "0" * 12, style))
    assert (old.status_code, old.headers["Cache-Control"]) == (404, "no-store")
    (path / "theme.css").write_text("")
    after = Guest(create_app(database, secret_key=KEY, theme=path)).get("/voorbeeld/").page
    assert style not in after.xpath("//link/@href")


@pytest.fixture
def dressed(site: Site, browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the introduction of a site that wears a theme, in light or dark; fails on any complaint of the browser."""
    servers, contexts, complaints = [], [], []

    def opened(style: str, scheme: str) -> Page:
        port = free_port()
        theme = folder(tmp_path / f"huis{port}", theme_css=style, logo_svg=LOGO, name_txt="Gemeente Ergens")
        servers.append(start_server(site.database, port, tmp_path / f"{port}.txt", theme=theme))
        contexts.append(browser.new_context(locale="nl-NL", color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda asked: complaints.append(asked.url) if "127.0.0.1" not in asked.url else None)
        page.goto(f"http://127.0.0.1:{port}/voorbeeld/", wait_until="networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    for server in servers:
        server.terminate()
        server.wait(timeout=30)
    assert complaints == []


@pytest.mark.pages
@pytest.mark.parametrize(
    ("style", "scheme", "button", "paper"),
    [
        (COLOURS, "light", "rgb(122, 31, 92)", "rgb(255, 255, 255)"),
        (COLOURS, "dark", "rgb(122, 31, 92)", "rgb(255, 255, 255)"),  # it knows no dark, so it is worn in light
        (COLOURS + DARK, "dark", "rgb(255, 179, 224)", "rgb(18, 24, 30)"),
    ],
)
def test_pages_wear_the_colours_and_stay_accessible(dressed, style: str, scheme: str, button: str, paper: str):
    page = dressed(style, scheme)
    ground = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("#begin button").evaluate(ground) == button
    assert page.locator("body").evaluate(ground) == paper
    with page.expect_navigation():
        page.locator("#begin button").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.pages
def test_a_logo_with_scripts_is_a_picture_and_nothing_else(dressed):
    page = dressed(COLOURS, "light")
    logo = page.get_by_role("img", name="Gemeente Ergens")
    assert logo.evaluate("image => [image.complete, image.naturalWidth > 0]") == [True, True]
    box = logo.bounding_box()
    assert (box["height"], box["width"] < 100) == (44, True)
    assert page.title() == "Gegevens delen"


@pytest.mark.pages
def test_a_logo_that_is_opened_by_itself_runs_nothing(dressed, browser: Browser):
    page = dressed(COLOURS, "light")
    alone = browser.new_context().new_page()  # its browser says that it blocked the script
    alone.goto(page.evaluate("document.querySelector('header img').src"))
    root = alone.locator("svg")
    assert (root.get_attribute("viewBox"), root.get_attribute("data-ran")) == ("0 0 40 20", None)
    alone.context.close()


@pytest.mark.parametrize(("style", "light_only"), [(COLOURS, True), (COLOURS + DARK, False)])
def test_what_is_said_when_there_are_too_many_wears_the_theme_too(tmp_path: Path, style: str, light_only: bool):
    theme = Theme.load(folder(tmp_path / "huis", theme_css=style))
    pages = busy_pages(create_app(tmp_path / "dce.db", secret_key=KEY, theme=theme))
    assert {b"dce-light-only" in content for _, _, content in pages.values()} == {light_only}
