"""Where people disagree: the answers to each scenario, from the most to the least disputed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Ratings
from dce.disclosure import same_answer
from dce.errors import FitError
from dce.plotted import Plotted
from dce.ranking.finding import Finding, share_of_people
from dce.study import Study

Array = NDArray[np.float64]
MEASURES = ("agreement", "consensus", "mean", "median")
BIMODAL = 5.0 / 9.0  # bimodality coefficient of a uniform distribution


@dataclass(frozen=True)
class ScenarioAgreement(Finding, Plotted):
    """The answers to each scenario of a study, from the most to the least disputed."""

    study: Study | None = None


def agreement_index(counts: Array) -> Array:
    """Van der Eijk's agreement A (...) of answers counted by ordered category (..., J), from -1 to 1.

    Counts are cut into layers of equal height over the categories that reach them. A layer over S of J categories has
    A = U (1 - (S - 1) / (J - 1)), U = ((J - 2) TU - (J - 1) TDU) / ((J - 2) (TU + TDU)), where TU counts the triples of
    categories that are full, full, empty or empty, full, full, and TDU those that are full, empty, full; U is 1 where
    there are neither. A is the mean over layers, each weighing as many answers as it holds. All in one category gives
    1, an even spread 0, half at each end -1; of two categories an even spread is the least. Source: van der Eijk
    (2001), Measuring agreement in ordered rating scales, Quality and Quantity 35, 325-341.

    >>> agreement_index(np.array([[0.0, 9, 0, 0, 0], [5, 5, 5, 5, 5], [5, 0, 0, 0, 5]])).tolist()
    [1.0, 0.0, -1.0]
    """
    categories = counts.shape[-1]
    heights = np.sort(counts, axis=-1)
    full = counts[..., None, :] >= heights[..., :, None]
    size = full.sum(axis=-1)
    before = full.cumsum(axis=-1)
    after = size[..., None] - before
    apart = (~full * before * after).sum(axis=-1)
    together = (~full * (before * (before - 1) + after * (after - 1))).sum(axis=-1) // 2
    triples = np.maximum((categories - 2) * (apart + together), 1)
    shape = np.where(apart + together, ((categories - 2) * together - (categories - 1) * apart) / triples, 1.0)
    weight = np.diff(heights, axis=-1, prepend=0.0) * size
    return np.asarray((weight * shape * (1.0 - (size - 1) / (categories - 1))).sum(axis=-1) / counts.sum(axis=-1))


def consensus_index(counts: Array) -> Array:
    """Consensus (...) of answers counted by ordered category (..., J): 1 if all agree, 0 with half at each end.

    1 + sum of p_j log2(1 - |j - mean| / (J - 1)): Tastle and Wierman (2007), equation 1, International Journal of
    Approximate Reasoning 45, 531-545. Unlike A it is smooth, so that resampling tells its error at ties too.

    >>> consensus_index(np.array([[0.0, 9, 0], [5, 0, 5]])).tolist()
    [1.0, 0.0]
    """
    share = counts / counts.sum(axis=-1, keepdims=True)
    place = np.arange(counts.shape[-1])
    far = np.abs(place - (share @ place)[..., None]) / max(len(place) - 1, 1)
    return np.asarray(1.0 + (share * np.log2(np.maximum(1.0 - far, 1e-300))).sum(axis=-1))


def two_camps(counts: Array) -> NDArray[np.bool_]:
    """Whether answers counted by category (..., J) stand in two camps.

    The bimodality coefficient (skewness squared + 1) / kurtosis lies above 5/9, its value where all answers are equally
    likely (SAS Institute 1990; Pfister and others 2013, Frontiers in Psychology 4:700), and shares fall and rise again
    along the scale. The coefficient alone is high for one skewed heap as well, the valley alone for any noise.

    >>> two_camps(np.array([[9.0, 2, 1, 2, 8], [1, 2, 9, 3, 1], [20, 2, 1, 0, 0]])).tolist()
    [True, False, False]
    """
    share = counts / counts.sum(axis=-1, keepdims=True)
    place = np.arange(counts.shape[-1])
    off = place - (share @ place)[..., None]
    second, third, fourth = ((share * off**power).sum(axis=-1) for power in (2, 3, 4))
    varies = second > 0
    coefficient = (third**2 / np.where(varies, second, 1.0) ** 3 + 1.0) / np.where(varies, fourth, 1.0)
    coefficient *= np.where(varies, second, 0.0) ** 2
    below = np.maximum.accumulate(share, axis=-1)
    above = np.flip(np.maximum.accumulate(np.flip(share, axis=-1), axis=-1), axis=-1)
    return np.asarray((coefficient > BIMODAL) & ((np.minimum(below, above) - share).max(axis=-1) > 1e-12))


def scenario_agreement(ratings: Ratings, study: Study, *, bootstrap: int = 1000, seed: int = 1) -> ScenarioAgreement:
    """The answers to each scenario, from the most to the least disputed.

    Columns: scenario (its place among the distinct scenarios, from 1); n people; ``count_`` and ``share_`` of each
    answer; ``agreement`` (:func:`agreement_index`), ``consensus`` (:func:`consensus_index`), ``mean`` and ``median``
    (places on the scale, from 1) and ``agrees`` (share above the middle), each with ``_low`` and ``_high``; ``bimodal``
    (:func:`two_camps`) and ``p_bimodal``, the share of resampled studies in which it is; ``reason``; the levels of the
    scenario. Intervals are 95%, from respondents with exponential weights (Rubin
    1981), that of ``agrees`` from :func:`share_of_people`. A has kinks where answers are equally frequent: with exact
    ties its interval may cover as little as 77%; elsewhere that of A or consensus covers 84% to 97% of the time at 15
    people and 89% to 97% at 50 (simulated). Scenarios answered by fewer people than the study's ``smallest_group``, or
    by (nearly) all alike (:func:`dce.disclosure.same_answer`), keep no number. Raises FitError for fewer than 100
    replicates.

    >>> from dce.study import example_study
    >>> study = example_study()
    >>> shown = pd.DataFrame({"ontvanger": ["eigen"], "doel": ["ja"], "waarborgen": ["alle"]})
    >>> people = pd.DataFrame(index=[f"r{i}" for i in range(12)])
    >>> answers = Ratings.from_cells(study, shown, (np.arange(12), np.repeat([0, 4], 6)), people)
    >>> scenario_agreement(answers, study, bootstrap=100).table()[["n", "agreement", "bimodal"]].to_numpy().tolist()
    [[12, -1.0, True]]
    """
    if bootstrap < 100:
        raise FitError(f"bootstrap is {bootstrap}; intervals need at least 100 replicates, 1000 is usual")
    rng, by_cell, wide = np.random.default_rng(seed), ratings.by_person.tocsc(), len(ratings.categories)
    smallest = study.privacy.smallest_group
    rows: list[dict[str, object]] = []
    for place in range(len(ratings.x)):
        own = by_cell[:, place * wide : (place + 1) * wide].toarray()
        own = own[own.sum(axis=1) > 0]
        if not len(own):
            continue
        why = _reason(own, smallest)
        found = _hidden(why) if why else _of_scenario(own, bootstrap, rng)
        rows.append({"scenario": place + 1, **_named(found, ratings.categories)})
    levels = ratings.scenarios.set_axis(pd.RangeIndex(1, len(ratings.x) + 1))
    table = pd.DataFrame(rows).join(levels, on="scenario")
    table = table.sort_values("agreement", kind="stable", ignore_index=True)
    hidden = int(table["agreement"].isna().sum())
    said = (
        f"{hidden} scenarios are not shown: fewer than {smallest} people answered, or nearly all gave the same answer"
    )
    return ScenarioAgreement(table.astype({"n": "Int64", "bimodal": "boolean"}), (said,) if hidden else (), study)


def _of_scenario(own: Array, bootstrap: int, rng: np.random.Generator) -> dict[str, object]:
    """The columns of one scenario, given the weight of each of its people on each answer (G, J)."""
    counts, people = own.sum(axis=0), len(own)
    moved = _resampled(own, bootstrap, rng)
    estimate, replicates = _measures(counts[None])[0], _measures(moved)
    widened = estimate + (replicates - estimate) * np.sqrt((people + 1) / (people - 1))
    # Noise adds layers, so that an index and its resampled values lean the same way: the interval reaches to both
    # sides of that lean.
    lean = widened.mean(axis=0) - estimate
    low, high = np.quantile(widened, [0.025, 0.975], axis=0)
    low, high = np.minimum(low, low - lean), np.maximum(high, high - lean)
    least, most = np.array([[-1.0, 0.0, 1.0, 1.0], [1.0, 1.0, len(counts), len(counts)]])
    found: dict[str, object] = {"n": people, "counts": counts, "reason": ""}
    for k, name in enumerate(MEASURES):
        found |= {name: estimate[k], f"{name}_low": max(low[k], least[k]), f"{name}_high": min(high[k], most[k])}
    above = own[:, np.arange(len(counts)) > (len(counts) - 1) / 2].sum(axis=1)
    found |= dict(zip(("agrees", "agrees_low", "agrees_high"), share_of_people(above, own.sum(axis=1)), strict=True))
    return found | {"bimodal": bool(two_camps(counts)), "p_bimodal": float(two_camps(moved).mean())}


def _resampled(own: Array, bootstrap: int, rng: np.random.Generator) -> Array:
    """Counts (R, J) with exponential weights on people; those who answered alike share a draw of their sum, a gamma."""
    kinds, alike = np.unique(own, axis=0, return_counts=True)
    return np.asarray(rng.standard_gamma(alike, size=(bootstrap, len(alike))) @ kinds)


def _measures(counts: Array) -> Array:
    """The four measures (R, 4) of counts (R, J)."""
    share = counts / counts.sum(axis=-1, keepdims=True)
    below = share.cumsum(axis=-1)
    first = (below < 0.5 - 1e-12).sum(axis=-1)
    last = (below < 0.5 + 1e-12).sum(axis=-1).clip(max=counts.shape[-1] - 1)
    mean = 1.0 + share @ np.arange(counts.shape[-1])
    return np.stack([agreement_index(counts), consensus_index(counts), mean, 1.0 + (first + last) / 2.0], axis=-1)


def _reason(own: Array, smallest: int) -> str:
    """Why the answers (G, J) to a scenario are not shown; nothing where they are."""
    if len(own) < smallest:
        return f"fewer than {smallest} people answered"
    return "nearly all gave the same answer, which would tell that of each" if same_answer(own.sum(axis=0)) else ""


def _hidden(said: str) -> dict[str, object]:
    """The same columns without any number."""
    names = [f"{name}{end}" for name in (*MEASURES, "agrees") for end in ("", "_low", "_high")]
    empty: dict[str, object] = dict.fromkeys([*names, "p_bimodal"], np.nan)
    return {"n": None, "counts": None, "reason": said, **empty, "bimodal": None}


def _named(found: dict[str, object], categories: tuple[str, ...]) -> dict[str, object]:
    """Counts and shares under the names of the answers, in front of the rest; without a number where hidden."""
    counts = found.pop("counts")
    values = np.full(len(categories), np.nan) if counts is None else np.asarray(counts, dtype=float)
    share = values / values.sum()
    named = {f"count_{name}": value for name, value in zip(categories, values, strict=True)}
    named |= {f"share_{name}": value for name, value in zip(categories, share, strict=True)}
    return {"n": found.pop("n"), **named, **found}
