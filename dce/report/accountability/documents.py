"""The documents: an entry in the register of processing, an assessment of the impact on people, and a model card."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from babel.lists import format_list
from jinja2 import Environment, PackageLoader, StrictUndefined

from dce.errors import StudyError
from dce.markdown import as_text
from dce.ranking import Ranking
from dce.report import numbers
from dce.report.accountability.document import Document, to_fill_in
from dce.report.accountability.facts import ranking_facts, study_facts
from dce.report.wording import Wording
from dce.study import Fieldwork, Study


class _Markdown(str):
    """Text that is Markdown already; everything else that a template fills in is shown as it stands."""

    __slots__ = ()


def processing_record(study: Study, fieldwork: Fieldwork, language: str | None = None) -> Document:
    """The entry of ``study`` in the register of processing (article 30 of the GDPR), as far as its files know.

    In the study's first language where none is named. Raises StudyError for one that the study does not speak.

    >>> from dce.study import example_study
    >>> made = processing_record(example_study(), Fieldwork(contact="onderzoek@example.nl"), "nl")
    >>> made.title, made.sections[0].heading
    ('Register van verwerkingen: Gegevens delen', 'Verwerkingsverantwoordelijke')
    >>> made.left[0]
    'naam en adres van de organisatie'
    """
    return _document("record", study, fieldwork, language)


def dpia(study: Study, fieldwork: Fieldwork, language: str | None = None) -> Document:
    """A data protection impact assessment of ``study`` after the model of the Dutch government, to be finished.

    >>> from dce.study import example_study
    >>> [section.heading[:2] for section in dpia(example_study(), Fieldwork(), "en").sections]
    ['A.', 'B.', 'C.', 'D.', 'Ad']
    """
    return _document("dpia", study, fieldwork, language)


def model_card(
    study: Study,
    fieldwork: Fieldwork,
    language: str | None = None,
    *,
    ranking: Ranking | None = None,
    day: date | None = None,
    synthetic: bool = False,
) -> Document:
    """What the model of ``study`` is for and not for, what it was made from, and how sure it is.

    Of a ``ranking`` it shows what holds for everybody and how many people there were; without one it says that there is
    no result yet. ``day`` is that of the card. ``synthetic`` says that the answers were invented.

    >>> from dce.study import example_study
    >>> card = model_card(example_study(), Fieldwork(), "nl", day=date(2026, 11, 22))
    >>> "Er is nog geen resultaat" in card.markdown()
    True
    """
    if ranking is not None and ranking.study.hash != study.hash:
        found, right = ranking.study.hash[:12], study.hash[:12]
        raise StudyError(f"the ranking belongs to study {found}, the card to {right}; rank the answers of this study")
    return _document("card", study, fieldwork, language, ranking=ranking, day=day, synthetic=synthetic)


def _document(
    name: str,
    study: Study,
    fieldwork: Fieldwork,
    language: str | None,
    *,
    ranking: Ranking | None = None,
    day: date | None = None,
    synthetic: bool = False,
) -> Document:
    chosen = language or study.language
    if chosen not in study.languages:
        spoken = ", ".join(study.languages)
        raise StudyError(f'study {study.id} has no texts in language "{chosen}"; it has {spoken}')
    words = Wording(study, chosen)
    filled = study_facts(study, fieldwork, words) | ranking_facts(ranking, words)
    template = _environment(chosen).get_template(f"{name}_{chosen}.md")
    written = numbers.long_date(day, chosen) if day else None
    return Document.from_markdown(template.render(filled, day=written, synthetic=synthetic), chosen)


def _environment(language: str) -> Environment:
    """How the templates of documents are read: what is filled in is shown as it stands, and nothing may be missing."""
    made = Environment(
        loader=PackageLoader("dce.report"),
        autoescape=False,  # noqa: S701  # these templates are Markdown: finalize escapes, and the page cleans
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["fill"] = partial(_fill, language)
    made.filters["listed"] = partial(_listed, language)
    return made


def _shown(value: Any) -> str:
    return value if isinstance(value, _Markdown) else as_text(" ".join(str(value).split()))


def _fill(language: str, what: str) -> _Markdown:
    return _Markdown(to_fill_in(what, language))


def _listed(language: str, names: list[str]) -> str:
    return format_list(names, locale=language)
