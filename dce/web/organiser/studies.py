"""The first page of the desk, with the studies of an account; and the first page of one study, with its state."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from dce.store import FOLLOWS, Account, Kept, State
from dce.web.organiser.access import desk, needs, own_study, store
from dce.web.organiser.checking import check_text
from dce.web.organiser.next_step import standing
from dce.web.organiser.pages import language_of, page, read_line
from dce.web.organiser.words import ACTORS

STATES: dict[State, str] = {
    "draft": lazy_gettext("draft"),
    "open": lazy_gettext("open"),
    "paused": lazy_gettext("paused"),
    "closed": lazy_gettext("closed"),
    "archived": lazy_gettext("archived"),
}
VERBS: dict[State, str] = {
    "open": lazy_gettext("Open the study"),
    "paused": lazy_gettext("Pause the study"),
    "closed": lazy_gettext("Close the study"),
    "archived": lazy_gettext("Archive the study"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A study in the list: its id, its title in the reader's language, and its state."""

    id: str
    title: str
    state: State


@desk.get("/")
def studies() -> ResponseReturnValue:
    """The studies of this account."""
    if g.account.role == "administrator":  # who sees no study
        return redirect(url_for("desk.accounts"), 303)
    return page("studies.html", studies=listed(g.account), states=STATES)


def listed(account: Account) -> list[Line]:
    """The studies of an account."""
    return [
        Line(study_id, title_of(study_id), store().life.state(study_id))
        for study_id in store().accounts.studies(account.id)
    ]


@own_study.get("/")
def overview() -> ResponseReturnValue:
    """One study: where it is in its life, what can be done now, and what happened."""
    return _overview()


def _overview(wrong: str = "") -> str:
    history = store().life.history(g.study_id)
    names = ACTORS | {account.id: account.name for account in store().accounts.members(g.study_id)}
    follows = sorted(FOLLOWS[g.state], key=list(STATES).index)
    now = standing(store(), g.study_id)
    told = {"history": history, "names": names, "now": now, "step": now.next(g.state), "title": title_of(g.study_id)}
    told |= {"kept": kept_of(g.study_id), "wrong": wrong}
    return page("overview.html", follows=follows if now.published else [], states=STATES, verbs=VERBS, **told)


def kept_of(study_id: str) -> Kept | None:
    """Until when the answers of a study are kept; None where nobody could answer yet."""
    unopened = g.state == "draft" or study_id not in store().study_ids()
    return None if unopened else store().life.kept(study_id)


@own_study.post("/state")
@needs("field")
def change_state() -> ResponseReturnValue:
    """Open, pause, close or archive the study."""
    wanted = next((state for state in FOLLOWS if state == request.form.get("state")), None)
    if wanted is None:
        return redirect(url_for("own_study.overview"), 303)
    why = read_line("why")
    if g.state == "closed" and wanted == "open" and not why:  # answers are kept longer than people were told
        return _overview(gettext("Say why the study opens again.")), 422
    store().life.change(g.study_id, wanted, g.account.id, why)
    flash(gettext("The study is now %(state)s.", state=STATES[wanted]))
    return redirect(url_for("own_study.overview"), 303)


def title_of(study_id: str) -> str:
    """The title of a study in the reader's language: as published, else as in its draft, else its id."""
    if study_id in store().study_ids():
        study = store().current(study_id).study
    else:
        checked = check_text(store().drafts.draft(study_id).content, study_id)
        if checked.study is None:  # a draft that cannot be read yet
            return study_id
        study = checked.study
    return study.title[language_of(study.languages)]
