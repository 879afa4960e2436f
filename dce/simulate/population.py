"""The population: what invented people are made of, so that a fit can be held against the truth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dce.study import Criterion, Study

LevelUtilities = Mapping[str, tuple[float, ...]]
MILD_WEIGHT = {"positive": 0.5, "negative": -0.5, "either": 0.1}
MILD_INTERCEPT_SD = 0.5


@dataclass(frozen=True, slots=True)
class Population:
    """How synthetic people weigh a study: P(answer <= j) = F(threshold_j - utility), F the logistic distribution.

    Where one of several scenarios is picked there are no ``thresholds``, and P(pick j) goes with exp(utility_j); see
    :func:`picking_nothing` for an opt-out.
    ``weights`` holds the utility of each level by criterion; ``deviations`` what a background option adds to them, by
    item and option. ``trends`` is what each next class of an ordered item adds to the utility of every scenario, zero
    on average over the classes. People differ at random by ``intercept_sd`` in leniency and by ``weight_sd`` in the
    weight of a criterion (utility of its last level; of its first, minus that). ``quotas`` are shares of the options
    of each item. ``notes`` says by language where the figures come from.
    """

    weights: LevelUtilities
    thresholds: tuple[float, ...]
    quotas: Mapping[str, Mapping[str, float]]
    deviations: Mapping[str, Mapping[str, LevelUtilities]]
    trends: Mapping[str, float]
    weight_sd: Mapping[str, float]
    intercept_sd: float
    notes: Mapping[str, str]

    @classmethod
    def load(cls, path: str | Path, study: Study) -> Population:
        """Read ``population.yaml``; raises StudyError with every fault as ``file:line:column: wrong; right``."""
        from dce.simulate.reader import load_population  # the reader imports this module

        return load_population(Path(path), study)


def default_population(study: Study) -> Population:
    """Give mild weights in the directions that ``study`` expects, for a study that has no population of its own.

    >>> from dce.study import example_study
    >>> default_population(example_study()).weights["ontvanger"]
    (-0.5, 0.0, 0.5)
    """
    answers = len(study.scale_ids)
    return Population(
        weights={c.id: along_levels(MILD_WEIGHT[c.expected], c) for c in study.criteria},
        thresholds=tuple(
            math.log(j / (answers - j)) for j in range(1, answers)
        ),  # without preferences: all answers alike
        quotas={item.id: dict.fromkeys(item.option_ids, 1.0) for item in study.background},
        deviations={},
        trends={},
        weight_sd={},
        intercept_sd=MILD_INTERCEPT_SD,
        notes={
            "nl": "Verzonnen: milde gewichten in de verwachte richtingen, niet gebaseerd op mensen.",
            "en": "Invented: mild weights in the expected directions, not based on people.",
        },
    )


def picking_nothing(population: Population) -> float:
    """The utility of an opt-out: that of a scenario of average levels, the same for everybody, as `dce power` assumes.

    Leniency and own weights are those of scenarios, so a lenient person opts out less often.
    """
    return float(sum(np.mean(utilities) for utilities in population.weights.values()))


def along_levels(slope: float, criterion: Criterion) -> tuple[float, ...]:
    """Utilities in equal steps from ``-slope`` at the first level to ``slope`` at the last."""
    return tuple(float(utility) for utility in slope * np.linspace(-1.0, 1.0, len(criterion.levels)))
