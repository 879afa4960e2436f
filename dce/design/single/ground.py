"""What a search works on: what stays the same, such as coded levels, odds and rules, and the design that changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.linalg import helmert

from dce.coding import Array
from dce.design.effects import Effects

Levels = NDArray[np.int64]
Mask = NDArray[np.bool_]
AIMS = ("D", "A", "S")
ANCHOR = -1  # the version of a task that stands in all of them
PLAIN, AVERAGED, DENSE = 0, 1, 2  # ways to take a step: see the modules of these names
GAIN = 1.0 - 1e-9  # a change must beat rounding, or two equal levels would be swapped for ever
LARGEST = 10.0  # utilities beyond this make an answer certain, and sixty odds of e^10 can still be multiplied


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a design may show: ``matches`` (rules, m, L) as candidates give them, and how often in a version each may.

    Of ``most`` (rules,) 0 is never. Task n stands in ``version`` (N,), or in all of them where that is ``ANCHOR``. A
    scenario may stand in ``copies`` tasks, of which no two are of one version. The first ``kept`` tasks stay as they
    are.
    """

    matches: Mask
    most: Levels
    version: Levels
    copies: int = 1
    kept: int = 0

    @property
    def versions(self) -> int:
        """How many there are."""
        return max(1, 1 + int(self.version.max(initial=0)))


@dataclass(frozen=True, slots=True)
class Aim:
    """What the search makes small: criterion D, A or S, and how heavily tasks count that everybody answers alike.

    ``scale`` (K,) turns variances into the sample sizes of criterion S. Versions are kept even by letting them differ
    in leniency: ``between`` is how much is known of that beforehand, as a share of what a version tells; where it is
    infinite they do not differ.
    """

    criterion: str = "D"
    balance_weight: float = 0.0
    scale: Array = field(default_factory=lambda: np.zeros(1))
    between: float = np.inf


class Ground(NamedTuple):
    """The unchanging part of a search; a tuple because compiled code takes it as it is.

    ``codes`` (m, L, L - 1), ``offsets`` (m,) of each criterion's first column, ``widths`` (m,); ``pairs`` (P, 2) of
    criteria whose products follow from ``after`` on; ``weights`` (K, R), the odds of a yes without criteria, ``base``
    (R,), and by what each level multiplies them, ``odds`` (m, L, R), and each in the place of another, ``lifts``
    (m, L, L, R), from the second to the third; the ``blocks`` (V, B) that code a version in the
    last B of the columns, and what is ``known`` (K,) of each weight beforehand; the bounds, with ``times`` (N,) that a
    task is shown in all and ``marks`` (m, L), random bits whose exclusive or is the fingerprint of a scenario; the aim;
    and the ``way`` to take a step.
    """

    codes: Array
    offsets: Levels
    widths: Levels
    pairs: Levels
    after: int
    weights: Array
    base: Array
    odds: Array
    lifts: Array
    blocks: Array
    known: Array
    matches: Mask
    most: Levels
    version: Levels
    times: Levels
    marks: Levels
    copies: int
    kept: int
    aim: int
    balance_weight: float
    scale: Array
    way: int


class State(NamedTuple):
    """The design so far, changed in place.

    ``rows`` (N, m) with fingerprints ``keys`` (N,), and how often each rule matches, ``hits`` (rules, V); ``inverse``
    (K, K, R), the D-error ``raw`` and what the search makes small, ``error`` (R,); ``balance`` (N,) of utility; of the
    task in hand ``x`` (K,), ``odds`` and ``weight`` (R,), ``leverage`` x'Vx (R,) and ``image`` Vx (K, R); and room for
    the scenario on trial: ``shared``, ``added`` and ``ratio`` (R,), and what each level would bring, ``values`` (L,).
    """

    rows: Levels
    keys: Levels
    hits: Levels
    inverse: Array
    raw: Array
    error: Array
    balance: Array
    x: Array
    odds: Array
    weight: Array
    leverage: Array
    image: Array
    shared: Array
    added: Array
    ratio: Array
    values: Array


