"""The search of scenarios that are judged one at a time: an orthogonal array where one fits, else independent chains.

Letters: N tasks of all versions (an anchor once), m criteria, K parameters (constant first), R draws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dce.coding import Array
from dce.design.beliefs import Beliefs, draw_weights, stored_beliefs
from dce.design.bounds import least_error
from dce.design.candidates import Candidates
from dce.design.chains import CHAINS, HEAVY, Pace, Watch, run_chains
from dce.design.choice.ground import sample_size_scale
from dce.design.effects import Effects
from dce.design.quality import CONSTANT
from dce.design.relabel import Relabelled, relabelled_array
from dce.design.single.allowed import matching
from dce.design.single.ground import ANCHOR, Aim, Bounds, Ground, Levels, Mask, lay_ground
from dce.design.single.search import Kicks, descend, search, start
from dce.errors import DesignError
from dce.study import DesignSettings, Study

MOST_WORK = 5e9  # of one descent: some minutes; and of the inverses of all draws: a gigabyte
MOST_NUMBERS = 1.5e8
ARRAY = 1  # an array is named by random numbers of its own, so that the search draws the same with it and without
ROUNDING = 1e-5  # the ridge of the search lets the best D-error look larger by a few millionths
SKETCH_DRAWS = 128  # a search looks at few draws, and only its end result at all of them
FEWEST_KICKS, MOST_KICKS = 20, 9000
BETWEEN = 2.0  # so much is known of the leniency of a version beforehand; with less, versions are more even
SLOWER = 6.0  # a search may be for the sake of even versions
SLACK = 0.003  # by which share a design may be worse to go on from, at first
ZERO_WORK, PRIORS_WORK, DENSE_WORK = 1e8, 8e8, 1.5e9  # of a chain, as the cost of its descents: about a second


@dataclass(frozen=True, slots=True)
class Problem:
    """What is searched: which scenarios, for which effects, under which beliefs, beside the ``kept`` ones (k, m).

    Each task has its ``version`` (N,) from 0, an anchor ``ANCHOR``.
    """

    study: Study
    settings: DesignSettings
    effects: Effects
    beliefs: Beliefs
    draws: int
    found: Candidates
    kept: Levels
    version: Levels

    @property
    def rows(self) -> int:
        """N: the tasks of all versions, an anchor counted once."""
        return len(self.version)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the K parameters."""
        return (CONSTANT, *self.effects.columns)

    @property
    def special(self) -> bool:
        """Whether the quick steps cannot do it."""
        own = self.settings
        return bool(self.effects.pairs) or own.criterion != "D" or own.balance_weight > 0

    @property
    def blocks(self) -> int:
        """How many contrasts keep versions even; none where there are many, which takes long: the deal does it then."""
        blocks = self.settings.versions - 1
        several = blocks > 0 and self.version.max() > ANCHOR
        return blocks if several and FEWEST_KICKS * _cost(self, blocks) < SLOWER * _work(self) else 0

    @property
    def copies(self) -> int:
        """How often a scenario may stand in the design: once, or where there are too few once in every version."""
        return 1 if len(self.found.scenarios) >= self.rows else self.settings.versions


