"""A snapshot of the results: gathered from the database, fitted, drawn, and kept as far as it may be shown.

First comes what most people look at; the spread of weights, the pages of single groups and the adviser follow of the
same answers, and are waited for where earlier figures stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from dce.data.gathered import Gathered
from dce.design import Design
from dce.ranking.quality import AnswerQuality, answer_quality
from dce.report.assemble import Fitted, Making, assemble, assemble_group, spread_of
from dce.report.contents import ReportContents
from dce.report.tally import Tally
from dce.store import ResultPart, Store
from dce.store.results import EVERYBODY, MIRROR, SCENARIOS, TOGETHER, Crowds, Moment
from dce.web.results.adviser_shown import advised_splits, adviser_part
from dce.web.results.parts import MOST_CHECKED, design_part, group_parts, parts_of, quality_part, spread_part
from dce.web.results.splits import beside_files, splits_of

BOOTSTRAP, SEED = 1000, 1
Reach = Callable[[float], object]
Draw = Callable[[str], list[ResultPart]]  # in a language


def make_snapshot(store: Store, study_id: str, *, groups: bool, reach: Reach) -> dict[str, Any]:
    """Make what may be shown now, and keep it; gives the splits that moved, none where too few people did.

    ``groups`` where figures by background item are wanted as well; ``reach`` is told how far it is.
    """
    design = answered_design(store, study_id)
    smallest, told = design.study.privacy.smallest_group, _told(store, design, groups=groups)
    if told is None or store.few_here(study_id):
        return {"moved": []}
    found, splits, may, since = told
    reach(0.3)
    making = Making(BOOTSTRAP, SEED, "", datetime.now(UTC).date(), store.synthetic)
    fitted = Fitted.of_gathered(found)
    contents = assemble(design, Tally(found), fitted, making, spread=False, reach=lambda s: reach(0.3 + 0.1 * s))
    snapshot = _Snapshot(store, study_id, splits, contents, making, smallest, since)
    return {"moved": snapshot.show(may, fitted, reach)}


def answered_design(store: Store, study_id: str) -> Design:
    """The newest design that has answers, else the one that new people get."""
    answered = store.answered_designs(study_id)
    return store.design(answered[-1]) if answered else store.current(study_id)


def _told(
    store: Store, design: Design, *, groups: bool
) -> tuple[Gathered, dict[str, Crowds], list[str], Moment] | None:
    """Whose figures may be shown now, their splits, which of these may move, and of which moment they are.

    These are all who completed. Where too few came since figures were shown, or rows were handed out, they are the
    people of those figures or rows, as long as there is something new to tell of them: by group, at the end of a study,
    nothing else would ever be told.
    """
    study, smallest = design.study, design.study.privacy.smallest_group
    now = store.results.moment(study.id)
    for since in chain([now], _earlier(store, study.id, now, smallest)):
        before = store.ahead(study.id, until=since.at)
        found = store.gathered(study.id, until=since.at)
        if found is None or found.people < smallest:
            continue
        splits = splits_of(found, design, groups=groups)
        beside = beside_files(splits, before, store.ahead(study.id, until=since.at), smallest)
        may = _wanted(
            [split for split in store.results.may_show(study.id, splits, smallest) if split in beside], design
        )
        known = {split for split in splits if store.results.showed(study.id, {split: splits[split]})}
        if EVERYBODY in may and (since is now or EVERYBODY not in known or set(may) - known):
            return found, splits, may, since
    return None


def _earlier(store: Store, study_id: str, now: Moment, smallest: int) -> Iterator[Moment]:
    """The moments of figures that stand, of the mirror and of the rows that were handed out, unless these are older."""
    states, handed_out = store.results.states(study_id), store.ahead(study_id)
    found = {store.results.until(study_id, states[split]) for split in (EVERYBODY, MIRROR) if split in states}
    if handed_out is not None and handed_out.level >= smallest:
        found.add(store.results.moment(study_id, first=handed_out.level).at)
    shown = store.results.until(study_id, states[EVERYBODY]) if EVERYBODY in states else ""
    yield from (replace(now, at=at) for at in sorted(found, reverse=True) if at >= shown)


def _wanted(may: Sequence[str], design: Design) -> list[str]:
    """What is drawn of what may be shown: all groups side by side only where all of them are of the same people."""
    all_groups = all(item.id in may for item in design.study.groupings)
    return [split for split in may if split != TOGETHER or all_groups]


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What was computed of a study, to be drawn and kept."""

    store: Store
    study_id: str
    splits: dict[str, Crowds]
    contents: ReportContents
    making: Making
    smallest: int
    since: Moment  # when reading began

    def show(self, may: Sequence[str], fitted: Fitted, reach: Reach) -> list[str]:
        """Draw these splits and show them, as far as that is allowed still; gives those that moved.

        The first figures of a study are shown as soon as they are there. Later ones come all at once, so that nothing
        goes away while the rest is made.
        """
        parts = {}
        for number, split in enumerate(may, 1):
            parts[split] = self._drawn([lambda language, split=split: parts_of(split, self.contents, language)])  # type: ignore[misc]
            reach(0.4 + 0.29 * number / len(may))
        results = self.store.results
        if EVERYBODY not in results.states(self.study_id):
            moved = results.show(self.study_id, self.splits, parts, self.smallest, since=self.since)
            for split, more in self._more(moved, fitted, reach):
                results.add(self.study_id, split, self.splits[split], more)
            return list(moved)
        for split, more in self._more(may, fitted, reach):
            parts[split] += more
        return list(results.show(self.study_id, self.splits, parts, self.smallest, whole=True, since=self.since))

    def _more(self, moved: Sequence[str], fitted: Fitted, reach: Reach) -> Iterator[tuple[str, list[ResultPart]]]:
        """Give by split the spread of weights, each group alone, and the advisers, as each is made."""
        reach(0.7)
        if EVERYBODY in moved:
            study = self.contents.study
            spread = replace(self.contents, spread=spread_of(fitted, study, self.making.seed))
            quality = self._quality()
            more: list[Draw] = [
                lambda language: quality_part(study, quality, language),
                lambda language: design_part(self.contents.design, language),
                lambda language: spread_part(spread, language),
            ]
            yield EVERYBODY, self._drawn(more)
        for number, split in enumerate(moved, 1):
            reach(0.75 + 0.15 * number / len(moved))
            yield split, self._drawn([self._group(split, option) for option in self._alone(split)])
        yield from self._advisers(moved, reach)

    def _advisers(self, moved: Sequence[str], reach: Reach) -> Iterator[tuple[str, list[ResultPart]]]:
        """Give the advisers of the same people; scenarios are told of only where their own figures move too."""
        answers, making = self.contents.answers, self.making
        splits = advised_splits(moved, self.contents.study)
        for number, split in enumerate(splits, 1):
            if isinstance(answers, Tally):
                yield split, adviser_part(
                    answers.gathered, self.contents.design, split,
                    counts=SCENARIOS in moved, on=making.day, synthetic=making.synthetic,
                )  # fmt: skip
            reach(0.9 + 0.1 * number / len(splits))

    def _quality(self) -> AnswerQuality | None:
        """Signs of careless answers among the same people, where these are not too many."""
        answers = self.contents.answers
        if not isinstance(answers, Tally) or answers.gathered.people > MOST_CHECKED:
            return None
        study = self.contents.study
        frame = self.store.answers(self.study_id, everything=True)
        people = frame["respondent"].isin(answers.gathered.everybody.people)
        frame = frame[people & frame["task_role"].isin(("task", "anchor")) & frame["rating"].isin(study.scale_ids)]
        return answer_quality(frame.assign(again=frame["showing"] > 1), study, seconds="seconds", repeat="again")

    def _alone(self, split: str) -> tuple[str, ...]:
        """The groups of a background item that have a page of their own."""
        answers = self.contents.answers
        return answers.shown(split) if isinstance(answers, Tally) and split in self._items else ()

    @property
    def _items(self) -> set[str]:
        return {item.id for item in self.contents.study.groupings}

    def _group(self, item: str, option: str) -> Draw:
        answers = self.contents.answers
        if not isinstance(answers, Tally):  # a snapshot has no other
            raise TypeError("groups alone are told from counts")
        ratings = answers.gathered.by_item[item].of_group(item, option)
        own = assemble_group(Tally(answers.gathered, (item, option)), self.contents.design, ratings, self.making)
        return lambda language: group_parts(option, own, language)

    def _drawn(self, draws: Sequence[Draw]) -> list[ResultPart]:
        """What each gives in every language; two side by side, as half of drawing is done outside Python."""
        wanted = [(draw, language) for draw in draws for language in self.contents.study.languages]
        with ThreadPoolExecutor(max_workers=2) as threads:
            found = list(threads.map(lambda one: one[0](one[1]), wanted))
        return [part for parts in found for part in parts]
