"""How many people, tasks or versions would do: a search for the number at which a chance reaches its aim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy import special

from dce.coding import Array
from dce.errors import AnswerError, DesignError
from dce.power.measures import top_of
from dce.power.plan import Plan
from dce.power.run import Run, power_table
from dce.power.words import searched_sentences

Varied = Literal["people", "tasks", "versions"]
VARIED: tuple[Varied, ...] = get_args(Varied)
TOLD = "first told"  # the one measure that needs sets of places
MOST_EACH, MOST_TASKS, MOST_VERSIONS = 5000, 100, 16  # more versions than that add next to nothing
NEAR = 0.06  # share by which a number must differ from those tried to be worth a look
MOST_LOOKS = 24  # numbers that are tried
WINDOW = 0.9  # probits around the aim in which they lie on a line: 48% to 96% around 80%
LEAST = 1e-3
Evaluate = Callable[[int], pd.DataFrame | None]


@dataclass(frozen=True)
class PowerNeed:
    """How many of what is ``varied`` let ``measure`` hold in the share ``aim`` of studies, by group.

    ``rows`` holds the power at each number that was tried.
    """

    varied: Varied
    measure: str
    aim: float
    rows: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """One row a group: group, number, low, high, fewest and most that were tried, and value and error at most.

        ``low`` to ``high`` is where the chance lies within two simulation errors of the aim; ``high`` is infinite where
        that goes on beyond the numbers that were tried. All three are infinite where no number reaches the aim, and the
        fewest where these do already. Of ``people`` the number is that in each group, and for everybody together that
        of all groups. A group without a right answer has no row.
        """
        found = []
        for group, own in self.rows.dropna(subset="value").groupby("group", sort=False):
            n, value, error = (own[name].to_numpy(dtype=float) for name in ("number", "value", "error"))
            if value.max() < self.aim:
                ends = np.inf, np.inf, np.inf
            elif value.min() >= self.aim:
                ends = n[0], n[0], n[0]
            else:
                ends = _within(reached(n, value, error, self.aim), n)
            found.append((group, *ends, int(n[0]), int(n[-1]), value[-1], error[-1]))
        names = ["group", "number", "low", "high", "fewest", "most", "value", "error"]
        return pd.DataFrame(found, columns=names)

    def sentences(self) -> tuple[str, ...]:
        """A sentence a group, in plain English."""
        return searched_sentences(self)


def _within(ends: tuple[float, float, float], n: Array) -> tuple[float, float, float]:
    """Keep a number and its lower end among those that were tried (n,): a chance that hardly rises tells no more."""
    number, low = np.clip(ends[:2], n[0], n[-1])
    return float(number), float(low), ends[2] if ends[2] <= n[-1] else np.inf


def search_needed(plan: Plan, varied: Varied, wish: tuple[str, float], run: Run) -> PowerNeed:
    """Search for ``wish``, a measure and its aim; raises AnswerError for what cannot be searched."""
    measure, aim = wish
    _check(plan, varied, measure, aim)
    tasks, versions = plan.design_size
    starts: dict[Varied, int] = {"people": plan.people // max(1, len(plan.sizes)), "tasks": tasks, "versions": versions}
    ends = _ends(plan, varied)

    def evaluate(number: int) -> pd.DataFrame | None:
        size = (number, versions) if varied == "tasks" else (tasks, number)
        try:
            other = plan.with_people(number) if varied == "people" else plan.with_design(*size, run.seed)
        except DesignError:  # too few tasks to tell all weights, or more than there are scenarios
            return None
        rows = power_table(other, run, "all" if measure == TOLD else "order")
        return rows[rows["measure"] == measure]

    rows = search(evaluate, aim, min(max(starts[varied], ends[0]), ends[1]), ends)
    numbers = rows["n"] if varied == "people" else rows["tried"]
    return PowerNeed(varied, measure, aim, rows.assign(number=numbers).drop(columns="tried"))


def _ends(plan: Plan, varied: Varied) -> tuple[int, int]:
    """The least and the most that are tried; with fewer tasks than weights nothing can be told."""
    return {
        "people": (plan.design.study.privacy.smallest_group, MOST_EACH),
        "tasks": (plan.fewest_tasks, MOST_TASKS),
        "versions": (1, min(MOST_VERSIONS, plan.people)),
    }[varied]


def _check(plan: Plan, varied: str, measure: str, aim: float) -> None:
    if varied not in VARIED:
        raise AnswerError(f'"{varied}" cannot be searched; use one of {", ".join(VARIED)}')
    top = top_of(len(plan.design.study.criteria))
    known = ("first", f"top {top} set", f"top {top} order", "last", TOLD)
    if measure not in known:
        raise AnswerError(f'measure is "{measure}"; use one of {", ".join(known)}')
    if not 0 < aim < 1:
        raise AnswerError(f"aim is {aim}; it is a share of studies, such as 0.8")


def search(evaluate: Evaluate, aim: float, start: int, ends: tuple[int, int]) -> pd.DataFrame:
    """Try numbers between both ``ends`` until each group's crossing of ``aim`` has one that was tried beside it.

    ``evaluate`` gives the power (group, value, error) at a number, from the same random numbers each time, and None
    where there can be no study of that number; ``start`` has one. A number is doubled or halved until the chances lie
    on both sides of the aim, then tried where :func:`reached` puts it.
    """
    first = evaluate(start)
    if first is None:
        raise DesignError(f"there is no study with {start} to start from")
    tried, least, most, failed = {start: first}, *ends, set[str]()
    for _ in range(MOST_LOOKS):
        low, high = min(tried), max(tried)
        # Where a number failed, the last that does not is found by halving.
        reach = (low + least) // 2 if "low" in failed else least, (high + most + 1) // 2 if "high" in failed else most
        number = _next(_rows(tried), aim, reach)
        if number is None:
            break
        rows = evaluate(number)
        if rows is not None:
            tried[number] = rows
        elif number < low:
            least, failed = number + 1, failed | {"low"}
        else:
            most, failed = number - 1, failed | {"high"}
    return _rows(tried)


def _rows(tried: dict[int, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([tried[number].assign(tried=number) for number in sorted(tried)], ignore_index=True)


def _next(rows: pd.DataFrame, aim: float, ends: tuple[int, int]) -> int | None:
    """A number worth a look for some group, or None."""
    tried = sorted(set(rows["tried"]))
    for _, own in rows.dropna(subset="value").groupby("group", sort=False):
        n, value, error = (own[name].to_numpy(dtype=float) for name in ("tried", "value", "error"))
        number = _wanted(n, value, error, aim)
        number = min(max(number, ends[0]), ends[1])
        if number in (ends[0], ends[1]):
            if number not in tried:
                return number
        elif min(abs(number - other) / number for other in tried) > NEAR:
            return number
    return None


def _wanted(n: Array, value: Array, error: Array, aim: float) -> int:
    if value.max() < aim:
        return 2 * int(n[-1])
    if value.min() >= aim:
        return int(n[0]) // 2
    return round(float(reached(n, value, error, aim)[0]))


def reached(n: Array, value: Array, error: Array, aim: float) -> tuple[float, float, float]:
    """The number at which the chance reaches ``aim``, and where it lies within two errors of it.

    Probits of chances lie near a line over log n; it is drawn through those around the aim by their errors. All come
    from the same random numbers and err together, so their number makes the crossing no surer than one of them.

    >>> chances = special.ndtr(np.log([10.0, 20.0, 40.0]) - 3.0)
    >>> [round(end, 1) for end in reached(np.array([10.0, 20.0, 40.0]), chances, np.full(3, 0.01), 0.5)]
    [20.1, 18.8, 21.4]
    """
    probit, goal = special.ndtri(np.clip(value, LEAST, 1.0 - LEAST)), float(special.ndtri(aim))
    density = np.exp(-0.5 * probit**2) / np.sqrt(2.0 * np.pi)
    near = np.abs(probit - goal) <= max(WINDOW, np.sort(np.abs(probit - goal))[1])
    slope, level = np.polyfit(np.log(n[near]), probit[near], 1, w=density[near] / error[near])
    slope = max(slope, LEAST)  # a chance cannot fall
    reach = 2.0 * float(np.median(error[near] / density[near]))
    middle, low, high = np.exp(np.clip((goal + np.array([0.0, -reach, reach]) - level) / slope, 0.0, 30.0))
    return float(middle), float(low), float(high)
