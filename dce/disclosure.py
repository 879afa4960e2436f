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
