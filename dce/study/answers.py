"""What an answer to a task is: one short text, whatever the kind of task.

A rating is the id of a step of the scale, a yes-no answer is ``yes`` or ``no``. Alternatives have their number in the
design: a choice is ``2``, or ``0`` for the opt-out; best-worst is ``3>1``, the best before the worst; a ranking is
``2>3>1``. Where the study allows it, ``=`` says that all are alike, and ``?`` that a person cannot say. Neither sign is
a level id, so no scale can mean them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dce.study.model import Task  # which is checked with what stands here

OPT_OUT, INDIFFERENT, CANNOT_SAY = "0", "=", "?"
BETTER = ">"
ATTENTION = 0  # the number of the task that checks whether a person reads; no design has it


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a task decides which answers can be given, for a task that is not known to be sound yet."""

    kind: str
    scale_ids: tuple[str, ...]
    alternatives: int | None
    opt_out: Any
    indifferent: Any = None
    cannot_say: Any = None


def beside_scale(task: Task | Asked) -> tuple[str, ...]:
    """The answers that no model is fitted to, where the study allows them."""
    allowed = ((INDIFFERENT, task.indifferent), (CANNOT_SAY, task.cannot_say))
    return tuple(answer for answer, words in allowed if words is not None)


def fits(task: Task | Asked, answer: str) -> bool:
    """Tell whether ``answer`` is one that can be given to ``task``.

    >>> from dce.study import Task
    >>> task = Task.model_validate({"kind": "ranking", "alternatives": 3, "statement": {"en": "Put them in order"}})
    >>> fits(task, "2>3>1"), fits(task, "2>3"), fits(task, "2>3>3")
    (True, False, False)
    """
    if answer in beside_scale(task):
        return True
    if task.alternatives is None:
        return answer in task.scale_ids
    numbers = {str(number) for number in range(1, task.alternatives + 1)}
    if task.kind == "choice":
        return answer in numbers or (answer == OPT_OUT and task.opt_out is not None)
    picked = answer.split(BETTER)
    wanted = 2 if task.kind == "best-worst" else task.alternatives
    return len(picked) == len(set(picked)) == wanted and numbers >= set(picked)


def said_right(task: Task | Asked) -> str:
    """What would be right, in the words of an error message."""
    if task.alternatives is None:
        known = (*task.scale_ids, *beside_scale(task))
        return f"use one of {', '.join(known)}"
    forms = {
        "choice": f"use the number of an alternative, 1 to {task.alternatives}"
        + (", or 0 for none of them" if task.opt_out is not None else ""),
        "best-worst": "use the numbers of the best and the worst, such as 2>1",
        "ranking": f"use all {task.alternatives} numbers, the best first, such as 2>1",
    }
    return forms[task.kind]
