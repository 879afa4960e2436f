"""Where the search for latent classes ended, and what keeps weights finite where the likelihood rises without end.

A class of few people may answer perfectly predictably, and then nothing limits its weights. The higher end of the
likelihood lies at infinity there, so a lower maximum is no answer either; a weak prior gives one that is marked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation.latent.mixture import Mixture
from dce.estimation.latent.search import AT_REST, Found, search
from dce.estimation.latent.starts import at_plain
from dce.estimation.latent.surface import LatentSurface
from dce.estimation.latent.terms import Terms
from dce.estimation.preparation import WEAK_PRIOR_SD, Answers, Prepared

Array = NDArray[np.float64]
FAR = 10.0  # a difference of utilities at which one answer in 20,000 goes the other way
LEFT_OUT = 1e-4  # part of the answers of a class that is none
ALIKE = 0.01  # largest difference of utilities that is none


@dataclass(frozen=True, slots=True)
class Outcome:
    """The highest point, the surface on which it lies, whether a prior made it, and why in words."""

    found: Found
    surface: LatentSurface
    shrunk: bool
    messages: tuple[str, ...]


def highest_point(mixture: Mixture, terms: Terms, data: tuple[Answers, Prepared], how: tuple[int, int]) -> Outcome:
    """Search from a number of starts with a seed; where that finds no maximum, once more under a weak prior.

    Raises FitError where no start is possible.
    """
    prepared, (starts, seed) = data[1], how
    surface = _surface(mixture, terms, prepared.prior_sd)
    if not surface.allowed(at_plain(surface, prepared.plain.point[0])):
        raise FitError("restrict: held values lead beyond what a rating can tell; hold smaller ones")
    found = search(surface, prepared.plain, starts, np.random.default_rng(seed))
    invented = _invented(prepared) if isinstance(data[0], Ratings) else None
    if found.sound or (invented is None and prepared.prior_sd is not None):
        return Outcome(found, surface, prepared.prior_sd is not None, ())
    held = _surface(replace(mixture, invented=invented), terms, WEAK_PRIOR_SD)
    again = search(held, prepared.plain, starts, np.random.default_rng(seed))
    order = _same_classes(surface, found.point, held, again.point)
    return Outcome(again, held, shrunk=True, messages=_reasons(data, terms, (surface, found), order))


def alike(mixture: Mixture, theta: Array) -> tuple[str, ...]:
    """A sentence for each two classes that answer the same way at a point (M,)."""
    each = mixture.of_classes(theta[None])
    pairs = combinations(range(mixture.classes), 2)
    same = [(c + 1, d + 1) for c, d in pairs if mixture.problem.reach(each[c] - each[d]) < ALIKE]
    return tuple(f"classes {c} and {d} have the same weights: fewer classes say as much" for c, d in same)


def _surface(mixture: Mixture, terms: Terms, prior_sd: float | None) -> LatentSurface:
    """A normal prior, where there is one, on all but thresholds.

    That of the shares is on their log-odds against the mean of all classes: no class is special.
    """
    size, odds = (prior_sd or np.inf) ** -2.0, mixture.odds
    is_weight = np.arange(mixture.parameters) >= mixture.problem.cuts
    of_classes = np.concatenate([np.zeros(odds), np.tile(is_weight, mixture.classes)])
    precision = np.diag((terms.a * of_classes[:, None]).max(axis=0))
    others = mixture.classes - 1
    around_mean = np.kron(np.eye(others) - 1.0 / mixture.classes, np.eye(mixture.z.shape[1]))
    precision += terms.a[:odds].T @ around_mean @ terms.a[:odds]
    return LatentSurface(mixture, terms.a, terms.b, size * precision, exchangeable=not terms.held)


def _invented(prepared: Prepared) -> Array:
    """One answer in all, spread over rows and categories as all answers are (Clogg and others 1991)."""
    counts = prepared.problem.counts[0]
    spread = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    return np.asarray(spread.ravel() / spread.sum())


def _same_classes(before: LatentSurface, there: Array, after: LatentSurface, here: Array) -> list[int]:
    """Number, from 1, that each class of one point has at another: where most of its people went."""
    both = before.joint(there[None]).belongs[0].T @ after.joint(here[None]).belongs[0]
    return [int(c) + 1 for c in linear_sum_assignment(-both)[1]]


def _reasons(
    data: tuple[Answers, Prepared], terms: Terms, end: tuple[LatentSurface, Found], order: list[int]
) -> tuple[str, ...]:
    """What runs away in which class, and what was done.

    A search that runs against a wall in one class leaves the others where they were: a step alone proves nothing.
    """
    (answers, prepared), (surface, found) = data, end
    mixture, step = surface.mixture, surface.a @ found.step
    theta = surface.theta(found.point)
    each, given = mixture.of_classes(theta[None]), mixture.counts(surface.joint(found.point[None]).belongs).sum(axis=1)
    said = list[str]()
    for c, own in enumerate(mixture.of_classes(step[None])):
        rare = given[c] < LEFT_OUT * given[c].sum()
        left_out = [f'"{name}"' for name, never in zip(prepared.categories, rare, strict=False) if never]
        if left_out:
            said.append(f"class {order[c]} never answers {', '.join(left_out)}")
        elif mixture.problem.reach(own) >= AT_REST and mixture.problem.reach(each[c]) > FAR:
            names = "; ".join(_describe(answers, terms.of_class[p]) for p in _leading(own, mixture))
            said.append(f"class {order[c]} is separated along {names}: its people answer without any exception")
    why = "; ".join(said) or "the answers do not tell the classes apart"
    prior = f"a weak prior (normal, standard deviation {WEAK_PRIOR_SD}) keeps weights finite"
    extra = ", and one invented answer a class its thresholds" if isinstance(answers, Ratings) else ""
    return (f"{why}; {prior}{extra}, so that no interval is honest",)


def _leading(step: Array, mixture: Mixture) -> NDArray[np.intp]:
    """Parameters along which a step changes utilities most."""
    x = mixture.problem.x.reshape(-1, mixture.problem.x.shape[-1])
    size = np.abs(step) * np.r_[np.ones(mixture.problem.cuts), np.sqrt((x**2).mean(axis=0))]
    return np.flatnonzero(size >= 0.5 * size.max())


def _describe(answers: Answers, name: str) -> str:
    if name not in answers.columns:
        return f'"{name}"'
    return answers.coding.describe(name) if answers.coding else f'column "{name}"'
