"""Groups that weigh alike but answer with more or less noise, and more or less leniency: the heteroscedastic logit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

from dce.data import Choices, Ratings
from dce.disclosure import shown_groups
from dce.errors import FitError
from dce.estimation.covariance import condition_number, covariances_of_people
from dce.estimation.fit import Diagnostics, ErrorKind, Fit, Status
from dce.estimation.models import loglik_null, plain_status
from dce.estimation.parameters import Estimates, Parameters
from dce.estimation.preparation import Answers, Prepared, prepare
from dce.estimation.scale.surface import ScaleSurface, scores_of_people
from dce.estimation.trust_region import Peak, climb, highest

Array = NDArray[np.float64]
FARTHEST = 5.0  # standard error of a log scale that leaves everything from noiseless to random open
STARTS = (0.0, 0.7, -0.7)  # logarithms of the scales that the search begins with


@dataclass(frozen=True, slots=True)
class ScaleDiagnostics(Diagnostics):
    """How the maximum was reached; ``agreeing`` is the share of starts that led to it."""

    agreeing: float


@dataclass(frozen=True)
class ScaleFit(Fit):
    """One set of weights for all, with the scale of each group; ``groups`` stand in order, the first has scale 1."""

    groups: tuple[str, ...] = ()

    def scales(self, kind: ErrorKind = "cluster") -> pd.DataFrame:
        """One row a group: group, scale, low, high (95%, on the logarithm) and p of having the scale of the first."""
        names = [f"scale.{group}" for group in self.groups[1:]]
        logs = np.r_[0.0, self.coef[names].to_numpy(dtype=float)]
        errors = np.r_[np.nan, self.std_error(kind)[names].to_numpy()]
        reach = stats.norm.ppf(0.975) * errors
        return pd.DataFrame(
            {
                "group": self.groups,
                "scale": np.exp(logs),
                "low": np.exp(logs - reach),
                "high": np.exp(logs + reach),
                "p": 2.0 * stats.norm.sf(np.abs(logs / errors)),
            }
        )

    def notes(self, kind: ErrorKind = "cluster") -> tuple[str, ...]:
        """The scale of each group against the first, with its interval."""
        if self.coef.isna().all():
            return ()
        rows = self.scales(kind).iloc[1:].itertuples(index=False)
        said = (f"{row.group} {row.scale:.2f} ({row.low:.2f} to {row.high:.2f})" for row in rows)
        return (f"scale against {self.groups[0]} (below 1: noisier answers): {'; '.join(said)}",)


@dataclass(frozen=True, slots=True)
class _Split:
    """The answers of the groups that are compared: their names, and the index of each respondent's group."""

    names: tuple[str, ...]
    group: NDArray[np.intp]
    answers: Answers
    messages: tuple[str, ...]


def fit_scale_groups(answers: Answers, *, by: str, lenient: bool = True) -> ScaleFit:
    """Fit one logit to groups that share its weights, each with a scale of its own (Swait and Louviere 1993).

    ``by`` is a background column of the answers. Estimates add ``scale.<group>``, the logarithm of the scale against
    the first group in the order of the alphabet, and for ratings with ``lenient`` also ``leniency.<group>``: by how
    many units of utility it agrees more readily. Groups of fewer than
    ``answers.smallest_group`` are left out by name, and so is one more where they could be found by subtraction. Raises
    FitError for an unknown column.

    >>> rng = np.random.default_rng(1)
    >>> x, noisy = rng.normal(size=2000), np.repeat(["no", "yes"], 1000)
    >>> rating = (x + np.where(noisy == "yes", 2.0, 1.0) * rng.logistic(size=2000) > 0).astype(int)
    >>> frame = pd.DataFrame({"id": np.arange(2000) // 10, "x": x, "noisy": noisy, "rating": rating})
    >>> ratings = Ratings.from_frame(frame, respondent="id", rating="rating", x=["x"], background=["noisy"])
    >>> fit_scale_groups(ratings, by="noisy").scales()["scale"].round(1).tolist()
    [1.0, 0.6]
    """
    split = _split(answers, by)
    prepared, reasons = prepare(split.answers)
    lenient = lenient and isinstance(answers, Ratings)
    kinds = ("leniency", "scale") if lenient else ("scale",)
    added = tuple(f"{kind}.{name}" for kind in kinds for name in split.names[1:])
    binary = isinstance(answers, Ratings) and len(prepared.categories if prepared else answers.categories) == 2
    names = Parameters.of(split.answers, prepared, added, binary=binary)
    reasons = (*reasons, *split.messages)
    if len(split.names) < 2:
        said = f'fewer than two groups of "{by}" have {answers.smallest_group} people; scales cannot be compared'
        return _fit_of(split, (names, names.nothing()), ("not_estimable", (*reasons, said)))
    if prepared is None:
        return _fit_of(split, (names, names.nothing()), ("not_estimable", reasons))
    surface = _surface(split, prepared, lenient)
    best, agreeing = highest([climb(surface, start) for start in _starts(surface, prepared.plain.point[0])])
    if not best.converged:
        said = f'the scales of "{by}" have no maximum that could be found; no estimate is shown'
        return _fit_of(split, (names, names.nothing()), ("not_converged", (*reasons, said)))
    there = surface.evaluate(best.point)
    matrices = _covariances(surface, split.answers.by_person[:, prepared.cells], split, best)
    if np.diag(matrices["hessian"])[1 - len(split.names) :].max() > FARTHEST**2:
        said = f'the scales of "{by}" cannot be told: criteria matter too little, or answers follow them without noise'
        return _fit_of(split, (names, names.nothing()), ("not_estimable", (*reasons, said)))
    found = names.estimates(best.point, matrices)
    slope = float(np.abs(there.gradient).max() / surface.problem.counts.sum())
    return replace(
        _fit_of(split, (names, found), (plain_status(prepared), reasons)),
        loglik=float(there.value) + surface.prior_loss(best.point),
        categories=prepared.categories,
        diagnostics=ScaleDiagnostics(best.steps, slope, condition_number(there.information), agreeing),
        loglik_null=loglik_null(prepared),
    )


