"""Problems as programs read them: ``application/problem+json`` of RFC 9457."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import make_response, request
from flask.wrappers import Response

BEGINS = "/api/"
VERSION = "1.0.0"
PROBLEM = "application/problem+json"


def of_api() -> bool:
    """Whether this request is of a program, and not of a person with a browser."""
    return request.path.startswith(BEGINS)


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """A refusal with what is wrong and what would be right."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    response = make_response(json.dumps(told), status)
    response.headers.update({"Content-Type": PROBLEM, "API-Version": VERSION, **(headers or {})})
    return response
