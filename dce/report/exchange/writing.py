"""Writing an extract in a form by its name: whole or not at all, and never over what is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from dce.errors import AnswerError
from dce.report.exchange.extract import Extract
from dce.report.exchange.labelled import write_dta, write_sav
from dce.report.exchange.package import write_package
from dce.report.exchange.peers import PROGRAMS, write_peer
from dce.report.exchange.r_table import write_r
from dce.report.exchange.tables import write_csv, write_parquet, write_xlsx

Writer = Callable[[Extract, Path], object]
FILES: dict[str, Writer] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
    "sav": write_sav,
    "dta": write_dta,
}
FOLDERS = ("r", "package", *PROGRAMS)
OWNER_ONLY = 0o600


def write_extract(
    extract: Extract, form: str, target: str | Path, *, licence: str | None = None, files: Mapping[str, Writer] = FILES
) -> Path:
    """Write ``extract`` as ``form``, one of ``files`` or FOLDERS, to the file or the new folder ``target``.

    Files can be read by their owner only, and appear when they are whole. Raises AnswerError where ``target`` is there
    already, cannot be written, or the form cannot hold the study.
    """
    path = Path(target)
    if form not in files and form not in FOLDERS:
        raise AnswerError(f'"{form}" is no form of export; use one of {", ".join((*files, *FOLDERS))}')
    if path.exists() and not (form in FOLDERS and path.is_dir() and not any(path.iterdir())):
        raise AnswerError(f"{path}: is there already; name a new {'file' if form in files else 'folder'}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))  # of its owner only
        try:
            _write(extract, form, draft, path, licence, files.get(form))
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise AnswerError(f"{path}: cannot be written ({error.strerror}); name a place you may write in") from error
    return path


def _write(extract: Extract, form: str, draft: Path, path: Path, licence: str | None, as_file: Writer | None) -> None:
    if as_file is not None:
        made = draft / f"table.{form}"
        as_file(extract, made)
        made.chmod(OWNER_ONLY)
        made.replace(path)
        return
    if form == "package":
        write_package(extract, draft, licence=licence)
    elif form == "r":
        write_r(extract, draft)
    else:
        write_peer(extract, form, draft)
    for part in draft.iterdir():
        part.chmod(OWNER_ONLY)
    draft.replace(path)
