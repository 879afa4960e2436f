"""Tables of other programs come in as they are, and none of them does more than be read."""

from __future__ import annotations

import socket
import time
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from dce.design import Design
from dce.errors import AnswerError
from dce.report.exchange import Wish, extract, write_extract
from dce.simulate import Population, default_population, simulate_answers
from dce.store import Store, read_foreign_table
from dce.store.foreign.statistical import _text_columns
from dce.store.foreign.words import Words

ROOT = Path(__file__).resolve().parents[2]
FORMS = ("csv", "xlsx", "parquet", "sav", "dta")
ROWS = [("001", 1, "4"), ("NA", 2, "2"), ("1e3", 1, "5")]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Design]]:
    """Invented answers to studies of three kinds, exported in every form, with the ids they have."""
    folder, designs = tmp_path_factory.mktemp("exports"), {}
    for name in ("gegevensdeling", "keuze-voorbeeld", "beste-slechtste"):
        place = ROOT / "designs" / name
        design = designs[name] = Design.load(place)
        own = place / "population.yaml"
        population = Population.load(own, design.study) if own.exists() else default_population(design.study)
        answers = simulate_answers(design, population, 12, 1)
        found = extract(answers, design, Wish(keep_ids=True), np.random.default_rng(1))
        for form in FORMS:
            write_extract(found, form, folder / f"{name}.{form}")
    return folder, designs


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["gegevensdeling", "keuze-voorbeeld", "beste-slechtste"])
def test_what_was_exported_comes_in_again_equal(
    exports: tuple[Path, dict[str, Design]], tmp_path: Path, name: str, form: str
) -> None:
    folder, designs = exports
    store = Store.open(tmp_path / "dce.db", synthetic=True)
    store.publish(designs[name])
    done = store.import_answers(name, read_foreign_table(folder / f"{name}.{form}"))
    assert (done.people, done.unused) == (12, ())
    assert store.verify() == ()
    again = extract(store.answers(name), designs[name], Wish(keep_ids=True), np.random.default_rng(1))
    write_extract(again, "csv", tmp_path / "again.csv")
    assert _without_positions(tmp_path / "again.csv") == _without_positions(folder / f"{name}.csv")
    store.close()