def _split(answers: Answers, by: str) -> _Split:
    """The answers of the groups that are large enough."""
    if by not in answers.background.columns:
        known = ", ".join(map(str, answers.background.columns)) or "none; name it in background= of from_frame"
        raise FitError(f'the answers hold no background column "{by}"; they hold {known}')
    item = answers.background[by]
    option = item.where(item.notna(), "").astype(str).to_numpy()
    sizes = {str(name): int(people) for name, people in pd.Series(option).value_counts(sort=False).items()}
    names = tuple(sorted(shown_groups(sizes, answers.smallest_group)))
    left = sorted({*sizes} - {*names})
    said = tuple(f"{name or 'people who did not say'}: left out of the comparison of scales" for name in left)
    members = np.flatnonzero(np.isin(option, names))
    group = np.searchsorted(names, option[members]).astype(np.intp) if names else members
    return _Split(names, group, answers.of_people(members), said)


def _surface(split: _Split, prepared: Prepared, lenient: bool) -> ScaleSurface:
    by_person = split.answers.by_person[:, prepared.cells]
    shape = prepared.problem.counts.shape[1:]
    counts = [np.asarray(by_person[split.group == s].sum(axis=0), dtype=float) for s in range(len(split.names))]
    return ScaleSurface(prepared.problem.with_counts(np.reshape(counts, (-1, *shape))), lenient, prepared.precision)


def _starts(surface: ScaleSurface, plain: Array) -> list[Array]:
    """The weights of everybody without leniency, and scales all equal, all larger or all smaller than the first."""
    others = surface.groups - 1
    alike = np.zeros(surface.size - len(plain) - others)
    return [np.concatenate([plain, alike, np.full(others, scale)]) for scale in STARTS]


def _covariances(
    surface: ScaleSurface, by_person: sparse.csr_array, split: _Split, best: Peak
) -> dict[ErrorKind, Array]:
    scores = surface.scores(best.point)
    information = surface.evaluate(best.point).information
    matrices = covariances_of_people(information, scores_of_people(scores, by_person, split.group))
    weight = surface.problem.counts.reshape(surface.groups, -1, 1)
    middle = np.einsum("scm,scn->mn", scores * weight, scores, optimize=True)
    matrices["robust"] = matrices["hessian"] @ middle @ matrices["hessian"]
    return matrices


def _fit_of(split: _Split, found: tuple[Parameters, Estimates], said: tuple[Status, tuple[str, ...]]) -> ScaleFit:
    names, estimates = found
    answers = split.answers
    plain = "conditional logit" if isinstance(answers, Choices) else f"{'binary' if names.binary else 'ordered'} logit"
    return ScaleFit(
        model=f"{plain} with scale groups",
        **estimates,
        loglik=np.nan,
        status=said[0],
        messages=said[1],
        people=len(answers.people),
        answers=float(answers.by_person.sum()),
        categories=answers.categories if isinstance(answers, Ratings) else (),
        groups=split.names,
    )
