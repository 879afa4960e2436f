"""The adviser at the desk: one case by a form, several by a table, and the button that lets everybody ask it."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.adviser import Adviser, cases_from_csv
from dce.errors import AnswerError
from dce.store import StoreBusy, WrongState
from dce.web.files import attached, uploaded
from dce.web.incoming import takes_file
from dce.web.organiser import published
from dce.web.organiser.access import needs, needs_proof, own_study, store
from dce.web.organiser.pages import absolute, language_of, page
from dce.web.results import adviser_page
from dce.web.results.adviser_shown import ShownAdviser, shown_adviser

MOST_TABLE = 200_000  # bytes
MOST_CASES = 100  # each takes a few hundredths of a second


@own_study.get("/adviser")
@needs("results")
def adviser() -> ResponseReturnValue:
    """What experts would say of a case, with what speaks against asking first."""
    return _page(shown_adviser(store(), g.study_id))


@own_study.post("/adviser/cases")
@needs("results")
@takes_file(MOST_TABLE)
def advise_on_cases() -> ResponseReturnValue:
    """Advice on every case of a table, as a table; all of them or none."""
    shown, file = shown_adviser(store(), g.study_id), uploaded("cases")
    if shown is None:
        return _page(shown), 409
    try:
        cases = cases_from_csv(file.read().decode("utf-8") if file else "", shown.adviser.study)
        if len(cases) > MOST_CASES:
            raise AnswerError(gettext("The table holds more than %(most)s cases; cut it up.", most=MOST_CASES))
    except UnicodeDecodeError:
        return _page(shown, faults=[gettext("The file is no text in UTF-8; save it as CSV UTF-8.")]), 422
    except AnswerError as error:
        return _page(shown, faults=str(error).splitlines()), 422
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
    shown = shown_adviser(store(), g.study_id)
    if shown is None:
        return _page(shown), 409
    try:
        store().public_models.publish(g.study_id, shown.content, g.account.id)
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


def _page(shown: ShownAdviser | None, faults: list[str] | None = None) -> str:
    design = published.design()
    if shown is None:
        return page("adviser_none.html", study=design.study)
    study = shown.adviser.study
    language = language_of(study.languages)
    case, missing = adviser_page.read_case(study, request.args)
    advice = shown.adviser.advise(case) if case else None
    if advice is not None:
        store().audit.add(g.account.id, "adviser.asked", study=g.study_id)
    return page(
        "adviser.html",
        study=study,
        spoken=language,
        adviser=shown.adviser,
        fields=adviser_page.fields(study, language, request.args),
        missing=missing,
        advice=adviser_page.told(shown, advice, language) if advice else None,
        calibration=adviser_page.calibration(shown, language),
        scores=adviser_page.scores(shown, language),
        faults=faults or [],
        **_public(shown.adviser),
    )


def _public(adviser: Adviser) -> dict[str, object]:
    """Whether everybody can ask the model, which one, and where."""
    found = store().public_models.published(g.study_id)
    return {
        "public": found,
        "same": found is not None and found.content.get("version") == adviser.version,
        "closed": store().public_models.closed(g.study_id),
        "address": absolute("model.model", study_id=g.study_id),
    }
