"""Designs: which scenarios respondents see, how they were found and what they can show."""

from dce.design.design import Design

__all__ = ["Design"]
