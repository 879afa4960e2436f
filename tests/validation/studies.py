"""Simulated studies whose truth is known: what rankings and comparisons promise, held against it.

People are made as in designs/gegevensdeling/population.yaml: every number here is about invented people.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.estimation import fit_ordered_logit
from dce.ranking import rank_criteria
from dce.ranking.comparison import same_margin
from dce.ranking.importance import range_importance
from dce.ranking.pooling import pool_groups
from dce.simulate import Population, simulate_answers

Array = NDArray[np.float64]
FOLDER = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"
BOOTSTRAP = 400
MANY = 40_000  # invented people whose ranking counts as the truth
MILDER, NOISIER = 0.6, 0.5  # units of utility, and scale, by which the second of two equal groups differs


@cache
def design() -> Design:
    return Design.load(FOLDER)


@cache
def population(groups: bool) -> Population:
    """All alike but for chance, or with the deviations of roles."""
    whole = Population.load(FOLDER / "population.yaml", design().study)
    deviations = {"rol": whole.deviations["rol"]} if groups else {}
    return replace(whole, deviations=deviations, trends={})


def ratings_of(frame: pd.DataFrame) -> Ratings:
    return Ratings.from_answers(frame, design().study)


@cache
def true_weights(groups: bool) -> dict[str, Array]:
    """Weights that very many people give, for all and per role: person effects make those of a group milder."""
    answers = ratings_of(simulate_answers(design(), population(groups), MANY, 0))
    parts = {"all": answers} | (
        {role: answers.of_group("rol", role) for role in answers.group_sizes("rol")} if groups else {}
    )
    return {name: fit_ordered_logit(part).coef.to_numpy() for name, part in parts.items()}


def importance(weights: Array) -> Array:
    return np.asarray(range_importance(Coding.of(design().study), weights))


def places(weights: Array) -> Array:
    share = importance(weights)
    return 1 + (share[:, None] < share[None, :]).sum(axis=1)


def rank_sets(shard: tuple[int, int]) -> dict[str, float]:
    """One study of some people: whether all true places lie in their sets, and how wide the sets are."""
    people, seed = shard
    study = design().study
    answers = ratings_of(simulate_answers(design(), population(groups=False), people, seed + 1))
    table = rank_criteria(answers, study, bootstrap=BOOTSTRAP, seed=seed).table().set_index("criterion")
    table = table.loc[list(study.criterion_ids)].astype({"rank_low": int, "rank_high": int})
    truth = places(true_weights(groups=False)["all"])
    inside = table["rank_low"].to_numpy() <= truth
    inside &= truth <= table["rank_high"].to_numpy()
    width = (table["rank_high"] - table["rank_low"] + 1).mean()
    order = np.argsort(table["rank"].to_numpy(dtype=int), kind="stable")
    right = bool((order[:4] == np.argsort(truth, kind="stable")[:4]).all())
    return {
        "covered": inside.all(),
        "each": inside.mean(),
        "width": width,
        "top_4_right": right,
        "naive_width": naive_width(answers),
    }


def naive_width(answers: Ratings) -> float:
    """Width where answers are taken as independent and each pair of criteria is tested on its own at 95%."""
    fit = fit_ordered_logit(answers)
    if fit.status != "ok":
        return np.nan
    rng = np.random.default_rng(0)
    covariance = fit.covariance("hessian").loc[fit.coef.index, fit.coef.index].to_numpy()
    drawn = rng.multivariate_normal(fit.coef.to_numpy(), covariance, size=BOOTSTRAP)
    share = importance(drawn)
    low, high = np.quantile(share[:, :, None] - share[:, None, :], [0.025, 0.975], axis=0)
    return float(((low <= 0) & (high >= 0)).sum(axis=1).mean())  # each criterion cannot be told from itself


def alike_groups(shard: tuple[int, int]) -> dict[str, float]:
    """Two groups with the same weights, of which the second is milder and noisier: how many verdicts are false."""
    people, seed = shard
    plain = population(groups=False)
    weights = {name: tuple(NOISIER * np.array(levels)) for name, levels in plain.weights.items()}
    cuts = tuple(NOISIER * (cut - MILDER) for cut in plain.thresholds)
    sds = {name: NOISIER * sd for name, sd in plain.weight_sd.items()}
    other = replace(plain, weights=weights, thresholds=cuts, weight_sd=sds, intercept_sd=NOISIER * plain.intercept_sd)
    parts = []
    for name, who, add in (("fg", plain, 0), ("privacy_officer", other, 1)):
        frame = simulate_answers(design(), who, people, 2 * seed + add + 1)
        parts.append(frame.assign(respondent=name + frame["respondent"], rol=name))
    verdicts = rank_criteria(
        ratings_of(pd.concat(parts, ignore_index=True)), design().study, by="rol", bootstrap=BOOTSTRAP, seed=seed
    ).compare()
    return {
        "false_differs": (verdicts["verdict"] == "differs").any(),
        "share": (verdicts["verdict"] == "differs").mean(),
    }


def unlike_groups(shard: tuple[int, int]) -> dict[str, float]:
    """Three roles with weights of their own: how many of the larger true differences are found, and found right.

    Differences beyond the margin that are called the same are as wrong as those that are said the wrong way round.
    """
    people, seed = shard
    frame = simulate_answers(design(), population(groups=True), 3 * people, seed + 1)
    found = rank_criteria(ratings_of(frame), design().study, by="rol", bootstrap=BOOTSTRAP, seed=seed).compare()
    truth = {name: importance(weights) for name, weights in true_weights(groups=True).items()}
    place = {name: k for k, name in enumerate(design().study.criterion_ids)}
    real = np.array(
        [
            truth[a][place[c]] - truth[b][place[c]]
            for c, a, b in zip(found["criterion"], found["group_a"], found["group_b"], strict=True)
        ]
    )
    claimed = (found["verdict"] == "differs").to_numpy()
    large = np.abs(real) > 0.05
    wrong = claimed & (np.sign(found["difference"].to_numpy(dtype=float)) != np.sign(real))
    same = (found["verdict"] == "same").to_numpy()
    beyond = np.abs(real) > same_margin(len(place))
    return {
        "found": claimed[large].mean(),
        "wrong_way": wrong.any(),
        "same": same[~beyond].mean(),
        "false_same": (same & beyond).any(),
    }


def pooled_groups(shard: tuple[int, int]) -> dict[str, float]:
    """Three roles fitted apart and pooled: squared error, agreement of orders with the truth, cover of intervals."""
    people, seed = shard
    frame = simulate_answers(design(), population(groups=True), 3 * people, seed + 1)
    found = pool_groups(ratings_of(frame), by="rol", draws=BOOTSTRAP, seed=seed)
    truth = np.stack([true_weights(groups=True)[name] for name in found.groups])
    low, middle, high = np.quantile(found.draws, [0.025, 0.5, 0.975], axis=0)
    taus = [
        [stats.kendalltau(importance(own), importance(real))[0] for own, real in zip(each, truth, strict=True)]
        for each in (found.apart, middle)
    ]
    return {
        "mse_apart": ((found.apart - truth) ** 2).mean(),
        "mse_pooled": ((middle - truth) ** 2).mean(),
        "kendall_apart": np.mean(taus[0]),
        "kendall_pooled": np.mean(taus[1]),
        "covered": ((low <= truth) & (truth <= high)).mean(),
    }


def sets_of_groups(shard: tuple[int, int], *, groups: bool = True) -> dict[str, float]:
    """Rank sets of three roles, pooled and apart: how often all true places lie in them, and how wide they are."""
    people, seed = shard
    frame = simulate_answers(design(), population(groups=groups), 3 * people, seed + 1)
    ranking = rank_criteria(ratings_of(frame), design().study, by="rol", bootstrap=BOOTSTRAP, seed=seed)
    found: dict[str, float] = {}
    for name, one in (("pooled", ranking), ("apart", ranking.apart or ranking)):
        table = one.table().query("group != 'all' and rank.notna()")
        held = []
        for role, rows in table.groupby("group"):
            own = rows.set_index("criterion").loc[list(design().study.criterion_ids)]
            low, high = (own[end].to_numpy(dtype=int) for end in ("rank_low", "rank_high"))
            truth = places(true_weights(groups=groups)[str(role) if groups else "all"])
            held.append(((low <= truth) & (truth <= high)).all())
        width = (table["rank_high"] - table["rank_low"] + 1).astype(float).mean()
        found |= {f"covered_{name}": np.mean(held), f"width_{name}": width}
    return found


def sets_of_equal_groups(shard: tuple[int, int]) -> dict[str, float]:
    """The same where the three roles weigh alike, which pooling finds easiest."""
    return sets_of_groups(shard, groups=False)
