"""Exports of a site: made in a file, and large ones by a process of their own, so that the survey goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np

from dce.aside import aside
from dce.disclosure import Anonymity, anonymity
from dce.errors import AnswerError
from dce.report.exchange import FILES, Wish, extract, write_extract
from dce.store import DesignsDiffer, Store, WrongState
from dce.store.editions import Edition
from dce.web.files import zipped

MOST_HERE = 50_000  # answers that are exported within the server
FEW = "Too few people answered, or came since the figures that were shown. Nothing is taken out of so few."
READ, DRAWN = 0.6, 0.75  # how far it is once the answers are read, and once the table is made
Reach = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class Order:
    """An export as it was asked for: of which study and design, in which form, and how much.

    ``sure`` says what is to be done where people can be told apart: ask first, leave out items, or write all the same,
    as long as at least ``least`` people share all that is told of them.
    """

    study_id: str
    design_hash: str | None
    form: str
    shape: Literal["long", "wide"]
    language: str
    reasons: bool
    everything: bool
    without: tuple[str, ...] = ()
    sure: Literal["", "fewer", "all"] = ""
    least: int = 0

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Order:
        """The order that a job keeps as JSON."""
        return cls(**{**asked, "without": tuple(asked["without"])})

    @property
    def ending(self) -> str:
        """The end of the name of its file."""
        return self.form if self.form in FILES else "zip"


class TooFewError(AnswerError):
    """There are too few people for any file."""


class ToldApartError(AnswerError):
    """Fewer people share what is told of them than is wanted, or was agreed to; nothing was made."""

    def __init__(self, hiding: Anonymity) -> None:
        super().__init__(f"k is {hiding.k}")
        self.hiding = hiding


@dataclass(frozen=True, slots=True)
class Made:
    """A finished export: its file, ``k`` of the very rows in it, and the items that were left ``without``."""

    path: Path
    k: int
    without: tuple[str, ...]


def is_large(store: Store, order: Order) -> bool:
    """Whether a process beside the site makes it."""
    return store.progress(order.study_id).answers > MOST_HERE


def export(store: Store, order: Order, folder: Path, *, beside: bool = False, reach: Reach = bool) -> Made:
    """Make the file of ``order`` in the empty ``folder``: an edition, then its file, aside in a process ``beside``.

    Raises TooFewError, ToldApartError, AnswerError or StoreError where it cannot be made.
    """
    if store.few_here(order.study_id):
        raise TooFewError(FEW)
    made = partial(_made, store, order, folder, store.edition(order.study_id), reach)
    return aside(made) if beside else made()


def made_beside(store: Store, order: Order, job_id: str, folder: Path, reach: Reach) -> dict[str, Any]:
    """Do so for a job, which keeps the file; gives what is told of it, or how people hide where that is to be asked."""
    store.files.begin(order.study_id, job_id)
    try:
        made = export(store, order, folder, beside=True, reach=reach)
        size = store.files.keep(order.study_id, job_id, made.path)
    except ToldApartError as error:
        return {"hiding": asdict(error.hiding)}
    except (DesignsDiffer, WrongState) as error:  # which is told; what else the store says is not
        raise AnswerError(str(error)) from error
    return {"k": made.k, "without": list(made.without), "bytes": size}


def _made(store: Store, order: Order, folder: Path, edition: Edition, reach: Reach) -> Made:
    """The file of an edition; what people look alike in is judged on the rows that are written."""
    order = _decided(store, order, edition)
    wish = Wish(order.shape, order.language, order.reasons, order.without)
    more = order.everything or order.reasons
    frame = store.answers(order.study_id, design_hash=order.design_hash, everything=more, edition=edition)
    reach(READ)
    design = store.design(order.design_hash) if order.design_hash else store.current(order.study_id)
    # The numbers of people have no seed on purpose: whoever knows one could tell who is who.
    found = extract(frame, design, wish, np.random.default_rng())
    if found.anonymity.k < order.least:
        raise ToldApartError(found.anonymity)
    reach(DRAWN)
    made = write_extract(found, order.form, folder / f"answers.{order.ending}")
    if order.form not in FILES:
        zipped(made, folder / "packed.zip")
        made = folder / "packed.zip"
    return Made(made, found.anonymity.k, order.without)


def _decided(store: Store, order: Order, edition: Edition) -> Order:
    """The order with what is left out, and of how many alike its people have to be at least."""
    hiding = _hiding(store, order, edition)
    if order.sure == "fewer":
        items = tuple(item.id for item in store.current(order.study_id).study.background)
        order = replace(order, without=items if hiding.leave_out is None else hiding.leave_out)
        hiding = _hiding(store, order, edition)
    if hiding.people < hiding.wanted and not store.synthetic:
        raise TooFewError(FEW)
    if hiding.k < hiding.wanted and not order.sure:
        raise ToldApartError(hiding)
    return order if order.sure == "all" else replace(order, least=min(hiding.wanted, hiding.k))


def _hiding(store: Store, order: Order, edition: Edition) -> Anonymity:
    """How well people hide who would be in the file: those of the edition, by what they told in it."""
    study = store.current(order.study_id).study
    here = store.told(order.study_id, order.design_hash).index.intersection(list(edition.people))
    people = edition.background.loc[here]
    items = [item.id for item in study.background if item.id in people.columns and item.id not in order.without]
    return anonymity(people, items, study.privacy.smallest_group)
