"""Exports of a site: made in a file, and large ones by a process of their own, so that the survey goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from dce.errors import AnswerError
from dce.report.exchange import FILES, Wish, extract, write_extract
from dce.store import DesignsDiffer, Store
from dce.store.place import Place, secret_text
from dce.web.files import zipped

MOST_HERE = 50_000  # answers that are exported within the server
MOST_SECONDS = 900
PATIENCE = 10  # how far the process stands back for others
REFUSED = 3  # how it ends where it says why no file can be made; what else it says is not for people


@dataclass(frozen=True, slots=True)
class Order:
    """An export as it was asked for: of which study and design, in which form, and how much."""

    study_id: str
    design_hash: str | None
    form: str
    shape: Literal["long", "wide"]
    language: str
    reasons: bool
    everything: bool
    without: tuple[str, ...]

    @property
    def ending(self) -> str:
        """The end of the name of its file."""
        return self.form if self.form in FILES else "zip"


def make_export(store: Store, database: Place, order: Order, folder: Path) -> Path:
    """Make the file of ``order`` in the empty ``folder``; raises AnswerError or StoreError where it cannot be made."""
    if store.progress(order.study_id).answers <= MOST_HERE:
        return export(store, order, folder)
    asked = json.dumps({"database": secret_text(database), "folder": str(folder), "order": asdict(order)})
    command = [sys.executable, "-m", "dce.web.exporting"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing of a visitor in its arguments
            command, input=asked, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise AnswerError("this export takes too long here; make it with dce export") from error
    if done.returncode:
        raise AnswerError(done.stdout.strip() if done.returncode == REFUSED else "the export was cut off; try it again")
    return Path(done.stdout.strip())


def export(store: Store, order: Order, folder: Path) -> Path:
    """Make it within this process."""
    wish = Wish(order.shape, order.language, order.reasons, order.without)
    more = order.everything or order.reasons
    frame = store.answers(order.study_id, design_hash=order.design_hash, everything=more)
    design = store.design(order.design_hash) if order.design_hash else store.current(order.study_id)
    # The numbers of people have no seed on purpose: whoever knows one could tell who is who.
    found = extract(frame, design, wish, np.random.default_rng())
    made = write_extract(found, order.form, folder / f"answers.{order.ending}")
    if order.form in FILES:
        return made
    target = folder / "packed.zip"
    zipped(made, target)
    return target


def main() -> None:
    """Make the export that stands on standard input, and say where it is."""
    os.nice(PATIENCE)
    asked = json.loads(sys.stdin.read())
    order = Order(**{**asked["order"], "without": tuple(asked["order"]["without"])})
    try:
        with closing(Store.open(asked["database"], whole=False)) as store:
            print(export(store, order, Path(asked["folder"])))
    except (AnswerError, DesignsDiffer) as error:
        print(error)
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
