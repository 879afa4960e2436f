"""What the engine says of faults, in the language of the page; what dce.web.sentence does not know stays English."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from dce.web.sentence import said_here


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
    said = said_here(fault)
    return Said(fault, "en") if said is None else Said(said)
