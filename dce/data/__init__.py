"""Answers as checked long tables, compressed to distinct rows with counts."""

from dce.data.choices import Choices
from dce.data.explosion import choices_from_best_worst, choices_from_rankings
from dce.data.ratings import Ratings

__all__ = ["Choices", "Ratings", "choices_from_best_worst", "choices_from_rankings"]
