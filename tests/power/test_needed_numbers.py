"""How many people, tasks or versions would do: the search by a known curve, and against finer simulation."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import special

from dce.design import make_design
from dce.errors import AnswerError, DesignError
from dce.power import ranking_power
from dce.power.needed import PowerNeed, search
from dce.simulate import default_population
from dce.study import Study


def curve(tried, *levels):
    """A power whose probit rises with log n, by group, with a little noise that hangs on n."""

    def evaluate(n):
        tried.append(n)
        noise = 0.004 * np.sin(17.0 * n)
        values = [float(np.clip(special.ndtr(np.log(n) - level) + noise, 0, 1)) for level in levels]
        return pd.DataFrame({"group": [f"g{i}" for i in range(len(levels))], "n": n, "value": values, "error": 0.012})

    return evaluate


def needed_of(rows, aim=0.8):
    return PowerNeed("people", "first", aim, rows.assign(number=rows["tried"])).table().set_index("group")


def test_a_search_finds_the_crossing_of_a_known_curve_in_few_looks():
    tried = []
    table = needed_of(search(curve(tried, 3.0, 5.0), 0.8, 25, (10, 5000)))
    for group, level in (("g0", 3.0), ("g1", 5.0)):
        right = np.exp(level + special.ndtri(0.8))
        assert table.loc[group, "number"] == pytest.approx(right, rel=0.05)
        assert table.loc[group, "low"] < right < table.loc[group, "high"]
        assert table.loc[group, "high"] < 1.4 * table.loc[group, "low"]  # 0.024 of a chance is 9% of n either way
    assert len(tried) == len(set(tried)) <= 12


def test_a_search_says_when_even_the_most_is_too_few_and_the_fewest_enough():
    rows = search(curve([], 12.0, -3.0), 0.8, 25, (10, 1000))
    table = needed_of(rows)
    assert np.isinf(table.loc["g0", ["number", "low", "high"]].to_numpy(dtype=float)).all()
    assert table.loc["g0", "most"] == 1000
    assert (table.loc["g1", ["number", "low", "high"]] == 10).all()
    few, enough = PowerNeed("people", "first", 0.8, rows.assign(number=rows["tried"])).sentences()
    assert few == "g0: even 1000 people in each group show the right first place in no more than 0 ± 1.2% of studies."
    assert enough.startswith("g1: 10 people in each group, the fewest that were tried, show the right first place")


def test_a_chance_that_hardly_rises_is_told_no_further_than_it_was_tried():
    flat = pd.DataFrame({"group": "all", "tried": [1, 2, 4, 8], "value": [0.795, 0.79, 0.80, 0.801], "error": 0.013})
    need = PowerNeed("versions", "first", 0.8, flat.assign(number=flat["tried"]))
    row = need.table().iloc[0]
    assert 1 <= row["low"] <= row["number"] <= 8
    assert np.isinf(row["high"])
    assert need.sentences()[0].endswith(" or more) show the right first place in 80% of studies.")


def test_numbers_that_cannot_be_are_passed_by():
    """There are designs of 6 to 13 tasks only: the last of them are found by halving."""
    evaluate = curve([], 12.0, -3.0)
    rows = search(lambda n: evaluate(n) if 6 <= n <= 13 else None, 0.8, 8, (2, 100))
    assert (rows["tried"].min(), rows["tried"].max()) == (6, 13)
    with pytest.raises(DesignError, match="no study with 8 to start from"):
        search(lambda n: None, 0.8, 8, (2, 100))


def test_people_that_a_search_finds_show_it_in_a_finer_simulation(design, one_kind):
    need = ranking_power(design, 50, population=one_kind, replicates=20, seed=1).needed(
        "people", measure="top 4 set", replicates=300
    )
    found = need.table().iloc[0]
    finer = ranking_power(design, round(found["number"]), population=one_kind, replicates=600, seed=9).table()
    chance = finer.set_index("measure").loc["top 4 set", "value"]
    assert chance == pytest.approx(0.8, abs=3 * np.hypot(0.023, 0.016))  # errors of 300 and of 600 studies
    assert found["low"] < found["number"] < found["high"]
    assert need.sentences()[0].startswith(f"all: about {np.ceil(found['number']):.0f} people (")


@pytest.fixture
def unequal(example: Study):
    weights = {"ontvanger": (-0.9, 0.0, 0.9), "doel": (-0.4, 0.4), "waarborgen": (-0.15, 0.0, 0.15)}
    return replace(default_population(example), weights=weights)


def test_tasks_and_versions_are_searched_on_designs_of_their_own(example: Study, unequal):
    power = ranking_power(make_design(example, tasks=8, seed=1), 12, population=unequal, replicates=20)
    tasks = power.needed("tasks", measure="top 2 order", replicates=80)
    own = tasks.rows.set_index("number")["value"]
    assert own.iloc[0] < 0.8 < own.iloc[-1]
    assert 8 < own.index[-1] <= 15  # the rule leaves 15 scenarios
    assert tasks.sentences()[0].startswith("all: about ")
    assert "tasks for each person" in tasks.sentences()[0]
    versions = power.needed("versions", measure="top 2 order", aim=0.99, replicates=40)
    assert versions.table().loc[0, "most"] == 12  # no more than there are people


def test_progress_is_told_until_all_is_done(example: Study, unequal):
    shares = []
    power = ranking_power(
        make_design(example, tasks=8, seed=1), {"jurist": 12, "beleid": 12}, population=unequal, replicates=60,
        progress=shares.append,
    )  # fmt: skip
    assert shares == sorted(shares)
    assert shares[0] < 0.5
    assert shares[-1] == 1.0
    without = ranking_power(power.plan.design, {"jurist": 12, "beleid": 12}, population=unequal, replicates=60)
    pd.testing.assert_frame_equal(power.table(), without.table(), check_exact=True)


@pytest.mark.parametrize(
    ("varied", "options", "said"),
    [
        ("lawyers", {}, '"lawyers" cannot be searched; use one of people, tasks, versions'),
        ("people", {"measure": "set width"}, 'measure is "set width"; use one of first, top 4 set'),
        ("people", {"aim": 1.0}, "aim is 1.0; it is a share of studies"),
        ("people", {"replicates": 5}, "replicates is 5; use 20 to 100000"),
    ],
)
def test_what_cannot_be_searched_is_refused(power, varied, options, said):
    with pytest.raises(AnswerError, match=said):
        power.needed(varied, **options)