def lay_ground(effects: Effects, weights: Array, bounds: Bounds, aim: Aim, rng: np.random.Generator) -> Ground:
    """Lay out effects-coded ``effects`` for a search; ``weights`` (R, K) holds the constant first, then the columns."""
    coding = effects.coding
    names = list(coding.levels)
    most = max(len(coding.levels[name]) for name in names)
    codes = np.zeros((len(names), most, most - 1))
    odds = np.ones((len(names), most, len(weights)))
    main = weights[:, 1 : 1 + len(coding.columns)]
    for i, name in enumerate(names):
        count = len(coding.levels[name])
        codes[i, :count, : count - 1] = coding.codes[name]
        odds[i, :count] = np.exp(np.clip(coding.level_utilities(name, main).T, -LARGEST, LARGEST))
    blocks = _blocks(bounds.versions if aim.between < np.inf else 1)
    known = np.zeros(weights.shape[1] + blocks.shape[1])
    known[weights.shape[1] :] = aim.between * (bounds.version >= 0).sum() / bounds.versions / 4.0
    way = PLAIN if len(weights) == 1 and not weights.any() else AVERAGED
    special = bool(effects.pairs) or aim.criterion != "D" or aim.balance_weight > 0
    return Ground(
        codes=codes,
        offsets=1 + np.array([coding.blocks[name].start for name in names], dtype=np.int64),
        widths=np.array([len(coding.levels[name]) - 1 for name in names], dtype=np.int64),
        pairs=np.array(effects.pairs, dtype=np.int64).reshape(-1, 2),
        after=1 + len(coding.columns),
        weights=np.concatenate([weights.T, np.zeros((blocks.shape[1], len(weights)))]),
        base=np.exp(np.clip(weights[:, 0], -LARGEST, LARGEST)),
        odds=odds,
        lifts=odds[:, None] / odds[:, :, None],
        blocks=blocks,
        known=known,
        matches=bounds.matches,
        most=bounds.most,
        version=bounds.version,
        times=np.where(bounds.version == ANCHOR, bounds.versions, 1),
        marks=rng.integers(1, 2**62, size=(len(names), most), dtype=np.int64),
        copies=bounds.copies,
        kept=bounds.kept,
        aim=AIMS.index(aim.criterion),
        balance_weight=aim.balance_weight,
        scale=aim.scale,
        way=DENSE if special else way,
    )


def _blocks(versions: int) -> Array:
    """Orthonormal contrasts (V, V - 1), whose columns sum to zero: an anchor, which is in all, tells no two apart."""
    return np.ascontiguousarray(helmert(versions).T) if versions > 1 else np.zeros((1, 0))


@njit(cache=True, nogil=True)
def encode(task: int, scenario: Levels, x: Array, ground: Ground) -> None:
    """Write the columns of ``scenario`` (m,), shown in ``task``, into ``x`` (K,): constant, criteria, version."""
    x[0] = 1.0
    for criterion in range(len(scenario)):
        for i in range(ground.widths[criterion]):
            x[ground.offsets[criterion] + i] = ground.codes[criterion, scenario[criterion], i]
    place = ground.after
    for pair in range(len(ground.pairs)):
        one, other = ground.pairs[pair, 0], ground.pairs[pair, 1]
        for i in range(ground.widths[one]):
            for k in range(ground.widths[other]):
                x[place] = x[ground.offsets[one] + i] * x[ground.offsets[other] + k]
                place += 1
    for i in range(ground.blocks.shape[1]):
        x[place + i] = ground.blocks[ground.version[task], i] if ground.version[task] >= 0 else 0.0


@njit(cache=True, nogil=True)
def odds_of(scenario: Levels, x: Array, odds: Array, ground: Ground) -> None:
    """Write the odds (R,) of a yes to ``scenario`` (m,), whose columns are ``x`` (K,)."""
    odds[:] = ground.base
    for criterion in range(len(scenario)):
        level = ground.odds[criterion, scenario[criterion]]
        for draw in range(len(odds)):
            odds[draw] *= level[draw]
    if ground.pairs.shape[0] > 0:
        for draw in range(len(odds)):
            utility = 0.0
            for k in range(ground.after, len(x) - ground.blocks.shape[1]):
                utility += x[k] * ground.weights[k, draw]
            odds[draw] *= np.exp(min(max(utility, -LARGEST), LARGEST))


@njit(cache=True, nogil=True)
def fingerprint(scenario: Levels, marks: Levels) -> int:
    """Give one number for a scenario: two different scenarios share it by one chance in 2^62."""
    key = 0
    for criterion in range(len(scenario)):
        key ^= marks[criterion, scenario[criterion]]
    return key
