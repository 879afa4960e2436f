"""Figures as they are kept and handed out: as JSON and back, and each picture, table and all, as a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import vl_convert
from lxml import etree
from markupsafe import Markup

from dce.report.exchange.tables import csv_text
from dce.report.figure import Chart, Figure, Panel
from dce.report.svg import SVG
from dce.report.tables import Part, Table

PNG_SCALE = 2  # pixels of a picture for each of the page: sharp on paper and slides


def kept_figure(figure: Figure) -> dict[str, Any]:
    """A figure as JSON can hold it, with how many pictures it has; :func:`figure_of` makes it a figure again."""
    return asdict(figure) | {"pictures": len(pictures(figure))}


def figure_of(kept: Mapping[str, Any]) -> Figure:
    """The figure that was kept.

    >>> table = Table("Numbers", ("criterion", "share"), (Part((("purpose", "24%"),)),))
    >>> chart = Chart(Markup("<svg/>"), Markup(""))
    >>> figure = Figure("one", "Purpose weighs most", "50 people", "Source", table, (chart,))
    >>> figure_of(kept_figure(figure)) == figure
    True
    """
    return Figure(
        **{name: kept[name] for name in ("name", "title", "subtitle", "source")},
        table=table_of(kept["table"]),
        charts=tuple(Chart(Markup(c["wide"]), Markup(c["narrow"]), c["heading"]) for c in kept["charts"]),  # noqa: S704
        panels=tuple(Panel(p["heading"], Markup(p["svg"])) for p in kept["panels"]),  # noqa: S704  # drawn by us
        legend=tuple((colour, name) for colour, name in kept["legend"]),
        notes=tuple(kept["notes"]),
    )


def table_of(kept: Mapping[str, Any]) -> Table:
    """The table that was kept."""
    parts = tuple(Part(tuple(tuple(row) for row in part["rows"]), part["heading"]) for part in kept["parts"])
    return Table(kept["caption"], tuple(kept["head"]), parts, kept["words"])


def pictures(figure: Figure) -> tuple[str, ...]:
    """Every drawing of a figure at its wide size, in the order of the page, as text of an ``svg`` element."""
    drawn = [panel.svg for panel in figure.panels] + [chart.wide for chart in figure.charts]
    return tuple(
        etree.tostring(element, encoding="unicode", with_tail=False)
        for markup in drawn
        for element in etree.fromstring(f"<g>{markup}</g>")
    )


def svg_file(picture: str, title: str) -> bytes:
    """The drawing as a file that other programs open: with its namespace, its size and its title."""
    root = etree.fromstring(f'<svg xmlns="{SVG}"{picture.removeprefix("<svg")}')
    _, _, width, height = root.get("viewBox", "0 0 0 0").split()
    root.attrib.update({"width": width, "height": height})
    named = etree.Element(f"{{{SVG}}}title")
    named.text = title
    root.insert(0, named)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def png_file(picture: str, title: str) -> bytes:
    """The same as dots."""
    made: bytes = vl_convert.svg_to_png(svg_file(picture, title).decode(), scale=PNG_SCALE)
    return made


def csv_file(table: Table) -> str:
    """A table with its parts under each other, the heading of each in a first column where there are several."""
    headed = any(part.heading for part in table.parts)
    head = ["", *table.head] if headed else list(table.head)
    rows = [([part.heading or "", *row] if headed else list(row)) for part in table.parts for row in part.rows]
    return csv_text(head, rows)
