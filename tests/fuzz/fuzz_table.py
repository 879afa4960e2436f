"""Fuzz every reader in turn and print a table: ``python tests/fuzz/fuzz_table.py SECONDS [READER ...]``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NAMES = ("study", "fieldwork", "design", "foreign-design", "answers", "pages")
EXECUTED = re.compile(r"number_of_executed_units: *(\d+)")
COVERED = re.compile(r"\bcov: (\d+)")
BEYOND = 600  # seconds after which a search that should have ended is ended


def searched(name: str, seconds: int) -> tuple[str, int, int, list[str]]:
    """Reader, cases, places in the code that were reached, and what was found."""
    command = [sys.executable, HERE / "fuzz.py", name, str(seconds)]
    ran = subprocess.run(
        command, capture_output=True, text=True, errors="replace", timeout=seconds + BEYOND, check=False
    )
    found = re.findall(r"^FOUND (.*)$", ran.stderr, flags=re.MULTILINE)
    executed, covered = EXECUTED.findall(ran.stderr), COVERED.findall(ran.stderr)
    if not executed or ran.returncode:
        found.append(f"ended with {ran.returncode}: {ran.stderr[-1500:]}")
    return name, int((executed or [0])[-1]), int((covered or [0])[-1]), found


def main(seconds: int, names: tuple[str, ...]) -> int:
    """The table; 1 where something was found."""
    rows = [searched(name, seconds) for name in names]
    print(f"{'reader':16}{'cases':>10}{'places reached':>16}  found, in {seconds} seconds each")
    for name, cases, covered, found in rows:
        print(f"{name:16}{cases:>10}{covered:>16}  {len(found) or 'nothing'}")
        for each in found:
            print(f"{'':4}{each}")
    return int(any(found for *_, found in rows))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), tuple(sys.argv[2:]) or NAMES))
