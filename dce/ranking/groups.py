"""The groups of people that may be shown, by one background item or by two that are crossed on request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from dce.disclosure import UNGROUPED, shown_cells, shown_groups
from dce.errors import FitError
from dce.estimation import Answers

By = str | tuple[str, str]
CROSS = " x "


@dataclass(frozen=True, slots=True)
class Groups:
    """Answers by group in the order asked for, None where they may not be shown; ``messages`` say why in sentences."""

    members: Mapping[str, Answers | None]
    messages: tuple[str, ...]

    @property
    def shown(self) -> dict[str, Answers]:
        """The groups that may be shown."""
        return {name: answers for name, answers in self.members.items() if answers is not None}


def split_groups(answers: Answers, by: By, *, options: Mapping[str, Sequence[str]], smallest: int) -> Groups:
    """Answers by option of a background item, or by pair of options of two.

    ``options`` gives those of each item in their order. Groups under ``smallest`` people are not shown, and neither is
    one more that could be found by subtraction. Raises FitError for an unknown item.
    """
    items = (by,) if isinstance(by, str) else tuple(by)
    for item in items:
        if item not in answers.background.columns:
            known = ", ".join(map(str, answers.background.columns)) or "none"
            raise FitError(f'the answers hold no background item "{item}"; use one of {known}')
    if len(items) not in (1, 2) or len(set(items)) != len(items):
        raise FitError(f"by names {', '.join(items)}; name one item, or two different ones to cross them")
    given = answers.background[list(items)].fillna("").astype(str).to_numpy(dtype=object)
    sizes = Counter(map(tuple, given.tolist()))
    kept = _shown(sizes, smallest)
    members: dict[str, Answers | None] = {}
    messages = []
    for cell in product(*(options[item] for item in items)):
        name = CROSS.join(cell)
        members[name] = None
        if cell in kept:
            members[name] = answers.of_people(np.flatnonzero((given == np.array(cell, dtype=object)).all(axis=1)))
        else:  # which of the two is not told: see dce.disclosure.Hidden
            why = f"fewer than {smallest} people, or so few could be found by subtraction"
            messages.append(f"{name}: {why}, so no ranking is made")
    return Groups(members, tuple(messages))


def _shown(sizes: Mapping[tuple[str, ...], int], smallest: int) -> set[tuple[str, ...]]:
    """The cells of one item or of two crossed that may be shown."""
    if len(next(iter(sizes))) == 1:
        return {(name,) for name in shown_groups({cell[0]: people for cell, people in sizes.items()}, smallest)}
    return set(shown_cells({(cell[0], cell[1]): people for cell, people in sizes.items()}, smallest))


def present_options(answers: Answers, item: str) -> tuple[str, ...]:
    """The options of a background item that somebody gave, in alphabetical order."""
    if item not in answers.background.columns:
        return ()
    return tuple(sorted(name for name in answers.group_sizes(item) if name != UNGROUPED))
