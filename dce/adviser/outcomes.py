"""The adviser held against cases of which the outcome is known, as decision support is validated in medicine.

The form is that of the validation of ten Broeke and others' method on real patients (Medical Decision Making 2025): the
share said for the cases of each of two outcomes, Mann and Whitney's test between these, and how many cases fall on the
right side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from dce.adviser.adviser import Adviser
from dce.adviser.cases import Case
from dce.errors import AnswerError
from dce.ranking import EVERYBODY

MARK = 0.5


@dataclass(frozen=True)
class Outcomes:
    """Shares by outcome in ``rows``; Mann and Whitney's ``u`` with its two-sided ``p``; and the accuracy.

    Columns: outcome, cases, ``median`` share with quartiles ``low`` and ``high``. ``accuracy`` is the part of cases on
    the right side of one half, with Clopper and Pearson's 95% interval. ``left_out`` are cases without an advice.
    """

    rows: pd.DataFrame
    u: float
    p: float
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    left_out: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """The rows, in a frame of the caller's own."""
        return self.rows.copy()

    def __str__(self) -> str:
        """The rows as aligned text, then the test and the accuracy."""
        right = f"accuracy {self.accuracy:.1%} ({self.accuracy_low:.1%} to {self.accuracy_high:.1%})"
        lost = [f"no advice on {', '.join(self.left_out)}"] if self.left_out else []
        test = f"Mann-Whitney U {self.u:g}, p {self.p:.2g}"
        return "\n".join([self.rows.round(3).to_string(index=False), f"{test}; {right}", *lost])


def compare_outcomes(
    adviser: Adviser, cases: Sequence[Case], outcomes: Sequence[bool], *, group: str = EVERYBODY
) -> Outcomes:
    """What an adviser says of cases beside what was really decided (True: shared), for one of its groups.

    Raises AnswerError where the two are not of one length, an outcome is missing, or the group is not shown.

    >>> from dce.adviser import cases_from_csv, fit_adviser
    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> study = example_study()
    >>> design = make_design(study, tasks=12, seed=1)
    >>> answers = simulate_answers(design, default_population(study), people=60, seed=1)
    >>> table = design.frame[list(study.criterion_ids)].to_csv(index=False)
    >>> cases = cases_from_csv(table, study)
    >>> shared = [case.levels["doel"] == "ja" for case in cases]
    >>> compare_outcomes(fit_adviser(answers, design), cases, shared).rows["cases"].tolist()
    [6, 6]
    """
    if len(cases) != len(outcomes):
        raise AnswerError(f"there are {len(cases)} cases and {len(outcomes)} outcomes; give one outcome for each case")
    if group not in [model.name for model in adviser.models if model.told]:
        raise AnswerError(f'there is no advice for group "{group}"; use one of those that the adviser shows')
    shares, happened, left_out = [], [], []
    for case, outcome in zip(cases, outcomes, strict=True):
        advice = adviser.advise(case)
        if advice.stopped:
            left_out.append(case.name or "a case")
            continue
        shares.append(next(found.share.value for found in advice.groups if found.group == group))
        happened.append(bool(outcome))
    said, did = np.array(shares), np.array(happened, dtype=bool)
    if did.all() or not did.any():
        raise AnswerError("all cases that get an advice have the same outcome; give cases of both")
    test = stats.mannwhitneyu(said[did], said[~did])
    right = stats.binomtest(int(((said >= MARK) == did).sum()), len(did))
    ends = right.proportion_ci(0.95)
    rows = pd.DataFrame([_of_class(name, said[own]) for name, own in (("yes", did), ("no", ~did))])
    found = float(right.statistic), float(ends.low), float(ends.high)
    return Outcomes(rows, float(test.statistic), float(test.pvalue), *found, tuple(left_out))


def _of_class(name: str, said: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> dict[str, object]:
    low, median, high = np.quantile(said, [0.25, 0.5, 0.75])
    return {"outcome": name, "cases": len(said), "median": median, "low": low, "high": high}
