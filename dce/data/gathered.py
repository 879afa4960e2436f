"""Answers of any number of people in little memory: counts, and people taken together at random where they are many.

Up to :data:`MOST_APART` people each stands alone. More are dealt at random into :data:`BUNDLES` bundles, in everybody
and within each option of a background item, and a bundle is then resampled and clustered as one person would be: the
method of random groups (Wolter 2007, Introduction to Variance Estimation, chapter 2). Estimates are the same to the
last digit, and standard errors are those of people, with an error of their own of one in sixty (2000 bundles).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dce.coding import Coding
from dce.data.cells import Array, Index
from dce.data.compression import distinct_rows, mixed
from dce.data.ratings import Ratings
from dce.disclosure import Crowd, crowds, id_hashes
from dce.study import Study

MOST_APART = 20_000  # people who each stand alone
BUNDLES = 2000
SAMPLED = 200  # people of whom single ones are looked at where they are many
AT_ONCE = 1 << 16  # people
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some people: versions (P,), how many answers each gave (P,), their cells, and places of options (P, items).

    A cell is the place of a task times the answers there are, plus the place of the answer; -1 is no option. Those of
    one person stand together. ``imported`` (P,) tells whose answers came from elsewhere.
    """

    people: list[str]
    versions: Index
    answered: Index
    cells: Index
    options: Index
    imported: NDArray[np.bool_]


@dataclass(frozen=True)
class Gathered:
    """All that figures are made of: T tasks, J answers.

    ``counts`` holds, by background item, answers (options + 1, T, J), those of people without an option last; ``told``
    the people behind each option and ``versions`` those behind each version, marked by who they are and what they say.
    ``everybody`` and ``by_item`` are what is fitted: people, or bundles of them where ``bundled``. ``sampled`` are
    single people, all of them or a random part.
    """

    study: Study
    tasks: tuple[int, ...]
    people: int
    total: Counts
    counts: Mapping[str, Counts]
    told: Mapping[str, Mapping[str, Crowd]]
    versions: Mapping[str, Crowd]
    everybody: Ratings
    by_item: Mapping[str, Ratings]
    sampled: Ratings
    bundled: bool


def gather(batches: Iterable[Batch], study: Study, shown: pd.DataFrame, *, people: int) -> Gathered | None:
    """Gather what the answers tell, or None where there are none.

    ``shown`` holds a row a task, with the level of each criterion; ``people`` is about how many there will be.

    >>> from dce.study import example_study
    >>> study = example_study()
    >>> shown = pd.DataFrame({"task": [1, 2], "ontvanger": ["eigen", "bedrijf"], "doel": "ja", "waarborgen": "alle"})
    >>> versions, answered, options = np.array([1, 1]), np.array([2, 1]), np.array([[0], [-1]])
    >>> two = Batch(["a", "b"], versions, answered, np.array([0, 9, 5]), options, np.zeros(2, bool))
    >>> found = gather([two], study, shown, people=2)
    >>> found.people, found.total.sum(axis=1).tolist(), {name: one.people for name, one in found.told["rol"].items()}
    (2, [1, 2], {'jurist': 1, '': 1})
    """
    gatherer = _Gatherer(study, shown, people)
    for batch in batches:
        gatherer.add(batch)
    return gatherer.finished()


