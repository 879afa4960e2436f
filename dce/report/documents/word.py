"""The report for word processors: real headings, captions that count, tables with heads, texts of pictures."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from io import BytesIO

from docx import Document
from docx.shared import Mm

from dce.report.contents import ReportContents
from dce.report.documents import word_parts as parts
from dce.report.documents.drawing import Drawing
from dce.report.documents.packing import packed
from dce.report.documents.printed import SCHEME, Element, Printed, printed
from dce.report.documents.slides import Item, grid
from dce.report.documents.word_parts import Paper

HEADINGS = {"h2": 1, "h3": 2}
WIDE, PIXELS = Mm(165), 2.0  # of a chart on the page, and for each of its own: about 215 an inch
PANELS = 720  # pixels, as wide as other charts
TOGETHER = ("html", "body", "header", "main", "section", "div", "figure", "figcaption", "nav", "details")


def report_docx(contents: ReportContents, *, language: str | None = None) -> bytes:
    """The report as DOCX; the same contents give the same bytes where the same fonts are installed."""
    made = printed(contents, language)
    paper = Paper(Document())
    parts.set_up(paper, made.title, made.material.words.language)
    _Writer(made, paper).write(made.body)
    _properties(made, paper)
    written = BytesIO()
    paper.document.save(written)
    with zipfile.ZipFile(written) as whole:  # written anew, because the library stamps the clock of the machine
        return packed({name: whole.read(name) for name in sorted(whole.namelist(), key=_order)}, contents.date)


def _order(name: str) -> tuple[bool, str]:
    """The list of types comes first: some programs look for it there."""
    return name != "[Content_Types].xml", name


def _properties(made: Printed, paper: Paper) -> None:
    """What the document says of itself, with the day of the report for a clock."""
    contents, words, told = made.material.contents, made.material.words, paper.document.core_properties
    field, day = contents.fieldwork, datetime.combine(contents.date, time(), UTC).replace(tzinfo=None)
    told.title, told.subject, told.language = made.title, words.say("doc_about"), words.language
    told.author = field.organisation[words.language] if field and field.organisation else "dce"
    told.last_modified_by, told.comments, told.revision = told.author, "", 1
    told.created = told.modified = day
    told.identifier = contents.study.hash


class _Writer:
    """Goes through the tree of a report and writes each element as what it is."""

    def __init__(self, made: Printed, paper: Paper) -> None:
        self._made, self._paper = made, paper
        self._writes: dict[str, Callable[[Element], None]] = {
            "h1": self._title,
            **dict.fromkeys(("h2", "h3", "h4"), self._heading),
            "p": self._paragraph,
            "blockquote": self._quote,
            "pre": self._code,
            "ul": self._list,
            "ol": self._list,
            "dl": self._terms,
            "table": self._table,
            "img": self._picture,
        }

    def write(self, element: Element) -> None:
        """Write an element, or what stands in it where it only holds others together."""
        if name := element.get("id"):
            self._paper.mark(name)
        if element.get("class") == "panels":
            self._panels(element)
        elif element.tag in self._writes:
            self._writes[element.tag](element)
        elif element.tag in TOGETHER:
            for child in element:
                self.write(child)
        else:
            raise ValueError(f"a document knows no element {element.tag}")

    def _title(self, element: Element) -> None:
        parts.fill(self._paper.paragraph("Title"), element)

    def _heading(self, element: Element) -> None:
        if element.getparent().tag == "figcaption":
            parts.caption(self._paper, element.text)
        elif element.tag == "h4":  # over a chart: its figure has a caption, so it has no place among the headings
            line = self._paper.paragraph("Normal")
            line.add_run(element.text_content()).bold = True
            line.paragraph_format.keep_with_next = True
        else:
            parts.fill(self._paper.paragraph(f"Heading {HEADINGS[element.tag]}"), element)

    def _paragraph(self, element: Element) -> None:
        opens = element.get("class") == "sub" and element.getparent().get("class") == "meaning"
        small = not opens and element.get("class") in ("sub", "source", "see", "note")
        style = "Small" if small else "Formula" if element.get("class") == "formula" else "Normal"
        line = self._paper.paragraph(style)
        line.paragraph_format.keep_with_next = element.get("class") == "sub"
        parts.fill(line, element)
        for run in line.runs if opens else ():
            run.bold = True

    def _quote(self, element: Element) -> None:
        parts.fill(self._paper.paragraph("Quote"), element[0])

    def _code(self, element: Element) -> None:
        for line in element.text.splitlines():
            self._paper.paragraph("Code").add_run(line)

    def _list(self, element: Element) -> None:
        if element.get("class") == "legend":
            parts.legend(self._paper, element)
            return
        plain = element.get("class") == "references" or element.getparent().tag == "nav"
        style = "Normal" if plain else "List Bullet" if element.tag == "ul" else "List Number"
        for item in element:
            parts.fill(self._paper.paragraph(style), item)

    def _terms(self, element: Element) -> None:
        """A term and what belongs to it on one line, as they are read."""
        for term, value in zip(element.findall("dt"), element.findall("dd"), strict=True):
            word = element.get("class") == "words"  # of a word that is explained the word stands out, else the value
            line = self._paper.paragraph("Normal" if word else "Small")
            line.add_run(f"{term.text_content().rstrip(':')}: ").bold = word
            line.add_run(value.text_content()).bold = not word

    def _table(self, element: Element) -> None:
        parts.caption(self._paper, element.find("caption").text)
        parts.table(self._paper, element)

    def _picture(self, element: Element) -> None:
        drawing = self._drawing(element)
        parts.picture(self._paper, drawing.png(PIXELS), drawing.alternative, WIDE)

    def _panels(self, element: Element) -> None:
        """Small charts two by two in one picture: a word processor has no other way to keep them beside each other."""
        items = [Item(panel.findtext("h4"), self._drawing(panel.find("img"))) for panel in element]
        for first in range(0, len(items), 2):
            drawing = grid(items[first : first + 2], PANELS, columns=2)
            parts.picture(self._paper, drawing.png(PIXELS), drawing.alternative, WIDE)

    def _drawing(self, picture: Element) -> Drawing:
        return self._made.drawings[int(picture.get("src").removeprefix(SCHEME))]
