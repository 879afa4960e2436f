"""The report as a tree for paper: one width of every chart, nothing to open, and the numbers of figures at the end."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import html

from dce.report.contents import ReportContents
from dce.report.documents.drawing import Drawing
from dce.report.html import material_of, page_html
from dce.report.material import Material

CHART = re.compile(r'<svg [^>]*class="chart.*?</svg>', re.DOTALL)
Element = Any  # what lxml finds in a page is not typed
SCHEME = "chart:"  # what stands before the number of a drawing in the address of its picture


@dataclass(frozen=True)
class Printed:
    """The tree, with a picture for each of its ``drawings``, and the material whose words and dates it carries."""

    tree: Element
    drawings: tuple[Drawing, ...]
    material: Material

    @property
    def body(self) -> Element:
        """What is read, without head and skip link."""
        return self.tree.find("body")

    @property
    def title(self) -> str:
        """The title of the document, which says it first where answers are invented."""
        return str(self.tree.findtext("head/title"))


def printed(contents: ReportContents, language: str | None = None) -> Printed:
    """The page of ``contents`` made ready for paper; raises StudyError as ``report_html``."""
    material = material_of(contents, language)
    page = page_html(material)
    drawings = tuple(Drawing.of(chart) for chart in CHART.findall(page))
    number = iter(range(len(drawings)))
    tree: Element = html.document_fromstring(CHART.sub(lambda _: f'<img src="{SCHEME}{next(number)}">', page))
    for picture in tree.xpath("//img"):
        picture.set("alt", drawings[int(picture.get("src").removeprefix(SCHEME))].alternative)
    for path in ("//a[@class='skip']", "//*[contains(@class, 'narrow')]", "//head/style", "//meta[@http-equiv]"):
        for element in tree.xpath(path):
            element.drop_tree()
    for scroll in tree.xpath("//div[@class='scroll']"):
        scroll.drop_tag()
    _opened(tree)
    _legends(tree)
    _appendix(tree, material)
    _number(tree, material)
    return Printed(tree, drawings, material)


def _opened(tree: Element) -> None:
    """Panels that say what a section means stand open on paper, with what one would press as their first line."""
    for panel in tree.xpath("//details[@class='meaning']"):
        panel.tag, panel.find("summary").tag = "div", "p"
        panel[0].set("class", "sub")


def _legends(tree: Element) -> None:
    """The colours of a legend as plain boxes: a picture of a colour would want a text of its own."""
    for sample in tree.xpath("//ul[@class='legend']//svg"):
        colour: Element = html.fragment_fromstring("<span class='colour'></span>")
        colour.set("style", f"background: {sample.find('rect').get('fill')}")
        colour.tail = sample.tail
        sample.getparent().replace(sample, colour)


def _appendix(tree: Element, material: Material) -> None:
    """Move what is opened on a screen, tables of figures and scenarios, to sections before the last."""
    last = tree.get_element_by_id("made")
    numbers = _section(material, "numbers", "doc_numbers")
    for figure in tree.xpath("//figure"):
        table = figure.find("details/table")
        table.set("id", figure.get("id").replace("figure-", "table-"))
        see: Element = html.fragment_fromstring("<p class='see'><a></a></p>")
        see[0].set("href", f"#{table.get('id')}")
        see.text = material.words.say("doc_see") + " "
        details = figure.find("details")
        details.getparent().replace(details, see)
        numbers.append(table)
    scenarios = _section(material, "shown", "doc_scenarios")
    for details in tree.xpath("//details[@class='scenarios']"):
        details.find("summary").drop_tree()
        details.drop_tree()
        details.tag = "div"
        scenarios.append(details)
    for section in (numbers, scenarios):
        if len(section) > 1:
            last.addprevious(section)
            _list(tree, section)


def _section(material: Material, name: str, key: str) -> Element:
    section: Element = html.fragment_fromstring(f"<section id='{name}'><h2></h2></section>")
    section[0].text = material.words.say(key)
    return section


def _list(tree: Element, section: Element) -> None:
    """Add a section to the contents, before the one that comes last."""
    entry = deepcopy(tree.xpath("//nav/ol/li")[-1])
    entry[0].set("href", f"#{section.get('id')}")
    entry[0].text = section[0].text
    tree.xpath("//nav/ol/li")[-1].addprevious(entry)


def _number(tree: Element, material: Material) -> None:
    """Count tables and figures through, and name the table where it is referred to."""
    for n, table in enumerate(tree.xpath("//table"), start=1):
        label = material.words.say("doc_table", n=n)
        table.find("caption").text = f"{label}. {table.find('caption').text}"
        for link in tree.xpath("//p[@class='see']/a[@href=$to]", to=f"#{table.get('id')}"):
            link.text = label.lower()
    for n, figure in enumerate(tree.xpath("//figure"), start=1):
        heading = figure.find("figcaption/h3")
        heading.text = f"{material.words.say('doc_figure', n=n)}. {heading.text}"
