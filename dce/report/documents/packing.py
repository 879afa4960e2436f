"""Zip files that are the same for the same contents: no clock, no order of a file system, no user of a machine."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO

READABLE = 0o644 << 16  # by everybody, written by its owner


def packed(files: Mapping[str, bytes], day: date) -> bytes:
    """The files by name as a zip of that ``day``, in the order given.

    >>> packed({"a.txt": b"a"}, date(2026, 11, 21)) == packed({"a.txt": b"a"}, date(2026, 11, 21))
    True
    """
    found = BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, 3
            packing.writestr(entry, content)
    return found.getvalue()
