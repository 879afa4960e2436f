"""``dce design``: the scenarios of a study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from dce.cli.options import STUDY, study_file, study_folder
from dce.cli.prices import price_text, prices_of
from dce.design import Design, Watch, make_design, read_foreign
from dce.design.rows import COUNTERS
from dce.study import Study

COMPILING = 3.0  # seconds without a word, after which a search must be one that is not compiled yet


@click.command()
@STUDY
@click.option("--tasks", type=click.IntRange(min=1), help="Scenarios a respondent sees; the study's own if left out.")
@click.option("--versions", type=click.IntRange(min=1), help="Different lists of tasks; the study's own if left out.")
@click.option("--seed", type=click.IntRange(min=0), help="Start of the search; the study's own if left out.")
@click.option("--priors", type=click.Choice(["expected"]), help="Believe only the directions that the study expects.")
@click.option(
    "--keep",
    type=click.Path(exists=True, path_type=Path),
    help="A design whose tasks stay and are added to, or dealt into versions: a folder, or a table of a known program.",
)
@click.option(
    "--prices/--no-prices",
    default=True,
    help="Tell what each rule costs, by searches without it; three more than there are rules. On if left out.",
)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="Search so long; seconds if left out.")
def design(folder: Path, tasks: int | None, versions: int | None, seed: int | None, **named: Any) -> None:
    """Search the scenarios of the study in FOLDER; writes design.csv and design.json beside study.yaml.

    Ctrl-C ends the search and keeps the best design found so far. What the rules cost is told when the design is saved.
    """
    study = Study.load(study_file(folder))
    keep = _kept(named["keep"], study)
    with _bar() as progress:
        watch = Watch(seconds=named["seconds"], progress=progress)
        made = make_design(study, tasks, versions, named["priors"], seed=seed, keep=keep, watch=watch)
    made.save(study_folder(folder))
    quality = made.quality()
    click.echo(
        f"wrote {study_folder(folder) / 'design.csv'} and design.json: {made.frame['task'].nunique()} tasks, "
        f"rank {quality.rank} of {quality.parameters}, D-efficiency {quality.d_efficiency:.1f}, seed {made.seed}"
        + (" (stopped by hand: the best so far)" if watch.stopped else ""),
        err=True,
    )
    if named["prices"] and study.rules and not watch.stopped:
        click.echo(price_text(prices_of(made, found=keep is None and named["seconds"] is None)))


def _kept(path: Path | None, study: Study) -> Design | None:
    if path is None:
        return None
    if path.is_dir():
        return Design.load(path)
    own = set(COUNTERS) <= set(path.read_text(encoding="utf-8-sig").partition("\n")[0].strip().split(","))
    return Design.from_frame(
        study, pd.read_csv(path, dtype=str, keep_default_na=False) if own else read_foreign(path, study)
    )


class _News(ProgressColumn):
    """The best value so far, or why there is none yet."""

    def render(self, task: Task) -> Text:
        """Say it of ``task``; a search tells its first value within a second once it is compiled."""
        if task.completed or (task.elapsed or 0.0) < COMPILING:
            return Text(task.description)
        return Text("the first search on a computer is compiled, which takes a minute")


@contextmanager
def _bar() -> Iterator[Callable[[float, float], None]]:
    """Show on a terminal, while the block runs, how far the search is and the best value so far."""
    console = Console(stderr=True)
    columns = (TextColumn("Searching scenarios"), BarColumn(), TimeRemainingColumn(), _News())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda share, best: progress.update(task, completed=share, description=f"best so far {best:.5f}")
