"""What the store tells while answers come in: all of it moves in steps that tell of no small group."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import pandas as pd

from dce.design import Design
from dce.store import editions, ratings, states, table
from dce.store import standing as stands
from dce.store.ahead import Ahead, ahead
from dce.store.beside_figures import Gather
from dce.store.database import Database
from dce.store.editions import Edition
from dce.store.importing import IMPORTED
from dce.store.people_now import LAST, well_before
from dce.store.picked import Picked, picked
from dce.store.standing import Standing
from dce.study import Fieldwork


class _Store(Protocol):
    """What live figures need of the store."""

    _database: Database

    def current(self, study_id: str) -> Design: ...
    def design(self, design_hash: str) -> Design: ...
    def fieldwork(self, study_id: str) -> Fieldwork: ...
    def _wanted(self, study_id: str, design_hash: str | None) -> list[Design]: ...


class LiveFigures:
    """The operations of a Store on live figures."""

    def standing(self: _Store, study_id: str) -> Standing:
        """Give how the fieldwork stands, as far as it may be shown."""
        return stands.standing(self._database, self.current(study_id), self.fieldwork(study_id))

    def picked(self: _Store, study_id: str, *, until: str = LAST) -> Picked | None:
        """Give what ``gathered`` does of a study whose tasks have alternatives: the long table, and who is behind it.

        Raises DesignsDiffer as ``answers`` does.
        """
        return picked(self._database, self._wanted(study_id, None), until)

    def well_before(self: _Store, study_id: str) -> str:
        """Give the last minute of completion after which ``smallest_group`` people completed here, "" for none."""
        return well_before(self._database, study_id, self.current(study_id).study.privacy.smallest_group)

    def edition(self: _Store, study_id: str, *, last: bool = False) -> Edition:
        """Give what may leave the house now as single rows, or what did ``last``.

        It stays what it was until at least ``smallest_group`` people gave answers that are new: ``dce.store.editions``.
        """
        if last:
            return editions.last(self._database, study_id)
        smallest = self.current(study_id).study.privacy.smallest_group
        designs = self._wanted(study_id, None)
        behind = picked if designs[-1].study.task.alternatives else ratings.gathered
        gathered: Gather = partial(behind, self._database, designs)
        return editions.newest(self._database, study_id, smallest, self.design, gathered)

    def edition_number(self: _Store, study_id: str) -> int:
        """Give the number of the last edition, 0 where there is none; another number is another edition."""
        return editions.number(self._database, study_id)

    def ahead(self: _Store, study_id: str, *, until: str = LAST) -> Ahead | None:
        """Give those who completed, ``until`` a minute, and are not in the last edition as they are now.

        None where there is no edition yet, and for invented answers, whose files move with every person.
        """
        return None if self._database.synthetic else ahead(self._database, study_id, self.design, until=until)

    def people_with_rows(self: _Store, study_id: str, edition: Edition) -> pd.DataFrame:
        """Give by respondent id how many ``rows`` of an edition are of a person, and whether they are ``synthetic``.

        Raises DesignsDiffer as ``answers`` does.
        """
        return table.people_with_rows(self._database, self._wanted(study_id, None), edition)

    def answers_of(self: _Store, study_id: str, people: pd.Series, edition: Edition) -> pd.DataFrame:
        """Give the part of an edition that is of ``people``: whether each is synthetic, by respondent id."""
        return table.answers_of(self._database, self._wanted(study_id, None), people, edition)

    def few_here(self: _Store, study_id: str) -> bool:
        """Tell whether fewer than ``smallest_group`` answered on this site, however many were imported.

        Whoever imports knows those answers, and by taking them away has the others alone. Where nobody answered here
        that is no matter, once nobody can any more: before, the first one would be told by it.
        """
        (found,) = self._database.run("answered_here", study_id=study_id, imported=IMPORTED)
        smallest = self.current(study_id).study.privacy.smallest_group
        may_come = states.state_of(self._database, study_id) in ("open", "paused")
        return not self._database.synthetic and (0 if may_come else 1) <= found["people"] < smallest
