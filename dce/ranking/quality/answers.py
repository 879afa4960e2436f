"""Answer quality: who may have answered without reading, told as counts, for results with and without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import fit_ordered_logit
from dce.ranking.finding import Finding
from dce.ranking.quality.flags import (
    RANDOM_FIT,
    REPEATS,
    SPEEDING,
    STRAIGHT_LINING,
    Cuts,
    Flag,
    Sheet,
    about_repeats,
    put_in_order,
    random_fit,
    read_showings,
    repeat_disagreement,
    speeding,
    straight_lining,
)
from dce.ranking.quality.person_fit import person_fit
from dce.study import Study

Mask = NDArray[np.bool_]
ANY = "any of these"
COLUMNS = ["flag", "checked", "flagged", "expected", "rule", "reason"]
USUAL = Cuts()


@dataclass(frozen=True)
class AnswerQuality(Finding):
    """How many people each flag marks. Who they are is kept for :meth:`kept`, and shown nowhere."""

    smallest_group: int
    people: frozenset[str] = field(repr=False, compare=False)
    flagged: Mapping[str, frozenset[str]] = field(repr=False, compare=False)

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that could be checked."""
        return tuple(self.flagged)

    def marked(self, ratings: Ratings, *flags: str) -> Mask:
        """Which people (G,) of some ratings any of these flags marks, or any flag at all where none is named.

        For use in further steps only: it tells of single people. Raises FitError for an unknown flag, or for ratings
        with people who were not checked.
        """
        for flag in flags:
            if flag not in self.flagged:
                raise FitError(f'no flag "{flag}" was checked; use one of {", ".join(self.flags) or "none"}')
        if not self.people.issuperset(ratings.people):
            raise FitError("these ratings hold people whose answers were not checked; check the same table")
        names = frozenset[str]().union(*(self.flagged[flag] for flag in flags or self.flags))
        return np.array([name in names for name in ratings.people], dtype=np.bool_)

    def kept(self, ratings: Ratings, *flags: str) -> Ratings:
        """The answers of all others, so that any result can be made without the people marked; FitError as above.

        Do not publish such a result for a group beside that with everybody: subtraction tells of the few who were left
        out. :func:`dce.ranking.quality.without_flagged.sensitivity` knows what may be shown.
        """
        rest = np.flatnonzero(~self.marked(ratings, *flags))
        if not len(rest):
            raise FitError("everybody is flagged, so that nobody is left")
        return ratings.of_people(rest)


def answer_quality(
    answers: pd.DataFrame,
    study: Study,
    *,
    seconds: str | None = None,
    repeat: str | None = None,
    cuts: Cuts = USUAL,
    seed: int = 1,
) -> AnswerQuality:
    """Flags on people whose answers may tell little, as counts: flag, checked, flagged, expected, rule, reason.

    ``answers`` is the long table: respondent, task, rating, a column a criterion; ``position`` gives the order of
    showing, else that of the rows does. ``seconds`` names a column with the time on the page, ``repeat`` one that is
    true where a task is shown for the second time. The flags:

    - speeding: median time under a stated part of the median of all people (:class:`Cuts`);
    - straight-lining: all answers the same, or a run of the same answer so long that somebody of this leniency has it
      in under 5% of cases under the fit of the others (:func:`dce.ranking.quality.run_lengths.chance_of_run`);
    - repeat disagreement: two answers to the same scenarios further apart than in 95% of cases when each is weighed
      afresh (:func:`dce.ranking.quality.run_lengths.chance_of_distance`);
    - random fit: answers no likelier under the fit of the others than those of 95% of random answerers
      (:func:`person_fit`).

    ``expected`` is how many would be marked by chance if everybody answered as the model says: marks are for
    sensitivity analysis, not for exclusion. It is exact but for random fit, which is simulated from ``seed``; people
    whose weights are unlike those of others look more random. Speeding has no such number. In 60 invented studies of 50
    people with 21 scenarios, 5 of whom click at random and 3 in a line, 95% of the first and all of the second are
    marked; of the attentive 5.5% look random (5.3% expected), and 2.3% answer in too long a run (2.7%).

    Counts are over all people; who they are is told nowhere, and nothing where fewer than the study's
    ``smallest_group`` answered. Raises AnswerError by row and column.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=30, seed=1)
    >>> frame.loc[frame["respondent"] == "synthetic-07", "rating"] = "3"
    >>> found = answer_quality(frame, design.study).table().set_index("flag")
    >>> int(found.loc["straight-lining", "flagged"]), float(found.loc["straight-lining", "expected"].round(1))
    (2, 0.4)
    """
    first, second = read_showings(answers, repeat)
    ratings = Ratings.from_answers(first, study)
    if len(ratings.people) < study.privacy.smallest_group:
        return _nothing(study.privacy.smallest_group)
    first, given = put_in_order(first, ratings, study)
    fit, model = fit_ordered_logit(ratings), None
    if fit.status in ("ok", "shrunk"):
        model = person_fit(ratings, fit, given, caught=cuts.caught, rng=np.random.default_rng(seed))
    sheet = Sheet(ratings, study, given, first, model, cuts)
    pairs = sheet.pairs(second)
    flags = [
        speeding(sheet, seconds),
        straight_lining(sheet),
        repeat_disagreement(sheet, pairs, repeat),
        random_fit(sheet),
    ]
    messages = [f"fit: {message}" for message in fit.messages]
    return _quality(ratings, flags, [*messages, *about_repeats(sheet, pairs)], study.privacy.smallest_group)


def _quality(ratings: Ratings, flags: list[Flag], messages: list[str], smallest: int) -> AnswerQuality:
    names = np.array(ratings.people, dtype=object)
    flagged = {flag.name: frozenset(names[flag.marked].tolist()) for flag in flags if flag.checked.any()}
    rows = [
        (flag.name, int(flag.checked.sum()), int(flag.marked.sum()), flag.expected, flag.rule, flag.reason)
        if flag.checked.any()
        else (flag.name, None, None, np.nan, flag.rule, flag.reason)
        for flag in flags
    ]
    either = frozenset[str]().union(*flagged.values())
    rows.append((ANY, len(names), len(either), np.nan, "one or more of the above", ""))
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"checked": "Int64", "flagged": "Int64"})
    said = f"{len(either)} of {len(names)} people are marked by at least one flag"
    return AnswerQuality(table, (said, *messages), smallest, frozenset(names.tolist()), flagged)


def _nothing(smallest: int) -> AnswerQuality:
    reason = f"fewer than {smallest} people answered"
    rows = [(name, None, None, np.nan, "", reason) for name in (SPEEDING, STRAIGHT_LINING, REPEATS, RANDOM_FIT, ANY)]
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"checked": "Int64", "flagged": "Int64"})
    return AnswerQuality(table, (f"answer quality: {reason}",), smallest, frozenset(), {})
