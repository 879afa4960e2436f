"""Texts by which an organisation accounts for a study, filled in from its files as far as these can know."""

from dce.report.accountability.document import Document, Section, section_html
from dce.report.accountability.documents import dpia, model_card, processing_record
from dce.report.accountability.security_txt import security_txt

__all__ = ["Document", "Section", "dpia", "model_card", "processing_record", "section_html", "security_txt"]
