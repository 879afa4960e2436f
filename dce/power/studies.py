"""Many studies at once: invented people answer a design, and only who gave which answer is kept.

Letters as in :mod:`dce.power.asked`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dce.coding import Array
from dce.power.asked import NOT_SHOWN, Asked, Cells, Numbers
from dce.power.plan import Plan
from dce.simulate.people import Crowd, draw_crowd

MORE = 12  # people that backgrounds are dealt to beyond those who are asked, at most
BACKGROUNDS, WEIGHTS, NORMALS, PEOPLE = 1, 2, 3, 4  # streams of random numbers of a shard of studies


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers of R studies: ``cells`` (R, n, T), row times J plus the answer, and the option number (n,) of each."""

    cells: Cells
    group: Numbers

    def counts(self, asked: Asked) -> Array:
        """How many gave each answer to each row: (R, N, J)."""
        studies, size = len(self.cells), len(asked.x) * asked.answers
        shifted = (self.cells + size * np.arange(studies)[:, None, None])[self.cells != NOT_SHOWN]
        return np.bincount(shifted, minlength=studies * size).reshape(studies, len(asked.x), -1).astype(float)

    def of_group(self, number: int) -> Answered:
        """Those with this option only."""
        own = self.group == number
        return Answered(self.cells[:, own], self.group[own])


def simulate_studies(plan: Plan, asked: Asked, shared: Array, studies: int, seed: Sequence[int]) -> Answered:
    """Let other people of the same kind answer in each of ``studies``.

    ``shared`` (R, V), or (1, V) where it is the same in all studies, is the utility of each scenario that all people
    share.
    What is drawn for the kth person of a group hangs on the seed only, so a larger study has these people and others.
    """
    crowd, person, group = _dealt(plan, studies, np.random.default_rng([*seed, BACKGROUNDS]))
    everybody, own = np.arange(len(crowd.leniency)), own_columns(plan)
    weighed = [asked.scenarios(rows) for rows in asked.rows]
    drawn, mood = _by_chance(group, (studies, len(own)), (asked, max(map(len, weighed))), seed)
    parts, cuts = list[tuple[Numbers, Numbers]](), np.array(plan.population.thresholds)
    for rows, shown, people in zip(asked.rows, weighed, asked.versions_of(plan.people), strict=True):
        if len(people):
            added = added_utility(crowd, asked, shown, everybody)[person[:, people].T]
            utility = mood[people, :, : len(shown)] + (added + shared[:, shown])
            utility += drawn[people] @ own_steps(own, asked, shown)
            parts.append((people, np.swapaxes(asked.cells(rows, utility, cuts), 0, 1)))
    cells = np.full((studies, plan.people, max(own.shape[2] for _, own in parts)), NOT_SHOWN, dtype=np.int32)
    for people, given in parts:
        cells[:, people, : given.shape[2]] = given
    return Answered(cells, group)


def crowd_of(plan: Plan, people: int, rng: np.random.Generator, *, spread: bool) -> Crowd:
    """People with their backgrounds and without the weights that all share.

    With ``spread`` leniency and own weights are spread evenly over them, without it nobody has any of his own.
    """
    nothing = {c.id: (0.0,) * len(c.levels) for c in plan.design.study.criteria}
    plain = replace(plan.population, weights=nothing)
    if not spread:
        plain = replace(plain, intercept_sd=0.0, weight_sd={})
    return draw_crowd(plain, plan.design.study, people, rng, even=spread)


def _dealt(plan: Plan, studies: int, rng: np.random.Generator) -> tuple[Crowd, Numbers, Numbers]:
    """A crowd, which of its people (R, n) are asked in each study, and the option number (n,) of each.

    Backgrounds are dealt as evenly as can be, so the odd person would always have the same one, and a study of 26
    people would differ from one of 25 by more than a person. So each study draws its people from a few more.
    """
    group = group_of(plan, crowd_of(plan, plan.people, rng, spread=False))
    more, quotas = int(rng.integers(1, MORE + 1)), dict(plan.population.quotas)
    if plan.item is not None:
        quotas[plan.item] = {name: float(size + more) for name, size in plan.sizes.items()}
    wider = replace(plan, population=replace(plan.population, quotas=quotas))
    crowd = crowd_of(wider, plan.people + more * max(1, len(plan.sizes)), rng, spread=False)
    among, asked = group_of(plan, crowd), np.empty((studies, plan.people), dtype=np.int64)
    for number in np.unique(group):
        members, own = np.flatnonzero(among == number), np.flatnonzero(group == number)
        asked[:, own] = rng.permuted(np.tile(members, (studies, 1)), axis=1)[:, : len(own)]
    return crowd, asked, group


def group_of(plan: Plan, crowd: Crowd) -> Numbers:
    """The option number (n,) of each, or -1 where nobody is split."""
    return np.full(len(crowd.leniency), -1) if plan.item is None else crowd.options[plan.item]


def added_utility(crowd: Crowd, asked: Asked, shown: Numbers, people: Numbers) -> Array:
    """What ``people`` of a crowd add to the utility of the scenarios ``shown`` (U,): (n, U); nothing to an opt-out."""
    total = np.tile(crowd.leniency[people][:, None], (1, len(shown)))
    for index in range(asked.levels.shape[1]):
        total += crowd.utilities(index, people)[:, asked.levels[shown, index]]
    return total * asked.offered[shown]


def _by_chance(
    group: Numbers, shape: tuple[int, int], weighed: tuple[Asked, int], seed: Sequence[int]
) -> tuple[Array, Array]:
    """Normals (n, R, C) and moods (n, R, U) of each person, from streams by group."""
    (asked, scenarios), normal = weighed, np.empty((len(group), *shape))
    mood = np.empty((len(group), shape[0], scenarios))
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        of_people, of_moods = np.random.default_rng([*seed, PEOPLE, int(number) + 1]).spawn(2)
        normal[members] = of_people.standard_normal((len(members), *shape))
        mood[members] = asked.noise(of_moods, (len(members), shape[0], scenarios))
    return normal, mood


def own_columns(plan: Plan) -> list[tuple[int, float]]:
    """What people differ in of themselves, with its spread: -1 for leniency, or the number of a criterion."""
    sd = [plan.population.weight_sd.get(name, 0.0) for name in plan.design.study.criterion_ids]
    return [(-1, plan.population.intercept_sd), *((number, size) for number, size in enumerate(sd) if size)]


def own_steps(own: list[tuple[int, float]], asked: Asked, shown: Numbers) -> Array:
    """Utility (C, U) that one standard deviation of each adds to the scenarios ``shown``; nothing to an opt-out."""
    steps, offered = asked.steps[shown], asked.offered[shown]
    return np.stack([size * offered * (1.0 if number < 0 else steps[:, number]) for number, size in own])
