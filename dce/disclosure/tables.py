"""Several tables at once: splits, crossed splits and filters, so that no number is recomputable from any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dce.disclosure.attack import weak_spot
from dce.disclosure.hidden import UNGROUPED, Hidden
from dce.disclosure.splits import shown_groups

Cell = frozenset[tuple[str, str]]  # (item, option) pairs that all hold for its people
EVERYBODY: Cell = frozenset()


def cells_of(items: Mapping[str, Sequence[str]], *by: str) -> tuple[Cell, ...]:
    """The cells of a split by one item, or by several that are crossed.

    >>> len(cells_of({"rol": ["fg", "po"], "sector": ["rijk", "gemeente"]}, "rol", "sector"))
    4
    """
    return tuple(frozenset(zip(by, options, strict=True)) for options in product(*(items[item] for item in by)))


def shown_together(
    items: Mapping[str, Sequence[str]], counts: Mapping[tuple[str, ...], int], cells: Iterable[Cell], smallest: int
) -> dict[Cell, int | Hidden]:
    """People in each of ``cells``, which are all shown together beside the total, or why that is hidden.

    ``counts`` holds people by option of each of ``items``, which tells the options there are; who gave none has the
    empty one. Splits by one item are decided by :func:`shown_groups`, so they are the same whatever is shown beside
    them. Then finer cells are hidden, the smallest of those that give something away first, until whatever is shown
    leaves no set of people that must be fewer than ``smallest`` and may be somebody (:mod:`dce.disclosure.attack`).

    >>> items = {"rol": ["fg", "po"], "sector": ["rijk", "gemeente"]}
    >>> counts = {("fg", "rijk"): 12, ("fg", "gemeente"): 13, ("po", "rijk"): 14, ("po", "gemeente"): 3}
    >>> found = shown_together(items, counts, [*cells_of(items, "rol"), *cells_of(items, "rol", "sector")], 10)
    >>> found[frozenset({("rol", "fg")})], found[frozenset({("rol", "fg"), ("sector", "rijk")})]
    (25, 12)
    >>> found[frozenset({("rol", "po"), ("sector", "gemeente")})]
    Hidden(reason='small', smallest=10)
    """
    wanted = list(dict.fromkeys([EVERYBODY, *cells]))
    place = {item: number for number, item in enumerate(items)}
    size = {cell: _people(counts, [(place[item], option) for item, option in cell]) for cell in wanted}
    if size[EVERYBODY] < smallest:
        return dict.fromkeys(wanted, Hidden("too_few", smallest))
    shown = {EVERYBODY, *_one_way(size, smallest)}
    shown |= {cell for cell in wanted if len(cell) > 1 and size[cell] >= smallest}
    for own in _parts(wanted):
        atoms = _Atoms.of({item: options for item, options in items.items() if item in own}, place, counts)
        shown -= atoms.given_away([cell for cell in wanted if cell in shown and atoms.tell(cell)], size, smallest)
    return {cell: size[cell] if cell in shown else Hidden("small", smallest) for cell in wanted}


def _people(counts: Mapping[tuple[str, ...], int], where: Sequence[tuple[int, str]]) -> int:
    return sum(people for options, people in counts.items() if all(options[n] == option for n, option in where))


def _one_way(size: Mapping[Cell, int], smallest: int) -> set[Cell]:
    """The cells of one option that may be shown; who is in none of those that are wanted counts as ungrouped."""
    alone: dict[str, dict[str, int]] = {}
    for cell in size:
        if len(cell) == 1:
            ((item, option),) = cell
            alone.setdefault(item, {})[option] = size[cell]
    found: set[Cell] = set()
    for item, sizes in alone.items():
        rest = size[EVERYBODY] - sum(sizes.values())
        found |= {frozenset({(item, option)}) for option in shown_groups({**sizes, UNGROUPED: rest}, smallest)}
    return found


def _parts(wanted: Sequence[Cell]) -> list[set[str]]:
    """The items that are crossed with each other, directly or by way of others; what is not crossed tells nothing."""
    parts: list[set[str]] = []
    for cell in wanted:
        own = {item for item, _ in cell}
        if len(own) > 1:
            joined = [part for part in parts if part & own]
            parts = [part for part in parts if not part & own] + [own.union(*joined)]
    return parts


@dataclass(frozen=True, slots=True)
class _Atoms:
    """Every combination of options of some items (A, I), also those that nobody has, with its people (A,)."""

    items: tuple[str, ...]
    options: NDArray[np.object_]
    people: NDArray[np.float64]

    @classmethod
    def of(
        cls, items: Mapping[str, Sequence[str]], place: Mapping[str, int], counts: Mapping[tuple[str, ...], int]
    ) -> _Atoms:
        """All combinations of ``items``; who gave no option has the empty one."""
        sums: Counter[tuple[str, ...]] = Counter()
        for options, people in counts.items():
            sums[tuple(options[place[item]] for item in items)] += people
        every = list(product(*((*options, UNGROUPED) for options in items.values())))
        return cls(tuple(items), np.array(every, dtype=object), np.array([sums[atom] for atom in every], dtype=float))

    def tell(self, cell: Cell) -> bool:
        """Whether a cell is made of these items."""
        return all(item in self.items for item, _ in cell)

    def inside(self, cell: Cell) -> NDArray[np.bool_]:
        """Which atoms (A,) a cell holds."""
        found = np.ones(len(self.options), dtype=np.bool_)
        for item, option in cell:
            found &= self.options[:, self.items.index(item)] == option
        return found

    def given_away(self, shown: Sequence[Cell], size: Mapping[Cell, int], smallest: int) -> set[Cell]:
        """The finer cells to hide so that nothing is given away; splits by one item alone never give anything away."""
        known, finer = list(shown), sorted((cell for cell in shown if len(cell) > 1), key=_finest_first(size))
        hidden: list[Cell] = []
        while (binding := self._weak_spot(known, smallest)) is not None:
            guilty = {known[number] for number in binding}
            # No sum is binding where only whole people are too few: then the finest goes.
            hidden.append(next((cell for cell in finer if cell in guilty), finer[0]))
            known.remove(hidden[-1])
            finer.remove(hidden[-1])
        for cell in sorted(hidden, key=_finest_first(size), reverse=True):  # what was hidden without need comes back
            if self._weak_spot([*known, cell], smallest) is None:
                known.append(cell)
        return set(shown) - set(known)

    def _weak_spot(self, known: Sequence[Cell], smallest: int) -> NDArray[np.intp] | None:
        return weak_spot(np.array([self.inside(cell) for cell in known], dtype=float), self.people, smallest)


def _finest_first(size: Mapping[Cell, int]) -> Callable[[Cell], tuple[int, int, list[tuple[str, str]]]]:
    """The order in which cells are hidden: of most items, of fewest people, and then by name."""
    return lambda cell: (-len(cell), size[cell], sorted(cell))


def shown_cells(counts: Mapping[tuple[str, str], int], smallest: int) -> tuple[tuple[str, str], ...]:
    """The cells of a crossed split that may be shown beside the groups of both one-way splits, in the order given.

    ``counts`` holds people by option of the first and of the second item, those without an option under the empty name.
    As :func:`shown_together` decides.

    >>> shown_cells({("fg", "rijk"): 12, ("fg", "gemeente"): 3, ("po", "rijk"): 14, ("po", "gemeente"): 15}, 10)
    ()
    >>> shown_cells({("fg", "rijk"): 12, ("fg", "gemeente"): 13, ("po", "rijk"): 14, ("po", "gemeente"): 13}, 10)
    (('fg', 'rijk'), ('fg', 'gemeente'), ('po', 'rijk'), ('po', 'gemeente'))
    """
    names = [dict.fromkeys(cell[side] for cell in counts if cell[side] != UNGROUPED) for side in (0, 1)]
    items = {"0": list(names[0]), "1": list(names[1])}
    crossed = {frozenset({("0", cell[0]), ("1", cell[1])}): cell for cell in counts if UNGROUPED not in cell}
    people: dict[tuple[str, ...], int] = {(*options,): number for options, number in counts.items()}
    found = shown_together(items, people, [*cells_of(items, "0"), *cells_of(items, "1"), *crossed], smallest)
    return tuple(cell for name, cell in crossed.items() if isinstance(found[name], int))
