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
    bread = np.linalg.inv(best.information[0])
    people = by_person.shape[0]
    of_person = np.asarray(by_person @ flat)
    return {
        "hessian": bread,
        "robust": bread @ (flat.T * problem.counts[0].ravel()) @ flat @ bread,
        "cluster": bread @ (of_person.T @ of_person) @ bread * (people / (people - 1)),
    }
