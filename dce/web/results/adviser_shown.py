"""The adviser of a study as it may be shown: made beside the site with the figures of the same people, and read here.

There is one for each background item that results are split by, and one of everybody alone while there are no figures
by group. Each belongs to the state of its split (:mod:`dce.store.results`), so it waits where the figures wait, and
nobody who holds it beside them, or beside an earlier one, sees the answers of few people.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dce.adviser import Adviser, Validation, as_dict, fit_adviser, from_dict, validate_adviser
from dce.data.gathered import Gathered
from dce.design import Design
from dce.disclosure import Hidden
from dce.store import ResultPart, Store
from dce.store.results import EVERYBODY
from dce.study import Study

NAME, ANY_LANGUAGE = "adviser", ""  # of the part that is kept
DRAWS = 400


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


def splits_told(store: Store, study: Study) -> tuple[str, ...]:
    """The background items by which there is an adviser now, in the order of the study; or everybody's alone."""
    known = {split for split, name in store.results.names(study.id, ANY_LANGUAGE) if name == NAME}
    items = tuple(item.id for item in study.groupings if item.id in known)
    return items or tuple({EVERYBODY} & known)


def shown_adviser(store: Store, study_id: str, split: str = "") -> ShownAdviser | None:
    """The adviser by an item, the first of the study where none is named; None where there is none now."""
    content = kept_adviser(store, store.current(study_id).study, split)
    return None if content is None else ShownAdviser.of(content, store)


def kept_adviser(store: Store, study: Study, split: str = "") -> Mapping[str, Any] | None:
    """The same as it is kept, as JSON."""
    told = splits_told(store, study)
    if not told or (split and split not in told):
        return None
    return store.results.part(study.id, split or told[0], NAME, ANY_LANGUAGE)


def advised_splits(moved: Sequence[str], study: Study) -> tuple[str, ...]:
    """Of splits that moved, those to make an adviser of: each item, and everybody alone where there is none.

    >>> from dce.study import example_study
    >>> advised_splits(["everybody", "rol"], example_study()), advised_splits(["everybody"], example_study())
    (('rol',), ('everybody',))
    """
    items = tuple(item.id for item in study.groupings if item.id in moved)
    return items or tuple(split for split in moved if split == EVERYBODY)


def adviser_part(
    found: Gathered, design: Design, split: str, *, counts: bool, on: date, synthetic: bool
) -> list[ResultPart]:
    """The adviser of one split with its validation; ``counts`` of scenarios only where those moved as well.

    The seed is a secret: with it, draws could tell of single people.
    """
    by, seed = None if split == EVERYBODY else split, secrets.randbits(32)
    adviser = fit_adviser(found, design, by=by, bootstrap=DRAWS, seed=seed, on=on, synthetic=synthetic)
    if not counts:
        hidden = Hidden("moved", design.study.privacy.smallest_group)
        adviser = replace(adviser, evidence=adviser.evidence.without_counts(hidden))
    validation = validate_adviser(found, design, by=by, bootstrap=DRAWS, seed=seed)
    rows, curve = (frame.astype(object).where(frame.notna(), None) for frame in (validation.rows, validation.curve))
    content = {
        "adviser": as_dict(adviser),
        "version": adviser.version,
        "validation": rows.to_dict("records"),
        "curve": curve.to_dict("records"),
        "messages": list(validation.messages),
    }
    return [ResultPart(NAME, ANY_LANGUAGE, content)]
