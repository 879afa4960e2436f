"""Whether criteria simply add up, which every ranking takes for granted: vetoes, pairs, bends and single scenarios."""

from dce.ranking.additive.additivity import Additivity, additivity
from dce.ranking.additive.bends import linearity
from dce.ranking.additive.left_out import LeftOut, leave_one_scenario_out
from dce.ranking.additive.products import interaction
from dce.ranking.additive.refusal import never_agrees

__all__ = [
    "Additivity",
    "LeftOut",
    "additivity",
    "interaction",
    "leave_one_scenario_out",
    "linearity",
    "never_agrees",
]
