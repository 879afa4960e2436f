"""The report at the desk: of exactly the people whose figures are shown, so that two documents never tell of one."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from dce.data.gathered import Gathered
from dce.design import Design
from dce.errors import AnswerError
from dce.report import ENDINGS, report_bytes
from dce.report.assemble import Fitted, Making, assemble
from dce.report.tally import Tally
from dce.store import Store
from dce.store.results import EVERYBODY
from dce.web.results import snapshot
from dce.web.results.splits import splits_of

Reach = Callable[[float], object]
TOO_FEW = "Fewer than {smallest} people completed the study. A report needs {smallest} people or more."
NOT_YET = (
    "Too few people answered since the last figures to show newer ones. A report could be held beside these figures, "
    "and tell of single people. Wait until at least {smallest} people more have answered in every group."
)
MOST_TRIED = 5  # states, from the last one back


def make_report(store: Store, study_id: str, asked: Mapping[str, Any], reach: Reach) -> dict[str, Any]:
    """Make the report that was ``asked`` for (form and language), and give it back as text that a job can keep.

    First the figures are renewed, as far as they may be. Where too few people came since for newer ones, the report is
    of the people of the last state of all figures, and ``since`` says from when. Raises AnswerError where too few
    people completed, and where no state of all figures can be told of again.
    """
    snapshot.make_snapshot(store, study_id, groups=True, reach=lambda share: reach(0.5 * share))
    design = snapshot.answered_design(store, study_id)
    found, since = reported(store, design)
    making = _making(store, design, asked)
    contents = assemble(
        design, Tally(found), Fitted.of_gathered(found), making, reach=lambda share: reach(0.5 + 0.3 * share)
    )
    reach(0.85)
    made = report_bytes(contents, language=asked["language"], form=asked["form"])
    day = making.day.isoformat()
    return {**asked, "day": day, "people": found.people, "since": since, "file": b64encode(made).decode()}


def reported(store: Store, design: Design) -> tuple[Gathered, str]:
    """Whose answers a report may tell of: all, or those behind an earlier state, and then the minute of that state.

    Everything in a report was then shown before, of exactly the same people: held beside it, it tells nothing new. Who
    completed first is known by the minute; where somebody left or changed an answer since, or another person completed
    in the very minute of a state, the mark of its people says that it is another crowd. Raises AnswerError where there
    is none.
    """
    study, smallest = design.study, design.study.privacy.smallest_group
    found = store.gathered(study.id)
    if found is None or found.people < smallest:
        raise AnswerError(TOO_FEW.format(smallest=smallest))
    if _was_shown(store, found, design):
        return found, ""
    states = store.results.history(study.id).get(EVERYBODY, ())
    for state in states[: -MOST_TRIED - 1 : -1]:
        earlier = store.gathered(study.id, until=store.results.until(study.id, state))
        if earlier is not None and _was_shown(store, earlier, design):
            return earlier, state.at
    raise AnswerError(NOT_YET.format(smallest=smallest))


def _was_shown(store: Store, found: Gathered, design: Design) -> bool:
    return store.results.showed(design.study.id, splits_of(found, design, groups=True))


def kept_file(result: Mapping[str, Any]) -> tuple[str, bytes]:
    """The file of a report that was made, with the end of its name."""
    return ENDINGS[result["form"]], b64decode(result["file"])


def _making(store: Store, design: Design, asked: Mapping[str, Any]) -> Making:
    """How it is made; people who dispute the model are counted in steps, as on every page."""
    study, day = design.study, datetime.now(UTC).date()
    disputed = store.departures(study.id).disputed
    return Making(
        snapshot.BOOTSTRAP,
        snapshot.SEED,
        f"/desk/{study.id}/report ({asked['form']}, {asked['language']})",
        day,
        store.synthetic,
        disputed,
        store.fieldwork(study.id),
    )
