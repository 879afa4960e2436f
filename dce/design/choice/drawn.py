"""Tasks drawn at random that may be shown: those a search begins with, and practice and hold-out tasks."""

from __future__ import annotations

import numpy as np

from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.limits import beats, count_matches, has_dominance, keeps_rules, times_of
from dce.design.choice.problem import ChoiceProblem
from dce.design.extra import MOST_COMPARED, extra_tasks
from dce.design.single.allowed import matching
from dce.errors import DesignError

MOST_TRIES = 20  # random tasks for each one wanted before it is clear that hardly any may be shown
MOST_DRAWN = 40  # scenarios drawn for one of them
Name = tuple[tuple[int, ...], ...]


class _Shown:
    """What the tasks so far take of the limits, as often as each counts."""

    def __init__(self, ground: ChoiceGround) -> None:
        self._ground, self._copies = ground, dict[Name, int]()
        self._dominated, self._hits = 0, np.zeros(len(ground.rare), dtype=np.int64)
        self.tasks = list[Levels]()

    @property
    def times(self) -> int:
        """How often the next task counts."""
        return times_of(len(self.tasks), self._ground)

    @property
    def free(self) -> bool:
        """Whether in the next task an alternative may beat another."""
        return self._dominated + self.times <= self._ground.dominated

    def add(self, task: Levels) -> None:
        """Take ``task`` (J, m) up, whether it keeps the limits or not."""
        name, times = _name(task), self.times
        whole = self._ground.copies if times > 1 else 1  # an anchor stands in every version already
        self._copies[name] = self._copies.get(name, 0) + whole
        self._dominated += times * has_dominance(task, self._ground.directions)
        self._hits += times * _hits(task, self._ground)
        self.tasks.append(task)

    def has_room(self, task: Levels) -> bool:
        """Tell whether ``task`` (J, m) is another one than those so far, and shows no rare combination too often."""
        name, times, hits = _name(task), self.times, _hits(task, self._ground)
        copies = self._copies.get(name, 0)
        if len(set(name)) < len(name) or copies >= (1 if times > 1 else self._ground.copies):
            return False
        over = (hits > 0) & (self._hits + times * hits > self._ground.most)
        return not (hits > 1).any() and not over.any()


def first_tasks(problem: ChoiceProblem, ground: ChoiceGround, rng: np.random.Generator) -> Levels:
    """The kept tasks, and others drawn at random that may be shown (N, J, m); DesignError where there are too few."""
    pool, shown = np.ascontiguousarray(problem.found.scenarios), _Shown(ground)
    for task in problem.kept:
        shown.add(task)
    for _ in range(MOST_TRIES * problem.rows):
        if len(shown.tasks) == problem.rows:
            break
        task = _one_task(pool, ground, shown.free, rng)
        if task is not None and shown.has_room(task):
            shown.add(task)
    if len(shown.tasks) == problem.rows:
        return np.stack(shown.tasks)
    beside = ", with rare combinations no oftener than allowed" if len(ground.rare) else ""
    raise DesignError(
        f"study {problem.study.id}: only {len(shown.tasks)} of {problem.rows} tasks found in which no alternative "
        f"beats another on every criterion{beside}; allow some by dominated, ask for fewer tasks or narrow a rule"
    )


def practice_and_holdouts(
    problem: ChoiceProblem, tasks: Levels, ground: ChoiceGround, rng: np.random.Generator
) -> Levels:
    """Tasks (practice + hold-outs, J, m) unlike ``tasks`` (N, J, m), drawn at random among those that may be shown.

    They stand in every version, so they show no rare combination, and nowhere an alternative that another beats unless
    any number of tasks may.
    """
    count = problem.settings.practice + problem.settings.holdouts
    if not count:
        return tasks[:0]
    pool = problem.found.scenarios
    pool = np.ascontiguousarray(pool[~matching(pool, ground.rare).any(axis=1)])
    drawn, free = list[Levels](), problem.settings.dominated == "any"
    for _ in range(MOST_COMPARED if len(pool) else 0):
        task = _one_task(pool, ground, free, rng)
        if task is not None and len(set(_name(task))) == len(task) and not _hits(task, ground).any():
            drawn.append(task)
    return extra_tasks(np.stack(drawn) if drawn else tasks[:0], tasks, count)


def _one_task(pool: Levels, ground: ChoiceGround, free: bool, rng: np.random.Generator) -> Levels | None:
    """Draw a task, where not ``free`` one in which no scenario beats another; None where that did not come about.

    The criteria that do not vary have the levels of the scenario that is drawn first.
    """
    drawn, criteria = pool[rng.integers(len(pool), size=MOST_DRAWN)], pool.shape[1]
    if ground.varying < criteria:
        drawn = np.where(rng.permutation(criteria) >= ground.varying, drawn[:1], drawn)
    own = list[Levels]()
    for one in drawn:
        if any((one == other).all() or (not free and _unequal(one, other, ground)) for other in own):
            continue
        if ground.varying == criteria or keeps_rules(one[None], ground):
            own.append(one)
        if len(own) == ground.open.shape[0]:
            return np.stack(own)
    return None


def _unequal(one: Levels, other: Levels, ground: ChoiceGround) -> bool:
    return bool(beats(one, other, ground.directions) or beats(other, one, ground.directions))


def _name(task: Levels) -> Name:
    """The scenarios of a task (J, m), whatever their order."""
    return tuple(sorted(map(tuple, task.tolist())))


def _hits(task: Levels, ground: ChoiceGround) -> Levels:
    """How many alternatives of ``task`` (J, m) each rare combination is shown in (C,)."""
    return np.array([count_matches(task, rule) for rule in ground.rare], dtype=np.int64)
