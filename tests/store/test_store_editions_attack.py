"""Whoever keeps every file of a study subtracts them from each other, and finds nobody alone."""

from __future__ import annotations

import pytest
from edition_people import PRACTISED, SMALLEST, People, Rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dce.store import Store

MOVES = st.one_of(
    st.tuples(st.just("come"), st.integers(1, 4)),
    st.tuples(st.just("begin"), st.integers(1, 3)),
    st.tuples(st.just("bring"), st.integers(1, 3)),
    *(st.tuples(st.just(name), st.integers(0, 9)) for name in ("go_on", "change_mind", "change_mind", "tell", "leave")),
    *(st.tuples(st.just(name), st.integers(0, 9)) for name in ("tell_no_more", "dispute", "come_back")),
    st.tuples(st.just("turn"), st.integers(0, 1)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(MOVES, st.booleans()), min_size=6, max_size=24))
def test_c07_no_two_files_differ_by_the_rows_of_few_people(tmp_path_factory: pytest.TempPathFactory, moves) -> None:
    """An attacker holds every file against every other; who left is out of the later ones, as is everybody's right."""
    store = Store.open(tmp_path_factory.mktemp("editions") / "dce.db")
    store.publish(PRACTISED)
    people, taken = People(store, PRACTISED), list[dict[str, Rows]]()
    for (name, number), look in [*moves, (("come", 3), True)]:
        if name == "begin":
            people.come(number, tasks=number)
        else:
            getattr(people, name)(number)
        if look:
            taken.append(people.files())
    store.close()
    for kind in {kind for files in taken for kind in files}:
        refuse_few([files.get(kind, {}) for files in taken], people.imported)


def refuse_few(files: list[Rows], imported: set[str]) -> None:
    for earlier, before in enumerate(files):
        came = set[str]()  # or changed something since that file, whoever of them left after that
        for later in files[earlier + 1 :]:
            came |= {id_ for id_, rows in later.items() if before.get(id_) != rows}
            assert not 0 < len(came - imported) < SMALLEST
