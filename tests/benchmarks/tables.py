"""The tables that the jobs work on: public data where it lies, and invented ratings made anew each time.

``python tables.py WORK PATH`` writes the table of a work for R, which reads no Parquet: doubles, column after column,
with the names of the columns on standard output.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
CHOICE_X = ["pf", "cl", "loc", "wk", "tod", "seas"]
RATING_X = [f"x{k}" for k in range(10)]


def electricity() -> pd.DataFrame:
    """361 people, 4308 tasks of four alternatives (Train); ends the job where the file is not there."""
    path = SHARED / "electricity.parquet"
    if not path.exists():
        raise SystemExit("../shared/data/electricity.parquet is not there")
    return pd.read_parquet(path)


def rated(people: int) -> pd.DataFrame:
    """Invented ratings of 21 scenarios on ten linear criteria, 1 to 5, with person effects."""
    rng = np.random.default_rng(1)
    scenarios = rng.integers(-1, 2, size=(21, 10)).astype(float)
    utility = scenarios @ np.linspace(0.9, 0.0, 10) + 0.6 * rng.normal(size=(people, 1))
    rating = 1 + np.digitize(utility + rng.logistic(size=utility.shape), [-1.6, -0.1, 0.6, 2.2])
    frame = pd.DataFrame(np.tile(scenarios, (people, 1)), columns=RATING_X)
    return frame.assign(
        id=np.repeat(np.arange(people), 21), rating=rating.ravel(), yes=(rating.ravel() > 3).astype(int)
    )


TABLES = {"conditional": electricity, "ordered": lambda: rated(50), "clustered": lambda: rated(100_000)}


if __name__ == "__main__":
    table = TABLES[sys.argv[1]]()
    table.to_numpy(dtype=np.float64).ravel(order="F").tofile(sys.argv[2])
    print(*table.columns)
