"""What is odd about a study, or what no design of its size could show: allowed, but to be known beforehand."""

from __future__ import annotations

from dce.coding import Coding
from dce.study import Study

UNRANKED = {
    "choice": (
        "the survey shows choice tasks; dce rank and dce report do not read them yet: in Python rank_criteria ranks "
        "Choices.from_answers of them"
    ),
    "best-worst": (
        "the survey shows best-worst tasks, and their answers are stored and exported; they are not yet ranked from "
        "the database or its table"
    ),
    "ranking": (
        "the survey shows ranking tasks, and their answers are stored and exported; they are not yet ranked from the "
        "database or its table"
    ),
}


def study_notes(study: Study) -> tuple[str, ...]:
    """What is allowed but should be known before anybody is invited, a sentence each.

    >>> from dce.study import example_study
    >>> study_notes(example_study())
    ('9 tasks for 6 parameters (all levels apart) leave 3 to test the model; more versions would show different people \
different tasks',)
    """
    tasks, alternatives = study.design.tasks * study.design.versions, study.task.alternatives
    parameters, each, noun = len(Coding.categorical(study).columns) + 1, 1, "tasks"
    if alternatives is not None:  # a constant is that of an opt-out; a task tells each of the others from the first
        opt_out = study.task.opt_out is not None
        parameters, each, noun = parameters - 1 + opt_out, alternatives - 1 + opt_out, f"comparisons in {tasks} tasks"
    notes, told = [], each * tasks
    if told < parameters:
        least = -(-parameters // each)
        notes.append(f"{told} different {noun} cannot carry {parameters} parameters; ask at least {least} tasks")
    elif told - parameters < 5:
        left = f"{told} {noun} for {parameters} parameters (all levels apart) leave {told - parameters}"
        notes.append(f"{left} to test the model; more versions would show different people different tasks")
    if study.task.kind in UNRANKED:
        notes.append(UNRANKED[study.task.kind])
    return tuple(notes)
