"""A small design with two versions that share one task, and a store on a real file."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from argon2 import PasswordHasher, profiles
from pg_cluster import Cluster

from dce.design import Design
from dce.store import Respondent, Store, passwords
from dce.study import Study, example_study

# On a server these tell the least beside what they take: they count in seconds what others count in rows.
LONG = (
    *("test_store_tries", "test_store_showings", "test_foreign_answers", "test_store_life"),
    "test_nothing_acknowledged_is_lost_when_writers_are_killed",
)
ROWS = [  # version, task, ontvanger, doel, waarborgen; task 4 stands in both versions
    (1, 1, "gemeente", "nee", "geen"),
    (1, 2, "eigen", "ja", "alle"),
    (1, 3, "bedrijf", "ja", "enkele"),
    (1, 4, "eigen", "nee", "enkele"),
    (2, 4, "eigen", "nee", "enkele"),
    (2, 5, "bedrijf", "nee", "alle"),
    (2, 6, "gemeente", "ja", "alle"),
    (2, 7, "eigen", "ja", "geen"),
]


@pytest.fixture
def study() -> Study:
    return example_study()


@pytest.fixture
def design(study: Study) -> Design:
    frame = pd.DataFrame(ROWS, columns=["version", "task", *study.criterion_ids])
    return Design.from_frame(study, frame, seed=7, settings={"search": "by hand"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dce.db"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The contract holds for every engine; what looks into the file itself, by ``path``, is for SQLite."""
    if "place" in metafunc.fixturenames:
        name = metafunc.function.__name__ if metafunc.function.__name__ in LONG else metafunc.module.__name__
        server = pytest.param("postgresql", marks=pytest.mark.long if name in LONG else [])
        metafunc.parametrize(
            "place", ["sqlite"] if "path" in metafunc.fixturenames else ["sqlite", server], indirect=True
        )


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the database of this test is, for one engine after the other."""
    return str(request.getfixturevalue("server")) if request.param == "postgresql" else str(tmp_path / "dce.db")


@pytest.fixture
def store(place: str, design: Design) -> Iterator[Store]:
    opened = Store.open(place)
    opened.publish(design)
    yield opened
    opened.close()


@pytest.fixture
def respondent(store: Store, design: Design) -> Respondent:
    return store.add_respondent(design, language="nl", rng=np.random.default_rng(1))


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that cost next to nothing, for what is not about their cost."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher.from_parameters(profiles.CHEAPEST))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """A database without any table."""
    name = cluster.empty()
    yield name
    cluster.drop(name)
