"""Print ours beside the peers' in one table: same machine, same run, each job in a process of its own.

``python run.py [WORK ...]`` runs all works, fits, the fit from a database, designs, the survey, its load, what is
done beside it, the dashboard and the fits of a million people, or only those named.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import beside_works
import dashboard_works
import design_works
import load_works
import scale_works
import survey_works
from child import run
from design_cases import CASES as DESIGNS

HERE = Path(__file__).parent
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
HEAD = ("work", "program", "seconds", "first call", "times ours", "log-likelihood", "MB")
STARTS = 5
STORED = (50, 10_000, 100_000)  # people in a database
WIDTH = 120
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """One way to do a work: its name in the table, and its job in jobs.py, or in peers.R where ``r`` is set."""

    label: str
    job: str
    r: bool = False
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """What is done, by ours first, and what a reader must know to compare."""

    title: str
    programs: tuple[Program, ...]
    note: str = ""


OURS = Program("dce", "dce")
FROM_ROWS = Program("dce from rows", "dce_from_rows")
STATSMODELS = Program("statsmodels", "statsmodels")
WORKS = {
    "conditional": Work(
        "conditional logit, Electricity",
        (OURS, FROM_ROWS, Program("xlogit", "xlogit"), STATSMODELS, Program("R survival::clogit", "clogit", r=True)),
        "dce and clogit also compute errors clustered by person, xlogit and statsmodels do not",
    ),
    "ordered": Work(
        "ordered logit, 50 x 21 x 10",
        (
            OURS,
            FROM_ROWS,
            Program("R ordinal::clm", "clm", r=True),
            Program("R MASS::polr", "polr", r=True),
            STATSMODELS,
        ),
        "dce also computes errors clustered by person, the others do not; scikit-learn has no ordered logit",
    ),
    "clustered": Work(
        "binary logit, clustered, 100,000 x 21",
        (
            OURS,
            FROM_ROWS,
            STATSMODELS,
            Program("scikit-learn, no errors", "sklearn"),
            Program("R glm + sandwich", "glm", r=True),
        ),
        "scikit-learn gives no standard errors",
    ),
    "bootstrap": Work("1000 bootstraps, 2 x everybody and 6 groups", (OURS,)),
    "mixed": Work(
        "mixed logit, Electricity, 6 normals, 500 draws",
        (
            Program("dce, one thread", "dce", environment=ONE_THREAD),
            Program("dce, all cores", "dce"),
            Program("xlogit, one thread", "xlogit", environment=ONE_THREAD),
            Program("xlogit, Hessian errors", "xlogit_hessian", environment=ONE_THREAD),
        ),
        "the log-likelihoods differ by the draws (Sobol and Halton; seeds 1 to 3 of ours span 16), and each likelihood "
        "has several maxima: dce climbs "
        "from several starts, xlogit from one, and on xlogit's own draws dce finds a maximum more than 5 higher "
        "(tests/estimation/mixed); dce has its errors from the exact Hessian, xlogit from BFGS or, where "
        "the table says so, from differences",
    ),
}
READING = (
    "Seconds are the median of repeated calls; memory is the peak of the whole process, its tables included. dce "
    "starts from answers that it compressed to distinct rows when it read them, dce from rows from the table that the "
    "others get. R works with the BLAS that it was installed with."
)


def main(names: list[str]) -> None:
    """Run the works and print their table, then what must be known to read it."""
    known = [*WORKS, "stored", *DESIGNS, "start", "survey", "load", "beside", "dashboard", "scale"]
    wrong = [name for name in names if name not in known]
    if wrong:
        raise SystemExit(f"there is no work {wrong[0]!r}; name any of {', '.join(known)}")
    chosen = [name for name in known if not names or name in names]
    apart = {"start": started, "stored": stored}
    if fits := [name for name in chosen if name in WORKS or name in apart]:
        show([HEAD, *(row for name in fits for row in (apart[name]() if name in apart else worked(name)))])
        print(textwrap.fill(READING, WIDTH))
        for name in fits:
            if name in WORKS and WORKS[name].note:
                print(textwrap.fill(f"{name}: {WORKS[name].note}.", WIDTH))
    if designs := [name for name in chosen if name in DESIGNS]:
        for name in designs:  # a table each: some peers take minutes
            show([design_works.HEAD, *design_works.designed(name)])
            print(flush=True)
        print(textwrap.fill(design_works.NOTE, WIDTH))
    if "survey" in chosen:
        show([survey_works.HEAD, *survey_works.surveyed()])
        print(textwrap.fill(survey_works.note(), WIDTH))
    if "load" in chosen:
        show([load_works.HEAD, *load_works.loaded()])
        print(textwrap.fill(load_works.NOTE, WIDTH))
    if "beside" in chosen:
        show([beside_works.HEAD, *beside_works.beside()])
        print(textwrap.fill(beside_works.NOTE, WIDTH))
    if "dashboard" in chosen:
        show([dashboard_works.HEAD, *dashboard_works.looked()])
        print(textwrap.fill(dashboard_works.NOTE, WIDTH))
    if "scale" in chosen:
        show([scale_works.HEAD, *scale_works.scaled()])
        print(textwrap.fill(scale_works.NOTE, WIDTH))


def show(rows: list[Row]) -> None:
    """Print rows in columns under the first; what went wrong stands where the figures would, as long as it is."""
    width = [max(len(one[i]) for one in rows if i < 2 or len(one) == len(rows[0])) for i in range(len(rows[0]))]
    for one in rows:
        print("  ".join(f"{cell:{'<' if i < 2 else '>'}{width[i]}}" for i, cell in enumerate(one)).rstrip())


def worked(name: str) -> list[Row]:
    """The rows of one work; before anything else ours runs once with an empty cache of compiled code."""
    work = WORKS[name]
    rows: list[Row] = []
    ours: float | None = None
    with tempfile.TemporaryDirectory() as cache:
        own = {"NUMBA_CACHE_DIR": cache}
        first = work.programs[0]
        rows.append(row((work.title, f"{first.label}, nothing compiled"), in_python(name, first, own, once=True), None))
        for program in work.programs:
            print(f"{name}: {program.label}", file=sys.stderr)
            took = in_r(name, program) if program.r else in_python(name, program, own)
            rows.append(row(("", program.label), took, ours))
            if ours is None and not isinstance(took, str):
                ours = took["seconds"]
    return rows


def in_python(work: str, program: Program, own: dict[str, str], *, once: bool = False) -> dict[str, float] | str:
    """What one job of jobs.py took, or what went wrong."""
    command = [sys.executable, str(HERE / "jobs.py"), work, program.job, *(["once"] if once else [])]
    return read(command, own | program.environment)


def in_r(work: str, program: Program) -> dict[str, float] | str:
    """What one job of peers.R took, or what went wrong; its table is written by a process of its own."""
    if shutil.which("Rscript") is None:
        return "R is not installed"
    with tempfile.NamedTemporaryFile() as table:
        written = run([sys.executable, str(HERE / "tables.py"), work, table.name], {})
        if written.code:
            return written.complaint
        job = f"{work}_{program.job}"
        return read(["Rscript", str(HERE / "peers.R"), job, table.name, *written.output.split()], program.environment)


def read(command: list[str], environment: dict[str, str]) -> dict[str, float] | str:
    """The figures that a job printed, with its memory, or the last line of what went wrong."""
    ended = run(command, environment)
    if ended.code:
        return ended.complaint
    took: dict[str, float] = json.loads(ended.output.splitlines()[-1])
    return took | {"megabytes": ended.megabytes}


def stored() -> list[Row]:
    """The ordered logit from the file that a survey leaves: opened, checked, counted and fitted."""
    rows: list[Row] = []
    for people in STORED:
        print(f"stored: {people} people", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            command, path = [sys.executable, str(HERE / "stored.py")], f"{folder}/dce.db"
            filled = run([*command, "fill", path, str(people)], {})
            took = filled.complaint if filled.code else read([*command, "fit", path], {})
        rows.append(row(("ordered logit from a database" if not rows else "", f"dce, {people} people"), took, None))
    return rows


def started() -> list[Row]:
    """What it costs to start: whole processes, the interpreter alone for comparison."""
    python = sys.executable
    commands = {
        "python alone": [python, "-c", "pass"],
        "import dce": [python, "-c", "import dce"],
        "import dce and its fits": [python, "-c", "from dce import fit_ordered_logit"],
        "dce --help": [str(Path(python).with_name("dce")), "--help"],
    }
    rows: list[Row] = []
    for label, command in commands.items():
        ended = [run(command, {}) for _ in range(STARTS)]
        title = f"start, median of {STARTS}" if not rows else ""
        seconds = statistics.median(one.seconds for one in ended)
        memory = max(one.megabytes for one in ended)
        figures = {"seconds": seconds, "first": ended[0].seconds, "megabytes": memory}
        rows.append(row((title, label), ended[0].complaint if ended[0].code else figures, None))
    return rows


def row(names: tuple[str, str], took: dict[str, float] | str, ours: float | None) -> Row:
    """One row of the table; a figure that was not taken stays empty."""
    if isinstance(took, str):
        return (*names, took)
    seconds, loglik = took.get("seconds"), took.get("loglik")
    return (
        *names,
        "" if seconds is None else f"{seconds:.4f}",
        f"{took['first']:.4f}",
        "" if seconds is None or ours is None else f"{seconds / ours:.1f}",
        "" if loglik is None else f"{loglik:.4f}",
        f"{took['megabytes']:.0f}",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
