"""Invented people with known weights: fits give the weights back, many people give the published orders back."""

from dataclasses import replace

import numpy as np
import pytest

from dce.data import Ratings
from dce.design import make_design
from dce.estimation import fit_ordered_logit
from dce.ranking import rank_criteria
from dce.simulate import Population, simulate_answers

pytestmark = pytest.mark.long


PUBLISHED = {  # first four criteria per group, Staat van de Uitvoering 2024
    ("rol", "fg"): "verband_doel gevolgen wettelijke_taak met_wie",
    ("rol", "juridisch_adviseur"): "verband_doel wettelijke_taak met_wie aantal_gegevens",
    ("rol", "privacy_officer"): "wettelijke_taak met_wie verband_doel verhouding",
    ("sector", "rijk"): "wettelijke_taak verband_doel met_wie aantal_gegevens",
    ("sector", "gemeente"): "wettelijke_taak verband_doel gevolgen met_wie",
    ("sector", "uitvoering"): "verband_doel met_wie gevolgen wettelijke_taak",
}


@pytest.fixture(scope="module")
def design(study):
    return make_design(study)


@pytest.fixture(scope="module")
def population(study, request):
    return Population.load(request.config.rootpath / "designs" / "gegevensdeling" / "population.yaml", study)


@pytest.fixture(scope="module")
def everybody(study, design, population):
    return Ratings.from_answers(simulate_answers(design, population, 5000, 1), study)


@pytest.mark.parametrize("role", ["all", "fg", "privacy_officer", "juridisch_adviseur"])
def test_5000_people_who_differ_by_role_only_give_their_weights_back(study, design, population, role):
    """Without person effects, because those make the weights of a whole group milder than those of its members."""
    deviations = {"rol": population.deviations["rol"]} if role != "all" else {}
    alike = replace(population, deviations=deviations, trends={}, weight_sd={}, intercept_sd=0.0)
    ratings = Ratings.from_answers(simulate_answers(design, alike, 5000, 2), study)
    fit = fit_ordered_logit(ratings if role == "all" else ratings.of_group("rol", role))
    extra = deviations.get("rol", {}).get(role, {})
    truth = {name: np.add(levels, extra.get(name, 0.0)) for name, levels in alike.weights.items()}
    expected = [truth[column.split("[")[0]][level_of(study, column)] for column in fit.coef.index]
    expected += list(alike.thresholds)
    far = np.abs(fit.estimates.to_numpy() - expected) / fit.std_error("cluster").to_numpy()
    assert far.max() < 3, dict(zip(fit.estimates.index, far.round(1), strict=True))


def level_of(study, column):
    """Place of the level that a column stands for; a linear column stands for the last."""
    name, _, level = column.removesuffix("]").partition("[")
    ids = next(criterion.level_ids for criterion in study.criteria if criterion.id == name)
    return ids.index(level) if level else -1


@pytest.mark.parametrize(("item", "group"), PUBLISHED)
def test_5000_people_give_back_the_published_order_of_each_group(study, everybody, item, group):
    table = rank_criteria(everybody, study, by=item, bootstrap=100).table()
    first = table[table["group"] == group]["criterion"].tolist()[:4]
    assert first == PUBLISHED[item, group].split()


def test_5000_people_give_back_what_is_certain_of_the_overall_order(study, everybody):
    order = rank_criteria(everybody, study, bootstrap=100).table()["criterion"].tolist()
    assert order[0] == "verband_doel"
    assert order[-1] == "aantal_betrokkenen"
    places = [order.index(name) for name in ("verband_doel", "wettelijke_taak", "met_wie", "gevolgen")]
    assert places == sorted(places)


def test_more_years_in_the_position_go_with_less_negative_advice(study, everybody):
    """The invented trend of 0.35 per class shows as a falling share of the two lowest answers."""
    negative = []
    for option in ("0-1", "1-3", "3-6", "6+"):
        counts = everybody.of_group("jaren_functie", option).counts().sum(axis=0)
        negative.append(counts[:2].sum() / counts.sum())
    assert negative == sorted(negative, reverse=True)
