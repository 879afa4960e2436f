"""A figure: the finding as title, what and who under it, charts in two widths, its source and its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from dce.report.svg import Layer, Size, inline_svg
from dce.report.tables import Table


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts, under its own heading."""

    heading: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart for wide pages and one, or several under each other, for phones; ``heading`` where there are more."""

    wide: Markup
    narrow: Markup
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that can stand anywhere: its finding, what and who, a sentence for who cannot see it, its widths."""

    title: str
    subtitle: str
    alternative: str
    draw: Callable[[Size], Layer]
    sizes: tuple[Size, Size]

    def chart(self, name: str, language: str, heading: str = "") -> Chart:
        """The drawing for a page, at its wide and at its narrow size."""
        return Caption(name, self.alternative, language).both(self.draw, self.sizes, heading)


@dataclass(frozen=True, slots=True)
class Figure:
    """Small panels, charts, or both; ``notes`` stand under them, ``legend`` holds colours and what they mean."""

    name: str
    title: str
    subtitle: str
    source: str
    table: Table
    charts: tuple[Chart, ...] = ()
    panels: tuple[Panel, ...] = ()
    notes: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """What each drawing of a chart carries: the start of its ids, its alternative text, and the language of numbers."""

    name: str
    alternative: str
    language: str

    def drawn(self, draw: Callable[[Size], Layer], size: Size) -> Markup:
        """The chart at one width."""
        name = f"{self.name}-{size.total}"
        return inline_svg(draw(size), size, name=name, alternative=self.alternative, language=self.language)

    def both(self, draw: Callable[[Size], Layer], sizes: tuple[Size, Size], heading: str = "") -> Chart:
        """The chart at the wide and at the narrow size."""
        wide, narrow = (self.drawn(draw, size) for size in sizes)
        return Chart(wide, narrow, heading)
