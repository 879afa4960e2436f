"""The findings in full sentences, each made from the tables; what cannot be told is said as plainly as what can."""

from __future__ import annotations

from dataclasses import dataclass

from dce.report.material import Material, SplitResult
from dce.report.numbers import percent
from dce.report.opinions import agreement
from dce.report.places import Difference, GroupResult, Standing
from dce.report.sample import Split
from dce.report.wording import Wording, capital

FEW = 3  # so many names a sentence can carry
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs, and after them a list."""

    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()


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
        groups=Passage((), tuple(_split_summary(material, result) for result in material.splits)),
        unknown=Passage((), tuple(_unknown(material))),
    )


def full(words: Wording, result: GroupResult, standing: Standing) -> dict[str, object]:
    """What a sentence on one criterion is filled with: its name, share, places and people."""
    places = words.places(standing, len(result.standings))
    name = words.criterion(standing.criterion)
    return {"name": name, "share": words.share(standing), "places": places, "n": words.count(result.people or 0)}


def split_passage(material: Material, result: SplitResult) -> Passage:
    """Which groups of one split can be told apart, and what weighs most in each."""
    words = material.words
    points = [_group_line(material, result, group) for group in result.groups]
    shrunk = [group for group in result.groups if group.status == "shrunk"]
    notes = [words.say("group_shrunk", group=_quoted(material, result, group)) for group in shrunk]
    return Passage((*_comparison(material, result), *notes), tuple(points))


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
    found.append(words.say("tiers", k=len(names), tiers=tiers) if len(names) > 1 else words.say("one_tier"))
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
        for key, opinion in (("most_agreement", found[0]), ("least_agreement", found[-1])):
            filled = {"task": opinion.name, "k": words.count(opinion.agree), "n": words.count(opinion.people)}
            points.append(
                words.say(key, **filled, answers=words.upper_answers(), share=words.share(agreement(opinion)))
            )
    gaps = (class_sentence(material, split, "class_finding") for split in material.class_splits)
    points += [sentence for sentence in gaps if sentence]
    return Passage((), tuple(points))


def _split_summary(material: Material, result: SplitResult) -> str:
    """One split in a few sentences: the widest difference, and in which groups it is clear what weighs most."""
    words, found = material.words, result.differences
    sentences = _comparison(material, result)
    if found:
        more = [words.say("more_different", k=len(found) - 1)] if len(found) > 1 else []
        sentences = [_difference(material, result, found[0]), *more]
    clear = [group for group in result.readable if len(group.leaders) == 1]
    sentences += [_group_line(material, result, group) for group in clear]
    opened = [
        words.say("group_people", group=_quoted(material, result, group), n=words.count(group.people or 0))
        for group in result.readable
        if group not in clear
    ]
    if opened:
        sentences.append(words.say("open_groups", groups=words.listing(opened)))
    return f"{capital(words.item(result.split.item))}. {' '.join(sentences)}"


def _comparison(material: Material, result: SplitResult) -> list[str]:
    words, readable = material.words, result.readable
    if len(readable) < 2:
        return [words.say("one_group" if readable else "no_group")]
    found = result.differences
    if not found:
        return [words.say("none_different")]
    sentences = [_difference(material, result, difference) for difference in found[:FEW]]
    if len(found) > FEW:
        sentences.append(words.say("more_different", k=len(found) - FEW))
    of = len(readable[0].standings)
    same = of - len({difference.criterion for difference in found})
    return [*sentences, words.say("rest_same", k=same, of=of)] if same else sentences


def _difference(material: Material, result: SplitResult, found: Difference) -> str:
    words = material.words
    sides = {"more": found.more, "less": found.less}
    shares = {f"{side}_share": words.share(group.of(found.criterion)) for side, group in sides.items()}
    people = {f"{side}_n": words.count(group.people or 0) for side, group in sides.items()}
    names = {side: _quoted(material, result, group) for side, group in sides.items()}
    name = words.criterion(found.criterion)
    points = {key: words.decimal(100 * getattr(found, key), 0) for key in ("gap", "low", "high")}
    return capital(words.say("different", criterion=name, **names, **shares, **people, **points))


def _group_line(material: Material, result: SplitResult, group: GroupResult) -> str:
    words, of = material.words, len(material.contents.study.criteria)
    filled: dict[str, object] = {"group": _quoted(material, result, group), "n": words.count(group.people or 0)}
    if not group.readable:
        return words.say(f"group_{group.status}", **filled, smallest=material.sample.smallest)
    leaders = group.leaders
    if len(leaders) == 1:
        return words.say("group_one_leader", **(full(words, group, leaders[0]) | filled))
    if len(leaders) <= FEW:
        names = [f"{words.criterion(s.criterion)}, {words.share(s)}" for s in leaders]
        return words.say("group_few_leaders", **filled, names="; ".join(names))
    return words.say("group_many_leaders", **filled, k=len(leaders), of=of)


def _quoted(material: Material, result: SplitResult, group: GroupResult) -> str:
    return material.words.quote(material.words.group(result.split.item, group.group))


def _unknown(material: Material) -> list[str]:
    words, overall = material.words, material.overall
    found = []
    if overall.readable:
        fixed, of = sum(s.rank_low == s.rank_high for s in overall.standings), len(overall.standings)
        key = "unknown_nothing_open" if fixed == of else "unknown_order" if fixed else "unknown_all_order"
        found.append(words.say(key, k=fixed, of=of))
    hidden = [
        f"{_quoted(material, result, group)} ({words.item(result.split.item)})"
        for result in material.splits
        for group in result.groups
        if group.people is None
    ]
    if hidden:
        found.append(words.say("unknown_groups", groups=words.listing(hidden)))
    if any(len(result.readable) > 1 for result in material.splits):
        found.append(words.say("unknown_same"))
    return [*found, *(words.say(key) for key in ("unknown_together", "unknown_levels", "unknown_others"))]
