"""Invented answers of people who fall into classes, for the tests of latent classes."""

import numpy as np
import pandas as pd

from dce.data import Choices, Ratings


def choice_frame(weights, shares, people, tasks, *, alternatives=3, seed=1):
    """A row an alternative; ``weights`` (C, K). The class of each person is kept as ``truth``."""
    rng = np.random.default_rng(seed)
    weights = np.asarray(weights, dtype=float)
    truth = rng.choice(len(shares), people, p=shares)
    x = rng.normal(size=(people, tasks, alternatives, weights.shape[1]))
    utility = np.einsum("gtjk,gk->gtj", x, weights[truth]) + rng.gumbel(size=(people, tasks, alternatives))
    index = np.indices(utility.shape).reshape(3, -1)
    frame = pd.DataFrame(x.reshape(-1, weights.shape[1]), columns=list("abcdef")[: weights.shape[1]])
    pick = (utility == utility.max(axis=2, keepdims=True)).astype(int).ravel()
    return frame.assign(id=index[0], task=index[1], pick=pick, truth=truth[index[0]])


def choices_of(frame, *, weights=None):
    names = [name for name in frame.columns if name in list("abcdef")]
    return Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=names, weights=weights)


def rating_frame(weights, shares, people, rows, *, cuts=(-1.0, 0.5), seed=1):
    """A row an answer, all people to the same rows; the categories are 1, 2, ..."""
    rng = np.random.default_rng(seed)
    weights = np.asarray(weights, dtype=float)
    truth = rng.choice(len(shares), people, p=shares)
    x = rng.normal(size=(rows, weights.shape[1]))
    latent = weights[truth] @ x.T + rng.logistic(size=(people, rows))
    index = np.indices(latent.shape).reshape(2, -1)
    frame = pd.DataFrame(x[index[1]], columns=list("abcdef")[: weights.shape[1]])
    return frame.assign(id=index[0], rating=1 + np.digitize(latent, cuts).ravel(), truth=truth[index[0]])


def ratings_of(frame, *, weights=None):
    names = [name for name in frame.columns if name in list("abcdef")]
    return Ratings.from_frame(frame, respondent="id", rating="rating", x=names, weights=weights)


def answers_of(kind, *, people=40, seed=1):
    """Two clear classes under each of the three models."""
    weights = [[1.5, -0.5], [-1.0, 1.0]]
    if kind == "conditional":
        return choices_of(choice_frame(weights, [0.6, 0.4], people, 8, seed=seed))
    cuts = (0.3,) if kind == "binary" else (-1.0, 0.5)
    return ratings_of(rating_frame(weights, [0.6, 0.4], people, 12, cuts=cuts, seed=seed))
