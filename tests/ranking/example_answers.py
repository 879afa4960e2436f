"""Invented answers to the example study, and their ranking."""

import numpy as np
import pandas as pd

from dce.data import Ratings
from dce.ranking import rank_criteria


def answers(
    study, people, seed=1, weights=(0.2, 0.9, 0.4), groups=("jurist", "beleid"), *, crowd=None, lenient=0.0, noise=1.0
):
    """Invented answers to the example study: each person judges nine scenarios.

    Another ``crowd`` is other people who see the same scenarios; ``lenient`` is added to the utility of each, and all
    that is not utility is ``noise`` times as large.
    """
    rng = np.random.default_rng(seed)
    levels = {c.id: c.level_ids for c in study.criteria}
    shown = {name: rng.integers(0, len(ids), 9) for name, ids in levels.items()}
    utility = sum(w * np.linspace(-1, 1, len(levels[n]))[shown[n]] for w, n in zip(weights, levels, strict=True))
    rng = rng if crowd is None else np.random.default_rng((seed, crowd))
    noisy = lenient + utility + noise * (rng.logistic(size=(people, 9)) + 0.5 * rng.normal(size=(people, 1)))
    frame = pd.DataFrame(
        {
            "respondent": np.repeat([f"r{i}" for i in range(people)], 9),
            "task": np.tile(np.arange(1, 10), people),
            "rating": (1 + np.digitize(noisy, [-1.5, -0.3, 0.5, 1.8])).ravel().astype(str),
        }
    )
    for name, ids in levels.items():
        frame[name] = np.tile(np.array(ids)[shown[name]], people)
    return frame.assign(rol=np.repeat(np.array(groups)[np.arange(people) % len(groups)], 9))


def ranking(study, frame, **options):
    return rank_criteria(Ratings.from_answers(frame, study), study, **({"by": "rol", "bootstrap": 300} | options))
