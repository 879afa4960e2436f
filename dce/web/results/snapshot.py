"""A snapshot of the results: gathered from the database, fitted, drawn, and kept as far as it may be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dce.design import Design
from dce.report.assemble import Fitted, Making, assemble
from dce.report.tally import Tally
from dce.store import Store
from dce.store.results import EVERYBODY
from dce.web.results.parts import parts_of
from dce.web.results.splits import TOGETHER, splits_of

BOOTSTRAP, SEED = 1000, 1
Reach = Callable[[float], object]


def make_snapshot(store: Store, study_id: str, *, groups: bool, reach: Reach) -> dict[str, Any]:
    """Make what may be shown now, and keep it; gives the splits that moved, none where too few people did.

    ``groups`` where figures by background item are wanted as well; ``reach`` is told how far it is.
    """
    design = answered_design(store, study_id)
    found = store.gathered(study_id)
    smallest = design.study.privacy.smallest_group
    if found is None or found.people < smallest:
        return {"moved": []}
    splits = splits_of(found, design, groups=groups)
    may = store.results.may_show(study_id, splits, smallest)
    by_item = [split for split in splits if split in {item.id for item in design.study.groupings}]
    may = tuple(split for split in may if split != TOGETHER or all(item in may for item in by_item))
    if EVERYBODY not in may:
        return {"moved": []}
    reach(0.1)
    making = Making(BOOTSTRAP, SEED, "", datetime.now(UTC).date(), store.synthetic)
    contents = assemble(design, Tally(found), Fitted.of_gathered(found), making, reach=lambda share: reach(0.1 + share))
    parts = {}
    for number, split in enumerate(may, 1):
        parts[split] = parts_of(split, contents, making)
        reach(0.5 + 0.5 * number / len(may))
    return {"moved": store.results.show(study_id, splits, parts, smallest)}


def answered_design(store: Store, study_id: str) -> Design:
    """The newest design that has answers, else the one that new people get."""
    answered = store.answered_designs(study_id)
    return store.design(answered[-1]) if answered else store.current(study_id)
