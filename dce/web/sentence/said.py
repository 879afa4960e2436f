"""Every sentence of the engine that a reader of the desk can meet, in one table; and where it stands in a file."""

from __future__ import annotations

from dce.web.sentence import design, files, power, study, work
from dce.web.sentence.template import Part, Table, _, one_word, whole


def said_here(said: str) -> str | None:
    """What the engine said, in the language of the page; None where it is no sentence that is known.

    Several lines are sentences each by itself, or one with a value of several lines in it.
    """
    lines = said.split("\n")
    each = [SENTENCES.say(line) for line in lines] if len(lines) > 1 else [None]
    return SENTENCES.say(said) if None in each else "\n".join(map(str, each))


IN_A_TABLE = (
    _("study %(study)s: %(fault)s"),
    _("line %(line)s: %(fault)s"),
    _("row %(line)s: %(fault)s"),
    _('row %(line)s, column "%(called)s": %(fault)s'),
    _("row %(line)s, column %(member)s: %(fault)s"),
    _('column "%(called)s": %(fault)s'),
)
IN_A_FILE = (
    _("the file: %(fault)s"),
    _("the file:%(line)s:%(column)s: %(fault)s"),
    _("the file: %(member)s: %(fault)s"),
    _("the file: %(member)s:%(line)s: %(fault)s"),
    _("the file: %(member)s:%(line)s:%(column)s: %(fault)s"),
    "%(file)s: %(fault)s",
)
PARTS: dict[str, Part] = {
    **study.PARTS,
    **design.PARTS,
    **power.PARTS,
    **files.PARTS,
    **dict.fromkeys(("line", "column", "count", "told", "tasks", "parameters"), whole),
    **dict.fromkeys(("member", "study", "task", "program"), one_word),
}
# One in another, so that reading ends however often a text that somebody typed looks like a place.
BY_ITSELF = Table((*study.SENTENCES, *design.SENTENCES, *power.SENTENCES, *files.SENTENCES, *work.SENTENCES), PARTS)
IN_ITS_ROW = Table((*BY_ITSELF.texts, *IN_A_TABLE), {**PARTS, "fault": BY_ITSELF.say})
SENTENCES = Table((*IN_ITS_ROW.texts, *IN_A_FILE), {**PARTS, "fault": IN_ITS_ROW.say})
