"""The OpenAPI document of the API, made of the shapes that are really given."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from dce.web.api import shapes
from dce.web.api.advice import Advice
from dce.web.api.refusals import PROBLEM, VERSION
from dce.web.results.adviser_page import SPLIT

GIVEN = (
    shapes.StudyList,
    shapes.Study,
    shapes.ScenarioList,
    shapes.Progress,
    shapes.Codebook,
    shapes.AnswerPage,
    Advice,
    shapes.Problem,
)
STUDY = {
    "name": "studyId",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"},
}
REFUSALS = {
    "400": "Something in the address is not as described.",
    "401": "There is no token, or it is worth nothing.",
    "404": "There is no such study for this token.",
    "429": "Too many wrong tokens; Retry-After tells how long to wait.",
}
FEW = {"403": "The token has another scope, or there are too few people to give anything."}
OTHER = {"409": "Another edition than the one that was asked for, or answers to versions that ask other things."}
CASE = {
    "name": "levels",
    "in": "query",
    "required": True,
    "style": "form",
    "explode": True,
    "description": "Each criterion of the study as a name of its own, as in ?doel=ja&ontvanger=eigen.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


def document(host: str, contact: str = "") -> dict[str, Any]:
    """The description of the API as it stands at ``host``, such as ``https://dce.example.nl/``.

    ``contact`` is an e-mail address or a page of who runs the site; the postmaster of the host where it is left out.

    >>> sorted(document("https://dce.example.nl/")["paths"])[0]
    '/studies'
    """
    _, schemas = models_json_schema(
        [(shape, "serialization") for shape in GIVEN], by_alias=True, ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dce",
            "version": VERSION,
            "summary": "What a study asks, how its fieldwork stands, and its answers.",
            "description": "Tokens are made at the desk, for one study, with a scope and an end. Numbers of people "
            "move in steps, and nothing is told about fewer people than the study's smallest group.",
            "contact": _contact(host, contact),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": f"{host.rstrip('/')}/api/v1", "description": "This site"}],
        "security": [{"token": []}],
        "tags": [{"name": "studies", "description": "A study, its fieldwork and its answers."}],
        "paths": {
            "/studies": _path("studies", "The studies that the token may read", "StudyList", study=False),
            "/studies/{studyId}": _path("study", "A study as it is published now", "Study"),
            "/studies/{studyId}/scenarios": _path("scenarios", "The scenarios of the current design", "ScenarioList"),
            "/studies/{studyId}/progress": _path("progress", "How the fieldwork stands", "Progress"),
            "/studies/{studyId}/codebook": _path(
                "codebook",
                "What every column of the answers holds",
                "Codebook",
                [_query("language", _text("^[a-z]{2}$"))],
            ),
            "/studies/{studyId}/advice": _path(
                "advice",
                "What a model of the answers expects of a case: a level id for each criterion",
                "Advice",
                [CASE, _query(SPLIT, _text("^[a-z][a-z0-9_]{0,39}$"))],
                more=FEW | {"409": "The case is none of this study: a criterion, level or item is missing or unknown."},
            ),
            "/studies/{studyId}/answers": _path(
                "answers",
                "A page of the answers; asks a token with scope answers",
                "AnswerPage",
                [
                    _query("page", _whole(1_000_000, 1)),
                    _query("pageSize", _whole(5000, 1000)),
                    _query("edition", _text("^[0-9a-f]{16}$")),
                ],
                more=FEW | OTHER,
            ),
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "dce_..."}},
        },
    }


def _contact(host: str, contact: str) -> dict[str, str]:
    """Whom to ask; every site that has mail reads that of its postmaster (RFC 5321, section 4.5.1)."""
    email, url = f"postmaster@{_name(host)}", host
    if contact.startswith("https://"):
        url = contact
    elif contact:
        email = contact.removeprefix("mailto:")
    return {"name": "Who runs this site", "url": url, "email": email}


def _path(
    name: str,
    summary: str,
    shape: str,
    query: list[dict[str, Any]] | None = None,
    *,
    study: bool = True,
    more: dict[str, str] | None = None,
) -> dict[str, Any]:
    refusals = {status: _refusal(text) for status, text in sorted({**REFUSALS, **(more or {})}.items())}
    found = {"description": summary, "headers": _headers(), "content": _content("application/json", shape)}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "description": f"{summary}.",
            "tags": ["studies"],
            "parameters": [*([STUDY] if study else []), *(query or [])],
            "responses": {"200": found, **refusals},
        }
    }


def _refusal(text: str) -> dict[str, Any]:
    return {"description": text, "headers": _headers(), "content": _content(PROBLEM, "Problem")}


def _content(kind: str, shape: str) -> dict[str, Any]:
    return {kind: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}


def _headers() -> dict[str, Any]:
    return {"API-Version": {"description": "The whole version of the API.", "schema": {"type": "string"}}}


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern}


def _whole(most: int, usual: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": usual}


def _name(host: str) -> str:
    """The name in an address, without its port."""
    return host.split("//")[-1].strip("/").split(":")[0]
