"""Tokens by which a program reads this study: made with an end, shown once, and revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from dce.store import Token
from dce.store.tokens import MOST_DAYS, MOST_LABEL, RIGHT_FOR, Scope
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.pages import may, page, read_line

SCOPES: dict[Scope, str] = {"results": lazy_gettext("results only"), "answers": lazy_gettext("answers too")}


@dataclass(frozen=True, slots=True)
class Line:
    """A token in the list: whose it is, whether it works, and whether this account may revoke it."""

    token: Token
    owner: str
    works: bool
    revocable: bool


@own_study.get("/tokens")
@needs("export")
def tokens() -> ResponseReturnValue:
    """The tokens of this study."""
    return _tokens()


@own_study.post("/tokens/make")
@needs("export")
def make_token() -> ResponseReturnValue:
    """Make a token and show its key this one time."""
    scope, days, label = request.form.get("scope", ""), read_line("days", 10), read_line("label")
    if scope not in RIGHT_FOR:
        abort(400)
    if not (days.isascii() and days.isdecimal() and 1 <= int(days) <= MOST_DAYS):
        return _tokens(wrong=gettext("Give a number of days from 1 to %(most)s.", most=MOST_DAYS), at="days"), 422
    if not label or len(label) > MOST_LABEL:
        return _tokens(wrong=gettext("Say in a few words which program has it."), at="label"), 422
    expires = datetime.now(UTC).date() + timedelta(days=int(days))
    with store().tx():
        made, key = store().tokens.make(g.account, g.study_id, scope, expires, label=label)
        told = f"{made.id}: {scope}, until {expires.isoformat()}"
        store().audit.add(g.account.id, "token.made", study=g.study_id, object=told, why=label)
    return _tokens(key=key)


@own_study.post("/tokens/revoke")
@needs("export")
def revoke_token() -> ResponseReturnValue:
    """Let a token be worth nothing from now on: an own one, or any for who may change the study."""
    wanted = request.form.get("token")
    found = next((line for line in _lines() if line.token.id == wanted and line.revocable), None)
    if found is None:
        abort(404)
    with store().tx():
        store().tokens.revoke(found.token.id)
        store().audit.add(g.account.id, "token.revoked", study=g.study_id, object=found.token.id)
    flash(gettext("This token is worth nothing any more."))
    return redirect(url_for("own_study.tokens"), 303)


def _lines() -> list[Line]:
    today = datetime.now(UTC).date().isoformat()
    names = {account.id: account.name for account in store().accounts.members(g.study_id)}
    return [
        Line(
            token,
            names.get(token.account_id, ""),
            works=token.revoked is None and token.expires >= today and token.account_id in names,
            revocable=token.revoked is None and (token.account_id == g.account.id or may("edit")),
        )
        for token in reversed(store().tokens.of_study(g.study_id))
    ]


def _tokens(*, key: str = "", wrong: str = "", at: str = "") -> str:
    return page("tokens.html", lines=_lines(), scopes=SCOPES, key=key, wrong=wrong, at=at, typed=request.form)
