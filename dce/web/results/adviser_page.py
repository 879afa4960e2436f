"""What a page of the adviser shows, as plain values: the form with a list a criterion, and the advice in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from flask_babel import gettext

from dce.adviser import Advice, Case, Nearest, checked_case
from dce.disclosure import Hidden
from dce.errors import AnswerError
from dce.report.advice_figures import calibration_figure, distribution_figure, reasons_figure, slope_words
from dce.report.advice_words import AdviceWords
from dce.report.exchange.tables import csv_text
from dce.report.figure import Figure
from dce.report.numbers import percent
from dce.report.wording import Wording, capital
from dce.study import Study
from dce.web.results.adviser_shown import ShownAdviser

SPLIT = "splitBy"  # in an address: no criterion can be called so


@dataclass(frozen=True, slots=True)
class Field:
    """One criterion of the form: its question, its levels with their words, and which was chosen, "" for none."""

    id: str
    question: str
    levels: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something with what is told of it."""

    name: str
    told: str


@dataclass(frozen=True, slots=True)
class Told:
    """An advice as it stands on a page: the brake first, then shares, reasons, changes, and what was judged."""

    stopped: bool
    brakes: tuple[str, ...]
    shares: tuple[str, ...]
    reasons: Figure | None
    answers: Figure | None
    changes: tuple[Line, ...]
    nearest: tuple[Line, ...]


def fields(study: Study, language: str, chosen: Mapping[str, str]) -> tuple[Field, ...]:
    """The form, in the order of the study."""
    return tuple(
        Field(
            criterion.id,
            criterion.label[language],
            tuple((level.id, level.label[language]) for level in criterion.levels),
            chosen.get(criterion.id, ""),
        )
        for criterion in study.criteria
    )


def named_splits(study: Study, splits: Iterable[str], language: str) -> tuple[tuple[str, str], ...]:
    """The items that there is an adviser by, each with its name."""
    items = {item.id: item for item in study.background}
    return tuple((name, capital(Wording(study, language).item(items[name]))) for name in splits if name in items)


def public_content(kept: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    """What is published: every adviser that is shown, by item, under one version of all."""
    advisers = {split: content for split, content in kept.items() if content}
    return {"version": " ".join(str(content["version"]) for content in advisers.values()), "advisers": advisers}


def read_case(study: Study, asked: Mapping[str, str]) -> tuple[Case | None, tuple[str, ...]]:
    """The case that an address names, and the criteria that lack a level; no case where none is named at all."""
    named = {name: asked[name] for name in study.criterion_ids if asked.get(name)}
    if not named:
        return None, ()
    try:
        return checked_case(named, study), ()
    except AnswerError:
        levels = {criterion.id: criterion.level_ids for criterion in study.criteria}
        return None, tuple(name for name in study.criterion_ids if named.get(name) not in levels[name])


def told(shown: ShownAdviser, advice: Advice, language: str) -> Told:
    """An advice in words and figures of a language."""
    study, by = shown.adviser.study, shown.adviser.by
    words = AdviceWords(advice, Wording(study, language), by)
    brakes = words.brakes()
    if not advice.groups:
        return Told(advice.stopped, brakes, (), None, None, (), ())
    first = advice.groups[0]
    return Told(
        stopped=advice.stopped,
        brakes=brakes,
        shares=tuple(words.headline(group) for group in advice.groups),
        reasons=reasons_figure(advice, study, language, by=by),
        answers=distribution_figure(advice, study, language, by=by),
        changes=tuple(Line(words.levels(change.levels), words.share(change.share)) for change in first.changes),
        nearest=tuple(_near(near, words) for near in advice.nearest),
    )


def _near(near: Nearest, words: AdviceWords) -> Line:
    other = words.levels({name: near.scenario[name] for name in near.differing})
    name = gettext("Other there: %(levels)s", levels=other) if other else gettext("This very case")
    if isinstance(near.counts, Hidden):
        return Line(name, gettext("not shown: too few people judged it, or nearly all gave the same answer"))
    scale = words.words.study.scale_ids
    counts = [f"{words.words.answer(answer)} {people}" for answer, people in zip(scale, near.counts, strict=True)]
    return Line(name, "; ".join(counts))


def calibration(shown: ShownAdviser, language: str) -> Figure | None:
    """How far the adviser can be believed, for everybody together."""
    return calibration_figure(shown.validation, shown.adviser.study, language)


@dataclass(frozen=True, slots=True)
class Score:
    """How a group was predicted: which answers were unseen, and each figure with what stands under it."""

    group: str
    unseen: str
    figures: tuple[tuple[str, str], ...]


def scores(shown: ShownAdviser, language: str) -> tuple[Score, ...]:
    """A row a group and kind of unseen answers: predicted right, Brier score, log score and slope."""
    words = Wording(shown.adviser.study, language)
    item = next((one for one in shown.adviser.study.background if one.id == shown.adviser.by), None)
    found = list[Score]()
    for row in shown.validation.rows.to_dict("records"):
        unseen = gettext("scenarios") if row["unseen"] == "scenario" else gettext("people")
        name = capital(words.group(item, row["group"])), unseen
        if pd.isna(row.get("brier")):
            found.append(Score(*name, ((gettext("could not be told"), ""), *[("", "")] * 3)))
            continue
        low, high = (percent(row[f"accuracy_{end}"]) for end in ("low", "high"))
        right = percent(row["accuracy"]), words.say("range", low=low, high=high)
        brier, log = (_beside_rivals(words, row, score) for score in ("brier", "log_score"))
        slope = ("", "") if pd.isna(row["slope"]) else slope_words(words, row)
        found.append(Score(*name, (right, brier, log, slope)))
    return tuple(found)


def _beside_rivals(words: Wording, row: Mapping[Hashable, Any], score: str) -> tuple[str, str]:
    own, base, single = (words.decimal(row[f"{score}{of}"], 3) for of in ("", "_base", "_single"))
    return own, f"{base} / {single}"


def cases_csv(shown: ShownAdviser, advices: tuple[Advice, ...], language: str) -> str:
    """Several advices as one CSV table: a row a case and group, every row with its brakes, model and n."""
    study = shown.adviser.study
    names = ["case", *study.criterion_ids, "group", "people", "share", "low", "high"]
    rows = []
    for advice in advices:
        words = AdviceWords(advice, Wording(study, language), shown.adviser.by)
        levels = [advice.case[name] for name in study.criterion_ids]
        codes = " ".join(dict.fromkeys(brake.code for brake in advice.brakes))
        last = [codes, " ".join(words.brakes()), advice.version, advice.people]
        last += [advice.on.isoformat() if advice.on else "", advice.synthetic]
        groups = [
            [own.group, own.people, *(round(end, 4) for end in (own.share.value, own.share.low, own.share.high))]
            for own in advice.groups
        ] or [["", None, None, None, None]]
        rows += [[advice.name, *levels, *group, *last] for group in groups]
    return csv_text([*names, "brakes", "brakes_in_words", "model", "people_in_all", "answers_of", "synthetic"], rows)
