"""What a fit expects: the probability of each answer at scenarios or tasks of one's own.

Every model is a mixture of plain ones here: one, that of a group, one a class, or one a draw of the random weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dce import logit
from dce.errors import FitError
from dce.estimation.fit import Fit
from dce.estimation.latent.fit import LatentClassFit
from dce.estimation.mixed.draws import shaped, sobol_normals
from dce.estimation.mixed.fit import MixedFit
from dce.estimation.scale.model import ScaleFit

Array = NDArray[np.float64]
DRAWS = 4096  # of random weights: probabilities are exact to about three decimals


@dataclass(frozen=True, slots=True)
class _Mixture:
    """Plain models: ``share`` (A,) of each, thresholds ``cuts`` (A, J - 1), no columns for choices, ``beta`` (A, K)."""

    share: Array
    cuts: Array
    beta: Array


def predicted_probabilities(
    fit: Fit, x: ArrayLike, available: ArrayLike | None = None, *, group: str | None = None
) -> pd.DataFrame:
    """Probability of each answer: a row a scenario or task, a column a category or alternative (from 1).

    ``x`` holds the columns of the fit, the constant left out: (N, K) for ordered and binary logits, (N, J, K) with
    ``available`` (N, J) for the conditional logit. A fit of scale groups needs the ``group``. Of classes the mean over
    their shares is given, of random weights the mean over the population: what a new respondent is expected to answer.
    These are the model's probabilities, not counts of people. Raises FitError for another shape, an unknown group, or
    a fit with weights that the data could not tell.

    >>> from dce.data import Ratings
    >>> from dce.estimation import fit_ordered_logit
    >>> answers = {"id": list("aabbccdd"), "rating": [1, 3, 2, 3, 1, 2, 1, 3], "x": [0, 1, 0, 1, 0, 1, 1, 0]}
    >>> ratings = Ratings.from_frame(pd.DataFrame(answers), respondent="id", rating="rating", x=["x"])
    >>> predicted_probabilities(fit_ordered_logit(ratings), [[0.0], [1.0]]).sum(axis=1).round(9).tolist()
    [1.0, 1.0]
    """
    if fit.estimates.isna().any():
        raise FitError(f"the fit is {fit.status}: not every weight has a number, so nothing can be predicted")
    groups = fit.groups if isinstance(fit, ScaleFit) else ()
    if group not in (groups or (None,)):
        known = f"one of {', '.join(groups)}" if groups else "none: this fit has no groups"
        raise FitError(f'group is "{group}"; use {known}')
    mixture, values = _mixture(fit, group), np.asarray(x, dtype=float)
    columns = mixture.beta.shape[1]
    if mixture.cuts.shape[1]:
        if values.ndim != 2 or values.shape[1] != columns:
            raise FitError(f"x has shape {values.shape}; give (scenarios, {columns}), a column for each weight")
        log_p = logit.log_probabilities(mixture.beta @ values.T, mixture.cuts)
        names: list[str] | list[int] = list(fit.categories)
    else:
        if values.ndim != 3 or values.shape[2] != columns:
            raise FitError(f"x has shape {values.shape}; give (tasks, alternatives, {columns})")
        utility = np.einsum("njk,ak->anj", values, mixture.beta)
        log_p = logit.choice_log_probabilities(utility, _open(values, available))
        names = list(range(1, values.shape[1] + 1))
    return pd.DataFrame(np.einsum("a,anj->nj", mixture.share, np.exp(log_p)), columns=names)


def _open(x: Array, available: ArrayLike | None) -> NDArray[np.bool_]:
    open_ = np.ones(x.shape[:2], dtype=np.bool_) if available is None else np.asarray(available, dtype=np.bool_)
    if not open_.any(axis=1).all():
        raise FitError("a task has no available alternative; drop it")
    return open_


def _mixture(fit: Fit, group: str | None) -> _Mixture:
    """The plain models that a fit is made of."""
    if isinstance(fit, ScaleFit):
        return _of_group(fit, group)
    if isinstance(fit, LatentClassFit):
        return _of_classes(fit)
    if isinstance(fit, MixedFit):
        return _of_draws(fit)
    return _Mixture(np.ones(1), _cuts(fit.coef, fit.thresholds)[None], _weights(fit.coef)[None])


def _of_group(fit: ScaleFit, group: str | None) -> _Mixture:
    coef = fit.coef[[name for name in fit.coef.index if not name.startswith(("leniency.", "scale."))]]
    scale = np.exp(fit.coef.get(f"scale.{group}", 0.0))
    cuts = _cuts(coef, fit.thresholds) - fit.coef.get(f"leniency.{group}", 0.0)
    return _Mixture(np.ones(1), scale * cuts[None], scale * _weights(coef)[None])


def _of_classes(fit: LatentClassFit) -> _Mixture:
    cuts, beta = list[Array](), list[Array]()
    for number in fit.shares.index:
        coef = _of_class(fit.coef, number)
        cuts.append(_cuts(coef, None if fit.thresholds is None else _of_class(fit.thresholds, number)))
        beta.append(_weights(coef))
    return _Mixture(fit.shares.to_numpy(dtype=float), np.array(cuts), np.array(beta))


def _of_draws(fit: MixedFit) -> _Mixture:
    means = fit.coef[[name for name in fit.coef.index if not name.startswith(("sd.", "cor."))]]
    normals = sobol_normals(1, DRAWS, len(fit.random), np.random.default_rng(0))
    if fit.cholesky is not None:
        away = normals[0] @ fit.cholesky.to_numpy().T
    else:
        sds = fit.coef[[f"sd.{name}" for name in fit.random]].to_numpy(dtype=float)
        away = shaped(normals, list(fit.random.values()))[0].T * sds
    weights = pd.DataFrame(np.tile(means.to_numpy(dtype=float), (DRAWS, 1)), columns=list(means.index))
    cuts = np.tile(_cuts(means, fit.thresholds), (DRAWS, 1))
    for moved, (name, distribution) in zip(away.T, fit.random.items(), strict=True):
        if name == "constant":
            cuts -= moved[:, None]
        else:
            drawn = weights[name] + moved
            weights[name] = np.exp(drawn) if distribution == "lognormal" else drawn
    return _Mixture(np.full(DRAWS, 1.0 / DRAWS), cuts, weights.drop(columns="constant", errors="ignore").to_numpy())


def _of_class(table: pd.Series, number: int) -> pd.Series:
    own = table[[name for name in table.index if name.startswith(f"{number}.")]]
    return own.rename(lambda name: name.partition(".")[2])


def _cuts(coef: pd.Series, thresholds: pd.Series | None) -> Array:
    """Thresholds (J - 1,): a constant is one with the sign turned; choices have none."""
    if thresholds is not None:
        return thresholds.to_numpy(dtype=float)
    return -coef[["constant"]].to_numpy(dtype=float) if "constant" in coef.index else np.empty(0)


def _weights(coef: pd.Series) -> Array:
    return np.asarray(coef.drop("constant", errors="ignore").to_numpy(dtype=float))
