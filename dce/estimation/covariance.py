"""Three covariances of one fit, all from the exact information: hessian, robust, and clustered by respondent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dce.estimation.fit import ErrorKind
from dce.estimation.maximise import Maximum
from dce.estimation.problems import Problem

Array = NDArray[np.float64]


def covariances(best: Maximum, problem: Problem, by_person: sparse.csr_array) -> dict[ErrorKind, Array]:
    """Covariance matrices (P, P) by kind, given the weight of each person on each answer (G, N * J).

    ``hessian``: inverse of the information. ``robust``: sandwich over answers (White 1982), no finite-sample factor.
    ``cluster``: sandwich over respondents with the factor G / (G - 1) (Zeileis, Koell and Graham 2020, type HC0).
    """
    score = problem.scores(best.point[0])
    flat = score.reshape(-1, score.shape[-1])
    of_person = np.asarray(by_person @ flat)
    found = covariances_of_people(best.information[0], of_person)
    bread = found["hessian"]
    found["robust"] = bread @ (flat.T * problem.counts[0].ravel()) @ flat @ bread
    return found


def covariances_of_people(information: Array, scores: Array) -> dict[ErrorKind, Array]:
    """The same for a panel, given the slope of each respondent's log-likelihood (G, P).

    A respondent is the unit there, so ``robust`` is ``cluster`` without its factor.
    """
    return covariances_of_sums(information, scores.T @ scores, len(scores))


def covariances_of_sums(information: Array, outer: Array, people: int) -> dict[ErrorKind, Array]:
    """The same, given the sum over respondents of their slope times itself (P, P), and how many they are."""
    bread: Array = np.asarray(np.linalg.inv(information), dtype=np.float64)
    middle = bread @ outer @ bread
    return {"hessian": bread, "robust": middle, "cluster": middle * (people / (people - 1))}


def condition_number(information: Array) -> float:
    """Largest to smallest eigenvalue of an information (P, P) scaled to a unit diagonal."""
    scale = np.sqrt(np.diag(information))
    eigenvalues = np.linalg.eigvalsh(information / np.outer(scale, scale))
    return float(eigenvalues[-1] / eigenvalues[0])
