"""Charts of the page as drawings of their own: SVG that any program opens, and the same in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import vl_convert
from lxml import etree

NAMESPACE = "http://www.w3.org/2000/svg"
LINKS = "http://www.w3.org/1999/xlink"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: a whole SVG, what it shows in a sentence, and its size in pixels."""

    svg: str
    alternative: str
    width: float
    height: float

    @classmethod
    def of(cls, inline: str) -> Drawing:
        """From an ``svg`` element as it stands in a page, which has no size of its own and names no namespace.

        >>> Drawing.of('<svg viewBox="0 0 20 10" aria-label="A line."><path d="M0 5h20"/></svg>').height
        10.0
        """
        named = inline.replace("<svg", f'<svg xmlns="{NAMESPACE}" xmlns:xlink="{LINKS}"', 1)
        root: Any = etree.fromstring(named.encode())
        width, height = map(float, root.get("viewBox").split()[2:])
        alternative = root.attrib.pop("aria-label")
        root.attrib.pop("class", None)
        root.attrib.update({"width": f"{width:g}", "height": f"{height:g}"})
        title = etree.Element(f"{{{NAMESPACE}}}title")
        title.text = alternative
        root.insert(0, title)
        return cls(etree.tostring(root, encoding="unicode"), alternative, width, height)

    def png(self, scale: float) -> bytes:
        """The drawing in so many pixels for each of its own."""
        return pixels(self.svg, scale)


def pixels(svg: str, scale: float) -> bytes:
    """An SVG as PNG; the same SVG gives the same bytes where the same fonts are installed."""
    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return drawn
