"""Self-image: shares by hand, verdicts where the truth is built in, and nothing of small classes."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from dce.data import Ratings
from dce.design import Design
from dce.errors import FitError
from dce.ranking.stated.self_image import LENIENCY, MILDER, MOST_AGAINST, STRONGLY, self_image
from dce.simulate import Population, simulate_answers

VIEW = {"by": "zelfbeeld", "lenient": "rekkelijk", "strict": "precies"}


@pytest.fixture(scope="module")
def folder(request):
    return request.config.rootpath / "designs" / "gegevensdeling"


@pytest.fixture(scope="module")
def simulated(study, folder):
    """Answers of invented people who are alike; ``moved`` shifts the scale of some classes by whole answers."""
    design, population = Design.load(folder), Population.load(folder / "population.yaml", study)
    alike = replace(population, deviations={}, weight_sd={}, trends={})

    def answers(people, moved=None, seed=1, shares=(1, 1, 1, 1)):
        options = next(item for item in study.background if item.id == "zelfbeeld").option_ids
        quotas = {**alike.quotas, "zelfbeeld": dict(zip(options, map(float, shares), strict=True))}
        frame = simulate_answers(design, replace(alike, quotas=quotas), people, seed)
        for name, steps in (moved or {}).items():
            own = frame["zelfbeeld"] == name
            frame.loc[own, "rating"] = (frame.loc[own, "rating"].astype(int) + steps).clip(1, 5).astype(str)
        return Ratings.from_answers(frame, study)

    return answers


def verdicts(found):
    return found.statements.set_index("statement")["verdict"].to_dict()


def against(found, measure):
    return found.tests[found.tests["measure"] == measure].set_index("group")


@pytest.mark.parametrize(
    ("moved", "most_against", "milder"),
    [
        ({"rekkelijk": -1}, "supported", "not supported"),  # the published surprise
        ({"rekkelijk": 1}, "not supported", "supported"),  # people are what they say
        ({"precies": -1}, "not supported", "supported"),
    ],
)
def test_verdicts_follow_what_was_built_in_where_people_are_many(study, simulated, moved, most_against, milder):
    found = verdicts(self_image(simulated(400, moved), study, **VIEW))
    assert found[MOST_AGAINST] == most_against
    assert found[MILDER] == milder


def test_classes_that_answer_alike_are_never_told_apart(study, simulated):
    """The lenient are as the strict are, and two other classes are more against: either verdict but one is right."""
    found = verdicts(self_image(simulated(400, {"ertussenin": -1, "weet_niet": -1}), study, **VIEW))
    assert found[MOST_AGAINST] == "not supported"
    assert found[MILDER] != "supported"


def test_the_shares_and_their_difference_are_those_of_a_hand(study, simulated):
    """Everybody answered 21 scenarios, so the shares are means over people and the test is Welch's."""
    ratings = simulated(80, {"rekkelijk": -1})
    found = self_image(ratings, study, **VIEW)
    counts = ratings.by_person.toarray().reshape(80, -1, 5).sum(axis=1)
    of = {name: counts[(ratings.background["zelfbeeld"] == name).to_numpy()] for name in ("rekkelijk", "precies")}
    rows = found.rows.set_index("group")
    for name, own in of.items():
        total = own.sum()
        by_hand = [own[:, 0].sum() / total, own[:, :2].sum() / total, own[:, 3:].sum() / total]
        assert_allclose(rows.loc[name, ["strongly", "disagrees", "agrees"]].astype(float), by_hand, atol=1e-12)
    welch = stats.ttest_ind(of["rekkelijk"][:, 0] / 21, of["precies"][:, 0] / 21, equal_var=False)
    row = against(found, STRONGLY).loc["precies"]
    interval = welch.confidence_interval()
    assert_allclose(row[["low", "high", "p"]].astype(float), [interval.low, interval.high, welch.pvalue], rtol=1e-9)


def test_leniencies_are_apart_by_what_was_built_in(study, folder):
    """A trend over years of 0.5 a class, of people asked for years as if it were their self-image: three classes."""
    design, population = Design.load(folder), Population.load(folder / "population.yaml", study)
    alike = replace(population, deviations={}, weight_sd={}, intercept_sd=0.0, trends={"jaren_functie": 0.5})
    ratings = Ratings.from_answers(simulate_answers(design, alike, 2000, 1), study)
    found = self_image(ratings, study, by="jaren_functie", lenient="6+", strict="0-1")
    row = against(found, LENIENCY).loc["0-1"]
    assert abs(row["difference"] - 1.5) < 3 * row["error"]  # 3 errors: 0.3% by chance
    assert row["error"] < 0.1


@pytest.mark.long
def test_without_a_difference_nothing_is_supported_more_often_than_by_chance(study, simulated):
    """The lenient must lead each of three classes at 2.5%: of 40 studies 3 or more would be chance in under 2%."""
    found = [verdicts(self_image(simulated(60, seed=seed), study, **VIEW)) for seed in range(40)]
    assert sum(each[MOST_AGAINST] == "supported" for each in found) <= 2
    assert sum(each[MILDER] == "supported" for each in found) <= 4
    assert sum(each[MILDER] == "cannot tell" for each in found) > 20  # 30 people cannot rule out a tenth in odds


@pytest.mark.parametrize("small", ["rekkelijk", "precies"])
def test_a_small_class_has_a_reason_and_no_number(study, simulated, small):
    """The class of twelve who do not know is hidden along, because subtraction would tell of the five."""
    shares = [5 if small == "rekkelijk" else 16, 16, 5 if small == "precies" else 16, 12]
    found = self_image(simulated(49, {"rekkelijk": -1}, shares=shares), study, **VIEW)
    hidden = found.rows.set_index("group").loc[small]
    assert hidden.drop(["standing", "reason"]).isna().all()
    assert "fewer than 10 people" in hidden["reason"]
    assert verdicts(found)[MILDER] == "cannot tell"
    assert small not in set(found.tests["group"])
    assert f"nothing can be shown of {small}" in found.messages[1]
    if small == "rekkelijk":
        assert not len(found.tests)
        assert verdicts(found)[MOST_AGAINST] == "cannot tell"


def test_classes_that_are_never_strongly_against_cannot_be_told_apart(study, simulated):
    ratings = simulated(80, dict.fromkeys(("rekkelijk", "ertussenin", "precies", "weet_niet"), 1))
    found = self_image(ratings, study, **VIEW)
    assert verdicts(found)[MOST_AGAINST] == "cannot tell"
    assert against(found, STRONGLY)["p"].isna().all()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"by": "schoenmaat"}, 'no background item "schoenmaat"'),
        ({"lenient": "mild"}, '"zelfbeeld" has no option "mild"; use two of rekkelijk'),
        ({"strict": "rekkelijk"}, "two different ones"),
    ],
)
def test_what_is_unknown_is_named(study, simulated, changed, said):
    with pytest.raises(FitError, match=said):
        self_image(simulated(60), study, **{**VIEW, **changed})


def test_the_order_of_people_changes_nothing(study, simulated):
    ratings = simulated(60)
    turned = ratings.of_people(np.arange(60)[::-1])
    one, other = (self_image(each, study, **VIEW) for each in (ratings, turned))
    pd.testing.assert_frame_equal(one.rows, other.rows, rtol=1e-8)  # sums in another order
