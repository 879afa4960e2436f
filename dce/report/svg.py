"""Altair charts as SVG that can stand in a page: one image with one sentence, of any width, its ids its own."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

import altair as alt
import vl_convert
from lxml import etree
from markupsafe import Markup

FONT = "Arial, Helvetica, sans-serif"  # wide-spread and alike in width: what is placed here fits elsewhere
SVG = "http://www.w3.org/2000/svg"
FORMAT_LOCALES: dict[str, Any] = {"nl": "nl-NL", "en": "en-GB"}


Layer: TypeAlias = Any  # Altair's encode and layer give back what mypy cannot follow


@dataclass(frozen=True, slots=True)
class Size:
    """Room for a chart in pixels: the whole width, the columns beside the plot, and the letters on a label's line."""

    total: int
    label: int
    right: int
    letters: int

    def lines(self, label: str) -> list[str]:
        """A label cut into lines that fit its column."""
        cut = re.sub(rf"\b[^\W\d_]{{{self.letters + 1},}}\b", self._hyphened, label)
        return [line for part in cut.split("\n") for line in textwrap.wrap(part, self.letters)]

    def _hyphened(self, word: re.Match[str]) -> str:
        """A word that is too long for a line, in parts of about one length."""
        parts = -(-len(word[0]) // (self.letters - 1))
        ends = [round(n * len(word[0]) / parts) for n in range(parts + 1)]
        return "- ".join(word[0][start:end] for start, end in pairwise(ends))

    @property
    def plot(self) -> int:
        """Width of the plot itself."""
        return self.total - self.label - self.right


def rows_chart(rows: Sequence[Mapping[str, object]]) -> Layer:
    """A chart of nothing yet, over its own few rows."""
    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]


def layered(rows: Sequence[Mapping[str, object]], *layers: Layer) -> Layer:
    """Layers from back to front over the same rows, which Altair then copies once and not once a layer."""
    return alt.layer(*layers, data=alt.Data(values=rows))  # type: ignore[no-untyped-call]


def across(field: str) -> alt.X:
    """A place from the left that is already in pixels, so that the scale only passes it on."""
    return alt.X(f"{field}:Q", axis=None, scale=None)


def down(field: str) -> alt.Y:
    """A place from the top in pixels."""
    return alt.Y(f"{field}:Q", axis=None, scale=None)


def fixed(x: float | None = None, y: float | None = None) -> dict[str, Any]:
    """The same place for all rows; built as Altair's own classes, because it takes five times as long from a value."""
    found: dict[str, Any] = {}
    if x is not None:
        found["x"] = alt.XValue(x)  # type: ignore[no-untyped-call]
    if y is not None:
        found["y"] = alt.YValue(y)  # type: ignore[no-untyped-call]
    return found


def finished(chart: Layer, size: Size, *, height: int, top: int, bottom: int) -> dict[str, Any]:
    """The specification of a chart with fixed room on every side, so that no machine's fonts move anything.

    Validation takes half the time of a report, and Vega-Lite refuses a wrong specification itself.
    """
    found: dict[str, Any] = chart.to_dict(validate=False)
    padding = {"left": size.label, "right": size.right, "top": top, "bottom": bottom}
    found |= {"width": size.plot, "height": height, "padding": padding, "autosize": {"type": "none"}}
    found["config"] = {"font": FONT, "aria": False, "background": "#ffffff", "view": {"stroke": None}}
    return found


def inline_svg(chart: Mapping[str, Any], size: Size, *, name: str, alternative: str, language: str) -> Markup:
    """An ``svg`` element: role img with ``alternative`` as its text and ids that start with ``name``."""
    root = etree.fromstring(_drawn(json.dumps(chart), language).encode())
    for element in root.iter():
        for attribute in ("role", "aria-roledescription", "aria-hidden", "aria-label", "class", "pointer-events"):
            element.attrib.pop(attribute, "")
    _own_ids(root, name)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, "")
    root.attrib.update({"class": f"chart chart-{size.total}", "role": "img", "aria-label": alternative})
    return Markup(_without_namespaces(etree.tostring(root, encoding="unicode")))  # noqa: S704  # serialised, so escaped


@lru_cache(maxsize=256)  # a report shows some charts twice, and its next version most of them again
def _drawn(specification: str, language: str) -> str:
    """The chart as Vega draws it."""
    return vl_convert.vegalite_to_svg(specification, vl_version=_version(), format_locale=FORMAT_LOCALES[language])


def _version() -> str:
    """The Vega-Lite that Altair writes, as vl-convert names it: v6.4.1 is 6.4."""
    return ".".join(str(alt.SCHEMA_VERSION).removeprefix("v").split(".")[:2])


def _own_ids(root: Any, name: str) -> None:
    """Number ids from the chart's name: Vega counts on through the process, which two reports would show."""
    fresh = {element.get("id"): f"{name}-{n}" for n, element in enumerate(root.iter()) if element.get("id")}
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            if attribute == "id":
                element.set("id", fresh[value])
            elif "#" in value:
                element.set(attribute, re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{fresh.get(m[1], m[1])})", value))


def _without_namespaces(text: str) -> str:
    """HTML knows svg by its name; without the two addresses a report names no other host at all."""
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", text, count=2)
