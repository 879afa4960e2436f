"""The table of signs of answers that may tell little: how many people have each, and how many would by chance."""

from __future__ import annotations

import math

from dce.disclosure import in_steps, steps_of
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


def quality_words(words: Wording, found: AnswerQuality | None, most: int) -> str:
    """How to read the table; without one, of how many people at ``most`` there is one."""
    return words.say("q_note") if found else words.say("q_none", most=words.count(most))


def quality_table(words: Wording, found: AnswerQuality) -> Table:
    """A row a sign that could be checked; people in whole steps, or one number less another would tell of a few."""
    rows = tuple(
        (
            words.say(SIGNS[str(row["flag"])]),
            _people(words, int(row["checked"])),
            _people(words, int(row["flagged"]), int(row["checked"])),
            DASH if math.isnan(row["expected"]) else words.decimal(float(row["expected"]), 1),
        )
        for row in found.table().dropna(subset=["checked"]).to_dict("records")
    )
    head = tuple(words.say(name) for name in ("q_head", "q_checked", "q_flagged", "q_expected"))
    return Table(words.say("q_cap"), head, (Part(rows),))


def _people(words: Wording, people: int, known: int | None = None) -> str:
    """At least so many, or fewer than one step; of ``known`` people never so many that few others are left."""
    step = words.study.privacy.smallest_group
    told = in_steps(people, step) if known is None else steps_of(people, known, step)
    return words.say("in_steps" if told.people else "under_a_step", people=words.count(told.people), step=step)
