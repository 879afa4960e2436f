"""Style sheets, the script and pictures: sent packed, and kept by browsers until they change.

Pages are never packed: they hold a token beside text that a visitor chooses, and the length of a packed page would then
tell of the token (the BREACH attack of Gluck, Harris and Prado, 2013).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Request, current_app, request
from flask.wrappers import Response
from flask_compress import Compress
from flask_compress.flask_compress import DictCache
from werkzeug.security import safe_join

VERSIONED = ("static", "bootstrap.static")  # endpoints of folders: the address of a file ends on ?v= and its version
THEME_FILE = "theme_file"
ENDPOINTS = (*VERSIONED, THEME_FILE)
A_YEAR = 365 * 24 * 3600


def _packed_as(asked: Request) -> str:
    """The name under which a packed file is kept; no text of a visitor is in it, so there are only so many."""
    return f"{asked.path} {content_version(asked.endpoint or '', asked.view_args or {})}"


SETTINGS = {
    "COMPRESS_REGISTER": False,  # or it would pack pages too
    "COMPRESS_MIMETYPES": ["text/css", "text/javascript", "image/svg+xml"],
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_BR_LEVEL": 9,  # 22 ms for Bootstrap, once; level 11 takes 300 ms and saves 3 kB more
    "COMPRESS_LEVEL": 9,
    "COMPRESS_CACHE_BACKEND": DictCache,
    "COMPRESS_CACHE_KEY": _packed_as,
}


def add_assets(app: Flask) -> None:
    """Pack the files of ``app`` that are no pages, and put the version of each into its address."""
    app.config.update(SETTINGS)
    compress = Compress(app)

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in VERSIONED and "filename" in values:
            values.setdefault("v", content_version(endpoint, values))

    @app.after_request
    def pack(response: Response) -> Response:
        if not is_asset(response):
            return response
        version = content_version(request.endpoint or "", request.view_args or {})
        if version and request.args.get("v") == version:  # else an old server would answer for a new page, for a year
            keep_for_a_year(response)
        response.vary.add("Accept-Encoding")
        if response.status_code != 200:  # a part of a file is a part of what is not packed
            return response
        response.direct_passthrough = False
        response.make_sequence()  # a stream would be packed again for everybody
        return compress.after_request(response)


def is_asset(response: Response) -> bool:
    """Whether this is a file, and no page: a missing file is answered with a page."""
    return request.endpoint in ENDPOINTS and response.status_code in (200, 206, 304)


def keep_for_a_year(response: Response) -> None:
    """Let browsers keep this without asking again; for addresses that change with what is behind them."""
    del response.headers["Expires"]
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True


def content_version(endpoint: str, values: dict[str, Any]) -> str | None:
    """What stands in the address of a file and changes with what is in it; None where there is no such file."""
    if endpoint not in VERSIONED:
        return None
    of, _, _ = endpoint.rpartition(".")
    folder = (current_app.blueprints[of] if of else current_app).static_folder
    path = safe_join(str(folder), values["filename"])
    try:
        return _hash(str(path), Path(str(path)).stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=256)
def _hash(path: str, changed: int) -> str:  # noqa: ARG001 - a file that changed is read again
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
