"""Rows of the table of what is done beside a survey: times of pages while figures or exports of many are made."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import survey_sites as sites
from survey_works import Row, lost, percentiles, walked_by

BEFORE = 50_000  # people whose answers are there already
PEOPLE, AT_ONCE, THINKS = 150, 50, 0.4  # seconds on a page: half of what two cores can serve
HEAD = ("beside the survey", "p50 ms", "p95", "p99", "times", "done", "WAL MB", "answers", "lost", "errors", "busy")
NOTE = (
    f"{AT_ONCE} people at once who stay {THINKS} s on a page on average, in a survey that {BEFORE:,} have answered, "
    "while the work is done again and again in a process of its own with the priority that it has at the desk. Times "
    "is the 99th percentile against that of nobody else; done is how often the work ended meanwhile; WAL the longest "
    "that the log of the database was."
)
STUDY = str(sites.STUDY)


def beside() -> list[Row]:
    """A row a kind of work."""
    works = {"nothing": [], "new figures": _figures, "an export as CSV": _export, "an export as XLSX, wide": _sheet}
    rows, base = [], 0.0
    for title, command in works.items():
        print(f"beside: {title}", file=sys.stderr)
        row, last = _row(title, command, base)
        base = base or last
        rows.append(row)
    return rows


def _figures(database: Path, _folder: Path) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("dashboard_works.py")), "make", str(database)]


def _export(database: Path, folder: Path) -> list[str]:
    return [*_dce("export", STUDY, "--answers", str(database), "--as", "csv"), "--to", str(_new(folder, "csv"))]


def _sheet(database: Path, folder: Path) -> list[str]:
    own = _dce("export", STUDY, "--answers", str(database), "--as", "xlsx", "--shape", "wide")
    return [*own, "--to", str(_new(folder, "xlsx"))]


def _dce(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("dce")), *arguments]


def _new(folder: Path, ending: str) -> Path:
    return folder / f"{time.monotonic_ns()}.{ending}"


def _row(title: str, command: object, base: float) -> tuple[Row, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sites.ours(folder, PEOPLE, workers=3, before=BEFORE) as site:
            walked_by(site, 20, 20, script=True)
            with _again_and_again(command, folder) as seen:
                took = walked_by(site, PEOPLE, AT_ONCE, script=True, thinks=THINKS)
            stored = sites.stored(site)
    p50, p95, p99, _ = percentiles(took["gets"] + took["posts"], [0.0])
    gone = sum(lost(given, stored.get(site.stored_under(code), "")) for code, given in took["given"].items())
    counts = (sum(map(len, took["given"].values())), gone, len(took["wrong"]), took["busy"])
    times = f"{p99 / base:.1f}" if base else ""
    done = str(seen["done"]) if command else ""
    figures = (f"{p50:.1f}", f"{p95:.1f}", f"{p99:.1f}", times, done, f"{seen['wal'] / 1e6:.1f}")
    return (title, *figures, *map(str, counts)), p99


@contextmanager
def _again_and_again(command: object, folder: Path) -> Iterator[dict[str, int]]:
    """Do the work until the block ends, and look how long the log is."""
    seen, over = {"done": 0, "wal": 0}, threading.Event()
    database = folder / "dce.db"
    log = database.with_name("dce.db-wal")

    def work() -> None:
        while callable(command) and not over.is_set():
            process = subprocess.Popen(
                ["nice", *command(database, folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            while process.poll() is None and not over.wait(0.05):
                pass
            process.terminate()
            said = process.communicate()[1].decode()
            if process.returncode > 0:
                raise SystemExit(said)
            seen["done"] += process.returncode == 0

    def look() -> None:
        while not over.wait(0.02):
            seen["wal"] = max(seen["wal"], log.stat().st_size if log.exists() else 0)

    threads = [threading.Thread(target=one) for one in (work, look)]
    for one in threads:
        one.start()
    try:
        yield seen
    finally:
        over.set()
        for one in threads:
            one.join()
