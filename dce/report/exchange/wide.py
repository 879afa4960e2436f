"""From a row an answer to a row a person, a column a task."""

from __future__ import annotations

import pandas as pd

from dce.design import Design

PICKS = {"choice": ("chosen",), "best-worst": ("best", "worst")}
AGAIN = "_again"


def widened(frame: pd.DataFrame, design: Design) -> pd.DataFrame:
    """A row a person: ``task_3`` holds the rating of task 3, or the number of the alternative that was chosen.

    Best-worst tasks have ``task_3_best`` and ``task_3_worst``, rankings ``task_3_rank_2`` for alternative 2, and a
    second showing ends in ``_again``. Reasons, where there are any, stand in ``task_3_reason``.
    """
    about = [item.id for item in design.study.background if item.id in frame.columns]
    people = frame.drop_duplicates("respondent").set_index("respondent")[[*about, "synthetic"]]
    told = dict(sorted(_parts(frame, design.study.task.kind), key=_order))
    answers = pd.DataFrame(told, index=people.index)
    return pd.concat([people[about], answers, people[["synthetic"]]], axis=1).reset_index()


def _order(part: tuple[str, pd.Series]) -> tuple[int, int, str]:
    pieces = part[0].split("_")
    return int(pieces[1]), pieces[-1] == "again", part[0]


def _parts(frame: pd.DataFrame, kind: str) -> list[tuple[str, pd.Series]]:
    """Name and cells, by respondent, of each column of answers."""
    showing = frame["showing"] if "showing" in frame else pd.Series(1, index=frame.index)
    parts = []
    for (task, shown), rows in frame.groupby([frame["task"], showing]):
        end = AGAIN if shown == 2 else ""
        by_person = rows.set_index("respondent")
        first = by_person[~by_person.index.duplicated()]
        if kind in PICKS:
            for column in PICKS[kind]:
                name = f"task_{task}" if column == "chosen" else f"task_{task}_{column}"
                parts.append((f"{name}{end}", by_person.loc[by_person[column] == 1, "alternative"]))
        elif kind == "ranking":
            for alternative, own in by_person.groupby("alternative"):
                parts.append((f"task_{task}_rank_{alternative}{end}", own["rank"].where(own["rank"] > 0)))
        else:
            parts.append((f"task_{task}{end}", first["rating"]))
        if "reason" in rows:
            parts.append((f"task_{task}_reason{end}", first["reason"]))
    return parts
