"""Claims on an order, held against rank sets that were written by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from dce.errors import FitError
from dce.ranking.claims import claim_order, claim_places

SETS = {"a": (1, 1, 1), "b": (2, 2, 3), "c": (3, 2, 3), "d": (4, 4, 5), "e": (5, 4, 5)}  # rank, low, high


def ranking():
    """Five criteria with sets of places; the group "few" may not be shown."""
    rows = [
        {
            "group": "all",
            "n": 20,
            "criterion": name,
            "importance": 0.2,
            "rank": rank,
            "rank_low": low,
            "rank_high": high,
        }
        for name, (rank, low, high) in SETS.items()
    ]
    rows += [{"group": "few", "criterion": name} for name in SETS]
    table = pd.DataFrame(rows).astype(dict.fromkeys(["n", "rank", "rank_low", "rank_high"], "Int64"))
    study = SimpleNamespace(criterion_ids=tuple(SETS))
    return SimpleNamespace(study=study, table=lambda: table, ranges={"all": None})


@pytest.mark.parametrize(
    ("order", "verdict", "shown"),
    [
        (["a"], "supported", True),
        (["a", "b"], "cannot tell", True),
        (["a", "c", "b"], "cannot tell", False),
        (["b", "a"], "refuted", False),
        (["a", "b", "c", "d"], "cannot tell", True),
        (["a", "d"], "refuted", False),
    ],
)
def test_an_order_holds_only_where_no_other_is_open(order, verdict, shown):
    claim = claim_order(ranking(), order)
    assert (claim.verdict, claim.shown) == (verdict, shown)


@pytest.mark.parametrize(
    ("criteria", "places", "verdict", "shown"),
    [
        (["a", "b", "c"], (1, 3), "supported", True),
        (["b"], (1, 2), "cannot tell", True),
        (["c"], (1, 2), "cannot tell", False),
        (["d"], (1, 3), "refuted", False),
        (["e"], (5, 5), "cannot tell", True),
        (["a", "d"], (1, 4), "cannot tell", True),
    ],
)
def test_places_hold_only_where_no_other_is_open(criteria, places, verdict, shown):
    claim = claim_places(ranking(), criteria, places)
    assert (claim.verdict, claim.shown) == (verdict, shown)


def test_the_numbers_are_told():
    assert str(claim_order(ranking(), ["a", "b"])) == "cannot tell: a 20%, place 1; b 20%, place 2 to 3 (20 people)"


def test_what_no_ranking_can_answer_is_refused():
    with pytest.raises(FitError, match="criteria are a, x; name some of a, b, c, d, e, each once"):
        claim_order(ranking(), ["a", "x"])
    with pytest.raises(FitError, match="criteria are a, a"):
        claim_order(ranking(), ["a", "a"])
    with pytest.raises(FitError, match='group "few" has no ranking to hold a claim against; those with one: all'):
        claim_order(ranking(), ["a"], group="few")
    with pytest.raises(FitError, match="places are 0 to 2; use places from 1 to 5"):
        claim_places(ranking(), ["a"], (0, 2))
