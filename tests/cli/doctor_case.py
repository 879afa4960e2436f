"""A deployment to look at, and what the doctor says of it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from click.testing import CliRunner, Result

from dce.cli import main
from dce.design import make_design
from dce.store import Store
from dce.store.place import Place
from dce.study import example_study
from dce.web.checkup import Deployment, Finding, check_up

SECRET = "kH3-vT9_qLw2ZxRb7NfPs5YdMj8GcUa1"
GOOD = "good"


def database_in(folder: Path) -> Path:
    """A database of one person who answered, alone in a folder that is closed to others."""
    folder.mkdir(mode=0o700)
    design = make_design(example_study(), 8, seed=1)
    with closing(Store.open(folder / "dce.db")) as store:
        store.publish(design)
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
        store.record_answer(person.id, person.tasks[0], "2")
    return folder / "dce.db"


def run(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=environment, catch_exceptions=False)


def told(database: Place, about: str, **options: object) -> Finding:
    """What is said of one thing."""
    options = {"environment": {"DCE_SECRET_KEY": SECRET}, "now": datetime.now(UTC), **options}
    found = [each for each in check_up(Deployment(database, **options)) if each.about == about]
    return max(found, key=lambda each: ("good", "mind", "mend").index(each.verdict))
