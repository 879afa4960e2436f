"""The best maximum of a simulated likelihood: all starts climb on few draws, and the most promising then on all."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dce.estimation.mixed.panel import PanelLikelihood
from dce.estimation.mixed.shards import Shards
from dce.estimation.trust_region import Peak, climb, highest, is_peak
from dce.logit import Likelihood

Array = NDArray[np.float64]
SCREEN_DRAWS = 64  # enough to find the way; all draws then do the last steps
ROUGH = 0.5  # slope in units of one standard error at which a climb on few draws is near enough
TWIN = 0.5  # standard errors by which two ways to one peak differ at most
NEAR = 0.5  # log-likelihood: an outlook no lower than this below a known peak is climbed to as well


@dataclass
class Hill:
    """A log-likelihood with its prior; the last points are kept, because each is asked for more than once."""

    shards: Shards
    penalty: Array
    kept: int = 4
    _seen: dict[bytes, PanelLikelihood] = field(default_factory=dict, repr=False)

    def likelihood(self, point: Array) -> PanelLikelihood:
        """The likelihood at a point, without the prior."""
        key = point.tobytes()
        if key not in self._seen:
            self._seen[key] = self.shards.evaluate(point)
            if len(self._seen) > self.kept:
                del self._seen[next(iter(self._seen))]
        return self._seen[key]

    def evaluate(self, point: Array) -> Likelihood:
        """What is maximised, with its derivatives."""
        there = self.likelihood(point)
        if not np.isfinite(there.information).all():  # a lognormal weight beyond all numbers: the search steps back
            return Likelihood(np.asarray(-np.inf), np.zeros_like(point), np.zeros_like(there.information))
        return Likelihood(
            value=np.asarray(there.value - 0.5 * self.penalty @ point**2),
            gradient=there.gradient - self.penalty * point,
            information=there.information + np.diag(self.penalty),
        )

    def allowed(self, point: Array) -> bool:
        """Whether thresholds stand in order."""
        return bool((np.diff(point[: self.shards.plan.cuts]) > 0).all())

    def scale(self, point: Array) -> Array:
        """About one standard error of each parameter (P,): powers of two, so that scaled points are the same bits."""
        size = np.maximum(np.diag(self.likelihood(point).outer) + self.penalty, 1e-8)
        return np.asarray(2.0 ** np.round(-0.5 * np.log2(size)))


@dataclass(frozen=True, slots=True)
class Found:
    """The highest peak on all draws, what the likelihood is there, and the share of starts that led to it."""

    peak: Peak
    there: PanelLikelihood
    agreeing: float


@dataclass(frozen=True, slots=True)
class _Outlook:
    """Where a climb from ``start`` on all draws would end, and how high, were the likelihood a parabola."""

    start: Array
    scale: Array
    end: Array
    height: float

    def is_twin(self, point: Array) -> bool:
        """Whether it would end at this point, as far as one can tell."""
        return bool((np.abs(self.end - point) < TWIN * self.scale).all())


def search(shards: Shards, starts: list[Array], penalty: Array) -> Found:
    """The highest peak that the starts lead to; of very many people, the highest of some of them leads to it."""
    some = shards.some()
    if some is None:
        return _highest_of(shards, starts, penalty)
    first = _highest_of(some, starts, penalty)
    hill = Hill(shards, penalty)
    peak = climb(hill, first.peak.point, scale=hill.scale(first.peak.point))
    return Found(peak, hill.likelihood(peak.point), first.agreeing)


def _highest_of(shards: Shards, starts: list[Array], penalty: Array) -> Found:
    """Climb from every start on the first draws, then on all draws from each end that may lead to the highest peak."""
    few = Hill(shards.first_draws(SCREEN_DRAWS), penalty)
    hill = Hill(shards, penalty, kept=len(starts) + 4)
    ahead: list[_Outlook] = []
    for start in starts:
        rough = climb(few, start, scale=few.scale(start), close=ROUGH)
        twin = next((other for other in ahead if _same_place(other, rough.point)), None)
        ahead.append(twin or _outlook(hill, rough.point))
    ends: list[tuple[_Outlook, Peak]] = []
    for outlook in sorted(ahead, key=lambda outlook: -outlook.height):
        if not any(outlook is other or _needless(outlook, peak) for other, peak in ends):
            ends.append((outlook, climb(hill, outlook.start, scale=outlook.scale)))
    best, _ = highest([peak for _, peak in ends])
    there = [outlook for outlook, peak in ends if highest([peak, best])[1] == 1.0]
    agreeing = [outlook.is_twin(best.point) or any(outlook is other for other in there) for outlook in ahead]
    return Found(best, hill.likelihood(best.point), float(np.mean(agreeing)))


def _same_place(outlook: _Outlook, point: Array) -> bool:
    return bool((np.abs(outlook.start - point) < TWIN * outlook.scale).all())


def _needless(outlook: _Outlook, peak: Peak) -> bool:
    """Whether a climb would end at a peak that is known, or below it."""
    return peak.converged and (outlook.is_twin(peak.point) or outlook.height < peak.height - NEAR)


def _outlook(hill: Hill, point: Array) -> _Outlook:
    """One step of Newton's method ahead; where the likelihood is no hill, by the slopes of respondents (BHHH)."""
    here = hill.evaluate(point)
    information = here.information
    if not is_peak(information):
        information = hill.likelihood(point).outer + np.diag(hill.penalty)
    step = np.linalg.lstsq(information, here.gradient)[0]
    return _Outlook(point, hill.scale(point), point + step, float(here.value + 0.5 * here.gradient @ step))
