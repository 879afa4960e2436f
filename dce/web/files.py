"""Files at the desk: what came with a form, and what goes out, with headers that let it be nothing but a file."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Response, request
from werkzeug.datastructures import FileStorage

NO_DAY = (1980, 1, 1, 0, 0, 0)  # when a file was made may tell when people answered
OWNER_ONLY = 0o100600 << 16
LONGEST_NAME = 100  # characters
OF_PROCESS = re.compile(r"dce-([0-9]{1,9})-[^/]+")  # and not dce-numbers-, which holds numbers of a running server
LONGEST_SECONDS = 7200  # of a folder: the longest export takes half of that


def uploaded(field: str) -> FileStorage | None:
    """The file of a form, or None where none was chosen; its name is for messages only, and never a path."""
    file = request.files.get(field)
    return file if file is not None and file.filename else None


def said_name(file: FileStorage) -> str:
    r"""What to call an uploaded file in a message: the end of its name, without what nobody sees.

    >>> from io import BytesIO
    >>> said_name(FileStorage(BytesIO(), "../../x\u202egnp.csv"))
    'x?gnp.csv'
    """
    last = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign if sign.isprintable() else "?" for sign in last)[-LONGEST_NAME:]


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder of this process for what is made or read now; what killed processes left behind goes first."""
    clear_leftovers()
    with TemporaryDirectory(prefix=f"dce-{os.getpid()}-") as folder:
        yield Path(folder)


def clear_leftovers() -> None:
    """Delete the folders of processes that ended before they could do so; there may be answers in them."""
    for folder in Path(tempfile.gettempdir()).glob("dce-*"):
        found = OF_PROCESS.fullmatch(folder.name)
        if found and _is_leftover(folder, int(found[1])):
            shutil.rmtree(folder, ignore_errors=True)  # another process of ours may do so at this moment


def _is_leftover(folder: Path, process: int) -> bool:
    """Whether a folder is ours, and of a process that has gone or whose number another one has by now."""
    try:
        about = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid():
        return False
    return not _lives(process) or time.time() - about.st_mtime > LONGEST_SECONDS


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # somebody else's, or no number of a process
        return True
    return True


@contextmanager
def kept_aside(file: FileStorage) -> Iterator[Path]:
    """The uploaded file under a name of ours, for as long as it is read."""
    with work_folder() as folder:
        path = folder / "upload"
        file.save(path)
        yield path


def attached(name: str, mimetype: str, content: bytes | Iterator[bytes]) -> Response:
    """A file to keep, as it is or as its parts come; ``name`` is made of our own words and the id of a study."""
    charset = "; charset=utf-8" if mimetype.startswith("text/") else ""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=f"{mimetype}{charset}", headers=headers)


def zipped(folder: Path, target: Path) -> None:
    """Pack the files of ``folder`` into the zip ``target``, in order of their names and without a day."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            about = ZipInfo(part.name, NO_DAY)
            about.external_attr, about.compress_type = OWNER_ONLY, ZIP_DEFLATED
            archive.writestr(about, part.read_bytes())
