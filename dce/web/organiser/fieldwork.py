"""How a study is held: who may take part and when, and who answers for it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.store import Kept, WrongState
from dce.study import Fieldwork
from dce.web.organiser import published
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.fieldwork_form import (
    MOST_CHARACTERS,
    PAST,
    Fields,
    Told,
    exact_limits,
    names,
    read_fields,
    to_fields,
)
from dce.web.organiser.pages import page, read_line


@own_study.get("/fieldwork")
@needs("field")
def fieldwork() -> ResponseReturnValue:
    """The settings of the fieldwork as they are now."""
    return _form(to_fields(store().fieldwork(g.study_id), published.study()))


@own_study.post("/fieldwork")
@needs("field")
def change_fieldwork() -> ResponseReturnValue:
    """Hold the study in another way from now on."""
    if g.state == "archived":
        raise WrongState(f"study {g.study_id}: is archived, and changes no more")
    study = published.study()
    typed = {name: request.form.get(name, "").strip() for name in names(study)}
    if any(len(text) > MOST_CHARACTERS for text in typed.values()):
        abort(400)
    wanted, faults = read_fields(typed, study)
    if wanted is None:
        return _form(typed, faults), 422
    if _newly_past(wanted):
        return _form(typed, {"closes": str(PAST)}), 422
    exact = exact_limits(store().fieldwork(g.study_id), wanted, study.privacy.smallest_group)
    if exact:
        return _form(typed, exact), 422
    before, after, why = _kept(), _kept(wanted), read_line("why")
    if before and after and _longer(before, after) and not (request.form.get("longer") == "yes" and why):
        return _form(typed, moved=(before, after)), 409
    changed = store().field.hold(g.study_id, wanted, g.account.id, why)
    flash(gettext("Kept. This counts from now on.") if changed else gettext("Nothing was changed."))
    return redirect(url_for("own_study.fieldwork"), 303)


def _newly_past(wanted: Fieldwork) -> bool:
    """Whether a closing is set that has passed: a wrong year would let everything be deleted tonight."""
    before = store().fieldwork(g.study_id).closes
    return wanted.closes is not None and wanted.closes != before and wanted.closes < datetime.now(UTC)


def _kept(wanted: Fieldwork | None = None) -> Kept | None:
    """Until when answers are kept, as it is held now or as it is wanted; None where nobody can answer yet."""
    return None if g.state == "draft" else store().life.kept(g.study_id, wanted)


def _longer(before: Kept, after: Kept) -> bool:
    """Whether answers would be kept longer than is told now; that is said before it is done."""
    return before.until is not None and (after.until is None or after.until > before.until)


def _form(typed: Fields, faults: Told | None = None, *, moved: tuple[Kept, Kept] | None = None) -> str:
    until = store().field.links_until(g.study_id)
    return page(
        "fieldwork.html", study=published.study(), typed=typed, faults=faults or {}, moved=moved, links_until=until
    )
