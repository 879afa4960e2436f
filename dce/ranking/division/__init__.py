"""Where people are divided: over which scenarios, in which weights, and how much of the variation is whose."""

from dce.ranking.division.scenarios import ScenarioAgreement, scenario_agreement
from dce.ranking.division.spread import WeightSpread, weight_spread
from dce.ranking.division.variation import variance_split

__all__ = ["ScenarioAgreement", "WeightSpread", "scenario_agreement", "variance_split", "weight_spread"]
