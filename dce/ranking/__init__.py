"""Rankings: importance and rank sets of everybody and of groups; in folders, what else answers tell beside them."""

from dce.ranking.additive import (
    Additivity,
    LeftOut,
    additivity,
    interaction,
    leave_one_scenario_out,
    linearity,
    never_agrees,
)
from dce.ranking.claims import Claim, claim_order, claim_places
from dce.ranking.contrast import Consensus, Trend, consensus, group_interactions, leniency, trend
from dce.ranking.division import ScenarioAgreement, WeightSpread, scenario_agreement, variance_split, weight_spread
from dce.ranking.finding import Finding, Judged
from dce.ranking.groups import CROSS, By
from dce.ranking.measures import ImportanceMeasures, importance_measures, odds_ratios
from dce.ranking.pooling import PooledGroups, pool_groups
from dce.ranking.quality import AnswerQuality, Cuts, Sensitivity, answer_quality, sensitivity
from dce.ranking.rank import rank_criteria
from dce.ranking.ranking import EVERYBODY, Ranking
from dce.ranking.stated import SelfImage, StatedImportance, self_image, stated_importance
from dce.ranking.text import chance_text

__all__ = [
    "CROSS",
    "EVERYBODY",
    "Additivity",
    "AnswerQuality",
    "By",
    "Claim",
    "Consensus",
    "Cuts",
    "Finding",
    "ImportanceMeasures",
    "Judged",
    "LeftOut",
    "PooledGroups",
    "Ranking",
    "ScenarioAgreement",
    "SelfImage",
    "Sensitivity",
    "StatedImportance",
    "Trend",
    "WeightSpread",
    "additivity",
    "answer_quality",
    "chance_text",
    "claim_order",
    "claim_places",
    "consensus",
    "group_interactions",
    "importance_measures",
    "interaction",
    "leave_one_scenario_out",
    "leniency",
    "linearity",
    "never_agrees",
    "odds_ratios",
    "pool_groups",
    "rank_criteria",
    "scenario_agreement",
    "self_image",
    "sensitivity",
    "stated_importance",
    "trend",
    "variance_split",
    "weight_spread",
]
