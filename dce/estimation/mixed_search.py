"""The maximum of a simulated likelihood, which may have several: trust-region Newton from several starts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dce.estimation.mixed_panel import Panel, PanelLikelihood

Array = NDArray[np.float64]
SCREEN_DRAWS = 64  # enough to find the way; all draws then do the last steps
MOST_STEPS = 200
CLOSE = 1e-4  # slope in units of one standard error: the estimate lies within about this part of one
SAME = 1e-2  # log-likelihoods that differ by less are one maximum


@dataclass
class Objective:
    """Minus the log-likelihood with its prior, in scaled parameters, each point evaluated once for all derivatives."""

    panel: Panel
    penalty: Array
    scale: Array
    evaluations: int = 0
    _seen: tuple[bytes, PanelLikelihood] | None = field(default=None, repr=False)

    def at(self, scaled: Array) -> PanelLikelihood:
        """Likelihood at a scaled point."""
        key = scaled.tobytes()
        if self._seen is None or self._seen[0] != key:
            self.evaluations += 1
            self._seen = key, self.panel.evaluate(scaled * self.scale)
        return self._seen[1]

    def value(self, scaled: Array) -> float:
        """What is minimised."""
        return -self.at(scaled).value + 0.5 * float(self.penalty @ (scaled * self.scale) ** 2)

    def slope(self, scaled: Array) -> Array:
        """First derivatives (P,)."""
        slope = self.penalty * scaled * self.scale - self.at(scaled).scores.sum(axis=0)
        return np.asarray(slope * self.scale)

    def bend(self, scaled: Array) -> Array:
        """Second derivatives (P, P)."""
        information = self.at(scaled).information + np.diag(self.penalty)
        return np.asarray(information * np.outer(self.scale, self.scale))


@dataclass(frozen=True, slots=True)
class Peak:
    """Where one search ended: point (P,), minus the objective, steps taken and whether the slope is gone there."""

    point: Array
    height: float
    steps: int
    converged: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The highest peak on all draws, and the share of starts that led to it."""

    peak: Peak
    agreeing: float


def climb(panel: Panel, start: Array, penalty: Array, *, close: float = CLOSE) -> Peak:
    """Search by trust-region Newton (Conn, Gould and Toint 2000, section 7.3) until the slope is gone."""
    scale = _scale(panel.evaluate(start), penalty)
    objective = Objective(panel, penalty, scale)
    radius = 4.0 * np.sqrt(len(start))
    options = {"initial_trust_radius": radius, "max_trust_radius": 1e3 * radius, "gtol": close, "maxiter": MOST_STEPS}
    result = minimize(  # type: ignore[call-overload]  # the stubs know arrays of one dimension only by another name
        objective.value, start / scale, jac=objective.slope, hess=objective.bend, method="trust-exact", options=options
    )
    slope = objective.slope(result.x)
    converged = bool(np.isfinite(result.fun) and np.abs(slope).max() <= 10.0 * close)
    return Peak(result.x * scale, -float(result.fun), int(result.nit), converged)


def search(panel: Panel, starts: list[Array], penalty: Array) -> Found:
    """Climb from every start on the first draws, then from each different peak on all draws; the highest counts."""
    screen = panel.first_draws(SCREEN_DRAWS)
    rough = [climb(screen, start, penalty, close=1e-2) for start in starts]
    exact: list[Peak] = []
    reached = []
    for index, peak in enumerate(rough):
        twin = next((i for i in range(index) if abs(rough[i].height - peak.height) < SAME), None)
        if twin is None:
            exact.append(climb(panel, peak.point, penalty))
        else:
            exact.append(exact[twin])
        reached.append(exact[-1])
    best = max((peak for peak in reached if np.isfinite(peak.height)), key=lambda peak: peak.height)
    return Found(best, float(np.mean([abs(peak.height - best.height) < SAME for peak in reached])))


def _scale(here: PanelLikelihood, penalty: Array) -> Array:
    """About one standard error of each parameter, from the slopes of the respondents."""
    return np.asarray(1.0 / np.sqrt(np.maximum((here.scores**2).sum(axis=0) + penalty, 1e-8)))
