"""Who may do what: one table, from the role of an account to its rights."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Role = Literal["organiser", "analyst", "viewer", "administrator"]
# edit: texts, design, members, the log; field: open, pause, close, invite, delete; results: figures; export: answers;
# accounts: other accounts. All but the last hold for the studies of which an account is a member.
Right = Literal["edit", "field", "results", "export", "accounts"]
RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        "organiser": frozenset(("edit", "field", "results", "export")),
        "analyst": frozenset(("results", "export")),
        "viewer": frozenset(("results",)),
        "administrator": frozenset(("accounts",)),
    }
)
ROLES: tuple[Role, ...] = tuple(RIGHTS)
OF_SITE: frozenset[Right] = frozenset(("accounts",))  # rights that belong to no study
