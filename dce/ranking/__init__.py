"""Rankings: importance, rank sets, and who may be ranked."""

from dce.ranking.ranking import EVERYBODY, Ranking, rank_criteria
from dce.ranking.text import ranking_text

__all__ = ["EVERYBODY", "Ranking", "rank_criteria", "ranking_text"]
