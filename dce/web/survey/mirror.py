"""The mirror: a person's own answers beside what a model of all people together expects; only that person sees it.

The model is kept as a figure of everybody, and moves under the same rules. So that it costs no figure and no file their
last few people, it is of those who finished before at least a smallest group of others did, or of the very people of
the figures that organisers see.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np

from dce.coding import Coding
from dce.data import Choices
from dce.data.choices import OPT_OUT as OPT_OUT_COLUMN
from dce.data.gathered import Gathered
from dce.design import Design
from dce.disclosure import Crowd
from dce.errors import DceError
from dce.estimation import fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.estimation.agreement import share_agreeing, share_picking
from dce.store import Picked, ResultPart, Store, asks_the_same
from dce.store.jobs import Kind
from dce.store.place import Place
from dce.store.results import EVERYBODY, MIRROR
from dce.study.answers import BETTER, beside_scale
from dce.web import making
from dce.web.results.splits import beside_files

GROWTH = 1.1  # a model of many people is made anew when there are a tenth more
AGAIN = 1.01  # and is tried again, where it could not be made, when there are a hundredth more
MOST_HERE = 5_000  # people whose model is made while one person waits for it, some tenths of a second
KIND: Kind = "mirror"
NOBODY = ""  # no account asked for it
ANY_LANGUAGE = ""
Side = Literal["same", "other", "divided", "middle"]
_making = threading.Lock()
_tried: WeakKeyDictionary[Store, dict[str, int]] = WeakKeyDictionary()  # people who had completed, by study


@dataclass(frozen=True, slots=True)
class GroupModel:
    """A model of so many ``people`` as it was ``at`` a minute: by task the ``shares`` (share, low, high) expected."""

    people: int
    shares: Mapping[str, Any]
    at: str


@dataclass(frozen=True, slots=True)
class Reflection:
    """One answered task: of 100 people about ``share`` agree, or pick the same, from ``low`` to ``high``.

    ``side`` tells whether the person is on the side of most people; ``divided`` where it cannot be told which that is.
    """

    position: int
    share: int
    low: int
    high: int
    side: Side


def group_model(store: Store, design: Design, database: Place) -> GroupModel | None:
    """The model to show now, made anew where enough people came in; None while there are too few, or none fits.

    Of many people it is made beside the site, and shown to who looks later.
    """
    study_id, last, completed = design.study.id, _last(store, design), store.results.completed(design.study.id)
    if completed < _wanted(last, design):
        return last
    if completed > MOST_HERE:
        _begin(store, design, database, completed)
        return last
    tried = _tried.setdefault(store, {})
    if completed < int(AGAIN * tried.get(study_id, 0)) or not _making.acquire(blocking=False):
        return last
    try:
        tried[study_id] = completed
        return _last(store, design) if make_model(store, design) else last
    except DceError:
        return last
    finally:
        _making.release()


def make_model(store: Store, design: Design) -> bool:
    """Make the model of the people whom it may be of now, and keep it; whether there was anything to make."""
    wanted = _wanted(_last(store, design), design)
    return any(_made(store, design, until, wanted) for until in _untils(store, design.study.id))


def _begin(store: Store, design: Design, database: Place, completed: int) -> None:
    """Let a process of its own make the model, unless one does, or did so for hardly fewer people."""
    last = store.jobs.last(design.study.id, KIND)
    if last is not None and (not last.over or completed < AGAIN * last.asked["people"]):
        return
    asked = {"people": completed, "design": design.hash}
    with suppress(DceError):  # something else is made now, or the database is busy: who looks later asks again
        making.start(database, store.jobs.add(design.study.id, KIND, asked, NOBODY))


def _wanted(last: GroupModel | None, design: Design) -> int:
    smallest = design.study.privacy.smallest_group
    return max(last.people + smallest, int(last.people * GROWTH)) if last else smallest


def _last(store: Store, design: Design) -> GroupModel | None:
    """What is shown, unless it is of tasks that ask something else."""
    found = store.results.part(design.study.id, MIRROR, MIRROR, ANY_LANGUAGE)
    if found is None or not asks_the_same([store.design(found["design"]), design]):
        return None
    return GroupModel(found["people"], found["shares"], found["at"])


def _untils(store: Store, study_id: str) -> list[str]:
    """Until which minute people completed of whom a model may be: long enough ago, or as the figures of organisers."""
    figures = store.results.states(study_id).get(EVERYBODY)
    found = {store.well_before(study_id), store.results.until(study_id, figures) if figures else ""}
    return sorted(found - {""}, reverse=True)


def _made(store: Store, design: Design, until: str, wanted: int) -> bool:
    """Whether a model of those who completed ``until`` a minute is shown now, where these are as many as ``wanted``."""
    study, smallest = design.study, design.study.privacy.smallest_group
    since, before = replace(store.results.moment(study.id), at=until), store.ahead(study.id, until=until)
    found = (store.picked if study.task.alternatives else store.gathered)(study.id, until=until)
    if found is None or store.few_here(study.id):
        return False
    total = {EVERYBODY: sum(found.versions.values(), Crowd())}
    splits, people = {EVERYBODY: total, MIRROR: total}, total[EVERYBODY].people
    beside = beside_files(splits, before, store.ahead(study.id, until=until), smallest)
    if people < wanted or MIRROR not in beside or not store.results.may_show(study.id, splits, smallest):
        return False
    shares = _picking(design, found) if isinstance(found, Picked) else _agreeing(design, found)
    content = {"design": store.answered_designs(study.id)[-1], "people": people, "at": until, "shares": shares}
    part = ResultPart(MIRROR, ANY_LANGUAGE, content)
    return bool(store.results.show(study.id, splits, {MIRROR: [part]}, smallest, since=since))


def reflections(
    model: GroupModel, design: Design, tasks: tuple[int, ...], given: Mapping[int, str]
) -> list[Reflection]:
    """Own answers by position beside the model, for first showings and answers on the scale; practice is left out."""
    found, beside = [], beside_scale(design.study.task)
    for position, answer in sorted(given.items()):
        task = tasks[position - 1]
        expected = model.shares.get(str(task))
        if expected is None or answer in beside or task in design.practice or tasks.index(task) != position - 1:
            continue
        alternatives = design.study.task.alternatives
        pick = answer.split(BETTER)[0] if alternatives else "agree"
        share, low, high = expected[pick]
        side = _of_pick(pick, expected) if alternatives else _side(design, answer, low, high)
        found.append(Reflection(position, round(100 * share), round(100 * low), round(100 * high), side))
    return found


def _side(design: Design, answer: str, low: float, high: float) -> Side:
    """Whether an answer on the scale is on the side of more than half of the people."""
    scale = design.study.scale_ids
    place, agreeing = scale.index(answer), len(scale) // 2
    agrees, disagrees = place >= len(scale) - agreeing, place < agreeing
    if not (agrees or disagrees):
        return "middle"
    if low <= 0.5 <= high:
        return "divided"
    return "same" if agrees == (low > 0.5) else "other"


def _of_pick(pick: str, expected: Mapping[str, tuple[float, float, float]]) -> Side:
    """Whether the alternative that was picked is the one that most people would pick."""
    _, low, high = expected[pick]
    others = [bounds for alternative, bounds in expected.items() if alternative != pick]
    if all(low > other_high for _, _, other_high in others):
        return "same"
    return "other" if any(other_low > high for _, other_low, _ in others) else "divided"


def _agreeing(design: Design, found: Gathered) -> dict[str, Any]:
    study = design.study
    fit = fit_binary_logit(found.everybody) if len(study.scale_ids) == 2 else fit_ordered_logit(found.everybody)
    shown = design.frame.drop_duplicates("task")
    shares = share_agreeing(fit, Coding.of(study).encode(shown), agreeing=len(study.scale_ids) // 2)
    values = shares.to_numpy().tolist()
    return {str(task): {"agree": value} for task, value in zip(shown["task"], values, strict=True)}


def _picking(design: Design, found: Picked) -> dict[str, Any]:
    """Of a choice the pick, of best-worst the best, of a ranking the first."""
    study, frame = design.study, found.frame
    picked = {"choice": "chosen", "best-worst": "best", "ranking": "rank"}[study.task.kind]
    choices = Choices.from_answers(frame.assign(chosen=(frame[picked] == 1).astype(int)), study)
    fit = fit_conditional_logit(choices)
    shown = design.frame.drop_duplicates(["task", "alternative"]).sort_values(["task", "alternative"])
    numbers = [str(number) for number in range(1, (study.task.alternatives or 0) + 1)]
    x = (
        Coding.of(study)
        .encode(shown)
        .reshape(-1, len(numbers), len(choices.columns) - (OPT_OUT_COLUMN in choices.columns))
    )
    if OPT_OUT_COLUMN in choices.columns:
        x, numbers = _with_opt_out(x), [*numbers, "0"]
    shares = share_picking(fit, x, np.ones(x.shape[:2], dtype=np.bool_)).to_numpy().reshape(len(x), len(numbers), 3)
    by_task = zip(shown["task"].unique(), shares.tolist(), strict=True)
    return {str(task): dict(zip(numbers, values, strict=True)) for task, values in by_task}


def _with_opt_out(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Add an alternative without levels, and the column that only it has."""
    tasks, alternatives, columns = x.shape
    wider = np.zeros((tasks, alternatives + 1, columns + 1))
    wider[:, :alternatives, :columns] = x
    wider[:, alternatives, columns] = 1.0
    return wider
