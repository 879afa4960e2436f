"""Rankings: importance, rank sets, and who may be ranked; where people disagree, and which groups are milder."""

from dce.ranking.disagreement import Finding, scenario_agreement
from dce.ranking.measures import ImportanceMeasures, importance_measures
from dce.ranking.pooling import PooledGroups, pool_groups
from dce.ranking.rank import rank_criteria
from dce.ranking.ranking import EVERYBODY, Ranking
from dce.ranking.shift import Trend, leniency, trend
from dce.ranking.spread import WeightSpread, weight_spread
from dce.ranking.text import ranking_text
from dce.ranking.variation import variance_split

__all__ = [
    "EVERYBODY",
    "Finding",
    "ImportanceMeasures",
    "PooledGroups",
    "Ranking",
    "Trend",
    "WeightSpread",
    "importance_measures",
    "leniency",
    "pool_groups",
    "rank_criteria",
    "ranking_text",
    "scenario_agreement",
    "trend",
    "variance_split",
    "weight_spread",
]
