"""Importance by more than one measure: range, loss of log-likelihood, change in agreement, and odds ratios."""

from dce.ranking.measures.measures import ImportanceMeasures, importance_measures
from dce.ranking.measures.odds import odds_ratios

__all__ = ["ImportanceMeasures", "importance_measures", "odds_ratios"]
