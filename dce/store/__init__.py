"""The store: respondents and their answers in a database that loses nothing and overwrites nothing."""

from dce.store.account import Account
from dce.store.ahead import Ahead
from dce.store.answers import Circumstances
from dce.store.audit import COMMAND_LINE, SYSTEM, Entry
from dce.store.backup import Backup
from dce.store.drafts import Draft
from dce.store.fieldwork import Invitation
from dce.store.foreign import read_foreign_table
from dce.store.importing import Imported
from dce.store.jobs import Job
from dce.store.life import Due
from dce.store.links import LinkTo
from dce.store.moving import Moved
from dce.store.picked import Picked
from dce.store.promises import Kept
from dce.store.proof import Note
from dce.store.public_models import PublicModel
from dce.store.reading import count_disputes, holds_synthetic, read_answers, read_ratings
from dce.store.refusals import (
    AlreadyAnswered,
    DesignsDiffer,
    DraftChanged,
    InvitationUsed,
    LastOrganiser,
    LinkGone,
    NoStudy,
    NotOpen,
    OutsideScale,
    PasswordRefused,
    StoreBusy,
    TellsOfFewer,
    TooManyTries,
    Unfinished,
    UnknownTask,
    WrongState,
)
from dce.store.respondents import Respondent
from dce.store.restoring import Restored, restore
from dce.store.results import ResultPart
from dce.store.rights import RIGHTS, ROLES, Right, Role
from dce.store.standing import Standing
from dce.store.states import FOLLOWS, Change, State
from dce.store.store import Store
from dce.store.table import Departures, Progress, asks_the_same
from dce.store.tokens import Token

__all__ = [
    "COMMAND_LINE",
    "FOLLOWS",
    "RIGHTS",
    "ROLES",
    "SYSTEM",
    "Account",
    "Ahead",
    "AlreadyAnswered",
    "Backup",
    "Change",
    "Circumstances",
    "Departures",
    "DesignsDiffer",
    "Draft",
    "DraftChanged",
    "Due",
    "Entry",
    "Imported",
    "Invitation",
    "InvitationUsed",
    "Job",
    "Kept",
    "LastOrganiser",
    "LinkGone",
    "LinkTo",
    "Moved",
    "NoStudy",
    "NotOpen",
    "Note",
    "OutsideScale",
    "PasswordRefused",
    "Picked",
    "Progress",
    "PublicModel",
    "Respondent",
    "Restored",
    "ResultPart",
    "Right",
    "Role",
    "Standing",
    "State",
    "Store",
    "StoreBusy",
    "TellsOfFewer",
    "Token",
    "TooManyTries",
    "Unfinished",
    "UnknownTask",
    "WrongState",
    "asks_the_same",
    "count_disputes",
    "holds_synthetic",
    "read_answers",
    "read_foreign_table",
    "read_ratings",
    "restore",
]
