"""Plain words for what stands on a page: each statistical word in one sentence, and what a section means, by name."""

from __future__ import annotations

import html
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from dce.errors import StudyError

TITLES = {"nl": "Wat betekent dit?", "en": "What does this mean?"}
INFLECTED = r"\w{0,3}(?!\w)"  # trede, treden; trekking, trekkingen


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is shown, one sentence on it, and all the forms by which it is found in a text."""

    name: str
    word: str
    text: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a section means, in paragraphs for readers who know no statistics."""

    section: str
    title: str
    paragraphs: tuple[str, ...]


@cache
def glossary(language: str) -> dict[str, Word]:
    """Every word that is explained, by its name; raises StudyError for a language without words."""
    found = {name: _spoken(entry, language) for name, entry in _read("words").items()}
    return {
        name: Word(name, entry["word"], entry["text"], (entry["word"], *entry.get("also", ())))
        for name, entry in found.items()
    }


def explained(term: str, language: str) -> str:
    """One plain sentence on a word, which may be its name in the glossary, as it is shown, or another form of it.

    Raises StudyError for a word that has no explanation.

    >>> explained("bootstrap", "nl")[:44]
    'Een bootstrap herhaalt de berekening vaak, e'
    >>> explained("standaardfout", "nl") == explained("standard_error", "nl")
    True
    """
    wanted = term.casefold()
    for word in glossary(language).values():
        if wanted in (word.name, *(form.casefold() for form in word.forms)):
            return word.text
    raise StudyError(f'there is no explanation of "{term}"; add it to dce/report/templates/words.toml')


def words_in(page: str, language: str) -> tuple[Word, ...]:
    """The explained words that a page uses, as text or as HTML, in the order of the alphabet.

    >>> [word.word for word in words_in("<p>De <b>standaardfouten</b> en de trekkingen</p>", "nl")]
    ['bootstrap', 'standaardfout']
    """
    text = html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))
    found = [word for word in glossary(language).values() if _pattern(word.forms).search(text)]
    return tuple(sorted(found, key=lambda word: word.word.casefold()))


def meaning(section: str, language: str) -> Meaning:
    """What a section of a report or of a results page means; raises StudyError for an unknown one.

    Sections: asked, scenarios, classes, importance, order, groups, spread, check, plan, sample, model, design, power,
    adviser, validation, quality, disclosure.

    >>> meaning("order", "en").title, len(meaning("order", "en").paragraphs)
    ('What does this mean?', 2)
    """
    panels = _read("panels")
    if section not in panels:
        raise StudyError(f'there is no panel on "{section}"; there is one on {", ".join(panels)}')
    return Meaning(section, TITLES[language], tuple(_spoken(panels[section], language)))


@cache
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(form)}{INFLECTED}" for form in forms), re.IGNORECASE)


@cache
def _read(name: str) -> dict[str, dict[str, Any]]:
    source = resources.files("dce.report").joinpath("templates", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _spoken(entry: dict[str, Any], language: str) -> Any:
    if language not in entry:
        raise StudyError(f'there are no explanations in language "{language}"; use one of {", ".join(entry)}')
    return entry[language]
