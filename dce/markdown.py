"""Markdown as it is allowed in texts of a study: paragraphs, emphasis, lists and links, and nothing that can act.

Two walls stand behind each other. The parser knows no HTML, no character references, no pictures and no address but
https; what it cannot read stays text, and text is escaped. Then a cleaner that knows nothing of Markdown lets through
the few elements below, so that a fault in the first is not yet a hole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

ELEMENTS = frozenset({"a", "em", "li", "ol", "p", "strong", "ul"})
LAYOUT = frozenset({"h3", "h4", "table", "tbody", "td", "th", "thead", "tr"})
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "*": set[str]()}  # the star stands for what all may have: nothing
# No name before the host: https://bank.nl@elsewhere.nl only looks like the bank.
_ADDRESS = re.compile(r"https://[a-z0-9][a-z0-9.-]*(:\d{1,5})?([/?#].*)?", re.IGNORECASE)
_MEANT = re.compile(r"([\\*_\[\]<`~|&])|^(\s*)([-+](?=\s|$)|#{1,6}(?=\s|$)|>|=+$|\d{1,9}[.)](?=\s|$))", re.MULTILINE)


def _parser() -> MarkdownIt:
    """Paragraphs and text, to which four rules are added: nothing can be forgotten to be switched off."""
    made = MarkdownIt("zero").enable(["emphasis", "escape", "link", "list"])
    made.validateLink = lambda url: _ADDRESS.fullmatch(url) is not None  # type: ignore[method-assign]
    return made


_PARSER = _parser()
_DOCUMENTS = _parser().enable(["heading", "table"])


@lru_cache(maxsize=1024)  # the same few texts stand on every page
def study_html(text: str) -> Markup:
    """A text of a study as paragraphs and lists of HTML; a plain text is one paragraph of just that text.

    >>> print(study_html("Lees *eerst* de [uitleg](https://example.nl) van <u>ons</u>.").strip())
    <p>Lees <em>eerst</em> de <a href="https://example.nl" rel="noreferrer">uitleg</a> van &lt;u&gt;ons&lt;/u&gt;.</p>
    """
    clean = nh3.clean(
        _PARSER.render(text),
        tags=set(ELEMENTS),
        attributes={name: set(kept) for name, kept in ATTRIBUTES.items()},
        attribute_filter=_kept,
        link_rel="noreferrer",
    )
    return Markup(clean)  # noqa: S704  # cleaned here, and only here


def _kept(element: str, attribute: str, value: str) -> str | None:
    """The attribute as it may stand: of a link, only an address that may be followed."""
    return value if (element, attribute) != ("a", "href") or _ADDRESS.fullmatch(value) else None


def as_text(text: str) -> str:
    r"""The same text so that Markdown shows it as it stands, to fill into a document that is Markdown itself.

    >>> print(as_text("met_wie *"))
    met\_wie \*
    """
    return _MEANT.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}{_literal(found[3])}", text)


def _literal(mark: str) -> str:
    r"""The beginning of a list as text: 1\\. or \\-."""
    return f"{mark[:-1]}\\{mark[-1]}"


def document_html(text: str, *, inline: bool = False) -> Markup:
    """A document of our own as HTML: with headings and tables too, and cleaned by the same second wall.

    >>> document_html("*Doel*", inline=True)
    Markup('<em>Doel</em>')
    """
    made = _DOCUMENTS.renderInline(text) if inline else _DOCUMENTS.render(text)
    attributes = {name: set(kept) for name, kept in ATTRIBUTES.items()}
    clean = nh3.clean(made, tags=set(ELEMENTS | LAYOUT), attributes=attributes, attribute_filter=_kept)
    return Markup(clean)  # noqa: S704  # cleaned here


def plain_text(text: str) -> str:
    """What a text of a study says, without its Markdown, on one line.

    >>> plain_text("Een **taak** van algemeen belang.")
    'Een taak van algemeen belang.'
    """
    return " ".join(unescape(nh3.clean(_PARSER.render(text), tags=set())).split())
