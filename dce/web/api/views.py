"""The resources of the API. A token of one study says who asks; nothing else of a visitor is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, current_app, g, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from dce.errors import AnswerError
from dce.store import DesignsDiffer, Store
from dce.store.tokens import Scope
from dce.web import limits
from dce.web.api import advice as case_advice
from dce.web.api import contents
from dce.web.api.document import document
from dce.web.api.editions import Editions
from dce.web.api.refusals import BEGINS, VERSION, problem
from dce.web.api.shapes import Shape
from dce.web.results.adviser_page import SPLIT

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
WRONG_TOKENS = 60  # of one address in an hour
MOST_ROWS = 5000  # of one page
LONGEST_DETAIL = 500  # characters

api = Blueprint("api", __name__, url_prefix="/api/v1")


class Query(BaseModel):
    """What may stand in the address after ?, each once."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, frozen=True)


class AnswersQuery(Query):
    """Which page of the answers, of which edition."""

    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(1000, ge=1, le=MOST_ROWS)
    edition: str | None = Field(None, pattern=r"^[0-9a-f]{16}$")


class CodebookQuery(Query):
    """In which language."""

    language: str | None = Field(None, pattern=r"^[a-z]{2}$")


class CaseQuery(Query):
    """A level id by criterion id, which the study says, and the item by which groups are told apart."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, frozen=True)
    split_by: str | None = Field(None, pattern=r"^[a-z][a-z0-9_]{0,39}$")


def asks(scope: Scope, query: type[Query] = Query) -> Callable[[View[P]], View[P]]:
    """Let only programs in that hold a token of ``scope`` for the study and ask what ``query`` knows."""

    def only(view: View[P]) -> View[P]:
        @wraps(view)
        def resource(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            refused = _refused(scope)
            if refused is not None:
                return refused
            if any(len(said) > 1 for said in request.args.listvalues()):
                return problem(400, "A name stands twice after ?; say each once.")
            try:
                g.query = query.model_validate(request.args.to_dict())
            except ValidationError as error:
                return problem(400, _faults(error))
            return view(*args, **kwargs)

        return resource

    return only


@api.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """The description of this API, for everybody."""
    response = current_app.json.response(document(request.host_url, current_app.config["DCE_SECURITY_CONTACT"]))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@api.get("/studies")
@asks("results")
def studies() -> ResponseReturnValue:
    """The studies that the token may read."""
    return _given(contents.studies(_store(), g.token.study_id))


@api.get("/studies/<study_id>")
@asks("results")
def study(study_id: str) -> ResponseReturnValue:
    """One study as it is published now."""
    return _given(contents.study(_store(), study_id))


@api.get("/studies/<study_id>/scenarios")
@asks("results")
def scenarios(study_id: str) -> ResponseReturnValue:
    """The scenarios of the design that new people get."""
    return _given(contents.scenarios(_store(), study_id))


@api.get("/studies/<study_id>/progress")
@asks("results")
def progress(study_id: str) -> ResponseReturnValue:
    """How the fieldwork stands, in steps that tell of no small group."""
    return _given(contents.progress(_store(), study_id))


@api.get("/studies/<study_id>/codebook")
@asks("results", CodebookQuery)
def codebook(study_id: str) -> ResponseReturnValue:
    """What every column of the answers holds."""
    try:
        return _given(contents.codebook(_store(), study_id, g.query.language))
    except AnswerError as error:
        return problem(400, str(error))


@api.get("/studies/<study_id>/advice")
@asks("results", CaseQuery)
def advice(study_id: str) -> ResponseReturnValue:
    """What a model of the answers expects of a case, with what speaks against asking it first."""
    levels = {name: level for name, level in request.args.items() if name != SPLIT}
    try:
        found = case_advice.advice(_store(), study_id, levels, g.query.split_by)
    except AnswerError as error:  # it is well-formed, and not a case of this study
        return problem(409, str(error)[:LONGEST_DETAIL])
    if found is None:
        return problem(403, "There is no adviser: too few people completed the study, or it is not made yet.")
    _store().audit.add(g.token.account_id, "adviser.asked", study=study_id, object="api", why=g.token.label)
    return _given(found)


@api.get("/studies/<study_id>/answers")
@asks("answers", AnswersQuery)
def answers(study_id: str) -> ResponseReturnValue:
    """A page of the answers, under numbers that hold for this edition only."""
    asked: AnswersQuery = g.query
    try:
        found = contents.answers(
            _store(), _editions(), asked.page, asked.page_size, token=g.token, newest=asked.edition is None
        )
    except AnswerError:  # too few people, or none yet: telling these apart would tell of the first one
        smallest = _store().current(study_id).study.privacy.smallest_group
        return problem(403, f"There are answers of fewer than {smallest} people, and nothing is given about so few.")
    except DesignsDiffer:
        return problem(409, "There are answers to versions that ask different things; take each out at the desk.")
    if asked.edition not in (None, found.edition):
        return problem(409, "There is another edition by now; begin again at page 1.")
    if asked.page == 1 or asked.edition is None:  # who names an edition was told it by a page that is in the log
        _store().audit.add(g.token.account_id, "answers.exported", study=study_id, object="api", why=g.token.label)
    return _given(found)


@api.get("/<path:_rest>")
@api.get("/", strict_slashes=False)
def nothing(_rest: str = "") -> ResponseReturnValue:
    """What is no resource."""
    return problem(404, f"There is nothing at this address; {BEGINS}v1/openapi.json tells what there is.")


@api.after_request
def say_version(response: Response) -> Response:
    """Tell the whole version with every answer."""
    response.headers["API-Version"] = VERSION
    return response


def _refused(scope: Scope) -> Response | None:
    """Why this program may not come in; None where it may, and ``g.token`` is its token."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    challenge = {"WWW-Authenticate": 'Bearer realm="dce"'}
    if kind.lower() != "bearer" or not key:
        return problem(401, "Send a token of the study in the header Authorization, as in: Bearer dce_...", challenge)
    if limits.used_up("token", WRONG_TOKENS):
        return problem(429, "Too many wrong tokens came from here; wait an hour.", {"Retry-After": str(limits.HOUR)})
    g.token = _store().tokens.find(key.strip())
    if g.token is None:
        limits.count("token", WRONG_TOKENS)
        return problem(401, "This token is not known, has ended or was revoked; make one at the desk.", challenge)
    asked = (request.view_args or {}).get("study_id", g.token.study_id)
    if asked != g.token.study_id or asked not in _store().study_ids():
        return problem(404, "There is no such study for this token.")
    if scope == "answers" and g.token.scope != "answers":
        return problem(403, "This token reads results only; make one with scope answers at the desk.")
    return None


def _faults(error: ValidationError) -> str:
    """What is wrong after ?, in one line; what was typed is not repeated."""
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])[:500]


def _given(shape: Shape) -> Response:
    return current_app.response_class(shape.model_dump_json(by_alias=True), mimetype="application/json")


def _editions() -> Editions:
    found: Editions = current_app.extensions["dce_editions"]
    return found


def _store() -> Store:
    found: Store = current_app.extensions["dce_store"]
    return found
