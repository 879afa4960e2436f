"""The splits of people that the figures of a study are told by, and who stands behind each part of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dce.data.gathered import Gathered
from dce.design import Design
from dce.disclosure import UNGROUPED, Crowd
from dce.ranking.contrast.classes import shown_classes
from dce.report.tally import Tally
from dce.store.ahead import FRESH, Ahead
from dce.store.results import EVERYBODY, MIRROR, SCENARIOS, TOGETHER, Crowds, parts_behind
from dce.study import Background


def splits_of(found: Gathered, design: Design, *, groups: bool) -> dict[str, Crowds]:
    """The parts of each split with the people behind them, those that are not shown under the empty name.

    ``groups`` where figures are split by background items as well.
    """
    total = sum(found.versions.values(), Crowd())
    splits: dict[str, Crowds] = {EVERYBODY: {EVERYBODY: total}}
    splits[SCENARIOS] = found.versions if len(design.versions) > 1 else splits[EVERYBODY]
    if groups:
        tally = Tally(found)
        splits |= {item.id: _parts(tally, item) for item in found.study.background}
        splits[TOGETHER] = {
            f"{item.id} {name}" if name else UNGROUPED: crowd
            for item in found.study.groupings
            for name, crowd in splits[item.id].items()
            if name
        }
    return splits


def _parts(tally: Tally, item: Background) -> Crowds:
    """Options that are shown, and of an ordered item classes of neighbours that are shown together."""
    told = tally.gathered.told[item.id]
    sizes = {name: crowd.people for name, crowd in told.items()}
    classes: Sequence[Sequence[str]] = [(option,) for option in tally.shown(item.id)]
    if item.ordered:
        classes = [*classes, *(own for own in shown_classes(item, sizes, tally.sample.smallest) if len(own) > 1)]
    parts = {" + ".join(own): sum((told.get(option, Crowd()) for option in own), Crowd()) for own in classes}
    named = {option for own in classes for option in own}
    rest = sum((crowd for name, crowd in told.items() if name not in named), Crowd())
    return parts | ({UNGROUPED: rest} if rest.people else {})


def beside_files(
    splits: Mapping[str, Crowds], before: Ahead | None, after: Ahead | None, smallest: int
) -> tuple[str, ...]:
    """The splits whose figures may stand beside the files that were taken out, by who was ahead of these.

    Held against every edition, behind each part are none of whom it does not tell the same, or ``smallest`` at least of
    whom it tells nothing; and it tells of none who are not behind the figures, or of as many. ``before`` and ``after``
    are of before and after the answers behind ``splits`` were read, so that whoever completed meanwhile covers nobody.
    """
    if after is None:
        return tuple(splits)
    if before is None or len(before.unknown) != len(after.unknown):
        return ()  # a file was taken meanwhile

    def far(split: str, name: str) -> bool:
        def behind(told: Mapping[str, str]) -> bool:
            return name in parts_behind(split, tuple(splits[split]), told)

        ahead, _, later = after.behind(behind)
        if split not in (EVERYBODY, SCENARIOS, MIRROR):
            ahead = ahead + after.unknown
        covered = before.behind(behind)[FRESH] >= smallest
        return bool(((ahead == 0) | covered).all() and ((later == 0) | (later >= smallest)).all())

    return tuple(split for split, parts in splits.items() if all(far(split, name) for name in parts))
