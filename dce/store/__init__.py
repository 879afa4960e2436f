"""The store: respondents and their answers in a database that loses nothing and overwrites nothing."""

from dce.store.answers import Circumstances
from dce.store.fieldwork import Invitation
from dce.store.group_models import GroupModel
from dce.store.reading import count_disputes, holds_synthetic, read_answers, read_ratings
from dce.store.refusals import AlreadyAnswered, InvitationUsed, OutsideScale, StoreBusy, Unfinished, UnknownTask
from dce.store.releases import Look
from dce.store.respondents import Respondent
from dce.store.standing import Standing
from dce.store.store import Store
from dce.store.table import Departures, Progress

__all__ = [
    "AlreadyAnswered",
    "Circumstances",
    "Departures",
    "GroupModel",
    "Invitation",
    "InvitationUsed",
    "Look",
    "OutsideScale",
    "Progress",
    "Respondent",
    "Standing",
    "Store",
    "StoreBusy",
    "Unfinished",
    "UnknownTask",
    "count_disputes",
    "holds_synthetic",
    "read_answers",
    "read_ratings",
]