def _without_positions(path: Path) -> list[dict[str, str]]:
    """Practice, repeats and checks, which an export leaves out, take positions of their own when it comes in."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False).drop(columns="position")
    keys = [name for name in ("respondent", "task", "alternative") if name in table]
    return table.sort_values(keys, ignore_index=True).to_dict("records")


def workbook(path: Path, rows: list[tuple[object, ...]]) -> Path:
    book = openpyxl.Workbook()
    for row in [("respondent", "task", "rating"), *rows]:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


@pytest.mark.parametrize("form", ["xlsx", "parquet", "sav", "dta"])
def test_f13_ids_stay_text_in_every_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"answers.{form}"
    frame = pd.DataFrame(ROWS, columns=["respondent", "task", "rating"])
    if form == "xlsx":
        workbook(path, ROWS)
    elif form == "parquet":
        frame.to_parquet(path)
    else:
        {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}[form](frame, path)
    read = read_foreign_table(path)
    first = 2 if form == "xlsx" else 1
    assert read.index.tolist() == [first, first + 1, first + 2]
    assert [(who, int(task), rating) for who, task, rating in read.itertuples(index=False)] == ROWS


def repacked(path: Path, changes: dict[str, bytes]) -> Path:
    """The workbook with other parts in place of its own, or beside them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refused(path: Path) -> str:
    begun = time.perf_counter()
    with pytest.raises(AnswerError) as error:
        read_foreign_table(path)
    assert time.perf_counter() - begun < 2
    return str(error.value)


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "{address}">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
@pytest.mark.parametrize("kind", ["file", "network", "laughs", "utf-16"])
def test_f10_a_workbook_with_entities_is_refused_and_nothing_is_fetched(tmp_path: Path, part: str, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        address = secret.as_uri() if kind in ("file", "utf-16") else f"http://127.0.0.1:{port}/x"
        declared = LAUGHS if kind == "laughs" else ENTITY.format(address=address)
        path = workbook(tmp_path / "answers.xlsx", ROWS)
        with zipfile.ZipFile(path) as archive:
            text = archive.read(part).decode()
        body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
        changed = f'<?xml version="1.0"?>{declared}{body}'.replace("001", "&e;")
        said = refused(repacked(path, {part: changed.encode("utf-16" if kind == "utf-16" else "utf-8")}))
        assert ("not written in UTF-8" if kind == "utf-16" else "declares entities") in said
        assert "geheim" not in said
        with pytest.raises(TimeoutError):
            server.accept()


def test_f10_a_declaration_between_two_parts_of_reading_is_found(tmp_path: Path) -> None:
    path = workbook(tmp_path / "answers.xlsx", ROWS)
    for place in range(999_990, 1_000_004):
        text = b"<?xml version='1.0'?>".ljust(place) + b"<!DOCTYPE x>"
        assert "declares entities" in refused(repacked(path, {SHEET: text}))


@pytest.mark.parametrize("kind", ["unpacked", "growth", "members", "columns"])
def test_f10_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path, kind: str) -> None:
    path = workbook(tmp_path / "answers.xlsx", ROWS)
    if kind == "unpacked":
        said, changes = "would unpack to", {"xl/media/a.bin": b"\0" * 110_000_000}
    elif kind == "growth":
        said, changes = "would grow", {SHEET: b"<a>" + b" " * 40_000_000}
    elif kind == "members":
        said, changes = "holds 30", {f"xl/{number}.bin": b"" for number in range(3_000)}
    else:
        path, said, changes = workbook(tmp_path / "wide.xlsx", [(None,) * 1_200 + ("x",)]), "has a cell beside", {}
    assert said in refused(repacked(path, changes))


def test_f10_empty_rows_up_to_the_end_of_a_sheet_cost_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "answers.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        text = archive.read(SHEET)
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    read = read_foreign_table(repacked(path, {SHEET: text.replace(b"</sheetData>", last)}))
    assert read.index.tolist() == [2, 3, 4, 1_048_576]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>', "has a row below row 1048576"),
        ('<row r="5"><c r="A5"><v>1</v></c><c r="XFD5"/></row>', "row 5: has a cell beside column ALL"),
    ],
)
def test_f10_a_row_or_a_cell_that_is_nowhere_is_not_waited_for(tmp_path: Path, row: str, said: str) -> None:
    """What a sheet leaves out is made while it is read: rows without end, or 16,384 cells in each of many rows."""
    path = workbook(tmp_path / "answers.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        text = archive.read(SHEET)
    assert said in refused(repacked(path, {SHEET: text.replace(b"</sheetData>", row.encode() + b"</sheetData>")}))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("answers.xlsx", b"\x89PNG\r\n\x1a\n", "is no whole zip file"),
        ("answers.xlsx", b"respondent,task\n", "is no whole zip file"),
        ("answers.parquet", b"PAR1" + b"\0" * 40 + b"PAR1", "is no Parquet table"),
        ("answers.sav", b"$FL2" + b"\0" * 400, "is no SPSS table"),
        ("answers.dta", b"\x89PNG" * 40, "is no Stata table"),
        ("answers.csv", b"PK\x03\x04aaaa", "is a zip or a workbook and no CSV table"),
        ("answers.exe", b"MZ", "is no table that is read here; give one of .csv"),
        ("answers.ods", b"PK", "is no table that is read here"),
        ("answers", b"a,b\n1,2\n", "is no table that is read here"),
    ],
)
def test_f11_what_is_no_table_of_its_kind_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refused(path)


@pytest.mark.parametrize("name", ["../../x.csv", "CON.csv", "x" * 300 + ".csv", "\u202evsc.csv", "a\r\nb.csv"])
def test_f08_the_name_of_an_upload_tells_its_kind_and_is_never_a_path(tmp_path: Path, name: str) -> None:
    path = tmp_path / "upload"
    path.write_text("respondent,task,rating\n001,1,4\n")
    assert read_foreign_table(path, name=name)["respondent"].tolist() == ["001"]
    assert [found.name for found in tmp_path.iterdir()] == ["upload"]


