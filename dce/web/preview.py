"""Previews: the real survey over a throw-away database a draft, so that every page can be seen and no answer counts.

The files lie in a folder beside the database, one for each state of a draft, and are made whole or not at all: several
processes of a site use the same ones. Another state of the draft, and a day, make them old; old ones are deleted.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from dce.design import Design
from dce.store import Store
from dce.study import Fieldwork

OLD_SECONDS = 24 * 3600
MOST_OPEN = 4  # applications a process keeps
BESIDE = ("", "-wal", "-shm")  # what SQLite writes of one database


@dataclass(eq=False)
class Previews:
    """The previews of one site: ``make_app`` makes the survey over a file."""

    folder: Path
    make_app: Callable[[Path], Flask]
    _apps: OrderedDict[str, Flask] = field(default_factory=OrderedDict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def app(self, design: Design, fieldwork: Fieldwork) -> Flask:
        """The survey of ``design`` as it would be held, open to who previews it."""
        name = _name(design, fieldwork)
        with self._lock:
            path = self.folder / name
            if name not in self._apps or not path.exists():
                self._drop(design.study.id, keep=name)
                _write(path, design, fieldwork)
                self._apps[name] = self.make_app(path)
            self._apps.move_to_end(name)
            while len(self._apps) > MOST_OPEN:
                self._close(next(iter(self._apps)))
            return self._apps[name]

    def forget(self, study_id: str) -> None:
        """Delete every preview of a study."""
        with self._lock:
            self._drop(study_id, keep="")

    def _drop(self, study_id: str, *, keep: str) -> None:
        for path in _files(self.folder):
            old = time.time() - path.stat().st_mtime > OLD_SECONDS
            if path.name != keep and (old or path.name.startswith(f"{study_id}.")):
                self._close(path.name)
                for suffix in BESIDE:
                    Path(f"{path}{suffix}").unlink(missing_ok=True)
        for name in [name for name in self._apps if name.startswith(f"{study_id}.") and name != keep]:
            self._close(name)

    def _close(self, name: str) -> None:
        app = self._apps.pop(name, None)
        if app is not None:
            app.extensions["dce_store"].close()


def _files(folder: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):
        yield from (path for path in folder.iterdir() if path.suffix == ".db")


def _name(design: Design, fieldwork: Fieldwork) -> str:
    state = hashlib.sha256(f"{design.hash} {fieldwork.model_dump_json()}".encode()).hexdigest()
    return f"{design.study.id}.{state[:16]}.db"


def _write(path: Path, design: Design, fieldwork: Fieldwork) -> None:
    """Write the database elsewhere and link it into place; another process may have been first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        made = Path(folder) / "preview"
        store = Store.open(made, synthetic=True)
        store.publish(design)
        store.hold(design.study.id, _open(fieldwork))
        store.close()
        with suppress(FileExistsError):
            os.link(made, path)


def _open(fieldwork: Fieldwork) -> Fieldwork:
    """The same without what would shut the door."""
    free: dict[str, object] = {"opens": None, "closes": None, "entry": "open", "people": None, "quotas": {}}
    return fieldwork.model_copy(update=free)
