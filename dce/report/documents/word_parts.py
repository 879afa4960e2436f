"""Pieces of a document that the library has no word for: fields, marks, captions, links, heads that come back."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dce.report.documents.printed import Element
from dce.report.palette import ACCENT, INK, QUIET

LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
ROOM = Mm(166)  # between the margins
MANY, LETTER = 8, 0.56  # columns from which a table is set small, and the width of a letter for its size
FONT, CODE = "Arial", "Courier New"
LABEL = re.compile(r"(\w+) (\d+)\. (.*)", re.DOTALL)
STYLED = {"dfn": "italic", "em": "italic", "i": "italic", "var": "italic", "strong": "bold", "b": "bold"}
SHIFTED = {"sub": "subscript", "sup": "superscript"}
Part = Any  # what the library gives is not typed


class Paper:
    """A document that is written from top to bottom, with the marks that wait for the next paragraph."""

    def __init__(self, document: Part) -> None:
        self.document = document
        self._waiting: list[str] = []
        self._marks = 0

    def mark(self, name: str) -> None:
        """Let links to ``name`` lead to the next paragraph."""
        self._waiting.append(name)

    def paragraph(self, style: str) -> Part:
        """A new paragraph at the end."""
        made = self.document.add_paragraph(style=style)
        for name in self._waiting:
            self._marks += 1
            for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
                made._p.append(_element(tag, **{"w:id": str(self._marks)}))
            made._p[-2].set(qn("w:name"), name.replace("-", "_"))
        self._waiting.clear()
        return made


def set_up(paper: Paper, title: str, language: str) -> None:
    """Page, letters, language and the line at the foot of each page."""
    document = paper.document
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(20)
    _styles(document, language)
    foot = page.footer.paragraphs[0]
    foot.style = document.styles["Small"]
    foot.add_run(f"{title}    ")
    for instruction, before in (("PAGE", ""), ("NUMPAGES", " / ")):
        foot.add_run(before)
        _field(foot, instruction, "1")


def _styles(document: Part, language: str) -> None:
    styles = document.styles
    for name, base in (("Small", "Normal"), ("Formula", "Normal"), ("Code", "Normal")):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles[base]
    looks = {
        "Normal": (10, INK), "Small": (8.5, QUIET), "Formula": (10, INK), "Code": (8, INK), "Caption": (10, INK),
        "Title": (22, INK), "Heading 1": (16, ACCENT), "Heading 2": (12.5, INK), "Heading 3": (10.5, INK),
        "Quote": (10.5, INK),
    }  # fmt: skip
    for name, (size, colour) in looks.items():
        _look(styles[name], CODE if name == "Code" else FONT, size, colour)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    styles["Small"].paragraph_format.space_after = Pt(2)
    styles["Code"].paragraph_format.space_after = Pt(0)
    styles["Formula"].paragraph_format.left_indent = styles["Quote"].paragraph_format.left_indent = Mm(8)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(10)
    styles["Caption"].font.bold = styles["Quote"].font.bold = True
    styles["Heading 1"].paragraph_format.page_break_before = False
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), LANGUAGES[language])


def _look(style: Part, font: str, size: float, colour: str) -> None:
    style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour.removeprefix("#").upper())
    style.font.name, style.font.italic = font, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]  # a font of the theme goes before one that is named
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), font)


def fill(paragraph: Part, element: Element) -> None:
    """Write the words of ``element``, those in italics, in bold, lowered or raised, and links, as they are."""
    _words(paragraph, element.text)
    for child in element:
        if child.tag == "a":
            _link(paragraph, child.get("href"), child.text_content())
        elif child.tag == "br":
            paragraph.add_run().add_break()
        else:
            run = _words(paragraph, child.text_content())
            if run is not None and child.tag in STYLED:
                setattr(run, STYLED[child.tag], True)
            elif run is not None and child.tag in SHIFTED:
                setattr(run.font, SHIFTED[child.tag], True)
        _words(paragraph, child.tail)


def _words(paragraph: Part, text: str | None) -> Part | None:
    said = re.sub(r"[ \t\r\n]+", " ", text or "")  # thin spaces and the like stay
    return paragraph.add_run(said) if said else None


def _link(paragraph: Part, target: str, text: str) -> None:
    """A link to a mark in this document, or an address, which is written out as it is anyway."""
    link = _element("w:hyperlink", **{"w:anchor": target.removeprefix("#").replace("-", "_")})
    if not target.startswith("#"):
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link = _element("w:hyperlink", **{"r:id": paragraph.part.relate_to(target, kind, is_external=True)})
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def caption(paper: Paper, text: str) -> None:
    """A caption whose number the word processor counts: it can make a list of figures from that."""
    label, number, rest = LABEL.fullmatch(text).groups()  # type: ignore[union-attr]  # the tree numbers every one
    line = paper.paragraph("Caption")
    line.add_run(f"{label} ")
    _field(line, f"SEQ {label} \\* ARABIC", number)
    line.add_run(f". {rest}")


def _field(paragraph: Part, instruction: str, shown: str) -> None:
    field = _element("w:fldSimple", **{"w:instr": instruction})
    field.append(paragraph.add_run(shown)._r)
    paragraph._p.append(field)


def legend(paper: Paper, element: Element) -> None:
    """What colours mean, on one line: a square in the colour and its word."""
    line = paper.paragraph("Small")
    line.paragraph_format.keep_with_next = True
    for item in element:
        square = line.add_run("\N{BLACK SQUARE} ")
        square.font.color.rgb = RGBColor.from_string(item[0].get("style").rpartition("#")[2].upper())
        line.add_run(f"{item.text_content().strip()}    ")


def picture(paper: Paper, png: bytes, alternative: str, width: int) -> None:
    """A picture with what it shows in a sentence."""
    line = paper.paragraph("Normal")
    shape = line.add_run().add_picture(BytesIO(png), width=width)
    shape._inline.docPr.set("descr", alternative)


def table(paper: Paper, element: Element) -> None:
    """A table with a head that comes back on every page, and rows that stay whole."""
    head = element.findall("thead/tr/th")
    rows = [list(row) for row in element.findall("tbody/tr")]
    made = paper.document.add_table(rows=1 + len(rows), cols=len(head))
    size = Pt(6 if len(head) > 10 else 6.5 if len(head) > MANY else 8.5)
    _widths(made, [head, *rows], size)
    _rules(made, between=20 if len(head) > MANY else 108)
    for line, cells in zip(made._tbl.tr_lst, [head, *rows], strict=True):
        line.get_or_add_trPr().append(_element("w:cantSplit"))
        _row(made, line, cells, size)
    made._tbl.tr_lst[0].get_or_add_trPr().append(_element("w:tblHeader"))
    paper.paragraph("Small")


def _widths(made: Part, rows: list[list[Element]], size: int) -> None:
    """Room for the longest word of each column, and the rest after its longest text: programs guess badly."""
    texts = [[cell.text_content().strip() for cell in cells] for cells in rows if len(cells) == len(rows[0])]
    longest = [max(map(len, column)) for column in zip(*texts, strict=True)]
    words = [max(len(word) for text in column for word in text.split(" ")) for column in zip(*texts, strict=True)]
    wishes = [min(letters, 60) ** 0.75 for letters in longest]
    least = [(letters + 2) * size * LETTER for letters in words]  # two for the edges
    rest = max(ROOM - sum(least), 0) / sum(wishes)
    made.autofit = False
    for column, one, wish in zip(made.columns, least, wishes, strict=True):
        column.width = int((one + rest * wish) * min(1, ROOM / sum(least)))


def _row(made: Part, line: Part, cells: list[Element], size: Part) -> None:
    from docx.table import _Cell

    for cell, found in zip(cells, line.tc_lst, strict=False):
        place = _Cell(found, made).paragraphs[0]
        run = place.add_run(cell.text_content().strip())
        run.font.size, run.font.bold = size, cell.tag == "th" and cell.get("scope") != "row"
        place.paragraph_format.space_after = Pt(1)
        if "number" in cell.get("class", ""):
            place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if len(cells) == 1 and len(line.tc_lst) > 1:  # the heading of a part goes over the whole width
        _Cell(line.tc_lst[0], made).merge(_Cell(line.tc_lst[-1], made))


def _rules(made: Part, between: int) -> None:
    """Lines between rows, twentieths of a point at the sides of each cell, and which cells are heads."""
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", **{"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "999999"}))
    properties = made._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", **{"w:w": str(between), "w:type": "dxa"}))
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)
    if look is not None:
        for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), value)


def _element(tag: str, **attributes: str) -> Part:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made
