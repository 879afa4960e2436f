"""Exports of a site: made in a file, and large ones by a process of their own, so that the survey goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from dce.aside import aside, command
from dce.errors import AnswerError
from dce.report.exchange import FILES, Wish, extract, write_extract
from dce.store import DesignsDiffer, Store
from dce.store.editions import Edition
from dce.store.place import Place, secret_text
from dce.web.files import zipped

MOST_HERE = 50_000  # answers that are exported within the server
MOST_SECONDS = 900
REFUSED, ALIKE = 3, 4  # how it ends where it says why no file can be made; what else it says is not for people


@dataclass(frozen=True, slots=True)
class Order:
    """An export as it was asked for: of which study and design, in which form, and how much.

    No file is made in which fewer than ``least`` people share all that is told of them.
    """

    study_id: str
    design_hash: str | None
    form: str
    shape: Literal["long", "wide"]
    language: str
    reasons: bool
    everything: bool
    without: tuple[str, ...]
    least: int = 0

    @property
    def ending(self) -> str:
        """The end of the name of its file."""
        return self.form if self.form in FILES else "zip"


class FewerAlikeError(AnswerError):
    """By now fewer people share what is told of them than was agreed to; nothing was made."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished export: its file, and ``k`` of the very rows in it."""

    path: Path
    k: int


def make_export(store: Store, database: Place, order: Order, folder: Path) -> Made:
    """Make the file of ``order`` in the empty ``folder``.

    Raises FewerAlikeError, AnswerError or StoreError where it cannot be made.
    """
    if store.progress(order.study_id).answers <= MOST_HERE:
        return export(store, order, folder)
    asked = json.dumps({"database": secret_text(database), "folder": str(folder), "order": asdict(order)})
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing of a visitor in its arguments
            command(__name__), input=asked, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise AnswerError("this export takes too long here; make it with dce export") from error
    if done.returncode == ALIKE:
        raise FewerAlikeError(done.stdout.strip())
    if done.returncode:
        raise AnswerError(done.stdout.strip() if done.returncode == REFUSED else "the export was cut off; try it again")
    told = json.loads(done.stdout)
    return Made(Path(told["path"]), told["k"])


def export(store: Store, order: Order, folder: Path, *, beside: bool = False) -> Made:
    """Make it within this process: an edition first, then its file, which is made aside in a process ``beside``."""
    if store.few_here(order.study_id):
        raise AnswerError("too few people answered on this site; nothing is exported about so few")
    made = partial(_made, store, order, folder, store.edition(order.study_id))
    return aside(made) if beside else made()


def _made(store: Store, order: Order, folder: Path, edition: Edition) -> Made:
    """The file of an edition; what people look alike in is judged on the rows that are written."""
    wish = Wish(order.shape, order.language, order.reasons, order.without)
    more = order.everything or order.reasons
    frame = store.answers(order.study_id, design_hash=order.design_hash, everything=more, edition=edition)
    design = store.design(order.design_hash) if order.design_hash else store.current(order.study_id)
    # The numbers of people have no seed on purpose: whoever knows one could tell who is who.
    found = extract(frame, design, wish, np.random.default_rng())
    if found.anonymity.k < order.least:
        raise FewerAlikeError("fewer people look alike by now than was agreed to; look at the numbers again")
    made = write_extract(found, order.form, folder / f"answers.{order.ending}")
    if order.form not in FILES:
        zipped(made, folder / "packed.zip")
        made = folder / "packed.zip"
    return Made(made, found.anonymity.k)


def main() -> None:
    """Make the export that stands on standard input, and say where it is."""
    asked = json.loads(sys.stdin.read())
    order = Order(**{**asked["order"], "without": tuple(asked["order"]["without"])})
    try:
        with closing(Store.open(asked["database"], whole=False)) as store:
            made = export(store, order, Path(asked["folder"]), beside=True)
        print(json.dumps({"path": str(made.path), "k": made.k}))
    except FewerAlikeError as error:
        print(error)
        sys.exit(ALIKE)
    except (AnswerError, DesignsDiffer) as error:
        print(error)
        sys.exit(REFUSED)
