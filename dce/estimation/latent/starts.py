"""Where the search for latent classes begins: at weights that lie as far apart as people seem to.

How far people lie apart is told by the slopes of their log-likelihoods at the fit of one class: their spread beyond
that of sampling. Half of the starts draw the weights of their classes from that spread, widened, take the likeliest of
a few draws and sharpen it by a few rounds in which people belong more than they should. The others group people by
their slopes (k-means). Neither alone finds the best maximum of all data sets that were tried; together they found it
from a fifth to a half of the starts in the hard cases and from all in the easy ones. Letters: G respondents, P
parameters of a class, C classes, F free numbers, S starts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.estimation.latent.mixture import Joint, Mixture
from dce.estimation.latent.surface import LatentSurface
from dce.estimation.maximise import Maximum

Array = NDArray[np.float64]
Index = NDArray[np.intp]
RIDGE = 1e-6  # of information scaled to a unit diagonal
WIDER = 2.5  # classes are extremes, so their weights are drawn from a wider spread than that of people
TRIES = 5  # draws of which the likeliest is taken
SHARPER = 3.0  # power of the probability of belonging
SHARP_ROUNDS = 3
GROUP_ROUNDS = 3
SURE = 0.9  # how far a person belongs to the class of his or her group at first
FARTHEST = 4.0  # most by which a first step may change any utility


@dataclass(frozen=True, slots=True)
class _Spread:
    """Of people around the fit of one class (P,): ``root`` (P, P) of the covariance, and where each stands (G, P)."""

    plain: Array
    root: Array
    places: Array


def starts(surface: LatentSurface, plain: Maximum, number: int, rng: np.random.Generator) -> Array:
    """Points (S, F) to begin at; ``plain`` is the fit of one class."""
    spread = _spread(surface.mixture, plain)
    half = (number + 1) // 2
    tried = _drawn(surface, spread, half * TRIES, rng)
    likeliest = surface.joint(tried).value.reshape(half, TRIES).argmax(axis=1)
    drawn = _sharpened(surface, tried.reshape(half, TRIES, -1)[np.arange(half), likeliest])
    grouped = _grouped(surface, spread, number // 2, rng)
    return np.concatenate([drawn, grouped])


def newton_step(gradient: Array, information: Array, *, ridge: float = RIDGE) -> Array:
    """Newton steps (S, F); a class of hardly any people has no curvature of its own, so a small ridge stands in."""
    diagonal = np.einsum("sff->sf", information)
    least = np.maximum(1e-8 * diagonal.max(axis=0), 1e-14 * diagonal.max())
    scale = np.sqrt(np.maximum(diagonal, least))
    scaled = information / (scale[:, :, None] * scale[:, None, :]) + ridge * np.eye(gradient.shape[1])
    return np.asarray(np.linalg.solve(scaled, (gradient / scale)[..., None])[..., 0] / scale)


def _spread(mixture: Mixture, plain: Maximum) -> _Spread:
    """Method of moments: slopes have the covariance information + information W information / G, W that of people."""
    point, information = plain.point[0], plain.information[0]
    slopes = mixture.by_person @ mixture.problem.scores(point).reshape(-1, mixture.parameters)
    people, inverse = len(slopes), np.linalg.inv(information)
    scale = np.sqrt(np.diag(inverse))
    beyond = people * inverse @ (slopes.T @ slopes - information) @ inverse / np.outer(scale, scale)
    size, direction = np.linalg.eigh(beyond)
    root = scale[:, None] * direction * np.sqrt(np.maximum(size, 1.0))  # at least a standard error, or starts coincide
    between = root @ root.T
    places = (people * slopes @ inverse) @ np.linalg.inv(between + people * inverse) @ root
    return _Spread(point, root, places)


def at_plain(surface: LatentSurface, plain: Array) -> Array:
    """The point (F,) at which all classes have the weights (P,) of one class, as far as restrictions let them."""
    mixture = surface.mixture
    return surface.phi(np.concatenate([np.zeros(mixture.odds), np.tile(plain, mixture.classes)]))


def _drawn(surface: LatentSurface, spread: _Spread, number: int, rng: np.random.Generator) -> Array:
    """Each class moved away from the plain fit, half as far where its thresholds would cross."""
    mixture = surface.mixture
    away = WIDER * rng.standard_normal((number * mixture.classes, len(spread.plain))) @ spread.root.T
    for _ in range(30):
        bad = ~mixture.problem.allowed(spread.plain + away)
        if not bad.any():
            break
        away[bad] /= 2.0
    theta = np.column_stack([np.zeros((number, mixture.odds)), (spread.plain + away).reshape(number, -1)])
    one = at_plain(surface, spread.plain)
    return _inside(surface, np.tile(one, (number, 1)), surface.phi(theta) - one)


def _inside(surface: LatentSurface, phi: Array, step: Array) -> Array:
    """Points (S, F) after a step each, halved until the model is defined there."""
    size = np.ones((len(phi), 1))
    for _ in range(30):
        bad = ~surface.allowed_at(phi + size * step)
        if not bad.any():
            break
        size[bad] /= 2.0
    return np.asarray(phi + size * step)


def _sharpened(surface: LatentSurface, phi: Array) -> Array:
    """Steps in which each person belongs to the likeliest class more than the answers say."""
    for _ in range(SHARP_ROUNDS):
        belongs = surface.joint(phi).belongs ** SHARPER
        phi = _towards(surface, phi, belongs / belongs.sum(axis=2, keepdims=True))
    return phi


def _grouped(surface: LatentSurface, spread: _Spread, number: int, rng: np.random.Generator) -> Array:
    mixture = surface.mixture
    groups = [_groups(spread.places, mixture.classes, rng) for _ in range(number)]
    if not groups:
        return np.empty((0, surface.a.shape[1]))
    one = at_plain(surface, spread.plain)
    belongs = SURE * np.eye(mixture.classes)[np.array(groups)] + (1.0 - SURE) / mixture.classes
    return _towards(surface, np.tile(one, (number, 1)), belongs)


def _groups(places: Array, classes: int, rng: np.random.Generator) -> Index:
    """Group of each person after a few rounds of k-means from random people; more would lead all starts together."""
    centres = places[rng.choice(len(places), classes, replace=False)]
    group = np.zeros(len(places), dtype=np.intp)
    for _ in range(GROUP_ROUNDS):
        group = ((places[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        centres = np.stack(
            [places[group == c].mean(axis=0) if (group == c).any() else centres[c] for c in range(classes)]
        )
    return group


def _towards(surface: LatentSurface, phi: Array, belongs: Array) -> Array:
    """One step to where people who belong like this (S, G, C) would put the classes, as far as it can be trusted."""
    mixture = surface.mixture
    even = np.full_like(belongs, 1.0 / mixture.classes)
    here = surface.complete(phi, Joint(np.zeros(len(phi)), belongs, even))
    step = newton_step(here.gradient, here.information)
    reach = [mixture.problem.reach(each) for each in mixture.of_classes(step @ surface.a.T)]
    size = np.minimum(1.0, FARTHEST / np.maximum(np.reshape(reach, (len(phi), -1)).max(axis=1), 1e-9))
    return _inside(surface, phi, size[:, None] * step)
