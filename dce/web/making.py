"""The process that makes one job beside the site: a design is searched, or studies are simulated, while people answer.

``python -m dce.aside dce.web.making JOB`` does what the job asks, in the database that DCE_DATABASE names. It gives
way to the site that started it, waits while others have all places, tells how far it is, and ends where it is
stopped.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from dce.aside import Process, aside
from dce.aside import start as start_aside
from dce.design import Design, Watch, make_design
from dce.errors import DceError, DesignError, StoreError
from dce.power import ranking_power
from dce.store import Job, Store
from dce.store.jobs import Kind
from dce.store.place import VARIABLE, Place, place, secret_text
from dce.study import Study
from dce.web import exporting
from dce.web.files import clear_leftovers, work_folder

TELL_SECONDS = 1.0
MOST_SECONDS = 3600.0  # of one job, once it has a place; a report of a large study takes minutes
SIZES = (10, 17, 25, 50, 100, 200, 400)  # of the picture of power
REPLICATES, OF_CURVE = 500, 150
SETTINGS = ("tasks", "versions", "anchors", "seed", "priors")
CHANGED = "The text of the study was changed while this was made. Start it again."
ABRUPT = "It ended before it was done. Perhaps the computer has too little memory: ask for less."
BUSY = "The database could not be written just now. Nothing was changed. Start it again."
ENDLESS = "It took too long. Nothing was changed. Ask for less, or start it again when fewer people answer."
CRASHED = "It failed by a fault of ours. Nothing was changed."


def start(database: Place, job: Job) -> None:
    """Start the process of ``job``; where it ends without a word, the job has failed."""
    own = {**os.environ, VARIABLE: secret_text(database)}  # others on this machine see arguments, and no environment
    process = start_aside(__name__, job.id, env=own)
    threading.Thread(target=_see_out, args=(process, database, job.id), daemon=True).start()


def _see_out(process: Process, database: Place, job_id: str) -> None:
    process.wait()
    clear_leftovers()  # one that was stopped left the file that it wrote
    with suppress(StoreError):
        store = Store.open(database, whole=False)
        store.jobs.fail(job_id, ABRUPT)  # changes nothing where it is over
        store.close()


class Pulse:
    """Tells every second that the job lives and how far it is, and ends what is stopped or takes too long."""

    def __init__(self, store: Store, job: Job) -> None:
        self._store, self._job = store, job
        self._share, self._began = 0.0, (0.0, 0.0)  # the share and the time at which it first came on
        threading.Thread(target=self._beat, daemon=True).start()

    def reach(self, share: float, _best: float = 0.0) -> None:
        """Note how far it is; before the first time it compiles, which tells nothing of the time it takes."""
        if not self._share:
            self._began = share, time.monotonic()
        self._share = share

    def _beat(self) -> None:
        end = time.monotonic() + MOST_SECONDS
        while True:
            with suppress(StoreError):  # busy: the next beat tells it
                if time.monotonic() > end:
                    self._store.jobs.fail(self._job.id, ENDLESS)
                    os._exit(0)
                if not self._store.jobs.tell(self._job.id, self._share, self._seconds_left()):
                    os._exit(0)
            time.sleep(TELL_SECONDS)

    def _seconds_left(self) -> int | None:
        share, since = self._began
        gained = self._share - share
        return round((time.monotonic() - since) * (1 - self._share) / gained) if gained > 0.02 else None


def make(database: Place, job_id: str) -> None:
    """Wait for a place, then do what the job asks, and note what came of it."""
    store = Store.open(database, whole=False)
    while not store.jobs.begin(job_id):
        if store.jobs.job(job_id).over:
            return
        time.sleep(TELL_SECONDS)
    job = store.jobs.job(job_id)
    made = partial(MAKERS[job.kind], store, job, Pulse(store, job))
    try:
        store.jobs.finish(job_id, made() if job.kind in STAND_BACK_THEMSELVES else aside(made))
    except StoreError:  # which names the file, and that is for nobody who reads the page
        store.jobs.fail(job_id, BUSY)
    except DceError as error:
        store.jobs.fail(job_id, str(error))
    except Exception:  # the top of a program of its own: what it was is nothing that an organiser can mend
        store.jobs.fail(job_id, CRASHED)
        raise


def _design(store: Store, job: Job, pulse: Pulse) -> Mapping[str, Any]:
    study = store.drafts.study(job.study_id)
    if study.hash != job.asked["study"]:
        raise DesignError(CHANGED)
    found = asked_design(study, job.asked, Watch(progress=pulse.reach))
    if store.drafts.study(job.study_id).hash != study.hash:
        raise DesignError(CHANGED)
    store.drafts.keep_design(job.study_id, found, job.account)
    return {"design": found.hash}


def asked_design(study: Study, asked: Mapping[str, Any], watch: Watch) -> Design:
    """Search a design of ``study`` with the settings that were asked for in place of its own, which the text keeps.

    >>> from dce.study import example_study
    >>> asked_design(example_study(), {"tasks": 8, "seed": 3}, Watch()).seed
    3
    """
    own = {name: asked[name] for name in SETTINGS if name in asked}
    made = make_design(study, settings=study.design.model_copy(update=own), watch=watch)
    return Design.from_frame(study, made.frame, seed=made.seed, settings=made.settings)


def _power(store: Store, job: Job, pulse: Pulse) -> Mapping[str, Any]:
    design = store.drafts.design(job.study_id)
    if design is None or design.hash != job.asked["design"]:
        raise DesignError(CHANGED)
    smallest = design.study.privacy.smallest_group
    found = ranking_power(
        design,
        job.asked["people"],
        priors=job.asked.get("priors"),
        replicates=REPLICATES,
        progress=lambda share: pulse.reach(share / 2),
    )
    sizes = [size for size in SIZES if size >= smallest]
    curve = found.curve(sizes, replicates=OF_CURVE, progress=lambda share: pulse.reach((1 + share) / 2))
    tables = {"table": found.table(), "differences": found.differences(), "curve": curve.table()}
    rows = {name: table.astype(object).where(table.notna(), None).to_dict("records") for name, table in tables.items()}
    return {"design": design.hash, "sentences": list(found.sentences()), "item": found.plan.item, **rows}


def _results(store: Store, job: Job, pulse: Pulse) -> Mapping[str, Any]:
    from dce.web.results.snapshot import make_snapshot  # drawing takes a second to load, and few jobs draw

    return make_snapshot(store, job.study_id, groups=bool(job.asked["groups"]), reach=pulse.reach)


def _report(store: Store, job: Job, pulse: Pulse) -> Mapping[str, Any]:
    from dce.web.results.reporting import make_report  # drawing takes a second to load

    return make_report(store, job.study_id, job.asked, pulse.reach)


def _mirror(store: Store, job: Job, _pulse: Pulse) -> Mapping[str, Any]:
    from dce.web.survey.mirror import make_model  # which starts jobs itself

    return {"made": make_model(store, store.design(job.asked["design"]))}


def _export(store: Store, job: Job, pulse: Pulse) -> Mapping[str, Any]:
    order = exporting.Order.of(job.asked["order"])
    with work_folder() as folder:
        return exporting.made_beside(store, order, job.id, folder, pulse.reach)


STAND_BACK_THEMSELVES: tuple[Kind, ...] = ("export",)  # but for their many transactions, which others wait for
MAKERS: dict[Kind, Callable[[Store, Job, Pulse], Mapping[str, Any]]] = {
    "design": _design,
    "power": _power,
    "results": _results,
    "report": _report,
    "mirror": _mirror,
    "export": _export,
}


def main(job_id: str) -> None:
    """Do what the job asks."""
    make(place(os.environ[VARIABLE]), job_id)