def test_f11_a_parquet_table_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    long = pa.table({"respondent": pa.array(["a"] * 600_000).dictionary_encode()})
    pq.write_table(long, tmp_path / "rows.parquet")
    assert "has over 500000 rows" in refused(tmp_path / "rows.parquet")
    wide = pa.table({f"x{number}": pa.array([1]) for number in range(1_001)})
    pq.write_table(wide, tmp_path / "columns.parquet")
    assert "has over 1000 columns" in refused(tmp_path / "columns.parquet")
    nested = pa.table({"respondent": pa.array([["a"]])})
    pq.write_table(nested, tmp_path / "nested.parquet")
    assert 'column "respondent": holds list' in refused(tmp_path / "nested.parquet")


def test_f11_a_text_that_stands_once_in_a_file_and_in_every_row_fills_no_memory(tmp_path: Path) -> None:
    """Three kilobytes of Parquet, and a Stata text of any length: each would be 450 MB as rows."""
    texts = pa.array(["x" * 150_000] * 100, pa.large_string())
    pq.write_table(pa.table({"reason": texts}), tmp_path / "texts.parquet", use_dictionary=True)
    read = pq.ParquetFile(tmp_path / "texts.parquet", read_dictionary=_text_columns(tmp_path / "texts.parquet")).read()
    assert read.nbytes < 200_000, "once, and not in every row"
    assert "is no text of at most" in refused(tmp_path / "texts.parquet")
    raw = pa.table({"reason": pa.array([b"x"] * 3)})
    pq.write_table(raw, tmp_path / "bytes.parquet")
    assert 'column "reason": holds binary' in refused(tmp_path / "bytes.parquet")
    frame = pd.DataFrame({"reason": ["x" * 3_000] * 3})
    frame.to_stata(tmp_path / "texts.dta", version=117, convert_strl=["reason"], write_index=False)
    assert 'column "reason": holds texts of any length' in refused(tmp_path / "texts.dta")


@pytest.mark.parametrize("form", ["sav", "zsav"])
def test_f11_a_table_that_does_not_tell_how_many_rows_it_has_is_not_read_without_end(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"answers.{form}"
    pyreadstat.write_sav(pd.DataFrame({"rating": [1.0] * 3_000}), path, compress=form == "zsav")
    raw = bytearray(path.read_bytes())
    assert raw[80:84] == (3_000).to_bytes(4, "little")
    raw[80:84] = (-1).to_bytes(4, "little", signed=True)
    path.write_bytes(raw)
    assert len(read_foreign_table(path)) == 3_000
    monkeypatch.setattr("dce.store.foreign.statistical.MOST_UNPACKED", 20_000)
    monkeypatch.setattr("dce.store.foreign.limits.MOST_UNPACKED", 20_000)
    assert "would take over" in refused(path)


def test_f11_a_csv_table_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    assert "is over 50 MB" in refused(path)
    path.write_text("respondent,task,rating\n" + "a" * 21_000 + ",1,4\n")
    assert 'row 2, column "respondent": is no text of at most 20000' in refused(path)


def test_a_date_in_a_workbook_is_told_by_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "answers.xlsx", [("a", 1, pd.Timestamp("2026-01-03").to_pydatetime())])
    assert "row 2, column C: holds a date or a time" in refused(path)


def test_words_that_were_cut_off_mean_what_begins_so_and_nothing_where_two_do() -> None:
    words = Words.of({"a": ["nee, want dat mag niet"], "b": ["nee, want dat kan niet"], "c": ["ja"]})
    assert words.find("nee, want dat m\N{HORIZONTAL ELLIPSIS}") == "a"
    assert words.find("nee, want\N{HORIZONTAL ELLIPSIS}") is None
    assert words.find("nee, want dat m") is None
