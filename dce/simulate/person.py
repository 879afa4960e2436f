"""One invented person, who is asked one task at a time."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dce.errors import AnswerError

Scenario = Mapping[str, str]  # a level id for each criterion


@dataclass(frozen=True, slots=True)
class SyntheticPerson:
    """One invented person, who gives the same answer to the same task whenever it is asked.

    Whoever picks among scenarios has no ``thresholds`` and no ``scale``. ``opt_out`` is the utility of none of them.
    """

    background: Mapping[str, str]
    utilities: Mapping[str, Mapping[str, float]]
    leniency: float
    opt_out: float
    thresholds: tuple[float, ...]
    scale: tuple[str, ...]
    seed: int

    def answer(self, levels: Scenario) -> str:
        """Give the answer (an id of the scale) to a scenario; raises AnswerError."""
        if not self.scale:
            raise AnswerError("this study has no scale; its people pick among several scenarios")
        odds = self._uniform(sorted(levels.items()))
        mood = self._utility(levels) + math.log(odds) - math.log1p(-odds)
        return self.scale[sum(threshold < mood for threshold in self.thresholds)]

    def pick(self, kind: str, scenarios: Sequence[Scenario | None]) -> tuple[int, ...]:
        """Give places in ``scenarios``, of which None is an opt-out; raises AnswerError.

        A choice is one place, best-worst the best and the worst, a ranking all of them from best to worst. As in
        :mod:`dce.data.explosion`, each pick is a logit among what is left, for the worst with the utilities turned.
        """
        known = [None if scenario is None else sorted(scenario.items()) for scenario in scenarios]
        order = self._order(scenarios, known, "best", 1.0)
        if kind == "ranking":
            return tuple(order)
        if kind == "choice":
            return (order[0],)
        worst = self._order(scenarios, known, "worst", -1.0)
        return order[0], next(place for place in worst if place != order[0])

    def _order(self, scenarios: Sequence[Scenario | None], known: Sequence[object], end: str, sign: float) -> list[int]:
        """All places, the most attractive first; with ``sign`` -1 the least attractive."""
        together = sorted(map(json.dumps, known))  # chance hangs on what is shown, not on where it stands
        mood = [
            sign * self._utility(scenario) - math.log(-math.log(self._uniform([end, together, own])))
            for scenario, own in zip(scenarios, known, strict=True)
        ]
        return sorted(range(len(mood)), key=lambda place: -mood[place])

    def _utility(self, levels: Scenario | None) -> float:
        if levels is None:
            return self.opt_out
        if set(levels) != set(self.utilities):
            raise AnswerError(
                f"a scenario has a level for each of {', '.join(self.utilities)}, not {', '.join(levels)}"
            )
        for name, level in levels.items():
            if level not in self.utilities[name]:
                raise AnswerError(f'criterion "{name}" has no level "{level}"; use {", ".join(self.utilities[name])}')
        return self.leniency + sum(self.utilities[name][level] for name, level in levels.items())

    def _uniform(self, asked: object) -> float:
        """A draw between 0 and 1 that hangs on person and task only, not on what was asked before."""
        content = json.dumps([self.seed, asked]).encode()
        whole = int.from_bytes(hashlib.blake2b(content, digest_size=8).digest()) >> 11
        return (whole + 0.5) / 2**53
