"""What can be told of groups, split by split: where they differ, where they are alike, and what weighs most in each."""

from __future__ import annotations

from dce.report.material import Material
from dce.report.passages import FEW, Passage, full
from dce.report.places import Difference, GroupResult
from dce.report.readings import SplitResult
from dce.report.wording import capital


def split_passage(material: Material, result: SplitResult) -> Passage:
    """Which groups of one split can be told apart, and what weighs most in each."""
    words = material.words
    points = [_group_line(material, result, group) for group in result.groups]
    shrunk = [group for group in result.groups if group.status == "shrunk"]
    notes = [words.say("group_shrunk", group=quoted(material, result, group)) for group in shrunk]
    return Passage((*_comparison(material, result), *notes), tuple(points))


def split_summaries(material: Material) -> tuple[str, ...]:
    """The splits for the first page, those of which nothing can be told in one sentence together."""
    silent = [result for result in material.splits if _silent(result)]
    if len(silent) < 2:
        return tuple(_summary(material, result) for result in material.splits)
    words, groups = material.words, [group for result in silent for group in result.readable]
    sizes = [group.people or 0 for group in groups]
    together = words.say(
        "silent_splits", items=words.listing([words.item(result.split.item) for result in silent]), k=len(groups),
        low=words.count(min(sizes)), high=words.count(max(sizes)),
    )  # fmt: skip
    return (*(_summary(material, result) for result in material.splits if result not in silent), together)


def _silent(result: SplitResult) -> bool:
    """Whether groups stand beside each other of which nothing at all is certain."""
    told = result.differences or result.alike or any(len(group.leaders) == 1 for group in result.readable)
    return len(result.readable) > 1 and not told


def _summary(material: Material, result: SplitResult) -> str:
    """One split in a few sentences: the widest difference, and in which groups it is clear what weighs most."""
    words, found = material.words, result.differences
    sentences = _comparison(material, result)
    if found:
        more = [words.say("more_different", k=len(found) - 1)] if len(found) > 1 else []
        sentences = [_difference(material, result, found[0]), *more, *_alike(material, result)]
    clear = [group for group in result.readable if len(group.leaders) == 1]
    sentences += [_group_line(material, result, group) for group in clear]
    opened = [
        words.say("group_people", group=quoted(material, result, group), n=words.count(group.people or 0))
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
    sentences = [_difference(material, result, difference) for difference in found[:FEW]]
    if len(found) > FEW:
        sentences.append(words.say("more_different", k=len(found) - FEW))
    note = [words.say("apart_note")] if found and result.apart else []
    return [*sentences, *note, *_not_different(material, result)]


def _not_different(material: Material, result: SplitResult) -> list[str]:
    """The criteria that groups surely weigh alike, and how many are left of which nothing can be told."""
    words, of = material.words, len(result.readable[0].standings)
    differ = {difference.criterion for difference in result.differences}
    rest = of - len(differ) - len(result.alike)
    said = ([] if differ else [words.say("none_different")]) + _alike(material, result)
    if rest:
        said.append(words.say("rest_open", k=rest, of=of) if differ or result.alike else words.say("all_open"))
    return said


def _alike(material: Material, result: SplitResult) -> list[str]:
    words, points = material.words, 100 * material.margin
    margin = words.decimal(points, 0 if points.is_integer() else 1)
    names = words.listing([words.criterion(name) for name in result.alike])
    return [words.say("alike", names=names, margin=margin)] if names else []


def _difference(material: Material, result: SplitResult, found: Difference) -> str:
    words = material.words
    sides = {"more": found.more, "less": found.less}
    alone = {side: result.apart.get(group.group, group) for side, group in sides.items()}
    shares = {f"{side}_share": words.share(group.of(found.criterion)) for side, group in alone.items()}
    people = {f"{side}_n": words.count(group.people or 0) for side, group in sides.items()}
    names = {side: quoted(material, result, group) for side, group in sides.items()}
    name = words.criterion(found.criterion)
    points = {key: words.decimal(100 * getattr(found, key), 0) for key in ("gap", "low", "high")}
    return capital(words.say("different", criterion=name, **names, **shares, **people, **points))


def _group_line(material: Material, result: SplitResult, group: GroupResult) -> str:
    words, of = material.words, len(material.contents.study.criteria)
    filled: dict[str, object] = {"group": quoted(material, result, group), "n": words.count(group.people or 0)}
    if not group.readable:
        return words.say(f"group_{group.status}", **filled, smallest=material.sample.smallest)
    leaders = group.leaders
    if len(leaders) == 1:
        return words.say("group_one_leader", **(full(words, group, leaders[0]) | filled))
    if len(leaders) <= FEW:
        names = [f"{words.criterion(s.criterion)}, {words.share(s)}" for s in leaders]
        return words.say("group_few_leaders", **filled, names="; ".join(names))
    return words.say("group_many_leaders", **filled, k=len(leaders), of=of)


def quoted(material: Material, result: SplitResult, group: GroupResult) -> str:
    """The name of a group between quotation marks."""
    return material.words.quote(material.words.group(result.split.item, group.group))
