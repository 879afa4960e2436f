"""How good a design is, what is wrong with it, and what it cannot show whatever the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from dce.coding import Array, Coding
from dce.design.beliefs import HELD_OUT, checked_beliefs, held_out_weights
from dce.design.bounds import d_bound
from dce.design.confounding import confounding
from dce.design.effects import JOIN, Effects
from dce.logit import binary_information
from dce.study import Study

CONSTANT = "constant"
FEWEST_SHOWN = 2
SLIGHT = 0.005  # of an interaction: less is no whole percent
ENTANGLED = 0.9  # canonical correlation from which two criteria can hardly be told apart


@dataclass(frozen=True, slots=True)
class Quality:
    """What a design can show.

    All on effects coding, constant included, over the tasks of all versions; ``interactions`` are the pairs "a:b" in
    the model beside the criteria. ``d_error`` is det(I)^(-1/K) at zero weights, infinite where the rank falls short;
    ``d_efficiency`` is 100 |X'X|^(1/K) / N with orthonormal contrasts, 100 for an orthogonal array; ``d_bound`` is what
    no design of so many tasks exceeds ("proven"), or the best that is known, by ``bound_kind``, and ``of_bound`` the
    efficiency in percents of it. ``held_out`` is the mean D-error over draws of the priors that the search did not see,
    or None without priors. ``aliased`` are the columns that cannot be told apart; ``spare`` the degrees of freedom left
    to test the fit. ``balance`` has criterion, level, count; ``correlations`` has criterion_a, criterion_b, canonical
    (the largest canonical correlation) and largest_r (between single columns), NaN where a criterion does not vary;
    ``confounded`` is what :func:`dce.design.confounding.confounding` gives; ``overlap`` is the largest share of
    criteria on which two tasks of one version agree.
    """

    coding: str
    interactions: tuple[str, ...]
    tasks: int
    parameters: int
    rank: int
    aliased: tuple[str, ...]
    spare: int
    d_error: float
    d_efficiency: float
    d_bound: float
    bound_kind: str
    of_bound: float
    held_out: float | None
    overlap: float
    balance: pd.DataFrame = field(repr=False)
    correlations: pd.DataFrame = field(repr=False)
    confounded: pd.DataFrame = field(repr=False)
    problems: tuple[str, ...]
    limits: tuple[str, ...]


def measure_quality(study: Study, rows: pd.DataFrame, settings: Mapping[str, Any]) -> Quality:
    """Measure the rows of a design; ``settings`` may hold the priors that it was searched with."""
    effects = Effects.of(study)
    coded = effects.encode(rows)
    x = _with_constant(coded)
    efficiency, (bound, kind) = _d_efficiency(effects, x), efficiency_bound(effects, len(rows))
    balance, correlations = level_balance(study, rows), varying_together(effects.coding, _deviations(coded))
    confounded = confounding(effects, coded, _deviations)
    columns, lost = (CONSTANT, *effects.columns), tuple(aliased(study, rows))
    beliefs = checked_beliefs(settings.get("priors"), columns, HELD_OUT)
    return Quality(
        coding="effects",
        interactions=interaction_names(effects),
        tasks=len(rows),
        parameters=x.shape[1],
        rank=int(np.linalg.matrix_rank(x)),
        aliased=lost,
        spare=max(0, _distinct(study, rows) - x.shape[1]),
        d_error=float(d_errors(x, np.zeros((1, x.shape[1])))[0]),
        d_efficiency=efficiency,
        d_bound=bound,
        bound_kind=kind,
        of_bound=100.0 * efficiency / bound if bound else 0.0,
        held_out=float(d_errors(x, held_out_weights(study, columns, beliefs)).mean()) if beliefs else None,
        overlap=_overlap(study, rows),
        balance=balance,
        correlations=correlations,
        confounded=confounded,
        problems=tuple(_problems(study, rows, lost, balance, correlations)),
        limits=tuple(_limits(study, rows, effects, correlations, confounded)),
    )


def interaction_names(effects: Effects) -> tuple[str, ...]:
    """The pairs of criteria whose interaction is in the model, each as "a:b"."""
    return tuple(name for name in effects.blocks if JOIN in name)


def d_errors(x: Array, weights: Array) -> Array:
    """Give det(I)^(-1/K) (R,) of coded rows ``x`` (N, K) for each of ``weights`` (R, K); infinite for a singular I."""
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return np.full(len(weights), np.inf)
    return np.asarray(np.exp(-np.linalg.slogdet(binary_information(x, weights))[1] / x.shape[1]))


def aliased(study: Study, rows: pd.DataFrame) -> list[str]:
    """Name the columns that these rows cannot tell apart; none when every parameter can be estimated."""
    effects = Effects.of(study)
    return lost_columns((CONSTANT, *effects.columns), _with_constant(effects.encode(rows)))


def lost_columns(columns: Sequence[str], x: Array) -> list[str]:
    """The ``columns`` whose weights no answers to coded rows ``x`` (N, K) can tell from those of others."""
    _, sizes, directions = np.linalg.svd(x.T @ x / len(x))
    lost = np.abs(directions[sizes < 1e-10 * max(sizes[0], 1e-10)])
    return [name for name, share in zip(columns, lost.T, strict=True) if (share > 1e-6).any()]


def _with_constant(x: Array) -> Array:
    return np.concatenate([np.ones((len(x), 1)), x], axis=1)


def _deviations(x: Array) -> Array:
    return np.asarray(x - x.mean(axis=0))


def _d_efficiency(effects: Effects, x: Array) -> float:
    """Rescale effects coding to orthonormal contrasts, in which each column of an orthogonal array has length N."""
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return 0.0
    scaled = _with_constant(effects.orthonormal(x[:, 1:]))
    return float(100.0 * np.exp(np.linalg.slogdet(scaled.T @ scaled)[1] / x.shape[1]) / len(x))


def efficiency_bound(effects: Effects, tasks: int) -> tuple[float, str]:
    """Give (value, kind) of the D-efficiency that no design of so many tasks has, or the best that is known.

    Interactions stand beside the main effects as a second block of which the trace, and so the determinant, is at most
    that of orthonormal columns (Fischer's inequality): a bound that is reached where all cells are shown evenly.
    """
    counts, parameters = tuple(len(levels) for levels in effects.coding.levels.values()), 1 + len(effects.columns)
    if tasks < parameters:
        return 0.0, "proven"
    value, kind = _main_bound(counts, tasks)
    share = (1 + len(effects.coding.columns)) / parameters
    return 100.0 * (value / 100.0) ** share, kind


@cache
def _main_bound(counts: tuple[int, ...], tasks: int) -> tuple[float, str]:
    return d_bound(counts, tasks)


def _distinct(study: Study, rows: pd.DataFrame) -> int:
    return len(rows.drop_duplicates(list(study.criterion_ids)))


def level_balance(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    """How often each level is shown: criterion, level, count."""
    shown = {criterion.id: rows[criterion.id].value_counts() for criterion in study.criteria}
    return pd.DataFrame(
        [(c.id, level, int(shown[c.id].get(level, 0))) for c in study.criteria for level in c.level_ids],
        columns=["criterion", "level", "count"],
    )


def _overlap(study: Study, rows: pd.DataFrame) -> float:
    largest = 0
    for _, version in rows.groupby("version"):
        shown = pd.get_dummies(version[list(study.criterion_ids)]).to_numpy(dtype=np.int64)
        agree = shown @ shown.T
        largest = max(largest, int((agree - np.diag(np.diag(agree))).max()))
    return largest / len(study.criteria)


def varying_together(coding: Coding, spread: Array) -> pd.DataFrame:
    """How much each pair of criteria varies together, given the deviations of their columns (N, K).

    The largest canonical correlation, and the largest between single columns; NaN where a criterion does not vary.
    """
    bases = {name: _basis(spread[:, block]) for name, block in coding.blocks.items()}
    rows = []
    for a, b in combinations(coding.levels, 2):
        canonical = largest_r = np.nan
        if bases[a].size and bases[b].size:
            canonical = float(np.linalg.norm(bases[a].T @ bases[b], ord=2))
            largest_r = float(np.abs(_unit(spread[:, coding.blocks[a]]).T @ _unit(spread[:, coding.blocks[b]])).max())
        rows.append((a, b, min(canonical, 1.0), min(largest_r, 1.0)))
    return pd.DataFrame(rows, columns=["criterion_a", "criterion_b", "canonical", "largest_r"])


def _basis(block: Array) -> Array:
    """Orthonormal columns that span ``block``; none where it does not vary."""
    left, sizes, _ = np.linalg.svd(block, full_matrices=False)
    return np.asarray(left[:, sizes > 1e-9])


def _unit(block: Array) -> Array:
    sizes = np.linalg.norm(block, axis=0)
    return np.asarray(block / np.where(sizes > 1e-9, sizes, np.inf))


def _problems(
    study: Study, rows: pd.DataFrame, lost: tuple[str, ...], balance: pd.DataFrame, correlations: pd.DataFrame
) -> Iterator[str]:
    if lost:
        yield f"the effects of {', '.join(lost)} cannot be told apart; add tasks or change levels"
    yield from level_problems(balance, correlations)
    for word, task in extreme_tasks(study, rows):
        yield f"task {task} shows the {word} favourable level of every criterion: nearly everybody answers it alike"


def level_problems(balance: pd.DataFrame, correlations: pd.DataFrame) -> Iterator[str]:
    """Levels that are hardly shown, and criteria that hardly vary apart."""
    for criterion, level, count in balance.itertuples(index=False):
        if count < FEWEST_SHOWN:
            shown = "never shown" if count == 0 else "shown once only, so one scenario decides its weight"
            yield f'level "{level}" of criterion "{criterion}" is {shown}'
    for pair in correlations[correlations["canonical"] > ENTANGLED].itertuples(index=False):
        names = f"{pair.criterion_a} and {pair.criterion_b}"
        yield f"{names} vary nearly together (canonical correlation {pair.canonical:.2f})"


def extreme_tasks(study: Study, rows: pd.DataFrame) -> Iterator[tuple[str, int]]:
    """The tasks with the "least" or the "most" favourable level of every criterion."""
    best = {c.id: c.level_ids[0 if c.expected == "negative" else -1] for c in study.criteria}
    worst = {c.id: c.level_ids[-1 if c.expected == "negative" else 0] for c in study.criteria}
    for word, extreme in (("least", worst), ("most", best)):
        hit = np.logical_and.reduce([rows[name] == level for name, level in extreme.items()])
        for task in sorted(set(rows["task"][hit])):
            yield word, int(task)


def _limits(
    study: Study, rows: pd.DataFrame, effects: Effects, correlations: pd.DataFrame, confounded: pd.DataFrame
) -> Iterator[str]:
    distinct, parameters = _distinct(study, rows), 1 + len(effects.columns)
    yield (
        f"{distinct} different scenarios for {parameters} parameters: {max(distinct - parameters, 0)} left to test "
        f"whether the model fits"
    )
    yield from model_limits(effects, confounded)
    for _, top in correlations.dropna().sort_values("canonical", ascending=False, kind="stable").head(1).iterrows():
        yield (
            f"the criteria most alike, {top['criterion_a']} and {top['criterion_b']}, have a canonical correlation of "
            f"{top['canonical']:.2f}: part of the weight of one may belong to the other"
        )
    if len(set(rows["version"])) == 1:
        yield (
            f"one version: all respondents see the same {distinct} scenarios, so weights cannot be told apart from "
            f"peculiarities of these scenarios, however many people answer"
        )
    yield "the D-error is that of a yes/no answer by people without preferences (weights zero); a rating tells more"


def model_limits(effects: Effects, confounded: pd.DataFrame) -> Iterator[str]:
    """What the model says of criteria together, what it leaves out, and what passes for what if that is not zero."""
    names, left_out = list(effects.coding.levels), len(effects.left_out())
    pairs = f"{left_out} pair{'' if left_out == 1 else 's'}"
    if not effects.pairs and left_out:
        yield f"main effects only: whether two criteria reinforce each other ({pairs}) cannot be seen"
    if effects.pairs:
        shown = ", ".join(f"{names[a]} with {names[b]}" for a, b in effects.pairs)
        rest = f"; whether others do ({pairs}) cannot be seen" if left_out else ""
        yield f"main effects, and whether these criteria reinforce each other: {shown}{rest}"
    for top in confounded[confounded["share"] > SLIGHT].head(1).itertuples(index=False):
        yield (
            f"if {top.pair_a} and {top.pair_b} reinforce each other, the weight of {top.criterion} is off by up to "
            f"{top.share:.0%} of that"
        )
