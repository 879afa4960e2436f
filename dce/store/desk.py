"""The parts of a store that an organiser's desk works with, each over the same database."""

from __future__ import annotations

from datetime import datetime

from dce.store import states
from dce.store.accounts import Accounts
from dce.store.audit import Audit
from dce.store.database import Database
from dce.store.drafts import Drafts
from dce.store.jobs import Jobs
from dce.store.life import Life
from dce.store.states import Moment
from dce.store.tokens import Tokens


class Desk:
    """What ``store.accounts``, ``audit``, ``drafts``, ``life``, ``jobs`` and ``tokens`` are made of: a Store is one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def accounts(self) -> Accounts:
        """Who may work with the site, and what each may do with which study."""
        return Accounts(self._database)

    @property
    def audit(self) -> Audit:
        """The log of who saw, exported or changed what."""
        return Audit(self._database)

    @property
    def drafts(self) -> Drafts:
        """The texts of studies while they are written."""
        return Drafts(self._database)

    @property
    def life(self) -> Life:
        """The states of studies, and their deletion."""
        return Life(self._database)

    @property
    def jobs(self) -> Jobs:
        """What is being made beside the site."""
        return Jobs(self._database)

    @property
    def tokens(self) -> Tokens:
        """The tokens by which programs read a study."""
        return Tokens(self._database)

    def moment(self, study_id: str, now: datetime | None = None) -> Moment:
        """Give where ``now`` falls in the life of a study: its state, and while that is open its dates."""
        return states.moment(self._database, study_id, now)
