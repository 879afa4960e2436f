"""Finding the best maximum of latent classes: many starts by expectation-maximisation, each then finished by Newton.

The likelihood has local maxima, so one start proves little; how many starts reach the best one is part of the result.
Letters: C classes, F free numbers, S starts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.estimation.latent.mixture import Joint
from dce.estimation.latent.starts import RIDGE, newton_step, starts
from dce.estimation.latent.surface import LatentSurface
from dce.estimation.maximise import Maximum
from dce.estimation.trust_region import SAME, Peak, climb, is_peak

Array = NDArray[np.float64]
MOST_ROUNDS = 100
CLOSE_ENOUGH = 0.01  # gain in log-likelihood of a round below which Newton's method takes over
AT_REST = 0.1  # where the likelihood rises without end, a Newton step always moves some utility by about 1


@dataclass(frozen=True, slots=True)
class Found:
    """The highest point of all starts, classes in order, and the share of starts that reached it.

    ``sound`` tells whether it is a maximum; where it is none, ``step`` (F,) is the way on that Newton's method sees.
    """

    point: Array
    height: float
    sound: bool
    agreeing: float
    steps: int
    step: Array


def search(surface: LatentSurface, plain: Maximum, number: int, rng: np.random.Generator) -> Found:
    """Look for the maximum from ``number`` starts; ``plain`` is the fit of one class."""
    if surface.mixture.classes == 1:
        peak = climb(surface, surface.phi(plain.point[0]))
        return _found(surface, peak, 1.0)
    ends = expectation_maximisation(surface, starts(surface, plain, number, rng))
    peaks = _climbed(surface, ends)
    heights = np.array([peak.height for peak in peaks])
    tops = [peak for peak in peaks if peak.height > heights.max() - SAME]
    best = max(tops, key=lambda peak: (peak.converged, peak.height))
    return _found(surface, best, float(np.mean(heights > heights.max() - SAME)))


def expectation_maximisation(surface: LatentSurface, phi: Array) -> Array:
    """Points (S, F) near maxima, all starts in one batch (Dempster, Laird and Rubin 1977).

    A Newton step towards the maximum of each round is enough: the log-likelihood rises all the same.
    """
    phi = phi.copy()
    moving, joint = np.arange(len(phi)), surface.joint(phi)
    for _ in range(MOST_ROUNDS):
        here = surface.complete(phi[moving], joint)
        step = newton_step(here.gradient, here.information)
        phi[moving], after = _uphill(surface, phi[moving], joint, step)
        more = after.value - joint.value >= CLOSE_ENOUGH
        moving, joint = moving[more], Joint(after.value[more], after.belongs[more], after.shares[more])
        if not len(moving):
            break
    return phi


def _uphill(surface: LatentSurface, phi: Array, joint: Joint, step: Array) -> tuple[Array, Joint]:
    """Each step halved until it is allowed and no loss; points that cannot gain stay."""
    size = np.ones((len(phi), 1))
    for _ in range(30):
        new = phi + size * step
        good = surface.allowed_at(new)
        after = surface.joint(np.where(good[:, None], new, phi))
        good &= after.value >= joint.value - 1e-9 * np.abs(joint.value)
        if good.all():
            return new, after
        size[~good] /= 2.0
    return phi, joint


def _climbed(surface: LatentSurface, ends: Array) -> list[Peak]:
    """The peak above each end, climbed to only from ends that no known peak explains, the highest first."""
    ends = np.stack([surface.in_order(end) for end in ends])
    height = surface.joint(ends).value
    peaks, known, bends = dict[int, Peak](), list[Peak](), list[Array]()
    for i in np.argsort(-height, kind="stable"):
        same = [peak for peak, bend in zip(known, bends, strict=True) if _belongs(ends[i], height[i], peak, bend)]
        peaks[int(i)] = same[0] if same else climb(surface, ends[i])
        if not same:
            top = surface.in_order(peaks[int(i)].point)
            known.append(Peak(top, peaks[int(i)].height, peaks[int(i)].steps, peaks[int(i)].converged))
            bends.append(surface.evaluate(top).information)
    return [peaks[i] for i in range(len(ends))]


def _belongs(end: Array, height: float, peak: Peak, bend: Array) -> bool:
    """Whether an end lies on the slope of a true peak, within a standard error of its top."""
    away = end - peak.point
    return peak.converged and height < peak.height + SAME and float(away @ bend @ away) < 1.0


def _found(surface: LatentSurface, peak: Peak, agreeing: float) -> Found:
    point = surface.in_order(peak.point)
    here = surface.evaluate(point)
    ridge = 0.0 if is_peak(here.information) else RIDGE  # a ridge would hide that a flat direction leads far
    step = newton_step(here.gradient[None], here.information[None], ridge=ridge)[0]
    theta_step = surface.a @ step
    mixture = surface.mixture
    reach = [mixture.problem.reach(each) for each in mixture.of_classes(theta_step[None])]
    odds = np.abs(mixture.z @ mixture.gamma(theta_step[None])[0].T)
    still = max([*reach, float(odds.max(initial=0.0))]) < AT_REST
    return Found(point, peak.height, peak.converged and still, agreeing, peak.steps, step)
