"""Sentences of the engine in the language of the page."""

from dce.web.sentence.said import SENTENCES, said_here

__all__ = ["SENTENCES", "said_here"]
