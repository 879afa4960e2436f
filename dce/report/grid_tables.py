"""Tables with a column a group, a criterion or a place: the numbers under the heat maps and matrices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dce.report.material import Material
from dce.report.numbers import DASH, chance, percent
from dce.report.places import GroupResult
from dce.report.readings import SplitResult
from dce.report.tables import Cells, Part, Table
from dce.report.wording import capital

JOINER = "\N{WORD JOINER}"  # so that a narrow cell breaks before an interval and not in it


def groups_table(material: Material, results: Sequence[SplitResult]) -> Table:
    """Importance with its interval, a row a group and a column a criterion, split by split."""
    words, order = material.words, [s.criterion for s in material.overall.standings]
    head = (words.say("col_group"), words.say("col_people"), *(words.criterion(name) for name in order))
    everybody = Part((_row(material, words.say("everybody"), material.overall, order),))
    parts = tuple(
        Part(
            tuple(_row(material, words.group(r.split.item, g.group), g, order) for g in r.groups),
            capital(words.item(r.split.item)),
        )
        for r in results
    )
    return Table(words.say("cap_groups"), head, (everybody, *parts))


def pairwise_table(material: Material, above: pd.DataFrame) -> Table:
    """Share of the draws in which the row stands above the column, both halves."""
    words = material.words
    names = [words.criterion(str(name)) for name in above.index]
    rows = tuple(
        (name, *("" if np.isnan(share) else chance(share) for share in shares))
        for name, shares in zip(names, above.to_numpy(dtype=float), strict=True)
    )
    return Table(words.say("cap_pairs"), (words.say("col_above"), *names), (Part(rows),))


def places_table(material: Material, shares: pd.DataFrame) -> Table:
    """Share of the draws in which the row's criterion takes the column's place, and the places not ruled out."""
    words = material.words
    rows = tuple(
        (words.criterion(s.criterion), *map(chance, shares.loc[s.criterion].to_numpy(dtype=float)), words.place_set(s))
        for s in material.overall.standings
    )
    head = (words.say("col_criterion"), *(str(place) for place in shares.columns), words.say("col_places"))
    return Table(words.say("cap_places"), head, (Part(rows),))


def _row(material: Material, name: str, group: GroupResult, order: Sequence[str]) -> Cells:
    words = material.words
    people = words.say("hidden") if group.people is None else words.count(group.people)
    if not group.readable:
        return (name, people, *(words.say("hidden" if group.people is None else "not_estimable") for _ in order))
    found = (group.of(criterion) for criterion in order)
    cells = (f"{percent(s.importance)} ({words.bounds(s)})".replace(DASH, DASH + JOINER) for s in found)
    return (name, people, *cells)
