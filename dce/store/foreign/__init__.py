"""Tables that other programs made, read as text and checked against a design before anything is stored."""

from dce.store.foreign.answers import CheckedAnswers, ForeignPerson, check_answers
from dce.store.foreign.reading import read_foreign_table

__all__ = ["CheckedAnswers", "ForeignPerson", "check_answers", "read_foreign_table"]
