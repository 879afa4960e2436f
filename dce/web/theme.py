"""The house style of an organisation: a folder with a style sheet and a logo, checked before anything listens."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import Flask, abort, send_file
from flask.wrappers import Response

from dce.errors import DceError
from dce.web.assets import A_YEAR, THEME_FILE, keep_for_a_year

STYLE, NAME = "theme.css", "name.txt"
LOGOS = ("logo.svg", "logo.png")
TYPES = {STYLE: "text/css; charset=utf-8", "logo.svg": "image/svg+xml", "logo.png": "image/png"}
LARGEST = 200_000  # bytes a file: a page has to stay light on a phone
LONGEST_NAME = 100
WHAT = "a theme is a folder with theme.css, logo.svg or logo.png, or both; name.txt may hold the organisation's name"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LOADS = re.compile(r"@import|@font-face|url\(\s*[\"']?\s*(?:[a-z]+:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Theme:
    """What an organisation puts over the look of the survey: files by name, and its own name or nothing."""

    files: dict[str, bytes]
    name: str = ""

    @classmethod
    def load(cls, folder: Path | str) -> Theme:
        """Read a theme; raises DceError for a folder that is not there or holds anything that cannot be used."""
        folder = Path(folder)
        found = {path.name: _read(path) for path in _paths(folder)}
        logos = [name for name in LOGOS if name in found]
        if len(logos) > 1:
            raise DceError(f"{folder}: two logos; keep either {' or '.join(logos)}")
        if not logos and STYLE not in found:
            raise DceError(f"{folder}: neither a style sheet nor a logo; {WHAT}")
        name = found.pop(NAME, b"")
        for file, content in found.items():
            _check(folder / file, content)
        return cls(found, _one_line(folder / NAME, name))

    @property
    def version(self) -> str:
        """What stands in the addresses of the files and changes with what is in them."""
        return hashlib.sha256(repr(sorted(self.files.items())).encode()).hexdigest()[:12]

    @property
    def style(self) -> str | None:
        """The name of the style sheet, if there is one."""
        return STYLE if STYLE in self.files else None

    @property
    def logo(self) -> str | None:
        """The name of the logo, if there is one."""
        return next((name for name in LOGOS if name in self.files), None)

    @property
    def light_only(self) -> bool:
        """Whether the style says nothing of dark: its colours on our dark paper would be anybody's guess."""
        return b"prefers-color-scheme" not in self.files.get(STYLE, b"prefers-color-scheme")


def add_theme(app: Flask, theme: Theme | None) -> None:
    """Let the pages of ``app`` wear ``theme``."""
    version = theme.version if theme else ""
    app.context_processor(lambda: {"theme": theme, "theme_version": version})

    @app.get("/static/theme/<version>/<filename>", endpoint=THEME_FILE)
    def theme_file(version: str, filename: str) -> Response:
        if theme is None or filename not in theme.files or version != theme.version:
            abort(404)
        response = send_file(
            BytesIO(theme.files[filename]), mimetype=TYPES[filename], etag=f"{version}-{filename}", max_age=A_YEAR
        )
        keep_for_a_year(response)
        return response


def _paths(folder: Path) -> list[Path]:
    """The files of a theme; hidden ones, such as a desktop adds, are no part of it and are never sent."""
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise DceError(f"{folder}: this theme cannot be read ({error.strerror}); {WHAT}") from error
    for path in paths:
        if path.name not in (*TYPES, NAME) or not path.is_file():
            raise DceError(f"{path}: cannot be used; {WHAT}")
    return paths


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise DceError(f"{path}: {size / 1000:.0f} kB; use at most {LARGEST // 1000} kB: a page has to stay light")
        return path.read_bytes()
    except OSError as error:
        raise DceError(f"{path}: cannot be read ({error.strerror})") from error


def _check(path: Path, content: bytes) -> None:
    """Refuse a file that is not what its name says, and a style sheet that the policy of the pages would half block."""
    if path.name == "logo.png":
        if not content.startswith(b"\x89PNG\r\n\x1a\n"):
            raise DceError(f"{path}: this is no PNG picture; save it as PNG, or use logo.svg")
        return
    text = _text(path, content)
    if path.name == "logo.svg" and "<svg" not in text:
        raise DceError(f"{path}: this is no SVG picture; save it as SVG, or use logo.png")
    loads = _LOADS.search(_COMMENT.sub("", text)) if path.name == STYLE else None
    if loads:
        raise DceError(
            f"{path}: {loads[0]!r}: pages load no fonts and nothing from other sites; name fonts that people have"
        )


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DceError(f"{path}: this is no text in UTF-8; save it as such") from error


def _one_line(path: Path, content: bytes) -> str:
    line = _text(path, content).strip()
    if len(line) > LONGEST_NAME or not line.isprintable():
        raise DceError(f"{path}: write the organisation's name on one line of at most {LONGEST_NAME} characters")
    return line
