"""Coordinate exchange for choice tasks (Meyer and Nachtsheim 1995), with kicks; see exchange and pairs for a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from dce.design.chains import Pace
from dce.design.choice import exchange, pairs
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.hand import empty_hand
from dce.design.choice.lanes import empty_lanes
from dce.design.choice.start import start
from dce.design.choice.state import GAIN, State, copy_of, overwrite, value_of

ANEW = {True: 40, False: 10}  # kicks, quick ones or not, after which the state is worked out from scratch: rounding
SLACK = 0.0002  # of the criterion, at the first kick
HOPE = 1.0  # sweeps at the present pace after which a kicked design must be better, or it is given up


Over = Callable[[], bool]


def never() -> bool:
    """A search that nobody ends."""
    return False


class Kick(NamedTuple):
    """What is put into a design that cannot be bettered otherwise: ``task`` (J, m) at ``place``.

    The search goes on from what is then worse by less than ``slack``.
    """

    place: int
    task: Levels
    slack: float


@dataclass(frozen=True, slots=True)
class Steps:
    """How a state is changed: the module that does it, with its room."""

    ground: ChoiceGround
    room: Any

    @classmethod
    def on(cls, ground: ChoiceGround) -> Steps:
        """The quick way where it serves, else the general one."""
        draws, parameters = ground.weights.shape
        room = empty_lanes(ground) if ground.lanes else empty_hand(draws, len(ground.constants), parameters)
        return cls(ground, room)

    def sweep(self, limit: float, hope: float, state: State) -> float:
        """Improve ``state`` task by task, as long as there is hope of passing ``limit``; give its criterion."""
        way = pairs.sweep if self.ground.lanes else exchange.sweep
        way(limit, hope, state, self.room, self.ground)
        return float(value_of(state, self.ground))

    def replace(self, place: int, task: Levels, state: State) -> None:
        """Let ``place`` show ``task`` where it may be shown there."""
        way = pairs.replace if self.ground.lanes else exchange.replace
        way(place, task, state, self.room, self.ground)


def wander(
    rows: Levels, kicks: Callable[[int, float], Iterable[Kick]], ground: ChoiceGround, over: Over = never
) -> State:
    """Descend from ``rows`` (N, J, m), then kick and descend as long as there are kicks; give the best design met.

    ``kicks`` gives some more by the number done and the best value so far, none at the end. It ends sooner when it is
    ``over``.
    """
    state = descend(rows, ground, over)
    best, trial, steps, done = copy_of(state), copy_of(state), Steps.on(ground), 0
    while some := list(kicks(done, float(value_of(best, ground)))):
        for kick in some:
            if over():
                break
            overwrite(trial, state)
            steps.replace(kick.place, kick.task, trial)
            limit = float(value_of(state, ground)) * (1.0 + kick.slack)
            if steps.sweep(limit, HOPE, trial) < limit:
                overwrite(state, trial)
                if value_of(state, ground) < value_of(best, ground):
                    overwrite(best, state)
        state = start(state.rows, ground)
        done += len(some)
    return best if over() else descend(best.rows, ground, over)


def kicks_of(
    pool: Levels, tasks: int, ground: ChoiceGround, rng: np.random.Generator, pace: Pace
) -> Callable[[int, float], Iterable[Kick]]:
    """Kicks of a design of ``tasks`` with scenarios drawn from ``pool`` (P, m), as long as ``pace`` goes on."""
    free = tasks - ground.kept

    def kicks(done: int, best: float) -> list[Kick]:
        if not free or not pace.goes_on(done, best):
            return []
        slack = SLACK * (1.0 - pace.share(done))
        places = ground.kept + rng.integers(free, size=ANEW[ground.lanes])
        tasks = fresh_tasks(pool, len(places), ground, rng)
        return [Kick(int(place), task, slack) for place, task in zip(places, tasks, strict=True)]

    return kicks


def fresh_tasks(pool: Levels, count: int, ground: ChoiceGround, rng: np.random.Generator) -> Levels:
    """Draw tasks (count, J, m) from scenarios ``pool`` (P, m); as many criteria as may vary differ within a task."""
    shown, criteria = ground.open.shape[:2]
    tasks = pool[rng.integers(len(pool), size=(count, shown))]
    if ground.varying < criteria:
        fixed = np.argsort(rng.random((count, criteria)), axis=1) >= ground.varying
        tasks = np.where(fixed[:, None, :], tasks[:, :1], tasks)
    return np.ascontiguousarray(tasks)


def descend(rows: Levels, ground: ChoiceGround, over: Over = never) -> State:
    """Improve ``rows`` (N, J, m) until no change of one criterion helps, or it is ``over``; the caller's rows stay."""
    state, steps = start(rows, ground), Steps.on(ground)
    gain = 1.0 - pairs.GAIN if ground.lanes else GAIN
    enough = np.inf if ground.lanes else -np.inf  # a sweep of the general way takes long: one at a time
    while True:
        before = value_of(state, ground)
        steps.sweep(enough, 0.0, state)
        state = start(state.rows, ground)  # from scratch, so that rounding does not pile up
        if over() or not value_of(state, ground) < before * gain:
            return state
