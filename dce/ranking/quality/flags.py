"""The four flags on answers: too fast, too alike, unlike themselves, and unlike everybody else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Ratings
from dce.data.cells import finite_numbers, first_true, need_columns, scale_index
from dce.errors import AnswerError, FitError
from dce.ranking.finding import share_of_people
from dce.ranking.quality.person_fit import Given, PersonFit
from dce.ranking.quality.run_lengths import chance_of_distance, chance_of_run, longest_runs
from dce.study import Study

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Index = NDArray[np.intp]
SPEEDING, STRAIGHT_LINING, REPEATS, RANDOM_FIT = "speeding", "straight-lining", "repeat disagreement", "random fit"
FEWEST_ANSWERS = 5  # fewer equal answers in a row happen to anybody


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where a flag begins: ``speed``, a part of the median time; ``chance`` of it for an attentive person; ``caught``.

    ``caught`` is the part of random answerers that must be flagged. Half the median time is the strictest of the cuts
    that Greszki, Meyer and Schoen (2015), Public Opinion Quarterly 79, 471-503, compare (50%, 40%, 30% faster).
    """

    speed: float = 0.5
    chance: float = 0.05
    caught: float = 0.95

    def __post_init__(self) -> None:
        for name in ("speed", "chance", "caught"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise FitError(f"{name} is {getattr(self, name)}; use a number between 0 and 1")


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag: whom it could be checked for (G,) and whom it marks (G,), how many by chance, and the rule in words."""

    name: str
    rule: str
    checked: Mask
    marked: Mask
    expected: float = np.nan
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Second showings: who (N,), the place of the first showing among the answers (N,), the distance between both."""

    person: Index
    place: Index
    distance: Index


@dataclass(frozen=True, slots=True)
class Sheet:
    """First showings in order, as a table and as numbers, and what a model says of each (None where there is none)."""

    ratings: Ratings
    study: Study
    given: Given
    first: pd.DataFrame
    model: PersonFit | None
    cuts: Cuts

    @property
    def nobody(self) -> Mask:
        """A mark for each person (G,), none of them set."""
        return np.zeros(len(self.ratings.people), dtype=np.bool_)

    def in_order(self, values: Array | Index, empty: float) -> tuple[Array, Index]:
        """Values (N, ...) by person and showing (G, T, ...), ``empty`` after the last; how many each has (G,)."""
        person = self.given.person
        count = np.bincount(person, minlength=len(self.ratings.people))
        place = np.arange(len(person)) - np.r_[0, np.cumsum(count)][person]
        table = np.full((len(count), int(count.max()), *values.shape[1:]), empty, dtype=float)
        table[person, place] = values
        return table, count

    def pairs(self, second: pd.DataFrame) -> Pairs:
        """Second showings beside their first; raises AnswerError where there is none, or a third."""
        keys = ["respondent", "task"]
        shown = pd.MultiIndex.from_frame(self.first[keys].astype(str))
        again = pd.MultiIndex.from_frame(second[keys].astype(str))
        place = shown.get_indexer(again)
        for fault, said in ((place < 0, "has no first showing"), (again.duplicated(), "stands there already")):
            if fault.any():
                row = int(second.index[fault][0]) + 1
                raise AnswerError(f"row {row}: this second showing {said}; a task has one first and one second showing")
        category = scale_index(second["rating"], self.study.scale_ids).astype(np.intp)
        return Pairs(self.given.person[place], place, np.abs(category - self.given.category[place]))


def speeding(sheet: Sheet, seconds: str | None) -> Flag:
    """Whose median time is under a part of the median of all people's; raises AnswerError for what is no time."""
    rule, smallest = f"median time under {sheet.cuts.speed:.0%} of that of all", sheet.study.privacy.smallest_group
    if seconds is None:
        return Flag(SPEEDING, rule, sheet.nobody, sheet.nobody, reason="no column tells the time on the page")
    need_columns(sheet.first, [seconds])
    time = pd.to_numeric(sheet.first[seconds], errors="coerce")
    bad = (time.isna() & sheet.first[seconds].notna()) | (time < 0)
    if bad.any():
        row = int(sheet.first.index[bad].min())
        found = sheet.first[seconds].loc[row]
        raise AnswerError(f'row {row + 1}, column "{seconds}": "{found}" is no time; write seconds or leave it empty')
    people = np.arange(len(sheet.ratings.people))
    own = time.groupby(sheet.given.person).median().reindex(people).to_numpy(dtype=float)
    checked = np.isfinite(own)
    if checked.sum() < smallest:
        said = f"the time on the page is known of fewer than {smallest} people"
        return Flag(SPEEDING, rule, sheet.nobody, sheet.nobody, reason=said)
    return Flag(SPEEDING, rule, checked, checked & (own < sheet.cuts.speed * np.median(own[checked])))


def straight_lining(sheet: Sheet) -> Flag:
    """Who gave one answer only, or one so often in a row that hardly anybody of the same leniency would."""
    answers, count = sheet.in_order(sheet.given.category, -1)
    longest, checked = longest_runs(answers.astype(np.intp)), count >= FEWEST_ANSWERS
    rule = "all answers the same"
    if not checked.any():
        said = f"everybody gave fewer than {FEWEST_ANSWERS} answers"
        return Flag(STRAIGHT_LINING, rule, checked, checked, reason=said)
    if sheet.model is None:
        said = "runs of equal answers could not be judged: see the messages"
        return Flag(STRAIGHT_LINING, rule, checked, checked & (longest == count), reason=said)
    p, _ = sheet.in_order(sheet.model.p, 0.0)
    chance = np.stack([chance_of_run(p, count, length) for length in range(answers.shape[1] + 2)], axis=1)
    enough = np.minimum((chance > sheet.cuts.chance).sum(axis=1), count)  # the first length that is too long
    expected = float(chance[np.arange(len(count)), enough][checked].sum())
    rule += f", or a run that {sheet.cuts.chance:.0%} of people of this leniency have"
    return Flag(STRAIGHT_LINING, rule, checked, checked & (longest >= enough), expected)


def repeat_disagreement(sheet: Sheet, pairs: Pairs, repeat: str | None) -> Flag:
    """Whose second answers to the same scenarios lie further off than chance hardly ever sets them."""
    checked, marked, expected = sheet.nobody, sheet.nobody, 0.0
    rule = f"answers to the same scenario as far apart as chance sets them in {sheet.cuts.chance:.0%} of cases"
    if repeat is None or not len(pairs.person):
        return Flag(REPEATS, rule, checked, marked, reason="nobody was shown a scenario twice")
    if sheet.model is None:
        return Flag(REPEATS, rule, checked, marked, reason="chance could not be fitted: see the messages")
    for person in np.unique(pairs.person):
        own = np.flatnonzero(pairs.person == person)
        chance = chance_of_distance([sheet.model.p[place] for place in pairs.place[own]])
        checked[person] = True
        marked[person] = chance[pairs.distance[own].sum()] <= sheet.cuts.chance
        expected += float(chance[chance <= sheet.cuts.chance].max(initial=0.0))
    said = "" if expected > 0 else "so few scenarios were shown twice that nobody can be marked"
    return Flag(REPEATS, rule, checked, marked, expected, said)


def random_fit(sheet: Sheet) -> Flag:
    """Whose answers are no likelier, going by everybody else, than those of nearly all who answer at random."""
    rule = f"fits the others no better than {sheet.cuts.caught:.0%} of random answerers"
    if sheet.model is None:
        return Flag(RANDOM_FIT, rule, sheet.nobody, sheet.nobody, reason="nothing could be fitted: see the messages")
    expected = float(sheet.model.attentive.sum())
    blind = expected > len(sheet.nobody) / 4
    said = "these scenarios do not tell attentive from random answers" if blind else ""
    marked = sheet.model.loglik < sheet.model.cut
    return Flag(RANDOM_FIT, rule, ~sheet.nobody, marked, expected, said)


def about_repeats(sheet: Sheet, pairs: Pairs) -> list[str]:
    """How often people gave the same answer twice, beside what chance alone gives."""
    people = np.bincount(pairs.person, minlength=len(sheet.nobody))
    if sheet.model is None or (people > 0).sum() < sheet.study.privacy.smallest_group:
        return []
    same = np.bincount(pairs.person[pairs.distance == 0], minlength=len(people)).astype(float)
    share, low, high = share_of_people(same, people.astype(float))
    chance = float((sheet.model.p[pairs.place] ** 2).sum(axis=1).mean())
    told = f"{share:.0%} ({low:.0%} to {high:.0%}) of second showings got the same answer"
    return [f"{told}; {chance:.0%} would if people of their leniency weighed the scenario afresh each time"]


def read_showings(answers: pd.DataFrame, repeat: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """First and second showings, under the numbers of their rows from 0."""
    need_columns(answers, ["respondent", "task", "rating", *([] if repeat is None else [repeat])])
    frame = answers.reset_index(drop=True)
    if repeat is None:
        return frame, frame.iloc[:0]
    known = frame[repeat].isin([True, False]).to_numpy(dtype=bool)
    if not known.all():
        row = first_true(~known)
        found = frame[repeat].iloc[row]
        raise AnswerError(f'row {row + 1}, column "{repeat}": "{found}" is neither true nor false; write one of them')
    again = frame[repeat].astype(bool).to_numpy()
    return frame[~again], frame[again]


def put_in_order(first: pd.DataFrame, ratings: Ratings, study: Study) -> tuple[pd.DataFrame, Given]:
    """First showings by person and order of showing, as a table and as numbers."""
    person = _people(first, ratings)
    position = finite_numbers(first["position"]) if "position" in first.columns else np.arange(len(first))
    order = np.lexsort((position, person))
    first = first.iloc[order]
    names = list(study.criterion_ids)
    known = pd.MultiIndex.from_frame(ratings.scenarios[names].astype(str))
    row = known.get_indexer(pd.MultiIndex.from_frame(first[names].astype(str)))
    category = scale_index(first["rating"], study.scale_ids).astype(np.intp)
    return first, Given(person[order], row.astype(np.intp), category)


def _people(frame: pd.DataFrame, ratings: Ratings) -> Index:
    """Place (N,) of the respondent of each row."""
    found = pd.Index(list(ratings.people)).get_indexer(pd.Index(frame["respondent"].astype(str)))
    return np.asarray(found, dtype=np.intp)
