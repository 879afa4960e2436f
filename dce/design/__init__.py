"""Designs: which scenarios respondents see, how they were found and what they can show."""

from dce.design.arrays import orthogonal_array, smallest_orthogonal_array
from dce.design.bounds import d_bound
from dce.design.chains import Watch
from dce.design.choice.make import make_choice_design
from dce.design.describe import describe
from dce.design.design import Design
from dce.design.formats import read_foreign, write_foreign
from dce.design.make import make_design
from dce.design.precision import Reason, Verdict, judge, predicted_errors
from dce.design.prices import price_sentences, rule_prices
from dce.design.quality import Quality

__all__ = [
    "Design",
    "Quality",
    "Reason",
    "Verdict",
    "Watch",
    "d_bound",
    "describe",
    "judge",
    "make_choice_design",
    "make_design",
    "orthogonal_array",
    "predicted_errors",
    "price_sentences",
    "read_foreign",
    "rule_prices",
    "smallest_orthogonal_array",
    "write_foreign",
]
