"""Rules that leave nothing, keep a level out or make two effects one are named, and no rule that has no part in it."""

import re
import time
from itertools import combinations, product

import numpy as np
import pytest

from dce.design.candidates import candidates
from dce.design.clash import check_told_apart
from dce.errors import DesignError
from dce.study import Study

MOST_SECONDS = 20  # on a machine that does other work as well; measured alone it is under 5


def never(**levels: object) -> dict[str, object]:
    return {"never": levels}


def only(when: dict[str, object], **levels: object) -> dict[str, object]:
    return {"when": when, "only": levels}


def ruled(study: Study, rules: list[dict[str, object]], **more: object) -> Study:
    return Study.model_validate(study.model_dump(mode="json") | {"rules": rules} | more)


def refusal(study: Study, **options: object) -> str:
    with pytest.raises(DesignError) as caught:
        check_told_apart(study, candidates(study, np.random.default_rng(0), **options), np.random.default_rng(0))
    return str(caught.value)


@pytest.mark.parametrize(
    ("counts", "rules", "message"),
    [
        (
            (2, 2, 2),
            [never(c0="0", c1=["0", "1"]), never(c0="1", c1="0"), never(c0="1", c2=["0", "1"])],
            "study klein: rule 1 (c0=0 with c1=0 or 1) and rule 3 (c0=1 with c2=0 or 1) leave no scenario; drop or "
            "narrow one of them",
        ),
        (
            (2, 2, 2),
            [never(c1="0", c2="0"), only({"c0": "0"}, c1="0"), only({"c0": "0"}, c1="1")],
            'study klein: rule 2 (when c0=0 only with c1=0) and rule 3 (when c0=0 only with c1=1) keep level "0" of '
            'criterion "c0" out of every scenario; narrow one of them or drop the level',
        ),
        (
            (2, 2, 2),
            [never(c0="0", c1="1"), never(c0="0", c2="1")],
            "study klein: rule 1 (c0=0 with c1=1), rule 2 (c0=0 with c2=1) and dominated (the worst and the best of "
            'all scenarios are not shown) keep level "0" of criterion "c0" out of every scenario; narrow one of them '
            "or drop the level",
        ),
        (
            (2, 2, 3),
            [never(c2="0", c1="0"), never(c0="0", c1="0"), never(c0="1", c1="1")],
            "study klein: rule 2 (c0=0 with c1=0) and rule 3 (c0=1 with c1=1) make c0 and c1 vary as one: no answers "
            "can tell c0[1], c1[1] apart; narrow one of these rules",
        ),
        (
            (3, 3, 2),
            [only({"c0": str(i)}, c1=str(i)) for i in range(3)] + [never(c0="0", c2="0")],
            "study klein: rule 1 (when c0=0 only with c1=0), rule 2 (when c0=1 only with c1=1) and rule 3 (when c0=2 "
            "only with c1=2) make c0 and c1 vary as one: no answers can tell c0[2], c1[2] apart; narrow one of these "
            "rules",
        ),
    ],
)
def test_a_clash_names_the_rules_that_cannot_be_missed_and_no_others(small_study, counts, rules, message):
    assert refusal(ruled(small_study(counts), rules)) == message


def test_rules_that_hide_an_interaction_which_the_study_asks_for_are_named(small_study):
    rules = [never(c1="0", c2="0"), never(c0="0", c1="0"), never(c0="2", c1="1", c2="0")]
    plain = ruled(small_study((3, 3, 3)), rules)
    check_told_apart(plain, candidates(plain, np.random.default_rng(0)), np.random.default_rng(0))
    asked = ruled(small_study((3, 3, 3)), rules, design={"interactions": [["c0", "c1"]]})
    assert refusal(asked).startswith("study klein: rule 2 (c0=0 with c1=0) make c0")


def test_the_named_rules_are_as_few_as_trying_all_subsets_finds(small_study):
    rng = np.random.default_rng(5)
    every = list(product(range(2), repeat=4))
    for _ in range(20):
        rules = [never(**{f"c{c}": str(rng.integers(2)) for c in rng.choice(4, 2, replace=False)}) for _ in range(12)]
        study = ruled(small_study((2,) * 4), rules)
        found = refusal(study, extremes=False)
        if "leave no scenario" not in found:
            continue
        named = [number for number in range(12) if f"rule {number + 1} (" in found]
        assert leaves_none(study, named, every), found
        assert not any(leaves_none(study, list(part), every) for part in combinations(named, len(named) - 1)), found


def leaves_none(study: Study, numbers: list[int], every: list[tuple[int, ...]]) -> bool:
    scenarios = [dict(zip(study.criterion_ids, map(str, one), strict=True)) for one in every]
    return all(any(study.rules[number].refuses(one) for number in numbers) for one in scenarios)


def test_in_a_study_of_sixty_criteria_and_two_hundred_rules_the_few_that_clash_are_found_soon(small_study):
    rng = np.random.default_rng(1)
    others = [
        never(**{f"c{c}": [str(level) for level in rng.choice(20, 5, replace=False)] for c in rng.choice(60, 3, False)})
        for _ in range(197)
    ]
    chain = [never(c7=[str(level) for level in range(10)], c8=[str(level) for level in range(20)])]
    chain += [only({"c7": [str(level) for level in range(10, 20)]}, c9="4"), only({"c9": "4"}, c7="2")]
    study = ruled(
        small_study((20,) * 60), [*others[:100], chain[0], *others[100:150], chain[1], *others[150:], chain[2]]
    )
    began = time.perf_counter()
    found = refusal(study)
    took = time.perf_counter() - began
    assert [number for number in range(200) if f"rule {number + 1} (" in found] == [100, 151, 199]
    assert "leave no scenario" in found
    assert took < MOST_SECONDS


def test_rules_too_hard_to_disentangle_are_refused_in_time_and_not_all_of_them_listed(small_study):
    holes = [never(**{f"c{a}": str(h), f"c{b}": str(h)}) for a in range(12) for b in range(a) for h in range(11)]
    began = time.perf_counter()
    found = refusal(ruled(small_study((11,) * 12), holes))  # twelve pigeons in eleven holes: every rule is needed
    assert time.perf_counter() - began < MOST_SECONDS
    assert re.search(r"leave no scenario|leave so few scenarios that none was found", found)
    assert found.count("rule ") <= 20  # and not all 726 of them


def test_every_level_that_can_be_shown_is_among_the_scenarios_however_rare_it_is(small_study):
    rule = only({"c0": "2"}, **{f"c{i}": "1" for i in range(1, 40)})  # one scenario of 10^19 has c0=2
    found = candidates(ruled(small_study((3,) * 40), [rule]), np.random.default_rng(0))
    assert not found.listed
    assert set(found.scenarios[:, 0].tolist()) == {0, 1, 2}
