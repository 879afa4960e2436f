"""Finished figures of a study: shown until enough people stand behind newer ones, and read without any computing.

Figures belong to a split of all people into parts. A split moves to a new state only where no part of it, then and
before, differs by few people (:func:`dce.disclosure.may_follow`), and only together with the total; until then it stays
what it was, and the pages say of when.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from dce.disclosure import UNGROUPED, Crowd, may_follow
from dce.store.clock import utc_minute
from dce.store.database import Database, of_study
from dce.store.people_now import LAST, until_when

# Splits beside those by background item: everybody in one part; by version, as each scenario is judged by the people of
# the versions that hold it; and all groups of the study side by side.
EVERYBODY, SCENARIOS, TOGETHER = "everybody", "scenarios", "together"
MIRROR = "mirror"  # everybody too, as who finished sees it beside his or her own answers
Crowds = Mapping[str, Crowd]


@dataclass(frozen=True, slots=True)
class ResultPart:
    """Figures (JSON) of one part of a page in one language, and of how many people they are."""

    name: str
    language: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """A state of a split that is shown: its number, read in which minute, and how many people each part is of."""

    number: int
    at: str
    parts: Mapping[str, int]

    @property
    def people(self) -> int:
        """Of how many it is."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Moment:
    """A minute, and how many editions of single rows were made by now."""

    at: str
    editions: int