def check_size(problem: Problem) -> None:
    """Refuse too few tasks for the parameters, and a search that would take hours."""
    study, own, size = problem.study, problem.settings, len(problem.columns)
    if problem.rows < size:
        least = -(-(size - own.anchors) // own.versions) + own.anchors
        raise DesignError(
            f"study {study.id}: {own.tasks} tasks in {own.versions} version(s) cannot tell {size} "
            f"parameters apart; ask for at least {least} tasks"
        )
    if _cost(problem) > MOST_WORK or problem.draws * size**2 > MOST_NUMBERS:
        raise DesignError(
            f"study {study.id}: {problem.rows} tasks with {size} parameters and {problem.draws} draws are too "
            f"much to search; ask for fewer tasks, versions or draws"
        )


def search_scenarios(problem: Problem, rng: np.random.Generator, watch: Watch) -> tuple[Levels, dict[str, object]]:
    """Give the best scenarios (N, m), the kept ones first and then the anchors, and how they were found."""
    own = problem.settings
    counts = np.array([len(levels) for levels in problem.effects.coding.levels.values()], dtype=np.int64)
    weights = draw_weights(problem.study, problem.columns, problem.beliefs, problem.draws, rng)
    simple = not problem.beliefs and not problem.special and not len(problem.kept) and not own.anchors
    array = _array(problem, counts) if simple else None
    if array and array.whole:
        return array.scenarios, {"search": "orthogonal array, its levels named at random"}
    sketch, full = _grounds(problem, weights, rng)
    steps = max(FEWEST_KICKS, min(MOST_KICKS, int(_work(problem) // _cost(problem, problem.blocks))))
    kicks = Kicks(
        problem.found.scenarios,
        size=1 if problem.beliefs or problem.special else 2,
        slack=SLACK,
        enough=_enough(problem, counts) if simple else 0.0,
    )

    if array and start(array.scenarios, full).error.mean() <= kicks.enough:
        return array.scenarios, {"search": "none: this determinant is the largest there is, or that is known"}

    def chain(own_rng: np.random.Generator, pace: Pace) -> tuple[Levels, float]:
        near = array.scenarios if array and pace.chain == 0 else None  # an array but for what rules refuse
        rows = _first_scenarios(problem, sketch, own_rng) if near is None else near
        end = search(rows, kicks, sketch, own_rng, pace)
        if full.weights.shape[1] > sketch.weights.shape[1]:
            end = descend(end.rows, full, pace.over if steps < HEAVY else None)
        return end.rows, float(end.error.mean())

    ends = run_chains(chain, rng.spawn(CHAINS), steps, watch)
    told = watch.told("coordinate exchange with kicks", steps, SLACK)
    return min(ends, key=lambda end: end[1])[0], told | stored_beliefs(problem.beliefs, problem.draws)


def _array(problem: Problem, counts: Levels) -> Relabelled | None:
    """An orthogonal array, in which the version is one more column where there is such a one."""
    versions, found = problem.settings.versions, problem.found
    rng = np.random.default_rng([problem.settings.seed, ARRAY])
    if versions > 1:
        levels = max(found.matches.shape[2], versions)
        matches = np.zeros((len(found.matches), len(counts) + 1, levels), dtype=np.bool_)
        matches[:, :-1, : found.matches.shape[2]], matches[:, -1] = found.matches, True
        allowed = replace(found, matches=matches, scenarios=np.zeros((0, len(counts) + 1), dtype=np.int64))
        even = relabelled_array(np.append(counts, versions), problem.rows, allowed, 1, rng)
        if even and even.whole:
            scenarios = np.ascontiguousarray(even.scenarios[np.argsort(even.scenarios[:, -1], kind="stable"), :-1])
            if np.unique(scenarios, axis=0, return_counts=True)[1].max() <= problem.copies:
                return Relabelled(scenarios, whole=True)
    return relabelled_array(counts, problem.rows, found, problem.copies, rng)


def _enough(problem: Problem, counts: Levels) -> float:
    """The D-error at which a search may end: no design has less, but for rounding."""
    size, blocks = len(problem.columns), problem.blocks
    least, known = least_error(counts.tolist(), problem.rows), (1.0 + BETWEEN) * problem.settings.tasks / 4.0
    together = (size * np.log(least) - blocks * np.log(known)) / (size + blocks) if least else -np.inf
    return float(np.exp(together)) * (1.0 + ROUNDING)


def _grounds(problem: Problem, weights: Array, rng: np.random.Generator) -> tuple[Ground, Ground]:
    """The ground at few draws and at all of them."""
    own = problem.settings
    bounds = Bounds(problem.found.matches, problem.found.most, problem.version, problem.copies, len(problem.kept))
    aim = Aim(own.criterion, own.balance_weight, sample_size_scale(weights), BETWEEN if problem.blocks else np.inf)
    if own.criterion == "S" and not aim.scale.any():
        raise DesignError(
            f"study {problem.study.id}: criterion S needs priors; a weight believed to be 0 is never significant"
        )
    few, all_draws = (lay_ground(problem.effects, part, bounds, aim, rng) for part in (weights[:SKETCH_DRAWS], weights))
    return few, all_draws


def _first_scenarios(problem: Problem, ground: Ground, rng: np.random.Generator) -> Levels:
    """The kept scenarios, and others drawn at random: none too often, and no rare combination too often (N, m)."""
    pool, capped = problem.found.scenarios, ground.most > 0
    hits = matching(pool, ground.matches[capped])
    drawn = rng.permutation(np.repeat(np.arange(len(pool)), problem.copies))
    for turn in range(2):
        if turn:  # where there is hardly room, those that few versions may show come first
            drawn = drawn[np.argsort(-hits[drawn].sum(axis=1), kind="stable")]
        taken = _filled(problem, drawn, hits, ground.most[capped])
        if len(problem.kept) + len(taken) == problem.rows:
            return np.ascontiguousarray(np.concatenate([problem.kept, pool[taken]]))
    raise DesignError(
        f"study {problem.study.id}: rules leave room for {len(problem.kept) + len(taken)} of the {problem.rows} tasks; "
        f"ask for fewer tasks or allow rare combinations more often"
    )


def _filled(problem: Problem, order: Levels, hits: Mask, most: Levels) -> list[int]:
    """Fill the tasks from the scenarios in this ``order``, each with the first that its version may show."""
    pool, versions, kept = problem.found.scenarios, np.arange(problem.settings.versions), len(problem.kept)
    own_hits = matching(problem.kept, problem.found.matches[problem.found.most > 0])
    left = np.tile(most[:, None], (1, len(versions)))
    np.subtract.at(left.T, problem.version[:kept], own_hits)
    shown = {tuple(row) for row in problem.kept.tolist()}
    stands: dict[int, Mask] = {}
    passed, fresh, taken = list[int](), iter(order), list[int]()  # of up to a million, few are looked at

    def fits(one: int, into: Mask) -> bool:
        again = one in stands and (stands[one] & into).any()
        return not again and tuple(pool[one].tolist()) not in shown and (left[hits[one]][:, into] > 0).all()

    for version in problem.version[kept:]:
        into = (versions == version) | (version == ANCHOR)
        place = next((place for place, one in enumerate(passed) if fits(one, into)), None)
        while place is None and (one := next(fresh, None)) is not None:
            passed.append(int(one))
            place = len(passed) - 1 if fits(int(one), into) else None
        if place is None:
            break
        one = passed.pop(place)
        taken.append(one)
        stands[one] = stands.get(one, np.zeros(len(versions), dtype=np.bool_)) | into
        left[np.ix_(hits[one], into)] -= 1
    return taken


def _work(problem: Problem) -> float:
    if problem.special:
        return DENSE_WORK
    return PRIORS_WORK if problem.beliefs else ZERO_WORK


def _cost(problem: Problem, blocks: int = 0) -> float:
    """What one descent costs: it goes with draws, tasks, levels to the third and parameters squared."""
    counts = [len(levels) for levels in problem.effects.coding.levels.values()]
    size, draws = len(problem.columns) + blocks, min(problem.draws, SKETCH_DRAWS)
    if problem.special:
        return float(
            draws * problem.rows * size * sum(count * (2 * count + len(problem.effects.pairs)) for count in counts)
        )
    return float(draws * problem.rows * (sum(count**3 for count in counts) + size**2))
