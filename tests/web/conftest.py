"""A site on a real database, a really running server and Debian's browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from playwright.sync_api import Browser
from web_guest import KEY, Asked, Guest, Site, running, some_design
from web_travel import Traveller, travelling
from web_watch import Watch

from dce.design import Design, make_design
from dce.store import Store, passwords
from dce.store.place import FOLDER, Place, place
from dce.study import Study
from dce.web import create_app

ON_BOTH = ("test_web_answers", "test_web_sessions", "test_web_states", "test_web_mine")  # others with what takes long


class TemplatesInMemory(BytecodeCache):
    """Compiled templates by name and text, for all sites of this process."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(autouse=True, scope="session")
def templates_compiled_once() -> Iterator[None]:
    """Each test has a site of its own; without this each would compile every template anew, for most of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", Flask.jinja_options | {"bytecode_cache": TemplatesInMemory()})
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What people do on a site is the same on a server; what looks into the ``file`` is for SQLite."""
    if "engine" in metafunc.fixturenames:
        both = metafunc.module.__name__ in ON_BOTH
        looks = {"file", "watch"} if both else {"file", "watch", "database"}
        looks &= set(metafunc.definition._fixtureinfo.initialnames)
        server = pytest.param("postgresql", marks=[] if both else pytest.mark.long)
        metafunc.parametrize("engine", ["sqlite"] if looks else ["sqlite", server])


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Where the database of a site is."""
    if engine == "sqlite":
        return tmp_path / "dce.db"
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return place(request.getfixturevalue("server"))


@pytest.fixture
def file(database: Place) -> Path:
    """The database of a site, as a file."""
    assert isinstance(database, Path)
    return database


@pytest.fixture
def design(example: Study) -> Design:
    return some_design(example, tasks=4, versions=2)


@pytest.fixture
def app(database: Place, design: Design) -> Iterator[Flask]:
    store = Store.open(database)
    store.publish(design)
    store.close()
    made = create_app(database, secret_key=KEY)
    yield made
    made.extensions["dce_store"].close()


@pytest.fixture
def guest(app: Flask) -> Guest:
    return Guest(app)


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords that are cheap to guess: hashing one as it should be takes a tenth of a second."""
    monkeypatch.setattr("dce.store.passwords.HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def asked(database: Place, example: Study) -> Iterator[Asked]:
    """A site with another study than the example."""
    made: list[Flask] = []

    def site(**changes: Any) -> tuple[Flask, Design]:
        plain = example.model_dump(mode="json", exclude_defaults=True)
        design = make_design(Study.model_validate(plain | {"design": {"tasks": 8}} | changes), seed=1)
        store = Store.open(database)
        store.publish(design)
        store.close()
        made.append(create_app(database, secret_key=KEY))
        return made[-1], design

    yield site
    for app in made:
        app.extensions["dce_store"].close()


@pytest.fixture
def watch(app: Flask, database: Path) -> Iterator[Watch]:
    """Looks at all that the site sends during an attack, and at its file afterwards."""
    looking_on = Watch(database)
    app.wsgi_app = looking_on.around(app.wsgi_app)  # type: ignore[method-assign]
    yield looking_on
    looking_on.check()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, study: Study, example: Study) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    designs = {"gegevensdeling": some_design(study, 21), "voorbeeld": some_design(example, 4)}
    store = Store.open(folder / "demo.db", synthetic=True)
    for design in designs.values():
        store.publish(design)
    store.close()
    with running(folder / "demo.db") as url:
        yield Site(url, folder / "demo.db", designs)


@pytest.fixture
def traveller(browser: Browser, site: Site) -> Iterator[Traveller]:
    with travelling(browser, site) as found:
        yield found


@pytest.fixture
def scriptless(browser: Browser, site: Site) -> Iterator[Traveller]:
    with travelling(browser, site, java_script_enabled=False) as found:
        yield found
