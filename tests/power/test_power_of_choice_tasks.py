"""Power of choices: picks among alternatives, with an opt-out or a constant, the best and the worst, and rankings."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices, choices_from_best_worst, choices_from_rankings
from dce.design import Design
from dce.errors import DesignError
from dce.estimation import fit_conditional_logit
from dce.power import ranking_power
from dce.power.asked import Asked
from dce.power.believed import weights_of_studies
from dce.power.fits import fit_studies
from dce.power.plan import Plan
from dce.power.truth import VeryMany
from dce.ranking import rank_criteria
from dce.ranking.importance import range_importance
from dce.simulate import Population, default_population
from dce.study import Study

pytestmark = pytest.mark.long


PEOPLE = {"jurist": 24, "beleid": 30}
KINDS = {
    "pairs": ("choice", 2, False, {}),
    "three or none": ("choice", 3, True, {}),
    "five": ("choice", 5, False, {}),
    "constants": ("choice", 3, True, {"alternative_constants": True}),
    "partial": ("choice", 3, False, {"varying": 2}),
    "best-worst": ("best-worst", 4, False, {}),
    "ranking": ("ranking", 4, False, {}),
}
SAME = 1e-6  # both searches end with a step of Newton's method that gained less than a millionth: its square is left


def drawn_design(study, tasks=14, **same):
    """Tasks by chance, for a search takes seconds: all scenarios of a task differ, in no more criteria than asked.

    Everywhere the ``same`` are the levels that are given by criterion.
    """
    rng, shown, seen = np.random.default_rng(1), study.task.alternatives, dict[frozenset, pd.DataFrame]()
    while len(seen) < tasks:
        task = pd.DataFrame({c.id: rng.choice(c.level_ids, shown) for c in study.criteria}).assign(**same)
        fixed = rng.permutation(study.criterion_ids)[study.design.varying or len(study.criteria) :]
        for name in fixed:
            task[name] = task[name].iloc[0]
        if not task.duplicated().any():
            seen.setdefault(frozenset(task.itertuples(index=False, name=None)), task)
    return Design.from_frame(study, pd.concat(seen.values(), ignore_index=True))


@pytest.fixture(scope="module")
def made(example: Study):
    """A design of choice tasks for the small example, by what stands in ``KINDS``."""

    def found(name):
        kind, alternatives, opt_out, settings = KINDS[name]
        task = {"kind": kind, "alternatives": alternatives, "statement": {"nl": "Welke?", "en": "Which?"}}
        if opt_out:
            task["opt_out"] = {"nl": "Geen", "en": "None"}
        plain = example.model_dump(mode="json", exclude_defaults=True, exclude={"rules"})
        return drawn_design(Study.model_validate(plain | {"task": task, "design": {"tasks": 14, **settings}}))

    return found


@pytest.fixture(scope="module")
def people(example: Study) -> Population:
    """Unequal weights, groups that differ, and people who differ in leniency and in one weight."""
    return replace(
        default_population(example),
        weights={"ontvanger": (-0.9, 0.0, 0.9), "doel": (-0.4, 0.4), "waarborgen": (-0.15, 0.0, 0.15)},
        deviations={"rol": {"jurist": {"doel": (-0.2, 0.2)}}},
        weight_sd={"doel": 0.4},
        intercept_sd=0.8,
    )


def utility_of(plan, asked):
    return asked.utility(weights_of_studies(plan, 1, np.random.default_rng(1)))


def table_of(asked, answered, number):
    """Picks of one study as a long table, a row an alternative: best, worst and rank, with all columns of the model."""
    shown = asked.x.reshape(asked.tasks, -1, *asked.x.shape[1:])[:, 0]
    stages, columns = len(asked.picks.stages), [f"x{k}" for k in range(asked.x.shape[2])]
    parts = []
    for person, cells in enumerate(answered.cells[number]):
        for picks in cells.reshape(-1, stages):
            row, answer = np.divmod(picks, asked.answers)
            task, place = row[0] // len(asked.picks.sign), np.zeros(asked.answers, dtype=int)
            place[answer] = 1 + np.arange(stages)
            part = pd.DataFrame(shown[task], columns=columns)
            parts.append(part.assign(id=f"p{person:03d}", task=task, best=place == 1, worst=place == 2, rank=place))
    return pd.concat(parts, ignore_index=True).astype({"best": int, "worst": int}), columns


@pytest.mark.parametrize("name", KINDS)
def test_each_fit_of_a_batch_is_the_conditional_logit_of_its_picks_alone(made, people, simulated, name):
    design = made(name)
    plan, asked = Plan.of(design, PEOPLE, people), Asked.of(design)
    answered = simulated(plan, asked, 6, 3)
    start = VeryMany.of(plan, asked, np.random.default_rng(1)).truth(utility_of(plan, asked))["all"].point
    fits = fit_studies(asked, answered, start)
    for number in (0, 5):
        table, columns = table_of(asked, answered, number)
        named = {"respondent": "id", "task": "task", "x": columns}
        if name == "best-worst":
            choices = choices_from_best_worst(table, best="best", worst="worst", **named)
        elif name == "ranking":
            choices = choices_from_rankings(table, rank="rank", **named)
        else:
            choices = Choices.from_frame(table, chosen="best", **named)
        fit = fit_conditional_logit(choices)
        assert fit.status == "ok"
        assert_allclose(fits.weights[number], fit.coef, atol=SAME)
        assert_allclose(fits.covariance[number], fit.covariance("cluster"), atol=SAME)


def test_columns_are_those_of_real_answers(made, people, simulated):
    """An opt-out is a row without any level in a long export, and gets the same column there."""
    design = made("three or none")
    plan, asked = Plan.of(design, 40, people), Asked.of(design)
    answered, rows = simulated(plan, asked, 1, 2), []
    for person, cells in enumerate(answered.cells[0]):
        for task, picked in zip(*np.divmod(cells, asked.answers), strict=True):
            for number in range(asked.answers):
                levels = asked.levels[task * asked.answers + number]
                shown = {c.id: c.level_ids[k] for c, k in zip(design.study.criteria, levels, strict=True)}
                row = {"respondent": f"p{person}", "task": task, "alternative": number, "chosen": int(number == picked)}
                rows.append(row | (shown if number < 3 else dict.fromkeys(shown)))
    choices = Choices.from_answers(pd.DataFrame(rows), design.study)
    assert choices.columns == asked.columns
    fits = fit_studies(asked, answered, np.zeros((1, len(asked.columns))))
    assert_allclose(fits.weights[0], fit_conditional_logit(choices).coef, atol=SAME)
    ranking = rank_criteria(choices, design.study, bootstrap=100).table().set_index("criterion")
    share = ranking.loc[list(design.study.criterion_ids), "importance"]
    assert_allclose(range_importance(asked.coding, fits.weights[0]), share, atol=SAME)


@pytest.mark.parametrize("name", ["three or none", "best-worst", "ranking"])
def test_invented_people_pick_as_often_as_is_expected(made, people, simulated, name):
    design = made(name)
    plan, asked = Plan.of(design, 2000, people), Asked.of(design)
    counts = simulated(plan, asked, 2, 4).counts(asked).sum(axis=0)
    many = VeryMany.of(plan, asked, np.random.default_rng(5)).counts(utility_of(plan, asked))["all"][0]
    # Five standard errors of a share of a half among 4,000; one among a hundred shares may come to four.
    assert_allclose(counts / 4000, many, atol=5 * 0.5 / np.sqrt(4000))
    assert_allclose(many.sum(), asked.tasks * len(asked.picks.stages))


def test_the_truth_is_what_very_many_people_show(made, people, simulated):
    design = made("three or none")
    plan, asked = Plan.of(design, {"jurist": 9000, "beleid": 9000}, people), Asked.of(design)
    truth = VeryMany.of(plan, asked, np.random.default_rng(1)).truth(utility_of(plan, asked))
    answered = simulated(plan, asked, 1, 7)
    options = design.study.background[0].option_ids
    for group in ("jurist", "beleid"):
        own = answered.of_group(options.index(group))
        found = range_importance(asked.coding, fit_studies(asked, own, truth[group].point).weights)
        # A share of importance among 9,000 people has an error of 0.004; three criteria in two groups may come to 2.5.
        assert_allclose(found, truth[group].importance, atol=0.01)
    assert np.abs(truth["jurist"].importance - truth["beleid"].importance).max() > 0.05


def test_an_opt_out_is_as_attractive_as_a_scenario_of_average_levels(made, people):
    """Without any weight all are picked equally often; with a constant of 2 the opt-out by the odds of exp(2)."""
    nothing = {name: (0.3,) * len(own) for name, own in people.weights.items()}
    plain = replace(people, weights=nothing, deviations={}, weight_sd={}, intercept_sd=0.0)
    design = made("three or none")
    asked = Asked.of(design)
    for priors, odds in ((None, 1.0), ({"opt_out": (2.0, 0.0)}, np.exp(2.0))):
        plan = Plan.of(design, 30, plain, priors)
        many = VeryMany.of(plan, asked, np.random.default_rng(1))
        shares = many.counts(utility_of(plan, asked))["all"]
        assert_allclose(shares, np.broadcast_to(np.array([1, 1, 1, odds]) / (3 + odds), shares.shape))


def test_leniency_counts_against_an_opt_out_only(made, people):
    """Who must pick one cannot show leniency: the same power to the last digit, though people differ much more."""
    mild, wide = (replace(people, weight_sd={}, intercept_sd=size) for size in (0.0, 2.0))
    for name, same in (("pairs", True), ("three or none", False)):
        design = made(name)
        few, many = (ranking_power(design, 30, population=own, replicates=20) for own in (mild, wide))
        for shown in ("truth", "outcomes"):
            one, other = (getattr(own, shown)["all"].importance for own in (few, many))
            assert np.isclose(one, other, rtol=0, atol=1e-9).all() == same


def test_own_weights_change_what_people_show(made, people):
    """Weights that differ by 3 around 0.4: some want the opposite, so all together show less of that criterion."""
    design = made("pairs")
    shares = []
    for size in (0.0, 3.0):
        plan = Plan.of(design, 40, replace(people, weight_sd={"doel": size}))
        asked = Asked.of(design)
        truth = VeryMany.of(plan, asked, np.random.default_rng(1)).truth(utility_of(plan, asked))
        shares.append(truth["all"].importance[0, 1])
    assert shares[1] < shares[0] - 0.03


def test_constants_of_alternatives_are_estimated_and_cost_nothing_else(made):
    asked, without = Asked.of(made("constants")), Asked.of(made("three or none"))
    assert asked.columns[-3:] == ("alternative_1", "alternative_2", "opt_out")
    assert without.columns[-1:] == ("opt_out",)
    assert asked.x[0, :, -3:].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1]]
    assert (asked.x[:, 3, :-3] == 0).all()
    assert_allclose(asked.x[:, :, :-3], without.x[:, :, :-1])


def test_a_partial_profile_tells_of_what_differs_only(made):
    asked = Asked.of(made("partial"))
    within = np.ptp(asked.x, axis=1)
    differ = np.stack([within[:, block].max(axis=1) > 0 for block in asked.coding.blocks.values()], axis=1)
    assert differ.sum(axis=1).max() == 2
    assert differ.any(axis=0).all()


def test_what_is_told_is_seldom_false(made, people):
    """Promised: all true places within their sets, and no difference between groups that are alike, in 95%."""
    near = {"ontvanger": (-0.45, 0.0, 0.45), "doel": (-0.4, 0.4), "waarborgen": (-0.35, 0.0, 0.35)}  # easily mixed up
    for name in ("pairs", "three or none"):
        population = replace(people, weights=near)
        power = ranking_power(made(name), PEOPLE, population=population, replicates=400, seed=2)
        found = power.table().set_index(["measure", "group"])["value"]
        assert found["sets cover"].min() > 0.95 - 3 * 0.011  # an error of 400 studies
        assert power.false_differences[0] < 0.05 + 3 * 0.011
        assert power.false_differences[0] > 0.0


def test_more_picks_of_the_same_tasks_tell_more(made, people):
    """The tasks are the same; a best-worst answer has two picks, and a ranking of four has three."""
    best_worst, ranking = made("best-worst"), made("ranking")
    plain = ranking.study.model_copy(update={"task": ranking.study.task.model_copy(update={"kind": "choice"})})
    designs = (Design.from_frame(plain, ranking.frame), best_worst, ranking)
    spread = [
        np.sqrt(ranking_power(own, 30, population=people, replicates=60).outcomes["all"].variance.mean())
        for own in designs
    ]
    assert spread[0] > 1.05 * spread[1] > 1.05 * spread[2]


def test_weights_may_be_other_ones_in_each_study(made, people):
    power = ranking_power(made("three or none"), 60, population=people, priors="expected", replicates=40)
    assert len(np.unique(power.truth["all"].importance[:, 0])) == 40
    assert power.table()["value"].notna().all()


def test_other_sizes_keep_the_constants_and_the_search_starts_where_weights_can_be_told(made, people):
    power = ranking_power(made("constants"), 40, population=people, replicates=20)
    other = power.plan.with_design(8, 1, 1)
    assert Asked.of(other.design).columns == Asked.of(power.plan.design).columns
    assert power.plan.fewest_tasks == 3  # five effects and three constants, by three comparisons a task
    need = power.needed("tasks", measure="first", aim=0.6, replicates=20)
    assert need.table()["fewest"].min() >= 3
    assert "tasks for each person" in need.sentences()[0]


def test_the_same_seed_gives_the_same_on_every_executor(made, people):
    first, again = (
        ranking_power(made("best-worst"), PEOPLE, population=people, replicates=30, executor=executor)
        for executor in ("serial", "loky:2")
    )
    pd.testing.assert_frame_equal(first.table(), again.table(), check_exact=True)
    assert first.text() == again.text()


def test_sentences_say_what_was_assumed(made, people):
    said = {
        name: " ".join(ranking_power(made(name), 30, population=people, replicates=20).sentences()) for name in KINDS
    }
    average = "Choosing nothing (opt_out) is assumed to be as attractive as a scenario of average levels"
    assert [name for name, text in said.items() if average in text] == ["three or none", "constants"]
    assert [name for name, text in said.items() if "which alternative stands first" in text] == ["constants"]
    assert "the best, then the worst of the rest" in said["best-worst"]
    assert "the first of all, then the first of the rest" in said["ranking"]
    assert "standard deviation of the weight of doel 0.4" in said["pairs"]
    assert "leniency (rather any alternative than none) 0.8" in said["three or none"]
    alike = ranking_power(made("pairs"), 30, population=replace(people, weight_sd={}), replicates=20)
    assert "People of a group are assumed to weigh alike." in alike.sentences()
    given = ranking_power(made("three or none"), 30, population=people, priors={"opt_out": (1, 0.2)}, replicates=20)
    assert average not in " ".join(given.sentences())


def test_tasks_that_cannot_tell_a_weight_are_refused_by_its_name(made, people):
    design = made("constants")
    with pytest.raises(DesignError, match='cannot tell criterion "ontvanger"'):
        ranking_power(Design.from_frame(design.study, design.frame.iloc[:6]), 30, population=people)
    flat = drawn_design(
        design.study, doel="ja"
    )  # so that this purpose is seen where something is picked, and only there
    with pytest.raises(DesignError, match=r'cannot tell .*the constant "opt_out"'):
        ranking_power(flat, 30, population=people)
