"""Answers that may tell little, counted and never named, and every ranking with and without them."""

from dce.ranking.quality.answers import AnswerQuality, answer_quality
from dce.ranking.quality.flags import Cuts
from dce.ranking.quality.without_flagged import Sensitivity, sensitivity

__all__ = ["AnswerQuality", "Cuts", "Sensitivity", "answer_quality", "sensitivity"]
