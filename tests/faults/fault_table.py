"""``make faults``: what is done to the store and the server, and what came of it, as a table.

    python tests/faults/fault_table.py [short]

Ends with an error where an acknowledged answer was lost, or something that is not as it was went unseen.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from file_faults import (
    Row,
    clock_backwards,
    cut_off,
    damage_a_page,
    empty,
    flip_one_bit_of_an_answer,
    full_disk,
    newer_schema,
    not_writable,
    wounded,
)
from kills import kill_workers
from power_cut import Outcome, cut_power, cut_power_of_a_migration

SEED = 1


def power_cuts(folder: Path, cuts: int) -> Row:
    """The power goes while people answer; what was not synced is lost, kept, or torn."""
    return _row("power cut", cut_power(folder, cuts, SEED))


def power_cuts_of_a_migration(folder: Path, cuts: int) -> Row:
    """The power goes while the tables of the first release become those of today."""
    return _row("power cut, tables change", cut_power_of_a_migration(folder, cuts, SEED))


def _row(fault: str, found: Outcome) -> Row:
    wrong = len(found.damaged) + len(found.faulty)
    said = next(iter(found.damaged + found.faulty), "nothing: every file opens and is sound")
    return Row(fault, found.cuts, found.acknowledged, found.lost, wrong, said)


def rows(size: int) -> Iterator[Row]:
    """Every fault, ``size`` times as often as in the short table."""
    works: list[Callable[[Path], Row]] = [
        partial(power_cuts, cuts=45 * size),
        partial(power_cuts_of_a_migration, cuts=15 * size),
        partial(kill_workers, people=4 * size, kills=3 * size),
        partial(full_disk, tries=5 * size),
        partial(not_writable, what="file"),
        partial(not_writable, what="folder"),
        partial(wounded, fault="one bit of an answer", tries=10 * size, wound=flip_one_bit_of_an_answer),
        partial(wounded, fault="nonsense in a page", tries=10 * size, wound=damage_a_page),
        partial(wounded, fault="file cut off", tries=5 * size, wound=cut_off),
        partial(wounded, fault="empty file", tries=1, wound=empty),
        newer_schema,
        partial(clock_backwards, tries=2 * size),
    ]
    for work in works:
        with tempfile.TemporaryDirectory(prefix="dce-") as folder:
            yield work(Path(folder))


def main() -> None:
    """Print the table."""
    size = 1 if "short" in sys.argv[1:] else 10
    print(f"{'fault':26} {'tries':>6} {'acknowledged':>13} {'lost':>5} {'wrong':>6}  said")
    bad = 0
    for row in rows(size):
        bad += row.lost + row.wrong
        print(
            f"{row.fault:26} {row.tries:6} {row.acknowledged:13} {row.lost:5} {row.wrong:6}  {row.refused}", flush=True
        )
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
