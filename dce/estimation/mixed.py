"""The mixed logit: weights that differ between respondents, by simulated maximum likelihood over their panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Choices
from dce.errors import FitError
from dce.estimation.covariance import covariances_of_people
from dce.estimation.draws import DISTRIBUTIONS, checked_normals, sobol_normals
from dce.estimation.fit import Diagnostics, Errors, Fit, Status
from dce.estimation.maximise import maximise
from dce.estimation.mixed_panel import Panel, PanelLikelihood
from dce.estimation.mixed_search import Found, search
from dce.estimation.preparation import Prepared, prepare
from dce.estimation.problems import ConditionalProblem

Array = NDArray[np.float64]
MIXED = "mixed logit"
STARTS = 3


@dataclass(frozen=True, slots=True)
class MixedDiagnostics(Diagnostics):
    """How the maximum was reached; a likelihood like this has several, and it is simulated.

    ``agreeing`` is the share of starts that led to it; ``noise`` how much the log-likelihood at the estimate changes
    with a second set of draws, NaN for draws of one's own.
    """

    agreeing: float
    noise: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is random: kept column and distribution of each, in the order of the columns, and the draws (G, R, Q)."""

    columns: tuple[int, ...]
    distributions: tuple[str, ...]
    normals: Array
    again: Array | None


def fit_mixed_logit(choices: Choices, *, random: Mapping[str, str], draws: int | Array = 500, seed: int = 1) -> Fit:
    """Fit a conditional logit whose weights in ``random`` follow a distribution over respondents (Train 2009, ch. 6).

    ``random`` maps a column to ``normal`` (mean, sd), ``lognormal`` (mean and sd of the logarithm), ``uniform`` or
    ``triangular`` (middle, and as sd half the width, as other programs report them). ``draws`` is a number of scrambled
    Sobol draws a respondent, or standard normals (G, R, Q): respondents in the order of ``choices.people``, columns in
    the order of ``random``. Weight 2 on an answer counts it twice for its respondent. Raises FitError.

    >>> import pandas as pd
    >>> table = {"id": list("aabbccdd") * 2, "task": [1] * 8 + [2] * 8, "pick": [1, 0, 0, 1, 1, 0, 1, 0] * 2}
    >>> frame = pd.DataFrame(table | {"price": [1, 2] * 4 + [1, 3] * 4})
    >>> choices = Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["price"])
    >>> list(fit_mixed_logit(choices, random={"price": "normal"}, draws=64).coef.index)
    ['price', 'sd.price']
    """
    _check(choices, random)
    prepared, reasons = prepare(choices)
    if prepared is None or not isinstance(prepared.problem, ConditionalProblem):
        return _nothing(choices, random, reasons, "not_estimable")
    lost = [name for name in random if not prepared.rank.estimable[choices.columns.index(name)]]
    if lost:
        said = f'no spread can be estimated for column "{lost[0]}", which cannot be told apart from others'
        return _nothing(choices, random, (*reasons, said), "not_estimable")
    plan = _plan(choices, prepared, random, (draws, seed))
    by_person = choices.by_person[:, prepared.cells]
    panel = Panel.of(prepared.problem, by_person, plan.normals, plan.columns, plan.distributions)
    penalty = np.full(len(panel.place) + len(plan.columns), (prepared.prior_sd or np.inf) ** -2.0)
    found = search(panel, _starts(prepared.problem, plan, (prepared.prior_sd, seed)), penalty)
    there = panel.evaluate(found.peak.point)
    information = there.information + np.diag(penalty)
    if not found.peak.converged or np.linalg.eigvalsh(information)[0] <= 0:
        said = f"no maximum was found in {found.peak.steps} steps; no estimate is shown"
        return _nothing(choices, random, (*reasons, said), "not_converged")
    noise = np.nan
    if plan.again is not None:
        second = Panel.of(prepared.problem, by_person, plan.again, plan.columns, plan.distributions)
        noise = abs(second.evaluate(found.peak.point).value - there.value)
    fit = _result(choices, (prepared, plan), found, replace(there, information=information))
    slope = there.scores.sum(axis=0) - penalty * found.peak.point
    return replace(fit, diagnostics=_diagnostics(information, slope / choices.by_person.sum(), found, noise))


def _check(choices: Choices, random: Mapping[str, str]) -> None:
    if not random:
        raise FitError("random names no column; name at least one, or use fit_conditional_logit")
    for name, distribution in random.items():
        if name not in choices.columns:
            raise FitError(f'random: there is no column "{name}"; use one of {", ".join(choices.columns)}')
        if distribution not in DISTRIBUTIONS:
            known = ", ".join(DISTRIBUTIONS)
            raise FitError(f'random: column "{name}": no distribution is called "{distribution}"; use one of {known}')


