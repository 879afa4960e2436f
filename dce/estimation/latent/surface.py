"""The likelihood of latent classes as a function of what is free: weights may be shared by classes or held at a value.

A point of the mixture is theta = A phi + b, so slope and information of phi are A' slope and A' information A.
Expectation-maximisation, Newton's method and the errors all see phi only. Letters: F free numbers, M numbers of the
mixture, S points at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce import logit
from dce.estimation.latent.mixture import Joint, Mixture

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Here:
    """Log-likelihood less prior at one point, its slope (F,) and observed information (F, F)."""

    value: float
    gradient: Array
    information: Array


@dataclass(frozen=True, slots=True)
class LatentSurface:
    """A mixture over its free numbers: ``a`` is (M, F) with at most a single one in a row, ``b`` (M,).

    ``precision`` (F, F) is that of a normal prior around zero. Classes may be put in another order where they are
    ``exchangeable``: no number is held at a value.
    """

    mixture: Mixture
    a: Array
    b: Array
    precision: Array
    exchangeable: bool = True

    def theta(self, phi: Array) -> Array:
        """Points of the mixture (..., M) for free numbers (..., F)."""
        return np.asarray(phi @ self.a.T + self.b)

    def phi(self, theta: Array) -> Array:
        """Free numbers (..., F) that come nearest to points of the mixture (..., M)."""
        return np.asarray((theta - self.b) @ self.a / self.a.sum(axis=0))

    def allowed(self, point: Array) -> bool:
        """Whether the model is defined at one point (F,)."""
        return bool(self.allowed_at(point[None])[0])

    def allowed_at(self, phi: Array) -> Mask:
        """The same for many (S,)."""
        return self.mixture.allowed(self.theta(phi))

    def joint(self, phi: Array) -> Joint:
        """Log-likelihood less prior (S,), and where the people belong."""
        found = self.mixture.joint(self.theta(phi))
        return Joint(found.value - self._loss(phi), found.belongs, found.shares)

    def complete(self, phi: Array, joint: Joint) -> logit.Likelihood:
        """Slope (S, F), and information (S, F, F) were the classes known."""
        known = self.mixture.complete(self.theta(phi), joint)
        bend = self.a.T @ known.information @ self.a + self.precision
        return logit.Likelihood(joint.value, known.gradient @ self.a - phi @ self.precision, bend)

    def evaluate(self, point: Array) -> Here:
        """The likelihood and its derivatives at one point (F,)."""
        here = self.mixture.evaluate(self.theta(point))
        bend = self.a.T @ here.information @ self.a + self.precision
        slope = here.gradient @ self.a - point @ self.precision
        return Here(float(here.value - self._loss(point)), slope, bend)

    def scores(self, point: Array) -> Array:
        """Slope of the log-likelihood of each person (G, F), the prior left out."""
        return np.asarray(self.mixture.scores(self.theta(point)) @ self.a)

    def in_order(self, point: Array) -> Array:
        """The same point (F,) with the classes from the largest share down, where they are exchangeable."""
        if not self.exchangeable:
            return point
        theta, mixture = self.theta(point), self.mixture
        shares = np.exp(mixture.log_shares(theta[None]))[0].mean(axis=0)
        order = np.argsort(-shares, kind="stable")
        gamma = np.vstack([np.zeros((1, mixture.z.shape[1])), mixture.gamma(theta[None])[0]])
        odds = (gamma[order] - gamma[order[0]])[1:]
        return self.phi(np.r_[odds.ravel(), mixture.of_classes(theta[None])[order].ravel()])

    def _loss(self, phi: Array) -> Array:
        return np.asarray(0.5 * ((phi @ self.precision) * phi).sum(axis=-1))
