"""The members of a study: whom its organisers let in, and the last organiser, who stays."""

from __future__ import annotations

from dce.errors import StoreError
from dce.store import audit
from dce.store.account import Account, name_key
from dce.store.accounts import Accounts
from dce.store.database import Database
from dce.store.membership import leave
from dce.store.refusals import LastOrganiser


class Members:
    """Who works on the studies of one database; ``store.members``. What is changed is logged in the same moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = Accounts(database)

    def add(self, study_id: str, name: str, actor: str) -> Account:
        """Let the account of this name work on a study; raises StoreError where there is none, or an administrator."""
        account = self._accounts.by_name(name)
        if account.disabled is not None:
            raise StoreError(f"{name!r}: this account is disabled; let an administrator enable it first")
        with self._database.tx():
            known = name_key(name) in {name_key(member.name) for member in self._accounts.members(study_id)}
            self._accounts.join(study_id, account)
            if not known:
                audit.append(self._database, actor, "member.added", study=study_id, object=account.id)
        return account

    def remove(self, study_id: str, account_id: str, actor: str) -> bool:
        """Take an account out of a study; False where it was no member. Raises LastOrganiser for the only organiser."""
        with self._database.tx():
            members = self._accounts.members(study_id)
            organisers = {own.id for own in members if own.role == "organiser" and own.disabled is None}
            if organisers == {account_id}:
                raise LastOrganiser(f"study {study_id}: this is its only organiser; add another one first")
            if not leave(self._database, study_id, account_id):
                return False
            audit.append(self._database, actor, "member.removed", study=study_id, object=account_id)
        return True
