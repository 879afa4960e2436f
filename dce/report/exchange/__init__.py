"""Data on its way out: answers for other programs, codebooks, data packages, scripts, and a study as one zip."""

from dce.report.exchange.codebook import codebook_markdown, codebook_rows
from dce.report.exchange.columns import Column, Option, describe_columns
from dce.report.exchange.extract import Extract, Wish, extract, extract_page, refuse_few
from dce.report.exchange.study_zip import StudyFiles, read_study_zip, study_zip, unpack_study
from dce.report.exchange.writing import FILES, FOLDERS, write_extract

__all__ = [
    "FILES",
    "FOLDERS",
    "Column",
    "Extract",
    "Option",
    "StudyFiles",
    "Wish",
    "codebook_markdown",
    "codebook_rows",
    "describe_columns",
    "extract",
    "extract_page",
    "read_study_zip",
    "refuse_few",
    "study_zip",
    "unpack_study",
    "write_extract",
]
