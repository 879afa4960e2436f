"""How far the adviser can be believed: scores, accuracy and calibration on answers it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from dce.adviser.calibration import calibration, calibration_curve
from dce.adviser.group_model import MANY, some_people
from dce.adviser.held_out import LEAST, HeldOut, Unseen, held_out
from dce.adviser.members import Answers, Members
from dce.design import Design
from dce.errors import FitError
from dce.ranking.finding import share_of_people

Array = NDArray[np.float64]
UNSEEN: tuple[Unseen, ...] = ("scenario", "respondent")
RIVALS = ("base", "single")


@dataclass(frozen=True)
class Validation:
    """Scores in ``rows``, a row a group and kind of unseen answers, and points of calibration curves in ``curve``."""

    rows: pd.DataFrame
    curve: pd.DataFrame
    messages: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """The rows, in a frame of the caller's own."""
        return self.rows.copy()

    def __str__(self) -> str:
        """The rows as aligned text, then the sentences."""
        return "\n".join([self.rows.round(3).to_string(index=False), *self.messages])


def validate_adviser(
    answers: Answers, design: Design, *, by: str | None = None, bootstrap: int = 1000, seed: int = 1
) -> Validation:
    """How well models that did not see an answer predict whether it agrees, for each group that may be shown.

    ``unseen`` is ``scenario`` (each scenario in turn is left out) or ``respondent`` (each person in turn, of more than
    60 people a tenth at a time). Columns: group, unseen, n people, answers, ``untold`` answers without a prediction;
    ``brier`` (mean squared error; lower is better), ``log_score`` (mean log probability; higher is better), both also
    as ``_base`` (the share of all other answers) and ``_single`` (the one criterion that tells most, chosen without the
    answers predicted), with ``_gain`` over each such rival and its interval; ``accuracy`` (share of answers on the
    side of one half that was said; 95% as :func:`share_of_people` gives it) and ``accuracy_base``; calibration
    ``slope`` and ``intercept`` of answers on the logit of what was said (Cox 1958: 1 and 0 are right, a slope below 1
    says too much), 95% clustered by respondent, t-distributed. Intervals of gains resample respondents, or scenarios
    where these are unseen, with exponential weights. Of a group of more than ``MANY`` so many are drawn, by the
    ``seed``. ``curve``: points of the calibration curve in fifths of equal
    size, with the 95% interval of what was answered as :func:`share_of_people` gives it; those about fewer people than
    ``smallest_group`` are left out. Raises AnswerError and FitError as
    :func:`fit_adviser` does.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> answers = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> found = validate_adviser(answers, design).table()
    >>> found["unseen"].tolist(), bool((found["brier"] < found["brier_base"]).all())
    (['scenario', 'respondent'], True)
    """
    if bootstrap < 100:
        raise FitError(f"bootstrap is {bootstrap}; intervals need at least 100 replicates, 1000 is usual")
    study, members = design.study, Members.of(answers, design.study, by)
    rng = np.random.default_rng(seed)
    rows, curves, many = [], [], []
    for name, all_of_group in members.shown.items():
        own, people = some_people(all_of_group, rng), members.people[name]
        if len(own.people) < len(all_of_group.people):
            many.append(f"{name}: {MANY} of {people} people were drawn for this, as more would change little")
            people = MANY
        for unseen in UNSEEN:
            found = held_out(own, unseen)
            about = {"group": name, "unseen": unseen, "n": people}
            rows.append({**about, **_scores(found, bootstrap, rng)})
            curves.append(calibration_curve(found.told, people, study).assign(group=name, unseen=unseen))
    few = [f"{name}: too few people, or they could be found by subtraction: not shown" for name in members.hidden]
    few += [] if members.shown else [f"fewer than {study.privacy.smallest_group} people answered: nothing is validated"]
    table = pd.DataFrame(rows)
    return Validation(
        table, pd.concat(curves, ignore_index=True) if curves else pd.DataFrame(), (*_words(rows), *many, *few)
    )


def _scores(found: HeldOut, bootstrap: int, rng: np.random.Generator) -> dict[str, object]:
    """One row: how near what was said came to what was answered."""
    told = found.told
    row: dict[str, object] = {
        "answers": int(found.weight.sum()),
        "untold": int(found.weight.sum() - told.weight.sum()),
    }
    if not len(told.agrees):
        return row
    groups = told.scenario if told.unseen == "scenario" else told.person
    shares = _Weights.of(groups, told.weight, bootstrap, rng)
    for name, score, better in (("brier", _brier, -1.0), ("log_score", _log_score, 1.0)):
        own = score(told.agrees, told.model)
        row[name] = shares.mean(own)
        for rival in RIVALS:
            other = score(told.agrees, getattr(told, rival))
            row[f"{name}_{rival}"] = shares.mean(other)
            gain, low, high = shares.interval(better * (own - other))
            row |= {f"{name}_gain_{rival}": gain, f"{name}_gain_{rival}_low": low, f"{name}_gain_{rival}_high": high}
    right = ((told.model >= 0.5) == (told.agrees == 1.0)) * told.weight
    hits, given = (np.bincount(told.person, weights=values).astype(float) for values in (right, told.weight))
    row |= dict(zip(("accuracy", "accuracy_low", "accuracy_high"), share_of_people(hits, given), strict=True))
    row["accuracy_base"] = shares.mean(((told.base >= 0.5) == (told.agrees == 1.0)).astype(float))
    return row | calibration(told)


@dataclass(frozen=True)
class _Weights:
    """Which of G groups each answer (N,) is of, what it weighs, and R weights of the groups (R, G)."""

    group: NDArray[np.intp]
    weight: Array
    drawn: Array

    @classmethod
    def of(cls, groups: NDArray[np.intp], weight: Array, bootstrap: int, rng: np.random.Generator) -> _Weights:
        _, number = np.unique(groups, return_inverse=True)
        return cls(number, weight, rng.standard_exponential((bootstrap, int(number.max()) + 1)))

    def mean(self, value: Array) -> float:
        return float(np.average(value, weights=self.weight))

    def interval(self, value: Array) -> tuple[float, float, float]:
        """The mean of values (N,) with its 95% interval."""
        sums, sizes = (np.bincount(self.group, weights=own) for own in (value * self.weight, self.weight))
        low, high = np.quantile((self.drawn @ sums) / (self.drawn @ sizes), [0.025, 0.975])
        return self.mean(value), float(low), float(high)


def _brier(agrees: Array, said: Array) -> Array:
    return np.asarray((agrees - said) ** 2)


def _log_score(agrees: Array, said: Array) -> Array:
    p = np.clip(said, LEAST, 1.0 - LEAST)
    return np.asarray(special.xlogy(agrees, p) + special.xlogy(1.0 - agrees, 1.0 - p))


def _words(rows: list[dict[str, object]]) -> tuple[str, ...]:
    """A sentence a row."""
    return tuple(_sentence(row) for row in rows)


def _sentence(row: dict[str, object]) -> str:
    what = f"{row['group']}, unseen {row['unseen']}s"
    if "brier" not in row:
        return f"{what}: no model could be fitted without them"

    def beats(rival: str) -> str:
        low, high = (float(str(row[f"log_score_gain_{rival}_{end}"])) for end in ("low", "high"))
        return "better than" if low > 0 else "worse than" if high < 0 else "not surely better than"

    share, low, high = (f"{float(str(row[name])):.0%}" for name in ("accuracy", "accuracy_low", "accuracy_high"))
    right = f"{share} of answers on the right side ({low} to {high})"
    return f"{what}: {right}, {beats('base')} the base rate, {beats('single')} the best single criterion"
