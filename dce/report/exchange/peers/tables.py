"""Answers as other programs want them: coded columns, a row an alternative or a row a task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dce.coding import Coding
from dce.data.choices import OPT_OUT
from dce.errors import AnswerError
from dce.report.exchange.extract import Extract

Kind = Literal["choice", "binary", "ordered"]
CONSTANT = "constant"
KINDS: dict[str, Kind] = {"choice": "choice", "yes-no": "binary", "rating": "ordered"}


@dataclass(frozen=True, slots=True)
class Term:
    """A weight: its name in dce, in the script, and that of its column."""

    name: str
    parameter: str
    column: str


@dataclass(frozen=True, eq=False)
class CodedAnswers:
    """Answers in numbers: ``wide`` has a row a task, ``long`` a row an alternative; ``answer`` counts from 1.

    Columns are person, task and situation (both of them together), then those of the terms; in the wide form of a
    choice each for every alternative, ``x_price_2`` being the second's. ``alternatives`` are numbered from 1, an
    opt-out last. An ordered answer has no long form.
    """

    kind: Kind
    terms: tuple[Term, ...]
    wide: pd.DataFrame
    long: pd.DataFrame | None
    alternatives: tuple[int, ...]
    categories: tuple[str, ...]


def coded_answers(extract: Extract) -> CodedAnswers:
    """Code a long extract as ``dce fit`` does; raises AnswerError for what these programs have no model for."""
    study = extract.design.study
    if study.task.kind not in KINDS:
        raise AnswerError(
            f"{study.task.kind} tasks have no script for other programs yet; export them as csv, long, and split each "
            "into the choices it implies"
        )
    if extract.shape != "long":
        raise AnswerError("scripts need a row an answer; export with --shape long")
    coding, kind = Coding.of(study), KINDS[study.task.kind]
    frame = extract.frame
    person = (pd.factorize(frame["respondent"])[0] + 1).astype(np.int64)
    out = frame[list(study.criterion_ids)].isna().all(axis=1).to_numpy()
    x = np.zeros((len(frame), len(coding.columns)))
    x[~out] = coding.encode(frame[~out])
    names = list(coding.columns)
    if kind == "choice" and study.task.opt_out is not None:
        x, names = np.column_stack([x, out]), [*names, OPT_OUT]
    if kind == "binary":
        x, names = np.column_stack([np.ones(len(x)), x]), [CONSTANT, *names]
    terms = _terms(names)
    keys = pd.DataFrame({"person": person, "task": frame["task"].astype("int64")})
    keys["situation"] = (pd.factorize(pd.MultiIndex.from_frame(keys))[0] + 1).astype(np.int64)
    table = pd.concat([keys, pd.DataFrame(x, columns=[term.column for term in terms])], axis=1)
    if kind == "choice":
        return _of_choices(frame, table, terms)
    return _of_ratings(frame, table, terms, kind, study.scale_ids)


def _of_choices(frame: pd.DataFrame, table: pd.DataFrame, terms: tuple[Term, ...]) -> CodedAnswers:
    number = frame["alternative"].astype("int64").to_numpy()
    number = np.where(number == 0, number.max() + 1, number)  # the opt-out
    long = table.assign(alternative=number, chosen=frame["chosen"].astype("int64"))
    long = long.sort_values(["situation", "alternative"], ignore_index=True)
    alternatives = tuple(sorted({int(one) for one in number}))
    wide = long[["person", "task", "situation"]].drop_duplicates("situation").set_index("situation", drop=False)
    wide["answer"] = long[long["chosen"] == 1].set_index("situation")["alternative"]
    for j in alternatives:
        own = long[long["alternative"] == j].set_index("situation")
        wide = wide.join(own[[term.column for term in terms]].add_suffix(f"_{j}"))
    return CodedAnswers("choice", terms, wide.reset_index(drop=True), long, alternatives, ())


def _of_ratings(
    frame: pd.DataFrame, table: pd.DataFrame, terms: tuple[Term, ...], kind: Kind, scale: Sequence[str]
) -> CodedAnswers:
    given = [
        answer for answer in scale if answer in set(frame["rating"])
    ]  # a threshold beside no answer has no maximum
    wide = table.assign(answer=pd.Index(given).get_indexer(pd.Index(frame["rating"])) + 1)
    long = None
    if kind == "binary":
        wide["answer"] = np.where(frame["rating"] == scale[1], 2, 1)
        columns = [term.column for term in terms]
        no, yes = wide.assign(alternative=1), wide.assign(alternative=2)
        no[columns] = 0.0
        long = pd.concat([no, yes]).sort_values(["situation", "alternative"], ignore_index=True)
        long = long.assign(chosen=(long["answer"] == long["alternative"]).astype("int64")).drop(columns="answer")
    return CodedAnswers(kind, terms, wide, long, (1, 2) if kind == "binary" else (), tuple(given))


def _terms(names: Sequence[str]) -> tuple[Term, ...]:
    """Names that R and Python allow, each its own."""
    found: dict[str, str] = {}
    for name in names:
        safe = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
        while safe in found.values():
            safe += "_again"
        found[name] = safe
    return tuple(Term(name, f"b_{safe}", f"x_{safe}") for name, safe in found.items())
