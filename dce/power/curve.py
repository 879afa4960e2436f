"""How the power grows with people, and how many people would do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.errors import AnswerError
from dce.plotted import Plotted
from dce.power.words import needed_sentences
from dce.study import Study

Array = NDArray[np.float64]
SIZES = (10, 17, 25, 50, 100, 200, 400)


@dataclass(frozen=True)
class PowerCurve(Plotted):
    """The power for several numbers of people: ``rows`` as in ``Power.table``, of all of them together.

    ``study`` and its background ``item`` are what the groups are of.
    """

    rows: pd.DataFrame
    replicates: int
    seed: int
    study: Study | None = None
    item: str | None = None

    def table(self) -> pd.DataFrame:
        """One row a (group, n, measure): group, n, measure, value, error."""
        return self.rows.copy()

    def needed(self, chance: float = 0.8) -> pd.DataFrame:
        """How many people each group needs for each measure to hold in this share of studies.

        Columns: group, measure, people, low, high; read off between the sizes along the logarithm of n. ``low`` to
        ``high`` is where the chance lies within two simulation errors of the aim. Infinite where the largest size does
        not reach it, and the smallest size where that does already. Raises AnswerError for a chance outside 0 to 1.
        """
        if not 0 < chance < 1:
            raise AnswerError(f"chance is {chance}; it is a share of studies, such as 0.8")
        shares = self.rows[~self.rows["measure"].isin(["set width", "sets cover"])].dropna(subset="value")
        found = []
        for (group, measure), own in shares.groupby(["group", "measure"], sort=False):
            n, value, error = (own[name].to_numpy(dtype=float) for name in ("n", "value", "error"))
            ends = [crossing(n, value + shift * error, chance) for shift in (0.0, 2.0, -2.0)]
            found.append((group, measure, *ends))
        return pd.DataFrame(found, columns=["group", "measure", "people", "low", "high"])

    def sentences(self, chance: float = 0.8) -> tuple[str, ...]:
        """How many people would do, in plain English."""
        return needed_sentences(self.needed(chance), self.rows, chance)


def crossing(n: Array, value: Array, aim: float) -> float:
    """The n at which a chance, which cannot fall as n grows, reaches ``aim``; between sizes along log n.

    >>> round(crossing(np.array([10.0, 100.0, 1000.0]), np.array([0.2, 0.4, 0.8]), 0.6))
    316
    >>> crossing(np.array([10.0, 100.0]), np.array([0.2, 0.4]), 0.6)
    inf
    """
    rising = np.maximum.accumulate(value)
    if rising[-1] < aim:
        return float("inf")
    after = int(np.argmax(rising >= aim))
    if after == 0:
        return float(n[0])
    part = (aim - rising[after - 1]) / (rising[after] - rising[after - 1])
    return float(np.exp(np.log(n[after - 1]) + part * np.log(n[after] / n[after - 1])))
