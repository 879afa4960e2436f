"""The life of a study: which state may follow which, what each takes, and until when answers are kept."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from dce.design import Design
from dce.store import FOLLOWS, NoStudy, NotOpen, Respondent, State, Store, WrongState
from dce.study import Fieldwork

STATES: tuple[State, ...] = ("draft", "open", "paused", "closed", "archived")
ALLOWED = {
    *(("draft", "open"), ("open", "paused"), ("open", "closed"), ("paused", "open"), ("paused", "closed")),
    *(("closed", "open"), ("closed", "archived")),
}


def put(store: Store, state: State, at: str = "2026-01-31T12:00Z") -> None:
    """Set a state as it would be after earlier changes."""
    number = len(store.life.history("voorbeeld")) + 1
    store._database.run("add_state", study_id="voorbeeld", number=number, state=state, at=at, account="anna", why="")


@pytest.mark.parametrize("now", STATES)
@pytest.mark.parametrize("then", STATES)
def test_which_state_may_follow_which(store: Store, now: State, then: State) -> None:
    put(store, now)
    assert ((now, then) in ALLOWED) == (then in FOLLOWS[now])
    if (now, then) in ALLOWED:
        store.life.change("voorbeeld", then, "anna", "omdat het zo uitkomt")
        last = store.life.history("voorbeeld")[-1]
        assert (last.state, last.actor, last.why) == (then, "anna", "omdat het zo uitkomt")
        entry = store.audit.of_study("voorbeeld")[-1]
        assert (entry.action, entry.why) == (f"study.{then}", last.why)
        return
    can = ", ".join(sorted(after for before, after in ALLOWED if before == now)) or "nothing but deletion"
    with pytest.raises(WrongState, match=f"is {now}, and '{then}' cannot follow that; what can is {can}$"):
        store.life.change("voorbeeld", then, "anna")
    assert store.life.state("voorbeeld") == now
    assert store.audit.of_study("voorbeeld") == ()


def test_what_was_published_before_there_were_states_is_open(store: Store) -> None:
    assert (store.life.state("voorbeeld"), store.life.history("voorbeeld")) == ("open", ())
    assert store.moment("voorbeeld") == "open"
    for ask in (store.life.state, store.moment, store.life.retention):
        with pytest.raises(NoStudy, match="'ander'"):
            ask("ander")


@pytest.mark.parametrize("state", STATES)
def test_only_an_open_study_takes_people_and_answers(
    store: Store, design: Design, respondent: Respondent, state: State
) -> None:
    put(store, state)

    def tries() -> list[bool]:
        done = []
        for attempt in (
            lambda: store.add_respondent(design, language="nl", rng=np.random.default_rng(2)),
            lambda: store.record_answer(respondent.id, respondent.tasks[0], "4"),
        ):
            try:
                attempt()  # type: ignore[no-untyped-call]
                done.append(True)
            except NotOpen:
                done.append(False)
        return done

    assert tries() == [state == "open"] * 2
    assert store.progress("voorbeeld").answers == (state == "open")


def test_the_moment_is_that_of_the_state_and_of_the_dates(store: Store) -> None:
    early, midway, late = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 6, 12))
    store.hold("voorbeeld", Fieldwork(opens=datetime(2026, 3, 1, tzinfo=UTC), closes=datetime(2026, 9, 1, tzinfo=UTC)))
    found = {}
    for state in STATES:
        put(store, state)
        found[state] = [store.moment("voorbeeld", now) for now in (early, midway, late)]
    assert found == {
        "draft": ["draft"] * 3,
        "open": ["before", "open", "closed"],
        "paused": ["paused"] * 3,
        "closed": ["closed"] * 3,
        "archived": ["closed"] * 3,
    }


@pytest.mark.parametrize(
    ("states", "closes", "until"),
    [
        ([("open", "2026-01-01T00:00Z")], None, None),
        ([("paused", "2026-01-01T00:00Z")], None, None),
        ([("closed", "2026-01-31T12:00Z")], None, datetime(2027, 1, 31, 12, tzinfo=UTC)),
        (
            [("closed", "2026-01-31T12:00Z"), ("archived", "2026-05-01T00:00Z")],
            None,
            datetime(2027, 1, 31, 12, tzinfo=UTC),
        ),
        ([("closed", "2026-01-31T12:00Z"), ("open", "2026-02-01T00:00Z")], None, None),
        ([], datetime(2026, 4, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)),
        ([("closed", "2026-05-01T00:00Z")], datetime(2026, 4, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)),
        ([("closed", "2026-05-01T00:00Z")], datetime(2028, 4, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)),
        ([], datetime(2028, 4, 1, tzinfo=UTC), None),
    ],
)
def test_answers_are_kept_for_so_many_months_after_closing(
    store: Store, states: list[tuple[State, str]], closes: datetime | None, until: datetime | None
) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    for state, at in states:
        put(store, state, at)
    if closes:
        store.hold("voorbeeld", Fieldwork(closes=closes))
    found = store.life.retention("voorbeeld", now)
    assert (found.until if found else None) == until
    assert store.life.due(now) == ()
    if until is not None:
        assert store.life.due(until.replace(day=1, month=1)) == ()
        assert [due.study_id for due in store.life.due(until)] == ["voorbeeld"]


def test_the_fewest_months_that_any_version_promised_count(store: Store, design: Design) -> None:
    shorter = design.study.model_copy(
        update={"privacy": design.study.privacy.model_copy(update={"retention_months": 1})}
    )
    store.publish(Design.from_frame(shorter, design.frame, seed=1, settings={}))
    store.publish(design)
    put(store, "closed")
    found = store.life.retention("voorbeeld")
    assert found is not None
    assert (found.months, found.until) == (1, datetime(2026, 2, 28, 12, tzinfo=UTC)), "February has no 31st"
