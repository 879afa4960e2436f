"""The adviser of a study as it may be shown now: made when enough people moved, kept, and made again from that."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from flask import current_app

from dce.adviser import Adviser, Validation, as_dict, fit_adviser, from_dict, validate_adviser
from dce.data import Ratings
from dce.design import Design
from dce.disclosure import UNGROUPED
from dce.errors import AnswerError
from dce.store import Look, Store

SPLIT = "adviser"  # the name of its looks
DRAWS = 400
FRESH_SECONDS = 60.0  # for which a process looks no further: what is shown moves in steps of many people anyway


@dataclass(frozen=True)
class ShownAdviser:
    """An adviser with its validation, as kept in ``content`` (JSON)."""

    adviser: Adviser
    validation: Validation
    content: Mapping[str, Any]

    @classmethod
    def of(cls, content: Mapping[str, Any], store: Store) -> ShownAdviser:
        """Made again from what was kept of it."""
        design = store.design(content["adviser"]["design_hash"])
        rows, curve = (pd.DataFrame(content[name]) for name in ("validation", "curve"))
        validation = Validation(rows, curve, tuple(content["messages"]))
        return cls(from_dict(dict(content["adviser"]), design), validation, content)


class _Unmade(Exception):  # noqa: N818  # a signal and no error: figures may be shown and are not there yet
    """That a look wants figures: these take seconds, and are made outside the transaction of the look."""


def shown_adviser(store: Store, study_id: str) -> ShownAdviser | None:
    """The adviser that may be shown now; None while there are too few people or the tasks are choices."""
    kept: dict[str, tuple[float, ShownAdviser]] = current_app.extensions.setdefault("dce_advisers", {})
    known = kept.get(study_id)
    if known is not None and time.monotonic() - known[0] < FRESH_SECONDS:
        return known[1]
    found = _looked(store, study_id)
    if found is None:
        kept.pop(study_id, None)
    else:
        kept[study_id] = time.monotonic(), found
    return found


def _looked(store: Store, study_id: str) -> ShownAdviser | None:
    design = store.current(study_id)
    if not design.study.scale_ids:
        return None
    try:
        ratings = store.ratings(design.study)
    except AnswerError:  # none yet
        return None
    by = design.study.groupings[0].id if design.study.groupings else None
    told = (
        ratings.background[by].fillna(UNGROUPED)
        if by in ratings.background.columns
        else [UNGROUPED] * len(ratings.people)
    )
    groups = dict(zip(ratings.people, map(str, told), strict=True))
    found = _look(store, study_id, groups, lambda: _made(store, ratings, design, by))
    return None if found is None else ShownAdviser.of(found.content, store)


def _look(store: Store, study_id: str, groups: dict[str, str], make: Callable[[], Mapping[str, Any]]) -> Look | None:
    """What may be shown; figures are made only where they are wanted, and while nobody waits to write."""

    def ask() -> Mapping[str, Any]:
        raise _Unmade

    try:
        return store.look(study_id, SPLIT, groups, ask)
    except _Unmade:
        content = make()
        return store.look(study_id, SPLIT, groups, lambda: content)


def _made(store: Store, ratings: Ratings, design: Design, by: str | None) -> dict[str, Any]:
    """The adviser and its validation for JSON. The seed is a secret: with it, draws could tell of single people."""
    seed, item = secrets.randbits(32), by if by in ratings.background.columns else None
    adviser = fit_adviser(
        ratings, design, by=item, bootstrap=DRAWS, seed=seed, on=date.today(), synthetic=store.synthetic
    )
    validation = validate_adviser(ratings, design, by=item, bootstrap=DRAWS, seed=seed)
    rows, curve = (frame.astype(object).where(frame.notna(), None) for frame in (validation.rows, validation.curve))
    return {
        "adviser": as_dict(adviser),
        "version": adviser.version,
        "validation": rows.to_dict("records"),
        "curve": curve.to_dict("records"),
        "messages": list(validation.messages),
    }
