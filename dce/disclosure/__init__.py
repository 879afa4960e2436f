"""What may be shown: the one door that every page, export, report and interface goes through."""

from dce.disclosure.alike import Bounded, same_answer, shown_answers
from dce.disclosure.crowds import Crowd, crowds, id_hashes, may_follow
from dce.disclosure.export import Anonymity, anonymity
from dce.disclosure.hidden import UNGROUPED, Hidden, Reason
from dce.disclosure.releases import Released, may_release
from dce.disclosure.splits import shown_groups
from dce.disclosure.steps import AtLeast, groups_in_steps, grown, in_steps, steps_of
from dce.disclosure.tables import EVERYBODY, Cell, cells_of, shown_cells, shown_together

__all__ = [
    "EVERYBODY",
    "UNGROUPED",
    "Anonymity",
    "AtLeast",
    "Bounded",
    "Cell",
    "Crowd",
    "Hidden",
    "Reason",
    "Released",
    "anonymity",
    "cells_of",
    "crowds",
    "groups_in_steps",
    "grown",
    "id_hashes",
    "in_steps",
    "may_follow",
    "may_release",
    "same_answer",
    "shown_answers",
    "shown_cells",
    "shown_groups",
    "shown_together",
    "steps_of",
]
