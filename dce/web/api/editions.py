"""Editions of the answers for programs: who stands where is counted once, and a page reads the people on it alone."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import pandas as pd

from dce.disclosure import anonymity
from dce.errors import AnswerError
from dce.report.exchange import extract_page, refuse_few
from dce.store import Store, Token
from dce.store.editions import Edition as Held
from dce.store.seal import keyed_hash

KEPT = 8  # editions that a process remembers: numbers of rows and background by person, and no answer
MOST_PEOPLE = 1_000_000  # in all of them together, about half a gigabyte


@dataclass(frozen=True, eq=False)
class Edition:
    """The people of an edition in the order of their numbers, each with whether the answers are synthetic.

    ``ends`` tells at which row of the whole table the rows of each end; ``fewest_alike`` is k.
    """

    name: str
    study_id: str
    people: pd.Series
    ends: np.ndarray
    fewest_alike: int
    held: Held

    @property
    def rows(self) -> int:
        """The rows of all pages together."""
        return int(self.ends[-1])

    def page(self, store: Store, page: int, page_size: int) -> pd.DataFrame:
        """Give the rows of a page, which only its own people are read for."""
        begin, end = (page - 1) * page_size, page * page_size
        first, last = int(np.searchsorted(self.ends, begin, "right")), int(np.searchsorted(self.ends, end, "left")) + 1
        here = self.people.iloc[first:last]
        if not len(here):
            return pd.DataFrame()
        width = len(str(len(self.people)))
        numbers = {id_: str(number).zfill(width) for number, id_ in enumerate(here.index, first + 1)}
        found = extract_page(store.answers_of(self.study_id, here, self.held), store.current(self.study_id), numbers)
        before = int(self.ends[first - 1]) if first else 0
        return found.iloc[begin - before : end - before]


@dataclass(eq=False)
class Editions:
    """The editions that this process counted, the last ones; ``key`` is that of the site."""

    key: bytes
    _kept: OrderedDict[str, Edition] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def now(self, store: Store, token: Token, *, newest: bool) -> Edition:
        """Give the last edition as ``token`` sees it, or the ``newest`` that may be given now.

        Raises AnswerError or DesignsDiffer where there can be none. The numbers of people are drawn from a seed that
        only the site can make, of the token and of the edition: all its pages have the same, and two editions cannot be
        joined by them.
        """
        number = store.edition(token.study_id).number if newest else store.edition_number(token.study_id)
        name = self._name(store, token, number)
        with self._lock:
            if name not in self._kept:
                held = store.edition(token.study_id, last=True)
                name = self._name(store, token, held.number)
                self._kept[name] = _counted(store, token.study_id, name, held)
            self._kept.move_to_end(name)
            while len(self._kept) > 1 and (len(self._kept) > KEPT or self._people() > MOST_PEOPLE):
                self._kept.popitem(last=False)
            return self._kept[name]

    def _people(self) -> int:
        return sum(len(edition.people) for edition in self._kept.values())

    def _name(self, store: Store, token: Token, number: int) -> str:
        return keyed_hash(self.key, "edition", f"{token.id} {store.current(token.study_id).hash} {number}")


def _counted(store: Store, study_id: str, name: str, held: Held) -> Edition:
    study = store.current(study_id).study
    if store.few_here(study_id):
        raise AnswerError("too few people answered on this site; nothing is given about so few")
    people = store.people_with_rows(study_id, held)
    refuse_few(people["synthetic"], study.privacy.smallest_group)
    told = held.background.reindex(people.index)
    items = [item.id for item in study.background if item.id in told.columns]
    found = people.iloc[np.random.default_rng(int(name, 16)).permutation(len(people))]
    alike = anonymity(told, items, study.privacy.smallest_group)
    return Edition(name, study_id, found["synthetic"], np.cumsum(found["rows"].to_numpy()), alike.k, held)
