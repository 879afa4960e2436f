"""Rows of the table of dashboards: a snapshot of so many people, its memory, and each view after it."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from child import run

SIZES = (50, 1_000_000)
VIEWS = ("", "/ranking", "/groups", "/spread", "/sample", "/checks", "/design", "?only=rol:fg", "/ranking?only=rol:fg")
ADVISER = "/desk/gegevensdeling/adviser"
TIMES = 5
HEAD = (
    "dashboard",
    "people",
    "file made s",
    "shown s",
    "core s",
    "whole s",
    "core s",
    "MB",
    "view ms",
    "slowest ms",
    "first ms",
    "GB",
)
NOTE = (
    "Shown is when every page but those of single groups, the spread of weights and the adviser can be read, whole "
    "when these can be too; core s are seconds of one core until then, which other load changes least; MB is the peak "
    "of the process that makes them. A view is a page of the desk with its session, its log and its figures, the "
    "adviser with an advice among them, read from a client in the same process; first is the first of all. Up to "
    "20,000 people each is resampled alone; more are dealt into 2000 bundles at random, which are (Wolter 2007), and "
    "the spread of weights is that of 200 people with 100 draws."
)
Row = tuple[str, ...]


def looked() -> list[Row]:
    """A row a number of people."""
    return [_row(people) for people in SIZES]


def _row(people: int) -> Row:
    print(f"dashboard: {people} people", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dce.db"
        built = run([sys.executable, __file__, "build", str(path), str(people)], {})
        made = run([sys.executable, __file__, "make", str(path)], {})
        seen = run([sys.executable, __file__, "view", str(path)], {})
        for ended in (built, made, seen):
            if ended.code:
                return (str(people), ended.complaint)
        took, views = json.loads(made.output.splitlines()[-1]), json.loads(seen.output.splitlines()[-1])
        size = path.stat().st_size / 1e9
    middle, slowest = statistics.median(views["times"]), max(views["times"])
    figures = (
        built.seconds,
        took["shown"],
        took["shown_core"],
        took["whole"],
        took["whole_core"],
        made.megabytes,
        middle,
        slowest,
        views["first"],
    )
    return ("one study, 21 scenarios", f"{people:,}", *(f"{one:.1f}" for one in figures), f"{size:.2f}")


def _make(path: Path) -> dict[str, float]:
    """One snapshot: seconds until most is shown, and until all is."""
    from dce.store import Store
    from dce.web.results.snapshot import make_snapshot

    began, told = time.perf_counter(), list[float]()
    store = Store.open(path, whole=False)  # as the process beside the site does

    def reach(share: float) -> None:
        if share >= 0.7 and not told:  # what comes after it is the spread and the single groups
            told.extend((time.perf_counter() - began, time.process_time()))

    make_snapshot(store, "gegevensdeling", groups=True, reach=reach)
    whole = time.perf_counter() - began
    return {"shown": told[0], "shown_core": told[1], "whole": whole, "whole_core": time.process_time()}


def _view(path: Path) -> dict[str, object]:
    """Milliseconds of every view, the median of a few, by somebody who signed in."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))
    from web_desk import colleague

    from dce.web import create_app, making

    making.start = lambda database, job: None  # a page may ask for newer figures; these would be the same
    anna = colleague(create_app(path), f"anna {time.time_ns()}", "organiser", "gegevensdeling")
    from dce.store import Store

    case = Store.open(path, whole=False).current("gegevensdeling").scenario(1)
    asked = "&".join(f"{name}={level}" for name, level in case.items())
    pages = [f"/desk/gegevensdeling/results{view}" for view in VIEWS] + [ADVISER, f"{ADVISER}?{asked}&splitBy=sector"]
    times = [[_milliseconds(anna.client, page) for _ in range(TIMES)] for page in pages]
    return {"first": times[0][0], "times": [statistics.median(own) for own in times]}


def _milliseconds(client: object, page: str) -> float:
    began = time.perf_counter()
    answer = client.get(page)  # type: ignore[attr-defined]
    took = 1000 * (time.perf_counter() - began)
    if answer.status_code != 200:
        raise SystemExit(f"{page}: {answer.status_code}")
    return took


if __name__ == "__main__":
    work, target = sys.argv[1], Path(sys.argv[2])
    if work == "build":
        from dashboard_people import make_database

        make_database(target, int(sys.argv[3]))
    else:
        print(json.dumps(_make(target) if work == "make" else _view(target)))
