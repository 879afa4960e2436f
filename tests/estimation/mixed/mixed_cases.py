"""Invented people whose weights are known, for the tests of the mixed logit."""

import numpy as np
import pandas as pd

from dce.data import Choices, Ratings

X = ["a", "b", "c"]
LOWER = np.array([[0.8, 0.0], [-0.4, 0.6]])


def table(people=40, tasks=6, own=None, seed=1):
    """Choices among three alternatives; ``own`` (people, 3) are each person's weights."""
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(people, tasks, 3, 3)), 1)
    if own is None:
        own = np.array([1.0, -0.5, 0.7]) + rng.normal(size=(people, 3)) * [0.8, 0.8, 0.0]
    utility = np.einsum("gtjk,gk->gtj", x, own) + rng.gumbel(size=x.shape[:3])
    frame = pd.DataFrame(x.reshape(-1, 3), columns=X)
    frame["id"] = np.repeat(np.arange(people), tasks * 3)
    frame["task"] = np.tile(np.repeat(np.arange(tasks), 3), people)
    frame["pick"] = (utility.argmax(axis=-1)[..., None] == np.arange(3)).ravel().astype(int)
    return frame


def rating_table(people=500, tasks=12, spread=1.2, seed=1):
    """Ratings from 1 to 4 at thresholds -1, 0.5 and 2; a person's intercept and weight of a differ from others'."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(np.round(rng.normal(size=(people * tasks, 2)), 1), columns=["a", "b"])
    frame["id"] = np.repeat(np.arange(people), tasks)
    own = np.repeat(rng.normal(size=(people, 2)) * [spread, 0.6], tasks, axis=0)
    frame["latent"] = own[:, 0] + (0.8 + own[:, 1]) * frame["a"] - 0.5 * frame["b"] + rng.logistic(size=len(frame))
    frame["rating"] = 1 + (frame["latent"].to_numpy()[:, None] > [-1.0, 0.5, 2.0]).sum(axis=1)
    return frame


def choices(frame, **options):
    return Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=X, **options)


def ratings(frame, x=("a", "b"), **options):
    named = frame.assign(constant=frame["b"])
    return Ratings.from_frame(named, respondent="id", rating="rating", x=list(x), **options)


def within_errors(fit, truth):
    """Estimates lie within 3.5 of their clustered errors of the truth: one in 2000 would not."""
    distance = (fit.estimates - pd.Series(truth)) / fit.std_error("cluster")
    return distance.notna().all() and distance.abs().max() < 3.5
