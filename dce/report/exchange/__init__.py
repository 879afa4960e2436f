"""Data on its way out: answers for other programs, codebooks, data packages, scripts, and a study as one zip."""

from dce.report.exchange.codebook import codebook_markdown, codebook_rows
from dce.report.exchange.columns import Column, Option, describe_columns
from dce.report.exchange.extract import Extract, Wish, extract
from dce.report.exchange.study_zip import StudyFiles, read_study_zip, study_zip, unpack_study
from dce.report.exchange.uniqueness import Uniqueness, count_shared, items_to_leave_out
from dce.report.exchange.writing import FILES, FOLDERS, write_extract

__all__ = [
    "FILES",
    "FOLDERS",
    "Column",
    "Extract",
    "Option",
    "StudyFiles",
    "Uniqueness",
    "Wish",
    "codebook_markdown",
    "codebook_rows",
    "count_shared",
    "describe_columns",
    "extract",
    "items_to_leave_out",
    "read_study_zip",
    "study_zip",
    "unpack_study",
    "write_extract",
]
