"""Who is at the desk, and what this account may do; every page of the desk passes here first.

Pages of one study belong to :data:`own_study`, all others to :data:`desk`. A study of somebody else is not there: 404,
so that nobody learns that it exists. What an account of the study may not do is refused: 403.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Blueprint, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import Map, UnicodeConverter

from dce.store import Account, NoStudy, Right, Store
from dce.web.languages import own_page
from dce.web.sessions import DESK, renew

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
MOST_SECONDS = 12 * 3600  # of one visit
IDLE_SECONDS = 3600
RECENT_SECONDS = 15 * 60  # after which it is asked again who it is, before a change of how people come in
NOTED_SECONDS = 60  # how often at most it is written down that somebody is still there

desk = Blueprint("desk", __name__, url_prefix=DESK)
own_study = Blueprint("own_study", __name__, url_prefix=f"{DESK}/<own_study:study_id>")


class OwnStudy(UnicodeConverter):
    """The id of a study in an address; the pages of the desk itself, which were added before, are no studies."""

    part_isolating = True

    def __init__(self, map: Map) -> None:  # noqa: A002 - werkzeug's word
        super().__init__(map)
        pages = {rule.rule.split("/")[2] for rule in map.iter_rules() if rule.endpoint.startswith(f"{desk.name}.")}
        self.regex = f"(?!(?:{'|'.join(re.escape(page) for page in sorted(pages) if page)})$)[^/]+"


def store() -> Store:
    """The store behind this application."""
    found: Store = current_app.extensions["dce_store"]
    return found


def site_key() -> bytes:
    """The key of the site."""
    found: bytes = current_app.config["SECRET_KEY"]
    return found


def enter(account: Account, *, stands_in: bool = False) -> None:
    """Begin a visit of ``account`` in a new session; whoever knew the old one knows nothing now.

    ``stands_in`` where another site asked for a second factor, which then stands in for ours.
    """
    now = int(time.time())
    restart(account=account.id, generation=account.generation, since=now, seen=now, stands_in=stands_in)


def restart(**values: Any) -> None:
    """Go on with ``values`` in a new session, in the language that was chosen."""
    language = session.get("language")
    renew()
    session.update(values | ({"language": language} if language else {}))


def leave() -> None:
    """End the visit."""
    renew()


def present() -> Account | None:
    """The account of this visit; None where nobody signed in, the time is over or the account changed since."""
    account_id, now = session.get("account"), int(time.time())
    if account_id is None:
        return None
    over = now - session["since"] > MOST_SECONDS or now - session["seen"] > IDLE_SECONDS
    account = None if over else store().accounts.account(account_id)
    if account is None or account.disabled is not None or account.generation != session["generation"]:
        leave()
        return None
    if now - session["seen"] > NOTED_SECONDS and not _came_by_itself():
        session["seen"] = now
    return account


def needs_second_factor(account: Account) -> bool:
    """Whether ``account`` has to tie an app first; where all answers are invented it need not."""
    return not (account.second_factor or session.get("stands_in") or store().synthetic)


def without_signing_in(view: View[P]) -> View[P]:
    """Mark a page of the desk that is for everybody."""
    view.for_everybody = True  # type: ignore[attr-defined]
    return view


def before_second_factor(view: View[P]) -> View[P]:
    """Mark a page that an account may see before it has the second factor that it must have."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


def needs_proof(view: View[P]) -> View[P]:
    """Ask again who it is before a page that changes how people come in, where that was asked long ago."""

    @wraps(view)
    def page(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if int(time.time()) - max(session["since"], session.get("proved", 0)) > RECENT_SECONDS:
            return redirect(url_for("desk.prove", next=request.path), 303)
        return view(*args, **kwargs)

    return page


def by_itself(view: View[P]) -> View[P]:
    """Mark what an open page asks without anybody there: it keeps no visit alive."""
    view.by_itself = True  # type: ignore[attr-defined]
    return view


def _came_by_itself() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "by_itself", False)


def needs(right: Right) -> Callable[[View[P]], View[P]]:
    """Let only accounts with ``right`` see the page; for one of a study this holds beside being a member."""

    def only(view: View[P]) -> View[P]:
        @wraps(view)
        def page(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not store().accounts.may(g.account, g.get("study_id"), right):
                abort(403)
            return view(*args, **kwargs)

        return page

    return only


@desk.before_request
@own_study.before_request
def _come_in() -> ResponseReturnValue | None:
    """Let nobody further who did not sign in; the page that was asked for comes after that."""
    view = current_app.view_functions.get(request.endpoint or "")
    g.account = present()
    if getattr(view, "for_everybody", False):
        return None
    if g.account is None:
        asked = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("desk.sign_in", next=asked), 303)
    if needs_second_factor(g.account) and not getattr(view, "before_second_factor", False):
        return redirect(url_for("desk.second_factor"), 303)
    if "study_id" in g:
        _refuse_strangers(g.study_id)
    return None


@own_study.url_value_preprocessor
def _take_study(_endpoint: str | None, values: dict[str, str] | None) -> None:
    if values is not None:
        g.study_id = values.pop("study_id")


@own_study.url_defaults
def _add_study(_endpoint: str, values: dict[str, str]) -> None:
    if "study_id" in g:
        values.setdefault("study_id", g.study_id)


def _refuse_strangers(study_id: str) -> None:
    """Hide a study from who is no member of it; what is not there looks the same."""
    if g.account.role == "administrator" or study_id not in store().accounts.studies(g.account.id):
        abort(404)
    try:
        g.state = store().life.state(study_id)
    except NoStudy:
        abort(404)


def onward() -> str:
    """Where a visit goes after signing in: to the page of ours that was asked for, else to the studies."""
    return own_desk_page(request.args.get("next", ""))


def own_desk_page(path: str) -> str:
    """``path`` when it is a page of the desk, else the first page of the desk."""
    asked = own_page(path)
    return asked if asked.startswith(f"{DESK}/") else url_for("desk.studies")
