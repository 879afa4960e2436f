"""A study as one zip: study, fieldwork, design and codebook; read back to the same study and the same design."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from dce.design import Design
from dce.errors import DceError, DesignError, StudyError
from dce.report.exchange.codebook import codebook_markdown, codebook_rows
from dce.report.exchange.columns import Column, describe_columns
from dce.report.exchange.tables import csv_text
from dce.study import Fieldwork, Study
from dce.study.archive import Limits, opened_zip
from dce.study.writing import fieldwork_text, study_text

STUDY, FIELDWORK, ROWS, ABOUT = "study.yaml", "fieldwork.yaml", "design.csv", "design.json"
READ = (STUDY, FIELDWORK, ROWS, ABOUT)
CODEBOOKS = tuple(f"codebook_{language}.{ending}" for language in ("nl", "en") for ending in ("md", "csv"))
AIMS = ("D", "A", "S")  # what the text of an aim begins with
AGAIN = "make the design again"
LIMITS = Limits(20_000_000, 60_000_000, most_members=20)
NO_DAY = (1980, 1, 1, 0, 0, 0)  # the same study gives the same bytes
PLAIN_FILE = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True, eq=False)
class StudyFiles:
    """What a zip of a study holds: the design with its study, the text of the study file, and how it is held."""

    design: Design
    text: str
    fieldwork: Fieldwork | None


def study_zip(design: Design, *, text: str | None = None, fieldwork: Fieldwork | None = None) -> bytes:
    """The zip of a study; ``text`` is its study file where that is at hand, with its comments.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), 8, seed=1)
    >>> sorted(zipfile.ZipFile(BytesIO(study_zip(design))).namelist())[-3:]
    ['design.csv', 'design.json', 'study.yaml']
    """
    with TemporaryDirectory() as name:
        design.save(name)
        members = {part: (Path(name) / part).read_text(encoding="utf-8") for part in (ROWS, ABOUT)}
    members[STUDY] = study_text(design.study) if text is None else text
    if fieldwork is not None:
        members[FIELDWORK] = fieldwork_text(fieldwork)
    for language in design.study.languages:
        columns = answer_columns(design, language)
        members[f"codebook_{language}.md"] = codebook_markdown(design, columns, language)
        header, *rows = codebook_rows(columns, language)
        members[f"codebook_{language}.csv"] = csv_text(list(map(str, header)), rows)
    return _zipped(members)


def answer_columns(design: Design, language: str) -> tuple[Column, ...]:
    """The columns that a long table of answers to ``design`` will have."""
    study = design.study
    of_kind = {"choice": ("chosen",), "best-worst": ("best", "worst"), "ranking": ("rank",)}.get(study.task.kind)
    answer = ("rating",) if of_kind is None else ("alternative", *of_kind)
    items = tuple(item.id for item in study.background)
    names = ("respondent", "task", "position", *answer, *study.criterion_ids, *items, "synthetic")
    return describe_columns(names, design, language)


def _zipped(members: dict[str, str]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(members):
            about = zipfile.ZipInfo(name, NO_DAY)
            about.external_attr, about.create_system, about.compress_type = PLAIN_FILE, UNIX, zipfile.ZIP_DEFLATED
            archive.writestr(about, members[name].encode())
    return packed.getvalue()


def read_study_zip(path: str | Path, *, name: str | None = None) -> StudyFiles:
    """Read the zip of a study, checked as its files are; ``name`` is what messages call it.

    Nothing is unpacked by the names in the zip: a name is one of those we know, or the zip is refused. Raises
    StudyError or DesignError that says which member, what is wrong and what would be right.
    """
    path = Path(path)
    called = name or str(path)
    with opened_zip(path, LIMITS, name=called, error=StudyError) as archive:
        _check_names(archive.namelist(), called)
        members = {member: archive.read(member) for member in READ if member in archive.namelist()}
    return _read(members, called)


def _check_names(found: list[str], called: str) -> None:
    strange = [member for member in found if member not in (*READ, *CODEBOOKS)]
    if strange:
        shown = "".join(sign if sign.isprintable() else "?" for sign in strange[0][:60])
        known = ", ".join((*READ, "codebook_nl.md and the like"))
        raise StudyError(f'{called}: member "{shown}" is no part of a study; give {known}, in no folder')
    for needed in (STUDY, ROWS, ABOUT):
        if needed not in found:
            raise StudyError(f"{called}: has no {needed}; make the zip with dce export --as zip")


def _read(members: dict[str, bytes], called: str) -> StudyFiles:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for member in READ:
            if member in members:
                (folder / member).write_bytes(members[member])
        try:
            design = Design.load(folder)
            _check_settings(design)
            held = Fieldwork.load(folder / FIELDWORK, design.study) if FIELDWORK in members else None
        except DceError as error:
            raise type(error)(str(error).replace(f"{folder}/", f"{called}: ")) from error
    return StudyFiles(design, members[STUDY].decode("utf-8-sig"), held)


def _check_settings(design: Design) -> None:
    """Refuse what no search of ours says of a design: its pages, or people who answer, would meet it later."""
    shown = {int(task) for task in design.rows["task"]}
    try:
        usable = {*design.practice, *design.holdouts, *design.anchors} <= shown and not design.estimated.empty
        usable &= all(set(design.repeats(version)) <= set(design.tasks_of(version)) for version in design.versions)
        usable &= str(design.settings.get("criterion", "D"))[:1] in AIMS
        if usable:
            design.quality()  # which reads what was expected of the weights
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise DesignError(f"{ABOUT}: its settings are of no design ({error}); {AGAIN}") from error
    if not usable:
        raise DesignError(f"{ABOUT}: its settings name tasks or aims that the design does not have; {AGAIN}")


def unpack_study(files: StudyFiles, folder: str | Path) -> Study:
    """Write a study that was read from a zip into ``folder``, which may not hold one yet; gives the study."""
    target = Path(folder)
    there = [member for member in READ if (target / member).exists()]
    if there:
        raise StudyError(f"{target / there[0]}: is there already; name another folder, nothing was written")
    files.design.save(target)
    (target / STUDY).write_text(files.text, encoding="utf-8", newline="\n")
    if files.fieldwork is not None:
        (target / FIELDWORK).write_text(fieldwork_text(files.fieldwork), encoding="utf-8", newline="\n")
    return files.design.study
