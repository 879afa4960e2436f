"""The mixed logit: weights that differ between respondents, by simulated maximum likelihood over their panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dce.errors import FitError
from dce.estimation.mixed.draws import Drawn, Draws, checked_normals
from dce.estimation.mixed.fit import MixedFit, mixed_fit, no_fit
from dce.estimation.mixed.plan import Plan, check_random, planned, starts_of
from dce.estimation.mixed.search import Found, search
from dce.estimation.mixed.shards import Shards
from dce.estimation.preparation import Answers, Prepared, prepare
from dce.parallel import Executor

Array = NDArray[np.float64]
LEAST = 0.04  # information on the logarithm of a weight, which then has an error of 5: a factor of 150


def fit_mixed_logit(
    answers: Answers,
    *,
    random: Mapping[str, str],
    correlated: bool = False,
    draws: int | Draws | Array = 500,
    starts: int = 3,
    seed: int = 1,
    executor: Executor = "serial",
) -> MixedFit:
    """Fit a logit whose weights in ``random`` follow a distribution over respondents (Train 2009, ch. 6).

    Choices give a conditional logit, ratings a binary or an ordered one, where ``constant`` may be random too.
    ``random`` maps a column to ``normal`` (mean, sd), ``lognormal`` (mean and sd of the logarithm), ``uniform`` or
    ``triangular`` (middle, and as sd half the width, as other programs report them). ``correlated`` normal and
    lognormal weights get correlations too, ``cor.<name>.<name>``. ``draws`` is a number of scrambled Sobol draws a
    respondent, :class:`Draws` of another sequence, or standard normals (G, R, Q): respondents in the order of
    ``answers.people``, columns in the order of ``random``. Weight 2 on an answer counts it twice for its respondent.
    ``executor`` evaluates people in shards of 2,500 (see ``dce.parallel``), to the same bits; ``serial`` uses all
    threads of this process. Of more than 20,000 people, so many at random choose among the starts. Raises FitError.

    >>> import pandas as pd
    >>> from dce.data import Choices
    >>> table = {"id": list("aabbccdd") * 2, "task": [1] * 8 + [2] * 8, "pick": [1, 0, 0, 1, 1, 0, 1, 0] * 2}
    >>> frame = pd.DataFrame(table | {"price": [1, 2] * 4 + [1, 3] * 4})
    >>> choices = Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["price"])
    >>> list(fit_mixed_logit(choices, random={"price": "normal"}, draws=64).coef.index)
    ['price', 'sd.price']
    """
    check_random(answers, random, correlated=correlated)
    if starts < 1:
        raise FitError(f"starts is {starts}; a search needs at least one")
    sources = _sources(len(answers.people), random, draws)
    prepared, reasons = prepare(answers)
    if prepared is None:
        return no_fit(answers, random, correlated, reasons, "not_estimable")
    plan = planned(answers, prepared, random, correlated=correlated)
    lost = _lost(answers, prepared, random)
    if lost:
        said = f'no spread can be estimated for column "{lost[0]}", which cannot be told apart from others'
        return no_fit(answers, random, correlated, (*reasons, said), "not_estimable")
    order = tuple(list(random).index(plan.names[k]) for k in plan.random)
    by_person = answers.by_person[:, prepared.cells]

    def drawn(number: int) -> Shards:
        own = Drawn(sources[number], len(answers.people), (seed, number), order)
        return Shards.of(plan, prepared.problem, by_person, own, executor)

    begin = starts_of(plan, prepared, starts, np.random.default_rng([seed, 2]))
    found = search(drawn(0), begin, plan.penalty(prepared.prior_sd))
    if not found.peak.converged:
        said = f"no maximum was found in {found.peak.steps} steps; no estimate is shown"
        return no_fit(answers, random, correlated, (*reasons, said), "not_converged")
    vanished = _vanished(plan, found)
    if vanished:
        said = f'a lognormal weight lies above zero, and that of column "{vanished[0]}" runs to zero; turn its sign'
        return no_fit(answers, random, correlated, (*reasons, said), "not_converged")
    noise = [abs(drawn(other).value(found.peak.point) - found.there.value) for other in range(1, len(sources))]
    return mixed_fit(answers, prepared, plan, found, float(noise[0]) if noise else np.nan)


def _sources(people: int, random: Mapping[str, str], draws: int | Draws | Array) -> Sequence[Draws | Array]:
    """Of the draws that are maximised over, and unless they are the caller's own of a second set that tells noise."""
    if isinstance(draws, int | np.integer):
        draws = Draws(int(draws))
    if not isinstance(draws, Draws):
        return [checked_normals(draws, people, len(random))]
    return [draws, draws]


def _lost(answers: Answers, prepared: Prepared, random: Mapping[str, str]) -> list[str]:
    """Random columns that the others can make up."""
    estimable = dict(zip(answers.columns, prepared.rank.estimable, strict=True))
    return [name for name in random if not estimable.get(name, prepared.rank.constant_estimable)]


def _vanished(plan: Plan, found: Found) -> list[str]:
    """Lognormal columns whose mean the likelihood no longer knows: the logarithm of a weight that runs to zero."""
    known = dict(zip(plan.free, np.diag(found.there.information), strict=True))
    return [plan.names[k] for k in np.flatnonzero(plan.logarithmic) if known[k] < LEAST]
