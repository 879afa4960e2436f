"""Figures of an advice: why the share is what it is, how answers spread, and how far the adviser can be believed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dce.adviser import Advice, GroupAdvice, Validation
from dce.report import charts_answers, charts_calibration, charts_waterfall
from dce.report.advice_words import AdviceWords
from dce.report.charts_answers import BarRow, BarWords, answers_chart
from dce.report.charts_calibration import Curve, calibration_chart
from dce.report.charts_waterfall import Rung, waterfall_chart
from dce.report.figure import Caption, Figure
from dce.report.numbers import MINUS, bare_percent, percent
from dce.report.palette import answer_colours
from dce.report.svg import Size
from dce.report.tables import Part, Table
from dce.report.wording import Wording, capital
from dce.study import Study

NARROW_GROUPS = Size(total=344, label=124, right=6, letters=15)  # names of groups are longer than classes of years


def reasons_figure(advice: Advice, study: Study, language: str, *, by: str | None = None, place: int = 0) -> Figure:
    """The waterfall of one group of an advice that has groups: from the mean scenario to the case.

    >>> from dce.adviser import fit_adviser
    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> answers = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> advice = fit_adviser(answers, design).advise({"ontvanger": "eigen", "doel": "ja", "waarborgen": "alle"})
    >>> reasons_figure(advice, design.study, "en").title
    'From 41% in the mean scenario to 75% in this case; what does most of that is safeguards'
    """
    words = AdviceWords(advice, Wording(study, language), by)
    found, say = advice.groups[place], words.words.say
    first = words.words.criterion(found.steps[0].criterion)
    told = {"base": percent(found.baseline), "share": percent(found.share.value), "name": first}
    caption = Caption(f"advice-why-{place}", say("a_why_alt", **told, steps=_told(words, found)), language)
    sizes = (charts_waterfall.WIDE, charts_waterfall.NARROW)
    chart = caption.both(lambda size: waterfall_chart(_rungs(words, found, size), say("a_axis_share"), size), sizes)
    return Figure(
        name=f"advice-why-{place}", title=say("a_why_title", **told), source=source(advice, words.words),
        subtitle=say("a_why_sub", group=capital(words.group(found.group)), n=words.words.count(found.people)),
        table=_reasons_table(words, found), charts=(chart,), notes=(say("a_why_note"),),
    )  # fmt: skip


def distribution_figure(advice: Advice, study: Study, language: str, *, by: str | None = None) -> Figure:
    """What share of each group would give each answer, a bar a group."""
    words = AdviceWords(advice, Wording(study, language), by)
    say, scale = words.words.say, study.scale_ids
    rows = [
        BarRow(words.group(own.group), tuple(p.value for p in own.distribution.values()),
               tuple(bare_percent(p.value) for p in own.distribution.values()))
        for own in advice.groups
    ]  # fmt: skip
    ends = BarWords(words.words.answer(scale[0]), words.words.answer(scale[-1]), "", say("a_axis_answers"))
    alternative = " ".join(words.headline(own) for own in advice.groups)
    caption = Caption("advice-answers", alternative, language)
    sizes = (charts_answers.WIDE_CLASSES, NARROW_GROUPS)
    names = tuple(words.words.answer(answer) for answer in scale)
    first = advice.groups[0]
    return Figure(
        name="advice-answers", source=source(advice, words.words), table=_answers_table(words, names),
        title=say("a_answers_title", share=percent(first.share.value), ends=words.ends(first.share)),
        subtitle=say("a_answers_sub", upper=words.words.upper_answers()),
        charts=(caption.both(lambda size: answers_chart(rows, ends, size), sizes),),
        legend=tuple(zip(answer_colours(len(scale)), names, strict=True)),
    )  # fmt: skip


def calibration_figure(found: Validation, study: Study, language: str, *, group: str = "all") -> Figure | None:
    """How often people agreed against what was said of them unseen; None where nothing may be shown."""
    words = Wording(study, language)
    rows = [row for row in found.rows.to_dict("records") if row["group"] == group and pd.notna(row.get("slope"))]
    own = found.curve[found.curve["group"] == group] if len(found.curve) else found.curve
    if not rows or not len(own):
        return None
    curves, parts = [], []
    for row in rows:
        columns = ["said", "agreed", "low", "high", "people"]  # one that was kept earlier has no intervals
        points = own[own["unseen"] == row["unseen"]].reindex(columns=columns).astype(float).to_numpy().tolist()
        name = words.say(f"a_unseen_{row['unseen']}")
        curves.append(Curve(name, tuple((said, agreed, low, high) for said, agreed, low, high, _ in points)))
        cells = [
            (percent(said), _with_ends(words, agreed, low, high),
             words.count(people))
            for said, agreed, low, high, people in points
        ]  # fmt: skip
        parts.append(Part(tuple(cells), capital(name)))
    slopes = words.listing(["{} ({})".format(*slope_words(words, row)) for row in rows])
    alternative = words.say("a_calibration_alt", slopes=slopes)
    titles = words.say("a_axis_said"), words.say("a_axis_agreed")
    sizes = (charts_calibration.WIDE, charts_calibration.NARROW)
    good = all(row["slope_low"] <= 1.0 <= row["slope_high"] for row in rows)
    head = words.say("a_axis_said"), words.say("a_axis_agreed"), words.say("col_people")
    caption = Caption("advice-calibration", alternative, language)
    return Figure(
        name="advice-calibration", title=words.say("a_calibration_good" if good else "a_calibration_off"),
        subtitle=words.say("a_calibration_sub", slopes=slopes), source=words.say("a_calibration_source"),
        table=Table(words.say("a_calibration_cap"), head, tuple(parts), words=0),
        charts=(caption.both(lambda size: calibration_chart(curves, titles, size), sizes),),
        legend=tuple(zip(charts_calibration.MARKS, _marked(curves), strict=False)),
    )  # fmt: skip


def source(advice: Advice, words: Wording) -> str:
    """Whose answers, of when, and which model; that they are invented where they are."""
    day = words.say("a_source_on", day=words.date(advice.on)) if advice.on else ""
    told = words.say("a_source", n=words.count(advice.people), version=advice.version, day=day)
    return f"{words.say('a_invented')} {told}" if advice.synthetic else told


def _marked(curves: list[Curve]) -> list[str]:
    """The names of curves with the shapes of their points, for who sees no colour."""
    return [f"{shape} {capital(curve.name)}" for shape, curve in zip("●▲", curves, strict=False)]


def _with_ends(words: Wording, share: float, low: float, high: float) -> str:
    ends = words.say("range", low=bare_percent(low), high=bare_percent(high))
    return f"{percent(share)} ({ends})" if pd.notna(low) else percent(share)


def slope_words(words: Wording, row: Mapping[Hashable, Any]) -> tuple[str, str]:
    """The slope of calibration and its interval, such as 0.97 and 0.90 to 1.04."""
    low, high = words.decimal(row["slope_low"]), words.decimal(row["slope_high"])
    return words.decimal(row["slope"]), words.say("range", low=low, high=high)


def _points(value: float) -> str:
    """Percentage points with their sign."""
    points = round(100 * value)
    return f"{'+' if points > 0 else MINUS if points < 0 else ''}{abs(points)}"


def _rungs(words: AdviceWords, found: GroupAdvice, size: Size) -> list[Rung]:
    """The rows of the waterfall; a phone has room for the names of criteria only, and levels stand in the table."""
    rungs = [Rung(words.words.say("a_mean"), 0.0, found.baseline, percent(found.baseline), whole=True)]
    for step in found.steps:
        wide = size.label > charts_waterfall.NARROW.label
        label = words.levels({step.criterion: step.level}) if wide else words.words.criterion(step.criterion)
        rungs.append(Rung(capital(label), step.share - step.points, step.share, _points(step.points)))
    return [*rungs, Rung(words.words.say("a_case"), 0.0, found.share.value, percent(found.share.value), whole=True)]


def _told(words: AdviceWords, found: GroupAdvice) -> str:
    """The heaviest steps in words, for who does not see the chart."""
    heaviest = [f"{words.words.criterion(step.criterion)} {_points(step.points)}" for step in found.steps[:3]]
    return words.words.listing(heaviest)


def _reasons_table(words: AdviceWords, found: GroupAdvice) -> Table:
    say = words.words.say
    head = say("a_col_criterion"), say("a_col_level"), say("a_col_utility"), say("a_col_points"), say("a_col_share")
    rows = [(say("a_mean"), "", "", "", percent(found.baseline))]
    for step in found.steps:
        low, high = (words.words.decimal(end) for end in (step.utility.low, step.utility.high))
        utility = f"{words.words.decimal(step.utility.value)} ({say('range', low=low, high=high)})"
        names = words.words.criterion(step.criterion), words.words.level(step.criterion, step.level)
        rows.append((*names, utility, _points(step.points), percent(step.share)))
    return Table(say("a_why_cap"), head, (Part(tuple(rows)),), words=2)


def _answers_table(words: AdviceWords, names: tuple[str, ...]) -> Table:
    say = words.words.say
    head = (say("col_group"), say("a_col_share"), *names, say("col_people"))
    rows = tuple(
        (words.group(own.group), words.share(own.share), *(words.share(p) for p in own.distribution.values()),
         words.words.count(own.people))
        for own in words.advice.groups
    )  # fmt: skip
    return Table(say("a_answers_cap"), head, (Part(rows),))
