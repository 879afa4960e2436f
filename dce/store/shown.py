"""Answers beside what was shown: a row an answer where a task shows one scenario, else a row an alternative."""

from __future__ import annotations

import pandas as pd

from dce.design import Design
from dce.study.answers import ATTENTION, BETTER, OPT_OUT, beside_scale

FROM_ANSWER = {"choice": ("chosen",), "best-worst": ("best", "worst"), "ranking": ("rank",)}  # columns
EXTRA = ("showing", "task_role")
PARADATA = ("seconds", "away", "reason")


def fitted_only(answers: pd.DataFrame, design: Design) -> pd.DataFrame:
    """The answers that a model is fitted to: first showings, no practice or hold-out task, nothing beside the scale."""
    estimated = answers["task"].isin(set(design.estimated["task"]))
    beside = answers["answer"].isin(beside_scale(design.study.task))
    return answers[estimated & (answers["showing"] == 1) & ~beside]


def with_roles(answers: pd.DataFrame, design: Design) -> pd.DataFrame:
    """The same with a column ``task_role``: practice, holdout, anchor, attention or task."""
    roles = {
        "practice": design.practice,
        "attention": (ATTENTION,),
        "holdout": design.holdouts,
        "anchor": design.anchors,
    }
    names = {task: role for role, tasks in roles.items() for task in tasks}
    return answers.assign(task_role=answers["task"].map(lambda task: names.get(task, "task")).astype("str"))


def with_scenarios(answers: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Put what each task shows beside ``answers``, and the answer as ``rating`` or as columns of the alternatives.

    ``chosen`` is 1 or 0, ``best`` and ``worst`` are, ``rank`` is 1 for the best. An opt-out is alternative 0, without
    any level. An answer beside the scale stands in no row as chosen.
    """
    names, task = list(design.study.criterion_ids), design.study.task
    if task.alternatives is None:
        scenarios = design.frame.drop_duplicates("task").set_index("task")
        return answers.rename(columns={"answer": "rating"}).join(scenarios[names], on="task")
    shown = design.frame.drop_duplicates(["task", "alternative"])[["task", "alternative", *names]]
    if task.opt_out is not None:
        shown = pd.concat([shown, pd.DataFrame({"task": shown["task"].unique(), "alternative": int(OPT_OUT)})])
    if design.study.survey.attention is not None:  # it shows alternatives without levels
        numbers = sorted(shown["alternative"].unique())
        shown = pd.concat([shown, pd.DataFrame({"task": ATTENTION, "alternative": numbers})])
    rows = answers.merge(shown, on="task", how="left").sort_values(
        ["respondent", "position", "alternative"], kind="stable", ignore_index=True
    )
    given, number = rows.pop("answer").str.split(BETTER), rows["alternative"].astype(str)
    places = [own.index(one) + 1 if one in own else 0 for own, one in zip(given, number, strict=True)]
    place = pd.Series(places, index=rows.index, dtype="int64")
    ends = {"chosen": place == 1, "best": place == 1, "worst": place == 2, "rank": place}
    at = list(rows.columns).index("alternative")
    for offset, name in enumerate(FROM_ANSWER[task.kind], 1):
        rows.insert(at + offset, name, pd.Series(ends[name], dtype="int64"))
    return rows
