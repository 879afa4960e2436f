"""Rankings with and without the people whose answers are flagged: what moves, and how many were left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Ratings
from dce.disclosure import UNGROUPED
from dce.ranking.finding import Finding
from dce.ranking.quality.answers import ANY, AnswerQuality
from dce.ranking.rank import rank_criteria
from dce.ranking.ranking import EVERYBODY
from dce.study import Study

Mask = NDArray[np.bool_]
EVERY_ANSWER = "every answer"
NUMBERS = ["importance", "low", "high", "rank", "rank_low", "rank_high"]
COLUMNS = ["group", "criterion", "run", "n", "dropped", *NUMBERS, "moved", "status", "reason"]
WHOLE_POINTS = 2  # digits


@dataclass(frozen=True)
class Sensitivity(Finding):
    """Rankings side by side, a row a (group, criterion, run); the first run holds every answer.

    ``dropped`` is how many people the run leaves out, and ``moved`` whether the importance leaves its interval, or the
    place its set of places, of the run with every answer.
    """

    def moved(self, group: str = EVERYBODY) -> pd.DataFrame:
        """The rows of a group that moved."""
        rows = self.rows[(self.rows["group"] == group) & self.rows["moved"].fillna(False).astype(bool)]
        return rows.reset_index(drop=True)


def sensitivity(
    ratings: Ratings,
    study: Study,
    quality: AnswerQuality,
    *,
    by: str | None = None,
    bootstrap: int = 1000,
    seed: int = 1,
) -> Sensitivity:
    """Rank the criteria with every answer, without each kind of flag, and without anybody flagged.

    A flag that marks nobody makes no run. All runs use one ``seed``. What is shown:

    - the number left out of all people, always; the overall ranking without them in whole percentage points, so that
      subtracting it from that with every answer gives no single person away;
    - of a group, the ranking without the flagged only where those left out are none or at least the study's
      ``smallest_group``, in the group, in all groups that are not shown taken together, and against each other run
      that is shown: by the same rule as :func:`dce.disclosure.shown_groups`. Else the messages say in words whether
      anything moves, without any number.

    Raises FitError as :func:`rank_criteria` does, and for people whose answers were not checked.

    >>> from dce.design import make_design
    >>> from dce.ranking.quality.answers import answer_quality
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=40, seed=1)
    >>> frame.loc[frame["respondent"] == "synthetic-07", "rating"] = "3"
    >>> ratings, quality = Ratings.from_answers(frame, design.study), answer_quality(frame, design.study)
    >>> found = sensitivity(ratings, design.study, quality, bootstrap=200)
    >>> found.rows["run"].unique().tolist()
    ['every answer', 'without straight-lining', 'without random fit', 'without any of these']
    """
    runs = _runs(ratings, quality)
    whole = rank_criteria(ratings, study, by=by, bootstrap=bootstrap, seed=seed)
    first = whole.table()
    nothing = pd.array([pd.NA] * len(first), dtype="boolean")
    parts = [first.assign(run=EVERY_ANSWER, dropped=0, moved=nothing, reason="")]
    guard, messages = _Guard.of(ratings, study, by), [_counted(ratings, runs)]
    for name, mask in runs.items():
        rest = ratings.of_people(np.flatnonzero(~mask))
        table = _beside(rank_criteria(rest, study, by=by, bootstrap=bootstrap, seed=seed).table(), first)
        shown = guard.shown(mask)
        messages += _sentences(table, name, int(mask.sum()), shown)
        parts.append(_told(table, mask, guard, shown).assign(run=name))
    order = {key: place for place, key in enumerate(zip(first["group"], first["criterion"], strict=True))}
    rows = pd.concat(parts, ignore_index=True)[COLUMNS].astype({"n": "Int64", "dropped": "Int64", "moved": "boolean"})
    places = pd.Series([order[key] for key in zip(rows["group"], rows["criterion"], strict=True)])
    rows = rows.loc[places.sort_values(kind="stable").index].reset_index(drop=True)
    return Sensitivity(rows, (*messages, *whole.messages))


def _runs(ratings: Ratings, quality: AnswerQuality) -> dict[str, Mask]:
    """Whom each run leaves out (G,)."""
    found = {f"without {flag}": quality.marked(ratings, flag) for flag in quality.flags}
    found = {name: mask for name, mask in found.items() if mask.any()}
    if len(found) > 1:
        found[f"without {ANY}"] = np.logical_or.reduce(list(found.values()))
    return found


@dataclass(frozen=True, slots=True)
class _Guard:
    """What may be shown of groups: their members (G,), and of each group the people that shown runs left out."""

    smallest: int
    members: dict[str, Mask]
    before: dict[str, list[Mask]]

    @classmethod
    def of(cls, ratings: Ratings, study: Study, by: str | None) -> _Guard:
        item = pd.Series([UNGROUPED] * len(ratings.people)) if by is None else ratings.background[by].fillna(UNGROUPED)
        options = next((item.option_ids for item in study.background if item.id == by), ())
        members = {name: (item.astype(str) == name).to_numpy(dtype=bool) for name in (*options, UNGROUPED)}
        nobody = np.zeros(len(ratings.people), dtype=np.bool_)
        return cls(study.privacy.smallest_group, members, {name: [nobody] for name in members})

    def harmless(self, people: Mask) -> bool:
        """Whether these are nobody, or enough people to tell of."""
        return not 0 < people.sum() < self.smallest

    def shown(self, left_out: Mask) -> frozenset[str]:
        """The groups of which this run may be shown; they are remembered for the next runs."""
        found = set()
        for name, own in self.members.items():
            apart = [part for other in self.before[name] for part in (left_out & ~other & own, other & ~left_out & own)]
            if name != UNGROUPED and all(self.harmless(part) for part in apart):
                found.add(name)
        others = left_out.copy()
        for name in found:
            others &= ~self.members[name]
        if not self.harmless(others):
            return frozenset()
        for name in found:
            self.before[name].append(left_out)
        return frozenset(found)


def _beside(table: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """A run with ``moved``, against the ranking of every answer; missing where one of the two has no number."""
    both = table.merge(first, on=["group", "criterion"], suffixes=("", "_first"), how="left")
    known = (both["importance"].notna() & both["importance_first"].notna()).to_numpy(dtype=bool)
    share, place = both["importance"].to_numpy(dtype=float), both["rank"].to_numpy(dtype=float, na_value=np.nan)
    low, high = (both[f"{end}_first"].to_numpy(dtype=float) for end in ("low", "high"))
    top, bottom = (both[f"{end}_first"].to_numpy(dtype=float, na_value=np.nan) for end in ("rank_low", "rank_high"))
    moved = (share < low) | (share > high) | (place < top) | (place > bottom)
    return table.assign(moved=pd.array(moved, dtype="boolean")).assign(
        moved=lambda rows: rows["moved"].where(pd.Series(known, index=rows.index))
    )


def _told(table: pd.DataFrame, mask: Mask, guard: _Guard, shown: frozenset[str]) -> pd.DataFrame:
    """A run as it may be shown."""
    group = table["group"]
    table = table.assign(reason="", dropped=pd.array([pd.NA] * len(table), dtype="Int64"))
    table.loc[group == EVERYBODY, "dropped"] = int(mask.sum())
    for name in shown:
        table.loc[group == name, "dropped"] = int((mask & guard.members[name]).sum())
    hidden = ~group.isin([EVERYBODY, *shown])
    table.loc[hidden, [*NUMBERS, "n", "moved"]] = pd.NA
    table.loc[hidden, "status"] = "too_few"
    table.loc[hidden, "reason"] = f"subtraction would tell of fewer than {guard.smallest} people"
    none = table["importance"].isna() & ~hidden
    table.loc[none, "reason"] = f"fewer than {guard.smallest} people are left, or their answers have no ranking"
    table.loc[none & (group != EVERYBODY), "dropped"] = pd.NA
    return table.round(dict.fromkeys(["importance", "low", "high"], WHOLE_POINTS))


def _counted(ratings: Ratings, runs: dict[str, Mask]) -> str:
    """How many people each run leaves out."""
    if not runs:
        return f"nobody of {len(ratings.people)} people is flagged, so there is nothing to leave out"
    counts = "; ".join(f"{name} {int(mask.sum())}" for name, mask in runs.items())
    return f"left out of {len(ratings.people)} people: {counts}"


def _sentences(table: pd.DataFrame, name: str, left_out: int, shown: frozenset[str]) -> list[str]:
    """What moves in a run: overall by name, in groups that are not shown only whether anything does."""
    said = []
    for group, rows in table.groupby("group", sort=False):
        if rows["moved"].isna().all():
            continue
        names = rows.loc[rows["moved"].fillna(False).astype(bool), "criterion"].tolist()
        if group == EVERYBODY or group in shown:
            what = f"moves: {', '.join(names)}" if names else "nothing leaves its interval or its places"
        else:
            what = "something moves" if names else "nothing leaves its interval or its places"
        count = f" ({left_out} left out)" if group == EVERYBODY else ""
        said.append(f"{name}{count}, {group}: {what}")
    return said
