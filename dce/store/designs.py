"""Studies and designs, kept by hash: what a respondent saw stays readable whatever is published later."""

from __future__ import annotations

import hashlib
import json
from io import StringIO

import pandas as pd

from dce.design import Design
from dce.errors import DceError, StoreError
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.refusals import TellsOfFewer
from dce.study import Study


def publish(database: Database, design: Design) -> None:
    """Keep ``design`` and its study, and make it the current one of the study's id; again changes nothing."""
    with database.tx():
        keep(database, design)


def keep(database: Database, design: Design) -> None:
    """Do the same within the transaction that is under way.

    Raises TellsOfFewer for a smaller ``smallest_group`` than people were promised: what is shown goes by the version
    that is published last, and would tell of their answers too.
    """
    _refuse_smaller_groups(database, design.study)
    study, parts = design.study, to_text(design)
    database.run("add_study", hash=study.hash, id=study.id, content=study.model_dump_json())
    database.run("add_design", hash=design.hash, study_hash=study.hash, **parts)
    number, current = _current(database, study.id)
    if current != design.hash:
        database.run("add_publication", study_id=study.id, number=number + 1, design_hash=design.hash, at=utc_minute())


def _refuse_smaller_groups(database: Database, study: Study) -> None:
    rows = database.run("studies_with_people", study_id=study.id)
    promised = [Study.model_validate_json(row["content"]).privacy.smallest_group for row in rows]
    most = max(promised, default=0)
    if study.privacy.smallest_group < most and not database.synthetic:
        raise TellsOfFewer(
            f"study {study.id}: people were told that nothing is shown about fewer than {most}, and this version has "
            f"smallest_group: {study.privacy.smallest_group}; write {most} or more, or begin a study of another id"
        )


def to_text(design: Design) -> dict[str, str]:
    """Give the parts of a design, its study apart, as text."""
    made = {"seed": design.seed, "settings": dict(design.settings)}
    scenarios = design.frame.to_csv(index=False, lineterminator="\n")
    return {"scenarios": scenarios, "settings": json.dumps(made, ensure_ascii=False)}


def from_text(study: Study, scenarios: str, settings: str) -> Design:
    """Make the design of what ``to_text`` gave; raises DceError where it does not fit ``study``."""
    rows = pd.read_csv(StringIO(scenarios), dtype="str", keep_default_na=False, na_filter=False)
    made = json.loads(settings)
    return Design.from_frame(study, rows, seed=made["seed"], settings=made["settings"])


def current_hash(database: Database, study_id: str) -> str:
    """Give the hash of the design that ``study_id`` uses now; raises StoreError for a study that is not published."""
    found = _current(database, study_id)[1]
    if found is None:
        known = ", ".join(study_ids(database)) or "none"
        raise StoreError(f"{database.name}: no study {study_id!r} is published here; published are: {known}")
    return found


def study_ids(database: Database) -> tuple[str, ...]:
    """Give the ids of the published studies, in the order of the alphabet."""
    return tuple(row["study_id"] for row in database.run("study_ids"))


def answered_hashes(database: Database, study_id: str) -> list[str]:
    """Give the designs of ``study_id`` that have answers, the one that was published last at the end."""
    return [row["design_hash"] for row in database.run("answered_designs", study_id=study_id)]


def read_design(database: Database, design_hash: str) -> Design:
    """Read a kept design; raises StoreError when it is unknown, or is no longer what was published."""
    found = database.run("design", hash=design_hash)
    if not found:
        raise StoreError(f"{database.name}: no design {design_hash[:12]!r} is kept here; publish it first")
    try:
        study = Study.model_validate_json(found[0]["study"])
        design = from_text(study, found[0]["scenarios"], found[0]["settings"])
        if design.hash != design_hash:
            design = from_text(_hashed_in_full(study, found[0]["study"]), found[0]["scenarios"], found[0]["settings"])
    except (DceError, ValueError) as error:  # pydantic's and JSON's errors are ValueErrors
        raise StoreError(_changed(database, design_hash)) from error
    if design.hash != design_hash:
        raise StoreError(_changed(database, design_hash))
    return design


def _hashed_in_full(study: Study, content: str) -> Study:
    """The study with the hash that it was kept by under the first schema: over what stands at its default as well."""
    text = json.dumps(json.loads(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    kept = study.model_copy()
    vars(kept)["hash"] = hashlib.sha256(text.encode()).hexdigest()  # people are tied to it, so it is not counted anew
    return kept


def _current(database: Database, study_id: str) -> tuple[int, str | None]:
    rows = database.run("current", study_id=study_id)
    return (rows[0]["number"], rows[0]["design_hash"]) if rows else (0, None)


def _changed(database: Database, design_hash: str) -> str:
    remedy = "keep the file aside and put the last backup in its place"
    return f"{database.name}: design {design_hash[:12]!r} is not what was published under this hash; {remedy}"
