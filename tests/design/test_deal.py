"""Tasks dealt into versions where some of them stand there beforehand, or stand in all of them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dce.design.deal import EVERYWHERE, NOWHERE, Deal, side_by_side
from dce.design.extra import extra_tasks, unlike
from dce.design.split import imbalance, split_versions
from dce.errors import DesignError

Numbers = NDArray[np.int64]
CASES = range(30)


def _feasible(rng: np.random.Generator) -> tuple[Deal, Numbers]:
    """Tasks that fit by their making into 2-4 versions of six: some held, some with rules that hit, some alike."""
    versions = int(rng.integers(2, 5))
    truth = np.repeat(np.arange(versions), 6)
    scenarios = np.stack([rng.permutation(9)[:6] for _ in range(versions)]).reshape(-1, 1, 1)  # others within a version
    hits = rng.integers(3, size=(len(truth), 2)) * (rng.random((len(truth), 2)) < 0.3)
    most = np.stack([hits[truth == version].sum(axis=0) for version in range(versions)]).max(axis=0)
    held = np.where(rng.random(len(truth)) < 0.4, truth, NOWHERE)
    order = rng.permutation(len(truth))
    deal = Deal(scenarios[order], versions, held[order], hits=hits[order], most=most + rng.integers(2))
    return deal, hits[order]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("coded", [False, True])
def test_what_fits_beside_held_tasks_is_dealt_so(case: int, coded: bool) -> None:
    rng = np.random.default_rng(case)
    deal, hits = _feasible(rng)
    if coded:
        deal = Deal(deal.tasks, deal.versions, deal.held, np.ones((len(hits), 1)), hits, deal.most)
    version = split_versions(deal, rng)
    assert (version[deal.held >= 0] == deal.held[deal.held >= 0]).all()
    assert deal.most is not None
    for one in range(deal.versions):
        own = version == one
        assert own.sum() == 6
        assert len(np.unique(deal.tasks[own])) == 6
        assert (hits[own].sum(axis=0) <= deal.most).all()


def test_what_stands_everywhere_is_not_dealt_and_takes_its_share() -> None:
    scenarios = np.arange(9)[:, None, None]
    held = np.array([EVERYWHERE, *[NOWHERE] * 8])
    hits = np.array([[1], [1], [1], *[[0]] * 6])
    version = split_versions(Deal(scenarios, 2, held, hits=hits, most=np.array([2])), np.random.default_rng(1))
    assert version[0] == -1
    assert np.bincount(version[1:]).tolist() == [4, 4]
    assert sorted(version[[1, 2]]) == [0, 1], "one more in each version, beside the one in both"
    with pytest.raises(DesignError, match="do not fit into the versions"):
        split_versions(Deal(scenarios, 2, held, hits=hits, most=np.array([1])), np.random.default_rng(1))
    alone = split_versions(Deal(scenarios[:2], 3, np.full(2, EVERYWHERE)), np.random.default_rng(1))
    assert alone.tolist() == [-1, -1]


@pytest.mark.parametrize("alternatives", [1, 3])
def test_a_deal_ends_where_no_exchange_of_two_tasks_makes_versions_more_even(alternatives: int) -> None:
    rng = np.random.default_rng(alternatives)
    tasks = rng.integers(3, size=(24, alternatives, 5))
    version = split_versions(Deal.of(tasks, 3), rng)
    least = imbalance(tasks, version, 3)
    for one in range(24):
        for other in range(one):
            exchanged = version.copy()
            exchanged[[one, other]] = version[[other, one]]
            assert imbalance(tasks, exchanged, 3) >= least


def test_levels_of_choice_tasks_are_counted_whichever_alternative_has_them() -> None:
    tasks = np.array([[[0], [1]], [[0], [1]], [[0], [0]], [[1], [1]]])
    assert imbalance(tasks, np.array([0, 0, 1, 1]), 2) == 0
    assert imbalance(tasks, np.array([0, 1, 0, 1]), 2) == 4 * 1.0  # three of a level in one version, one in the other


def test_tasks_are_alike_whatever_the_order_of_their_alternatives() -> None:
    rng = np.random.default_rng(4)
    tasks = rng.integers(3, size=(5, 3, 4))
    turned = np.ascontiguousarray(tasks[:, [2, 0, 1]])
    assert (side_by_side(tasks) == side_by_side(turned)).all()
    assert (np.diag([unlike(tasks[[i]], turned[[i]])[0] for i in range(5)]) == 0).all()
    nudged = turned.copy()
    nudged[0, 1, 2] += 1
    assert unlike(tasks[[0]], nudged[[0]]).tolist() == [1]
    single, others = rng.integers(3, size=(6, 1, 4)), rng.integers(3, size=(7, 1, 4))
    apart = (single[:, None, 0] != others[None, :, 0]).sum(axis=2).min(axis=1)
    assert unlike(single, others).tolist() == apart.tolist()


def test_extra_tasks_keep_away_from_each_other_too() -> None:
    allowed = np.array([[[0, 0, 0, 1]], [[1, 1, 1, 1]], [[1, 1, 1, 0]], [[0, 0, 1, 1]]])
    shown = np.array([[[0, 0, 0, 0]]])
    assert extra_tasks(allowed, shown, 2)[:, 0].tolist() == [[1, 1, 1, 1], [0, 0, 1, 1]]
    with pytest.raises(DesignError, match="too few tasks are left for 5"):
        extra_tasks(allowed, shown, 5)
