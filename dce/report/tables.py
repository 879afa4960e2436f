"""The tables of the report as values: what stands in each cell, ready to be looped over by a template."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dce.report.material import Material
from dce.report.numbers import DASH, chance, percent
from dce.report.opinions import Opinion
from dce.report.places import GroupResult
from dce.report.readings import SplitResult
from dce.report.sample import Split
from dce.report.spread_findings import Spread
from dce.report.wording import Wording, capital

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong together, under a heading where there are more parts than one."""

    rows: tuple[Cells, ...]
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the heads of the columns, and rows; the first ``words`` cells of each are text, the rest numbers."""

    caption: str
    head: Cells
    parts: tuple[Part, ...]
    words: int = 1


def scenario_table(material: Material, opinions: Sequence[Opinion]) -> Table:
    """Counts per answer, a row a scenario; agreement with its interval where it is known."""
    words, scale = material.words, material.contents.study.scale_ids
    known = any(o.index for o in opinions)
    answers = (words.answer(answer) for answer in scale)
    head = (words.say("col_scenario"), *answers, words.say("col_people"), words.say("col_mean", top=len(scale)))
    rows = tuple(
        (o.name, *map(words.count, o.counts), words.count(o.people), words.decimal(o.mean))
        + ((words.number(o.index) if o.index else words.say("no_range"),) if known else ())
        for o in opinions
    )
    if known:
        head = (*head, words.say("col_index"))
    return Table(words.say("cap_scenarios"), head, (Part(rows),))


def class_table(material: Material, split: Split, opinions: Sequence[Opinion]) -> Table:
    """Shares per answer, a row a class of people; rejection and the odds against the average where a trend has them."""
    words, trend = material.words, material.trend(split)
    answers = (words.answer(answer) for answer in material.contents.study.scale_ids)
    head = (words.say("col_group"), *answers, words.say("col_people"), words.say("col_answers"))
    rows = [
        (words.group(split.item, o.name), *map(percent, o.shares), words.count(o.people), words.count(o.answers))
        for o in opinions
    ]
    if trend:
        head = (*head, words.say("col_rejects"), words.say("col_odds"))
        more = ((words.share(c.disagrees), words.odds(c.leniency)) for c in trend.classes)
        rows = [(*row, *cells) for row, cells in zip(rows, more, strict=True)]
    hidden = [
        (words.group(split.item, name), *(words.say("hidden") for _ in head[1:])) for name in material.hidden(split)
    ]
    return Table(words.say("cap_classes", item=words.item(split.item)), head, (Part((*rows, *hidden)),))


def spread_table(material: Material, found: Sequence[Spread]) -> Table:
    """The spread of weights between people, a row a criterion; nothing about one person."""
    words = material.words
    keys = ("col_criterion", "col_spread", "col_holm", "col_verdict")
    rows = tuple(
        (
            capital(words.criterion(s.criterion)),
            words.number(s.found) if s.known else words.say("not_estimable"),
            words.p_value(s.p) if s.known else DASH,
            words.say(f"spread_{s.verdict}" if s.known else "not_estimable"),
        )
        for s in found
    )
    return Table(words.say("cap_spread"), tuple(words.say(key) for key in keys), (Part(rows),))


def importance_table(material: Material, result: GroupResult) -> Table:
    """Importance, range, places and the chance of the first four for everybody together."""
    caption = material.words.say("cap_importance", n=material.words.count(result.people or 0))
    return Table(caption, _importance_head(material), (Part(_importance_rows(material, result)),))


def split_table(material: Material, result: SplitResult) -> Table:
    """The same for each group of a split, one group under the other; the share fitted alone where groups are pooled."""
    words = material.words
    parts = tuple(_group_part(material, result, group) for group in result.groups)
    head = _importance_head(material) + ((words.say("col_apart"),) if result.apart else ())
    return Table(words.say("cap_split", item=words.item(result.split.item)), head, parts)


def check_table(material: Material, check: GroupResult) -> Table:
    """Importance and places in the study's own coding and with every level on its own."""
    words, overall = material.words, material.overall
    keys = ("col_criterion", "col_own", "col_own_places", "col_check", "col_check_places")
    rows = tuple(
        (
            capital(words.criterion(own.criterion)),
            words.share(own),
            words.place_set(own),
            words.share(check.of(own.criterion)),
            words.place_set(check.of(own.criterion)),
        )
        for own in overall.standings
    )
    caption = words.say("cap_check", n=words.count(overall.people or 0))
    return Table(caption, tuple(words.say(key) for key in keys), (Part(rows),))


