"""Which criteria people weigh differently, with a test of whether they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, stats

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import Draws, MixedFit, fit_mixed_logit
from dce.estimation.mixed.panel import Panel
from dce.estimation.mixed.plan import planned
from dce.estimation.preparation import prepare
from dce.estimation.trust_region import climb
from dce.logit import Likelihood
from dce.plotted import Plotted
from dce.ranking.finding import Finding, holm
from dce.study import Study

Array = NDArray[np.float64]
CONSTANT = "constant"
NUMBERS = ("sd", "low", "high", "variance", "variance_error", "statistic", "p")
NEAR = 1e-2  # slope, in units of one standard error, at which a log-likelihood is exact to 4 digits
FARTHEST = 20.0  # a standard deviation that leaves everything open


@dataclass(frozen=True)
class WeightSpread(Finding, Plotted):
    """How differently so many ``people`` weigh each criterion."""

    study: Study | None = None
    people: int = 0

    def most_spread(self, criterion: str) -> str:
        """Whether people differ most on this criterion: "supported", "not supported" or "cannot tell", with the reason.

        Supported where the spread is above zero (5%, Holm) and above that of each other criterion (each test one-sided
        at 5%, which keeps all of them at 5%: Berger 1982, Technometrics 24, 295-300). Not supported where some other
        criterion has surely more (Holm). Fits of two criteria are taken as independent. Raises FitError.
        """
        rows = self.rows.set_index("criterion")
        if criterion not in rows.index:
            raise FitError(f'there is no criterion "{criterion}"; use one of {", ".join(rows.index)}')
        others = rows.drop(index=criterion)
        own = rows.loc[criterion]
        if not np.isfinite([own["variance_error"], *others["variance_error"]]).all():
            return f"{criterion} is weighed most differently: cannot tell, some spread could not be estimated"
        gap = own["variance"] - others["variance"].to_numpy(dtype=float)
        z = gap / np.sqrt(own["variance_error"] ** 2 + others["variance_error"].to_numpy(dtype=float) ** 2)
        if own["p_holm"] < 0.05 and (stats.norm.sf(z) < 0.05).all():
            return f"{criterion} is weighed most differently: supported"
        more = others.index[holm(stats.norm.cdf(z)) < 0.05]
        if len(more):
            return f"{criterion} is weighed most differently: not supported, people differ more on {', '.join(more)}"
        open_to = others.index[stats.norm.sf(z) >= 0.05]
        return f"{criterion} is weighed most differently: cannot tell, it may be {', '.join(open_to) or 'none'} as well"


def weight_spread(
    ratings: Ratings, study: Study, *, margin: float = 0.25, draws: int = 500, seed: int = 1
) -> WeightSpread:
    """How differently people weigh each criterion, with a test of whether they differ at all.

    For each criterion a mixed ordered logit (Train 2009, chapter 6) with a random constant and independent normal
    weights on the criterion's columns, against the same with the constant only. Columns: criterion; ``sd``, the
    standard deviation over people of half the step from the first to the last level, in units of utility (for one
    column from -1 to 1 that of its weight); low, high (95%, from the clustered error of the variance); variance,
    variance_error; statistic (twice the gain in log-likelihood); p; p_holm (Holm 1979 over criteria); verdict; reason.
    Under no spread the statistic of one column is 0 or chi-squared(1) at even odds (Self and Liang 1987, case 5); of q
    independent columns a binomial mixture of chi-squared(0) to (q) (their case 7). Verdicts: "people differ" (p_holm
    below 5%), "people hardly differ" (whole interval below ``margin``), else "cannot tell". Raises FitError without
    criteria.

    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=40, seed=1)
    >>> found = weight_spread(Ratings.from_answers(frame, design.study), design.study, draws=64)
    >>> found.table()["criterion"].tolist()
    ['ontvanger', 'doel', 'waarborgen']
    """
    coding = ratings.coding
    if coding is None:
        raise FitError("ratings without criteria have no spread of weights; make them with Ratings.from_answers")
    widest = 1 + max(block.stop - block.start for block in coding.blocks.values())
    # The same draws for every fit: the smaller model is then a special case of the larger, and noise cancels.
    normals = Draws(draws).normals(len(ratings.people), widest, np.random.default_rng(seed))
    plain = fit_mixed_logit(ratings, random={CONSTANT: "normal"}, draws=normals[..., :1], seed=seed)
    rows = []
    for name in study.criterion_ids:
        columns = coding.columns[coding.blocks[name]]
        random = {CONSTANT: "normal", **dict.fromkeys(columns, "normal")}
        own = normals[..., : 1 + len(columns)]
        fit = fit_mixed_logit(ratings, random=random, draws=own, seed=seed)
        step = (coding.codes[name][-1] - coding.codes[name][0]) / 2.0
        rows.append({"criterion": name, **_spread(ratings, (plain, fit), dict(zip(columns, step, strict=True)), own)})
    table = pd.DataFrame(rows)
    known = table["p"].notna()
    table["p_holm"] = np.nan
    if known.any():
        table.loc[known, "p_holm"] = holm(table.loc[known, "p"].to_numpy(dtype=float))
    told = np.where(table["high"] < margin, "people hardly differ", "cannot tell")
    table["verdict"] = np.where(table["p_holm"] < 0.05, "people differ", told)
    groups = {said: ", ".join(rows["criterion"]) for said, rows in table.groupby("verdict")}
    messages = tuple(f"{said}: {groups[said]}" for said in ("people differ", "people hardly differ") if said in groups)
    return WeightSpread(
        table[["criterion", *NUMBERS, "p_holm", "verdict", "reason"]],
        (*messages, *_cannot_tell(groups.get("cannot tell"))),
        study,
        len(ratings.people),
    )


def _cannot_tell(criteria: str | None) -> tuple[str, ...]:
    why = "these answers neither show that people weigh them differently, nor that they do not"
    return (f"cannot tell: {criteria}; {why}",) if criteria else ()


@dataclass(frozen=True, slots=True)
class _Held:
    """The likelihood of a mixed logit in its other parameters, with ``last`` (q,) holding the last q of them."""

    panel: Panel
    last: Array

    def evaluate(self, point: Array) -> Likelihood:
        """See :class:`dce.estimation.trust_region.Surface`."""
        there, free = self.panel.evaluate(np.r_[point, self.last]), len(point)
        return Likelihood(np.asarray(there.value), there.gradient[:free], there.information[:free, :free])

    def allowed(self, point: Array) -> bool:
        """Thresholds stand in order."""
        return bool((np.diff(point[: self.panel.plan.cuts]) > 0).all())


def _highest_sd(ratings: Ratings, fit: MixedFit, step: Array, normals: Array) -> float:
    """The upper end of a 95% interval for the sd of half the step, from the profile likelihood.

    Wald's error is of no use where the estimate lies at zero, since a likelihood is flat in a standard deviation there.
    Several spreads keep the proportions of the estimate, or are equal where that is zero.
    """
    prepared, _ = prepare(ratings)
    if prepared is None:
        return float("nan")
    plan = planned(ratings, prepared, fit.random, correlated=False)
    panel = Panel.of(plan, prepared.problem, ratings.by_person[:, prepared.cells], normals)
    names = [plan.names[k] for k in plan.free if k < len(plan.names)] + [f"sd.{name}" for name in fit.random]
    point, own = fit.estimates[names].to_numpy(dtype=float), len(step)
    size = float(np.sqrt(step**2 @ point[-own:] ** 2))
    way = point[-own:] / size if size > 0.05 else np.full(own, 1.0 / np.sqrt(step @ step))
    scale = 1.0 / np.sqrt(np.diag(panel.evaluate(point).outer))[:-own]

    def height(sd: float) -> float:
        return climb(_Held(panel, sd * way), point[:-own], scale=scale, close=NEAR).height

    least = height(size) - stats.chi2.ppf(0.95, 1) / 2.0  # not that of the fit, which may have turned a spread's sign
    far = max(2.0 * size, 0.3)
    while height(far) > least:
        far *= 2.0
        if far > FARTHEST:
            return float("nan")
    return float(optimize.brentq(lambda sd: height(sd) - least, size, far, xtol=2e-3))


def _spread(
    ratings: Ratings, fits: tuple[MixedFit, MixedFit], step: Mapping[str, float], normals: Array
) -> dict[str, object]:
    """The numbers of one criterion, ``step`` telling how far half its range moves along each of its columns."""
    plain, fit = fits
    names = [f"sd.{name}" for name in step]
    for one in fits:
        if one.status != "ok":
            return {**dict.fromkeys(NUMBERS, np.nan), "reason": "; ".join(one.messages) or f"the fit is {one.status}"}
    sd, moves = fit.coef[names].to_numpy(dtype=float), np.array(list(step.values()))
    slope = 2.0 * moves**2 * sd
    variance = float(moves**2 @ sd**2)
    error = float(np.sqrt(slope @ fit.covariance("cluster").loc[names, names].to_numpy() @ slope))
    statistic = 2.0 * max(fit.loglik - plain.loglik, 0.0)
    reach = float(stats.norm.ppf(0.975))
    low, high = np.sqrt(np.maximum([variance - reach * error, variance + reach * error], 0.0))
    if statistic < stats.chi2.ppf(0.95, 1):
        low, high = 0.0, _highest_sd(ratings, fit, moves, normals)
        error = (high**2 - variance) / reach
    values = (np.sqrt(variance), low, high, variance, error, statistic, boundary_p(statistic, len(names)))
    reason = "" if np.isfinite(high) else f"no upper end below {FARTHEST:g}: too few answers tell"
    return {**dict(zip(NUMBERS, map(float, values), strict=True)), "reason": reason}


def boundary_p(statistic: float, spreads: int) -> float:
    """P-value of a likelihood ratio that ``spreads`` independent standard deviations are zero, the least they can be.

    Each is estimated above zero half of the time: a binomial mixture of chi-squared distributions (Self and Liang 1987,
    Journal of the American Statistical Association 82, 605-610).

    >>> round(boundary_p(2.7055, 1), 4), boundary_p(0.0, 1)
    (0.05, 1.0)
    """
    if statistic <= 0:
        return 1.0
    return float(sum(comb(spreads, k) * stats.chi2.sf(statistic, k) for k in range(1, spreads + 1)) / 2.0**spreads)
