"""What ``dce rank --show`` can print beside the places: each view is computed only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import click
import pandas as pd

from dce.data import Ratings
from dce.ranking import (
    EVERYBODY,
    By,
    Ranking,
    additivity,
    answer_quality,
    chance_text,
    consensus,
    group_interactions,
    importance_measures,
    leniency,
    odds_ratios,
    rank_criteria,
    scenario_agreement,
    self_image,
    sensitivity,
    stated_importance,
    trend,
    variance_split,
    weight_spread,
)
from dce.store import read_answers, read_ratings
from dce.store.place import Place
from dce.study import Study

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was named on the command line: some views need a level, a pair, a self-image or a table of their own."""

    by: tuple[str, ...]
    bootstrap: int
    seed: int
    ground: tuple[str, str] | None
    pair: tuple[str, str] | None
    self_image: tuple[str, str, str] | None
    stated: Path | None
    seconds: str | None
    repeat: str | None


@dataclass(frozen=True)
class Case:
    """Answers of one study, and what is wished of them."""

    study: Study
    answers: Place
    wish: Wish

    @cached_property
    def ratings(self) -> Ratings:
        """The answers, counted."""
        return read_ratings(self.answers, self.study)

    @cached_property
    def items(self) -> tuple[By | None, ...]:
        """By what the rankings are split: nothing, then each item that was named, or each group item of the study."""
        if self.wish.by:
            return tuple(_item(text) for text in self.wish.by)
        known = self.ratings.background.columns
        return (None, *(item.id for item in self.study.groupings if item.id in known))

    @cached_property
    def rankings(self) -> dict[By | None, Ranking]:
        """A ranking for each of ``items``."""
        bootstrap, seed = self.wish.bootstrap, self.wish.seed
        return {by: rank_criteria(self.ratings, self.study, by=by, bootstrap=bootstrap, seed=seed) for by in self.items}

    @property
    def single_items(self) -> tuple[str, ...]:
        """The items that are not crossed."""
        return tuple(by for by in self.items if isinstance(by, str))


def _item(text: str) -> By:
    first, _, second = (part.strip() for part in text.partition(" x "))
    return (first, second) if second else first


def heading(study: Study, by: By | None) -> str:
    """The question of a background item, or of two that are crossed."""
    if by is None:
        return "everybody"
    items = (by,) if isinstance(by, str) else by
    labels = {item.id: item.label[study.language] for item in study.background}
    return f"By {' x '.join(items)}: {' / '.join(labels.get(item, item) for item in items)}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One printed part: its title, tables by name, and the text of both with its sentences."""

    title: str
    tables: Tables
    text: str


def shown(name: str, case: Case) -> Iterator[Shown]:
    """The parts of the view of this name; raises DceError where the answers do not have what it needs."""
    return VIEWS[name](case)


class HasTable(Protocol):
    """What is found, as one table."""

    def table(self) -> pd.DataFrame:
        """The table."""


def _found(title: str, found: HasTable, **more: pd.DataFrame) -> Shown:
    extra = "".join(f"\n\n{name}:\n{_printed(rows)}" for name, rows in more.items())
    return Shown(title, {"rows": found.table(), **more}, f"{found}{extra}")


def _printed(table: pd.DataFrame) -> str:
    return str(table.round(3).to_string(index=False))


def _of_groups(case: Case, title: str, table: Callable[[Ranking, str], pd.DataFrame]) -> Iterator[Shown]:
    """A table for everybody, and for each group that has a ranking."""
    for by, ranking in case.rankings.items():
        for group in ranking.ranges:
            if by is None or group != EVERYBODY or by == case.items[0]:
                rows = table(ranking, group)
                yield Shown(f"{title}: {group}", {"rows": rows.reset_index()}, rows.map(chance_text).to_string())


def _chances(case: Case) -> Iterator[Shown]:
    title = "Share of resampled studies (of groups that are pooled: of draws) in which a criterion has each place"
    return _of_groups(case, title, lambda ranking, group: ranking.rank_chances(group))


def _pairs(case: Case) -> Iterator[Shown]:
    title = "Share of resampled studies (of groups that are pooled: of draws) in which the row is above the column"
    return _of_groups(case, title, lambda ranking, group: ranking.pairwise(group))


def _of_rankings(case: Case, title: str, table: Callable[[Ranking], pd.DataFrame | None]) -> Iterator[Shown]:
    for by, ranking in case.rankings.items():
        rows = table(ranking)
        if rows is not None and not rows.empty:
            yield Shown(f"{title}. {heading(case.study, by)}", {"rows": rows}, _printed(rows))


def _tiers(case: Case) -> Iterator[Shown]:
    return _of_rankings(case, "Tiers: no two of one tier can be told apart", Ranking.tiers)


def _marginal(case: Case) -> Iterator[Shown]:
    return _of_rankings(case, "Places of a criterion that was named beforehand", Ranking.marginal_sets)


def _apart(case: Case) -> Iterator[Shown]:
    title = "Each group fitted alone"
    return _of_rankings(case, title, lambda ranking: None if ranking.apart is None else ranking.apart.table())


