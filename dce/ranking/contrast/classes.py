"""The classes of a background item that may be shown, alone or with neighbours, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dce.data import Ratings
from dce.disclosure import UNGROUPED, shown_groups
from dce.errors import FitError
from dce.ranking.finding import share_of_people
from dce.study import Background, Study

Index = NDArray[np.intp]
SHARES = ("group", "n", "disagrees", "disagrees_low", "disagrees_high")


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes that may be shown, of one option or of neighbours together, and of each person the place of the option.

    ``place`` (G,) is -1 for who skipped the item; ``members`` are the places of the options in each shown class.
    """

    options: tuple[str, ...]
    place: Index
    members: tuple[tuple[int, ...], ...]

    def name(self, members: tuple[int, ...]) -> str:
        """The options of a class, with a plus between."""
        return " + ".join(self.options[k] for k in members)

    def people(self, members: tuple[int, ...]) -> Index:
        """The places of the people in a class."""
        return np.flatnonzero(np.isin(self.place, members))


def placed(ratings: Ratings, study: Study, by: str) -> tuple[Background, Index]:
    """The background item, and of each person the place of the option, -1 without one."""
    found = [item for item in study.background if item.id == by and by in ratings.background.columns]
    if not found:
        known = ", ".join(item.id for item in study.background if item.id in ratings.background.columns)
        raise FitError(f'the answers hold no background item "{by}"; use one of {known}')
    options = pd.Index(found[0].option_ids)
    return found[0], options.get_indexer(pd.Index(ratings.background[by].fillna("").astype(str))).astype(np.intp)


def merged(item: Background, place: Index, smallest: int) -> tuple[Classes, list[str]]:
    """The classes that may be shown; neighbours that :func:`shown_groups` hides are taken together where that helps."""
    options = item.option_ids
    sizes = {name: int((place == k).sum()) for k, name in enumerate(options)} | {UNGROUPED: int((place < 0).sum())}
    runs, members = _runs(options, sizes, smallest)
    classes = Classes(options, place, members)
    messages = []
    for run in runs:
        name = classes.name(run)
        if run not in classes.members:
            messages.append(f"{name}: not shown, because fewer than {smallest} people would be told apart")
        elif len(run) > 1:
            messages.append(f"{name}: shown together, because fewer than {smallest} people would be told apart")
    return classes, messages


def shown_classes(item: Background, sizes: Mapping[str, int], smallest: int) -> list[tuple[str, ...]]:
    """The options of each class that may be shown, given the people by option (those of none under the empty name).

    >>> from dce.study import Study
    >>> study = Study.load("designs/gegevensdeling/study.yaml")
    >>> item = next(item for item in study.background if item.ordered)
    >>> shown_classes(item, {"0-1": 4, "1-3": 8, "3-6": 20, "6+": 30, "": 0}, 10)
    [('0-1', '1-3'), ('3-6',), ('6+',)]
    """
    _, members = _runs(item.option_ids, {UNGROUPED: 0} | dict(sizes), smallest)
    return [tuple(item.option_ids[k] for k in run) for run in members]


def _runs(
    options: tuple[str, ...], sizes: Mapping[str, int], smallest: int
) -> tuple[list[tuple[int, ...]], tuple[tuple[int, ...], ...]]:
    """Options, and neighbours that are taken together, by their places; and which of these may be shown."""
    sizes = dict.fromkeys(options, 0) | dict(sizes)
    shown = shown_groups(sizes, smallest)
    runs: list[tuple[int, ...]] = []
    for k, name in enumerate(options):
        goes_on = name not in shown and runs and options[runs[-1][-1]] not in shown
        runs = [*runs[:-1], (*runs[-1], k)] if goes_on else [*runs, (k,)]
    people = {run: sum(sizes[options[k]] for k in run) for run in runs}
    kept = [run for run in runs if len(run) == 1 and options[run[0]] in shown]  # these are shown elsewhere as well
    together = sorted((run for run in runs if run not in kept and people[run] >= smallest), key=people.__getitem__)
    while together and 0 < sum(sizes.values()) - sum(people[run] for run in [*kept, *together]) < smallest:
        together.pop(0)
    return runs, tuple(run for run in runs if run in kept or run in together)


def lower_half(categories: int) -> NDArray[np.bool_]:
    """Which answers (J,) lie below the middle of the scale."""
    return np.arange(categories) < (categories - 1) / 2


def class_shares(ratings: Ratings, classes: Classes) -> pd.DataFrame:
    """Name, size and share that disagrees of each class."""
    lower = np.tile(lower_half(len(ratings.categories)), len(ratings.x)).astype(float)
    hits, answers = ratings.by_person @ lower, np.asarray(ratings.by_person.sum(axis=1), dtype=float)
    rows = []
    for members in classes.members:
        people = classes.people(members)
        share = share_of_people(hits[people], answers[people])
        rows.append((classes.name(members), len(people), *share))
    return pd.DataFrame(rows, columns=list(SHARES))


def halved(ratings: Ratings) -> Ratings:
    """The same answers told as disagreeing (below the middle) or not."""
    lower = lower_half(len(ratings.categories))
    both = sparse.csr_array(np.column_stack([lower, ~lower]).astype(float))
    turned = sparse.csr_array(ratings.by_person @ sparse.kron(sparse.eye_array(len(ratings.x)), both, format="csr"))
    return replace(ratings, by_person=turned, categories=("disagrees", "does not"))
