"""Files of answers that were made beside the site, in parts, until they are taken along.

They stay an hour at most. Who leaves the study meanwhile is in none of them: it is gone in the same moment.
"""

from __future__ import annotations

import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from dce.aside import aside
from dce.store.database import Database
from dce.store.refusals import WrongState

PART = 250_000  # bytes of a file in a row: a transaction of a millisecond, for which nobody waits long
KEPT_SECONDS = 3600
GONE = "Somebody left the study while this was made, or it was stopped. Start it again."


class MadeFiles:
    """The files of one database, each under the job that made it; ``store.files``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, study_id: str, job_id: str) -> None:
        """Note that a file will come, before the answers in it are read: who leaves from now on takes it away."""
        with self._database.tx("jobs"):
            self._database.run("add_made_part", study_id=study_id, job=job_id, number=0, content=_packed(b""))

    def keep(self, study_id: str, job_id: str, path: Path) -> int:
        """Keep the file ``path``; gives its bytes. Raises WrongState, and keeps nothing, where it was taken away."""
        with path.open("rb") as file:
            for number in count(1):
                part = file.read(PART)
                if not part:
                    return file.tell()
                content = aside(partial(_packed, part))  # before the transaction, which is shorter than this
                with self._database.tx("jobs"):
                    if not self._database.run("made_part", job=job_id, number=number - 1):
                        raise WrongState(GONE)
                    self._database.run("add_made_part", study_id=study_id, job=job_id, number=number, content=content)
                self._database.copy_log_back()
        raise AssertionError("numbers have no end")

    def read(self, job_id: str, size: int) -> Iterator[bytes]:
        """Give the ``size`` bytes of a file, some at a time; raises WrongState where it goes meanwhile."""
        number = 0
        while size > 0:
            rows = self._database.run("made_part", job=job_id, number=(number := number + 1))
            if not rows:
                raise WrongState(GONE)
            content = zlib.decompress(b64decode(rows[0]["content"]))
            size -= len(content)
            yield content

    def here(self, job_id: str) -> bool:
        """Tell whether the file of a job can be taken along."""
        return bool(self._database.run("made_part", job=job_id, number=1))

    def drop(self, study_id: str) -> None:
        """Delete the files of a study."""
        self._database.run("delete_made_files_of_study", study_id=study_id)

    def drop_old(self) -> None:
        """Delete what has been here for an hour, and what no job stands for any more."""
        self._database.run("drop_old_made_files", since=int(time.time()) - KEPT_SECONDS)


def _packed(part: bytes) -> str:
    return b64encode(zlib.compress(part)).decode()
