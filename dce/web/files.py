"""Files at the desk: what came with a form, and what goes out, with headers that let it be nothing but a file."""

from __future__ import annotations

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
def kept_aside(file: FileStorage) -> Iterator[Path]:
    """The uploaded file under a name of ours, for as long as it is read."""
    with TemporaryDirectory(prefix="dce-") as folder:
        path = Path(folder) / "upload"
        file.save(path)
        yield path


def attached(name: str, mimetype: str, content: bytes) -> Response:
    """A file to keep; ``name`` is made of our own words and the id of a study."""
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
