"""What the engine says of faults, in the language of the page: known sentences through the catalogue.

The engine speaks English to programs and logs. What a page says in words of its own stands here as a pattern with its
sentence, all else that a reader of the desk can meet in dce.web.sentence; anything further stays English, and is marked
so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import lazy_gettext
from markupsafe import Markup, escape

from dce.web.sentence import said_here

TOO_FEW = "fewer than {smallest} people completed; a report can be made of {smallest} or more"
NOT_YET = (
    "people answered since the figures that are shown, and too few to show newer ones; a report of them could be held "
    "beside these figures and tell of single people. Wait until at least {smallest} more answered, in each group"
)
KNOWN = (
    (r"fewer than (?P<people>\d+) people completed; a report can be made of .*",
     lazy_gettext("Fewer than %(people)s people completed the study. A report needs %(people)s people or more.")),
    (r"people answered since the figures that are shown, .* at least (?P<people>\d+) more answered, in each group",
     lazy_gettext("Too few people answered since the last figures to show newer ones. A report could be held beside these figures, and tell of single people. Wait until at least %(people)s people more have answered in every group.")),  # noqa: E501
    (r"the text of the study was changed while this was made; start it again",
     lazy_gettext("The text of the study was changed while this was made. Start it again.")),
    (r"the search ended before it was done: .*",
     lazy_gettext("It ended before it was done. Perhaps the computer has too little memory: ask for less.")),
    (r"the database could not be written now, and nothing was changed; start it again",
     lazy_gettext("The database could not be written just now. Nothing was changed. Start it again.")),
    (r"the search failed by a fault of ours; nothing was changed",
     lazy_gettext("It failed by a fault of ours. Nothing was changed.")),
    (r"it took too long, and nothing was changed; ask for less",
     lazy_gettext("It took too long. Nothing was changed. Ask for less.")),
    (r"study .*: people were told that nothing is shown about fewer than (?P<most>\d+), and this version has "
     r"smallest_group: (?P<smallest>\d+); .*",
     lazy_gettext("People were told that nothing is shown about fewer than %(most)s people, and this version says %(smallest)s. Write smallest_group: %(most)s or more, or begin a study of another id.")),  # noqa: E501
    (r"the table holds no cases; .*",
     lazy_gettext("The table holds no cases. Give a first row with the names of criteria, and a row for each case.")),
    (r"the table holds (?P<cases>\d+) cases; give at most (?P<most>\d+) at once",
     lazy_gettext("The table holds %(cases)s cases. Give at most %(most)s at once.")),
    (r"row 1: a column stands twice; keep one of each",
     lazy_gettext("Row 1: a column stands twice. Keep one of each.")),
    (r"row (?P<row>\d+): has not the (?P<cells>\d+) cells of the first row",
     lazy_gettext("Row %(row)s has not the %(cells)s cells of the first row.")),
    (r"row (?P<row>\d+): is no row of a CSV table .*",
     lazy_gettext("Row %(row)s cannot be read as a row of a CSV table.")),
    (r'column "(?P<column>.*)" is not known; use (?P<known>.*)',
     lazy_gettext("Column “%(column)s” is not known. Use: %(known)s.")),
    (r'column "(?P<column>.*)" is missing; .*',
     lazy_gettext("Column “%(column)s” is missing. Add it, with a level id in each row.")),
    (r'row (?P<row>\d+), column "(?P<column>.*)" has no level; use one of (?P<known>.*)',
     lazy_gettext("Row %(row)s, column “%(column)s”: no level. Use one of: %(known)s.")),
    (r'row (?P<row>\d+), column "(?P<column>.*)": level "(?P<level>.*)" is not in the study; use one of (?P<known>.*)',
     lazy_gettext("Row %(row)s, column “%(column)s”: the study has no level “%(level)s”. Use one of: %(known)s.")),
    (r"and (?P<more>\d+) more", lazy_gettext("And %(more)s more.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and its language where that is not the page's."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        """As it stands in a page: marked where it is not in the language of the page."""
        if not self.language:
            return escape(self.text)
        return Markup('<span lang="{}">{}</span>').format(self.language, self.text)


def in_words(fault: str) -> Said:
    """What the engine said, as it stands on a page."""
    for pattern, sentence in KNOWN:
        found = re.fullmatch(pattern, fault, re.DOTALL)
        if found:
            return Said(str(sentence) % found.groupdict())
    said = said_here(fault)
    return Said(fault, "en") if said is None else Said(said)
