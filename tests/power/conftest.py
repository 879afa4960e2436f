"""The committed design with the invented weights that give the published orders, and one power for several tests."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dce.design import Design
from dce.power import Power, ranking_power
from dce.power.believed import weights_of_studies
from dce.power.studies import NOT_SHOWN, simulate_studies
from dce.power.truth import VeryMany
from dce.simulate import Population
from dce.study import Study

FOLDER = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"
ROLES = {"fg": 18, "privacy_officer": 18, "juridisch_adviseur": 14}


@pytest.fixture(scope="session")
def design(study: Study) -> Design:
    return Design.from_frame(study, pd.read_csv(FOLDER / "design.csv"), seed=1)


@pytest.fixture(scope="session")
def population(study: Study) -> Population:
    return Population.load(FOLDER / "population.yaml", study)


@pytest.fixture(scope="session")
def one_kind(population: Population) -> Population:
    """The same people without groups or trends, as in the validation of rank sets."""
    return replace(population, deviations={}, trends={})


@pytest.fixture(scope="session")
def true_of():
    """The truth of assumed weights."""

    def found(plan, asked, seed=1):
        return VeryMany.of(plan, asked, np.random.default_rng(seed)).truth(shared_utility(plan, asked))

    return found


@pytest.fixture(scope="session")
def simulated():
    """Answers of some studies with assumed weights."""

    def found(plan, asked, studies, seed):
        return simulate_studies(plan, asked, shared_utility(plan, asked), studies, (seed,))

    return found


def shared_utility(plan, asked):
    return asked.utility(weights_of_studies(plan, 1, np.random.default_rng(1)))


@pytest.fixture(scope="session")
def power(design: Design, population: Population) -> Power:
    return ranking_power(design, ROLES, population=population, replicates=300, seed=3)


@pytest.fixture(scope="session")
def frame_of():
    """Answers of one simulated study as the long table that real answers come in."""

    def made(asked, answered, design, study_number):
        cells = answered.cells[study_number]
        person, task = np.nonzero(cells != NOT_SHOWN)
        row, answer = np.divmod(cells[person, task], asked.answers)
        study = design.study
        columns = {"respondent": [f"p{n:04d}" for n in person], "task": row + 1}
        columns["rating"] = [study.scale_ids[number] for number in answer]
        columns |= {c.id: [c.level_ids[k] for k in asked.levels[row, i]] for i, c in enumerate(study.criteria)}
        if answered.group.min() >= 0:
            item = next(item for item in study.background if item.id == "rol")
            columns["rol"] = [item.option_ids[number] for number in answered.group[person]]
        return pd.DataFrame(columns)

    return made
