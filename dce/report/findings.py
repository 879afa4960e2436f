"""The findings in full sentences, each made from the tables; what cannot be told is said as plainly as what can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dce.report.group_findings import quoted, split_summaries
from dce.report.material import Material
from dce.report.numbers import percent
from dce.report.opinions import Opinion, agreement
from dce.report.passages import FEW, Passage, full
from dce.report.places import GroupResult
from dce.report.sample import Split
from dce.report.spread_findings import spread_sentences
from dce.report.trend_findings import trend_point
from dce.report.wording import Wording, capital

SURE = 0.95


@dataclass(frozen=True, slots=True)
class Findings:
    """The first page."""

    intro: Passage
    heaviest: tuple[Passage, ...]
    answers: Passage
    groups: Passage
    unknown: Passage


def findings(material: Material) -> Findings:
    """Write the first page."""
    return Findings(
        intro=_intro(material),
        heaviest=_heaviest(material.words, material.overall),
        answers=_answers(material),
        groups=Passage((), split_summaries(material)),
        unknown=Passage((), tuple(_unknown(material))),
    )


def class_title(material: Material, split: Split) -> str:
    """Whether rejection differs between the first and the last class; raises IndexError where no class may be shown."""
    words, item, gap = material.words, capital(material.words.item(split.item)), material.gap(split)
    names = [words.quote(words.group(split.item, opinion.name)) for opinion in material.classes(split)]
    if gap is None:
        return words.say("class_single", item=item, first=names[0])
    key = "class_less" if gap.low > 0 else "class_more" if gap.high < 0 else "class_same"
    return words.say(key, item=item, first=names[0], last=names[-1])


def class_sentence(material: Material, split: Split, key: str) -> str | None:
    """How much rejection differs between the first and the last class; nothing where there are no two."""
    words, gap, classes = material.words, material.gap(split), material.classes(split)
    if gap is None:
        return None
    first, last = classes[0], classes[-1]
    values = (words.decimal(100 * value, 0) for value in (gap.value, gap.low, gap.high))
    return words.say(
        key, title=class_title(material, split), answers=words.lower_answers(),
        n=words.count(first.people + last.people),
        first=words.quote(words.group(split.item, first.name)), a=percent(first.disagree / first.answers),
        last=words.quote(words.group(split.item, last.name)), b=percent(last.disagree / last.answers),
        **dict(zip(("gap", "low", "high"), values, strict=True)),
    )  # fmt: skip


def _intro(material: Material) -> Passage:
    words, study = material.words, material.contents.study
    people = words.say(
        "intro", people=words.count(material.sample.people), answers=words.count(material.sample.answers),
        statement=words.quote(study.task.statement[words.language]), criteria=len(study.criteria),
        tasks=words.count(material.contents.design.frame["task"].nunique()),
    )  # fmt: skip
    return Passage((people, words.say("how_to_read")))


def _heaviest(words: Wording, result: GroupResult) -> tuple[Passage, ...]:
    if not result.readable:
        return (Passage((words.say("no_ranking"),)),)
    return (_leaders(words, result), Passage((_trailers(words, result), *_borders(words, result))))


def _leaders(words: Wording, result: GroupResult) -> Passage:
    leaders, filled = result.leaders, full(words, result, result.standings[0])
    counts = {"k": len(leaders), "of": len(result.standings)}
    if len(leaders) == 1:
        return Passage((capital(words.say("one_leader", **filled)),))
    if len(leaders) <= FEW + 1:
        points = tuple(capital(words.say("full", **full(words, result, s))) for s in leaders)
        return Passage((words.say("few_leaders", n=filled["n"], **counts),), points)
    return Passage((words.say("many_leaders", **filled, **counts),))


def _trailers(words: Wording, result: GroupResult) -> str:
    trailers, filled = result.trailers, full(words, result, result.standings[-1])
    if len(trailers) == 1:
        return capital(words.say("one_trailer", **filled))
    return words.say("more_trailers", **filled, k=len(trailers), of=len(result.standings))


def _borders(words: Wording, result: GroupResult) -> list[str]:
    """Who surely belongs on top, where the certain borders run, and who may have no weight at all."""
    found = []
    if len(result.standings) > 4:
        sure = [words.criterion(s.criterion) for s in result.standings if s.p_top4 > SURE]
        found.append(words.say("top4", names=words.listing(sure)) if sure else words.say("no_top4"))
    names = [words.listing([words.criterion(s.criterion) for s in tier]) for tier in result.tiers]
    tiers = "; ".join(words.say("tier", n=n, names=name) for n, name in enumerate(names, start=1))
    found.append(words.say("tiers", k=len(names), tiers=capital(tiers)) if len(names) > 1 else words.say("one_tier"))
    nothing = [words.criterion(s.criterion) for s in result.standings if s.low <= 0]
    if nothing:
        found.append(words.say("perhaps_nothing", names=words.listing(nothing)))
    return found


def _answers(material: Material) -> Passage:
    words, found = material.words, material.scenarios
    points = []
    if found:
        torn = sum(opinion.torn for opinion in found)
        points.append(words.say("torn", k=torn, of=len(found)) if torn else words.say("not_torn"))
        points += _extremes(words, found)
    points += _classes(material)
    if material.contents.spread is not None:
        points.append(" ".join(spread_sentences(words, material.contents.spread)))
    return Passage((), tuple(points))


def _classes(material: Material) -> list[str]:
    """What can be told of each trend, odds explained; then the items of which it cannot, together."""
    words, trends, gaps, opened = material.words, list[str](), list[str](), list[str]()
    for split in material.class_splits:
        trend = material.trend(split)
        if trend is None:
            gaps.append(class_sentence(material, split, "class_finding") or "")
        elif trend.slope.verdict == "cannot tell":
            opened.append(words.item(split.item))
        else:
            trends.append(trend_point(words, split, trend))
    if trends:
        trends[-1] = f"{trends[-1]} {words.say('odds_are')}"
    if opened:
        trends.append(words.say("trends_open", items=words.listing(opened, "or")))
    return [*trends, *filter(None, gaps)]


def _extremes(words: Wording, found: Sequence[Opinion]) -> list[str]:
    """The least and the most disputed scenario, and those with the most and the least agreement."""
    said = []
    first, last = found[0].index, found[-1].index
    if first and last and first.value < last.value:
        ends = {"a": found[0].name, "b": found[-1].name}
        said.append(words.say("disputed", **ends, a_index=words.number(first), b_index=words.number(last)))
    ordered = sorted(found, key=lambda o: (-o.mean, int(o.name)))
    for key, opinion in (("most_agreement", ordered[0]), ("least_agreement", ordered[-1])):
        filled = {"task": opinion.name, "k": words.count(opinion.agree), "n": words.count(opinion.people)}
        said.append(words.say(key, **filled, answers=words.upper_answers(), share=words.share(agreement(opinion))))
    return said


def _unknown(material: Material) -> list[str]:
    words, overall = material.words, material.overall
    found = []
    if overall.readable:
        fixed, of = sum(s.rank_low == s.rank_high for s in overall.standings), len(overall.standings)
        key = "unknown_nothing_open" if fixed == of else "unknown_order" if fixed else "unknown_all_order"
        found.append(words.say(key, k=fixed, of=of))
    hidden = [
        f"{quoted(material, result, group)} ({words.item(result.split.item)})"
        for result in material.splits
        for group in result.groups
        if group.people is None
    ]
    if hidden:
        found.append(words.say("unknown_groups", groups=words.listing(hidden)))
    if any(len(result.readable) > 1 for result in material.splits):
        found.append(words.say("unknown_same"))
    keys = ("unknown_together", "unknown_levels", "unknown_others")
    planless = () if material.contents.study.analysis else ("unknown_plan",)
    return [*found, *(words.say(key) for key in (*keys, *planless))]
