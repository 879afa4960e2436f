"""The search of choice tasks by independent chains: first tasks at random, few draws before many, then all of them.

Letters: N tasks of all versions (an anchor once), J alternatives, m criteria, K parameters, R draws.
"""

from __future__ import annotations

import numpy as np

from dce.coding import Array
from dce.design.beliefs import draw_weights, stored_beliefs
from dce.design.chains import CHAINS, Pace, Watch, run_chains
from dce.design.choice.coding import directions
from dce.design.choice.drawn import first_tasks
from dce.design.choice.ground import Aim, ChoiceGround, Levels, Limits, Spread, everything_open, lay_choice_ground
from dce.design.choice.problem import ChoiceProblem, cost
from dce.design.choice.search import SLACK, descend, kicks_of, wander
from dce.design.choice.state import value_of
from dce.design.single.ground import ANCHOR
from dce.errors import DesignError

QUICK_DRAWS, SLOW_DRAWS = (64, 256), (16, 32)  # a search looks at few draws, and only its end result at many
LEAST_DRAWS, LAST_WORK = 64, 4e7  # of the end result where steps are slow, and what a sweep of it may cost
ZERO_WORK, PRIORS_WORK, SLOW_WORK = 2.5e6, 9e8, 3e7  # effort of a chain; some tenths of a second, and one or two
MOST_KICKS = 600
EVENNESS = 1e-4  # share of the criterion that versions may cost for each squared step from an even number of a level


def search_tasks(problem: ChoiceProblem, rng: np.random.Generator, watch: Watch) -> tuple[Levels, dict[str, object]]:
    """Give the best tasks (N, J, m) of some chains, kept ones first and then anchors, and how they were found."""
    weights = draw_weights(problem.study, problem.columns, problem.beliefs, problem.draws, rng)
    if problem.settings.criterion == "S" and not np.abs(weights.mean(axis=0)).max() > 1e-9:
        raise DesignError(
            f"study {problem.study.id}: criterion S needs priors; a weight believed to be 0 is never significant"
        )
    quick = not problem.beliefs or problem.quick
    counts = (*(QUICK_DRAWS if quick else SLOW_DRAWS), len(weights) if quick else _last_draws(problem))
    layers = [ground_of(problem, weights[:count], rng) for count in counts]
    steps = int(_work(problem, quick) // cost(problem, len(layers[1].weights)))
    steps = max(1, min(MOST_KICKS, steps))
    ends = run_chains(lambda own, pace: _chain(problem, layers, own, pace), rng.spawn(CHAINS), steps, watch)
    told = watch.told("coordinate exchange with kicks", steps, SLACK)
    return min(ends, key=lambda end: end[1])[0], told | stored_beliefs(problem.beliefs, len(layers[2].weights))


def _last_draws(problem: ChoiceProblem) -> int:
    """As many draws as asked for, or a power of two that makes the end of a slow search no matter of minutes."""
    affordable = max(LEAST_DRAWS, int(2 ** np.floor(np.log2(LAST_WORK / cost(problem, 1)))))
    return min(problem.draws, affordable)


def _work(problem: ChoiceProblem, quick: bool) -> float:
    if not problem.beliefs:
        return ZERO_WORK
    return PRIORS_WORK if quick else SLOW_WORK


def ground_of(problem: ChoiceProblem, weights: Array, rng: np.random.Generator) -> ChoiceGround:
    """What a search of ``problem`` with ``weights`` (R, K) may do and looks at."""
    own, shown = problem.settings, problem.coding.alternatives
    counts = [len(criterion.levels) for criterion in problem.study.criteria]
    limits = Limits(
        matches=problem.found.matches,
        directions=directions(problem.study),
        dominated=own.versions * (own.tasks if own.dominated == "any" else own.dominated),
        open=everything_open(counts, shown),
        copies=problem.copies,
        most=problem.found.most * own.versions,
        varying=own.varying,
        kept=len(problem.kept),
        times=np.where(problem.version == ANCHOR, own.versions, 1) if own.anchors else None,
        version=problem.version if own.versions > 1 else None,
    )
    evenness = EVENNESS if own.versions > 1 else 0.0
    aim = Aim(own.criterion, own.balance_weight, problem.study.task.kind == "best-worst", evenness)
    return lay_choice_ground(
        problem.effects.coding,
        weights,
        problem.coding.constants,
        limits,
        aim,
        rng,
        pairs=problem.effects.pairs,
        spread=_spread(problem),
    )


def _spread(problem: ChoiceProblem) -> Spread | None:
    """Mean and deviation of every weight, where all are normal; a column without a prior weighs nothing."""
    if not problem.beliefs or isinstance(problem.beliefs, str):
        return None
    own = [problem.beliefs.get(name, (0.0, 0.0)) for name in problem.columns]
    if any(len(prior) == 3 for prior in own):
        return None
    return Spread(
        np.array([prior[0] for prior in own], dtype=float), np.array([prior[1] for prior in own], dtype=float)
    )


def _chain(
    problem: ChoiceProblem, layers: list[ChoiceGround], rng: np.random.Generator, pace: Pace
) -> tuple[Levels, float]:
    first, sketch, full = layers
    pool = np.ascontiguousarray(problem.found.scenarios)
    rows = first_tasks(problem, sketch, rng)
    if len(first.weights) < len(sketch.weights):
        rows = descend(rows, first, pace.over).rows
    end, last = wander(rows, kicks_of(pool, len(rows), sketch, rng, pace), sketch, pace.over), sketch
    if len(sketch.weights) < len(full.weights):
        end, last = descend(end.rows, full, pace.over), full
    return end.rows, value_of(end, last)
