"""What happens between two parts of an edition that is being made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dce.store import editions


def after_parts(done: Callable[[], object]) -> Callable[[Sequence[str]], Iterator[Sequence[str]]]:
    """In place of how people of an edition are parted: the same, and ``done`` is called after each part of them."""
    given = editions._parted

    def parted(people: Sequence[str]) -> Iterator[Sequence[str]]:
        for some in given(people):
            yield some
            done()

    return parted
