"""Synthetic respondents: invented people who answer a study by known weights, always marked as synthetic."""

from dce.simulate.answers import simulate_answers
from dce.simulate.people import simulate_people
from dce.simulate.person import SyntheticPerson
from dce.simulate.population import Population, default_population

__all__ = ["Population", "SyntheticPerson", "default_population", "simulate_answers", "simulate_people"]
