"""An advice and its parts, as values: what stops it first, then shares, what they are made of, and what is near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

import pandas as pd

from dce.disclosure import Hidden

Code = Literal[
    "forbidden",
    "too_few",
    "model_failed",
    "not_additive",
    "level_not_shown",
    "pair_not_shown",
    "imprecise",
    "near_half",
    "divided",
    "groups_differ",
    "divided_nearest",
]
CODES: tuple[Code, ...] = get_args(Code)
PERSON_DECIDES = "This is what a model of earlier answers expects; a person weighs the case and decides."
INVENTED = "These answers are invented (synthetic); they say nothing about real people."


@dataclass(frozen=True, slots=True)
class Brake:
    """A reason to doubt an advice, or to have none: ``code`` for programs, ``text`` for people.

    ``group`` is whose answers it is about, empty where it is about the case or all. ``about`` names the levels meant.
    """

    code: Code
    text: str
    group: str = ""
    about: Mapping[str, str] | None = None

    @property
    def stops(self) -> bool:
        """Whether there is no advice at all."""
        return self.code in ("forbidden", "too_few") and not self.group

    @property
    def weight(self) -> int:
        """Its place among others, 0 first: what stops, then model, case, and who is not shown."""
        return 0 if self.stops else len(CODES) if self.code == "too_few" else 1 + CODES.index(self.code)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95% interval, from respondents who were resampled."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """What one criterion adds, going from the mean scenario to the case.

    ``utility`` is on the scale of the model, where the order of steps does not matter. ``points`` is how much the share
    changes (0.1 is ten percentage points) when the criteria above are as in the case already, and ``share`` what it
    then is.
    """

    criterion: str
    level: str
    utility: Estimate
    points: float
    share: float


@dataclass(frozen=True, slots=True)
class Change:
    """Other levels of some criteria that bring the share to the other side of one half, and that share."""

    levels: Mapping[str, str]
    share: Estimate


@dataclass(frozen=True, slots=True)
class GroupAdvice:
    """What a model of one group expects: its ``share`` that would agree, the ``distribution`` over the scale, and why.

    ``baseline`` is the share at the mean scenario of the design, where ``steps`` begin.
    """

    group: str
    people: int
    share: Estimate
    distribution: Mapping[str, Estimate]
    baseline: float
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A scenario that was judged, what of it differs from the case, and how many people gave each answer.

    ``counts`` is in the order of the scale; in its place stands why it is not shown.
    """

    scenario: Mapping[str, str]
    differing: tuple[str, ...]
    counts: tuple[int, ...] | Hidden


@dataclass(frozen=True)
class Advice:
    """What a study's answers say about one case: ``brakes`` first, then each group that may be shown, "all" first.

    ``hidden`` names the groups that may not be shown. ``version`` is that of the model, ``people`` how many it rests
    on, ``on`` the day of these answers where the caller gave one.
    """

    case: Mapping[str, str]
    brakes: tuple[Brake, ...]
    groups: tuple[GroupAdvice, ...]
    nearest: tuple[Nearest, ...]
    hidden: tuple[str, ...]
    version: str
    people: int
    synthetic: bool = False
    on: date | None = None
    name: str = ""

    @property
    def stopped(self) -> bool:
        """Whether there is no advice at all, which the first of ``brakes`` explains."""
        return any(brake.stops for brake in self.brakes)

    def table(self) -> pd.DataFrame:
        """A row a group: group, people, share with low and high, and ``p_`` each answer."""
        rows = [
            {"group": g.group, "people": g.people, **asdict(g.share)}
            | {f"p_{answer}": found.value for answer, found in g.distribution.items()}
            for g in self.groups
        ]
        return pd.DataFrame(rows).rename(columns={"value": "share"})

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        found = asdict(self)
        for shown, nearest in zip(found["nearest"], self.nearest, strict=True):
            shown["counts"] = None if isinstance(nearest.counts, Hidden) else list(nearest.counts)
        found["on"] = self.on and self.on.isoformat()
        return {**found, "stopped": self.stopped, "a_person_decides": PERSON_DECIDES}

    def __str__(self) -> str:
        """The advice as lines of text, the brake first."""
        said = [INVENTED] if self.synthetic else []
        said += [f"! {brake.text}" for brake in self.brakes] or ["No brake: nothing speaks against using this advice."]
        for group in self.groups:
            share = f"{group.share.value:.0%} ({group.share.low:.0%} to {group.share.high:.0%})"
            said.append(f"{group.group}: {share} would agree, from answers of {group.people} people")
        said += _why(self.groups[0]) if self.groups else []
        said += [_near(nearest) for nearest in self.nearest]
        day = f", answers of {self.on:%Y-%m-%d}" if self.on else ""
        return "\n".join([*said, f"Model {self.version}, {self.people} people{day}. {PERSON_DECIDES}"])


def _why(group: GroupAdvice) -> list[str]:
    """How the share of a group comes about, and what would move it to the other side."""
    said = [f"From {group.baseline:.0%} at the mean scenario, heaviest first ({group.group}):"]
    said += [f"  {s.criterion}={s.level}: {100 * s.points:+.1f} points, to {s.share:.0%}" for s in group.steps]
    if not group.changes:
        return [*said, "No change of levels within the rules would bring the share to the other side of 50%."]
    said.append("What would bring it to the other side of 50%:")
    for change in group.changes:
        levels = " and ".join(f"{name}={level}" for name, level in change.levels.items())
        said.append(f"  {levels}: {change.share.value:.0%} ({change.share.low:.0%} to {change.share.high:.0%})")
    return said


def _near(nearest: Nearest) -> str:
    """One scenario that was judged."""
    levels = ", ".join(f"{name}={nearest.scenario[name]}" for name in nearest.differing)
    differs = f"other in {levels}" if levels else "the same case"
    if isinstance(nearest.counts, Hidden):
        return f"Judged, {differs}: not shown, too few people or nearly all alike"
    return f"Judged, {differs}: {'-'.join(map(str, nearest.counts))} people gave each answer, lowest first"
