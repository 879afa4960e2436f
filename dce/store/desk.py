"""The parts of a store that an organiser's desk works with, each over the same database."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pandas as pd

from dce.errors import StoreError
from dce.store import backup, designs, moving, since, states
from dce.store.accounts import Accounts
from dce.store.audit import Audit
from dce.store.backup import Backup
from dce.store.database import Database
from dce.store.drafts import Drafts
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.field import Field
from dce.store.jobs import Jobs
from dce.store.life import Life
from dce.store.made_files import MadeFiles
from dce.store.members import Members
from dce.store.moving import Moved
from dce.store.public_models import PublicModels
from dce.store.results import Results
from dce.store.states import Moment
from dce.store.tokens import Tokens


class Desk:
    """What ``store.accounts``, ``audit``, ``drafts``, ``life``, ``jobs``, ``results`` and the like are made of."""

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
    def field(self) -> Field:
        """How studies are held, and their invitations, as organisers change them."""
        return Field(self._database)

    @property
    def members(self) -> Members:
        """Who works on which study."""
        return Members(self._database)

    @property
    def life(self) -> Life:
        """The states of studies, and their deletion."""
        return Life(self._database)

    @property
    def jobs(self) -> Jobs:
        """What is being made beside the site."""
        return Jobs(self._database)

    @property
    def files(self) -> MadeFiles:
        """Files of answers that were made beside the site."""
        return MadeFiles(self._database)

    @property
    def public_models(self) -> PublicModels:
        """The models of closed studies that everybody may ask."""
        return PublicModels(self._database)

    @property
    def results(self) -> Results:
        """The finished figures of studies, as they may be shown."""
        return Results(self._database)

    @property
    def tokens(self) -> Tokens:
        """The tokens by which programs read a study."""
        return Tokens(self._database)

    def tx(self) -> AbstractContextManager[None]:
        """Hold together what is done inside, as a deed and its row in the log: all of it is stored, or nothing."""
        return self._database.tx()

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all that is read inside be of one moment; keep it short."""
        return self._database.snapshot()

    def ready(self) -> None:
        """Raise StoreError where the database cannot be read or written now."""
        if isinstance(self._database, SqliteDatabase):
            self._database.see_writable()
        with self._database.tx("ready"):
            self._database.run("fact", name="synthetic")

    def backup(self, target: str | Path) -> Backup:
        """Write all that is here at one moment to the new file ``target``, described beside it, while others write."""
        if not isinstance(self._database, SqliteDatabase):
            raise StoreError(f"{self._database.name}: is on a server; make its backups there, with pg_dump")
        return backup.make(self._database, Path(target))

    def changes_since(self, made: str | Path) -> tuple[str, ...]:
        """Give a sentence for all that was in the backup ``made``, did not leave since, and is not as it was."""
        if not isinstance(self._database, SqliteDatabase):
            raise StoreError(f"{self._database.name}: is on a server; its backups are of another kind")
        return since.changes_since(self._database, Path(made))

    def move(self, study_id: str, target: Desk, actor: str) -> Moved:
        """Move a study that takes no answers now to another store, all of it or nothing, and compare every row.

        Raises NoStudy, WrongState while it is open, and StoreError where the other store has another of that id.
        """
        return moving.move(self._database, target._database, study_id, actor)

    def answered_designs(self, study_id: str) -> list[str]:
        """Give the hashes of the designs of a study that have answers, the newest last."""
        return designs.answered_hashes(self._database, study_id)

    def told(self, study_id: str, design_hash: str | None = None) -> pd.DataFrame:
        """Give a row a person whose answers count, and a column a background item with what was told, or missing."""
        hashes = [design_hash] if design_hash else self.answered_designs(study_id)
        found = [row for own in hashes for row in self._database.run("background_with_answers", design_hash=own)]
        rows = pd.DataFrame([tuple(row) for row in found], columns=["respondent", "item", "option"], dtype="str")
        people = pd.DataFrame(index=rows["respondent"].drop_duplicates())
        options = rows.dropna().set_index(["respondent", "item"])["option"]
        return people.join(options.unstack())  # noqa: PD010 - there is nothing to add up

    def moment(self, study_id: str, now: datetime | None = None) -> Moment:
        """Give where ``now`` falls in the life of a study: its state, and while that is open its dates."""
        return states.moment(self._database, study_id, now)
