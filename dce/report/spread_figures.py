"""The figure of how differently people weigh each criterion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dce.report import charts_dots, tables
from dce.report.charts_dots import Dot, Scale, spread_chart
from dce.report.figure import Figure, Picture
from dce.report.material import Material
from dce.report.spread_findings import Spread, spread_sentences, spread_title, spreads
from dce.report.svg import Size
from dce.report.wording import Wording

if TYPE_CHECKING:
    from dce.ranking import WeightSpread

STEPS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def spread_figure(material: Material) -> Figure | None:
    """A dot with its interval a criterion, widest first; nothing where no spread was computed."""
    words, given = material.words, material.contents.spread
    if given is None:
        return None
    everybody = material.sample.people
    picture = spread_picture(words, given, given.people or everybody)
    drawn = words.say("fig_spread_some", n=words.count(given.people), all=words.count(everybody))
    some = [drawn] if 0 < given.people < everybody else []
    return Figure(
        name="spread", title=picture.title, subtitle=picture.subtitle, source=material.source(words.say("model_mixed")),
        charts=(picture.chart("spread", words.language),), table=tables.spread_table(material, spreads(given)),
        notes=(*some, *spread_sentences(words, given)[1:], words.say("spread_note")),
    )  # fmt: skip


def spread_picture(words: Wording, given: WeightSpread, people: int) -> Picture:
    """The spread of every criterion, of so many people."""
    found = spreads(given)
    highest = max([0.5, *(s.found.high for s in found if s.known)])
    step = next((step for step in STEPS if highest / step <= 6), highest / 5)
    limit = step * math.ceil(highest / step)
    ticks = tuple(round(step * n, 2) for n in range(round(limit / step) + 1))
    scale = Scale(0.0, limit, ticks, "format(datum.value, '.3~f')", words.say("axis_spread"))
    title = spread_title(words, given)
    alternative = words.say(
        "fig_spread_alt", title=title, k=len(found), name=words.criterion(found[0].criterion),
        spread=words.number(found[0].found) if found[0].known else words.say("not_estimable"),
    )  # fmt: skip
    return Picture(
        title, words.say("fig_spread_sub", n=words.count(people)), alternative,
        lambda size: spread_chart([_dot(words, s, size) for s in found], scale, size),
        (charts_dots.WIDE_SPREAD, charts_dots.NARROW_SPREAD),
    )  # fmt: skip


def _dot(words: Wording, spread: Spread, size: Size) -> Dot:
    """The verdict at the right; under the name where the page is narrow."""
    verdict = words.say(f"spread_{spread.verdict}" if spread.known else "not_estimable")
    narrow = size == charts_dots.NARROW_SPREAD
    name = words.criterion(spread.criterion)
    label, beside = (f"{name}\n{verdict}", "") if narrow else (name, verdict)
    if not spread.known:
        return Dot(label, None, None, None, "", beside)
    found = spread.found
    return Dot(label, found.value, found.low, found.high, words.decimal(found.value), beside)
