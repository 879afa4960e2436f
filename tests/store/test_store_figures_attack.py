"""Whoever keeps every file and all figures of a study subtracts them from each other, and finds nobody alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import pytest
from edition_people import PRACTISED, SMALLEST, STUDY, People, small
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_store_editions_attack import MOVES

from dce.design import make_design
from dce.store import Store
from dce.store.results import EVERYBODY, MIRROR, SCENARIOS, TOGETHER
from dce.study import DesignSettings, example_study
from dce.web.results import snapshot
from dce.web.survey.mirror import group_model

TWO = make_design(small(example_study()), settings=DesignSettings(tasks=8, versions=2), seed=1)
TASKS = 8  # in a version of either
Rows = Mapping[str, frozenset[tuple[int, str]]]  # what models are fitted to, by person


@dataclass(frozen=True)
class Told:
    """What was told of at some time: in rows, or in figures of ``split`` by ``parts``."""

    rows: Rows
    done: frozenset[str]  # who answered all tasks by then, of those who were ``here``
    here: frozenset[str]
    steady: frozenset[str]  # those of them who never disputed, and were out of files for that
    edition: int
    roles: Mapping[str, str]  # as they were told there
    split: str = ""
    parts: frozenset[str] = frozenset()


def moves(text: str) -> list[tuple[tuple[str, int], str, bool]]:
    """Moves that found something once, such as "come 5 file+": with + the clock goes on."""
    found = []
    for one in text.split(", "):
        name, number, *look = one.removesuffix("+").split(" ")
        found.append(((name, int(number)), " ".join(look), one.endswith("+")))
    return found


@example(two=True, moves=moves("come 3 file+"))  # the second file holds all, the first one not each version
@example(two=False, moves=moves("come 4, begin 1 mirror+, come 2 figures+, tell 8 figures+"))  # two ways of parting
@example(two=False, moves=moves("come 5 file+, tell 1+, come 1 mirror+, turn 1+, come 2 figures+, tell 2 figures+"))
@example(two=False, moves=moves("come 8 file+, tell_no_more 1+, come 3, tell 9 file+, begin 1 figures+"))  # forgotten
@example(  # who changed an answer and changed it back covers nobody
    two=False,
    moves=moves(
        "come 2 figures, come 5 file, change_mind 9 file+, turn 1+, change_mind 5 figures+, dispute 0 figures+, "
        "come 3 figures, come_back 6 figures+, begin 3 figures, dispute 6 figures+, come 3+, change_mind 4 mirror, "
        "bring 2 figures+, tell 4 file+"
    ),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    two=st.booleans(),
    moves=st.lists(
        st.tuples(MOVES, st.sampled_from(["", "", "file", "figures", "mirror"]), st.booleans()), min_size=6, max_size=24
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
            told += LOOKS[look](store, people)
    store.close()
    refuse_few(told, versions)


def fitted(store: Store, people: People, **wish) -> Told:
    frame = store.answers(STUDY, **wish)
    found = {
        str(id_): frozenset(zip(own["task"], own["rating"], strict=True)) for id_, own in frame.groupby("respondent")
    }
    done = frozenset(id_ for id_ in people.here if len(found.get(id_, ())) == TASKS)
    roles = frame.dropna(subset="rol").set_index("respondent")["rol"].to_dict()
    here = frozenset(people.here)
    return Told(found, done, here, here - people.ever_disputed, store.results.moment(STUDY).editions, roles)


def rows(store: Store, people: People) -> list[Told]:
    return [fitted(store, people, edition=store.edition(STUDY))]


def figures(store: Store, people: People) -> list[Told]:
    """As the site makes them, but for what is drawn."""
    found = snapshot._told(store, snapshot.answered_design(store, STUDY), groups=True)
    if found is None:
        return []
    gathered, splits, may, since = found
    moved = store.results.show(STUDY, splits, {split: [] for split in may}, SMALLEST, since=since)
    return [behind(store, people, split, gathered.everybody.people) for split in moved if split != TOGETHER]


def mirror(store: Store, people: People) -> list[Told]:
    """As the site makes it, but for what is fitted."""
    before = store.results.states(STUDY).get(MIRROR)
    with patch("dce.web.survey.mirror._agreeing", return_value={}):
        group_model(store, snapshot.answered_design(store, STUDY), Path())  # so few need no process
    now = store.results.states(STUDY).get(MIRROR)
    if now is None or now == before:
        return []
    found = store.gathered(STUDY, until=now.at)
    assert found is not None
    return [behind(store, people, MIRROR, found.everybody.people)]


def behind(store: Store, people: People, split: str, those: Sequence[str]) -> Told:
    told = fitted(store, people)
    rows = {id_: told.rows[id_] for id_ in those}
    done = told.done & (rows.keys() if split == MIRROR else told.done)
    return replace(told, rows=rows, done=done, split=split, parts=frozenset(store.results.states(STUDY)[split].parts))


LOOKS = {"": lambda store, people: [], "file": rows, "figures": figures, "mirror": mirror}


def refuse_few(told: Sequence[Told], versions: Mapping[str, int]) -> None:
    """Who was ready is in both, or in one of them with enough others; who left after that counts still."""
    for number, one in enumerate(told):
        came, gone = defaultdict[tuple[str, int], set[str]](set), defaultdict[tuple[str, int], set[str]](set)
        by_role = defaultdict[tuple[str, str], set[str]](set)
        before = {id_ for earlier in told[:number] for id_ in earlier.rows} - one.rows.keys()
        for other in told[number + 1 :]:
            left = before - other.here
            if {one.split, other.split} <= {EVERYBODY, MIRROR} and one.rows != other.rows:
                assert abs(len(one.rows) - len(other.rows)) >= SMALLEST, (one, other)
            if bool(one.split) == bool(other.split) or (one.split and one.edition == other.edition):
                continue  # two of a kind are held against each other elsewhere, and that file came before these figures
            refuse_few_of_role(one, other, by_role, left)
            by_version = SCENARIOS in (kinds := {one.split, other.split}) and kinds <= {SCENARIOS, ""}
            shown = Counter(versions.get(id_) for id_ in (one if one.split == SCENARIOS else other).rows)
            for id_ in one.done | other.done:
                kind = other.split, versions[id_] if by_version else 0
                if by_version and shown[versions[id_]] < SMALLEST:
                    continue  # nothing is told of scenarios that so few judged
                if id_ in other.here & other.rows.keys() and other.rows[id_] != one.rows.get(id_):
                    came[kind].add(id_)
                if id_ in one.rows and id_ not in other.rows:
                    gone[kind].add(id_)
            few = [ids for ids in gone.values() if ids & other.steady and len(ids) < SMALLEST]
            few += [  # beside enough others who are missing there, nobody can tell who came
                ids
                for kind, ids in came.items()
                if ids & other.here and max(len(ids | left), len(gone[kind])) < SMALLEST
            ]
            assert not few, (one.split, other.split, came, gone)


def refuse_few_of_role(one: Told, other: Told, known: dict[tuple[str, str], set[str]], left: set[str]) -> None:
    """Figures by role and a file tell of the same people in each role that is shown, or of others who are enough."""
    if "rol" not in (one.split, other.split):
        return
    shown = one.parts | other.parts
    ready = one.done | other.done
    for part in shown:
        first, second = (
            {(id_, own) for id_, own in told.rows.items() if id_ in ready and part_of(told, id_, shown) == part}
            for told in (one, other)
        )
        few = {id_ for id_, _ in first ^ second}
        known[other.split, part] |= few
        enough = len(known[other.split, part] | left) >= SMALLEST
        assert enough or not few & other.steady, (part, few, one, other)


def part_of(told: Told, id_: str, shown: frozenset[str]) -> str:
    return next((part for part in shown if part and told.roles.get(id_) in part.split(" + ")), "")
