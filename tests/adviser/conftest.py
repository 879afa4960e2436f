"""A small study of three criteria, answers of invented experts to it, and an adviser of those."""

import pytest

import dce
from dce.design import make_design
from dce.simulate import default_population, simulate_answers
from dce.study import example_study


@pytest.fixture(scope="session")
def design():
    return make_design(example_study(), tasks=12, seed=1)


@pytest.fixture(scope="session")
def answers(design):
    return simulate_answers(design, default_population(design.study), people=80, seed=1)


@pytest.fixture(scope="session")
def adviser(answers, design):
    return dce.fit_adviser(answers, design, by="rol", bootstrap=200)