def sample_table(material: Material) -> Table:
    """People per option of every background item; what may not be shown is said so."""
    words, sample = material.words, material.sample
    parts = tuple(
        Part(tuple(_sample_rows(material, split)), capital(words.item(split.item))) for split in sample.splits
    )
    head = (words.say("col_option"), words.say("col_people"))
    return Table(words.say("cap_sample", people=words.count(sample.people)), head, parts)


def split_sample_table(material: Material, split: Split) -> Table:
    """People per option of one background item."""
    words = material.words
    head = (words.say("col_option"), words.say("col_people"))
    return Table(capital(words.item(split.item)), head, (Part(tuple(_sample_rows(material, split))),))


def model_table(material: Material) -> Table:
    """Weights and thresholds with their errors, clustered by respondent."""
    words, fit = material.words, material.contents.fit
    keys = ("col_term", "col_estimate", "col_error", "col_low", "col_high", "col_p")
    rows = tuple(
        (term_name(words, str(row["term"])), *_numbers(material, row)) for row in fit.table().to_dict("records")
    )
    model = capital(words.say(f"model_{material.contents.study.task.kind}"))
    return Table(words.say("cap_model", model=model), tuple(words.say(key) for key in keys), (Part(rows),))


def _importance_head(material: Material) -> Cells:
    keys = ["col_criterion", "col_importance", "col_range", "col_places"]
    if len(material.contents.study.criteria) > 4:  # among four or fewer everything is in the first four
        keys.append("col_top4")
    return tuple(material.words.say(key) for key in keys)


def _importance_rows(material: Material, result: GroupResult) -> tuple[Cells, ...]:
    """In the order of importance for this group."""
    words, columns = material.words, len(_importance_head(material))
    return tuple(
        (
            capital(words.criterion(s.criterion)),
            percent(s.importance),
            words.interval(s),
            words.place_set(s),
            chance(s.p_top4),
        )[:columns]
        for s in result.standings
    )


def _group_part(material: Material, result: SplitResult, group: GroupResult) -> Part:
    words = material.words
    name = words.group(result.split.item, group.group)
    if group.people is None:
        return Part((), f"{name}: {words.say('hidden')}")
    heading = words.say("group_people", group=name, n=words.count(group.people))
    rows = _importance_rows(material, group)
    if result.apart and group.readable:
        alone = result.apart[group.group]
        rows = tuple((*row, words.share(alone.of(s.criterion))) for row, s in zip(rows, group.standings, strict=True))
    return Part(rows, heading if group.readable else f"{heading}: {words.say('hidden')}")


def _sample_rows(material: Material, split: Split) -> Iterator[Cells]:
    words = material.words
    for option in split.item.option_ids:
        people = words.count(split.shown[option]) if option in split.shown else words.say("hidden")
        yield words.group(split.item, option), people
    if split.rest:
        yield words.say("rest" if split.hidden else "no_answer"), words.count(split.rest)


def term_name(words: Wording, term: str) -> str:
    """A column of the model in words: criterion[level], a line through ordered levels, or a threshold low|high."""
    if term == "constant":
        return words.say("constant")
    low, bar, high = term.partition("|")
    if bar:
        return words.say("threshold", low=words.answer(low), high=words.answer(high))
    name, bracket, level = term.removesuffix("]").partition("[")
    criterion = capital(words.criterion(name))
    return f"{criterion}: {words.level(name, level)}" if bracket else words.say("line", criterion=criterion)


def _numbers(material: Material, row: Mapping[Hashable, Any]) -> Cells:
    words = material.words
    values = (words.decimal(float(row[name])) for name in ("estimate", "std_error", "low", "high"))
    p = float(row["p"])
    return (*values, words.p_value(p))
