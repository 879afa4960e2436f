"""The check in a sentence: whether the places hold when every level gets a weight of its own."""

from __future__ import annotations

from dce.report.material import Material
from dce.report.places import GroupResult, Standing


def check_sentence(material: Material) -> str:
    """What the fully categorical ranking says about the places in this report."""
    check, words = material.check, material.words
    if check is None:
        return words.say("check_absent" if material.lines else "check_none")
    if not check.readable or not material.overall.readable:
        return words.say("check_failed")
    moved = [own for own in material.overall.standings if check.of(own.criterion).rank != own.rank]
    return _moves(material, check, moved) if moved else words.say("check_agrees")


def _moves(material: Material, check: GroupResult, moved: list[Standing]) -> str:
    words = material.words
    places = {own.criterion: check.of(own.criterion).rank for own in moved}
    furthest = max(moved, key=lambda own: abs(places[own.criterion] - own.rank))
    outside = [own for own in moved if not own.rank_low <= places[own.criterion] <= own.rank_high]
    names = words.listing([words.criterion(own.criterion) for own in outside])
    return words.say(
        "check_swaps",
        moved=len(moved),
        of=len(material.overall.standings),
        name=words.criterion(furthest.criterion),
        a=furthest.rank,
        b=places[furthest.criterion],
        inside=words.say("check_outside", names=names) if outside else words.say("check_inside"),
    )
