"""Pictures of what else answers tell: a trend over classes, the spread of weights, scenarios, and self-image."""

from __future__ import annotations

import math

from dce.errors import FitError
from dce.ranking import ScenarioAgreement, SelfImage, Trend, WeightSpread
from dce.report import charts_answers, charts_dots
from dce.report.answer_figures import trend_picture
from dce.report.charts_answers import BarRow, BarWords, answers_chart
from dce.report.charts_dots import Dot, Scale, spread_chart
from dce.report.figure import Picture
from dce.report.numbers import percent
from dce.report.opinions import Interval, Opinion
from dce.report.spread_figures import spread_picture
from dce.report.trends import read_trend
from dce.report.wording import Wording, capital
from dce.study import Background, Study

SELF_IMAGE = {"supported": "supported", "not supported": "refuted"}  # anything else cannot be told


def trend(found: Trend, language: str) -> Picture:
    """Each class against the average, and the fitted line."""
    words = _words(found.study, language)
    item = _item(words, found.by)
    classes = read_trend(found, item)
    if classes is None or not classes.slope.known:
        raise FitError(f"this trend has no slope to draw: {'; '.join(found.messages)}")
    return trend_picture(words, item, classes)


def spread(found: WeightSpread, language: str) -> Picture:
    """How differently people weigh each criterion."""
    return spread_picture(_words(found.study, language), found, found.people)


def scenarios(found: ScenarioAgreement, language: str) -> Picture:
    """The answers to each scenario, the most disputed first, numbered as in the table and not as in the design."""
    words = _words(found.study, language)
    opinions = _opinions(found, words.study.scale_ids)
    if not opinions:
        raise FitError("no scenario may be shown: too few people answered, or nearly all alike")
    rows = [BarRow(o.name, o.shares, tuple(map(str, o.counts)), _index(words, o.index)) for o in opinions]
    scale, torn = words.study.scale_ids, sum(o.torn for o in opinions)
    labels = BarWords(
        words.answer(scale[0]), words.answer(scale[-1]), words.say("axis_scenario"), words.say("axis_answers"),
        words.say("axis_index"),
    )  # fmt: skip
    title = words.say("torn", k=torn, of=len(opinions)) if torn else words.say("not_torn")
    people = sorted({o.people for o in opinions})
    n = words.count(people[0]) if len(people) == 1 else words.say("range", low=people[0], high=people[-1])
    statement = words.quote(words.study.task.statement[language])
    ends = {"k": len(opinions), "first": opinions[0].name, "last": opinions[-1].name}
    return Picture(
        title.removesuffix("."), words.say("fig_scenarios_sub", statement=statement, n=n),
        f"{title} {words.say('fig_scenarios_alt', **ends)}", lambda size: answers_chart(rows, labels, size),
        (charts_answers.WIDE_INDEX, charts_answers.NARROW_ROWS),
    )  # fmt: skip


def self_image(found: SelfImage, language: str) -> Picture:
    """How often each class is strongly against, with its interval."""
    words = _words(found.study, language)
    item, rows = _item(words, found.by), found.rows.dropna(subset=["n", "strongly"])
    lenient = found.rows.loc[found.rows["standing"] == "lenient", "group"]
    if rows.empty or lenient.empty:
        raise FitError(f"no class may be shown: {'; '.join(found.messages)}")
    shares = {
        words.group(item, str(row["group"])): Interval(*(float(row[f"strongly{end}"]) for end in ("", "_low", "_high")))
        for _, row in rows.iterrows()
    }
    limit = min(1.0, 0.1 * math.ceil(10 * max(share.high for share in shares.values()) + 1e-9))
    ticks = tuple(round(0.1 * n, 1) for n in range(round(limit * 10) + 1))
    scale = Scale(0.0, limit, ticks, "format(datum.value, '.0%')", words.say("axis_answers"))
    dots = [Dot(name, share.value, share.low, share.high, percent(share.value)) for name, share in shares.items()]
    verdict = SELF_IMAGE.get(str(found.statements.loc[0, "verdict"]), "open")
    title = words.say(f"picture_self_{verdict}", name=words.quote(words.group(item, str(lenient.iloc[0]))))
    people = [words.say("group_people", group=name, n=int(n)) for name, n in zip(shares, rows["n"], strict=True)]
    answer, who = words.quote(words.answer(words.study.scale_ids[0])), capital(words.listing(people))
    top = max(shares, key=lambda name: shares[name].value)
    return Picture(
        title, words.say("picture_self_sub", answer=answer, item=words.item(item), groups=who),
        words.say("picture_shares_alt", title=title, name=words.quote(top), share=words.share(shares[top])),
        lambda size: spread_chart(dots, scale, size), (charts_dots.WIDE_SPREAD, charts_dots.NARROW_SPREAD),
    )  # fmt: skip


def _opinions(found: ScenarioAgreement, scale: tuple[str, ...]) -> list[Opinion]:
    """The scenarios that may be shown."""
    shown = found.rows.dropna(subset=["agreement"])
    return [
        Opinion(
            str(row["scenario"]), int(row["n"]), tuple(int(row[f"count_{answer}"]) for answer in scale),
            Interval(*(float(row[f"agreement{end}"]) for end in ("", "_low", "_high"))),
        )
        for _, row in shown.iterrows()
    ]  # fmt: skip


def _index(words: Wording, index: Interval | None) -> str:
    return words.number(index) if index and math.isfinite(index.low) else words.say("all_alike")


def _words(study: Study | None, language: str) -> Wording:
    if study is None:
        raise FitError("this result does not know its study; make it with the function of dce that finds it")
    return Wording(study, language)


def _item(words: Wording, by: str) -> Background:
    return next(item for item in words.study.background if item.id == by)
