"""Pictures of a ranking: importance, groups side by side, what differs between them, and how firm the order is."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping

from dce.errors import FitError
from dce.ranking import CROSS, EVERYBODY, Ranking
from dce.report import charts_dots, charts_grid, group_figures, importance_figures, order_figures
from dce.report.charts_dots import Dot, Scale, spread_chart
from dce.report.charts_grid import Grid, grid_chart
from dce.report.figure import Picture
from dce.report.pictures.axes import even_ticks
from dce.report.places import GroupResult, group_results
from dce.report.svg import Size
from dce.report.wording import Wording, capital

MOST = 30  # rows that a picture of differences can carry
VERDICTS = {"differs": "differs", "same": "same"}


def importance(ranking: Ranking, language: str, group: str = EVERYBODY) -> Picture:
    """The criteria in order of importance, for everybody or for one group."""
    words = Wording(ranking.study, language)
    return _named(words, ranking, group, importance_figures.importance_picture(words, _result(ranking, group)))


def places(ranking: Ranking, language: str, group: str = EVERYBODY) -> Picture:
    """How often each criterion takes each place."""
    words = Wording(ranking.study, language)
    found = order_figures.places_picture(words, ranking, _result(ranking, group))
    return _named(words, ranking, group, found)


def pairs(ranking: Ranking, language: str, group: str = EVERYBODY) -> Picture:
    """How often one criterion stands above another."""
    words = Wording(ranking.study, language)
    found = order_figures.pairwise_picture(words, ranking, _result(ranking, group))
    return _named(words, ranking, group, found)


def groups(ranking: Ranking, language: str) -> Picture:
    """Importance by group as a map of colours, everybody first; groups that may not be shown are hatched."""
    words, results = Wording(ranking.study, language), _results(ranking)
    overall, apart = _result(ranking, EVERYBODY), [result for result in results if result.group != EVERYBODY]
    if not any(result.readable for result in apart):
        raise FitError("this ranking has no groups to draw beside each other; rank with by=")
    columns = tuple(
        group_figures.group_column(words, _name(words, ranking, result.group), result, overall)
        for result in (overall, *apart)
    )
    most = max(s.importance for result in results for s in result.standings)
    grid = Grid(tuple(words.criterion(s.criterion) for s in overall.standings), columns, 36, most, upright=True)
    size = charts_grid.WIDE_HEAT
    wide = Size(max(size.total, size.label + 44 * len(columns)), size.label, size.right, size.letters)
    heaviest = max(((r, s) for r in apart for s in r.standings), key=lambda found: found[1].importance)
    alternative = words.say(
        "fig_heat_alt", k=len(grid.rows), groups=sum(result.readable for result in apart),
        name=words.criterion(heaviest[1].criterion), share=words.share(heaviest[1]),
        group=words.quote(_name(words, ranking, heaviest[0].group)),
    )  # fmt: skip
    people = words.say("people", n=words.count(overall.people or 0))
    subtitle = f"{words.say('fig_groups_sub')} {people}. {group_figures.heat_note(words, apart)}"
    return Picture(
        _difference_title(words, ranking), subtitle, alternative, lambda s: grid_chart(grid, s),
        (wide, charts_grid.NARROW_HEAT),
    )  # fmt: skip


def compare(ranking: Ranking, language: str, margin: float | None = None) -> Picture:
    """The difference in importance between every two groups, criterion by criterion, with what may be said of it."""
    words, found = Wording(ranking.study, language), ranking.compare(margin=margin)
    known = found.dropna(subset=["difference", "low", "high"])
    if known.empty:
        raise FitError("this ranking has no two groups to compare; rank with by=")
    rows = known.sort_values("p_holm", kind="stable").head(MOST).sort_index()
    dots = [_difference(words, ranking, row) for row in rows.to_dict("records")]
    reach = 0.05 * math.ceil(20 * max(abs(end) for dot in dots for end in (dot.low or 0.0, dot.high or 0.0)) + 1e-9)
    scale = Scale(
        -reach, reach, even_ticks(reach), "format(100 * datum.value, '.0f')", words.say("picture_compare_axis"),
        words.say("picture_compare_first"), words.say("picture_compare_second"),
    )  # fmt: skip
    people = [result for result in _results(ranking) if result.readable and result.group != EVERYBODY]
    named = words.listing([_with_people(words, ranking, result) for result in people])
    left_out = words.say("picture_most", k=len(rows), of=len(known)) if len(rows) < len(known) else ""
    title = _difference_title(words, ranking)
    widest = known.iloc[int(known["difference"].abs().to_numpy().argmax())]
    gap = words.decimal(100 * abs(float(widest["difference"])), 0)
    return Picture(
        title, f"{words.say('picture_compare_sub', groups=named)} {left_out}".strip(),
        words.say(
            "picture_compare_alt", title=title, k=len(dots), name=words.criterion(str(widest["criterion"])), gap=gap
        ),
        lambda size: spread_chart(dots, scale, size), (charts_dots.WIDE_SPREAD, charts_dots.NARROW_SPREAD),
    )  # fmt: skip


PICTURES: dict[str, Callable[..., Picture]] = {
    "importance": importance, "groups": groups, "compare": compare, "places": places, "pairs": pairs,
}  # fmt: skip


def _difference(words: Wording, ranking: Ranking, row: Mapping[Hashable, object]) -> Dot:
    a, b = (_name(words, ranking, str(row[name])) for name in ("group_a", "group_b"))
    value, low, high = (float(str(row[name])) for name in ("difference", "low", "high"))
    label = f"{words.criterion(str(row['criterion']))}\n{words.say('picture_minus', a=_short(a), b=_short(b))}"
    verdict = words.say(f"verdict_{VERDICTS.get(str(row['verdict']), 'open')}")
    return Dot(label, value, low, high, words.decimal(100 * value, 0), verdict)


def _short(name: str) -> str:
    """What stands between brackets at the end of a name, such as FG; else the name."""
    return name.rsplit("(", 1)[1].removesuffix(")") if name.endswith(")") and "(" in name else name


def _difference_title(words: Wording, ranking: Ranking) -> str:
    rows = ranking.compare()
    found = list(dict.fromkeys(rows.loc[rows["verdict"] == "differs", "criterion"]))
    if not found:
        return words.say("fig_groups_none")
    return words.say("fig_groups_some", names=words.listing([words.criterion(str(name)) for name in found]))


def _results(ranking: Ranking) -> tuple[GroupResult, ...]:
    return group_results(ranking, tuple(ranking.rows["group"].unique()))


def _result(ranking: Ranking, group: str) -> GroupResult:
    results = {result.group: result for result in _results(ranking)}
    if group not in results or not results[group].readable:
        known = ", ".join(name for name, result in results.items() if result.readable) or "none"
        raise FitError(f'group "{group}" has no ranking to draw; those with one: {known}')
    return results[group]


def _named(words: Wording, ranking: Ranking, group: str, picture: Picture) -> Picture:
    """The picture with its group in front of the subtitle, where it is not of everybody."""
    if group == EVERYBODY:
        return picture
    said = f"{capital(_name(words, ranking, group))}. {picture.subtitle}"
    return Picture(picture.title, said, picture.alternative, picture.draw, picture.sizes)


def _name(words: Wording, ranking: Ranking, group: str) -> str:
    """What the study calls a group, or the two that are crossed."""
    if group == EVERYBODY or ranking.by is None:
        return words.group(None, EVERYBODY)
    names = (ranking.by,) if isinstance(ranking.by, str) else tuple(ranking.by)
    items = {item.id: item for item in ranking.study.background}
    return CROSS.join(words.group(items[name], part) for name, part in zip(names, group.split(CROSS), strict=True))


def _with_people(words: Wording, ranking: Ranking, result: GroupResult) -> str:
    return words.say("group_people", group=_name(words, ranking, result.group), n=words.count(result.people or 0))
