"""The words of exported tables and codebooks, in the language of the reader."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def texts(language: str) -> dict[str, str]:
    """Every sentence by name; words in braces are filled in by whoever uses it."""
    source = resources.files("dce.report").joinpath("templates", f"exchange_{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
