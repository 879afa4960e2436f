"""Reports: findings, charts and tables in one HTML file that opens from disk."""

from dce.report.contents import ReportContents
from dce.report.design_page import write_design_report
from dce.report.html import report_html, write_report

__all__ = ["ReportContents", "report_html", "write_design_report", "write_report"]
