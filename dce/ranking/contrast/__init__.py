"""Groups beside each other: leniency, scale and weights told apart, trends over classes, and what they agree on."""

from dce.ranking.contrast.consensus import Consensus, consensus
from dce.ranking.contrast.interactions import group_interactions
from dce.ranking.contrast.shift import Trend, leniency, trend

__all__ = ["Consensus", "Trend", "consensus", "group_interactions", "leniency", "trend"]
