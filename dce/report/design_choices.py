"""The pictures of choice tasks: on how much alternatives differ, whether one is plainly better, and the tasks."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from dce.design import Design
from dce.design.choice.coding import directions, level_numbers
from dce.design.choice.ground import Levels
from dce.design.precision import counted_rows
from dce.report import charts_answers
from dce.report.charts_answers import BarRow, BarWords, answers_chart
from dce.report.design_figures import source
from dce.report.design_words import task_label
from dce.report.figure import Caption, Figure
from dce.report.tables import Part, Table
from dce.report.wording import Wording, capital

MOST_TASKS = 24  # in one picture
SIZES = charts_answers.WIDE_CLASSES, charts_answers.NARROW_CLASSES


def differ_figure(words: Wording, design: Design) -> Figure:
    """A bar a criterion: of how many pairs of alternatives the levels differ."""
    numbers = level_numbers(design.study, counted_rows(design))
    pairs = list(combinations(range(numbers.shape[1]), 2))
    differ = np.stack([numbers[:, a] != numbers[:, b] for a, b in pairs]).sum(axis=(0, 1))
    of = len(numbers) * len(pairs)
    names = [words.criterion(name) for name in design.study.criterion_ids]
    least = int(differ.argmin())
    title = words.say("d_differ_all") if differ[least] == of else words.say(
        "d_differ_least", name=names[least], share=words.say("d_of", n=int(differ[least]), of=of)
    )  # fmt: skip
    rows = [BarRow(name, (n / of, 1 - n / of), (str(n), str(of - n))) for name, n in zip(names, differ, strict=True)]
    labels = BarWords(words.say("d_differs"), words.say("d_equal"), "", words.say("d_differ_axis"))
    caption = Caption("differ", f"{capital(title)}. {words.say('d_differ_alt', k=len(rows))}", words.language)
    cells = tuple((name, words.count(n), words.count(of - n)) for name, n in zip(names, differ, strict=True))
    head = tuple(words.say(key) for key in ("d_col_criterion", "d_differs", "d_equal"))
    varying = design.study.design.varying
    return Figure(
        name="differ", title=capital(title), subtitle=words.say("d_differ_sub", tasks=words.count(len(numbers))),
        source=source(words, design), table=Table(words.say("d_h_differ"), head, (Part(cells),)),
        charts=(caption.both(lambda size: answers_chart(rows, labels, size), SIZES),),
        notes=() if varying is None else (words.say("d_differ_varying", varying=varying),),
    )  # fmt: skip


def dominance_figure(words: Wording, design: Design, dominated: tuple[int, ...]) -> Figure | None:
    """A bar a task, the most uneven first: on how many criteria one alternative is better, neither is, the other is.

    Nothing where the study expects no direction of any criterion.
    """
    sign, numbers = directions(design.study), level_numbers(design.study, counted_rows(design))
    if not sign.any():
        return None
    tasks = [int(task) for task in counted_rows(design)["task"].to_numpy()[:: numbers.shape[1]]]
    counts = {task: _most_uneven(own, sign) for task, own in zip(tasks, numbers, strict=True)}
    shown = sorted(counts, key=lambda task: (task not in dominated, counts[task][2] - counts[task][0], task))
    rows = [_row(words, task, counts[task]) for task in shown[:MOST_TASKS]]
    title = words.say("d_dominance_some" if dominated else "d_dominance_none", n=len(dominated))
    which = words.say(
        "d_dominance_most" if len(shown) > MOST_TASKS else "d_dominance_all", shown=len(rows), of=len(shown)
    )
    labels = BarWords(words.say("d_better"), words.say("d_better_other"), "", words.say("d_dominance_axis"))
    caption = Caption("dominance", f"{title} {words.say('d_dominance_alt', k=len(rows))}", words.language)
    cells = tuple((words.say("d_task", task=task), *map(str, counts[task])) for task in shown)
    head = tuple(words.say(key) for key in ("d_col_task", "d_better", "d_neither", "d_better_other"))
    return Figure(
        name="dominance", title=title, subtitle=f"{words.say('d_dominance_sub')} {which}", source=source(words, design),
        table=Table(words.say("d_h_dominance"), head, (Part(cells),)),
        charts=(caption.both(lambda size: answers_chart(rows, labels, size), SIZES),),
        notes=(words.say("d_dominance_note"),) if numbers.shape[1] > 2 else (),
    )  # fmt: skip


def _most_uneven(task: Levels, sign: Levels) -> tuple[int, int, int]:
    """Of the two alternatives of ``task`` (J, m) furthest apart: better at the one, at neither, at the other."""
    found = []
    for a, b in combinations(range(len(task)), 2):
        gap = (task[a] - task[b]) * sign
        better, worse = sorted((int((gap > 0).sum()), int((gap < 0).sum())), reverse=True)
        unknown = int(((task[a] != task[b]) & (sign == 0)).sum())
        found.append((worse + unknown, worse - better, (better, len(sign) - better - worse, worse)))
    return min(found)[2]


def _row(words: Wording, task: int, counts: tuple[int, int, int]) -> BarRow:
    shares = tuple(n / sum(counts) for n in counts)
    return BarRow(words.say("d_task", task=task), shares, tuple(map(str, counts)))


def side_by_side(words: Wording, design: Design) -> list[tuple[str, list[tuple[str, bool, list[str]]]]]:
    """Task by task: the question of each criterion, whether alternatives differ in it, and the level of each."""
    found = []
    for task in sorted({int(task) for task in design.rows["task"]}):
        shown = design.alternatives(task)
        lines = [
            (words.question(c), len({one[c] for one in shown}) > 1, [words.level(c, one[c]) for one in shown])
            for c in design.study.criterion_ids
        ]
        found.append((task_label(words, design, task), lines))
    return found