class _Gatherer:
    """Takes batches in, some ten thousand people at a time, and keeps sums."""

    def __init__(self, study: Study, shown: pd.DataFrame, people: int) -> None:
        self._study, self._shown = study, shown.reset_index(drop=True)
        self._items = {item.id: item.option_ids for item in study.background}
        self._wide = len(shown) * len(study.scale_ids)
        self._bundles = BUNDLES if people > MOST_APART else 1
        self._one_in = max(people // SAMPLED, 1) if people > MOST_APART else 1
        self._sums: dict[str, Counts] = {
            item: np.zeros((len(ids) + 1, self._bundles * self._wide), dtype=np.int64)
            for item, ids in self._items.items()
        }
        self._total = np.zeros(self._bundles * self._wide, dtype=np.int64)
        self._told: dict[str, dict[str, Crowd]] = {item: {} for item in self._items}
        self._versions: dict[str, Crowd] = {}
        self._people, self._waiting, self._kept = 0, list[Batch](), list[Batch]()

    def add(self, batch: Batch) -> None:
        """Take more people in."""
        self._waiting.append(batch)
        if sum(len(one.people) for one in self._waiting) >= AT_ONCE:
            self._take_in()

    def finished(self) -> Gathered | None:
        """All that was taken in."""
        self._take_in()
        if not self._total.any():
            return None
        totals = self._total.reshape(self._bundles, self._wide)
        shape = -1, len(self._shown), len(self._study.scale_ids)
        bundled = self._bundles > 1
        single = _of_people(self._study, self._shown, self._kept)
        by_item = {item: self._of_item(item) for item in self._items} if bundled else dict.fromkeys(self._items, single)
        return Gathered(
            study=self._study,
            tasks=tuple(int(task) for task in self._shown["task"]),
            people=self._people,
            total=totals.sum(axis=0).reshape(shape[1:]),
            counts={
                item: own.reshape(len(own), self._bundles, self._wide).sum(axis=1).reshape(shape)
                for item, own in self._sums.items()
            },
            told=self._told,
            versions=self._versions,
            everybody=_of_bundles(self._study, self._shown, totals, {}) if bundled else single,
            by_item=by_item,
            sampled=single,
            bundled=bundled,
        )

    def _take_in(self) -> None:
        if not self._waiting:
            return
        batch = _joined(self._waiting)
        self._waiting = []
        hashes = id_hashes(batch.people)
        person = np.repeat(np.arange(len(batch.people)), batch.answered)
        marks = with_answers(hashes, person, batch.cells)
        cell = (hashes % np.uint64(self._bundles)).astype(np.int64)[person] * self._wide + batch.cells
        self._total += np.bincount(cell, minlength=len(self._total))
        for number, (item, ids) in enumerate(self._items.items()):
            place = np.where(batch.options[:, number] < 0, len(ids), batch.options[:, number]).astype(np.int64)
            wide = len(self._total)
            found = np.bincount(place[person] * wide + cell, minlength=(len(ids) + 1) * wide)
            self._sums[item] += found.reshape(len(ids) + 1, wide)
            _count_in(self._told[item], crowds(marks, batch.options[:, number], ids, batch.imported))
        versions = np.unique(batch.versions)
        names, place = [str(one) for one in versions], np.searchsorted(versions, batch.versions)
        _count_in(self._versions, crowds(marks, place, names, batch.imported))
        self._people += len(batch.people)
        chosen = (hashes // np.uint64(self._bundles)) % np.uint64(self._one_in) == 0
        self._kept.append(batch if chosen.all() else _part(batch, chosen, person))

    def _of_item(self, item: str) -> Ratings:
        """Bundles within each option, and of those who told none."""
        totals = self._sums[item].reshape(-1, self._wide)
        options = np.repeat(np.array([*self._items[item], None], dtype=object), self._bundles)
        return _of_bundles(self._study, self._shown, totals, {item: options})


def with_answers(hashes: NDArray[np.uint64], person: Index, cells: Index) -> NDArray[np.uint64]:
    """A number for each person that changes when an answer does, from those of the ids.

    >>> one, other = (with_answers(id_hashes(["a"]), np.zeros(2, int), np.array(cells)) for cells in ([3, 9], [3, 8]))
    >>> bool(one[0] == other[0])
    False
    """
    own = np.zeros(len(hashes), dtype=np.uint64)
    np.add.at(own, person, mixed(cells.astype(np.int64)))
    return mixed((hashes ^ own).view(np.int64))


def _count_in(known: dict[str, Crowd], more: Mapping[str, Crowd]) -> None:
    for name, crowd in more.items():
        known[name] = known.get(name, Crowd()) + crowd


def _joined(batches: list[Batch]) -> Batch:
    names = [name for batch in batches for name in batch.people]
    parts: list[Any] = [
        np.concatenate([getattr(batch, part) for batch in batches])
        for part in ("versions", "answered", "cells", "options", "imported")
    ]
    return Batch(names, *parts)


def _part(batch: Batch, chosen: NDArray[np.bool_], person: Index) -> Batch:
    names = [batch.people[place] for place in np.flatnonzero(chosen)]
    rest = batch.versions[chosen], batch.answered[chosen], batch.cells[chosen[person]], batch.options[chosen]
    return Batch(names, *rest, batch.imported[chosen])


def _of_people(study: Study, shown: pd.DataFrame, batches: list[Batch]) -> Ratings:
    """Each person alone."""
    batch = _joined(batches)
    people = pd.Index(batch.people, dtype="str", name="respondent")
    background = pd.DataFrame(
        {
            item.id: pd.array(list(item.option_ids), dtype="str").take(batch.options[:, number], allow_fill=True)
            for number, item in enumerate(study.background)
        },
        index=people,
    )
    person = np.repeat(np.arange(len(batch.people), dtype=np.int32), batch.answered)
    return Ratings.from_cells(study, shown, (person, batch.cells.astype(np.int32)), background)


def _of_bundles(study: Study, shown: pd.DataFrame, totals: Array | Counts, options: Mapping[str, Any]) -> Ratings:
    """A row a bundle that holds somebody, given answers (B, T * J); bundles are told apart by a number."""
    there = totals.any(axis=1)
    row, scenarios = distinct_rows(shown, study.criterion_ids, lambda column: column.astype(str))
    wide = len(study.scale_ids)
    onto = sparse.kron(
        sparse.csr_array((np.ones(len(row)), (np.arange(len(row)), row)), shape=(len(row), len(scenarios))),
        sparse.eye_array(wide),
        format="csr",
    )
    coding = Coding.of(study)
    names = pd.Index([str(number) for number in np.flatnonzero(there)], dtype="str", name="respondent")
    return Ratings(
        x=coding.encode(scenarios),
        columns=coding.columns,
        categories=study.scale_ids,
        by_person=sparse.csr_array(sparse.csr_array(totals[there].astype(float)) @ onto),
        people=tuple(names),
        background=pd.DataFrame(
            {item: pd.array(own[there], dtype="str") for item, own in options.items()}, index=names
        ),
        scenarios=scenarios,
        coding=coding,
        smallest_group=study.privacy.smallest_group,
    )
