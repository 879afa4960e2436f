"""What stands in the place of a number that may not be shown: that it is hidden, and why; words are made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UNGROUPED = ""  # the option of people who gave none

Reason = Literal["too_few", "small", "alike", "moved"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A number that is not shown.

    - ``too_few``: fewer than ``smallest`` people took part at all;
    - ``small``: it is about fewer than ``smallest`` people, or such a number could be found by subtraction. Which of
      the two is not told on purpose: of two hidden groups of 18 people together, "fewer than 10" of both says 9 and 9;
    - ``alike``: (nearly) all of the group gave the same answer, or that of such a group could be found by subtraction;
    - ``moved``: since it was last shown it changed by fewer than ``smallest`` people.
    """

    reason: Reason
    smallest: int
