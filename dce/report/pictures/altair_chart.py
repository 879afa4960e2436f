"""A picture as an Altair chart of its own: title and subtitle above it, and its sentence for who cannot see it."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
import vl_convert

from dce.report.figure import Picture
from dce.report.palette import INK, QUIET
from dce.report.svg import FORMAT_LOCALES

TITLE, SUBTITLE = 15, 12  # pixels of their letters
TITLE_LETTER, SUBTITLE_LETTER = 8.0, 6.1  # pixels that a letter takes, a little generously
SPACE, EDGE = 5, 8  # pixels between lines, and at the left edge


def altair_chart(picture: Picture, language: str, source: str = "") -> Any:
    """The picture at its wide size; ``source`` stands under the subtitle.

    Ticks are written as in ``language``, wherever the chart is shown or saved.
    """
    size = picture.sizes[0]
    found = picture.draw(size)
    title = textwrap.wrap(picture.title, int(size.total / TITLE_LETTER))
    letters = int(size.total / SUBTITLE_LETTER)
    said = [line for text in (picture.subtitle, source) for line in textwrap.wrap(text, letters)]
    found["padding"]["top"] += (TITLE + SPACE) * len(title) + (SUBTITLE + SPACE) * len(said) + 2 * EDGE
    found["config"] |= {"aria": True, "locale": {"number": vl_convert.get_format_locale(FORMAT_LOCALES[language])}}
    found["description"] = picture.alternative
    chart: Any = alt.LayerChart.from_dict(found, validate=False)
    chart.title = alt.TitleParams(
        text=title, subtitle=said, anchor="start", frame="group", dx=EDGE - size.label, offset=EDGE, color=INK,
        fontSize=TITLE, lineHeight=TITLE + SPACE, subtitleFontSize=SUBTITLE, subtitleLineHeight=SUBTITLE + SPACE,
        subtitleColor=QUIET, subtitlePadding=SPACE,
    )  # fmt: skip
    return chart
