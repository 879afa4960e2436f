"""Populations: the invented weights give the published orders, and a faulty file is refused line by line."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest

from dce.errors import StudyError
from dce.simulate import Population, default_population
from dce.study import Study, example_study

FOLDER = Path(__file__).parents[2] / "designs" / "gegevensdeling"


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.load(FOLDER / "study.yaml")


@pytest.fixture(scope="module")
def population(study: Study) -> Population:
    return Population.load(FOLDER / "population.yaml", study)


def _weight(population: Population, criterion: str, **group: str) -> float:
    """Utility of the last level in a group, other groupings in the shares of their quotas."""
    weight = population.weights[criterion][-1]
    for item, by_option in population.deviations.items():
        quotas = population.quotas[item]
        shares = {group[item]: 1.0} if item in group else {o: q / sum(quotas.values()) for o, q in quotas.items()}
        weight += sum(s * by_option.get(o, {}).get(criterion, (0.0,))[-1] for o, s in shares.items())
    return weight


@pytest.mark.parametrize(
    ("group", "top"),
    [
        ({"rol": "fg"}, "verband_doel gevolgen wettelijke_taak met_wie"),
        ({"rol": "juridisch_adviseur"}, "verband_doel wettelijke_taak met_wie aantal_gegevens"),
        ({"rol": "privacy_officer"}, "wettelijke_taak met_wie verband_doel verhouding"),
        ({"sector": "rijk"}, "wettelijke_taak verband_doel met_wie aantal_gegevens"),
        ({"sector": "gemeente"}, "wettelijke_taak verband_doel gevolgen met_wie"),
        ({"sector": "uitvoering"}, "verband_doel met_wie gevolgen wettelijke_taak"),
        ({}, "verband_doel wettelijke_taak met_wie gevolgen"),
    ],
)
def test_the_invented_weights_give_the_published_orders(population: Population, group: dict, top: str) -> None:
    order = sorted(population.weights, key=lambda name: -abs(_weight(population, name, **group)))
    assert order[:4] == top.split()
    assert order[-1] == "aantal_betrokkenen"


def test_the_file_says_that_its_figures_are_invented(population: Population) -> None:
    assert population.notes["nl"].startswith("Verzonnen")
    assert population.notes["en"].startswith("Invented")
    assert "INVENTED" in (FOLDER / "population.yaml").read_text(encoding="utf-8").splitlines()[0]


def test_one_number_runs_over_the_levels_in_equal_steps(population: Population) -> None:
    assert population.weights["met_wie"] == (-0.62, 0.0, 0.62)
    assert population.weights["verplicht"] == (-0.18, 0.18)
    assert population.quotas["jaren_functie"] == {"0-1": 1.0, "1-3": 1.0, "3-6": 1.0, "6+": 1.0}


def test_a_study_without_a_population_gets_mild_weights_as_expected() -> None:
    population = default_population(example_study())
    assert population.weights["waarborgen"] == (-0.5, 0.0, 0.5)
    shares = [1 / (1 + math.exp(-threshold)) for threshold in population.thresholds]
    assert shares == pytest.approx([0.2, 0.4, 0.6, 0.8])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("met_wie: 0.62", "met_wie: veel", "'veel' is no number from -20 to 20"),
        ("met_wie: 0.62", "met_wie: nan", "'nan' is no number"),
        ("met_wie: 0.62", "met_wie: 99", "'99' is no number from -20 to 20"),
        ("  met_wie: 0.62\n", "", 'no weight for criterion "met_wie"; write 0'),
        ("  met_wie: 0.62", "  met_wie: {privaat: -1}", 'no utility for level "overheid"'),
        ("  met_wie: 0.62", "  metwie: 0.62", 'no criterion "metwie"; use one of met_wie,'),
        ("-1.6, -0.1", "-0.1, -1.6", "thresholds must rise"),
        ("[-1.6, ", "[", "has 3 thresholds for a scale of 5 answers; list 4 numbers"),
        ("    fg: {met", "    dpo: {met", 'no option "dpo"; use one of fg,'),
        ("{jaren_functie: 0.35}", "{rol: 0.35}", 'no ordered background item "rol"; use one of jaren_functie'),
        ("intercept_sd: 0.6", "intercept_sd: -1", "'-1' is no number from 0 to 20"),
        ("fg: 18,", "fg: 1.5,", "'1.5' is no whole number of people"),
        ("{rijk: 17, uitvoering: 17, gemeente: 16}", "{rijk: 0}", "all quotas are 0"),
        ("  en: Invented weights", "  fr: Invented weights", "no text in 'en'; say where these figures come from"),
        ("thresholds:", "drempels:", 'no key "drempels"; use one of notes,'),
        ("notes:\n", "notes: x\nmore:\n", "must be a list of language: value"),
    ],
)
def test_a_fault_is_told_with_its_place(study: Study, tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "population.yaml"
    shutil.copy(FOLDER / "population.yaml", path)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyError) as refused:
        Population.load(path, study)
    line = next(line for line in str(refused.value).splitlines() if message in line)
    assert line.startswith(f"{path}:")
    assert all(part.isdecimal() for part in line.removeprefix(f"{path}:").split(": ")[0].split(":"))


def test_all_faults_are_told_at_once_and_the_line_is_right(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "population.yaml"
    text = (FOLDER / "population.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("0.62", "x", 1).replace("[-1.6", "[y", 1), encoding="utf-8")
    lines = text.splitlines()
    with pytest.raises(StudyError) as refused:
        Population.load(path, study)
    told = str(refused.value).splitlines()
    assert len(told) == 2
    assert told[0].startswith(f"{path}:{lines.index('  met_wie: 0.62') + 1}:3: ")
    assert told[1].startswith(f"{path}:{lines.index('thresholds: [-1.6, -0.1, 0.6, 2.2]') + 1}:")
