"""Designs: which scenarios respondents see, how they were found and what they can show."""

from dce.design.describe import describe
from dce.design.design import Design
from dce.design.formats import read_foreign, write_foreign
from dce.design.make import make_design
from dce.design.precision import Reason, Verdict, judge, predicted_errors
from dce.design.quality import Quality

__all__ = [
    "Design",
    "Quality",
    "Reason",
    "Verdict",
    "describe",
    "judge",
    "make_design",
    "predicted_errors",
    "read_foreign",
    "write_foreign",
]
