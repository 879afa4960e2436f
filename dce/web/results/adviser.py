"""The adviser at the desk: one case by a form, several by a table, and the button that lets everybody ask it."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.adviser import cases_from_csv
from dce.errors import AnswerError
from dce.store import StoreBusy, WrongState
from dce.store.results import EVERYBODY
from dce.study import Study
from dce.web.faults import Said, in_words
from dce.web.files import attached, uploaded
from dce.web.headers import asks_again
from dce.web.incoming import takes_file
from dce.web.organiser import published
from dce.web.organiser.access import by_itself, needs, needs_proof, own_study, store
from dce.web.organiser.pages import absolute, language_of, page
from dce.web.results import adviser_page
from dce.web.results.adviser_shown import ShownAdviser, kept_adviser, shown_adviser, splits_told
from dce.web.results.renewing import renew, waiting

MOST_TABLE = 200_000  # bytes
MOST_CASES = 100  # each takes a few hundredths of a second


@own_study.get("/adviser")
@needs("results")
@asks_again
def adviser() -> ResponseReturnValue:
    """What experts would say of a case, with what speaks against asking first."""
    split, published_id = request.args.get(adviser_page.SPLIT, ""), published.design().study.id
    shown = shown_adviser(store(), published_id, split)
    if split and shown is None:
        abort(404)
    return _page(shown)


@own_study.get("/adviser/now")
@by_itself
@needs("results")
def adviser_now() -> ResponseReturnValue:
    """The page while there is no adviser, for the script that asks whether there is one."""
    return _none(published.design().study, asked=False)


@own_study.post("/adviser/cases")
@needs("results")
@takes_file(MOST_TABLE)
def advise_on_cases() -> ResponseReturnValue:
    """Advice on every case of a table, as a table; all of them or none."""
    shown = shown_adviser(store(), published.design().study.id, request.form.get(adviser_page.SPLIT, ""))
    file = uploaded("cases")
    if shown is None:
        return _page(shown), 409
    try:
        cases = cases_from_csv(file.read().decode("utf-8") if file else "", shown.adviser.study)
        if len(cases) > MOST_CASES:
            much = gettext("The table holds more than %(most)s cases; cut it up.", most=MOST_CASES)
            return _page(shown, faults=[Said(much)]), 422
    except UnicodeDecodeError:
        return _page(shown, faults=[Said(gettext("The file is no text in UTF-8; save it as CSV UTF-8."))]), 422
    except AnswerError as error:
        return _page(shown, faults=[in_words(line) for line in str(error).splitlines()]), 422
    language = language_of(shown.adviser.study.languages)
    content = adviser_page.cases_csv(shown, shown.adviser.advise_all(cases), language)
    store().audit.add(g.account.id, "adviser.asked", study=g.study_id, object=f"{len(cases)} cases")
    return attached(f"{g.study_id}-advice.csv", "text/csv", content.encode())


@own_study.get("/adviser/cases.csv")
@needs("results")
def empty_cases() -> ResponseReturnValue:
    """The head of a table of cases with one row that can be filled in."""
    study = published.design().study
    head = ",".join(["case", *study.criterion_ids])
    first = ",".join(["A", *(criterion.level_ids[0] for criterion in study.criteria)])
    return attached(f"{g.study_id}-cases.csv", "text/csv", f"{head}\r\n{first}\r\n".encode())


@own_study.post("/adviser/publish")
@needs("field")
@needs_proof
def publish_model() -> ResponseReturnValue:
    """Let everybody ask the model as it is shown here, now that the study is closed."""
    study = published.design().study
    kept = {split: kept_adviser(store(), study, split) for split in splits_told(store(), study)}
    if not kept:
        return _page(None), 409
    try:
        store().public_models.publish(g.study_id, adviser_page.public_content(kept), g.account.id)
    except StoreBusy:
        raise
    except WrongState:
        flash(gettext("Close the study first. Only the model of a closed study can be published."))
    else:
        flash(gettext("The model has been published. Everybody can ask it now."))
    return redirect(url_for("own_study.adviser"), 303)


@own_study.post("/adviser/withdraw")
@needs("field")
def withdraw_model() -> ResponseReturnValue:
    """Let nobody ask the model any more."""
    if store().public_models.withdraw(g.study_id, g.account.id):
        flash(gettext("The model has been withdrawn. Nobody can ask it any more."))
    return redirect(url_for("own_study.adviser"), 303)


def _page(shown: ShownAdviser | None, faults: list[Said] | None = None) -> str:
    design = published.design()
    if shown is None:
        return _none(design.study, asked=True)
    study = shown.adviser.study
    language = language_of(study.languages)
    case, missing = adviser_page.read_case(study, request.args)
    advice = shown.adviser.advise(case) if case else None
    if advice is not None:
        store().audit.add(g.account.id, "adviser.asked", study=g.study_id)
    splits = splits_told(store(), study)
    return page(
        "adviser.html",
        study=study,
        spoken=language,
        adviser=shown.adviser,
        splits=adviser_page.named_splits(study, splits, language),
        split=shown.adviser.by or EVERYBODY,
        alone=splits == (EVERYBODY,) and bool(study.groupings),
        fields=adviser_page.fields(study, language, request.args),
        missing=missing,
        advice=adviser_page.told(shown, advice, language) if advice else None,
        calibration=adviser_page.calibration(shown, language),
        scores=adviser_page.scores(shown, language),
        faults=faults or [],
        **_public(study, splits),
    )


def _none(study: Study, *, asked: bool) -> str:
    """Why there is no adviser, and how far it is; where there are figures without one, new ones are ``asked`` for."""
    job, few = None, waiting(store(), study)
    ready = bool(splits_told(store(), study))
    if study.scale_ids:
        again = asked and not few and not ready
        job = renew(store(), current_app.extensions["dce_database"], study, g.account.id, asked=again)
    return page("adviser_none.html", study=study, job=job, ready=ready, few=few)


def _public(study: Study, splits: tuple[str, ...]) -> dict[str, Any]:
    """Whether everybody can ask the model, which one, and where."""
    found = store().public_models.published(g.study_id)
    same = False
    if found is not None:
        now = adviser_page.public_content({split: kept_adviser(store(), study, split) for split in splits})
        same = found.content.get("version") == now["version"]
    return {
        "public": found,
        "same": same,
        "closed": store().public_models.closed(g.study_id),
        "address": absolute("model.model", study_id=g.study_id),
    }
