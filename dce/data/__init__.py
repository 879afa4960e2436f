"""Answers as checked long tables, compressed to distinct rows with counts."""

from dce.data.choices import Choices
from dce.data.ratings import Ratings

__all__ = ["Choices", "Ratings"]
