"""One order out of those of several groups, and how far the groups agree on it, held against what noise alone does.

Letters: S groups, M criteria, R resampled studies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.errors import FitError
from dce.ranking.contrast.concordance import RANGES, concordance, concordance_sentence, mean_places
from dce.ranking.ranking import EVERYBODY, Ranking
from dce.ranking.ranks import Places, rank_sets, surely_heavier
from dce.ranking.text import chance_text

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Weighing = Literal["groups", "people"]
METHODS = ("borda", "copeland", "mean")
METHOD = ("", "_place", "_low", "_high", "_first")
CLOSE = 1e-9  # mean places that differ by less are the same


@dataclass(frozen=True)
class Consensus:
    """The order that the groups of a ranking give together, by mean place, by majority and by mean importance.

    ``groups`` are those that count, ``winner`` the criterion that a majority of groups puts above each other one, None
    where there is none (Condorcet 1785). ``messages`` say in words what the numbers say and who does not count.
    """

    groups: tuple[str, ...]
    winner: str | None
    messages: tuple[str, ...]
    rows: pd.DataFrame
    shares: pd.DataFrame
    between: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """A row a criterion, by mean place: three measures, each with four columns beside it; p_winner; reason.

        ``borda`` is the mean place over groups, ``copeland`` the number of other criteria that a majority of groups
        puts it above, ties counting half, ``mean`` the mean importance over groups. ``_place`` is the place that this
        gives, ``_low`` and ``_high`` are the places that the answers leave open (those of all criteria together at
        95%), ``_first`` is the share of resampled studies in which the criterion comes first; ``p_winner`` is the share
        in which it beats each other one.
        """
        return self.rows.copy()

    def pairwise(self) -> pd.DataFrame:
        """Share of the groups (by people, if these are weighed) that put the row's criterion above the column's.

        Ties count half; a criterion beside itself is NaN. Empty where there is no consensus.
        """
        return self.shares.copy()

    def agreement(self) -> pd.DataFrame:
        """One row: Kendall's W between the groups, and what it has to be read against.

        Columns: groups (their number); w; corrected (the W that the groups would show without noise) with its 95%
        interval low to high; identical, identical_low, identical_high: the W that groups with the very same weights
        would show among as many people (mean and 95% range); half, half_low, half_high: that of groups whose
        importances correlate at one half; verdict.
        """
        return self.between.copy()

    def __str__(self) -> str:
        """The rows as aligned text, then the sentences."""
        return "\n".join([self.rows.round(3).to_string(index=False), *self.messages])


def consensus(ranking: Ranking, *, weigh: Weighing = "groups") -> Consensus:
    """The order that the groups of a ranking give together, and how far they agree.

    More than one rule, because none is fair in every sense (Arrow 1951): the mean place over groups (Borda 1781,
    Memoire sur les elections au scrutin), the number of other criteria over which a majority of groups puts it
    (Copeland 1951, A reasonable social welfare function), and the mean importance, which looks beyond places and is
    what few people tell best. Each group counts once, or by its ``people``.

    Open places: within each group, which criterion is surely heavier than which, for all pairs of all groups at once
    (:func:`dce.ranking.ranks.surely_heavier`, 95%). What these leave open for the places within groups is carried
    through Borda's and Copeland's rule, so that the true consensus places all lie in their sets together in at least
    95% of studies. That is wide: 8 of ten places on average for three groups of 17 that weigh the same, 6 for groups of
    50. Places by mean importance have the rank sets of that mean (:func:`dce.ranking.ranks.rank_sets`): 6 and 4.

    Kendall's W is that of the groups fitted apart, because pooled groups lean on each other and so agree more than
    their answers do. It is low wherever there is noise: groups with the very same weights do not give W = 1. So it is
    read against what such groups would show: the mean importance over groups, with its own noise taken out of its
    spread, plus the noise of each group; and against groups that share half: importances as spread, that correlate at
    one half between groups. Verdicts: "less" (W in the lowest 5% of what identical groups show); "as much as identical
    groups" (W in the highest 5% of what groups that share half show); else "cannot tell". In 100 invented studies each,
    of three groups that weigh ten criteria the same, 2% to 3% were said to agree less (17 and 50 people a group); of
    groups that share half, 6% and 0% to agree as much. The interval of W held the true W in 93% to 100%.

    Fewer than two groups with a ranking: rows without numbers and the reason. Raises FitError for another ``weigh``.

    >>> from dce.data import Ratings
    >>> from dce.design import make_design
    >>> from dce.ranking import rank_criteria
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> answers = Ratings.from_answers(frame, design.study)
    >>> found = consensus(rank_criteria(answers, design.study, by="rol", bootstrap=200))
    >>> found.groups, found.table()["criterion"].tolist()
    (('jurist', 'beleid'), ['waarborgen', 'ontvanger', 'doel'])
    """
    if weigh not in ("groups", "people"):
        raise FitError(f'weigh is "{weigh}"; use groups or people')
    criteria = list(ranking.study.criterion_ids)
    groups = tuple(name for name in ranking.replicates if name != EVERYBODY)
    left = _left_out(ranking, groups)
    if len(groups) < 2:
        return _nothing(criteria, groups, left)
    rows = ranking.table()
    people = rows.groupby("group")["n"].first().loc[list(groups)].to_numpy(dtype=float)
    weight = people if weigh == "people" else np.ones(len(groups))
    table, shares, winner = _orders(*_numbers(ranking, groups), weight / weight.sum(), criteria)
    between = concordance(*_numbers(ranking.apart or ranking, groups), np.random.default_rng(ranking.seed))
    said = (*_of_orders(table, winner), concordance_sentence(between))
    return Consensus(groups, winner, (*said, *left), table, shares, between)


def _numbers(ranking: Ranking, groups: Sequence[str]) -> tuple[Array, Array]:
    """Importances (S, M) of these groups and their replicates (R, S, M), criteria in the order of the study."""
    rows = ranking.table().pivot_table(index="group", columns="criterion", values="importance")
    importance = rows.loc[list(groups), list(ranking.study.criterion_ids)].to_numpy()
    return importance, np.stack([ranking.replicates[name] for name in groups], axis=1)


def _orders(
    importance: Array, moved: Array, weight: Array, criteria: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame, str | None]:
    """Rows of the table, shares of groups by pair, and the winner, from importances (S, M), resampled (R, S, M)."""
    heavier = _heavier(importance, moved)
    resampled = np.abs(moved)  # a place is that of a size: see Ranking.ranges
    share, shares = _shares(importance, weight), _shares(resampled, weight)
    found: dict[str, object] = {"criterion": criteria}
    of_borda = -(weight @ mean_places(importance)[0]), -np.einsum("s,rsm->rm", weight, mean_places(resampled)[0])
    mean = weight @ importance
    of_mean = rank_sets(mean, np.einsum("s,rsm->rm", weight, moved))
    for name, (score, scores), sets in (
        ("borda", of_borda, _borda_sets(heavier, weight)),
        ("copeland", (_wins(share), _wins(shares)), _copeland_sets(heavier, weight)),
        ("mean", (mean, np.einsum("s,rsm->rm", weight, resampled)), (of_mean.low, of_mean.high)),
    ):
        first = (scores > scores.max(axis=-1, keepdims=True) - CLOSE).mean(axis=0)
        place = 1 + (score[None, :] > score[:, None] + CLOSE).sum(axis=1)
        found |= dict(zip([f"{name}{end}" for end in METHOD], (np.abs(score), place, *sets, first), strict=True))
    beats = _wins(share) > len(criteria) - 1 - 0.25  # a tie would cost half
    found["p_winner"] = (_wins(shares) > len(criteria) - 1 - 0.25).mean(axis=0)
    table = pd.DataFrame(found).assign(reason="").sort_values("borda", kind="stable", ignore_index=True)
    order = table["criterion"].tolist()
    pairs = pd.DataFrame(share, index=pd.Index(criteria, name="criterion"), columns=criteria).loc[order, order]
    return table, pairs, criteria[int(beats.argmax())] if beats.any() else None


def _heavier(importance: Array, moved: Array) -> Flags:
    """Table (S, M, M): in this group the row is surely heavier than the column, all groups and pairs at once."""
    groups, criteria = importance.shape
    family = np.kron(np.eye(groups, dtype=np.bool_), np.ones((criteria, criteria), dtype=np.bool_))
    found = surely_heavier(importance.ravel(), moved.reshape(len(moved), -1), family=family)
    own = np.arange(groups)
    return np.asarray(found.reshape(groups, criteria, groups, criteria)[own, :, own, :])


def _borda_sets(heavier: Flags, weight: Array) -> tuple[Places, Places]:
    """Lowest and highest places (M,) by mean place that the sure orders within groups (S, M, M) leave open."""
    low = 1 + heavier.sum(axis=1)
    high = heavier.shape[-1] - heavier.sum(axis=2)
    most = (high[:, :, None] - low[:, None, :]).astype(np.float64)  # of the row's place less the column's
    between = heavier.astype(np.float64) @ heavier.astype(np.float64)  # how many stand surely between two
    most = np.where(heavier, np.minimum(most, -1.0 - between), most)
    return _open_places(np.einsum("s,sij->ij", weight, most) < -CLOSE)


def _copeland_sets(heavier: Flags, weight: Array) -> tuple[Places, Places]:
    """The same by majorities: a score lies between the wins that are sure and those that are not surely lost."""
    sure = np.einsum("s,sij->ij", weight, heavier.astype(np.float64))
    points = np.where(sure > 0.5 + CLOSE, 1.0, np.where(sure > 0.5 - CLOSE, 0.5, 0.0))
    least, most = points.sum(axis=1), len(points) - 1.0 - points.sum(axis=0)
    return _open_places(least[:, None] > most[None, :])


def _open_places(above: Flags) -> tuple[Places, Places]:
    return np.asarray(1 + above.sum(axis=0)), np.asarray(len(above) - above.sum(axis=1))


def _shares(importance: Array, weight: Array) -> Array:
    """Share of groups (..., M, M) that put the row above the column, from importances (..., S, M); own place NaN."""
    row, column = importance[..., :, None], importance[..., None, :]
    found = np.einsum("s,...sij->...ij", weight, (row > column) + 0.5 * (row == column))
    own = np.arange(importance.shape[-1])
    found[..., own, own] = np.nan
    return np.asarray(found)


def _wins(share: Array) -> Array:
    """Copeland's score (..., M): the others that a majority puts one above, ties half."""
    return np.asarray((share > 0.5 + CLOSE).sum(axis=-1) + 0.5 * (np.abs(share - 0.5) <= CLOSE).sum(axis=-1))


