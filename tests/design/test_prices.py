"""The price of a rule: nothing where a good design needs nothing refused, much where balance is spoiled."""

import numpy as np
import pytest

from dce.design.make import make_design
from dce.design.prices import LEAST_SCATTER, price_sentences, rule_price_lines, rule_prices
from dce.study import Study

NEVER = {"never": {"c0": ["0", "1"], "c1": ["0", "1"]}}  # a third of both, and never together: nothing is orthogonal
RARE = {"seldom": {"c2": "0", "c3": "0"}, "at_most": 18}  # all tasks may show it


def ruled(study: Study, *rules: dict[str, object], **more: object) -> Study:
    return Study.model_validate(study.model_dump(mode="json") | {"rules": list(rules)} | more)


@pytest.fixture(scope="module")
def study(small_study):
    return ruled(small_study([3, 3, 2, 2]), NEVER, RARE)


def test_a_rule_costs_what_a_design_without_it_gains_and_an_idle_rule_nothing(study, small_study):
    prices = rule_prices(study, 18, seed=3)
    assert prices.columns.tolist() == ["rule", "words", "efficiency", "without", "price"]
    assert prices["rule"].tolist() == [1, 2]
    plain = make_design(ruled(small_study([3, 3, 2, 2]), RARE), 18, seed=3).quality().d_efficiency
    with_rules = make_design(study, 18, seed=3).quality().d_efficiency
    assert prices["efficiency"].tolist() == [with_rules, with_rules]
    assert prices["without"][0] == plain
    assert prices["price"][0] == pytest.approx(plain - with_rules)
    assert prices["price"][0] > 10
    assert prices.equals(rule_prices(study, 18, seed=3, made=make_design(study, 18, seed=3)))
    first, second = price_sentences(prices)
    assert first == (
        f"rule 1 (c0=0 or 1 with c1=0 or 1) costs {plain - with_rules:.1f} points of D-efficiency: {with_rules:.1f} "
        f"with all rules, {plain:.1f} without this one"
    )
    assert second.startswith("rule 2 (c2=0 with c3=0 at most 18 times in a version) costs less than ")
    assert (prices["price"] >= 0).all()
    assert prices.attrs["scatter"] >= LEAST_SCATTER


def test_a_study_without_rules_has_nothing_to_price(small_study):
    prices = rule_prices(small_study([2, 2, 2]), 4)
    assert prices.columns.tolist() == ["rule", "words", "efficiency", "without", "price"]
    assert prices.empty
    assert rule_price_lines(small_study([2, 2, 2]), 4) == []


def test_rules_of_choice_tasks_are_priced_with_the_share_done_told(small_study):
    task = {"kind": "choice", "statement": {"en": "Which?"}, "alternatives": 2}
    shares: list[float] = []
    (line,) = rule_price_lines(
        ruled(small_study([2, 2, 2]), {"never": {"c0": "0", "c1": "0"}}, task=task), 12, seed=1, progress=shares.append
    )
    assert line.startswith("rule 1 (c0=0 with c1=0) costs ")
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_with_priors_efficiencies_are_shares_of_the_best_held_out_error_met(study):
    priors = {"constant": (0.0, 0.5), "c0[1]": (0.3, 0.3)}
    prices = rule_prices(ruled(study, NEVER), 12, seed=1, priors=priors)
    assert prices["without"].max() == pytest.approx(100.0)
    assert 0 < prices["efficiency"][0] < 100
    assert np.isfinite(prices["price"]).all()
