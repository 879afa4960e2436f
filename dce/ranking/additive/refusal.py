"""Who never agrees at one level of a criterion, beside how many would if criteria simply added up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

from dce import logit
from dce.coding import Coding
from dce.data import Ratings
from dce.disclosure import shown_groups
from dce.errors import FitError
from dce.estimation import MixedFit, fit_mixed_logit
from dce.ranking.finding import Finding, holm
from dce.ranking.ranking import EVERYBODY
from dce.ranking.tested import checked, why_not
from dce.study import Study

Array = NDArray[np.float64]
Index = NDArray[np.intp]
CONSTANT = "constant"
NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(40)  # of a standard normal leniency
SHARE = ("people", "share", "low", "high")
EXPECTED = ("expected", "expected_low", "expected_high", "p", "expected_strict", "p_strict")
REFUSE = "more than adding up gives"
MORE = "more than strictness gives"


def never_agrees(
    ratings: Ratings, study: Study, *, criterion: str, level: str, by: str | None = None, fewest: int = 3
) -> Finding:
    """Share of people who never agree in any scenario at one level, beside what additive answers would give.

    Only people who judged at least ``fewest`` such scenarios count. Columns: group ("all" first, then the options of
    ``by``), n, ``people`` (how many of them never answer above the middle of the scale), ``share`` with low and high
    (95%, Clopper and Pearson 1934: a person counts once), ``expected`` share with ``expected_low`` to
    ``expected_high`` (where 95% of studies would lie), p, ``expected_strict`` and ``p_strict``, p_holm (Holm 1979, of p
    over the groups), verdict, reason.

    What is expected comes from ordered logits in which all criteria add up, each with a weight a level where the
    answers tell it, and people differ normally in leniency and in their own weight of this level; for ``_strict`` in
    leniency only. The fit saw the same answers, so the variance of observed less expected is sum p(1 - p) less d'Vd,
    with d the slope of the expected number and V the covariance of the estimates (Newey 1985, Econometrica 53,
    1047-1070). p is the chance of as many or more, from the binomial with that mean and variance, half of the observed
    number itself (mid-p). Verdicts: "more than adding up gives" (p_holm below 5%); "more than strictness gives" (only
    p_strict, adjusted in the same way: weights that differ between people would give as many); else "cannot tell".

    Simulated (ten criteria, 21 scenarios, 7 at the level, 50 people; 200 studies each): p below 5% in 3% where people
    add up, 2% (and p_strict in 15%) where they also differ in this weight (standard deviation 0.6), 6% where groups
    weigh differently; 6% with 17 people; in 56% where one person in ten refuses, and 91% where one in five does.
    Groups that :func:`shown_groups` hides have a reason and no number. Raises FitError for an unknown level or item.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=2)
    >>> ratings = Ratings.from_answers(frame, design.study)
    >>> row = never_agrees(ratings, design.study, criterion="doel", level="nee").table().iloc[0]
    >>> row["group"], int(row["people"]), int(row["n"]), row["verdict"]
    ('all', 6, 60, 'cannot tell')
    """
    ratings, coding = checked(ratings, study, criterion)
    if level not in coding.levels[criterion]:
        known = ", ".join(coding.levels[criterion])
        raise FitError(f'criterion "{criterion}" has no level "{level}"; use one of {known}')
    at = _places(ratings, criterion, level)
    if fewest < 1:
        raise FitError(f"fewest is {fewest}; who judged no such scenario cannot have refused in one, so use 1 or more")
    if len(at) < fewest:
        found = f"{len(at)} scenarios have {criterion} at {level}"
        raise FitError(f"{found}, and only people who judged at least {fewest} would count; lower fewest")
    rows = [
        {"group": name, **(_of_group(members, study, (criterion, level), fewest) if members else _hidden(study))}
        for name, members in _groups(ratings, study, at, (by, fewest))
    ]
    table = pd.DataFrame(rows).astype({"n": "Int64"})
    table["p_holm"], strict = _over_groups(table, "p"), _over_groups(table, "p_strict")
    table["verdict"] = np.where(table["p_holm"] < 0.05, REFUSE, np.where(strict < 0.05, MORE, "cannot tell"))
    table.loc[table["share"].isna(), "verdict"] = ""
    sentences = tuple(_sentence(row, criterion, level) for row in table.to_dict("records"))
    return Finding(table[["group", "n", *SHARE, *EXPECTED, "p_holm", "verdict", "reason"]], sentences)


def _over_groups(table: pd.DataFrame, column: str) -> Array:
    """P-values adjusted over the groups; everybody together is a question of its own."""
    found = table[column].to_numpy(dtype=float).copy()
    groups = np.flatnonzero((table["group"] != EVERYBODY).to_numpy(dtype=bool) & np.isfinite(found))
    if len(groups):
        found[groups] = holm(found[groups])
    return found


def _groups(
    ratings: Ratings, study: Study, at: Index, asked: tuple[str | None, int]
) -> Iterator[tuple[str, Ratings | None]]:
    """Everybody, then the options of an item; None where the people who count may not be shown."""
    by, fewest = asked
    count = _answers_at(ratings, at)[0].sum(axis=1) >= fewest
    yield EVERYBODY, ratings if count.sum() >= study.privacy.smallest_group else None
    if by is None:
        return
    items = {item.id: item for item in study.background if item.id in ratings.background.columns}
    if by not in items:
        raise FitError(f'the answers hold no background item "{by}"; use one of {", ".join(items)}')
    sizes = ratings.of_people(np.flatnonzero(count)).group_sizes(by) if count.any() else {}
    shown = shown_groups(sizes, study.privacy.smallest_group)
    for option in items[by].option_ids:
        yield option, ratings.of_group(by, option) if option in shown else None


def _hidden(study: Study) -> dict[str, object]:
    smallest = study.privacy.smallest_group
    said = f"fewer than {smallest} people judged enough such scenarios, or subtraction would give a group away"
    return {"n": None, **dict.fromkeys([*SHARE, *EXPECTED], np.nan), "reason": said}


def _answers_at(ratings: Ratings, at: Index) -> tuple[Array, Array]:
    """How often each person judged each of these scenarios (G, S), and how often he or she agreed (G,)."""
    wide = len(ratings.categories)
    cells = (at[:, None] * wide + np.arange(wide)).ravel()
    given = ratings.by_person.tocsc()[:, cells].toarray().astype(float).reshape(-1, len(at), wide)
    agrees = np.arange(wide) > (wide - 1) / 2
    return given.sum(axis=2), given[:, :, agrees].sum(axis=(1, 2))


def _of_group(ratings: Ratings, study: Study, ground: tuple[str, str], fewest: int) -> dict[str, object]:
    """The numbers of one group that may be shown."""
    at = _places(ratings, *ground)
    times, agreed = _answers_at(ratings, at)
    count = times.sum(axis=1) >= fewest
    people, never = int(count.sum()), int((agreed[count] == 0).sum())
    reach = stats.binomtest(never, people).proportion_ci(0.95, method="exact")
    found: dict[str, object] = dict(zip(SHARE, (never, never / people, reach.low, reach.high), strict=True))
    found |= {"n": people, "reason": "", **dict.fromkeys(EXPECTED, np.nan)}
    for random, ends in (((CONSTANT, _column(*ground)), ""), ((CONSTANT,), "_strict")):
        fit, coded = _additive(ratings, study, ground, random)
        reason = why_not(fit)
        if not reason and not 0 < _not_agreeing(fit, ratings.categories) < len(fit.categories):
            reason = "nobody ever agrees, or nobody ever does not, at any level: nothing is left to compare"
        if reason:
            found["reason"] = reason
            continue
        mean, variance = _expected(fit, coded, at, times[count])
        low, high = _usual(mean, variance, people)
        found[f"expected{ends}"] = mean / people
        found[f"p{ends}"] = (_at_least(never, mean, variance) + _at_least(never + 1, mean, variance)) / 2.0
        if not ends:
            found |= {"expected_low": low / people, "expected_high": high / people}
    return found


def _places(ratings: Ratings, criterion: str, level: str) -> Index:
    """Which scenarios show a level."""
    return np.flatnonzero((ratings.scenarios[criterion].astype(str) == level).to_numpy(dtype=bool))


def _column(criterion: str, level: str) -> str:
    return f"{criterion}[{level}]"


def _additive(
    ratings: Ratings, study: Study, ground: tuple[str, str], random: tuple[str, ...]
) -> tuple[MixedFit, Ratings]:
    """The additive fit, and its answers: a weight a level where they allow it, else the study's own coding."""
    for coding in (Coding.categorical(study), ratings.coding or Coding.of(study)):
        coded = _with_levels(ratings.with_coding(coding), coding.blocks[ground[0]], *ground)
        fit = fit_mixed_logit(coded, random=dict.fromkeys(random, "normal"), draws=200, starts=1)
        if fit.status == "ok":
            break
    return fit, coded


