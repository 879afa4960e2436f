"""Who an account is at another site, where that site lets people sign in here (OpenID Connect)."""

from __future__ import annotations

from dce.errors import StoreError
from dce.store.account import Account, from_row
from dce.store.database import Database


class Identities:
    """What ``store.accounts`` knows of other sites; only accounts that are here already are tied."""

    _database: Database

    def tie_identity(self, account_id: str, issuer: str, subject: str) -> None:
        """Let who signs in at ``issuer`` (OpenID Connect) as ``subject`` be this account; refused where another is."""
        if not self._database.run("add_identity", issuer=issuer, subject=subject, account=account_id):
            raise StoreError(f"{issuer}: this identity belongs to an account already; untie that one first")

    def untie_identity(self, account_id: str, issuer: str) -> bool:
        """Let nobody of ``issuer`` in as this account any more; False where nobody was."""
        return bool(self._database.change("delete_identities_at", account=account_id, issuer=issuer))

    def identities(self, account_id: str) -> tuple[str, ...]:
        """Give the sites at which this account is tied, each once for each identity."""
        return tuple(row["issuer"] for row in self._database.run("identities_of", account=account_id))

    def by_identity(self, issuer: str, subject: str) -> Account | None:
        """Give the account, not disabled, of an identity at another site, or None."""
        rows = self._database.run("account_by_identity", issuer=issuer, subject=subject)
        return from_row(rows[0]) if rows and rows[0]["disabled"] is None else None
