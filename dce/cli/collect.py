"""``dce serve`` and ``dce simulate``: people, real or invented, and their answers."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
from rich.progress import Progress

from dce.cli.options import DATABASE, SEED, STUDY, study_folder
from dce.design import Design
from dce.simulate import Population, default_population, simulate_answers, simulate_people
from dce.store import COMMAND_LINE, Store
from dce.store.place import Place, make_room
from dce.study import Fieldwork

SERVED = "study.served"  # in the log, with a mark of what the folder said
MARK = 16  # digits


@click.command()
@click.argument("folders", type=click.Path(path_type=Path, exists=True), nargs=-1, required=True)
@DATABASE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option("--processes", type=click.IntRange(1, 16), help="One more than processors, at most 4, if left out.")
@click.option("--synthetic", is_flag=True, help="Mark a new database as holding invented answers only.")
@click.option("--contact", help="Whom to tell of a weakness of the site: an e-mail address or a page on https.")
@click.option("--theme", type=click.Path(path_type=Path), help="Folder with theme.css, logo.svg or logo.png, or both.")
@click.option("--secure", is_flag=True, help="The site is reached over HTTPS only, by a proxy before this server.")
@click.option(
    "--trusted-host", "hosts", multiple=True, metavar="NAME", help="Name of the site; may be given more often."
)
@click.option(
    "--proxies", type=click.IntRange(0, 9), default=0, show_default=True, help="So many proxies before it say who asks."
)
def serve(
    folders: tuple[Path, ...],
    database: Place,
    host: str,
    port: int,
    threads: int,
    processes: int | None,
    synthetic: bool,
    theme: Path | None,
    secure: bool,
    hosts: tuple[str, ...],
    proxies: int,
    contact: str | None,
) -> None:
    """Serve the survey of the studies in FOLDERS until it is stopped; answers go to the database.

    Who may take part and when stands in fieldwork.yaml beside study.yaml; without it a study is open to all.
    """
    from dce.web import Settings  # Flask and granian are for this command only
    from dce.web import serve as serve_web

    site = Settings(secure_cookies=secure, trusted_hosts=hosts, theme=theme, proxies=proxies, security_contact=contact)
    site = replace(site, theme=site.worn)  # refused before anything is made
    make_room(database)
    store = Store.open(database, synthetic=synthetic or None)
    deleted = {note.study: note.at for note in store.life.notes() if note.closed}
    for folder in map(study_folder, folders):
        design = Design.load(folder)
        at = deleted.get(design.study.id)
        if at is not None and design.study.id not in store.life.study_ids():  # it would open again
            click.echo(
                f"{folder}: was deleted on {at}, and is not served; to hold it again, give it a new id", err=True
            )
            continue
        _bring(store, design, Fieldwork.load(folder / "fieldwork.yaml", design.study))
    store.close()
    serve_web(database, site, host=host, port=port, workers=processes or default_processes(), threads=threads)


def _bring(store: Store, design: Design, fieldwork: Fieldwork) -> None:
    """Publish and hold what a folder says, unless it said the same last time: the desk may have changed it since."""
    study_id, said = design.study.id, f"{design.hash} {fieldwork.model_dump_json()}"
    mark = hashlib.sha256(said.encode()).hexdigest()[:MARK]
    served = [entry.object for entry in store.audit.of_study(study_id) if entry.action == SERVED]
    if served[-1:] == [mark]:
        return
    with store.tx():
        store.publish(design)
        store.field.hold(study_id, fieldwork, COMMAND_LINE, "the folder says so")
        store.audit.add(COMMAND_LINE, SERVED, study=study_id, object=mark)


def default_processes() -> int:
    """One for each processor, and one that works while another waits for the disk; only one at a time can write."""
    return min((os.cpu_count() or 1) + 1, 4)


@click.command()
@STUDY
@click.option("--people", type=click.IntRange(min=1), default=50, show_default=True)
@SEED
@click.option("--population", type=click.Path(path_type=Path), help="Invented weights; population.yaml if left out.")
@click.option("--output", type=click.Path(path_type=Path), help="CSV table to write.")
@click.option("--even", is_flag=True, help="Spread chance evenly in each cell of groups, to show what very many would.")
@click.option("--through-web", "url", help="Address of a survey served with --synthetic; people walk its pages.")
@click.option(
    "--at-once", type=click.IntRange(1, 50), default=4, show_default=True, help="People who walk at one time."
)
def simulate(
    folder: Path,
    people: int,
    seed: int,
    population: Path | None,
    output: Path | None,
    even: bool,
    url: str | None,
    at_once: int,
) -> None:
    """Invent respondents for the study in FOLDER: a CSV table, or a walk through the real pages of the survey."""
    if (output is None) == (url is None):
        raise click.UsageError("give either --output FILE or --through-web URL")
    if even and output is None:
        raise click.UsageError("--even is for a table: people who walk the pages answer one task at a time")
    design = Design.load(study_folder(folder))
    assumed = _population(design, study_folder(folder), population)
    if output is not None:
        answers = simulate_answers(design, assumed, people, seed, even=even)
        output.parent.mkdir(parents=True, exist_ok=True)
        answers.to_csv(output, index=False)
        how = ", chance spread evenly" if even else ""
        number = len(answers[["respondent", "task"]].drop_duplicates())  # a choice has a row for each alternative
        click.echo(f"wrote {output}: {people} invented people, {number} answers, seed {seed}{how}", err=True)
    else:
        _walk(design, assumed, (people, seed, at_once), str(url))


def _population(design: Design, folder: Path, named: Path | None) -> Population:
    path = named or folder / "population.yaml"
    if named is None and not path.exists():
        return default_population(design.study)
    return Population.load(path, design.study)


def _walk(design: Design, assumed: Population, how_many: tuple[int, int, int], url: str) -> None:
    from dce.web.visitor import walk  # the web is for this command only

    people, seed, at_once = how_many
    persons = simulate_people(assumed, design.study, people, np.random.default_rng(seed))
    with Progress(transient=True) as progress:
        bar = progress.add_task("Invented people answer", total=people)
        for _ in walk(url, design.study.id, persons, at_once=at_once):
            progress.advance(bar)
    tasks = len(design.tasks_of(1)) + len(design.repeats(1))
    click.echo(f"{people} invented people answered {tasks} tasks each at {url}, seed {seed}", err=True)
