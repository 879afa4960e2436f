"""What was simulated of a design, as its page shows it: sentences, a picture and the numbers behind both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dce.design import Design
from dce.report.figure import Caption, Chart
from dce.report.numbers import decimal
from dce.report.power_chart import NARROW_POWER, WIDE_POWER, PowerWords, power_alternative, power_chart

AIMED = ("first", "first told")  # what the picture shows: the first that there is a right or wrong of


@dataclass(frozen=True, slots=True)
class PowerRow:
    """A chance, in percents, or a number of places, of one group of people."""

    group: str
    people: int
    measure: str
    value: str


@dataclass(frozen=True, slots=True)
class PowerShown:
    """What so many people can show: ``sentences``, a ``chart`` over their number, and ``rows``."""

    sentences: tuple[str, ...]
    chart: Chart | None
    rows: tuple[PowerRow, ...]


def power_shown(design: Design, told: Mapping[str, Any], language: str) -> PowerShown:
    """Make it of what a job kept."""
    words = PowerWords.of(design.study, told["item"], language)
    table = [row for row in told["table"] if row["value"] is not None]
    return PowerShown(tuple(told["sentences"]), _chart(told, words), tuple(_row(row, words) for row in table))


def _row(row: Mapping[str, Any], words: PowerWords) -> PowerRow:
    width = row["measure"] == "set width"
    value = decimal(row["value"], words.language, 1) if width else f"{100 * row['value']:.0f}%"
    return PowerRow(words.group(row["group"]), int(row["n"]), words.measure(row["measure"]), value)


def _chart(told: Mapping[str, Any], words: PowerWords) -> Chart | None:
    rows = pd.DataFrame(told["curve"])
    rows["value"] = rows["value"].astype(float)
    rows["error"] = rows["error"].astype(float)
    known = [name for name in AIMED if rows.loc[rows["measure"] == name, "value"].notna().any()]
    if not known:
        return None
    caption = Caption("power", power_alternative(rows, words, measure=known[0]), words.language)
    return caption.both(lambda size: power_chart(rows, words, size, measure=known[0]), (WIDE_POWER, NARROW_POWER))
