"""Sentences as templates: each is known by its fixed text, and said again with its blanks filled in.

The engine speaks English to programs, logs and the command line, and its words are not ours to change. A template is
such a sentence with named blanks, and at the same time a text of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from babel.numbers import get_decimal_symbol
from flask_babel import get_locale, gettext

Part = Callable[[str], str | None]  # what fills a blank, as the page says it; None for what does not belong there
BLANK = re.compile(r"%\((\w+)\)s")


def _(text: str) -> str:
    """Mark a text for the catalogue; it is looked up when a page says it."""
    return text


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with ``blanks`` between its ``fixed`` parts, of which there is one more."""

    text: str
    fixed: tuple[str, ...]
    blanks: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Template:
        """Take a text of the catalogue apart.

        >>> Template.of("%(share)s%% of %(whom)s").fixed
        ('', '% of ', '')
        """
        parts = BLANK.split(text)
        return cls(text, tuple(part.replace("%%", "%") for part in parts[::2]), tuple(parts[1::2]))

    def read(self, said: str) -> dict[str, str] | None:
        """What stands in the blanks where ``said`` is this sentence as a whole, each as short as can be, else None.

        A blank that stands twice holds the same twice. Reading takes one pass: what people type can be long.

        >>> Template.of('"%(name)s" is missing; add %(name)s: here').read('"title" is missing; add title: here')
        {'name': 'title'}
        """
        if not self.blanks:
            return {} if said == self.fixed[0] else None
        first, *between, last = self.fixed
        at, end = len(first), len(said) - len(last)
        if at > end or not (said.startswith(first) and said.endswith(last)):
            return None
        found: dict[str, str] = {}
        for blank, fixed in zip(self.blanks, [*between, None], strict=True):
            until = end if fixed is None else said.find(fixed, at, end)
            if until < 0 or found.setdefault(blank, said[at:until]) != said[at:until]:
                return None
            at = until + len(fixed or "")
        return found


class Table:
    """Templates by their fixed text, most first; ``parts`` says what may stand in a blank, by its name less a number.

    What stands in any other blank is said as it is.
    """

    def __init__(self, texts: Iterable[str], parts: Mapping[str, Part] | None = None) -> None:
        self.texts = tuple(texts)
        self.templates = sorted(map(Template.of, self.texts), key=lambda one: -sum(map(len, one.fixed)))
        self.parts: Mapping[str, Part] = {} if parts is None else parts

    def say(self, said: str) -> str | None:
        """The sentence in the language of the page, or None where it is none of these."""
        for template in self.templates:
            found = template.read(said)
            if found is None:
                continue
            filled = {blank: self._part(blank)(text) for blank, text in found.items()}
            if None not in filled.values():
                return str(gettext(template.text) % filled)
        return None

    def _part(self, blank: str) -> Part:
        return self.parts.get(blank.rstrip("0123456789"), as_it_is)


def as_it_is(text: str) -> str:
    """What people typed, and names: the same in every language."""
    return text


def listed(part: Part, between: str = ", ") -> Part:
    """Several of them, with ``between`` in the language of the page too."""

    def say(text: str) -> str | None:
        said = [part(one) for one in text.split(between)]
        return None if None in said else gettext(between).join(map(str, said))

    return say


def with_words(words: Iterable[str]) -> Part:
    """Names with some ``words`` between them, which are said in the language of the page."""
    known = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return lambda text: known.sub(lambda word: gettext(word[0]), text)


def one_word(text: str) -> str | None:
    """An id or the name of a file, which has no spaces."""
    return None if " " in text else text


def whole(text: str) -> str | None:
    """A whole number."""
    return text if text.isdecimal() else None


def decimals(text: str) -> str:
    """Numbers with the decimal sign of the page's language."""
    return text.replace(".", get_decimal_symbol(get_locale()))
