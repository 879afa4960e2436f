"""What can be wrong with work that takes a while, such as a design or a report, and with a table of cases."""

from __future__ import annotations

from dce.web.sentence.template import _

JOBS = (
    _("The text of the study was changed while this was made. Start it again."),
    _("It ended before it was done. Perhaps the computer has too little memory: ask for less."),
    _("It ended before it was done. Perhaps the computer was restarted: start it again."),
    _("The database could not be written just now. Nothing was changed. Start it again."),
    _("It failed by a fault of ours. Nothing was changed."),
    _("It took too long. Nothing was changed. Ask for less, or start it again when fewer people answer."),
    _("Somebody left the study while this was made, or it was stopped. Start it again."),
    _("Fewer than %(most)s people completed the study. A report needs %(most)s people or more."),
    _("Too few people answered since the last figures to show newer ones. A report could be held beside these figures, and tell of single people. Wait until at least %(most)s people more have answered in every group."),  # noqa: E501
    _("people were told that nothing is shown about fewer than %(most)s, and this version has smallest_group: %(count)s; write %(most)s or more, or begin a study of another id"),  # noqa: E501
)  # fmt: skip
CASES = (
    _("the table holds no cases; give a row with the names of criteria and a row for each case"),
    _("the table holds %(count)s cases; give at most %(most)s at once"),
    _('column "%(name)s" is not known; use %(names)s'),
    _('column "%(name)s" is missing; add it with a level id in each row'),
    _("has no level; %(hint)s"),
)
SENTENCES = (*JOBS, *CASES)
