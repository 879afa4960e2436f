"""Files beside figures that were shown: of none who came or changed an answer since, or of enough who came.

The other way round of ``ahead``: who holds figures of thirty people and a file of thirty-one would find the row of the
one who came last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dce.data.gathered import Gathered
from dce.disclosure import Crowd
from dce.store.database import Database
from dce.store.people_now import LAST, Person, until_when
from dce.store.results import EVERYBODY, SCENARIOS, Results, State

OF_ALL = (EVERYBODY, SCENARIOS)
Gather = Callable[[int | None], Gathered | None]  # of all who completed, or of the first so many


@dataclass(frozen=True, slots=True)
class Figures:
    """The last figures of all people of a study, together and by version, with the fewest that may be told of."""

    database: Database
    study_id: str
    smallest: int
    states: Mapping[str, State]

    @classmethod
    def of(cls, database: Database, study_id: str, smallest: int) -> Figures:
        """Those that were shown, none before the first."""
        found = Results(database).states(study_id)
        return cls(database, study_id, smallest, {split: found[split] for split in found if split in OF_ALL})

    def known(self, people: Iterable[Person]) -> bool:
        """Whether times alone tell that a file of these people may stand beside the figures.

        Then nobody came or changed an answer since they were read, or enough came, in each version where there are
        figures by version; who came in that very minute may be in the figures already, and covers nobody.
        """
        done = [person for person in people if person.completed]
        return all(self._known(split, state, done) for split, state in self.states.items())

    def _known(self, split: str, state: State, done: Sequence[Person]) -> bool:
        late, came = set[int](), Counter[int]()
        for person in done:
            part = person.version if split == SCENARIOS else 0
            if person.here and max(person.completed or "", person.touched) >= state.at:
                late.add(part)
            came[part] += person.here and (person.completed or "") > state.at
        if not late:  # who disputed, and does so no more, came back without a time
            return len(done) <= state.people
        return all(came[part] >= self.smallest for part in late)

    def until(self, gathered: Gather) -> str | None:
        """Give until which minute who completed may be in a file, by whom the figures are of; None for nobody new."""
        if self._far(gathered(None)):
            return LAST
        first = self.states[EVERYBODY].people
        return until_when(self.database, self.study_id, first) if self._far(gathered(first)) else None

    def _far(self, found: Gathered | None) -> bool:
        """Whether figures of just these people could be shown next, or are."""
        if found is None:
            return False
        total = {EVERYBODY: sum(found.versions.values(), Crowd())}
        splits = {EVERYBODY: total, SCENARIOS: found.versions if len(found.versions) > 1 else total}
        told = {split: splits[split] for split in self.states}
        return len(Results(self.database).may_show(self.study_id, told, self.smallest)) == len(told)

    def whole(self, waiting: Iterable[Person], until: str) -> bool:
        """Whether the figures are of none who are ``waiting`` for a later file, or of enough of them."""
        if EVERYBODY not in self.states:
            return True
        state = self.states[EVERYBODY]
        first = until_when(self.database, self.study_id, state.people)
        end = min(until, state.at, first or LAST)
        done = [person.completed for person in waiting if person.here and person.completed]
        return not any(at <= end for at in done) or sum(at < end for at in done) >= self.smallest
