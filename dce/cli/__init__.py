"""One command a step, in the order of a study's life."""

from dce.cli.main import main

__all__ = ["main"]
