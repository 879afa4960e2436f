"""Criteria in order of importance per group, never without what the data cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.errors import FitError
from dce.estimation import Fit, Replicates
from dce.plotted import Plotted
from dce.ranking.comparison import compare_groups, same_margin
from dce.ranking.groups import By
from dce.ranking.ranks import Places, chance_above, chance_in_top, marginal_rank_sets, rank_chances
from dce.ranking.text import ranking_text, sentences
from dce.ranking.tiers import find_tiers
from dce.study import Study

Array = NDArray[np.float64]
EVERYBODY = "all"
COLUMNS = ["group", "n", "criterion", "importance", "low", "high", "rank", "rank_low", "rank_high", "p_top4", "status"]


@dataclass(frozen=True)
class Ranking(Plotted):
    """Importance and places of every criterion, for all respondents and for each group of one background item.

    ``fits`` holds the fit of each group that could be shown, ``replicates`` its resampled importances (R, M), criteria
    in the order of the study; ``messages`` say in words who was left out and what was shrunk. ``ranges`` are the
    replicates without a sign (R, M), whose order gives the chances of places. Where groups are pooled, their importance
    and replicates are those of partial pooling, and ``apart`` is the same ranking with each group fitted alone.
    ``resampled`` holds the bootstrap of every separate fit.

    >>> from dce.data import Ratings; from dce.design import make_design; from dce.ranking import rank_criteria
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> ranking = rank_criteria(Ratings.from_answers(frame, design.study), design.study, bootstrap=200)
    >>> ranking.rank_chances().round(1).loc["ontvanger"].tolist()
    [0.6, 0.3, 0.1]
    >>> ranking.pairwise().round(1).loc["doel", "waarborgen"]
    np.float64(0.4)
    >>> ranking.tiers()["tier"].tolist()
    [1, 1, 1]
    """

    study: Study
    by: By | None
    bootstrap: int
    seed: int
    fits: Mapping[str, Fit]
    messages: tuple[str, ...]
    rows: pd.DataFrame
    replicates: Mapping[str, Array]
    ranges: Mapping[str, Array] = field(default_factory=lambda: MappingProxyType({}))
    resampled: Mapping[str, Replicates] = field(default_factory=lambda: MappingProxyType({}))
    apart: Ranking | None = None

    def table(self) -> pd.DataFrame:
        """A row a (group, criterion): group "all" first, criteria from heaviest to lightest within a group.

        ``importance`` is a share from 0 to 1 with its 95% interval ``low`` to ``high``; ``rank_low`` to ``rank_high``
        is the set of places that the data leave open, all sets of a group together at 95%; ``p_top4`` is the share of
        resampled studies (of pooled groups: of draws) in which the criterion is among the first four. Groups that may
        not be shown have no numbers, not even ``n``, and the status ``too_few``.
        """
        return self.rows.copy()

    def rank_chances(self, group: str = EVERYBODY) -> pd.DataFrame:
        """Share of resampled studies in which each criterion (row) has each place (column, from 1).

        It tells how the order moves when other people of the same kind are asked; it is not the chance that the true
        place is this one, for which the rank sets are made. Raises FitError for a group without a ranking.
        """
        order = self._order(group)
        places = pd.RangeIndex(1, len(order) + 1, name="rank")
        found = rank_chances(self._ranges(group))
        return pd.DataFrame(found, index=self._criteria(), columns=places).loc[order]

    def chance_in_top(self, top: int, group: str = EVERYBODY) -> pd.Series:
        """Share of resampled studies in which each criterion is among the first ``top``; FitError as ``rank_chances``.

        With ``top`` 4 the column ``p_top4`` of the table.
        """
        if not 1 <= top <= len(self.study.criterion_ids):
            raise FitError(f"top is {top}; use 1 to {len(self.study.criterion_ids)}, the number of criteria")
        found = pd.Series(chance_in_top(self._ranges(group), top), index=self._criteria(), name=f"p_top{top}")
        return found.loc[self._order(group)]

    def pairwise(self, group: str = EVERYBODY) -> pd.DataFrame:
        """Share of resampled studies in which the row's criterion is above the column's; FitError as ``rank_chances``.

        Ties count half, so a share and its mirror image sum to one; a criterion beside itself is NaN. Rows and columns
        run from heaviest to lightest.
        """
        order = self._order(group)
        found = chance_above(self._ranges(group))
        return pd.DataFrame(found, index=self._criteria(), columns=list(self.study.criterion_ids)).loc[order, order]

    def marginal_sets(self) -> pd.DataFrame:
        """A row a (group, criterion) as in the table: ``rank_low`` to ``rank_high``, each set alone at 95%.

        Only for a criterion that was named before the answers came in; the sets of the table hold for all together.
        Missing where the group has no ranking, for which ``status`` gives the reason.
        """

        def sets(importance: Array, moved: Array) -> dict[str, Places]:
            found = marginal_rank_sets(importance, moved)
            return {"rank_low": found.low, "rank_high": found.high}

        return self._beside_rows(("rank_low", "rank_high"), sets)

    def tiers(self) -> pd.DataFrame:
        """A row a (group, criterion) as in the table: ``tier`` from 1, of which no two can be told apart.

        A tier begins where a criterion is surely lighter than some member of the tier above, all pairs of a group
        compared at once at 95% (see :func:`dce.ranking.tiers.find_tiers`). Missing where the group has no ranking, for
        which ``status`` gives the reason.
        """
        return self._beside_rows(("tier",), lambda importance, moved: {"tier": find_tiers(importance, moved)})

    def compare(self, *, margin: float | None = None) -> pd.DataFrame:
        """A row a (criterion, pair of groups), telling whether one group gives it more importance than the other.

        ``difference`` of the shares with its own 95% interval ``low`` to ``high``; ``p_holm`` from a t test on the
        bootstrap spread (Welch 1947), adjusted by Holm (1979) over all rows. ``verdict`` is "differs" where that is
        below 5%; "same" where the difference surely lies within ``margin`` on either side (two one-sided tests,
        Schuirmann 1987, adjusted likewise); else "cannot tell". Without a margin it is half of an equal share: 5 points
        of a hundred with ten criteria. A small difference can be both: then it "differs". Shares do not change with how
        lenient or how consistent a group answers, so neither can pass for a difference in weights; and they come from
        the separate fits, because pooled groups lean on each other. Raises FitError for a margin outside 0 to 1.
        """
        if margin is not None and not 0 < margin < 1:
            raise FitError(f"margin is {margin}; it is a difference between shares, such as 0.05 for five points")
        alone = self.apart or self
        groups = [group for group in alone.replicates if group != EVERYBODY]
        criteria = self.study.criterion_ids
        within = same_margin(len(criteria)) if margin is None else margin
        return compare_groups(alone.rows, alone.replicates, list(combinations(groups, 2)), criteria, margin=within)

    def sentences(self) -> tuple[str, ...]:
        """What weighs heaviest in each group, or that this cannot be told; then the messages."""
        return sentences(self.rows, self.messages)

    def text(self, *groups: str) -> str:
        """The table by group as aligned text, ties under one tier; of these groups where some are named."""
        table = self.rows.assign(tier=self.tiers()["tier"])
        return ranking_text(table[table["group"].isin(groups)] if groups else table, self.messages)

    def __str__(self) -> str:
        """The same of all groups."""
        return self.text()

    def _criteria(self) -> pd.Index[str]:
        return pd.Index(self.study.criterion_ids, name="criterion")

    def _ranges(self, group: str) -> Array:
        if group not in self.ranges:
            known = f"use one of {', '.join(self.ranges)}" if self.ranges else "no group has one"
            raise FitError(f'group "{group}" has no ranking; {known}')
        return self.ranges[group]

    def _order(self, group: str) -> list[str]:
        """Criteria from heaviest to lightest."""
        return self.rows.loc[self.rows["group"] == group, "criterion"].tolist()

    def _beside_rows(
        self, columns: tuple[str, ...], measure: Callable[[Array, Array], Mapping[str, Places]]
    ) -> pd.DataFrame:
        """Whole numbers by group and criterion, from importances (M,) and their replicates (R, M), beside the ranks."""
        found = self.rows[["group", "criterion", "rank"]].copy()
        for column in columns:
            found[column] = pd.Series(pd.NA, index=found.index, dtype="Int64")
        for group, moved in self.replicates.items():
            own = (self.rows["group"] == group).to_numpy()
            importance = self.rows[own].set_index("criterion")["importance"].loc[list(self.study.criterion_ids)]
            places = pd.DataFrame(measure(importance.to_numpy(), moved), index=importance.index).loc[self._order(group)]
            for column in columns:
                found.loc[own, column] = places[column].to_numpy()
        return found.assign(status=self.rows["status"])
