"""Whose answers an adviser is made of: everybody and the groups that may be shown, from a table or from counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dce.coding import Coding
from dce.data import Ratings
from dce.data.gathered import Gathered
from dce.data.ratings import need_scale
from dce.disclosure import UNGROUPED, shown_groups
from dce.errors import FitError
from dce.ranking import EVERYBODY
from dce.ranking.groups import split_groups
from dce.study import Study

Answers = pd.DataFrame | Ratings | Gathered


@dataclass(frozen=True)
class Members:
    """The answers of everybody, of each group that is ``shown`` ("all" first), and of single people.

    A row is a person or, where they are ``bundled``, a bundle of people; ``people`` tells how many there really are.
    Nothing is shown of fewer than ``smallest_group`` people; ``hidden`` names the groups that may not be shown.
    """

    everybody: Ratings
    shown: Mapping[str, Ratings]
    people: Mapping[str, int]
    hidden: tuple[str, ...]
    single: Ratings
    bundled: bool = False

    @classmethod
    def of(cls, answers: Answers, study: Study, by: str | None) -> Members:
        """Everybody, and with ``by`` the options of that item; raises FitError where nobody was asked for it."""
        if isinstance(answers, Gathered):
            return cls._of_gathered(answers, study, by)
        ratings, smallest = _studied(answers, study), study.privacy.smallest_group
        shown: dict[str, Ratings] = {EVERYBODY: ratings} if len(ratings.people) >= smallest else {}
        hidden: tuple[str, ...] = ()
        if shown and by is not None:
            options = {item.id: item.option_ids for item in study.background}
            groups = split_groups(ratings, by, options=options, smallest=smallest).members
            shown |= {name: own for name, own in groups.items() if isinstance(own, Ratings)}
            hidden = tuple(name for name, own in groups.items() if own is None)
        sizes = {EVERYBODY: len(ratings.people)} | {name: len(own.people) for name, own in shown.items()}
        return cls(ratings, shown, sizes, hidden, ratings)

    @classmethod
    def _of_gathered(cls, found: Gathered, study: Study, by: str | None) -> Members:
        everybody, smallest = _studied(found.everybody, study), study.privacy.smallest_group
        shown: dict[str, Ratings] = {EVERYBODY: everybody} if found.people >= smallest else {}
        sizes, hidden = {EVERYBODY: found.people}, list[str]()
        if shown and by is not None:
            options, told = _told(found, study, by)
            kept = shown_groups(told, smallest)
            hidden = [name for name in options if name not in kept]
            shown |= {name: _studied(found.by_item[by].of_group(by, name), study) for name in kept}
            sizes |= {name: told[name] for name in kept}
        return cls(everybody, shown, sizes, tuple(hidden), _studied(found.sampled, study), found.bundled)


def _told(found: Gathered, study: Study, by: str) -> tuple[tuple[str, ...], dict[str, int]]:
    """The options of an item, and the people behind each; who gave none stands under the empty name."""
    options = {item.id: item.option_ids for item in study.background}
    if by not in options:
        raise FitError(f'the answers hold no background item "{by}"; use one of {", ".join(options) or "none"}')
    told = {name: crowd.people for name, crowd in found.told[by].items()}
    return options[by], dict.fromkeys([*options[by], UNGROUPED], 0) | told


def _studied(answers: pd.DataFrame | Ratings, study: Study) -> Ratings:
    """Answers as ratings under the coding and the rule for small groups of the study."""
    need_scale(study)
    ratings = answers if isinstance(answers, Ratings) else Ratings.from_answers(answers, study)
    if ratings.coding is None:
        raise FitError("ratings without criteria cannot advise on cases; make them with Ratings.from_answers")
    return replace(ratings.with_coding(Coding.of(study)), smallest_group=study.privacy.smallest_group)
