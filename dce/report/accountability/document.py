"""A document of sections in Markdown, which is also a page in the look of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources

from markupsafe import Markup

from dce.markdown import document_html
from dce.report.html import environment

_MARK = re.compile(r"\*\*\\\[(.+?)\\\]\*\*", re.DOTALL)
_PLACES = {"nl": "in te vullen door de organisatie", "en": "to be filled in by the organisation"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands below it as Markdown."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A title, an introduction and sections, all as Markdown, in one language.

    >>> made = Document("nl", "Register", "Voor wie?", (Section("Doel", "Een *doel*."),))
    >>> print(made.markdown())
    # Register
    <BLANKLINE>
    Voor wie?
    <BLANKLINE>
    ## Doel
    <BLANKLINE>
    Een *doel*.
    <BLANKLINE>
    """

    language: str
    title: str
    introduction: str
    sections: tuple[Section, ...]

    @classmethod
    def from_markdown(cls, text: str, language: str) -> Document:
        """Take a text apart at its headings of the first and the second level."""
        head, *parts = re.split(r"^## ", text.strip(), flags=re.MULTILINE)
        title, _, introduction = head.removeprefix("# ").partition("\n")
        pieces = (part.partition("\n") for part in parts)
        sections = tuple(Section(heading.strip(), body.strip()) for heading, _, body in pieces)
        return cls(language, title.strip(), introduction.strip(), sections)

    def markdown(self) -> str:
        """The document as text, to go on with in a program for texts."""
        parts = (part for section in self.sections for part in (f"## {section.heading}", section.text))
        return "\n\n".join((f"# {self.title}", self.introduction, *parts)) + "\n"

    def html(self) -> str:
        """The document as one page that needs nothing else and asks nothing of another site."""
        css = resources.files("dce.report").joinpath("static", "report.css").read_text(encoding="utf-8")
        page = environment().get_template("document.html")
        body = [(document_html(part.heading, inline=True), section_html(part)) for part in self.sections]
        return page.render(
            language=self.language,
            css=Markup(css),  # noqa: S704  # our own file
            title=document_html(self.title, inline=True),
            introduction=document_html(self.introduction),
            sections=body,
            left=len(self.left),
        ).lstrip()

    @property
    def left(self) -> tuple[str, ...]:
        """What the organisation still has to fill in, in the order of the document."""
        told = _PLACES[self.language] + ": "
        text = "\n".join((self.introduction, *(section.text for section in self.sections)))
        return tuple(" ".join(found.split()).removeprefix(told) for found in _MARK.findall(text))


def section_html(section: Section) -> Markup:
    r"""The section as HTML; a table that is wider than the screen is scrolled by itself, by the keyboard too.

    >>> section_html(Section("Doel", "Een *doel*."))
    Markup('<p>Een <em>doel</em>.</p>\n')
    """
    frame = Markup('<div class="scroll" role="region" tabindex="0" aria-label="{}"><table>').format(section.heading)
    body = str(document_html(section.text)).replace("<table>", str(frame)).replace("<th>", '<th scope="col">')
    return Markup(body.replace("</table>", "</table></div>"))  # noqa: S704  # both are clean


def to_fill_in(what: str, language: str) -> str:
    r"""The mark, as Markdown, of something that only the organisation knows.

    >>> print(to_fill_in("grondslag", "nl"))
    **\[in te vullen door de organisatie: grondslag\]**
    """
    return rf"**\[{_PLACES[language]}: {what}\]**"
