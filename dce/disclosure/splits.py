"""One split of all people into groups: which of them may be shown beside the total."""

from __future__ import annotations

from collections.abc import Mapping

from dce.disclosure.hidden import UNGROUPED


def shown_groups(counts: Mapping[str, int], smallest: int) -> tuple[str, ...]:
    """The groups that may be shown beside the total, in the order given.

    ``counts`` holds people per group, those without a group under the empty name. A group of fewer than ``smallest`` is
    hidden. What is hidden or ungrouped could be found by subtracting the shown groups from the total, so these people
    together must be none or at least ``smallest``; if not, the smallest shown group is hidden as well.

    Several splits of the same total may each be decided so and shown together: any group of one and any of another can
    be as large together as the smaller of the two (Fréchet 1940), so none of their crossings is known to be small.

    >>> shown_groups({"fg": 18, "po": 18, "ja": 14}, 10)
    ('fg', 'po', 'ja')
    >>> shown_groups({"fg": 18, "po": 25, "ja": 7}, 10)
    ('po',)
    """
    shown = [group for group, people in counts.items() if group != UNGROUPED and people >= smallest]
    while shown and 0 < sum(counts.values()) - sum(counts[group] for group in shown) < smallest:
        shown.remove(min(shown, key=lambda group: counts[group]))
    return tuple(shown)
