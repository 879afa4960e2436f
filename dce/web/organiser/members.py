"""The people of a study: who works on it, and with which role."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from dce.errors import StoreError
from dce.store import LastOrganiser, Role, StoreBusy
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.pages import page, read_line

ROLES: dict[Role, tuple[str, str]] = {
    "organiser": (lazy_gettext("organiser"), lazy_gettext("makes the study, invites people, sees and exports all")),
    "analyst": (lazy_gettext("analyst"), lazy_gettext("sees results and exports answers; invites nobody")),
    "viewer": (lazy_gettext("viewer"), lazy_gettext("sees results only")),
    "administrator": (lazy_gettext("administrator"), lazy_gettext("manages accounts; sees no study")),
}


@own_study.get("/members")
@needs("edit")
def members() -> ResponseReturnValue:
    """Who works on this study."""
    return _members()


@own_study.post("/members/add")
@needs("edit")
def add_member() -> ResponseReturnValue:
    """Let one more account work on this study."""
    name = read_line("name")
    try:
        account = store().members.add(g.study_id, name, g.account.id)
    except StoreBusy:
        raise
    except StoreError:
        return _members(name=name, wrong=True), 422
    flash(gettext("%(name)s now works on this study.", name=account.name))
    return redirect(url_for("own_study.members"), 303)


@own_study.post("/members/remove")
@needs("edit")
def remove_member() -> ResponseReturnValue:
    """Take an account out of this study; tokens that it made are worth nothing from then on."""
    account_id = request.form.get("account", "")
    try:
        if store().members.remove(g.study_id, account_id, g.account.id):
            flash(gettext("This account no longer sees the study."))
    except LastOrganiser:
        return _members(last=True), 409
    return redirect(url_for("desk.studies" if account_id == g.account.id else "own_study.members"), 303)


def _members(*, name: str = "", wrong: bool = False, last: bool = False) -> str:
    found = store().accounts.members(g.study_id)
    return page("members.html", members=found, roles=ROLES, name=name, wrong=wrong, last=last)
