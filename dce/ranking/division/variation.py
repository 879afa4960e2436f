"""How much of the variation in answers is due to criteria, to scenarios beyond them, to persons, and to noise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import MixedFit, fit_mixed_logit
from dce.ranking.finding import Finding

Array = NDArray[np.float64]
CONSTANT = "constant"
NOISE = np.pi**2 / 3.0  # variance of the standard logistic distribution
COMPONENTS = ("criteria", "scenario", "person", "noise")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Squares of scenario utilities (D,) that belong to the criteria and to the rest, as matrices (D, D).

    ``columns`` criteria columns are independent; ``freedom`` is what the scenarios have beyond them and their mean.
    """

    criteria: Array
    rest: Array
    columns: int
    freedom: int

    @classmethod
    def of(cls, x: Array, weight: Array) -> _Parts:
        """Project on the columns x (D, K), scenarios weighing as many answers (D,) as they got."""
        root = np.sqrt(weight / weight.sum())
        left, size, _ = np.linalg.svd(root[:, None] * np.column_stack([np.ones(len(x)), x]), full_matrices=False)
        basis = left[:, size > 1e-9 * size.max()]
        both = basis @ basis.T
        outer = np.outer(root, root)
        return cls(
            criteria=outer * (both - outer),
            rest=outer * (np.eye(len(x)) - both),
            columns=basis.shape[1] - 1,
            freedom=len(x) - basis.shape[1],
        )

    def variances(self, utility: Array, covariance: Array, times: int, surprise: Array) -> Array:
        """Variance (R, 2) by criteria and by the rest, for utilities (R, D), less ``times`` their sampling variance.

        ``surprise`` (R,) divides the rest: its degrees of freedom where the scenarios are as they should be.
        """
        found = [np.einsum("rd,de,re->r", utility, part, utility) for part in (self.criteria, self.rest)]
        noise = [times * np.sum(part * covariance) for part in (self.criteria, self.rest)]
        if not self.freedom:
            return np.column_stack([np.maximum(found[0] - noise[0], 0.0), np.zeros(len(utility))])
        rest = np.maximum(found[1] - noise[1], 0.0) * len(covariance) / surprise
        swallowed = rest * self.columns / len(covariance)
        return np.column_stack([np.maximum(found[0] - noise[0] - swallowed, 0.0), rest])


def variance_split(ratings: Ratings, *, replicates: int = 4000, draws: int = 500, seed: int = 1) -> Finding:
    """Shares of the variation in answers that are due to criteria, scenarios beyond them, persons, and noise.

    On the latent scale an answer to scenario d by person i is u(d) + a(i) + e, e logistic with variance pi^2/3
    (Snijders and Bosker 2012, Multilevel analysis, section 17.2). The u(d) are free (scenario effects), the a(i)
    normal: a mixed ordered logit. The variance of u over the answered scenarios, less the sampling variance of its
    estimates, is split by a regression on the criteria; the rest has as many degrees of freedom as there are scenarios
    beyond criteria and mean, so the part of it that the criteria take up by chance is given back. Columns: component,
    variance, share, low, high (95%), reason. Intervals are generalized confidence intervals (Weerahandi 1993, JASA 88,
    899-905) from ``replicates`` draws of the estimates (covariance clustered by respondent) and of the scenarios'
    chi-squared. A component that the data cannot tell has a reason in place of numbers. Raises FitError for fewer than
    100 replicates.

    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> split = variance_split(Ratings.from_answers(frame, design.study)).table()
    >>> split["component"].tolist(), round(float(split["share"].sum()), 6)
    (['criteria', 'scenario', 'person', 'noise'], 1.0)
    """
    if replicates < 100:
        raise FitError(f"replicates is {replicates}; intervals need at least 100, 4000 is usual")
    counts = ratings.counts().sum(axis=1)
    used = np.flatnonzero(counts > 0)
    effects = np.zeros((len(counts), max(len(used) - 1, 1)))
    effects[used[1:], np.arange(len(used) - 1)] = 1.0
    names = tuple(f"scenario {d + 1}" for d in used[1:]) or ("scenario",)
    free = replace(ratings, x=effects, columns=names, coding=None)
    fit = fit_mixed_logit(free, random={CONSTANT: "normal"}, draws=draws, seed=seed)
    reason = _unsplit(ratings, fit)
    if reason:
        rows = pd.DataFrame({"component": COMPONENTS, "variance": np.nan, "share": np.nan, "low": np.nan})
        return Finding(rows.assign(high=np.nan, reason=reason), (reason,))
    parts = _Parts.of(ratings.x[used], counts[used])
    point, moved = _drawn(parts, fit, names, replicates, seed)
    share = point / point.sum()
    low, high = np.quantile(moved / moved.sum(axis=1, keepdims=True), [0.025, 0.975], axis=0)
    rows = pd.DataFrame({"component": COMPONENTS, "variance": point, "share": share, "low": low, "high": high})
    rows["reason"] = ""
    if not parts.freedom:
        rows.loc[1, ["variance", "share", "low", "high"]] = np.nan
        rows.loc[1, "reason"] = "the criteria have as many columns as there are scenarios: nothing is left to tell"
    return Finding(rows, (*fit.messages, *_split_words(ratings, rows)))


