"""How precisely a design will tell each weight, before anybody has answered; and whether it can be used at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
from scipy import special, stats

from dce import logit
from dce.coding import Array, Coding
from dce.design.choice.model import ChoiceModel
from dce.design.choice.quality import ChoiceQuality
from dce.design.design import Design
from dce.design.effects import JOIN, Effects
from dce.design.quality import Quality, extreme_tasks
from dce.design.reasons import Reason, Verdict, task_numbers
from dce.errors import DesignError

MOST_PEOPLE = 10_000_000
FOUND = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)  # errors from zero at which 80% of studies tell a weight at 5%
PLAIN = 0.5  # a weight that turns 38% into 62% from the first level of two to the last: less is hard to act on
LOW_EFFICIENCY, ALIKE, SAME = 80.0, 0.5, 0.9
ROUNDING = 1e-9  # just half is no more than half, whatever the last digit of a decomposition
AGREE = 0.8  # of the criteria, from which two alternatives of a task are hard to tell apart
FEWEST_WITH_EXTREMES = 3  # with one or two criteria the worst and the best scenario are needed to see anything
__all__ = ["Reason", "Verdict", "judge", "predicted_errors"]


def predicted_errors(
    design: Design, people: int, *, weights: Mapping[str, float] | None = None, coding: Coding | None = None
) -> pd.DataFrame:
    """Standard error that each weight will have when so many people answer: criterion, term, std_error, detectable.

    From the Fisher information at ``weights`` by term, zero where left out: of the ordered logit (of the binary logit
    for yes/no), with answers equally likely where the utility is zero; of the conditional logit for choices, the worst
    pick included where it is asked, and of the first pick alone where people rank. Interactions that the study asks for
    are terms too, of criterion "a:b", and so are the constants of choice tasks, each by its own name. Versions are
    dealt in turn. ``detectable`` is the weight that 80% of such studies tell from zero at 5%. These are the least
    errors: people who differ from each other add to them. ``coding`` is effects coding where it is left out. NaN where
    the design cannot tell a term. Raises DesignError.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> predicted_errors(design, 50)["std_error"].round(2).tolist()
    [0.13, 0.13, 0.09, 0.13, 0.13]
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise DesignError(f"people: {people} is not within 1 to {MOST_PEOPLE}; ask for 50, for example")
    rows = counted_rows(design)
    effects = Effects.of(design.study, coding=coding)
    if design.study.task.alternatives is None:
        columns = effects.columns
        information = _of_ratings(design, effects.encode(rows), _asked(weights, columns))
    else:
        model = ChoiceModel.of(design.study, rows, design.settings, coding=coding)
        columns = model.columns
        information = _of_choices(design, model.x, _asked(weights, columns))
    covariance = _inverse(information)[-len(columns) :, -len(columns) :] * len(set(rows["version"])) / people
    owners = effects.owners()
    table = pd.DataFrame({"criterion": [owners.get(name, name) for name in columns], "term": columns})
    errors = np.sqrt(np.diag(covariance))
    return table.assign(std_error=errors, detectable=FOUND * errors)


def counted_rows(design: Design) -> pd.DataFrame:
    """The rows that models are fitted to: all of them, but for practice and hold-out tasks where a design has those."""
    rows: pd.DataFrame = getattr(design, "estimated", design.rows)
    return rows


def _asked(weights: Mapping[str, float] | None, columns: tuple[str, ...]) -> Array:
    unknown = [name for name in weights or {} if name not in columns]
    if unknown:
        raise DesignError(f'weights: no term "{unknown[0]}"; use {", ".join(columns)}')
    return np.array([float((weights or {}).get(name, 0.0)) for name in columns])


def _of_ratings(design: Design, x: Array, beta: Array) -> Array:
    """Information (P, P) of one answer to each row of ``x`` (N, K), thresholds first."""
    cuts = special.logit(np.arange(1, len(design.study.scale_ids)) / len(design.study.scale_ids))
    expected = np.exp(logit.log_probabilities(x @ beta, cuts))
    return np.asarray(logit.likelihood(cuts, beta, x, expected).information)


def _of_choices(design: Design, x: Array, beta: Array) -> Array:
    """Information (K, K) of one answer to each task of ``x`` (N, T, K)."""
    everywhere = np.ones(x.shape[:2], dtype=np.bool_)
    return logit.choice_information(beta, x, everywhere, best_worst=design.study.task.kind == "best-worst")


def _inverse(information: Array) -> Array:
    """The covariance of what can be told, NaN where a weight cannot."""
    sizes, directions = np.linalg.eigh(information)
    kept = sizes > 1e-10 * sizes[-1]
    lost = (np.abs(directions[:, ~kept]) > 1e-6).any(axis=1)
    found = (directions[:, kept] / sizes[kept]) @ directions[:, kept].T
    found[lost], found[:, lost] = np.nan, np.nan
    return np.asarray(found)


def judge(design: Design, people: int | None = None) -> Verdict:
    """One verdict on a design that a person can act on; with ``people`` also on what so many can show.

    Not usable: some effect cannot be told, a level is never shown, or no alternative of a task differs in it. Usable
    with limits: a level rests on one scenario, tasks have an answer that is plain beforehand (more of them than the
    study allows), two alternatives of a task agree on 80% of the criteria (unless the study asks for that), two
    criteria vary nearly together (canonical correlation over 0.5), the efficiency is under 80% of its bound, nothing is
    left to test the fit, two tasks of a version are nearly the same, or with ``people`` some criterion needs a weight
    over 0.5 to be found. Else good.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> judge(make_design(example_study(), tasks=12, seed=1)).grade
    'good'
    """
    quality = design.quality()
    fatal = tuple(_fatal(design, quality))
    if fatal:
        return Verdict("not usable", fatal)
    limits = (*_limits(design, quality), *(_blunt(design, people) if people else ()))
    return Verdict("usable with limits" if limits else "good", limits)


