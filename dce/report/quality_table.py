"""The table of signs of answers that may tell little: how many people have each, and how many would by chance."""

from __future__ import annotations

import math

from dce.ranking.quality import AnswerQuality
from dce.report.numbers import DASH
from dce.report.tables import Part, Table
from dce.report.wording import Wording

SIGNS = {
    "speeding": "q_speeding",
    "straight-lining": "q_straight",
    "repeat disagreement": "q_repeats",
    "random fit": "q_random",
    "any of these": "q_any",
}


def quality_table(words: Wording, found: AnswerQuality) -> Table:
    """A row a sign that could be checked."""
    rows = tuple(
        (
            words.say(SIGNS[str(row["flag"])]),
            words.count(int(row["checked"])),
            words.count(int(row["flagged"])),
            DASH if math.isnan(row["expected"]) else words.decimal(float(row["expected"]), 1),
        )
        for row in found.table().dropna(subset=["checked"]).to_dict("records")
    )
    head = tuple(words.say(name) for name in ("q_head", "q_checked", "q_flagged", "q_expected"))
    return Table(words.say("q_cap"), head, (Part(rows),))
