"""Discrete choice experiments on data-sharing decisions: from the study file to a ranking that tells its uncertainty.

Every verb returns the noun that the next verb takes: ``Study.load``, ``make_design``, ``read_answers``,
``Ratings.from_answers``, ``fit_ordered_logit``, ``rank_criteria``. Names are loaded when first used, so that a command
such as ``dce --help`` does not wait for the numeric libraries.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dce.adviser import Advice, Adviser, fit_adviser, validate_adviser
    from dce.coding import Coding
    from dce.data import Choices, Ratings, choices_from_best_worst, choices_from_rankings
    from dce.design import Design, make_design
    from dce.errors import AnswerError, DceError, DesignError, FitError, StoreError, StudyError
    from dce.estimation import (
        Fit,
        bootstrap,
        choose_classes,
        delta_method,
        fit_binary_logit,
        fit_conditional_logit,
        fit_latent_class,
        fit_mixed_logit,
        fit_ordered_logit,
        fit_scale_groups,
        jackknife,
        likelihood_ratio_test,
        predicted_probabilities,
        wald_test,
    )
    from dce.power import Power, PowerCurve, ranking_power
    from dce.ranking import (
        Ranking,
        additivity,
        answer_quality,
        claim_order,
        claim_places,
        consensus,
        group_interactions,
        importance_measures,
        interaction,
        leave_one_scenario_out,
        leniency,
        linearity,
        never_agrees,
        odds_ratios,
        pool_groups,
        rank_criteria,
        scenario_agreement,
        self_image,
        sensitivity,
        stated_importance,
        trend,
        variance_split,
        weight_spread,
    )
    from dce.simulate import Population, simulate_answers
    from dce.store import Store, read_answers, read_ratings
    from dce.study import Study

_HOMES = {
    "dce.adviser": ("Advice", "Adviser", "fit_adviser", "validate_adviser"),
    "dce.coding": ("Coding",),
    "dce.data": ("Choices", "Ratings", "choices_from_best_worst", "choices_from_rankings"),
    "dce.design": ("Design", "make_design"),
    "dce.errors": ("AnswerError", "DceError", "DesignError", "FitError", "StoreError", "StudyError"),
    "dce.estimation": (
        "Fit",
        "bootstrap",
        "choose_classes",
        "delta_method",
        "fit_binary_logit",
        "fit_conditional_logit",
        "fit_latent_class",
        "fit_mixed_logit",
        "fit_ordered_logit",
        "fit_scale_groups",
        "jackknife",
        "likelihood_ratio_test",
        "predicted_probabilities",
        "wald_test",
    ),
    "dce.power": ("Power", "PowerCurve", "ranking_power"),
    "dce.ranking": (
        "Ranking",
        "additivity",
        "answer_quality",
        "claim_order",
        "claim_places",
        "consensus",
        "group_interactions",
        "importance_measures",
        "interaction",
        "leave_one_scenario_out",
        "leniency",
        "linearity",
        "never_agrees",
        "odds_ratios",
        "pool_groups",
        "rank_criteria",
        "scenario_agreement",
        "self_image",
        "sensitivity",
        "stated_importance",
        "trend",
        "variance_split",
        "weight_spread",
    ),
    "dce.simulate": ("Population", "simulate_answers"),
    "dce.store": ("Store", "read_answers", "read_ratings"),
    "dce.study": ("Study",),
}

__all__ = [
    "Advice",
    "Adviser",
    "AnswerError",
    "Choices",
    "Coding",
    "DceError",
    "Design",
    "DesignError",
    "Fit",
    "FitError",
    "Population",
    "Power",
    "PowerCurve",
    "Ranking",
    "Ratings",
    "Store",
    "StoreError",
    "Study",
    "StudyError",
    "additivity",
    "answer_quality",
    "bootstrap",
    "choices_from_best_worst",
    "choices_from_rankings",
    "choose_classes",
    "claim_order",
    "claim_places",
    "consensus",
    "delta_method",
    "fit_adviser",
    "fit_binary_logit",
    "fit_conditional_logit",
    "fit_latent_class",
    "fit_mixed_logit",
    "fit_ordered_logit",
    "fit_scale_groups",
    "group_interactions",
    "importance_measures",
    "interaction",
    "jackknife",
    "leave_one_scenario_out",
    "leniency",
    "likelihood_ratio_test",
    "linearity",
    "make_design",
    "never_agrees",
    "odds_ratios",
    "pool_groups",
    "predicted_probabilities",
    "rank_criteria",
    "ranking_power",
    "read_answers",
    "read_ratings",
    "scenario_agreement",
    "self_image",
    "sensitivity",
    "simulate_answers",
    "stated_importance",
    "trend",
    "validate_adviser",
    "variance_split",
    "wald_test",
    "weight_spread",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'dce' has no attribute {name!r}")
