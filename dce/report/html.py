"""The report as one HTML file that needs nothing else: styles and charts stand in it, no script, no outside request."""

from __future__ import annotations

from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dce.errors import StudyError
from dce.report.contents import ReportContents
from dce.report.material import Material
from dce.report.page import page_values
from dce.report.wording import Wording
from dce.report.words import explained, meaning, words_in


def report_html(contents: ReportContents, *, language: str | None = None) -> str:
    """The report as text."""
    return page_html(material_of(contents, language))


def material_of(contents: ReportContents, language: str | None = None) -> Material:
    """What a report in ``language`` is written from; raises StudyError for one that the study does not speak."""
    chosen = language or contents.study.language
    if chosen not in contents.study.languages:
        spoken = ", ".join(contents.study.languages)
        raise StudyError(f'study {contents.study.id} has no texts in language "{chosen}"; it has {spoken}')
    return Material(contents, Wording(contents.study, chosen))


def page_html(material: Material) -> str:
    """The page itself."""
    css = resources.files("dce.report").joinpath("static", "report.css").read_text(encoding="utf-8")
    template = environment().get_template("report.html")
    return template.render(page_values(material), css=Markup(css)).lstrip()  # noqa: S704  # our own file


def environment() -> Environment:
    """How the templates of the report are read: what is filled in is escaped, and nothing may be missing."""
    made = Environment(
        loader=PackageLoader("dce.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"explained": explained, "meaning": meaning, "words_in": words_in}
    return made
