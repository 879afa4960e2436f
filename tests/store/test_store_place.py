"""Where a database is: what is an address, what is a file, and what is shown of either."""

from __future__ import annotations

from pathlib import Path

import pytest

from dce.errors import StoreError
from dce.store import place as places
from dce.store.place import Server, place

SECRET = "postgresql://anna:secret@db.example.nl:6543/d%C3%A9?sslmode=require"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (SECRET, "postgresql://anna@db.example.nl:6543/dé"),
        ("postgres://db.example.nl/dce/", "postgresql://db.example.nl/dce"),
        ("postgresql://dce@/answers?host=/run", "postgresql://dce@/answers"),
        ("postgresql:///answers", "postgresql:///answers"),
        ("postgresql://h:1/d", "postgresql://h:1/d"),
    ],
)
def test_an_address_is_shown_without_what_is_secret(url: str, shown: str) -> None:
    found = place(url)
    assert (str(found), place(found), places.absolute(found)) == (shown, found, found)
    assert "secret" not in repr(found)
    assert places.secret_text(found) == url
    assert places.is_there(found)
    assert not places.is_table(url)


@pytest.mark.parametrize("url", ["postgresql://dce@/", "postgresql://h:0/dce", "postgresql://h:x/dce", "postgres://"])
def test_what_is_no_address_of_a_database_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="write it as postgresql://NAME@HOST/DATABASE"):
        place(url)


@pytest.mark.parametrize("url", ["mysql://anna:secret@h/dce", "POSTGRESQL://h/dce", "sqlite:///dce.db", "a+b.c-1://"])
def test_an_address_of_another_kind_of_database_is_no_name_of_a_file(url: str) -> None:
    right = "name a file, or write it as postgresql://NAME@HOST/DATABASE"
    for asked in (place, places.absolute, places.is_table):
        with pytest.raises(StoreError) as refused:
            asked(url)
        assert str(refused.value) == f"{url.partition('://')[0]}:// is no kind of database here; {right}"


@pytest.mark.parametrize(
    "said", ["dce.db", "postgresql", "postgresql:/dce", r"C:\x.db", "C://x.db", "x postgresql://h/dce", "1a://x.db"]
)
def test_all_else_is_a_file(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert place(said) == place(Path(said)) == Path(said)
    assert places.absolute(said) == tmp_path / said
    assert places.secret_text(Path(said)) == str(Path(said))


def test_what_goes_with_a_database_stands_beside_its_file_or_in_the_folder_that_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(SECRET)
    monkeypatch.delenv("DCE_FOLDER", raising=False)
    assert places.beside(server, "note.json") == Path("responses/note.json")
    monkeypatch.setenv("DCE_FOLDER", str(tmp_path))
    assert places.beside(server, "note.json") == tmp_path / "note.json"
    assert places.beside(Path("here/dce.db"), "note.json") == Path("here/note.json")
    assert (places.file_name(server), places.file_name(Path("here/dce.db"))) == ("dé", "dce.db")


def test_a_file_is_a_database_unless_it_is_called_a_table(tmp_path: Path) -> None:
    for name, table in (("dce.db", False), ("answers.csv", True), ("answers.CSV", True)):
        (tmp_path / name).touch()
        assert places.is_table(str(tmp_path / name)) is table
        assert places.is_there(tmp_path / name)
    assert places.is_table(tmp_path / "none.db"), "a table that is not there is told of as one"
    assert not places.is_there(tmp_path), "a folder"


def test_the_folder_of_a_new_database_is_made_with_all_above_it(tmp_path: Path) -> None:
    for _ in range(2):
        places.make_room(tmp_path / "a" / "b" / "dce.db")
    assert [path.name for path in (tmp_path / "a" / "b").parent.iterdir()] == ["b"]
    places.make_room(Server(SECRET))


@pytest.mark.parametrize("name", ["circle", "a\0b"])
def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "link").symlink_to(tmp_path / "dce.db")
    assert places.real_path(tmp_path / "link") == tmp_path / "dce.db"
    with pytest.raises(StoreError, match="leads to no file"):
        places.real_path(tmp_path / name)