def _fatal(design: Design, quality: Quality) -> Iterator[Reason]:
    """What keeps an effect from being told at all, by its cause where that is known."""
    never = quality.balance[quality.balance["count"] == 0]
    explained = set(never["criterion"])
    for row in never.itertuples(index=False):
        yield Reason("dead", {"criterion": row.criterion, "level": row.level})
    for name, reason in _flat(design, quality):
        explained.add(name)
        yield reason
    blocks = Effects.of(design.study).owners()
    left = [name for name in quality.aliased if not explained & set(blocks.get(name, name).split(JOIN))]
    if explained:
        left = [name for name in left if name in blocks]  # a constant is lost together with the level that it hides
    if left:
        yield Reason("aliased", {"terms": ", ".join(left)})


def _flat(design: Design, quality: Quality) -> Iterator[tuple[str, Reason]]:
    """Criteria with levels that no answer can depend on, and those of which that holds for every level."""
    flat = quality.flat if isinstance(quality, ChoiceQuality) else ()
    levels = Counter(criterion for criterion, _ in flat)
    shown = quality.balance[quality.balance["count"] > 0]["criterion"].value_counts()
    whole = {criterion for criterion, count in levels.items() if count == shown[criterion] > 1}
    for criterion in sorted(whole, key=design.study.criterion_ids.index):
        yield criterion, Reason("constant", {"criterion": criterion})
    for criterion, level in flat:
        if criterion not in whole and shown[criterion] > 1:
            yield criterion, Reason("flat", {"criterion": criterion, "level": level})


def _limits(design: Design, quality: Quality) -> Iterator[Reason]:
    once = quality.balance[quality.balance["count"] == 1]
    for row in once.itertuples(index=False):
        yield Reason("once", {"criterion": row.criterion, "level": row.level})
    yield from _plain_tasks(design, quality)
    alike = quality.correlations[quality.correlations["canonical"] > ALIKE + ROUNDING]
    for pair in alike.itertuples(index=False):
        yield Reason("alike", {"one": pair.criterion_a, "other": pair.criterion_b, "r": f"{pair.canonical:.2f}"})
    if quality.of_bound < LOW_EFFICIENCY:
        held_back = isinstance(quality, ChoiceQuality) and _allowed(design) is not None
        yield Reason("held_back" if held_back else "inefficient", {"efficiency": f"{quality.of_bound:.0f}"})
    if quality.spare == 0:
        yield _untested(design, quality)
    if not isinstance(quality, ChoiceQuality) and quality.overlap >= SAME:
        yield Reason("same", {"overlap": f"{quality.overlap:.0%}"})


def _plain_tasks(design: Design, quality: Quality) -> Iterator[Reason]:
    """Tasks of which the answer is known beforehand, and those of which answers tell little."""
    if isinstance(quality, ChoiceQuality):
        if _too_many(design, quality.dominated):
            yield Reason("dominated", {"tasks": task_numbers(quality.dominated)})
        near = quality.alike[quality.alike >= AGREE]
        if len(near) and design.study.design.varying is None:
            tasks = sorted(set(near.index))
            yield Reason("agree", {"tasks": task_numbers(tasks), "agreement": f"{near.max():.0%}"})
    elif len(design.study.criteria) >= FEWEST_WITH_EXTREMES:
        tasks = sorted({task for _, task in extreme_tasks(design.study, counted_rows(design))})
        if _too_many(design, tasks):
            yield Reason("obvious", {"tasks": task_numbers(tasks)})


def _allowed(design: Design) -> int | None:
    """How many tasks of a version may have a plain answer, by the search or else the study; None for any number."""
    allowed = design.settings.get("dominated", design.study.design.dominated)
    return None if allowed in (None, "any") else int(allowed)


def _too_many(design: Design, tasks: Iterable[int]) -> bool:
    """Tell whether a version has more of ``tasks`` than the study, or the search, allowed."""
    rows, allowed = counted_rows(design), _allowed(design)
    shown = rows[rows["task"].isin(list(tasks))].groupby("version")["task"].nunique()
    return allowed is not None and len(shown) > 0 and int(shown.max()) > allowed


def _untested(design: Design, quality: Quality) -> Reason:
    rows, names = counted_rows(design), list(design.study.criterion_ids)
    if isinstance(quality, ChoiceQuality):
        compared = (quality.alternatives + quality.opt_out - 1) * quality.tasks
        return Reason("uncompared", {"comparisons": compared, "parameters": quality.parameters})
    scenarios = len(rows.drop_duplicates(names))
    return Reason("untested", {"scenarios": scenarios, "parameters": quality.parameters})


def _blunt(design: Design, people: int) -> Iterator[Reason]:
    """Criteria, and pairs of them, of which only a large weight would be found."""
    table = predicted_errors(design, people)
    own = table[table["criterion"].isin(Effects.of(design.study).blocks)]
    worst: pd.Series[float] = own.groupby("criterion", sort=False)["detectable"].max()
    for name, value in worst[worst > PLAIN].items():
        yield Reason(
            "blunt", {"people": people, "criterion": str(name).replace(JOIN, " with "), "weight": f"{value:.2f}"}
        )
