"""What may be shown about groups: nothing on fewer people than ``smallest_group``, complements included."""

from __future__ import annotations

from collections.abc import Mapping

UNGROUPED = ""


def shown_groups(counts: Mapping[str, int], smallest: int) -> tuple[str, ...]:
    """The groups that may be shown beside the total, in the order given.

    ``counts`` holds people per group, those without a group under the empty name. A group of fewer than ``smallest`` is
    hidden. What is hidden or ungrouped could be found by subtracting the shown groups from the total, so these people
    together must be none or at least ``smallest``; if not, the smallest shown group is hidden as well.

    >>> shown_groups({"fg": 18, "po": 18, "ja": 14}, 10)
    ('fg', 'po', 'ja')
    >>> shown_groups({"fg": 18, "po": 25, "ja": 7}, 10)
    ('po',)
    """
    shown = [group for group, people in counts.items() if group != UNGROUPED and people >= smallest]
    while shown and 0 < sum(counts.values()) - sum(counts[group] for group in shown) < smallest:
        shown.remove(min(shown, key=lambda group: counts[group]))
    return tuple(shown)


def shown_cells(counts: Mapping[tuple[str, str], int], smallest: int) -> tuple[tuple[str, str], ...]:
    """The cells of a crossed split that may be shown beside the groups of both one-way splits, in the order given.

    ``counts`` holds people by option of the first and of the second item, those without an option under the empty name.
    What is hidden in a row or a column could be found by subtracting the shown cells from that group, so these people
    must be none or at least ``smallest``; if not, the smallest shown cell there is hidden as well.

    >>> shown_cells({("fg", "rijk"): 12, ("fg", "gemeente"): 3, ("po", "rijk"): 14, ("po", "gemeente"): 15}, 10)
    (('po', 'rijk'),)
    >>> shown_cells({("fg", "rijk"): 12, ("fg", "gemeente"): 13, ("po", "rijk"): 14, ("po", "gemeente"): 3}, 10)
    (('fg', 'rijk'),)
    """
    shown = {cell for cell, people in counts.items() if UNGROUPED not in cell and people >= smallest}
    lines = {(side, cell[side]) for cell in counts for side in (0, 1)}
    while True:
        open_ = [
            min(own, key=lambda cell: (counts[cell], cell))
            for side, option in sorted(lines)
            if (own := [cell for cell in shown if cell[side] == option])
            and 0 < sum(n for cell, n in counts.items() if cell[side] == option and cell not in shown) < smallest
        ]
        if not open_:
            return tuple(cell for cell in counts if cell in shown)
        shown.remove(open_[0])
