"""What each rule costs: by how much a design could be better if only that rule were dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from dce.coding import Array
from dce.design.beliefs import Beliefs
from dce.design.design import Design
from dce.design.make import make_design
from dce.design.quality import Quality
from dce.design.rows import rule_words
from dce.study import Study

SEARCHES = 3  # of the study as it is: they tell how far searches differ by chance
LEAST_SCATTER = 0.1  # points; searches that happen to end alike are not as sure as that
SEEDS = 2**32


def rule_prices(
    study: Study,
    tasks: int | None = None,
    versions: int | None = None,
    *,
    seed: int | None = None,
    priors: Beliefs | None = None,
    made: Design | None = None,
    progress: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Price each rule of ``study``: rule (from 1), words, efficiency, without, price; no rows where there are no rules.

    ``efficiency`` is that of the design with all rules, ``without`` that of a design searched with the same effort
    without this one, or of the former where that is better, since it is allowed too; ``price`` is the difference in
    points. It is the D-efficiency, or with priors 100 times the smallest held-out D-error met here over that of the
    design; ``attrs["measure"]`` says which. ``attrs["scatter"]`` is by how much three searches with all rules differ,
    0.1 at least: a price below it may be nothing. ``made`` is the design that the first of these searches finds, where
    it is there already. ``progress`` is called with the share done. Raises DesignError.

    >>> from dce.study import example_study
    >>> rule_prices(example_study(), tasks=9, seed=1)[["rule", "words"]].values.tolist()
    [[1, 'rule 1 (ontvanger=bedrijf with waarborgen=geen)']]
    """
    if not study.rules:
        return _table(study, np.zeros(SEARCHES))
    begin, rules = study.design.seed if seed is None else seed, range(len(study.rules))
    searches = [(study, (begin + step) % SEEDS) for step in range(SEARCHES)]
    searches += [(_without(study, rule), begin) for rule in rules]
    reached = [] if made is None else [made.quality()]
    for one, own_seed in searches[len(reached) :]:
        reached.append(make_design(one, tasks, versions, priors, seed=own_seed).quality())
        if progress is not None:
            progress(len(reached) / len(searches))
    table = _table(study, _efficiencies(reached))
    if reached[0].held_out is not None:
        table.attrs["measure"] = "efficiency with the priors, where 100 is the best design met here"
    return table


def _table(study: Study, efficiency: Array) -> pd.DataFrame:
    """The table of prices, given the ``efficiency`` (searches + rules,) that the searches and the rules reached."""
    without = np.maximum(efficiency[SEARCHES:], efficiency[0])
    table = pd.DataFrame(
        {
            "rule": np.arange(1, len(study.rules) + 1),
            "words": [rule_words(study, rule) for rule in range(len(study.rules))],
            "efficiency": np.full(len(without), efficiency[0]),
            "without": without,
            "price": without - efficiency[0],
        }
    )
    table.attrs["measure"] = "D-efficiency"
    table.attrs["scatter"] = max(LEAST_SCATTER, float(np.ptp(efficiency[:SEARCHES])))
    return table


def rule_price_lines(
    study: Study,
    tasks: int | None = None,
    versions: int | None = None,
    *,
    seed: int | None = None,
    priors: Beliefs | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[str]:
    """The same as a sentence for each rule; none where there are no rules."""
    return price_sentences(rule_prices(study, tasks, versions, seed=seed, priors=priors, progress=progress))


def price_sentences(prices: pd.DataFrame) -> list[str]:
    """Say what :func:`rule_prices` gave, a sentence a rule; a price within the scatter of searches is no price.

    >>> table = pd.DataFrame({"words": ["rule 1 (a=x with b=y)"], "efficiency": 90.0, "without": 90.5, "price": 0.5})
    >>> table.attrs = {"scatter": 0.62, "measure": "D-efficiency"}
    >>> price_sentences(table)
    ['rule 1 (a=x with b=y) costs less than 0.7 points of D-efficiency: searches differ as much by chance']
    """
    scatter = float(prices.attrs["scatter"])
    return [_sentence(row, scatter, prices.attrs["measure"]) for _, row in prices.iterrows()]


def _sentence(row: pd.Series, scatter: float, measure: str) -> str:
    if row["price"] < scatter:
        bound = np.ceil(scatter * 10.0 - 1e-9) / 10.0
        return f"{row['words']} costs less than {bound:.1f} points of {measure}: searches differ as much by chance"
    return (
        f"{row['words']} costs {row['price']:.1f} points of {measure}: {row['efficiency']:.1f} with all rules, "
        f"{row['without']:.1f} without this one"
    )


def _without(study: Study, rule: int) -> Study:
    return study.model_copy(update={"rules": study.rules[:rule] + study.rules[rule + 1 :]})


def _efficiencies(reached: Sequence[Quality]) -> Array:
    errors = [quality.held_out for quality in reached if quality.held_out is not None]
    if errors and len(errors) == len(reached):
        return np.asarray(100.0 * min(errors) / np.array(errors))
    return np.array([quality.d_efficiency for quality in reached])