def _compare(case: Case) -> Iterator[Shown]:
    points = 100 * 0.5 / len(case.study.criteria)
    title = f"Importance in one group less that in another; same: surely less than {points:.0f} points apart"
    return _of_rankings(case, title, Ranking.compare)


def _measures(case: Case) -> Iterator[Shown]:
    draws = {"bootstrap": case.wish.bootstrap, "seed": case.wish.seed}
    for by in case.single_items or (None,):
        yield _found("Three measures of importance", importance_measures(case.ratings, case.study, by=by, **draws))


def _groups(case: Case) -> Iterator[Shown]:
    for by in case.single_items:
        found = group_interactions(case.ratings, case.study, by=by)
        title = f"Leniency, scale and weights of groups. {heading(case.study, by)}"
        yield _found(title, found, tests=found.tests)


def _consensus(case: Case) -> Iterator[Shown]:
    for by, ranking in case.rankings.items():
        if by is not None:
            yield _found(f"The order of the groups together. {heading(case.study, by)}", consensus(ranking))


def _leniency(case: Case) -> Iterator[Shown]:
    for by in case.single_items:
        yield _found(
            f"How negative groups advise. {heading(case.study, by)}", leniency(case.ratings, case.study, by=by)
        )


def _trend(case: Case) -> Iterator[Shown]:
    known = case.ratings.background.columns
    named = [by for by in case.single_items if case.wish.by] or [item.id for item in case.study.background]
    for item in case.study.background:
        if item.ordered and item.id in known and item.id in named:
            found = trend(case.ratings, case.study, by=item.id)
            yield _found(f"The longer, the less negative? {heading(case.study, item.id)}", found, tests=found.tests)


def _scenarios(case: Case) -> Iterator[Shown]:
    draws = {"bootstrap": case.wish.bootstrap, "seed": case.wish.seed}
    yield _found("Scenarios, the most disputed first", scenario_agreement(case.ratings, case.study, **draws))


def _variation(case: Case) -> Iterator[Shown]:
    yield _found("Where the variation in answers comes from", variance_split(case.ratings, seed=case.wish.seed))


def _spread(case: Case) -> Iterator[Shown]:
    yield _found("Which criteria people weigh most differently", weight_spread(case.ratings, case.study))


def _additive(case: Case) -> Iterator[Shown]:
    wish = case.wish
    draws = {"bootstrap": wish.bootstrap, "seed": wish.seed}
    found = additivity(case.ratings, case.study, ground=wish.ground, pair=wish.pair, **draws)
    yield _found("Do the weights of criteria simply add up?", found)
    more = (
        ("Who never agrees, whatever else a scenario has", found.never),
        ("Whether two criteria work together", found.interaction),
        ("Whether levels stand in equal steps", found.linearity),
        ("What the ranking is without each scenario", found.left_out),
    )
    for name, part in more:
        if part is not None:
            yield _found(name, part)


def _odds(case: Case) -> Iterator[Shown]:
    fit = next(iter(case.rankings.values())).fits.get(EVERYBODY)
    if fit is not None:
        yield _found("Relative importance and odds ratios", odds_ratios(fit, case.study))


def _self_image(case: Case) -> Iterator[Shown]:
    if case.wish.self_image is None:
        raise click.UsageError("self-image needs --self-image ITEM LENIENT STRICT: an item and two of its options")
    by, lenient, strict = case.wish.self_image
    found = self_image(case.ratings, case.study, by=by, lenient=lenient, strict=strict)
    title = f"What people call themselves against how they advise. {heading(case.study, by)}"
    yield _found(title, found, tests=found.tests, statements=found.statements)


def _stated(case: Case) -> Iterator[Shown]:
    if case.wish.stated is None:
        raise click.UsageError("stated needs --stated FILE: a table with a row a respondent and a column a criterion")
    table = pd.read_csv(case.wish.stated, dtype={"respondent": str}).set_index("respondent")
    draws = {"bootstrap": case.wish.bootstrap, "seed": case.wish.seed}
    found = stated_importance(case.ratings, case.study, table, **draws)
    yield _found("What people say weighs most, against what their answers show", found, overall=found.overall)


def _quality(case: Case) -> Iterator[Shown]:
    wish, study = case.wish, case.study
    quality = answer_quality(
        read_answers(case.answers, study), study, seconds=wish.seconds, repeat=wish.repeat, seed=wish.seed
    )
    yield _found("Answers that may tell little", quality)
    found = sensitivity(case.ratings, study, quality, bootstrap=wish.bootstrap, seed=wish.seed)
    yield _found("The ranking with every answer and without those people", found)


VIEWS: dict[str, Callable[[Case], Iterator[Shown]]] = {
    "measures": _measures,
    "odds": _odds,
    "chances": _chances,
    "pairs": _pairs,
    "tiers": _tiers,
    "marginal": _marginal,
    "apart": _apart,
    "compare": _compare,
    "groups": _groups,
    "consensus": _consensus,
    "leniency": _leniency,
    "trend": _trend,
    "scenarios": _scenarios,
    "variation": _variation,
    "spread": _spread,
    "additive": _additive,
    "self-image": _self_image,
    "stated": _stated,
    "quality": _quality,
}
