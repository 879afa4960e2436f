"""Independent searches side by side: how far they are, when they end, and what is kept when somebody stops them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from dce.errors import DesignError

HEAVY = 50  # a search of fewer steps than this looks at the clock after each, and in the middle of a descent
CHAINS = 4  # whatever the number of processors: the same seed gives the same design everywhere
PATIENCE = 0.25  # share of a search that may bring less than the gain asked for before it ends
MOST_SECONDS = 86_400.0
Found = TypeVar("Found")


@dataclass
class Watch:
    """When a search ends, and who is told how far it is.

    Without ``seconds`` a search ends after a fixed number of steps, so that a seed gives one design on every machine;
    with them it goes on as long as they last. With ``gain`` it ends once a quarter of it lowered the criterion by less
    than this share. ``progress`` is called with the share done and the best value so far. A keyboard interrupt ends the
    search too: the best design found so far is given, and ``stopped`` is True.
    """

    seconds: float | None = None
    gain: float | None = None
    progress: Callable[[float, float], None] | None = None
    stopped: bool = field(default=False, init=False)
    _shares: dict[int, float] = field(default_factory=dict, init=False, repr=False)
    _best: float = field(default=np.inf, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.seconds is not None and not 0 < self.seconds <= MOST_SECONDS:
            raise DesignError(f"seconds: {self.seconds} is not more than 0 and at most {MOST_SECONDS:.0f}")
        if self.gain is not None and not 0 <= self.gain < 1:
            raise DesignError(f"gain: {self.gain} is not a share from 0 to 1; 0.001 ends a search that gains little")

    def told(self, search: str, steps: int, slack: float) -> dict[str, object]:
        """What ``design.json`` says of a ``search`` that was to take so many ``steps`` in each chain."""
        kicks: object = steps
        if self.stopped:
            kicks = "stopped by hand"
        elif self.seconds is not None:
            kicks = f"as many as fit in {self.seconds:g} seconds"
        gain = {} if self.gain is None else {"gain": self.gain}
        return {"search": search, "starts": CHAINS, "kicks": kicks, "slack": slack} | gain

    def tell(self, chain: int, share: float, best: float) -> None:
        """Note how far ``chain`` is and its best value, and pass on how far all are and the best of all."""
        with self._lock:
            self._shares[chain] = share
            self._best = min(self._best, best)
            if self.progress is not None:
                self.progress(sum(self._shares.values()) / CHAINS, self._best)


class Pace:
    """How far one ``chain`` (from 0) is, in ``steps`` or in its share of the seconds."""

    def __init__(self, chain: int, steps: int, seconds: float | None, watch: Watch) -> None:
        self.chain, self.steps, self._seconds, self._watch = chain, steps, seconds, watch
        self._begun = time.monotonic()
        self._past = [(0.0, np.inf)]

    def share(self, done: int) -> float:
        """The share of the search that is behind when so many steps are done: 1 at its end."""
        if self._watch.stopped:
            return 1.0
        if self._seconds is None:
            return min(1.0, done / max(self.steps, 1))
        return min(1.0, (time.monotonic() - self._begun) / self._seconds)

    def over(self) -> bool:
        """Tell whether the seconds are gone, or somebody stopped the search: what goes on should end where it is."""
        return self._watch.stopped or (self._seconds is not None and self.share(0) >= 1.0)

    def goes_on(self, done: int, best: float) -> bool:
        """Tell whether there is more to do, with the best value met so far."""
        share = self.share(done)
        self._watch.tell(self.chain, share, best)
        self._past.append((share, best))
        if share >= 1.0:
            return False
        if self._watch.gain is None or share < PATIENCE:
            return True
        before = max((at, value) for at, value in self._past if at <= share - PATIENCE)[1]
        return best < before * (1.0 - self._watch.gain)


def run_chains(
    run: Callable[[np.random.Generator, Pace], Found], rngs: Sequence[np.random.Generator], steps: int, watch: Watch
) -> list[Found]:
    """Run a chain with each of ``rngs``, on all processors; give what they found, in their order.

    A keyboard interrupt ends them early: those that have begun still give their best, and the others are left out. When
    none had begun it is raised again, and so is a second one.
    """
    threads = min(len(rngs), os.cpu_count() or 1)
    seconds = None if watch.seconds is None else watch.seconds * threads / len(rngs)

    def one(chain: int, rng: np.random.Generator) -> Found | None:
        return None if watch.stopped else run(rng, Pace(chain, steps, seconds, watch))

    with ThreadPoolExecutor(threads) as pool:
        chains = [pool.submit(one, number, rng) for number, rng in enumerate(rngs)]
        try:
            wait(chains)
        except KeyboardInterrupt:
            watch.stopped = True
            wait(chains)
            if all(chain.result() is None for chain in chains):
                raise
        return [found for chain in chains if (found := chain.result()) is not None]
