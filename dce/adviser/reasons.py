"""Why a share is what it is, and what would change it: steps from the mean scenario, and the fewest other levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dce.adviser.advice import Change, Step
from dce.adviser.evidence import encoded
from dce.adviser.group_model import GroupModel, estimate
from dce.coding import Coding
from dce.study import Study

Array = NDArray[np.float64]
MOST_LISTED = 5
MOST_TRIED = 100_000  # combinations of levels, a second's work


def steps(model: GroupModel, study: Study, case: Mapping[str, str], mean: Array) -> tuple[Step, ...]:
    """What each criterion adds between the mean scenario (K,) and the case, the heaviest first.

    Utilities simply add up. Percentage points do not, as the share bends: they are told in a stated order, from the
    criterion whose utility differs most to the one whose differs least (in the order of the study where equal). So
    every height on the way is a share that the model gives, each sign is that of the utility, and they add up exactly;
    Shapley values, the mean over all orders, would pass through heights that are no share at all.
    """
    coding = Coding.of(study)
    away = encoded(coding, [case])[0] - mean
    parts = {name: model.draws[:, block] @ away[block] for name, block in coding.blocks.items()}
    order = sorted(parts, key=lambda name: -abs(round(float(parts[name][0]), 12)))
    path = np.tile(mean, (len(order) + 1, 1))
    for place, name in enumerate(order, start=1):
        path[place:, coding.blocks[name]] += away[coding.blocks[name]]
    shares = model.shares(path, study.scale_ids)[0]
    return tuple(
        Step(name, case[name], estimate(parts[name]), float(shares[n + 1] - shares[n]), float(shares[n + 1]))
        for n, name in enumerate(order)
    )


def changes(model: GroupModel, study: Study, case: Mapping[str, str]) -> tuple[Change, ...]:
    """The fewest other levels that bring the share to the other side of one half, the surest first.

    One criterion is tried, then two, and so on; what the rules of the study forbid is left out. None where even the
    best level of every criterion does not do it, or where more than ``MOST_TRIED`` combinations would have to be tried.
    """
    coding = Coding.of(study)
    now = float(model.shares(encoded(coding, [case]), study.scale_ids)[0, 0])
    gains, needed = _gains(model, coding, case, up=now < 0.5), abs(float(special.logit(now)))
    heaviest = sorted((max(own.values()) for own in gains.values()), reverse=True)
    for wide in range(1, len(gains) + 1):
        if sum(heaviest[:wide]) < needed:
            continue  # not even without any rule
        if _combinations(gains, wide) > MOST_TRIED:
            break
        found = [(gain, levels) for gain, levels in _tried(study, case, gains, wide) if gain >= needed]
        if found:
            first = [levels for _, levels in sorted(found, key=lambda tried: -tried[0])[:MOST_LISTED]]
            shares = model.shares(encoded(coding, [{**case, **levels} for levels in first]), study.scale_ids)
            return tuple(Change(levels, estimate(shares[:, n])) for n, levels in enumerate(first))
    return ()


def _gains(model: GroupModel, coding: Coding, case: Mapping[str, str], *, up: bool) -> dict[str, dict[str, float]]:
    """How much nearer to the other side each other level of each criterion brings the case, in utility."""
    found = {}
    for name, levels in coding.levels.items():
        utility = coding.level_utilities(name, model.draws[0, : len(coding.columns)])
        away = (utility - utility[levels.index(case[name])]) * (1 if up else -1)
        found[name] = {level: float(gain) for level, gain in zip(levels, away, strict=True) if level != case[name]}
    return found


def _combinations(gains: dict[str, dict[str, float]], wide: int) -> int:
    """No fewer than there are ways to give ``wide`` criteria other levels."""
    return int(comb(len(gains), wide) * max(map(len, gains.values())) ** wide)


def _tried(
    study: Study, case: Mapping[str, str], gains: dict[str, dict[str, float]], wide: int
) -> Iterator[tuple[float, dict[str, str]]]:
    """Other levels of ``wide`` criteria that the rules allow, and how much utility they bring."""
    for chosen in combinations(gains, wide):
        for levels in product(*(gains[name] for name in chosen)):
            changed = dict(zip(chosen, levels, strict=True))
            if not any(rule.refuses({**case, **changed}) for rule in study.rules):
                yield sum(gains[name][level] for name, level in changed.items()), changed
