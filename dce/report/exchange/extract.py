"""The extract: the answers that leave the house, with no more of people than was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dce.design import Design
from dce.disclosure import Anonymity, anonymity
from dce.errors import AnswerError
from dce.report.exchange.columns import Column, Kind, describe_columns
from dce.report.exchange.wide import widened

Shape = Literal["long", "wide"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of an export.

    Reasons in free text stay out unless asked for. ``without`` are background items to leave out; with ``k`` more are
    left out until so many people share every combination. ``keep_ids`` keeps the ids of the database.
    """

    shape: Shape = "long"
    language: str | None = None
    reasons: bool = False
    without: tuple[str, ...] = ()
    k: int | None = None
    keep_ids: bool = False


@dataclass(frozen=True, eq=False)
class Extract:
    """A table to export: what its columns mean, which background ``items`` it tells, and how well people hide in it."""

    design: Design
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    shape: Shape
    language: str
    items: tuple[str, ...]
    anonymity: Anonymity
    left_out: tuple[str, ...]
    synthetic: bool
    kept_ids: bool


def extract(frame: pd.DataFrame, design: Design, wish: Wish, rng: np.random.Generator) -> Extract:
    """Make the export of ``frame``, the long table of a store or of ``read_answers``.

    Respondents get numbers that ``rng`` draws for this export only, and stand in that order: the same person has
    another number in the next one, so that two exports, each harmless, cannot be joined into a fuller one by it. No
    moment in time is in the table. Raises AnswerError where real answers are of fewer people than may be shown.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), 8, seed=1)
    >>> answers = simulate_answers(design, default_population(design.study), 30, 1)
    >>> found = extract(answers, design, Wish(shape="wide", k=5), np.random.default_rng(1))
    >>> len(found.frame), found.anonymity.k >= 5
    (30, True)
    """
    study = design.study
    people = frame.drop_duplicates("respondent").set_index("respondent")
    refuse_few(people["synthetic"], study.privacy.smallest_group)
    language = _language(wish.language, design)
    items = [item.id for item in study.background if item.id in frame.columns]
    people = people[items]
    left_out = _left_out(people, wish, [item.id for item in study.background])
    told = [item for item in items if item not in left_out]
    dropped = [*left_out, *([] if wish.reasons else ["reason"])]
    kept = frame.drop(columns=[name for name in dropped if name in frame.columns])
    kept = kept if wish.keep_ids else _renumbered(kept, rng)
    kept = kept.sort_values([name for name in ("respondent", "position") if name in kept], kind="stable")
    if wish.shape == "wide":
        kept = widened(kept, design)
    columns = describe_columns([str(name) for name in kept.columns], design, language, kept_ids=wish.keep_ids)
    return Extract(
        design=design,
        frame=_typed(kept, columns),
        columns=columns,
        shape=wish.shape,
        language=language,
        items=tuple(told),
        anonymity=anonymity(people, told, study.privacy.smallest_group),
        left_out=left_out,
        synthetic=bool(frame["synthetic"].all()),
        kept_ids=wish.keep_ids,
    )


def extract_page(frame: pd.DataFrame, design: Design, numbers: Mapping[str, str]) -> pd.DataFrame:
    """Give the rows of some people as ``extract`` gives them in the long table, under the ``numbers`` that are theirs.

    Whether they may be given at all was judged before, over all people of the edition.
    """
    kept = frame.drop(columns=[name for name in ("reason",) if name in frame.columns])
    kept = kept.assign(respondent=kept["respondent"].map(numbers)).sort_values(
        ["respondent", "position"], kind="stable"
    )
    return _typed(kept, describe_columns([str(name) for name in kept.columns], design, design.study.language))


def refuse_few(synthetic: pd.Series, smallest: int) -> None:
    """Raise AnswerError where real people, by whether each is ``synthetic``, are too few, or where there is nobody."""
    real = int((~synthetic.astype(bool)).sum())
    if 0 < real < smallest:
        raise AnswerError(
            f"the answers are of too few people: nothing is exported about fewer than {smallest}; wait for more, or "
            "set privacy: smallest_group in the study file before it opens"
        )
    if not len(synthetic):
        raise AnswerError("there are no answers yet; nothing was exported")


def _language(wanted: str | None, design: Design) -> str:
    spoken = design.study.languages
    if wanted is not None and wanted not in spoken:
        raise AnswerError(f'study {design.study.id} has no texts in language "{wanted}"; it has {", ".join(spoken)}')
    return wanted or design.study.language


def _left_out(people: pd.DataFrame, wish: Wish, known: Sequence[str]) -> tuple[str, ...]:
    for item in wish.without:
        if item not in known:
            raise AnswerError(f'"{item}" is no background item of the study; use one of {", ".join(known) or "none"}')
    named = tuple(dict.fromkeys(wish.without))
    if wish.k is None:
        return named
    more = anonymity(people, [str(item) for item in people.columns if item not in named], wish.k).leave_out
    if more is None:
        raise AnswerError(f"k is {wish.k}, and there are {len(people)} people; ask for a smaller k")
    return (*named, *more)


def _renumbered(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The same with a number for each respondent, of equal length, so that text sorts as numbers do."""
    who, names = pd.factorize(frame["respondent"])
    width = len(str(len(names)))
    numbers = np.array([str(number).zfill(width) for number in rng.permutation(len(names)) + 1], dtype=object)
    return frame.assign(respondent=numbers[who])


def _typed(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Text and options as text or None, whole numbers as such, truth as such."""
    typed = {column.name: _cells(frame[column.name], column.kind) for column in columns}
    return pd.DataFrame(typed).reset_index(drop=True)


def _cells(cells: pd.Series, kind: Kind) -> pd.Series:
    if kind == "whole":
        return pd.to_numeric(cells).astype("Int64")
    if kind == "truth":
        return cells.astype("bool")
    codes, different = pd.factorize(cells)  # a missing one has code -1: the last; the same texts are one in memory
    return pd.Series(np.array([*different.tolist(), None], dtype=object)[codes], index=cells.index, dtype=object)
