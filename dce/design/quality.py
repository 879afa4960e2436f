"""How good a design is, what is wrong with it, and what it cannot show whatever the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from dce.coding import Array, Coding
from dce.design.beliefs import HELD_OUT, checked_beliefs, held_out_weights
from dce.logit import binary_information
from dce.study import Study

CONSTANT = "constant"
FEWEST_SHOWN = 2
ENTANGLED = 0.9  # canonical correlation from which two criteria can hardly be told apart


@dataclass(frozen=True, slots=True)
class Quality:
    """What a design can show.

    All on effects coding, constant included, over the tasks of all versions. ``d_error`` is det(I)^(-1/K) at zero
    weights, infinite where the rank falls short; ``d_efficiency`` is 100 |X'X|^(1/K) / N with orthonormal contrasts,
    100 for an orthogonal array; ``held_out`` is the mean D-error over draws of the priors that the search did not see,
    or None without priors. ``balance`` has criterion, level, count; ``correlations`` has criterion_a, criterion_b,
    canonical (the largest canonical correlation) and largest_r (between single columns), NaN where a criterion does not
    vary; ``overlap`` is the largest share of criteria on which two tasks of one version agree.
    """

    coding: str
    tasks: int
    parameters: int
    rank: int
    d_error: float
    d_efficiency: float
    held_out: float | None
    overlap: float
    balance: pd.DataFrame = field(repr=False)
    correlations: pd.DataFrame = field(repr=False)
    problems: tuple[str, ...]
    limits: tuple[str, ...]


def measure_quality(study: Study, rows: pd.DataFrame, settings: Mapping[str, Any]) -> Quality:
    """Measure the rows of a design; ``settings`` may hold the priors that it was searched with."""
    coding = Coding.categorical(study)
    x = _with_constant(coding.encode(rows))
    rank = int(np.linalg.matrix_rank(x))
    balance, correlations = level_balance(study, rows), varying_together(coding, x[:, 1:] - x[:, 1:].mean(axis=0))
    columns = (CONSTANT, *coding.columns)
    beliefs = checked_beliefs(settings.get("priors"), columns, HELD_OUT)
    return Quality(
        coding="effects",
        tasks=len(rows),
        parameters=x.shape[1],
        rank=rank,
        d_error=float(d_errors(x, np.zeros((1, x.shape[1])))[0]),
        d_efficiency=_d_efficiency(coding, x),
        held_out=float(d_errors(x, held_out_weights(study, columns, beliefs)).mean()) if beliefs else None,
        overlap=_overlap(study, rows),
        balance=balance,
        correlations=correlations,
        problems=tuple(_problems(study, rows, balance, correlations)),
        limits=tuple(_limits(study, rows, x.shape[1], correlations)),
    )


def d_errors(x: Array, weights: Array) -> Array:
    """Give det(I)^(-1/K) (R,) of coded rows ``x`` (N, K) for each of ``weights`` (R, K); infinite for a singular I."""
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return np.full(len(weights), np.inf)
    return np.asarray(np.exp(-np.linalg.slogdet(binary_information(x, weights))[1] / x.shape[1]))


def aliased(study: Study, rows: pd.DataFrame) -> list[str]:
    """Name the columns that these rows cannot tell apart; none when every parameter can be estimated."""
    coding = Coding.categorical(study)
    x = _with_constant(coding.encode(rows))
    _, sizes, directions = np.linalg.svd(x.T @ x / len(x))
    lost = np.abs(directions[sizes < 1e-10 * sizes[0]])
    return [name for name, share in zip((CONSTANT, *coding.columns), lost.T, strict=True) if (share > 1e-6).any()]


def _with_constant(x: Array) -> Array:
    return np.concatenate([np.ones((len(x), 1)), x], axis=1)


def _d_efficiency(coding: Coding, x: Array) -> float:
    """Rescale effects coding to orthonormal contrasts, in which each column of an orthogonal array has length N."""
    scaled = x.copy()
    for name, block in coding.blocks.items():
        own = slice(block.start + 1, block.stop + 1)
        _, to_effects = np.linalg.qr(coding.codes[name])
        scaled[:, own] = x[:, own] @ np.linalg.inv(to_effects) * np.sqrt(len(coding.levels[name]))
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return 0.0
    return float(100.0 * np.exp(np.linalg.slogdet(scaled.T @ scaled)[1] / x.shape[1]) / len(x))


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


def _problems(study: Study, rows: pd.DataFrame, balance: pd.DataFrame, correlations: pd.DataFrame) -> Iterator[str]:
    if lost := aliased(study, rows):
        yield f"the effects of {', '.join(lost)} cannot be told apart; add tasks or change levels"
    yield from level_problems(balance, correlations)
    yield from _extremes(study, rows)


def level_problems(balance: pd.DataFrame, correlations: pd.DataFrame) -> Iterator[str]:
    """Levels that are hardly shown, and criteria that hardly vary apart."""
    for criterion, level, count in balance.itertuples(index=False):
        if count < FEWEST_SHOWN:
            shown = "never shown" if count == 0 else "shown once only, so one scenario decides its weight"
            yield f'level "{level}" of criterion "{criterion}" is {shown}'
    for pair in correlations[correlations["canonical"] > ENTANGLED].itertuples(index=False):
        names = f"{pair.criterion_a} and {pair.criterion_b}"
        yield f"{names} vary nearly together (canonical correlation {pair.canonical:.2f})"


def _extremes(study: Study, rows: pd.DataFrame) -> Iterator[str]:
    best = {c.id: c.level_ids[0 if c.expected == "negative" else -1] for c in study.criteria}
    worst = {c.id: c.level_ids[-1 if c.expected == "negative" else 0] for c in study.criteria}
    for word, extreme in (("least", worst), ("most", best)):
        hit = np.logical_and.reduce([rows[name] == level for name, level in extreme.items()])
        for task in sorted(set(rows["task"][hit])):
            yield f"task {task} shows the {word} favourable level of every criterion: nearly everybody answers it alike"


def _limits(study: Study, rows: pd.DataFrame, parameters: int, correlations: pd.DataFrame) -> Iterator[str]:
    names = list(study.criterion_ids)
    distinct, versions = len(rows.drop_duplicates(names)), rows["version"].nunique()
    yield (
        f"{distinct} different scenarios for {parameters} parameters: {max(distinct - parameters, 0)} left to test "
        f"whether the model fits"
    )
    if pairs := len(correlations):
        yield f"main effects only: whether two criteria reinforce each other ({pairs} pairs) cannot be seen"
    for _, top in correlations.dropna().sort_values("canonical", ascending=False, kind="stable").head(1).iterrows():
        yield (
            f"the criteria most alike, {top['criterion_a']} and {top['criterion_b']}, have a canonical correlation of "
            f"{top['canonical']:.2f}: part of the weight of one may belong to the other"
        )
    if versions == 1:
        yield (
            f"one version: all respondents see the same {distinct} scenarios, so weights cannot be told apart from "
            f"peculiarities of these scenarios, however many people answer"
        )
    yield "the D-error is that of a yes/no answer by people without preferences (weights zero); a rating tells more"
