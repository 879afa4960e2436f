"""A report as a file, in the form that its reader asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from dce.report.contents import ReportContents
from dce.report.html import report_html

Form = Literal["html", "pdf", "docx", "pictures"]
FORMS: tuple[Form, ...] = get_args(Form)
ENDINGS: dict[Form, str] = {"html": "html", "pdf": "pdf", "docx": "docx", "pictures": "zip"}


def write_report(
    path: str | Path, contents: ReportContents, *, language: str | None = None, form: Form = "html"
) -> Path:
    """Write the report in ``language``, the study's first where it is left out, and give back the path.

    The same contents give the same bytes. Raises StudyError for a language that the study does not speak.
    """
    target, made = Path(path), report_bytes(contents, language=language, form=form)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(made)
    return target


def report_bytes(contents: ReportContents, *, language: str | None = None, form: Form = "html") -> bytes:
    """The same without a file: a page, a tagged PDF, a document for word processors, or a zip with pictures.

    The libraries of the last three are loaded only where they are asked for.
    """
    if form == "pdf":
        from dce.report.documents.pdf import report_pdf

        return report_pdf(contents, language=language)
    if form == "docx":
        from dce.report.documents.word import report_docx

        return report_docx(contents, language=language)
    if form == "pictures":
        from dce.report.documents.pictures import report_pictures

        return report_pictures(contents, language=language)
    return report_html(contents, language=language).encode()
