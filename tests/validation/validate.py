"""Run the simulation studies and write what came out to analysis/validation.

``python validate.py [SEEDS]``: 500 studies of each kind if left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from studies import alike_groups, pooled_groups, rank_sets, sets_of_equal_groups, sets_of_groups, unlike_groups

from dce.parallel import map_shards

FOLDER = Path(__file__).resolve().parents[2] / "analysis" / "validation"
Study = Callable[[tuple[int, int]], dict[str, float]]
WORKS: tuple[tuple[str, Study, tuple[int, ...]], ...] = (
    ("rank sets", rank_sets, (10, 17, 50, 100)),
    ("groups alike", alike_groups, (25, 50)),
    ("groups unlike", unlike_groups, (17, 50, 100, 200)),
    ("pooled groups", pooled_groups, (17, 50)),
    ("sets of groups", sets_of_groups, (17, 50)),
    ("sets of equal groups", sets_of_equal_groups, (17,)),
)


def summary(seeds: int, executor: str) -> pd.DataFrame:
    """One row a (study, people, measure): mean over seeds, and its standard error."""
    rows = []
    for title, study, sizes in WORKS:
        for people in sizes:
            found = pd.DataFrame(map_shards(study, [(people, seed) for seed in range(seeds)], executor)).astype(float)
            error = found.std(ddof=1) / np.sqrt(found.notna().sum())
            rows += [(title, people, name, found[name].mean(), error[name], seeds) for name in found.columns]
    columns = ["study", "people", "measure", "mean", "error", "seeds"]
    return pd.DataFrame(rows, columns=columns).assign(answers="invented")


def main() -> None:
    """Run, write summary.csv, and print it."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    began = time.perf_counter()
    table = summary(seeds, "loky")
    FOLDER.mkdir(parents=True, exist_ok=True)
    table.to_csv(FOLDER / "summary.csv", index=False, float_format="%.4f", lineterminator="\n")
    print(table.to_string(index=False, float_format=lambda value: f"{value:.4f}"))
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
