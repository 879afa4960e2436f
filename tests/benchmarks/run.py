"""Print ours beside the peers' in one table: same machine, same run, each job in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

JOBS = Path(__file__).with_name("jobs.py")
WORKS = {
    "conditional": ("conditional logit, Electricity", ["xlogit", "statsmodels"]),
    "ordered": ("ordered logit, 50 x 21 x 10", ["statsmodels"]),
    "clustered": ("binary logit, clustered, 100,000 x 21", ["dce_from_rows", "statsmodels"]),
    "bootstrap": ("1000 bootstraps, 2 x everybody and 6 groups", []),
}
HEAD = ("work", "program", "seconds", "first call", "times ours", "log-likelihood", "MB")


def main() -> None:
    """Run every job and print the table."""
    lines = [HEAD]
    for work, (title, peers) in WORKS.items():
        ours = run(work, "dce")
        lines.append(line(title, "dce", ours, None))
        lines += [line("", peer, run(work, peer), ours) for peer in peers]
    width = [max(len(row[i]) for row in lines) for i in range(len(HEAD))]
    for row in lines:
        print(
            "  ".join(
                cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, width, strict=True))
            )
        )


def run(work: str, program: str) -> dict[str, Any] | str:
    """What one job took, or the last line of what went wrong."""
    command = [sys.executable, str(JOBS), work, program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        return (done.stderr.strip() or "no reason given").splitlines()[-1][:60]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def line(title: str, program: str, took: dict[str, Any] | str, ours: dict[str, Any] | str | None) -> tuple[str, ...]:
    """One row of the table."""
    if isinstance(took, str):
        return (title, program, took, "", "", "", "")
    ratio = f"{took['seconds'] / ours['seconds']:.1f}" if isinstance(ours, dict) else ""
    figures = (
        f"{took['seconds']:.4f}",
        f"{took['first']:.2f}",
        ratio,
        f"{took['loglik']:.4f}",
        f"{took['megabytes']:.0f}",
    )
    return (title, program, *figures)


if __name__ == "__main__":
    main()
