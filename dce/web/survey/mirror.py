"""The mirror: a person's own answers beside what a model of all people together expects; only that person sees it.

The model is made anew only when at least a smallest group of people came in since, so that two looks at it never
differ by fewer.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from dce.coding import Coding
from dce.data import Choices
from dce.data.choices import OPT_OUT as OPT_OUT_COLUMN
from dce.design import Design
from dce.errors import DceError
from dce.estimation import fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.estimation.agreement import share_agreeing, share_picking
from dce.store import GroupModel, Store
from dce.study.answers import BETTER, beside_scale

GROWTH = 1.1  # a model of many people is made anew when there are a tenth more
Side = Literal["same", "other", "divided", "middle"]
_making = threading.Lock()


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


def group_model(store: Store, design: Design) -> GroupModel | None:
    """The model to show now, made anew where enough people came in; None while there are too few, or none fits."""
    last, smallest = store.group_model(design.hash), design.study.privacy.smallest_group
    wanted = max(last.people + smallest, int(last.people * GROWTH)) if last else smallest
    if store.completed(design.hash) < wanted or not _making.acquire(blocking=False):
        return last
    try:
        ahead = store.ahead(design.study.id)
        people, content = _shares(store, design)
        if people < wanted or (ahead and 0 < ahead.count(bool)[0] < smallest):
            return last
        store.keep_group_model(design.hash, people, content)
        return store.group_model(design.hash)
    except DceError:
        return last
    finally:
        _making.release()


def reflections(
    model: GroupModel, design: Design, tasks: tuple[int, ...], given: Mapping[int, str]
) -> list[Reflection]:
    """Own answers by position beside the model, for first showings and answers on the scale; practice is left out."""
    found, beside = [], beside_scale(design.study.task)
    for position, answer in sorted(given.items()):
        task = tasks[position - 1]
        expected = model.content["shares"].get(str(task))
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


def _shares(store: Store, design: Design) -> tuple[int, dict[str, Any]]:
    """How many people the model is of, and by task the expected shares as (share, low, high)."""
    alternatives = design.study.task.alternatives
    people, found = _picking(store, design) if alternatives else _agreeing(store, design)
    return people, {"shares": found}


def _agreeing(store: Store, design: Design) -> tuple[int, dict[str, Any]]:
    study = design.study
    ratings = store.ratings(study, design_hash=design.hash)
    fit = fit_binary_logit(ratings) if len(study.scale_ids) == 2 else fit_ordered_logit(ratings)
    shown = design.frame.drop_duplicates("task")
    shares = share_agreeing(fit, Coding.of(study).encode(shown), agreeing=len(study.scale_ids) // 2)
    values = shares.to_numpy().tolist()
    return len(ratings.people), {str(task): {"agree": value} for task, value in zip(shown["task"], values, strict=True)}


def _picking(store: Store, design: Design) -> tuple[int, dict[str, Any]]:
    """Of a choice the pick, of best-worst the best, of a ranking the first."""
    study = design.study
    frame = store.answers(study.id, design_hash=design.hash)
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
    return len(choices.people), {str(task): dict(zip(numbers, values, strict=True)) for task, values in by_task}


def _with_opt_out(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Add an alternative without levels, and the column that only it has."""
    tasks, alternatives, columns = x.shape
    wider = np.zeros((tasks, alternatives + 1, columns + 1))
    wider[:, :alternatives, :columns] = x
    wider[:, alternatives, columns] = 1.0
    return wider
