"""The data-sharing design with invented people who all weigh alike and simply add up."""

from dataclasses import replace

import pytest

from dce.design import Design
from dce.simulate import Population


@pytest.fixture(scope="package")
def made(request):
    """A design and a population without groups, trends or weights of one's own."""
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    design = Design.load(folder)
    population = Population.load(folder / "population.yaml", design.study)
    return design, replace(population, deviations={}, trends={}, weight_sd={})