def _plan(choices: Choices, prepared: Prepared, random: Mapping[str, str], wish: tuple[int | Array, int]) -> _Plan:
    """Draw, and put random columns in the order of the columns of the data."""
    draws, seed = wish
    people = len(choices.people)
    again = None
    if isinstance(draws, int | np.integer):
        if draws < 1:
            raise FitError(f"draws is {draws}; a respondent needs at least one draw")
        normals = sobol_normals(people, int(draws), len(random), np.random.default_rng([seed, 0]))
        again = sobol_normals(people, int(draws), len(random), np.random.default_rng([seed, 1]))
    else:
        normals = checked_normals(draws, people, len(random))
    kept = [choices.columns[k] for k in prepared.rank.kept]
    names = list(random)
    order = sorted(range(len(names)), key=lambda q: kept.index(names[q]))
    return _Plan(
        columns=tuple(kept.index(names[q]) for q in order),
        distributions=tuple(random[names[q]] for q in order),
        normals=normals[..., order],
        again=None if again is None else again[..., order],
    )


def _starts(problem: ConditionalProblem, plan: _Plan, how: tuple[float | None, int]) -> list[Array]:
    """The weights without spread, with spreads of half a unit of utility, then shaken, some spreads turned.

    Turning matters: draws are never quite symmetric, so each side has peaks of its own.
    """
    prior_sd, seed = how
    fixed = maximise(problem, prior_sd=prior_sd).point[0]
    x = np.where(problem.available[..., None], problem.x, np.nan)
    size = np.sqrt(np.nanmean((x - np.nanmean(x, axis=1, keepdims=True)) ** 2, axis=(0, 1)))
    spread = 0.5 / size[list(plan.columns)]
    rng = np.random.default_rng([seed, 2])
    starts = []
    for number in range(STARTS):
        shaken = number > 0
        mean = fixed + shaken * rng.normal(size=len(fixed)) * 0.25 / size
        turn = np.where(rng.random(len(spread)) < shaken * 0.5, -1.0, 1.0)
        wide = turn * spread * np.exp(shaken * 0.5 * rng.normal(size=len(spread)))
        for q, (k, name) in enumerate(zip(plan.columns, plan.distributions, strict=True)):
            if name == "lognormal":
                mean[k], wide[q] = np.log(max(mean[k], 0.1 / size[k])), 0.5 * turn[q]
        starts.append(np.concatenate([mean, wide]))
    return starts


def _result(choices: Choices, what: tuple[Prepared, _Plan], found: Found, there: PanelLikelihood) -> Fit:
    prepared, plan = what
    kept = [choices.columns[k] for k in prepared.rank.kept]
    names = kept + [f"sd.{kept[k]}" for k in plan.columns]
    point, scores = found.peak.point.copy(), there.scores
    spread = slice(len(kept), None)
    turn = np.ones(len(point))
    turn[spread] = np.where(point[spread] < 0, -1.0, 1.0)  # all four distributions are the same with the sign turned
    matrices = covariances_of_people(there.information, scores)
    shown = [name for name in names if name.startswith("sd.") or prepared.rank.estimable[choices.columns.index(name)]]
    known = Errors(tuple(names), MappingProxyType(matrices))
    errors = known.of(tuple(shown), np.diag(turn)[[names.index(name) for name in shown]])
    coef = pd.Series(turn * point, index=names).loc[shown].reindex([*choices.columns, *names[spread]])
    status: Status = "ok" if prepared.rank.estimable.all() else "not_estimable"
    if prepared.prior_sd is not None:
        status = "shrunk"
    return _named(choices, coef, (there.value, status, prepared.messages), errors)


def _diagnostics(information: Array, slope: Array, found: Found, noise: float) -> MixedDiagnostics:
    scale = np.sqrt(np.diag(information))
    eigenvalues = np.linalg.eigvalsh(information / np.outer(scale, scale))
    return MixedDiagnostics(
        iterations=found.peak.steps,
        gradient_norm=float(np.abs(slope).max()),
        condition=float(eigenvalues[-1] / eigenvalues[0]),
        agreeing=found.agreeing,
        noise=float(noise),
    )


def _nothing(choices: Choices, random: Mapping[str, str], reasons: tuple[str, ...], status: Status) -> Fit:
    spreads = [f"sd.{name}" for name in choices.columns if name in random]
    coef = pd.Series(np.nan, index=[*choices.columns, *spreads])
    return _named(choices, coef, (np.nan, status, reasons), Errors())


def _named(
    choices: Choices,
    coef: pd.Series,
    said: tuple[float, Status, tuple[str, ...]],
    errors: Errors,
) -> Fit:
    loglik, status, messages = said
    return Fit(
        model=MIXED,
        coef=coef,
        thresholds=None,
        loglik=loglik,
        status=status,
        messages=messages,
        people=len(choices.people),
        answers=float(choices.by_person.sum()),
        categories=(),
        errors=errors,
    )
