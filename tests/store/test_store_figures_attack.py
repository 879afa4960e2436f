"""Whoever keeps every file and all figures of a study subtracts them from each other, and finds nobody alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from edition_people import PRACTISED, SMALLEST, STUDY, People, small
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_store_editions_attack import MOVES

from dce.design import Design, make_design
from dce.store import Store
from dce.store.results import SCENARIOS
from dce.study import DesignSettings, example_study
from dce.web.results.splits import beside_files, splits_of

TWO = make_design(small(example_study()), settings=DesignSettings(tasks=8, versions=2), seed=1)
TASKS = 8  # in a version of either
Rows = Mapping[str, frozenset[tuple[int, str]]]  # what models are fitted to, by person


@dataclass(frozen=True)
class Told:
    """What was told of at some time: in rows, or in figures of ``split``."""

    rows: Rows
    done: frozenset[str]  # who answered all tasks by then, of those who were ``here``
    here: frozenset[str]
    edition: int
    split: str = ""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    two=st.booleans(),
    moves=st.lists(
        st.tuples(MOVES, st.sampled_from(["", "", "file", "figures"]), st.booleans()), min_size=6, max_size=24
    ),
)
def test_c07_no_file_and_no_figures_differ_by_few_people(
    tmp_path_factory: pytest.TempPathFactory, two: bool, moves
) -> None:
    design, told, versions, minute = TWO if two else PRACTISED, list[Told](), dict[str, int](), 0
    store = Store.open(tmp_path_factory.mktemp("figures") / "dce.db")
    store.publish(design)
    people = People(store, design)
    for (name, number), look, later in [*moves, (("come", 3), "file", True), (("come", 1), "figures", True)]:
        minute += later
        now = f"2026-01-01T10:{minute:02}Z"
        with (
            patch("dce.store.answers.utc_minute", lambda hours=0, now=now: now),
            patch("dce.store.results.utc_minute", lambda hours=0, now=now: now),
            patch("dce.store.importing.utc_minute", lambda hours=0, now=now: now),
        ):
            if name == "begin":
                people.come(number, tasks=number)
            else:
                getattr(people, name)(number)
            versions |= {id_: store.respondent(id_).version for id_ in people.here}
            told += figures(store, people) if look == "figures" else [rows(store, people)] if look else []
    store.close()
    refuse_few(told, versions)


def fitted(store: Store, people: People, **wish) -> tuple[Rows, frozenset[str], frozenset[str], int]:
    frame = store.answers(STUDY, **wish)
    found = {
        str(id_): frozenset(zip(own["task"], own["rating"], strict=True)) for id_, own in frame.groupby("respondent")
    }
    done = frozenset(id_ for id_ in people.here if len(found.get(id_, ())) == TASKS)
    return found, done, frozenset(people.here), store.results.moment(STUDY).editions


def rows(store: Store, people: People) -> Told:
    return Told(*fitted(store, people, edition=store.edition(STUDY)))


def figures(store: Store, people: People) -> list[Told]:
    """As the site makes them, but for what is drawn."""
    since, before, found = store.results.moment(STUDY), store.ahead(STUDY), store.gathered(STUDY)
    if found is None:
        return []
    splits = splits_of(found, current(store), groups=False)
    beside = beside_files(splits, before, store.ahead(STUDY), SMALLEST)
    may = [split for split in store.results.may_show(STUDY, splits, SMALLEST) if split in beside]
    moved = store.results.show(STUDY, splits, {split: [] for split in may}, SMALLEST, since=since)
    own, *more = fitted(store, people)
    return [Told({id_: own[id_] for id_ in own if id_ in more[0]}, *more, split) for split in moved]


def current(store: Store) -> Design:
    return store.design(store.answered_designs(STUDY)[-1])


def refuse_few(told: Sequence[Told], versions: Mapping[str, int]) -> None:
    """Who was ready is in both, or in one of them with enough others; who left after that counts still."""
    for number, one in enumerate(told):
        came, gone = defaultdict[tuple[str, int], set[str]](set), defaultdict[tuple[str, int], set[str]](set)
        for other in told[number + 1 :]:
            if bool(one.split) == bool(other.split) or (one.split and one.edition == other.edition):
                continue  # two of a kind are held against each other elsewhere, and that file came before these figures
            by_version = SCENARIOS in (kinds := {one.split, other.split}) and kinds <= {SCENARIOS, ""}
            shown = Counter(versions.get(id_) for id_ in (one if one.split == SCENARIOS else other).rows)
            for id_ in other.here & (one.done | other.done):
                kind = other.split, versions[id_] if by_version else 0
                if by_version and shown[versions[id_]] < SMALLEST:
                    continue  # nothing is told of scenarios that so few judged
                if id_ in other.rows and other.rows[id_] != one.rows.get(id_):
                    came[kind].add(id_)
                if id_ in one.rows and id_ not in other.rows:
                    gone[kind].add(id_)
            few = [ids for found in (came, gone) for ids in found.values() if 0 < len(ids) < SMALLEST]
            assert not few, (one.split, other.split, came, gone)
