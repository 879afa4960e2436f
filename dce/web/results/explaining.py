"""What a page of results means to who knows no statistics, and a sentence on every such word that stands on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dce.report import meaning, words_in
from dce.report.wording import catalogue
from dce.report.words import Word

SECTIONS = {
    "answers": ("scenarios",),
    "ranking": ("importance", "order"),
    "groups": ("groups", "classes"),
    "spread": ("spread",),
    "sample": ("sample", "quality"),
    "checks": ("check", "model"),
    "design": ("design",),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Paragraphs under a title, and words with their sentences under a heading, in the language of the figures."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    heading: str
    words: tuple[Word, ...]


def explanation(view: str, contents: Iterable[Mapping[str, Any]], language: str) -> Explanation:
    """Of one view of the results, with the parts that it shows.

    >>> found = explanation("ranking", [{"sentences": ["De standaardfout"]}], "nl")
    >>> found.title, [word.word for word in found.words]
    ('Wat betekent dit?', ['standaardfout'])
    """
    panels = [meaning(section, language) for section in SECTIONS[view]]
    text = re.sub(r"<[^>]*>", " ", " ".join(json.dumps(part, ensure_ascii=False) for part in contents))
    return Explanation(
        language, panels[0].title, tuple(said for panel in panels for said in panel.paragraphs),
        catalogue(language)["h_words"], _words(text, language),
    )  # fmt: skip


@lru_cache(maxsize=64)  # figures change seldom and are read often
def _words(text: str, language: str) -> tuple[Word, ...]:
    return words_in(text, language)
