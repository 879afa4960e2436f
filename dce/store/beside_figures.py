"""Files beside figures that were shown: of none who came or changed an answer since, or of enough who came.

The other way round of ``ahead``: who holds figures of thirty people and a file of thirty-one would find the row of the
one who came last.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dce.data.gathered import Gathered
from dce.disclosure import UNGROUPED, Crowd
from dce.errors import AnswerError
from dce.store.database import Database
from dce.store.people_now import LAST, Person, until_when
from dce.store.refusals import DesignsDiffer
from dce.store.results import EVERYBODY, SCENARIOS, TOGETHER, Crowds, Results, State, parts_behind

MOST_TRIED = 3  # states, from the last one back
Gather = Callable[[int | None], Gathered | None]  # of all who completed, or of the first so many


@dataclass(frozen=True, slots=True)
class Figures:
    """The last figures of a study by split, with the fewest that may be told of."""

    database: Database
    study_id: str
    smallest: int
    states: Mapping[str, State]

    @classmethod
    def of(cls, database: Database, study_id: str, smallest: int) -> Figures:
        """Those that were shown, none before the first. All groups side by side tell no more than each item alone."""
        found = Results(database).states(study_id)
        return cls(database, study_id, smallest, {split: found[split] for split in found if split != TOGETHER})

    def known(self, people: Iterable[Person]) -> bool:
        """Whether times alone tell that a file of these people may stand beside the figures.

        Then nobody came or changed an answer since they were read, or enough came, in each part; who came in that very
        minute may be in the figures already, and covers nobody.
        """
        done = [person for person in people if person.completed]
        return all(self._known(split, state, done) for split, state in self.states.items())

    def _known(self, split: str, state: State, done: Sequence[Person]) -> bool:
        late, came = set[str](), Counter[str]()
        for person in done:
            if person.here and max(person.completed or "", person.touched) >= state.at:
                told = {"": str(person.version)} | json.loads(person.part.told)
                parts = parts_behind(split, state.parts, told)
                late.update(parts)
                came.update(parts if (person.completed or "") > state.at else ())
        if not late and split in (EVERYBODY, SCENARIOS):
            return len(done) <= state.people  # who disputed, and does so no more, came back without a time
        return all(came[part] >= self.smallest for part in late)

    def until(self, gathered: Gather) -> str | None:
        """Give until which minute who completed may be in a file, by whom the figures are of; None for nobody new.

        Nobody, too, where people answered designs by now that figures cannot pool.
        """
        try:
            return self._until(gathered)
        except (AnswerError, DesignsDiffer):
            return None

    def _until(self, gathered: Gather) -> str | None:
        if self._far(gathered(None)):
            return LAST
        earlier = [state.people for state in Results(self.database).history(self.study_id)[EVERYBODY]]
        for first in earlier[: -MOST_TRIED - 1 : -1]:
            if self._far(gathered(first)):
                return until_when(self.database, self.study_id, first)
        return None

    def _far(self, found: Gathered | None) -> bool:
        """Whether figures of just these people could be shown next, or are."""
        if found is None:
            return False
        splits = {split: _crowds(split, state, found) for split, state in self.states.items()}
        return len(Results(self.database).may_show(self.study_id, splits, self.smallest)) == len(splits)

    def whole(self, waiting: Iterable[Person], until: str) -> bool:
        """Whether the figures are of none who are ``waiting`` for a later file, or of enough of them."""
        if EVERYBODY not in self.states:
            return True
        state = self.states[EVERYBODY]
        first = until_when(self.database, self.study_id, state.people)
        end = min(until, state.at, first or LAST)
        done = [person.completed for person in waiting if person.here and person.completed]
        return not any(at <= end for at in done) or sum(at < end for at in done) >= self.smallest


def _crowds(split: str, state: State, found: Gathered) -> Crowds:
    """The people behind the same parts among those who were ``found``."""
    if EVERYBODY in state.parts:
        return {EVERYBODY: sum(found.versions.values(), Crowd())}
    if split == SCENARIOS:
        return found.versions
    told = found.told.get(split, {})
    options = {name: name.split(" + ") for name in state.parts if name}
    named = {option for own in options.values() for option in own}
    parts = {name: sum((told.get(option, Crowd()) for option in own), Crowd()) for name, own in options.items()}
    return parts | {UNGROUPED: sum((crowd for option, crowd in told.items() if option not in named), Crowd())}
