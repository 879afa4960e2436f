"""Every folder of designs/: the study is whole in both languages, and its design is the one that was judged good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dce import Ratings
from dce.design import Design, judge
from dce.estimation import fit_binary_logit
from dce.ranking.importance import range_importance
from dce.simulate import Population, default_population, simulate_answers

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "designs").glob("*/study.yaml"))
SAME_IN_BOTH = {"privacy officer"}
EXACT = 1e-9
EVEN = {name: [6, 6, 6] for name in ("bedrag", "zekerheid_recht", "terugbetalen", "noodzaak", "moeite", "benadering")}
COLUMNS = {"rating": ["rating"], "yes-no": ["rating"], "choice": ["chosen"], "best-worst": ["best", "worst"]}


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def design(request: pytest.FixtureRequest) -> Design:
    """As it is stored, which is refused where the study was changed after the design was made."""
    found = Design.load(request.param)
    assert found.study.id == request.param.name
    return found


@pytest.fixture(scope="module")
def toeslagen() -> Design:
    return Design.load(FOLDERS[0].parent / "toeslagen")


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text of a study as plain data."""
    if isinstance(value, dict) and {"nl", "en"} & set(value):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from texts(child)


def test_the_four_kinds_of_study_are_there() -> None:
    assert {Design.load(folder).study.task.kind for folder in FOLDERS} == set(COLUMNS)


def test_a_study_says_everything_in_both_languages_and_where_it_comes_from(design: Design) -> None:
    study = design.study
    assert study.languages == ("nl", "en")
    assert study.introduction is not None
    assert study.notes is not None
    assert all(part.short is not None for part in (*study.criteria, *study.background))
    found = list(texts(study.model_dump(mode="json", exclude_none=True)))
    assert len(found) > 30
    for text in found:
        assert set(text) == {"nl", "en"}
        assert text["nl"] != text["en"] or text["nl"].lower() in SAME_IN_BOTH


def test_a_design_tells_every_weight_and_has_nothing_that_can_be_mended(design: Design) -> None:
    quality = design.quality()
    assert quality.rank == quality.parameters
    assert quality.problems == ()
    assert judge(design).grade == "good"
    asked = design.study.design
    for version in range(1, asked.versions + 1):
        assert len(design.estimated_of(version)) == asked.tasks
        assert len(design.repeats(version)) == asked.repeats
    assert len(design.practice) == asked.practice


def test_no_scenario_breaks_a_rule(design: Design) -> None:
    tasks = {task for version in design.versions for task in design.tasks_of(version)}
    scenarios = [scenario for task in tasks for scenario in design.alternatives(task)]
    assert len(scenarios) >= 18
    assert not [one for one in scenarios if any(rule.refuses(one) for rule in design.study.rules)]


def test_invented_people_answer_it(design: Design) -> None:
    folder = FOLDERS[0].parent / design.study.id / "population.yaml"
    population = Population.load(folder, design.study) if folder.is_file() else default_population(design.study)
    answers = simulate_answers(design, population, 20, seed=1)
    assert len(answers.drop_duplicates(["respondent", "task"])) == 20 * design.study.design.tasks
    assert set(COLUMNS[design.study.task.kind]) <= set(answers.columns)


def test_the_benefits_study_shows_all_levels_equally_often_and_holds_criteria_apart(toeslagen: Design) -> None:
    quality = toeslagen.quality()
    assert quality.balance.groupby("criterion")["count"].apply(list).to_dict() == EVEN
    assert (quality.rank, quality.tasks) == (13, 18)
    related = quality.correlations.set_index(["criterion_a", "criterion_b"])["canonical"]
    ruled = related.pop(("zekerheid_recht", "benadering"))
    # Of two criteria shown evenly of which one pair of levels is kept out: 3 of each other pair beside it, and then the
    # rest as even as can be, has a canonical correlation of 1/2.
    assert ruled == pytest.approx(0.5, abs=EXACT)
    assert related.max() < EXACT


@pytest.mark.parametrize(("canonical", "grade"), [(np.nextafter(0.5, 1.0), "good"), (0.51, "usable with limits")])
def test_just_half_is_not_taken_for_more_than_half(
    toeslagen: Design, monkeypatch: pytest.MonkeyPatch, canonical: float, grade: str
) -> None:
    """What the rule forces is 1/2 to the last digit, and which side of it is computed hangs on the order of tasks."""
    quality = toeslagen.quality()
    related = quality.correlations.assign(canonical=canonical)
    monkeypatch.setattr(Design, "quality", lambda _: replace(quality, correlations=related))
    assert judge(toeslagen).grade == grade


def test_very_many_invented_people_weigh_benefits_in_the_order_that_is_expected(toeslagen: Design) -> None:
    population = Population.load(FOLDERS[0].parent / "toeslagen" / "population.yaml", toeslagen.study)
    answers = simulate_answers(toeslagen, population, 20_000, seed=1)
    ratings = Ratings.from_answers(answers, toeslagen.study)
    assert ratings.coding is not None
    weights = fit_binary_logit(ratings).coef.reindex(ratings.columns).to_numpy()
    order = np.array(toeslagen.study.criterion_ids)[np.argsort(-range_importance(ratings.coding, weights))]
    assert order.tolist() == ["zekerheid_recht", "bedrag", "terugbetalen", "noodzaak", "moeite", "benadering"]