def _unsplit(ratings: Ratings, fit: MixedFit) -> str:
    """Why nothing can be split, or nothing."""
    if fit.coef.isna().any() or fit.status not in ("ok", "shrunk"):
        return "; ".join(fit.messages) or f"the fit is {fit.status}"
    if ratings.by_person.sum(axis=1).max() < 2:
        return "everybody gave one answer only: persons and noise cannot be told apart"
    return ""


def _drawn(parts: _Parts, fit: MixedFit, names: tuple[str, ...], replicates: int, seed: int) -> tuple[Array, Array]:
    """Variances (4,) of the components, and as they could have been (R, 4)."""
    spread = f"sd.{CONSTANT}"
    terms = [*names, spread]
    at = fit.coef[terms].to_numpy(dtype=float)
    covariance = fit.covariance("cluster").loc[terms, terms].to_numpy()
    turn = np.diag(np.r_[np.ones(len(names)), 2.0 * at[-1]])  # the variance is closer to normal than its root is
    at, covariance = np.r_[0.0, at[:-1], at[-1] ** 2], np.pad(turn @ covariance @ turn, ((1, 0), (1, 0)))
    rng = np.random.default_rng(seed)
    drawn = rng.multivariate_normal(at, covariance, size=replicates, method="eigh")
    inner = covariance[:-1, :-1]
    freedom = max(parts.freedom, 1)
    found = []
    for theta, times, surprise in (
        (at[None], 1, np.array([freedom])),
        (drawn, 2, rng.chisquare(freedom, size=replicates)),  # drawing around the estimates adds their variance again
    ):
        fixed = parts.variances(theta[:, :-1], inner, times, surprise)
        found.append(np.column_stack([fixed, np.maximum(theta[:, -1], 0.0), np.full(len(theta), NOISE)]))
    return found[0][0], found[1]


def _split_words(ratings: Ratings, rows: pd.DataFrame) -> tuple[str, ...]:
    """The shares in a sentence, and what these answers cannot tell."""
    told = [
        f"{row.component} {row.share:.0%} ({row.low:.0%} to {row.high:.0%})"
        for row in rows.dropna(subset=["share"]).itertuples()
    ]
    words = [f"variation in answers: {', '.join(told)}"]
    of_row = sparse.kron(sparse.eye_array(len(ratings.x)), np.ones((len(ratings.categories), 1)), format="csr")
    seen = ratings.by_person.astype(bool).astype(float) @ of_row
    if seen.astype(bool).sum() == len(ratings.people) * int((seen.sum(axis=0) > 0).sum()):
        words.append(
            "all people judged the same scenarios: what a scenario has beyond its criteria cannot be told from "
            "criteria that work together, and holds for these scenarios; others were never judged"
        )
    if seen.max() <= 1:
        words.append("nobody judged a scenario twice: a person's own view of one scenario counts as noise")
    return tuple(words)
