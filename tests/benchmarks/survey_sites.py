"""The surveys of the benchmark, each started on a database of its own: ours, on either store and server, and oTree's.

``python survey_sites.py DATABASE PORT WORKERS`` serves ours, as ``dce serve`` does, until it is stopped.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "designs" / "gegevensdeling"
OTREE_PROJECT = Path(__file__).with_name("otree_project")
OTREE = ROOT / ".venv-otree" / "bin" / "otree"
ITEMS = 3  # background items that are asked
TASKS = 21
START_SECONDS = 60.0
GRANIAN, GUNICORN, SQLITE, POSTGRES = "granian", "gunicorn", "SQLite", "PostgreSQL"
KEY = "of this run, and of no use to anybody else"
OUR_PEOPLE = """
SELECT code_hash, answer FROM respondents JOIN answers ON respondent = id
WHERE completed IS NOT NULL ORDER BY respondent, place
"""
OTREE_PEOPLE = """
SELECT code, rating FROM otree_participant AS participant JOIN scenarios_player ON participant_id = participant.id
WHERE rating IS NOT NULL ORDER BY code, round_number
"""
OTREE_MODE = """
from otree.database import engine
with engine.connect() as c:
    print(*(c.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")))
"""


Rows = list[tuple[Any, ...]]


class SiteError(Exception):
    """A survey that cannot be started."""


@dataclass(frozen=True, slots=True)
class Site:
    """A survey that is being served: where it begins, in which languages, and the process that serves it."""

    start: str
    languages: tuple[str, ...]
    pid: int
    given: Callable[[], Rows]  # who gave what, in order
    stored_under: Callable[[str], str]  # what the database knows the person with a code by


@contextmanager
def ours(
    folder: Path, people: int, *, workers: int, server: str = GRANIAN, store: str = SQLITE, before: Path | None = None
) -> Iterator[Site]:
    """dce with the study of the demonstration and only the first background items, or on a copy of ``before``."""
    from dce.web.codes import code_hash

    with _database(folder, store) as (database, given):
        port = _free_port()
        if before:
            shutil.copy(before, database)
            os.sync()  # else the first writer waits until the copy is on the disk
        else:
            _publish(database)
        command = [sys.executable, __file__, database, str(port), str(workers)]
        if server == GUNICORN:
            command = _gunicorn(port, workers)
        with _served(command, port, folder, {"BENCH_DATABASE": database, "DCE_SECRET_KEY": KEY}) as pid:
            yield Site(f"http://127.0.0.1:{port}/gegevensdeling/", ("nl", "en"), pid, given, code_hash)


@contextmanager
def _database(folder: Path, store: str) -> Iterator[tuple[str, Callable[[], Rows]]]:
    """Where ours keeps its answers, and how to look there past it."""
    if store == SQLITE:
        path = folder / "dce.db"
        yield str(path), partial(_rows, path, OUR_PEOPLE)
        return
    sys.path.insert(0, str(ROOT / "tests"))
    import pg_cluster

    if pg_cluster.programs() is None:
        raise SiteError("no PostgreSQL on this machine: install the package postgresql")
    with pg_cluster.running() as cluster:
        name = cluster.empty()
        yield cluster.url(name), partial(cluster.ask, OUR_PEOPLE, name)


def _gunicorn(port: int, workers: int) -> list[str]:
    """Gunicorn with threads, each process with as many as granian has."""
    options = {"worker-class": "gthread", "workers": workers, "threads": 8, "keep-alive": 75, "backlog": 4096}
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    where = ["--bind", f"127.0.0.1:{port}", "--chdir", str(Path(__file__).parent), "--log-level", "error"]
    return [sys.executable, "-m", "gunicorn", *given, *where, "survey_sites:application()"]


def application() -> Any:
    """Ours as an application for another server."""
    from dce.web import create_app

    return create_app(os.environ["BENCH_DATABASE"])


@contextmanager
def otree(folder: Path, people: int) -> Iterator[Site]:
    """oTree in production mode, with places for ``people`` made beforehand, as oTree wants it."""
    if not OTREE.exists():
        raise SiteError("oTree is not installed: make .venv-otree/ready")
    project, port = folder / "otree_project", _free_port()
    shutil.copytree(OTREE_PROJECT, project)
    (project / "_static").mkdir()  # oTree does not start without
    (project / "survey.json").write_text(json.dumps(_words()), encoding="utf-8")
    environment = {"OTREE_PRODUCTION": "1", "OTREE_SECRET_KEY": "of this run", "PATH": f"{OTREE.parent}:/usr/bin:/bin"}
    made = _in_project(project, [str(OTREE), "create_session", "survey", str(people)], environment)
    if made.returncode:
        raise SiteError((made.stderr.strip() or "oTree made no session").splitlines()[-1])
    ((code,),) = _rows(project / "db.sqlite3", "SELECT _anonymous_code FROM otree_session")
    with _served([str(OTREE), "prodserver", f"127.0.0.1:{port}"], port, project, environment) as pid:
        yield Site(
            f"http://127.0.0.1:{port}/join/{code}",
            ("en",),
            pid,
            partial(_rows, project / "db.sqlite3", OTREE_PEOPLE),
            str,
        )


def stored(site: Site) -> dict[str, str]:
    """The ratings of every person in the order in which they were given, by what the database knows people by."""
    given: dict[str, str] = {}
    for code, answer in site.given():
        given[code] = f"{given.get(code, '')}{answer}"
    return given


def otree_version() -> str:
    """The version of oTree that is pinned."""
    pins = (ROOT / "requirements-otree.lock").read_text(encoding="utf-8")
    return pins.split("\notree==")[1].split(maxsplit=1)[0]


def durability(folder: Path) -> str:
    """How oTree's own connection writes: the words of SQLite for its journal, and its synchronous mode."""
    shutil.copy(OTREE_PROJECT / "settings.py", folder)
    asked = _in_project(folder, [str(OTREE.with_name("python")), "-c", OTREE_MODE], {})
    journal, level = asked.stdout.split()
    return f"journal_mode {journal}, synchronous {('OFF', 'NORMAL', 'FULL', 'EXTRA')[int(level)]}"


def _publish(database: str) -> None:
    from dce.design import Design
    from dce.store import Store

    whole = Design.load(STUDY)
    study = whole.study.model_copy(update={"background": whole.study.background[:ITEMS]})
    store = Store.open(database, synthetic=True)
    store.publish(Design.from_frame(study, whole.frame))
    store.close()


def _words() -> dict[str, Any]:
    """The same study for oTree, in English."""
    from dce.design import Design

    design = Design.load(STUDY)
    study, labels = design.study, {c.id: c for c in design.study.criteria}
    levels = {c.id: {level.id: level.label["en"] for level in c.levels} for c in study.criteria}
    return {
        "title": study.title["en"],
        "introduction": study.introduction["en"] if study.introduction else "",
        "background": [
            {"id": b.id, "label": b.label["en"], "options": [{"id": o.id, "label": o.label["en"]} for o in b.options]}
            for b in study.background[:ITEMS]
        ],
        "statement": study.task.statement["en"],
        "scale": [{"id": answer.id, "label": answer.label["en"]} for answer in study.task.scale],
        "scenarios": [
            [{"question": labels[name].label["en"], "level": levels[name][level]} for name, level in scenario.items()]
            for scenario in map(design.scenario, design.tasks_of(1))
        ],
    }


@contextmanager
def _served(command: list[str], port: int, folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """Run a server in a group of processes of its own until the block ends."""
    with (folder / "server.txt").open("wb") as said:
        server = subprocess.Popen(
            command, cwd=folder, env=os.environ | dict(environment), stdout=said, stderr=said, process_group=0
        )
        try:
            _wait_for(server, port, folder / "server.txt")
            yield server.pid
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def _wait_for(server: subprocess.Popen[bytes], port: int, said: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SiteError((said.read_text(errors="replace").strip() or "it does not answer").splitlines()[-1])


def _in_project(project: Path, command: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    everything = os.environ | dict(environment)
    return subprocess.run(command, cwd=project, env=everything, capture_output=True, text=True, check=False)


def _rows(database: Path, query: str) -> Rows:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    from dce.web.server import serve

    serve(sys.argv[1], port=int(sys.argv[2]), workers=int(sys.argv[3]))
