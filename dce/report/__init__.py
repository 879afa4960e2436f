"""Reports: findings, charts and tables as one HTML file that opens from disk, as PDF, DOCX, and pictures for slides."""

from dce.report.contents import ReportContents
from dce.report.design_page import write_design_report
from dce.report.html import report_html
from dce.report.words import explained, meaning, words_in
from dce.report.written import ENDINGS, FORMS, report_bytes, write_report

__all__ = [
    "ENDINGS",
    "FORMS",
    "ReportContents",
    "explained",
    "meaning",
    "report_bytes",
    "report_html",
    "words_in",
    "write_design_report",
    "write_report",
]
