"""The model of a closed study as everybody may ask it: as it was published, without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import segno
from flask import Blueprint, abort, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dce.store import PublicModel
from dce.web import limits
from dce.web.organiser.pages import language_of
from dce.web.results import adviser_page
from dce.web.results.adviser_shown import ShownAdviser
from dce.web.survey import visit

MOST_ASKED = 600  # cases of one internet address in an hour

public = Blueprint("model", __name__, url_prefix="/<study_id>")
public.url_value_preprocessor(visit.enter_study)
public.url_defaults(visit.add_study)
PARTS = (public,)


@public.get("/model")
def model() -> ResponseReturnValue:
    """What experts would say of a case, for everybody; nothing is kept of who asks, or what."""
    found = _published()
    advisers = found.content.get("advisers") or {"": found.content}  # before, there was one
    split = request.args.get(adviser_page.SPLIT) or next(iter(advisers))
    if split not in advisers:
        abort(404)
    shown = _made(found, split, advisers[split])
    study = shown.adviser.study
    language = language_of(study.languages)
    case, missing = adviser_page.read_case(study, request.args)
    if case is not None:
        limits.count("model", MOST_ASKED)
    return render_template(
        "model.html",
        here=request.full_path,
        study=study,
        spoken=language,
        adviser=shown.adviser,
        splits=adviser_page.named_splits(study, advisers, language),
        split=split,
        since=found.at,
        fields=adviser_page.fields(study, language, request.args),
        missing=missing,
        advice=adviser_page.told(shown, shown.adviser.advise(case), language) if case else None,
        calibration=adviser_page.calibration(shown, language),
        scores=adviser_page.scores(shown, language),
    )


@public.get("/model/poster")
def poster() -> ResponseReturnValue:
    """A page to hang up or to show in a room: where the model can be asked, as a picture for a phone and in letters."""
    _published()
    address = url_for("model.model", _external=True)
    picture = segno.make(address, error="m").svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return render_template(
        "model_poster.html", here=request.full_path, study=g.design.study, address=address, picture=picture
    )


def _published() -> PublicModel:
    """The model of the study of this request; where there is none the page is not there."""
    found = visit.store().public_models.published(g.design.study.id)
    if found is None:
        abort(404)
    return found


def _made(found: PublicModel, split: str, content: Mapping[str, Any]) -> ShownAdviser:
    """One adviser of a published model; each is made once a process, for it never changes under its number."""
    made: dict[tuple[str, int, str], ShownAdviser] = current_app.extensions.setdefault("dce_public_models", {})
    key = g.design.study.id, found.number, split
    if key not in made:
        for old in [one for one in made if one[0] == key[0] and one[1] != found.number]:
            del made[old]
        made[key] = ShownAdviser.of(content, visit.store())
    return made[key]
