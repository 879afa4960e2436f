"""The long table: a row an answer, with what was shown and who answered, read in one short moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dce.design import Design
from dce.errors import StoreError
from dce.store.database import Database


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a study is: people who started, people who completed, answers stored."""

    started: int
    completed: int
    answers: int


def progress(database: Database, study_id: str) -> Progress:
    """Count what is stored for ``study_id``, over all its designs."""
    with database.snapshot():
        (people,) = database.run("progress_of_people", study_id=study_id)
        (answers,) = database.run("progress_of_answers", study_id=study_id)
    return Progress(people["started"], people["completed"], answers["answers"])


def answers_table(database: Database, designs: Sequence[Design]) -> pd.DataFrame:
    """Give all answers to ``designs`` (the newest last), which must ask the same; columns as in ``Store.answers``."""
    same_question(database, designs)
    with database.snapshot():
        parts = [_read(database, design.hash) for design in designs]
    study, scenarios = designs[-1].study, designs[-1].frame.drop_duplicates("task").set_index("task")
    frame = pd.concat([part.answers for part in parts], ignore_index=True)
    background = pd.concat([part.background for part in parts], ignore_index=True)
    synthetic = frame.pop("synthetic")
    frame = frame.join(scenarios[list(study.criterion_ids)], on="task")
    for item in study.background:
        chosen = background[background["item"] == item.id].set_index("respondent")["option"]
        frame[item.id] = frame["respondent"].map(chosen).astype("str")
    return frame.assign(synthetic=synthetic)


@dataclass(frozen=True, slots=True)
class _Part:
    answers: pd.DataFrame
    background: pd.DataFrame


def _read(database: Database, design_hash: str) -> _Part:
    people = database.run("respondents_of_design", design_hash=design_hash)
    answers = database.run("answers_of_design", design_hash=design_hash)
    background = database.run("background_of_design", design_hash=design_hash)
    places = {row["id"]: {task: place for place, task in enumerate(json.loads(row["tasks"]), 1)} for row in people}
    synthetic = {row["id"]: bool(row["synthetic"]) for row in people}
    who = [row["respondent"] for row in answers]
    tasks = [row["task"] for row in answers]
    return _Part(
        pd.DataFrame(
            {
                "respondent": pd.Series(who, dtype="str"),
                "task": pd.Series(tasks, dtype="int64"),
                "position": pd.Series([places[id_][task] for id_, task in zip(who, tasks, strict=True)], dtype="int64"),
                "rating": pd.Series([row["rating"] for row in answers], dtype="str"),
                "synthetic": pd.Series([synthetic[id_] for id_ in who], dtype="bool"),
            }
        ),
        pd.DataFrame([tuple(row) for row in background], columns=["respondent", "item", "option"], dtype="str"),
    )


def same_question(database: Database, designs: Sequence[Design]) -> None:
    """Refuse to pool designs in which a task, a level or a rating means something else; other words are no matter."""
    if len({_question(design) for design in designs}) > 1:
        study, hashes = designs[0].study.id, ", ".join(design.hash for design in designs)
        raise StoreError(
            f"{database.path}: study {study!r} has answers to designs that ask different things; name one: {hashes}"
        )


def _question(design: Design) -> str:
    study = design.study
    asked = [
        study.scale_ids,
        [(criterion.id, criterion.level_ids) for criterion in study.criteria],
        [(item.id, item.option_ids) for item in study.background],
        design.frame.to_csv(index=False),
    ]
    return json.dumps(asked)