def _with_levels(ratings: Ratings, block: slice, criterion: str, level: str) -> Ratings:
    """The answers with a column for each level but one of the criterion, in place of its own ``block`` of columns."""
    shown = ratings.scenarios[criterion].astype(str)
    others = sorted(set(shown) - {level})
    own = [level, *others[1:]]
    kept = np.delete(np.arange(ratings.x.shape[1]), np.arange(block.start, block.stop))
    x = np.column_stack([ratings.x[:, kept], *((shown == name).to_numpy(dtype=float) for name in own)])
    columns = (*(ratings.columns[k] for k in kept), *(_column(criterion, name) for name in own))
    return replace(ratings, x=x, columns=columns, coding=None)


def _not_agreeing(fit: MixedFit, categories: tuple[str, ...]) -> int:
    """How many of the used categories do not lie above the middle of the scale."""
    lower = categories[: (len(categories) - 1) // 2 + 1]
    return sum(name in lower for name in fit.categories)


def _expected(fit: MixedFit, ratings: Ratings, at: Index, times: Array) -> tuple[float, float]:
    """Mean of the number of people who never agree, and the variance of the observed number less this one."""
    terms = list(fit.covariance("hessian").index)
    last = _not_agreeing(fit, ratings.categories) - 1

    def chances(values: pd.Series) -> Array:
        cut = -values[CONSTANT] if fit.thresholds is None else values[fit.thresholds.index[last]]
        utility = ratings.x[at] @ values[list(ratings.columns)].to_numpy(dtype=float)
        # At the level its column is one, so that both spreads move all utilities of a person alike.
        spread = np.sqrt(sum(values[f"sd.{name}"] ** 2 for name in fit.random))
        moved = utility + spread * NODES[:, None]
        below = logit.log_probabilities(moved, np.array([cut]))[..., 0]  # (nodes, S)
        return np.asarray(np.exp(times @ below.T) @ NODE_WEIGHTS / NODE_WEIGHTS.sum())

    values = fit.estimates.astype(float)
    p = chances(values)
    slope = np.array([_slope(chances, values, term) for term in terms])
    learnt = float(slope @ fit.covariance("hessian").to_numpy() @ slope)
    return float(p.sum()), max(float((p * (1.0 - p)).sum()) - learnt, 1e-12)


def _slope(chances: Callable[[pd.Series], Array], values: pd.Series, term: str) -> float:
    """Of the sum of chances, by central differences."""
    up, down = values.copy(), values.copy()
    up[term] += 1e-5
    down[term] -= 1e-5
    return float((chances(up) - chances(down)).sum()) / 2e-5


def _at_least(number: int, mean: float, variance: float) -> float:
    """Chance of this many or more, for a binomial with this mean and variance, whose size need not be whole."""
    if number <= 0:
        return 1.0
    chance = 1.0 - variance / mean
    size = mean / chance
    return float(special.betainc(number, size - number + 1.0, chance)) if number < size + 1.0 else 0.0


def _usual(mean: float, variance: float, people: int) -> tuple[int, int]:
    """The numbers between which 95% of additive studies lie."""
    below = 1.0 - np.array([_at_least(number + 1, mean, variance) for number in range(people)])  # P(X <= number)
    return int((below < 0.025).sum()), int((below < 0.975).sum())


def _sentence(row: Mapping[Any, Any], criterion: str, level: str) -> str:
    """What one row says."""
    where = f'never agree where {criterion} is "{level}"'
    if np.isnan(row["share"]):
        return f"{row['group']}: not shown who {where}, because {row['reason']}"
    said = f"{row['group']}: {row['people']:.0f} of {row['n']} people {where}"
    said += f" ({row['share']:.0%}, {row['low']:.0%} to {row['high']:.0%})"
    strict = row["expected_strict"]
    if not np.isnan(strict):
        said += f"; {strict:.0%} expected if criteria add up and people differ in strictness only"
    if np.isnan(row["expected"]):
        also = "" if np.isnan(strict) else f" if they also weigh {criterion} differently"
        return f"{said}; what to expect{also} cannot be told: {row['reason']}"
    said += f"; {row['expected']:.0%} ({row['expected_low']:.0%} to {row['expected_high']:.0%}) expected"
    return f"{said} if they also weigh {criterion} differently: {row['verdict']}"
