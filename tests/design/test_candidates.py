"""Which scenarios a study allows: the three forms of a rule, and the limits that a search has to keep."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from dce.design.candidates import candidates, refused, room
from dce.design.design import Design
from dce.design.rows import broken_rules, rule_words
from dce.errors import DesignError
from dce.study import Study

NEVER = {"never": {"c0": "1", "c1": ["0", "1"]}}
WHEN = {"when": {"c0": "0"}, "only": {"c1": ["0", "1"], "c2": "1"}}
SELDOM = {"seldom": {"c0": "1", "c2": "0"}, "at_most": 2}


def ruled(study: Study, *rules: dict[str, object]) -> Study:
    return Study.model_validate(study.model_dump(mode="json") | {"rules": list(rules)})


def test_a_conditional_rule_leaves_the_scenarios_that_one_would_write_down_by_hand(small_study):
    study = ruled(small_study([2, 3, 2]), WHEN)
    found = candidates(study, np.random.default_rng(0), extremes=False)
    by_hand = {(0, 0, 1), (0, 1, 1)} | set(product([1], [0, 1, 2], [0, 1]))
    assert {tuple(row) for row in found.scenarios.tolist()} == by_hand


def test_each_row_of_the_limits_tells_its_rule_and_how_often_it_may_match(small_study):
    study = ruled(small_study([2, 3, 2]), NEVER, WHEN, SELDOM)
    found = candidates(study, np.random.default_rng(0), dominated=3)
    assert found.rule.tolist() == [0, 1, 1, 2, -1, -1]
    assert found.most.tolist() == [0, 0, 0, 2, 2, 1]
    assert found.matches.shape == (6, 3, 3)


@pytest.mark.parametrize(("dominated", "shown"), [(0, 0), (1, 1), (2, 2), (None, 2)])
def test_the_worst_and_the_best_of_all_scenarios_are_there_where_they_may_be_shown(small_study, dominated, shown):
    found = candidates(small_study([2, 2, 3]), np.random.default_rng(0), dominated=dominated)
    assert len(found.scenarios) == 10 + shown
    assert len(found.most) == (0 if dominated is None else 2)
    assert int(found.most.sum()) == (dominated or 0)


def test_limits_refuse_exactly_the_scenarios_that_break_a_rule_and_count_the_rare_ones(small_study):
    study = ruled(small_study([2, 3, 2]), NEVER, WHEN, SELDOM)
    found = candidates(study, np.random.default_rng(0), extremes=False)
    every = np.array(list(product([0, 1], [0, 1, 2], [0, 1])))
    named = [dict(zip(study.criterion_ids, map(str, row), strict=True)) for row in every]
    assert refused(every, found.matches, found.most).tolist() == [bool(broken_rules(study, one)) for one in named]
    rare = refused(every, found.matches[found.most > 0])
    assert rare.tolist() == [study.rules[2].limits(one) for one in named]
    assert rare.any()


def test_rules_are_told_in_words(small_study):
    study = ruled(small_study([2, 3, 2]), NEVER, WHEN, SELDOM)
    assert [rule_words(study, number) for number in range(3)] == [
        "rule 1 (c0=1 with c1=0 or 1)",
        "rule 2 (when c0=0 only with c1=0 or 1 and c2=1)",
        "rule 3 (c0=1 with c2=0 at most 2 times in a version)",
    ]


def test_a_table_with_more_rare_scenarios_in_a_version_than_allowed_is_refused_by_version_rule_and_rows(small_study):
    study = ruled(small_study([2, 3, 2]), SELDOM)
    rows = [(1, "1", "0", "0"), (1, "1", "1", "0"), (1, "0", "0", "0"), (1, "1", "2", "0"), (2, "1", "2", "0")]
    frame = pd.DataFrame(rows, columns=["version", "c0", "c1", "c2"])
    frame = frame.assign(task=[1, 2, 3, 4, 4], alternative=1)
    with pytest.raises(DesignError) as caught:
        Design.from_frame(study, frame)
    assert str(caught.value) == (
        "design row 4: version 1 shows 3 scenarios of rule 1 (c0=1 with c2=0 at most 2 times in a version), the others "
        "at design row 1, design row 2; change one of them"
    )
    allowed = frame.drop(index=[1])
    assert len(Design.from_frame(study, allowed).rows) == 4


def test_a_table_that_breaks_a_conditional_rule_is_refused_by_the_words_of_the_rule(small_study):
    frame = pd.DataFrame({"version": [1], "task": 1, "alternative": 1, "c0": "0", "c1": "2", "c2": "1"})
    with pytest.raises(DesignError, match=r"design row 1: breaks rule 1 \(when c0=0 only with c1=0 or 1 and c2=1\)"):
        Design.from_frame(ruled(small_study([2, 3, 2]), WHEN), frame)


def test_a_version_has_room_for_the_free_scenarios_and_for_as_many_rare_ones_as_the_rules_allow(small_study):
    rare = [{"seldom": {"c0": "0"}, "at_most": 2}, {"seldom": {"c1": "0"}, "at_most": 3}]
    found = candidates(ruled(small_study([2, 2, 5]), *rare), np.random.default_rng(0), extremes=False)
    assert len(found.scenarios) == 20
    assert room(found) == 5 + 2 + 3  # of the five that both rules limit none is worth taking
    assert room(found, 2) == 7  # the five that are free are shared out, and each version has its own two and three
    assert room(candidates(small_study([2, 2, 5]), np.random.default_rng(0)), 3) == 18 // 3


def test_room_is_as_much_as_trying_all_sets_of_scenarios_finds(small_study):
    rng = np.random.default_rng(3)
    for _ in range(20):
        named = [rng.choice(3, 2, replace=False) for _ in range(3)]
        rare = [
            {"seldom": {f"c{c}": str(rng.integers(2)) for c in own}, "at_most": int(rng.integers(1, 3))}
            for own in named
        ]
        study = ruled(small_study([2, 2, 2]), *rare)
        found = candidates(study, rng, extremes=False)
        hits = np.array([refused(found.scenarios, row[None]) for row in found.matches])
        sets = np.array(list(product([False, True], repeat=8)))
        allowed = ((hits.astype(int) @ sets.T) <= found.most[:, None]).all(axis=0)
        assert room(found) == sets.sum(axis=1)[allowed].max()