def _left_out(ranking: Ranking, groups: Sequence[str]) -> tuple[str, ...]:
    """The groups that do not count, each with the reason."""
    status = ranking.table().groupby("group", sort=False)["status"].first()
    said = {"too_few": "too few people to be shown"}
    left = [name for name in status.index if name != EVERYBODY and name not in groups]
    return tuple(f"{name}: not counted, {said.get(status[name], f'status {status[name]}')}" for name in left)


def _nothing(criteria: Sequence[str], groups: tuple[str, ...], left: tuple[str, ...]) -> Consensus:
    """No number, and the reason."""
    reason = "fewer than two groups have a ranking, so there is nothing to agree on"
    names = [*(f"{method}{end}" for method in METHODS for end in METHOD), "p_winner"]
    rows = pd.DataFrame({"criterion": list(criteria)}).assign(**dict.fromkeys(names, np.nan), reason=reason)
    for method in METHODS:
        rows = rows.astype({f"{method}{end}": "Int64" for end in METHOD[1:4]})
    between = pd.DataFrame([{"groups": len(groups), **dict.fromkeys(("w", *RANGES), np.nan), "verdict": reason}])
    return Consensus(groups, None, (reason, *left), rows, pd.DataFrame(), between)


def _of_orders(table: pd.DataFrame, winner: str | None) -> tuple[str, str, str]:
    """Who comes first by each rule, never without what else may be first."""
    majority = "no criterion is put above each other one by a majority of the groups"
    if winner is not None:
        chance = chance_text(float(table.loc[table["criterion"] == winner, "p_winner"].iloc[0]))
        majority = (
            f"a majority of the groups puts {winner} above each other criterion, as in {chance} of resampled studies"
        )
    return _first(table, "borda", "mean place"), majority, _first(table, "mean", "mean importance")


def _first(table: pd.DataFrame, method: str, words: str) -> str:
    first, maybe = table[table[f"{method}_place"] == 1], table.loc[table[f"{method}_low"] == 1, "criterion"]
    names, chance = " and ".join(first["criterion"]), chance_text(float(first[f"{method}_first"].max()))
    open_to = f"{', '.join(maybe)} may be first" if len(maybe) > 1 else "no other can be first"
    return f"by {words} {names} comes first, as in {chance} of resampled studies; {open_to}"
