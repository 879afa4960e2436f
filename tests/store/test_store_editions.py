"""What leaves the house as single rows moves in steps: no two files tell of fewer people than may be told of."""

from __future__ import annotations

import pytest
from edition_parts import after_parts
from edition_people import DESIGN, PRACTISED, STUDY, People
from store_raw import look

from dce.store import Store, editions


@pytest.fixture
def crowd(store: Store) -> People:
    store.publish(DESIGN)
    return People(store, DESIGN)


def test_a_file_is_what_it_was_until_enough_people_came(crowd: People) -> None:
    crowd.come(2)
    assert crowd.file() == {}, "two are too few for a first one"
    assert crowd.store.edition_number(STUDY) == 0
    crowd.come(2)
    first = crowd.file()
    assert len(first) == 4
    crowd.come(1)
    crowd.change_mind(0)
    assert crowd.file() == first, "one came and one changed an answer: two are too few"
    crowd.tell(1)
    assert crowd.file() == first, "in a file without backgrounds these are two still"
    crowd.come(1)
    second = crowd.file()
    assert second.keys() - first.keys() == set(crowd.here[4:])
    changed = {id_ for id_ in first if second[id_] != first[id_]}
    assert changed == set(crowd.here[:2]), "who changed something comes along"


def test_who_went_on_stands_there_with_what_was_said_then(crowd: People) -> None:
    """Later answers, other words on oneself, and times too."""
    crowd.come(4, tasks=5)
    first = crowd.file()
    for _ in range(3):
        crowd.go_on(0)
    crowd.tell(0)
    assert crowd.file() == first
    now = crowd.store.answers(STUDY, everything=True)
    assert len(now) == sum(map(len, first.values())) + 3
    crowd.go_on(1)
    crowd.go_on(2)
    assert len(crowd.file()[crowd.here[0]]) == 8


def test_who_disputes_no_more_brings_nothing_new(crowd: People) -> None:
    """Beside a file of before two others would be alone."""
    crowd.come(4)
    first = crowd.file()
    crowd.dispute(0)
    without = crowd.file()
    assert len(without) == 3
    crowd.come_back(0)
    crowd.come(2)
    assert crowd.file() == without
    crowd.come(1)
    assert len(crowd.file()) == 7
    assert first.keys() < crowd.file().keys()


def test_who_disputes_twice_brings_nothing_new_either(crowd: People) -> None:
    crowd.come(4)
    crowd.file()
    for _ in range(2):
        crowd.dispute(0)
        crowd.come_back(0)
        crowd.come(3)
        assert len(crowd.file()) == len(crowd.here)
    crowd.dispute(0)
    crowd.come_back(0)
    crowd.come(2)
    assert len(crowd.file()) == 9


def test_answers_that_were_given_before_are_no_news(crowd: People) -> None:
    """Two who go back to their first answer and one who comes: beside the first file that would be one alone."""
    crowd.come(4)
    first = crowd.file()
    for which in range(3):
        crowd.change(which, "2")
    second = crowd.file()
    assert sum(second[id_] != first[id_] for id_ in first) == 3
    for which in range(3):
        crowd.change(which, "1")
    crowd.come(1)
    assert crowd.file() == second
    crowd.come(2)
    third = crowd.file()
    assert {id_ for id_ in third if third[id_] != first.get(id_)} == set(crowd.here[4:])


def test_each_version_has_steps_of_its_own(crowd: People) -> None:
    """A file can be of one version: two who came to each are too few, though there are four."""
    crowd.come(3)
    crowd.file()
    crowd.turn(1)
    crowd.come(3)
    first = crowd.file()
    assert len(first) == 6
    crowd.come(2)
    crowd.design = DESIGN
    crowd.come(2)
    assert crowd.file() == first
    crowd.come(1)
    assert crowd.file().keys() - first.keys() == set(crowd.here[-3:]), "those of the new version wait"


def test_practice_is_no_news(store: Store) -> None:
    """Files tell of it only to who asks: beside the others, one who came would stand there alone."""
    store.publish(PRACTISED)
    crowd = People(store, PRACTISED)
    crowd.come(2, tasks=1)
    crowd.come(2)
    assert crowd.file() == {}
    crowd.come(1)
    assert len(crowd.file()) == 5


def test_people_who_were_imported_do_not_cover_one_who_came(crowd: People) -> None:
    """Who imports nine knows them, and would have the tenth alone."""
    crowd.come(3)
    first = crowd.file()
    crowd.come(1)
    crowd.bring(9)
    assert crowd.file() == first
    crowd.come(2)
    assert len(crowd.file()) == 15


def test_who_leaves_is_out_at_once_and_for_good(crowd: People) -> None:
    crowd.come(5)
    first, number = crowd.file(), crowd.store.edition_number(STUDY)
    gone = crowd.here[0]
    crowd.leave(0)
    left = crowd.file()
    assert (first.keys() - left.keys(), crowd.store.edition_number(STUDY) > number) == ({gone}, True)
    assert {id_: rows for id_, rows in first.items() if id_ != gone} == left
    other = crowd.here[0]
    crowd.store.dispute(other)
    assert other not in crowd.file()
    crowd.store.dispute(other, disputed=False)
    assert other not in crowd.file(), "to come back is to come: one would be told by it"


def test_a_study_of_invented_answers_needs_no_steps(tmp_path) -> None:
    store = Store.open(tmp_path / "dce.db", synthetic=True)
    store.publish(DESIGN)
    people = People(store, DESIGN)
    for number in (1, 2, 3):
        people.come(1)
        assert len(people.file()) == number
    people.tell(0)
    assert all("beleid" in row for row in people.file()[people.here[0]]), "though nothing was answered"
    store.close()


def test_an_edition_that_was_cut_off_is_none_and_the_next_one_is_whole(
    crowd: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody pulls the plug between two parts: what was handed out last stays what it was."""
    monkeypatch.setattr(editions, "AT_ONCE", 2)
    crowd.come(4)
    first = crowd.file()
    crowd.come(4)
    done = list[int]()

    def cut() -> None:
        done.append(1)
        if len(done) == 2:
            raise ConnectionAbortedError

    with monkeypatch.context() as patch:
        patch.setattr(editions, "_parted", after_parts(cut))
        with pytest.raises(ConnectionAbortedError):
            crowd.store.edition(STUDY)
    assert crowd.file() == first, "another program may be making it still"
    monkeypatch.setattr(editions, "MOST_HOURS", 0)
    crowd.leave(5)
    assert len(crowd.file()) == 7
    (kept,) = look(crowd.store, "SELECT count(*) FROM handed_out")
    assert kept[0] == 7, "nothing of it is left over"


def test_who_leaves_while_an_edition_is_made_may_make_it_one_of_too_few(
    crowd: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd.come(4)
    first = crowd.file()
    crowd.come(3)
    with monkeypatch.context() as patch:
        patch.setattr(editions, "_parted", after_parts(lambda: crowd.leave(6) if len(crowd.here) == 7 else None))
        assert crowd.store.edition(STUDY).people.keys() == first.keys()
    assert crowd.file() == first
    crowd.come(1)
    assert len(crowd.file()) == 7


def test_what_is_no_longer_in_an_edition_is_not_kept(crowd: People) -> None:
    crowd.come(3, tasks=2)
    crowd.file()
    for which in range(3):
        crowd.go_on(which)
        crowd.tell(which)
    assert {len(rows) for rows in crowd.file().values()} == {3}
    kept = look(crowd.store, "SELECT told FROM handed_out WHERE since = 1")
    assert [told for (told,) in kept] == ["{}"] * 3
