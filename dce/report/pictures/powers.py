"""Pictures of power: what so many people show, and how that grows with people."""

from __future__ import annotations

import pandas as pd

from dce.errors import FitError
from dce.power import Power, PowerCurve
from dce.ranking import EVERYBODY
from dce.report import charts_dots, power_chart
from dce.report.charts_dots import Dot, Scale, spread_chart
from dce.report.figure import Picture
from dce.report.numbers import chance, whole
from dce.report.power_chart import MEASURES, PowerWords
from dce.report.wording import capital, catalogue

WIDTH = "set width"  # the one measure that is no share


def measures(power: Power, language: str, group: str = EVERYBODY) -> Picture:
    """Every measure of one group, with two errors of the simulation to either side."""
    table = power.table()
    rows = table[(table["group"] == group) & (table["measure"] != WIDTH)].dropna(subset="value")
    if rows.empty:
        known = ", ".join(table["group"].unique())
        raise FitError(f'group "{group}" has no measure to draw; the groups are {known}')
    say, words = catalogue(language), PowerWords.of(power.plan.design.study, power.plan.item, language)
    dots = [_dot(words, row) for _, row in rows.iterrows()]
    scale = Scale(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), "format(datum.value, '.0%')", say["picture_power_axis"])
    first, n = rows.iloc[0], whole(rows["n"].iloc[0], language)
    name, replicates = words.group(group), whole(power.replicates, language)
    title = capital(
        say["d_power_title"].format(
            group=name, n=n, share=chance(float(first["value"])), what=words.measure(str(first["measure"]))
        )
    )
    top = rows.iloc[int(rows["value"].to_numpy(dtype=float).argmax())]
    share, highest = chance(float(top["value"])), words.measure(str(top["measure"]))
    return Picture(
        title, say["picture_power_sub"].format(replicates=replicates, group=name, n=n),
        say["picture_shares_alt"].format(title=title, name=highest, share=share),
        lambda size: spread_chart(dots, scale, size), (charts_dots.WIDE_SPREAD, charts_dots.NARROW_SPREAD),
    )  # fmt: skip


def curve(found: PowerCurve, language: str, what: str = "", aim: float = 0.8) -> Picture:
    """A line a group over the number of people, for one measure; by the ids of groups where there is no study."""
    rows = found.table()
    known = [name for name in rows.dropna(subset="value")["measure"].unique() if name != WIDTH]
    measure = what or next(iter(known), "")
    if measure not in known:
        raise FitError(f'there is no measure "{measure}" to draw; use one of {", ".join(known) or "none"}')
    words = (
        PowerWords(measures=tuple(MEASURES[language].items()), language=language)
        if found.study is None
        else PowerWords.of(found.study, found.item, language)
    )
    return Picture(
        power_chart.power_title(rows, words, measure=measure, aim=aim),
        catalogue(language)["picture_simulated"].format(replicates=whole(found.replicates, language)),
        power_chart.power_alternative(rows, words, measure=measure),
        lambda size: power_chart.power_chart(rows, words, size, measure=measure, aim=aim),
        (power_chart.WIDE_POWER, power_chart.NARROW_POWER),
    )


def _dot(words: PowerWords, row: pd.Series) -> Dot:
    value, error = float(row["value"]), float(row["error"])
    ends = max(0.0, value - 2 * error), min(1.0, value + 2 * error)
    return Dot(words.measure(str(row["measure"])), value, *ends, chance(value))