class Results:
    """The figures of one database; ``store.results``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def completed(self, study_id: str) -> int:
        """Count the people whose figures would be shown now; tell this number to nobody."""
        return int(self._database.run("completed_of_study", study_id=study_id)[0]["people"])

    def moment(self, study_id: str, *, first: int | None = None) -> Moment:
        """Give the present one, or that in which the last of the ``first`` so many people completed."""
        rows = self._database.run("edition", study_id=study_id)
        until = LAST if first is None else until_when(self._database, study_id, first)
        return Moment(min(utc_minute(), until), rows[0]["made"] if rows else 0)

    def until(self, study_id: str, state: State) -> str:
        """Give the minute in which the last of the people of a state completed, as far as that is known still."""
        return min(state.at, until_when(self._database, study_id, state.people))

    def states(self, study_id: str) -> dict[str, State]:
        """Give the state of each split that is shown."""
        return {split: rows[-1] for split, rows in self.history(study_id).items()}

    def history(self, study_id: str) -> dict[str, tuple[State, ...]]:
        """Give every state of each split that was shown, the last one last."""
        return {
            split: tuple(
                State(number, at, {name: crowd.people for name, crowd in own.items()}) for number, own, at in rows
            )
            for split, rows in self._earlier(study_id).items()
        }

    def showed(self, study_id: str, splits: Mapping[str, Crowds]) -> bool:
        """Tell whether each of ``splits`` is shown, or was at some time, of exactly these people."""
        earlier = self._earlier(study_id)
        return all(dict(found) in [crowds for _, crowds, _ in earlier[split]] for split, found in splits.items())

    def may_show(self, study_id: str, splits: Mapping[str, Crowds], smallest: int) -> tuple[str, ...]:
        """Give the splits that may move to a new state now; none where everybody may not."""
        total = sum(crowd.people for crowd in splits[EVERYBODY].values())
        earlier = self._earlier(study_id)
        if total < smallest or not _may(earlier, EVERYBODY, splits, smallest):
            return ()
        return tuple(split for split in splits if _may(earlier, split, splits, smallest))

    def show(
        self,
        study_id: str,
        splits: Mapping[str, Crowds],
        parts: Mapping[str, Iterable[ResultPart]],
        smallest: int,
        *,
        whole: bool = False,
        since: Moment | None = None,
    ) -> tuple[str, ...]:
        """Put the figures of ``parts`` in the place of those before, by split, as far as they may be shown.

        In one transaction; none at all where those of some split may not be, if only the ``whole`` will do. ``since``
        is when reading of their answers began, now where it is left out: an edition that was made meanwhile may be of
        a few more people, and nothing is shown. Gives the splits that moved.
        """
        with self._database.tx(of_study(study_id)):
            now = self.moment(study_id)
            if since is not None and since.editions != now.editions:
                return ()
            moved = [split for split in self.may_show(study_id, splits, smallest) if split in parts]
            if whole and len(moved) < len(parts):
                return ()
            earlier = self._earlier(study_id)
            for split in moved:
                self._database.run("drop_result_parts", study_id=study_id, split=split)
                self._add_parts(study_id, split, parts[split])
                if not earlier[split] or earlier[split][-1][1] != dict(splits[split]):
                    self._add_state(study_id, split, len(earlier[split]) + 1, splits[split], (since or now).at)
        return tuple(moved)

    def add(self, study_id: str, split: str, crowds: Crowds, parts: Iterable[ResultPart]) -> bool:
        """Put more figures of the same people beside those of a split; False where it shows another state by now."""
        with self._database.tx(of_study(study_id)):
            states = self._earlier(study_id)[split]
            if not states or states[-1][1] != dict(crowds):
                return False
            self._add_parts(study_id, split, parts)
        return True

    def part(self, study_id: str, split: str, name: str, language: str) -> Mapping[str, Any] | None:
        """Give the figures of one part, or None where it is not shown."""
        where = {"study_id": study_id, "split": split, "name": name, "language": language}
        rows = self._database.run("result_part", **where)
        found: Mapping[str, Any] | None = json.loads(rows[0]["content"]) if rows else None
        return found

    def names(self, study_id: str, language: str) -> tuple[tuple[str, str], ...]:
        """Give split and name of every part that is shown."""
        rows = self._database.run("result_part_names", study_id=study_id, language=language)
        return tuple((row["split"], row["name"]) for row in rows)

    def _add_parts(self, study_id: str, split: str, parts: Iterable[ResultPart]) -> None:
        for part in parts:
            where = {"study_id": study_id, "split": split, "name": part.name, "language": part.language}
            self._database.run("add_result_part", **where, content=json.dumps(part.content, ensure_ascii=False))

    def _add_state(self, study_id: str, split: str, number: int, crowds: Crowds, at: str) -> None:
        kept = json.dumps({name: [str(number) for number in astuple(crowd)] for name, crowd in crowds.items()})
        where = {"study_id": study_id, "split": split, "number": number}
        self._database.run("add_result_state", **where, crowds=kept, at=at)

    def _earlier(self, study_id: str) -> defaultdict[str, list[tuple[int, dict[str, Crowd], str]]]:
        found: defaultdict[str, list[tuple[int, dict[str, Crowd], str]]] = defaultdict(list)
        for row in self._database.run("result_states", study_id=study_id):
            crowds = {name: Crowd(*map(int, kept)) for name, kept in json.loads(row["crowds"]).items()}
            found[row["split"]].append((row["number"], crowds, row["at"]))
        return found


def parts_behind(split: str, names: Collection[str], told: Mapping[str, str]) -> tuple[str, ...]:
    """Give the parts of a split, of these ``names``, that somebody is behind: options by item, the version under "".

    >>> parts_behind("rol", ["fg", "po + jurist", ""], {"": "1", "rol": "jurist"}), parts_behind("rol", ["fg"], {})
    (('po + jurist',), ('',))
    """
    if split in (EVERYBODY, SCENARIOS, MIRROR):
        return (EVERYBODY if EVERYBODY in names else told[""],)
    if split == TOGETHER:
        parts = (name.split(" ", 1) for name in names)
        return tuple(f"{item} {own}" for item, own in parts if told.get(item) in own.split(" + "))
    return tuple(name for name in names if name and told.get(split) in name.split(" + ")) or (UNGROUPED,)


def _may(
    earlier: Mapping[str, list[tuple[int, dict[str, Crowd], str]]],
    split: str,
    splits: Mapping[str, Crowds],
    smallest: int,
) -> bool:
    """Whether a split may move; figures of everybody and the mirror are seen beside each other."""
    beside = (EVERYBODY, MIRROR) if split in (EVERYBODY, MIRROR) else (split,)
    states = [crowds for one in beside for _, crowds, _ in earlier.get(one, [])]
    return may_follow(states, splits[split], smallest)
