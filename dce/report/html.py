"""The report as one HTML file that needs nothing else: styles and charts stand in it, no script, no outside request."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dce.errors import StudyError
from dce.report.contents import ReportContents
from dce.report.material import Material
from dce.report.page import page_values
from dce.report.wording import Wording
from dce.report.words import explained, meaning, words_in


def write_report(path: str | Path, contents: ReportContents, *, language: str | None = None) -> Path:
    """Write the report in ``language``, the study's first where it is left out, and give back the path.

    The same contents give the same bytes. Raises StudyError for a language that the study does not speak.
    """
    target = Path(path)
    text = report_html(contents, language=language)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return target


def report_html(contents: ReportContents, *, language: str | None = None) -> str:
    """The report as text."""
    chosen = language or contents.study.language
    if chosen not in contents.study.languages:
        spoken = ", ".join(contents.study.languages)
        raise StudyError(f'study {contents.study.id} has no texts in language "{chosen}"; it has {spoken}')
    css = resources.files("dce.report").joinpath("static", "report.css").read_text(encoding="utf-8")
    values = page_values(Material(contents, Wording(contents.study, chosen)))
    template = environment().get_template("report.html")
    return template.render(values, css=Markup(css)).lstrip()  # noqa: S704  # our own file


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
