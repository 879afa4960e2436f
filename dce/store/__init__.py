"""The store: respondents and their answers in a database that loses nothing and overwrites nothing."""

from dce.store.answers import Circumstances
from dce.store.fieldwork import Invitation
from dce.store.foreign import read_foreign_table
from dce.store.group_models import GroupModel
from dce.store.importing import Imported
from dce.store.reading import count_disputes, holds_synthetic, read_answers, read_ratings
from dce.store.refusals import AlreadyAnswered, InvitationUsed, OutsideScale, StoreBusy, Unfinished, UnknownTask
from dce.store.respondents import Respondent
from dce.store.store import Store
from dce.store.table import Departures, Progress

__all__ = [
    "AlreadyAnswered",
    "Circumstances",
    "Departures",
    "GroupModel",
    "Imported",
    "Invitation",
    "InvitationUsed",
    "OutsideScale",
    "Progress",
    "Respondent",
    "Store",
    "StoreBusy",
    "Unfinished",
    "UnknownTask",
    "count_disputes",
    "holds_synthetic",
    "read_answers",
    "read_foreign_table",
    "read_ratings",
]
