"""dce invite: addresses in, links out, and nothing half done."""

from __future__ import annotations

import csv
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dce.cli.main import main
from dce.design import make_design
from dce.store import Store
from dce.study import Fieldwork, example_study, example_text
from dce.web import create_app

SITE = "https://survey.example.nl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    study = tmp_path / "designs" / "voorbeeld"
    study.mkdir(parents=True)
    (study / "study.yaml").write_text(example_text(), encoding="utf-8")
    store = Store.open(tmp_path / "dce.db")
    store.publish(make_design(example_study(), 8, seed=1))
    store.hold("voorbeeld", Fieldwork(entry="invited", closes=datetime.now(UTC) + timedelta(days=9)))
    store.close()
    return tmp_path


def invite(folder: Path, table: str | bytes, *more: str) -> Result:
    addresses = folder / "people.csv"
    addresses.write_bytes(table if isinstance(table, bytes) else table.encode())
    options = ["--addresses", str(addresses), "--output", str(folder / "links.csv"), "--site", SITE]
    study = str(folder / "designs" / "voorbeeld")
    return CliRunner().invoke(main, ["invite", study, *options, "--database", str(folder / "dce.db"), *more])


def invitations(folder: Path) -> int:
    connection = sqlite3.connect(folder / "dce.db")
    try:
        return int(connection.execute("SELECT count(*) FROM invitations").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.parametrize("mark", [",", ";"])
def test_each_row_gets_a_link_that_works_and_the_database_no_address(folder: Path, mark: str) -> None:
    rows = [["email", "naam"], ["a@example.nl", "Anna, jurist"], ["b@example.nl", "Bo"]]
    with (folder / "made.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    result = invite(folder, b"\xef\xbb\xbf" + (folder / "made.csv").read_bytes())
    assert result.exit_code == 0, result.output
    with (folder / "links.csv").open(newline="") as file:
        links = list(csv.DictReader(file))
    assert [(row["email"], row["naam"]) for row in links] == [tuple(row) for row in rows[1:]]
    assert stat.S_IMODE((folder / "links.csv").stat().st_mode) == 0o600
    keys = [row["link"].removeprefix(f"{SITE}/voorbeeld/invitation/") for row in links]
    assert len({key for key in keys if len(key) == 27}) == 2, "160 bits each"
    kept = (folder / "dce.db").read_bytes()
    assert not any(text.encode() in kept for text in (*keys, "example.nl"))
    app = create_app(folder / "dce.db")
    assert [app.test_client().get(f"/voorbeeld/invitation/{key}").status_code for key in keys] == [303, 303]
    app.extensions["dce_store"].close()


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("email\na@b.nl\nA@B.nl \n", "rows 2 and 3 are the same in email; keep one of them"),
        ("email,naam\na@b.nl\n", "row 2 has 1 cells and the header 2"),
        ("email,naam\n,Anna\n", "row 2 has nothing in column email"),
        ("email\n", "has no row below its header"),
        ("", "has no row below its header"),
        ("email,link\na@b.nl,x\n", "has a column link already"),
        (b"email\n\xff\xfe\n", "is not text in UTF-8"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_whole(folder: Path, table: str | bytes, wrong: str) -> None:
    result = invite(folder, table)
    assert result.exit_code == 1
    assert wrong in result.output
    assert not (folder / "links.csv").exists()
    assert invitations(folder) == 0


def test_links_are_never_written_over_and_need_an_end(folder: Path) -> None:
    assert invite(folder, "email\na@b.nl\n").exit_code == 0
    again = invite(folder, "email\nc@d.nl\n")
    assert again.exit_code == 1
    assert "is there already, and links cannot be made again" in again.output
    assert invitations(folder) == 1
    store = Store.open(folder / "dce.db")
    store.hold("voorbeeld", Fieldwork())
    store.close()
    endless = invite(folder, "email\nc@d.nl\n", "--output", str(folder / "more.csv"))
    assert endless.exit_code == 1
    assert "has no closing date" in endless.output
    assert invitations(folder) == 1
    assert not (folder / "more.csv").exists()


@pytest.mark.parametrize("site", ["survey.example.nl", "ftp://survey.example.nl", "https://", "https://a.nl/?x=1"])
def test_an_address_that_is_no_site_is_refused(folder: Path, site: str) -> None:
    result = invite(folder, "email\na@b.nl\n", "--site", site)
    assert result.exit_code == 1
    assert "is no address of a site" in result.output
    assert invitations(folder) == 0
