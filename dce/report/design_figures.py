"""The pictures of a design: balance of levels, criteria that change together, and the weights that can be found."""

from __future__ import annotations

import math

import pandas as pd

from dce.design import Design, Quality
from dce.design.effects import Effects
from dce.report import charts_answers, charts_dots, charts_grid
from dce.report.charts_answers import BarRow, BarWords, answers_chart
from dce.report.charts_dots import Dot, Scale, spread_chart
from dce.report.charts_grid import Cell, Column, Grid, grid_chart
from dce.report.design_words import block_name, term_name
from dce.report.figure import Caption, Figure
from dce.report.tables import Part, Table
from dce.report.wording import Wording, capital

EVEN = 1.5  # the level shown most, over the one shown least, up to which a criterion is balanced
ROW = 30


def balance_figure(words: Wording, design: Design, quality: Quality) -> Figure:
    """A bar a criterion, cut into its levels, with how often each is shown."""
    counts = {name: own["count"].tolist() for name, own in quality.balance.groupby("criterion", sort=False)}
    rows = [
        BarRow(words.criterion(str(name)), tuple(n / sum(own) for n in own), tuple(map(str, own)))
        for name, own in counts.items()
    ]
    worst = max(counts, key=lambda name: max(counts[name]) / max(min(counts[name]), 1e-9))
    least, most, shown = min(counts[worst]), max(counts[worst]), words.count(sum(counts[worst]))
    even = least > 0 and most / least <= EVEN
    name = words.criterion(str(worst))
    title = words.say("d_balance_even" if even else "d_balance_uneven", name=name, least=least, most=most)
    labels = BarWords(words.say("d_first"), words.say("d_last"), "", words.say("d_balance_axis"))
    alternative = f"{capital(title)}. {words.say('d_balance_alt', k=len(rows))}"
    caption = Caption("balance", alternative, words.language)
    sizes = charts_answers.WIDE_CLASSES, charts_answers.NARROW_CLASSES
    cells = tuple(
        (words.criterion(row["criterion"]), words.level(row["criterion"], row["level"]), words.count(row["count"]))
        for row in quality.balance.to_dict("records")
    )
    head = tuple(words.say(f"d_col_{key}") for key in ("criterion", "level", "count"))
    return Figure(
        name="balance", title=capital(title), subtitle=words.say("d_balance_sub", tasks=shown),
        source=source(words, design), table=Table(words.say("d_h_balance"), head, (Part(cells),), words=2),
        charts=(caption.both(lambda size: answers_chart(rows, labels, size), sizes),),
    )  # fmt: skip


def alike_figure(words: Wording, design: Design, quality: Quality) -> Figure | None:
    """A triangle of criteria, darker where two change together; nothing for a single criterion."""
    pairs = quality.correlations.dropna().sort_values("canonical", ascending=False, kind="stable")
    if pairs.empty:
        return None
    names = list(design.study.criterion_ids)
    wide = {(row["criterion_a"], row["criterion_b"]): float(row["canonical"]) for row in pairs.to_dict("records")}
    columns = tuple(
        Column(
            str(b + 1),
            tuple(_cell(words, wide.get((names[a], names[b]))) if a < b else None for a in range(len(names) - 1)),
        )
        for b in range(1, len(names))
    )
    numbered = tuple(f"{k}. {words.criterion(name)}" for k, name in enumerate(names[:-1], 1))
    top = pairs.iloc[0]
    one, other = (words.criterion(str(top[key])) for key in ("criterion_a", "criterion_b"))
    title = capital(words.say("d_alike_title", one=one, other=other, r=words.decimal(float(top["canonical"]))))
    caption = Caption("alike", title, words.language)
    sizes = charts_grid.WIDE_MATRIX, charts_grid.NARROW_MATRIX
    cells = tuple((words.criterion(a), words.criterion(b), words.decimal(value)) for (a, b), value in wide.items())
    head = tuple(words.say(f"d_col_{key}") for key in ("criterion", "with", "canonical"))
    return Figure(
        name="alike", title=title, subtitle=words.say("d_alike_sub"), source=source(words, design),
        table=Table(words.say("d_h_alike"), head, (Part(cells),), words=2), notes=(words.say("d_alike_note"),),
        charts=(caption.both(lambda size: grid_chart(Grid(numbered, columns, ROW, 1.0), size), sizes),),
    )  # fmt: skip


def _cell(words: Wording, canonical: float | None) -> Cell | None:
    return None if canonical is None else Cell(canonical, words.decimal(canonical))


def errors_figure(words: Wording, design: Design, errors: pd.DataFrame, people: int) -> Figure | None:
    """A dot a criterion: the smallest weight that so many people will show; nothing where none can be told."""
    worst = errors.groupby("criterion", sort=False)["detectable"].max().dropna().sort_values(ascending=False)
    if worst.empty:
        return None
    limit = 0.1 * math.ceil(float(worst.iloc[0]) * 10 + 1e-9)
    step = 0.1 if limit <= 0.6 else 0.25 if limit <= 1.5 else 1.0
    ticks = tuple(round(step * n, 2) for n in range(int(limit / step + 1e-9) + 1))
    scale = Scale(0.0, limit, ticks, "format(datum.value, '.3~f')", words.say("d_errors_axis"))
    dots = [
        Dot(block_name(words, str(name)), float(value), float(value), float(value), words.decimal(float(value)))
        for name, value in worst.items()
    ]
    least, most = (words.decimal(float(worst.iloc[k])) for k in (-1, 0))
    alternative = words.say("d_errors_alt", name=block_name(words, str(worst.index[0])), most=most)
    caption, effects = Caption("errors", alternative, words.language), Effects.of(design.study)
    sub = "d_errors_sub" if design.study.task.alternatives is None else "d_errors_sub_choice"
    sizes = charts_dots.WIDE_SPREAD, charts_dots.NARROW_SPREAD
    cells = tuple(
        (
            block_name(words, row["criterion"]),
            term_name(words, effects, row["term"]),
            words.decimal(row["std_error"]),
            words.decimal(row["detectable"]),
        )
        for row in errors.to_dict("records")
    )
    head = tuple(words.say(f"d_col_{key}") for key in ("criterion", "level", "error", "found"))
    return Figure(
        name="errors", title=words.say("d_errors_title", people=words.count(people), least=least, most=most),
        subtitle=words.say(sub, people=words.count(people)), source=source(words, design),
        table=Table(words.say("d_h_errors"), head, (Part(cells),), words=2), notes=(words.say("d_errors_note"),),
        charts=(caption.both(lambda size: spread_chart(dots, scale, size), sizes),),
    )  # fmt: skip


def source(words: Wording, design: Design) -> str:
    """The line under a chart: the study and which design of it."""
    parts = f"{design.study.title[words.language]}; {words.say('d_source', hash=design.hash[:12])}"
    return words.say("source", parts=parts)
