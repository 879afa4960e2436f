"""How precisely a design will tell each weight, before anybody has answered; and whether it can be used at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import special, stats

from dce import logit
from dce.coding import Array, Coding
from dce.design.design import Design
from dce.design.quality import Quality, aliased
from dce.errors import DesignError
from dce.study import Study

MOST_PEOPLE = 10_000_000
FOUND = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)  # errors from zero at which 80% of studies tell a weight at 5%
PLAIN = 0.5  # a weight that turns 38% into 62% from the first level of two to the last: less is hard to act on
LOW_EFFICIENCY, ALIKE, SAME = 80.0, 0.5, 0.9
Grade = Literal["good", "usable with limits", "not usable"]
SENTENCES = {
    "dead": 'level "{level}" of {criterion} is never shown; show it, or drop it from the study',
    "aliased": "the effects of {terms} cannot be told apart; add tasks or change levels",
    "once": 'one scenario alone decides on level "{level}" of {criterion}; show it more often',
    "alike": "{one} and {other} vary together (canonical correlation {r}): part of one may pass for the other",
    "inefficient": "D-efficiency {efficiency}: an orthogonal design needs {efficiency}% of these answers; add tasks "
    "or drop a rule",
    "untested": "{scenarios} different scenarios for {parameters} parameters leave nothing to test the fit with",
    "same": "two tasks of a version agree on {overlap} of the criteria; people will see them as one",
    "blunt": "{people} people are few for {criterion}: its weight must be {weight} to be found in 80% of studies",
}


def predicted_errors(
    design: Design, people: int, *, weights: Mapping[str, float] | None = None, coding: Coding | None = None
) -> pd.DataFrame:
    """Standard error that each weight will have when so many people answer: criterion, term, std_error, detectable.

    From the Fisher information of the ordered logit (of the binary logit for yes/no) at ``weights`` by term, zero where
    left out, with answers equally likely where the utility is zero. Versions are dealt in turn. ``detectable`` is the
    weight that 80% of such studies tell from zero at 5%. These are the least errors: people who differ from each other
    add to them. ``coding`` is the study's own where it is left out. NaN where the design cannot tell a term. Raises
    DesignError.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> predicted_errors(design, 50)["std_error"].round(2).tolist()
    [0.13, 0.13, 0.09, 0.13, 0.13]
    """
    _single(design)
    if not 1 <= people <= MOST_PEOPLE:
        raise DesignError(f"people: {people} is not within 1 to {MOST_PEOPLE}; ask for 50, for example")
    coding = coding or Coding.categorical(design.study)
    unknown = [name for name in weights or {} if name not in coding.columns]
    if unknown:
        raise DesignError(f'weights: no term "{unknown[0]}"; use {", ".join(coding.columns)}')
    beta = np.array([float((weights or {}).get(name, 0.0)) for name in coding.columns])
    covariance = _covariance(design, coding, beta) / people
    errors = np.sqrt(np.diag(covariance))
    criterion = np.repeat(list(coding.blocks), [block.stop - block.start for block in coding.blocks.values()])
    table = pd.DataFrame({"criterion": criterion, "term": coding.columns, "std_error": errors})
    return table.assign(detectable=FOUND * table["std_error"])


def _covariance(design: Design, coding: Coding, beta: Array) -> Array:
    """Covariance (K, K) of the weights from one person, NaN where a weight cannot be told."""
    x = coding.encode(design.rows)
    cuts = special.logit(np.arange(1, len(design.study.scale_ids)) / len(design.study.scale_ids))
    expected = np.exp(logit.log_probabilities(x @ beta, cuts)) / len(design.versions)
    information = logit.likelihood(cuts, beta, x, expected).information
    sizes, directions = np.linalg.eigh(information)
    kept = sizes > 1e-10 * sizes[-1]
    lost = (np.abs(directions[:, ~kept]) > 1e-6).any(axis=1)
    found = (directions[:, kept] / sizes[kept]) @ directions[:, kept].T
    found[lost], found[:, lost] = np.nan, np.nan
    return np.asarray(found[len(cuts) :, len(cuts) :])


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a design from being good: what kind, and the numbers and names that fill its sentence."""

    kind: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        """The sentence in English, with what to do about it."""
        return SENTENCES[self.kind].format(**self.values)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a design can be used, and the reasons with what to do about them."""

    grade: Grade
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        """The grade, then a reason a line."""
        return "\n".join([self.grade, *(f"  - {reason}" for reason in self.reasons)])


def judge(design: Design, people: int | None = None) -> Verdict:
    """One verdict on a design that a person can act on; with ``people`` also on what so many can show.

    Not usable: some effect cannot be told, or a level is never shown. Usable with limits: a level rests on one
    scenario, two criteria vary nearly together (canonical correlation over 0.5), the D-efficiency is under 80, nothing
    is left to test the fit, two tasks of a version are nearly the same, or with ``people`` some criterion needs a
    weight over 0.5 to be found. Else good. Raises DesignError for tasks that do not show one scenario.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> judge(make_design(example_study(), tasks=12, seed=1)).grade
    'good'
    """
    _single(design)
    quality = design.quality()
    fatal = tuple(_fatal(design.study, design.rows, quality))
    if fatal:
        return Verdict("not usable", fatal)
    limits = (*_limits(design, quality), *(_blunt(design, people) if people else ()))
    return Verdict("usable with limits" if limits else "good", limits)


def _single(design: Design) -> None:
    kind = design.study.task.kind
    if kind not in ("rating", "yes-no"):
        raise DesignError(f"study {design.study.id}: verdicts on {kind} tasks are not available yet; see the quality")


def _fatal(study: Study, rows: pd.DataFrame, quality: Quality) -> Iterator[Reason]:
    never = quality.balance[quality.balance["count"] == 0]
    for row in never.itertuples(index=False):
        yield Reason("dead", {"criterion": row.criterion, "level": row.level})
    lost = aliased(study, rows)
    if lost and never.empty:
        yield Reason("aliased", {"terms": ", ".join(lost)})


def _limits(design: Design, quality: Quality) -> Iterator[Reason]:
    once = quality.balance[quality.balance["count"] == 1]
    for row in once.itertuples(index=False):
        yield Reason("once", {"criterion": row.criterion, "level": row.level})
    alike = quality.correlations[quality.correlations["canonical"] > ALIKE]
    for pair in alike.itertuples(index=False):
        yield Reason("alike", {"one": pair.criterion_a, "other": pair.criterion_b, "r": f"{pair.canonical:.2f}"})
    if quality.d_efficiency < LOW_EFFICIENCY:
        yield Reason("inefficient", {"efficiency": f"{quality.d_efficiency:.0f}"})
    distinct = len(design.rows.drop_duplicates(list(design.study.criterion_ids)))
    if distinct <= quality.parameters:
        yield Reason("untested", {"scenarios": distinct, "parameters": quality.parameters})
    if quality.overlap >= SAME:
        yield Reason("same", {"overlap": f"{quality.overlap:.0%}"})


def _blunt(design: Design, people: int) -> Iterator[Reason]:
    table = predicted_errors(design, people)
    worst = table.groupby("criterion", sort=False)["detectable"].max()
    blunt = worst[worst > PLAIN]
    for name, value in blunt.items():
        yield Reason("blunt", {"people": people, "criterion": name, "weight": f"{value:.2f}"})
