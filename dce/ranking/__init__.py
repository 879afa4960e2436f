"""Rankings: importance, rank sets, and who may be ranked; where people disagree, and whether to believe it all."""

from dce.ranking.additive import Additivity, additivity
from dce.ranking.bends import linearity
from dce.ranking.claims import Claim, claim_order, claim_places
from dce.ranking.consensus import Consensus, consensus
from dce.ranking.disagreement import Finding, scenario_agreement
from dce.ranking.groups import CROSS, By
from dce.ranking.interactions import group_interactions
from dce.ranking.left_out import LeftOut, leave_one_scenario_out
from dce.ranking.measures import ImportanceMeasures, importance_measures
from dce.ranking.odds import odds_ratios
from dce.ranking.pooling import PooledGroups, pool_groups
from dce.ranking.products import interaction
from dce.ranking.quality import AnswerQuality, answer_quality
from dce.ranking.rank import rank_criteria
from dce.ranking.ranking import EVERYBODY, Ranking
from dce.ranking.refusal import never_agrees
from dce.ranking.self_views import SelfImage, self_image
from dce.ranking.sensitivity import Sensitivity, sensitivity
from dce.ranking.shift import Trend, leniency, trend
from dce.ranking.spread import WeightSpread, weight_spread
from dce.ranking.stated import StatedImportance, stated_importance
from dce.ranking.tested import Judged
from dce.ranking.text import chance_text, ranking_text
from dce.ranking.variation import variance_split

__all__ = [
    "CROSS",
    "EVERYBODY",
    "Additivity",
    "AnswerQuality",
    "By",
    "Claim",
    "Consensus",
    "Finding",
    "ImportanceMeasures",
    "Judged",
    "LeftOut",
    "PooledGroups",
    "Ranking",
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
    "ranking_text",
    "scenario_agreement",
    "self_image",
    "sensitivity",
    "stated_importance",
    "trend",
    "variance_split",
    "weight_spread",
]
