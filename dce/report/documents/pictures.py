"""Every figure of a report as pictures for slides, with its numbers: SVG, PNG and CSV under the same name."""

from __future__ import annotations

from dce.report.contents import ReportContents
from dce.report.documents.drawing import pixels
from dce.report.documents.packing import packed
from dce.report.documents.slides import SCALE, slides
from dce.report.exchange.tables import csv_text
from dce.report.html import material_of
from dce.report.page import figures
from dce.report.tables import Table

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()  # by which a spreadsheet sees that this is UTF-8


def report_pictures(contents: ReportContents, *, language: str | None = None) -> bytes:
    """A zip with each figure as SVG and PNG and its table as CSV, and a text that tells which is which.

    Where too few people answered, the text says that alone.
    """
    material = material_of(contents, language)
    words, files, told = material.words, dict[str, bytes](), list[str]()
    for n, figure in enumerate(figures(material), start=1):
        name = f"{n:02d}-{figure.name}"
        told += [f"{name}: {figure.title}", figure.subtitle, *figure.notes, figure.source, ""]
        drawn = slides(figure)
        for part, svg in enumerate(drawn, start=1):
            own = name if len(drawn) == 1 else f"{name}-{part}"
            files |= {f"{own}.svg": svg.encode(), f"{own}.png": pixels(svg, SCALE)}
        files[f"{name}.csv"] = MARK + table_csv(figure.table, words.say("col_group"))
    if not files:
        told = [words.say("too_few_people", smallest=material.sample.smallest), ""]
    head = [contents.study.title[words.language], *([words.say("synthetic_text")] if contents.synthetic else []), ""]
    return packed({**files, f"{words.say('pictures_readme')}.txt": "\n".join([*head, *told]).encode()}, contents.date)


def table_csv(table: Table, group: str) -> bytes:
    """A table as CSV; rows under headings get them as a first column, which is called ``group``."""
    grouped = any(part.heading for part in table.parts)
    head = [group, *table.head] if grouped else list(table.head)
    rows = [[part.heading or "", *row] if grouped else list(row) for part in table.parts for row in part.rows]
    return csv_text(head, rows).encode()
