"""The chart of power over the number of people: a line a group, its simulation error as a band, and the aim."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dce.power.curve import crossing
from dce.ranking import EVERYBODY
from dce.report.numbers import chance
from dce.report.palette import ACCENT, INK, LINE, QUIET
from dce.report.svg import Layer, Size, finished, fixed, inline_svg, layered, rows_chart
from dce.study import Study

WIDE_POWER = Size(total=720, label=64, right=190, letters=26)
NARROW_POWER = Size(total=344, label=52, right=112, letters=15)
HEIGHT, BELOW, SMALL, LETTER, LINE_HEIGHT = 300, 44, 11.5, 13, 15
TITLE, TITLE_LETTER = 15, 8
COLOURS = (INK, ACCENT, "#8c510a", "#5b3a8c", "#1f5fa8", "#a3195b")
DASHES: tuple[list[int], ...] = (
    [],
    [7, 3],
    [2, 3],
    [9, 3, 2, 3],
    [4, 2],
    [12, 4],
)  # a line is told by more than its colour


MEASURES = {
    "en": {
        "first": "the right first place", "last": "the right last place", "top set": "the right first {n}",
        "top order": "the first {n} in the right order", "first told": "a first place for sure",
        "sets cover": "all true places in their sets",
    },
    "nl": {
        "first": "de juiste eerste plaats", "last": "de juiste laatste plaats", "top set": "de juiste eerste {n}",
        "top order": "de eerste {n} in de juiste volgorde", "first told": "zeker wat op de eerste plaats staat",
        "sets cover": "alle ware plaatsen binnen hun grenzen",
    },
}  # fmt: skip


TITLES = {
    "en": {
        "aim": "in {} of studies", "never": "not even with {most} people", "same": "from {0} people on",
        "all": "from {0} to {1} people a group on", "some": "from {0} people on, but not in every group",
    },
    "nl": {
        "aim": "in {} van de onderzoeken", "never": "ook niet met {most} mensen", "same": "vanaf {0} mensen",
        "all": "vanaf {0} tot {1} mensen per groep", "some": "vanaf {0} mensen, maar niet in elke groep",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PowerWords:
    """Titles of both axes, the words on the line of the aim, and the names of groups and measures that are shown."""

    people: str = "people in the group"
    chance: str = "share of studies"
    aim: str = "aim"
    groups: tuple[tuple[str, str], ...] = (("all", "everybody"),)
    measures: tuple[tuple[str, str], ...] = ()
    language: str = "en"

    @classmethod
    def of(cls, study: Study, item: str | None, language: str) -> PowerWords:
        """In one language of a study, with the groups of a background item."""
        options = next((found.options for found in study.background if found.id == item), ())
        everybody = (EVERYBODY, {"nl": "iedereen", "en": "everybody"}[language])
        groups = (everybody, *((option.id, option.label[language]) for option in options))
        measures = tuple(MEASURES[language].items())
        if language == "nl":
            return cls("mensen in de groep", "deel van de onderzoeken", "doel", groups, measures, language)
        return cls(groups=groups, measures=measures)

    def measure(self, name: str) -> str:
        """The words that are shown of a measure; "top 4 set" goes by the words of "top set"."""
        number = "".join(letter for letter in name if letter.isdecimal())
        kind = name.replace(f" {number}", "") if number else name
        return dict(self.measures).get(kind, name).format(n=number)

    def group(self, name: str) -> str:
        """The name that is shown of a group."""
        return dict(self.groups).get(name, name)


def power_chart(rows: pd.DataFrame, words: PowerWords, size: Size, *, measure: str, aim: float = 0.8) -> Layer:
    """A line a group over n on a logarithmic axis; ``rows`` is the table of ``PowerCurve``, of one ``measure`` of it.

    The band is two standard errors of the simulation to either side. ``measure`` is a share of studies.
    """
    known = rows[(rows["measure"] == measure) & rows["value"].notna()]
    groups = list(dict.fromkeys(known["group"]))
    x, y = _x(known, words), _y(words)
    layers = [_aim(known, f"{words.aim} {aim:.0%}", aim, (x, y), size)]
    for number, group in enumerate(groups):
        layers += _line(known[known["group"] == group], number, x, y)
    labels = _labels(known, groups, words, size)
    return finished(layered([], *layers, labels), size, height=HEIGHT, top=16, bottom=BELOW + 4)


def power_alternative(rows: pd.DataFrame, words: PowerWords, *, measure: str) -> str:
    """The chart in one sentence: of each group the chance at its fewest and at its most people."""
    known = rows[(rows["measure"] == measure) & rows["value"].notna()]
    parts = []
    for group, own in known.groupby("group", sort=False):
        n, value = own.sort_values("n")["n"].tolist(), own.sort_values("n")["value"].tolist()
        parts.append(f"{words.group(str(group))} {chance(value[0])} ({n[0]}), {chance(value[-1])} ({n[-1]})")
    return f"{words.measure(measure)}, {words.chance} ({words.people}): {'; '.join(parts)}."


def power_picture(
    rows: pd.DataFrame, words: PowerWords, *, measure: str, aim: float = 0.8, size: Size = WIDE_POWER
) -> str:
    """The chart with its title as an SVG file of its own; NARROW_POWER is the size for a phone."""
    chart = power_chart(rows, words, size, measure=measure, aim=aim)
    lines = textwrap.wrap(power_title(rows, words, measure=measure, aim=aim), size.total // TITLE_LETTER)
    title = rows_chart([{"text": "\n".join(lines)}]).mark_text(
        align="left", baseline="bottom", fontSize=TITLE, fontWeight="bold", color=INK, lineBreak="\n",
        lineHeight=TITLE + 4,
    )  # fmt: skip
    height = (TITLE + 4) * len(lines)
    said = title.encode(**fixed(8 - size.label, -18 - (TITLE + 4) * (len(lines) - 1)), text=alt.Text("text:N"))
    chart["layer"].append(said.to_dict(validate=False))
    chart["padding"]["top"] = 26 + height
    drawn = inline_svg(
        chart, size, name="power", alternative=power_alternative(rows, words, measure=measure), language=words.language
    )
    return str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def power_title(rows: pd.DataFrame, words: PowerWords, *, measure: str, aim: float = 0.8) -> str:
    """What is seen: from how many people on the aim is reached, by the groups, or by everybody where there are none.

    >>> rows = pd.DataFrame({"group": "all", "n": [10, 20], "measure": "top 4 set", "value": [0.7, 0.9], "error": 0.01})
    >>> power_title(rows, PowerWords(measures=tuple(MEASURES["en"].items())), measure="top 4 set")
    'The right first 4 in 80% of studies: from 15 people on'
    """
    known = rows[(rows["measure"] == measure) & rows["value"].notna()].sort_values("n")
    groups = [group for group in known["group"].unique() if group != EVERYBODY] or [EVERYBODY]
    parts = [known[known["group"] == group] for group in groups]
    found = [crossing(own["n"].to_numpy(dtype=float), own["value"].to_numpy(dtype=float), aim) for own in parts]
    ends = [f"{math.ceil(n)}" for n in (min(found), max(found)) if math.isfinite(n)]
    kind = ("never", "some", "all")[len(ends)] if len(ends) < 2 or ends[0] != ends[1] else "same"
    said = TITLES[words.language][kind].format(*ends, most=int(known["n"].max()))
    shown = words.measure(measure)
    return f"{shown[:1].upper()}{shown[1:]} {TITLES[words.language]['aim'].format(f'{aim:.0%}')}: {said}"


def _x(known: pd.DataFrame, words: PowerWords) -> alt.X:
    """One axis for all layers: Vega-Lite joins equal axes into one and stumbles over a missing one."""
    sizes = sorted({int(n) for n in known["n"]})
    ticks = _round_numbers(sizes[0], sizes[-1])
    axis = alt.Axis(
        title=words.people, values=ticks, grid=False, domainColor=LINE, tickColor=LINE, format="d",
        labelFontSize=SMALL, labelColor=QUIET, titleFontSize=SMALL, titleFontWeight="normal", titleColor=QUIET,
        labelOverlap="greedy", labelSeparation=8,
    )  # fmt: skip
    return alt.X("n:Q", axis=axis, scale=alt.Scale(type="log", domain=[sizes[0], sizes[-1]], nice=False))


def _round_numbers(low: int, high: int) -> list[int]:
    """Numbers worth a label: 10, 20, 50, 100 and so on, or both ends where fewer than two of these lie between.

    >>> _round_numbers(10, 400), _round_numbers(21, 49)
    ([10, 20, 50, 100, 200], [21, 49])
    """
    usual = [digit * 10**power for power in range(7) for digit in (1, 2, 5)]
    between = [n for n in usual if low <= n <= high]
    return between if len(between) > 1 else [low, high]


def _y(words: PowerWords) -> alt.Y:
    axis = alt.Axis(
        title=words.chance, format=".0%", values=[0, 0.2, 0.4, 0.6, 0.8, 1], gridColor=LINE, domain=False, tickSize=0,
        labelPadding=6, labelFontSize=SMALL, labelColor=QUIET, titleFontSize=SMALL, titleFontWeight="normal",
        titleColor=QUIET,
    )  # fmt: skip
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _line(own: pd.DataFrame, number: int, x: alt.X, y: alt.Y) -> list[Layer]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    points = [
        {"n": int(n), "value": value, "low": max(0.0, value - 2 * error), "high": min(1.0, value + 2 * error)}
        for n, value, error in zip(own["n"], own["value"], own["error"], strict=True)
    ]
    base = rows_chart(points)
    scale = alt.Scale(domain=[0, 1], nice=False)
    band = base.mark_area(color=colour, opacity=0.13).encode(
        x=x, y=alt.Y("low:Q", axis=y["axis"], scale=scale), y2=alt.Y2("high:Q")
    )
    return [
        band,
        base.mark_line(color=colour, strokeWidth=2, strokeDash=dash).encode(x=x, y=y),
        base.mark_point(color=colour, filled=True, size=34, opacity=1).encode(x=x, y=y),
    ]


def _aim(known: pd.DataFrame, text: str, aim: float, place: tuple[alt.X, alt.Y], size: Size) -> Layer:
    ends = [{"n": int(n), "value": aim} for n in (known["n"].min(), known["n"].max())]
    base = rows_chart(ends)
    rule = base.mark_line(color=QUIET, strokeWidth=1, strokeDash=[3, 3]).encode(x=place[0], y=place[1])
    left = _crowded(known, aim)
    said = rows_chart([{"text": text}]).mark_text(
        align="left" if left else "right", fontSize=SMALL, color=QUIET, baseline="bottom" if left else "top"
    )
    where = fixed(4 if left else size.plot - 4, (1 - aim) * HEIGHT + (-4 if left else 4))
    return alt.layer(rule, said.encode(**where, text=alt.Text("text:N")))


def _crowded(known: pd.DataFrame, aim: float) -> bool:
    """Whether some line runs right under the aim at the right end, where its name would stand."""
    far = known["n"] ** 2 > known["n"].min() * known["n"].max()
    return bool(known.loc[far, "value"].between(aim - 0.15, aim + 0.02).any())


def _fitting(name: str, letters: int) -> str:
    """The name, or the abbreviation at its end where a word of it is too long for the column.

    >>> _fitting("Functionaris gegevensbescherming (FG)", 15), _fitting("Privacy officer (PO)", 15)
    ('FG', 'Privacy officer (PO)')
    """
    short = re.search(r"\(([^()]+)\)$", name)
    return short[1] if short and max(map(len, name.split())) > letters else name


def _labels(known: pd.DataFrame, groups: Sequence[str], words: PowerWords, size: Size) -> Layer:
    """Names at the ends of the lines, moved apart where they would lie over each other."""
    ends = [float(known[known["group"] == group].sort_values("n")["value"].iloc[-1]) for group in groups]
    texts = [size.lines(_fitting(words.group(group), size.letters)) for group in groups]
    order = sorted(range(len(groups)), key=lambda number: (-ends[number], number))
    rows: list[dict[str, Any]] = []
    free = -math.inf
    for number in order:
        top = max((1 - ends[number]) * HEIGHT, free)
        free = top + LINE_HEIGHT * len(texts[number])
        colour = COLOURS[number % len(COLOURS)]
        rows.append({"y": top, "text": "\n".join(texts[number]), "colour": colour})
    over = max(0.0, free - LINE_HEIGHT / 2 - HEIGHT - BELOW)  # where all lines end low, names would leave the picture
    rows = [row | {"y": row["y"] - over} for row in rows]
    text = rows_chart(rows).mark_text(
        align="left", fontSize=LETTER, baseline="middle", lineBreak="\n", lineHeight=LINE_HEIGHT
    )
    return text.encode(
        **fixed(size.plot + 10), y=alt.Y("y:Q", axis=None, scale=None), text=alt.Text("text:N"),
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip
