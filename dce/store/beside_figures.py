"""Files beside figures that were shown: of none who came or changed an answer since, or of enough who came.

The other way round of ``ahead``: who holds figures of thirty people and a file of thirty-one would find the row of the
one who came last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dce.disclosure import UNGROUPED, Crowd
from dce.errors import AnswerError
from dce.store.database import Database
from dce.store.people_now import LAST, Kind, Part, Person, told_by
from dce.store.refusals import DesignsDiffer
from dce.store.results import EVERYBODY, MIRROR, SCENARIOS, TOGETHER, Crowds, Results, State, parts_behind

MOST_TRIED = 3  # states, from the last one back
OF_ALL = (EVERYBODY, SCENARIOS, MIRROR)  # whatever people told of themselves


class Behind(Protocol):
    """The people behind figures, by version and by what they told."""

    @property
    def versions(self) -> Mapping[str, Crowd]:
        """Those behind each version of the design."""

    @property
    def told(self) -> Mapping[str, Mapping[str, Crowd]]:
        """Those behind each option, by item."""


Gather = Callable[[str], Behind | None]  # of all who completed until a minute


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who moved and waits for a later file, what the next one holds of him or her, and whether that is new."""

    person: Person
    held: Part | None
    fresh: bool

    def behind(self, split: str, state: State) -> set[str]:
        """Give the parts behind which this person is, or was, and of which the file says nothing, or something else."""
        now = self.person.part
        then = self.held or now
        same = self.held is not None and (then.links == now.links if split in OF_ALL else then == now)
        kinds = () if same else ((self.person.version, then.told), self.person.kind)
        return {part for kind in kinds for part in parts_behind(split, state.parts, told_by(kind))}


@dataclass(frozen=True, slots=True)
class _Counted:
    """People by what they told: all who are ``there``, those who moved since (``late``) and of these who ``came``.

    ``otherwise`` tells whether somebody may have told something else before.
    """

    there: Mapping[Kind, int]
    late: Mapping[Kind, int]
    came: Mapping[Kind, int]
    otherwise: bool

    @classmethod
    def since(cls, at: str, people: Iterable[Person]) -> _Counted:
        """Count those who moved in the minute ``at`` or later, and those who came after it."""
        there, late, came, otherwise = Counter[Kind](), Counter[Kind](), Counter[Kind](), False
        for person in people:
            kind = person.kind
            there[kind] += 1
            if person.here and max(person.completed or "", person.touched, person.changed) >= at:
                late[kind] += 1
                came[kind] += (person.completed or "") > at
                otherwise |= person.changed >= at
        return cls(there, late, came, otherwise)

    def by_part(self, split: str, state: State) -> Iterator[tuple[str, int, int, int]]:
        """Give each part that somebody is behind, with how many are there, moved and came."""
        found = defaultdict[str, list[int]](lambda: [0, 0, 0])
        for kind in self.there:
            for part in parts_behind(split, state.parts, told_by(kind)):
                for place, counts in enumerate((self.there, self.late, self.came)):
                    found[part][place] += counts.get(kind, 0)
        yield from ((part, *counts) for part, counts in found.items())  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a study that were shown, by split, the last ones last, with the fewest that may be told of."""

    database: Database
    study_id: str
    smallest: int
    states: Mapping[str, tuple[State, ...]]

    @classmethod
    def of(cls, database: Database, study_id: str, smallest: int) -> Figures:
        """Those of now, none before the first. All groups side by side tell no more than each item alone."""
        found = Results(database).history(study_id)
        return cls(database, study_id, smallest, {split: found[split] for split in found if split != TOGETHER})

    def known(self, people: Iterable[Person]) -> bool:
        """Whether times alone tell that a file of these people may stand beside the figures.

        Then behind each part there are no more than there were, of whom nobody moved since the figures were read, or
        enough came. Who came in that very minute may be in the figures already, and covers nobody. Who told something
        else since is behind another part than before, and which that was is not known.
        """
        done = [person for person in people if person.completed]
        counted = {at: _Counted.since(at, done) for at in {states[-1].at for states in self.states.values()}}
        return all(self._known(split, states, counted[states[-1].at]) for split, states in self.states.items())

    def _known(self, split: str, states: Sequence[State], counted: _Counted) -> bool:
        state = states[-1]
        if split not in OF_ALL and (counted.otherwise or len(_apart(states)) > 1):
            return False
        return all(
            came >= self.smallest if late else there <= state.parts.get(part, 0)
            for part, there, late, came in counted.by_part(split, state)
        )

    def until(self, gathered: Gather) -> str | None:
        """Give until which minute who completed may be in a file, by whom the figures are of; None for nobody new.

        Nobody, too, where people answered designs by now that figures cannot pool.
        """
        try:
            return self._until(gathered)
        except (AnswerError, DesignsDiffer):
            return None

    def _until(self, gathered: Gather) -> str | None:
        results = Results(self.database)
        states = [state for split in (EVERYBODY, MIRROR) for state in self.states.get(split, ())]
        earlier = {results.until(self.study_id, state) for state in states}
        for until in (LAST, *sorted(earlier, reverse=True)[:MOST_TRIED]):
            if self._far(gathered(until)):
                return until
        return None

    def _far(self, found: Behind | None) -> bool:
        """Whether figures of just these people could be shown next, or are."""
        if found is None:
            return False
        total = {EVERYBODY: _everybody(found)}
        told = [(split, _crowds(split, state, found)) for split in self.states for state in _apart(self.states[split])]
        results = Results(self.database)
        return all(split in results.may_show(self.study_id, total | {split: own}, self.smallest) for split, own in told)

    def whole(self, waiting: Sequence[Waiting], until: str) -> bool:
        """Whether each part is of none who are ``waiting`` for a later file, or of enough whom no file tells of."""
        return all(self._whole(split, states[-1], waiting, until) for split, states in self.states.items())

    def _whole(self, split: str, state: State, waiting: Sequence[Waiting], until: str) -> bool:
        end = min(until, Results(self.database).until(self.study_id, state))
        covered = Counter[str]()
        for one in waiting:
            if one.person.here and one.person.completed and one.person.completed <= end:
                for part in one.behind(split, state):
                    covered[part] += one.fresh and one.person.completed < end
        return all(people >= self.smallest for people in covered.values())


def _apart(states: Sequence[State]) -> Sequence[State]:
    """Give one state of each way in which people were parted: who was shown as a group then may not be so later."""
    return tuple({frozenset(state.parts): state for state in states}.values())


def _everybody(found: Behind) -> Crowds:
    return {EVERYBODY: sum(found.versions.values(), Crowd())}


def _crowds(split: str, state: State, found: Behind) -> Crowds:
    """The people behind the same parts among those who were ``found``."""
    if EVERYBODY in state.parts:
        return _everybody(found)
    if split == SCENARIOS:
        return found.versions
    told = found.told.get(split, {})
    options = {name: name.split(" + ") for name in state.parts if name}
    named = {option for own in options.values() for option in own}
    parts = {name: sum((told.get(option, Crowd()) for option in own), Crowd()) for name, own in options.items()}
    return parts | {UNGROUPED: sum((crowd for option, crowd in told.items() if option not in named), Crowd())}
