"""The codebook: what every column holds, in words for people and as a table for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dce.design import Design
from dce.report.design_words import rule_text
from dce.report.exchange.columns import Column
from dce.report.exchange.extract import Extract
from dce.report.exchange.texts import texts
from dce.report.wording import Wording

COLUMNS = ("column", "type", "meaning", "empty", "option", "option_label", "option_code")
MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")


def codebook_rows(columns: Sequence[Column], language: str) -> list[tuple[str | int | None, ...]]:
    """The codebook as a table with a header: a row a column, or a row for each option of it."""
    say = texts(language)
    rows: list[tuple[str | int | None, ...]] = [tuple(say[name] for name in COLUMNS)]
    for column in columns:
        about = (column.name, say[f"kind_{column.kind}"], column.label, column.missing)
        codes = column.codes
        rows += [(*about, option.id, option.label, codes[option.id]) for option in column.options]
        rows += [] if column.options else [(*about, None, None, None)]
    return rows


def codebook_markdown(design: Design, columns: Sequence[Column], language: str, *, of: Extract | None = None) -> str:
    """The codebook in Markdown: the study, its rules, every column and its options; of an extract also its k.

    >>> from dce.design import make_design
    >>> from dce.report.exchange.columns import describe_columns
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), 8, seed=1)
    >>> text = codebook_markdown(design, describe_columns(["respondent", "doel"], design, "en"), "en")
    >>> text.splitlines()[0]
    '# Codebook of Sharing data'
    """
    say = texts(language)
    lines = [f"# {say['title'].format(study=_plain(design.study.title[language]))}", ""]
    if of is not None and of.synthetic:
        lines += [f"**{say['invented']}**", ""]
    lines += [f"## {say['about']}", "", *_about(design, language, of), ""]
    rules = [rule_text(Wording(design.study, language), rule) for rule in design.study.rules]
    if rules:
        lines += [f"## {say['rules']}", "", *(f"- {_plain(rule)}" for rule in rules), ""]
    lines += [f"## {say['columns']}", "", *_columns(columns, language)]
    for column in columns:
        if column.options:
            lines += [f"### `{column.name}`", "", *_options(column, language)]
    notes = ("note_ids", "note_formula") if of is not None and not of.kept_ids else ("note_formula",)
    return "\n".join([*lines, *(f"{say[note]}\n" for note in notes)])


def _about(design: Design, language: str, of: Extract | None) -> Iterator[str]:
    say, study = texts(language), design.study
    yield f"- {say['about_id']}: `{study.id}`"
    yield f"- {say['about_hash']}: `{study.hash}`"
    yield f"- {say['about_design']}: `{design.hash}`"
    yield f"- {say['about_kind']}: {study.task.kind}"
    yield f"- {say['about_statement']}: {_plain(study.task.statement[language])}"
    if study.task.alternatives is not None:
        yield f"- {say['about_alternatives']}: {study.task.alternatives}"
    if of is not None:
        rows = "row_wide" if of.shape == "wide" else "row_long_more" if study.task.alternatives else "row_long_one"
        yield f"- {say['about_people']}: {of.anonymity.people}"
        yield f"- {say['about_k']}: {of.anonymity.k}"
        yield f"- {say['about_unique']}: {of.anonymity.unique}"
        yield f"- {say['about_left_out']}: {', '.join(of.left_out) or say['nothing']}"
        yield f"- {say['note_design'].format(row=say[rows])}"


def _columns(columns: Sequence[Column], language: str) -> Iterator[str]:
    say = texts(language)
    yield f"| {say['column']} | {say['type']} | {say['meaning']} | {say['empty']} |"
    yield "|---|---|---|---|"
    for column in columns:
        yield f"| `{column.name}` | {say[f'kind_{column.kind}']} | {_plain(column.label)} | {_plain(column.missing)} |"
    yield ""


def _options(column: Column, language: str) -> Iterator[str]:
    say, codes = texts(language), column.codes
    yield f"| {say['option']} | {say['option_label']} | {say['option_code']} |"
    yield "|---|---|---|"
    for option in column.options:
        yield f"| `{option.id}` | {_plain(option.label)} | {codes[option.id]} |"
    yield ""


def _plain(text: str) -> str:
    """A text of the study on one line, with nothing in it that Markdown would act on."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))
