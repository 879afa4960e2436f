"""The report as a tagged PDF (PDF/UA-1): headings, figures with their text, tables with their heads, numbered pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from typing import Any

from lxml import etree, html

from dce.errors import DceError
from dce.report.contents import ReportContents
from dce.report.documents.printed import SCHEME, Printed, printed


def report_pdf(contents: ReportContents, *, language: str | None = None) -> bytes:
    """The report as a PDF; the same contents give the same bytes where the same fonts are installed."""
    CSS, HTML = _library()  # noqa: N806 - the names of its classes
    made = printed(contents, language)
    _head(made)
    css = resources.files("dce.report").joinpath("static", "paper.css").read_text(encoding="utf-8")
    source = html.tostring(made.tree, doctype="<!doctype html>", encoding="unicode")
    charts = [drawing.svg for drawing in made.drawings]
    known = hashlib.sha256("".join([source, *charts]).encode()).digest()[:16]
    fetcher = _fetcher(charts)
    written: bytes = HTML(string=source, url_fetcher=fetcher, media_type="print").write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=fetcher)], pdf_variant="pdf/ua-1", pdf_identifier=known
    )
    return written


def _library() -> tuple[Any, Any]:
    """The classes of WeasyPrint: its Pango takes a second to load, and most commands make no PDF."""
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError) as error:
        packages = "libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0"
        raise DceError(f"a PDF needs WeasyPrint with Debian's {packages}; install these, or ask for docx") from error
    return CSS, HTML


def _head(made: Printed) -> None:
    """What a PDF says of itself: the day of the report for a clock, what it is about, and who answers for it."""
    contents, words = made.material.contents, made.material.words
    day, field = contents.date.isoformat(), contents.fieldwork
    told = {"dcterms.created": day, "dcterms.modified": day, "generator": "dce", "description": words.say("doc_about")}
    if field and field.organisation:
        told["author"] = field.organisation[words.language]
    for name, content in told.items():
        etree.SubElement(made.tree.find("head"), "meta", name=name, content=content)


def _fetcher(charts: Sequence[str]) -> Any:
    """What gives a document its own charts, and refuses everything else: a report asks for nothing from elsewhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnCharts(URLFetcher):  # type: ignore[misc]
        """Only what is at hand."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - as the library calls it
            """The chart of that number; raises ValueError for any other address."""
            if not url.startswith(SCHEME):
                raise ValueError(f"a report asks for nothing, and asked for {url}")
            chart = charts[int(url.removeprefix(SCHEME))]
            return URLFetcherResponse(url, chart, {"Content-Type": "image/svg+xml"})

    return OwnCharts(fail_on_errors=True)
