"""Reports: findings, charts and tables in one HTML file that opens from disk."""

from dce.report.contents import ReportContents
from dce.report.design_page import write_design_report
from dce.report.html import report_html, write_report
from dce.report.words import explained, meaning, words_in

__all__ = [
    "ReportContents",
    "explained",
    "meaning",
    "report_html",
    "words_in",
    "write_design_report",
    "write_report",
]
