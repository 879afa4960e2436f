"""What fuzzing found stays mended, and every reader stands a thousand changed bytes in every run of the tests."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from targets import Target, targets

from dce.design import read_foreign
from dce.errors import AnswerError, DesignError
from dce.store import read_foreign_table
from dce.study import Study

NAMES = ("study", "fieldwork", "design", "foreign-design", "answers", "pages")
CHANGES, SLOW = 150, {"design": 30}  # of each reader; a minute of make fuzz tries thousands, and looks where they lead


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    return targets(tmp_path_factory.mktemp("fuzz"))


def changed(seed: bytes, rng: random.Random) -> bytes:
    """Some bytes taken out, doubled or changed."""
    data = bytearray(seed[:3000])
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.randint(0, 30))
        data[at:to] = rng.choice([b"", bytes(data[at:to]) * 2, rng.randbytes(2), b"9" * 30, b"\xff\xfe", b"\0"])
    return bytes(data)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_changed_anywhere_is_read_or_refused_in_words(every: dict[str, Target], name: str) -> None:
    rng, target = random.Random(7), every[name]
    for number in range(SLOW.get(name, CHANGES)):
        target.run(changed(target.seeds[number % len(target.seeds)], rng))


@pytest.mark.parametrize("name", NAMES)
def test_a_target_tells_when_a_reader_breaks(
    every: dict[str, Target], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that finds nothing must be able to find something."""
    reader = {
        "study": "targets.load_study",
        "fieldwork": "targets.parse_fieldwork",
        "design": "targets.Design.load",
        "foreign-design": "targets.read_foreign",
        "answers": "targets.read_foreign_table",
        "pages": "dce.web.survey.forms.read_task",
    }[name]

    def breaks(*_: object, **__: object) -> None:
        raise KeyError("qid")

    monkeypatch.setattr(reader, breaks)
    with pytest.raises((KeyError, AssertionError)):
        every[name].run(every[name].seeds[0])


@pytest.fixture
def choices() -> Study:
    return Study.load(Path(__file__).resolve().parents[2] / "designs" / "keuze-voorbeeld" / "study.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("profileID,respID,q*ID,altID,vrager\n1,1,1,1,gemeente\n", "no column qID"),
        ("profileID,respID,qID,altID,vrager\n1,1,1,1,gemeente,gezondheid\n", ":2: has more cells than the header"),
    ],
)
def test_a_design_of_cbctools_without_its_columns_is_refused(tmp_path: Path, choices: Study, text: str, words: str):
    path = tmp_path / "design.csv"
    path.write_text(text)
    with pytest.raises(DesignError, match=words):
        read_foreign(path, choices, program="cbctools")


@pytest.mark.parametrize("name", ["set99999999999999999999.alt1", "set1.alt99999999999999999999"])
def test_a_number_that_no_design_reaches_is_refused(tmp_path: Path, choices: Study, name: str):
    path = tmp_path / "design.csv"
    path.write_text(f"row,vrager\n{name},gemeente\n")
    with pytest.raises(DesignError, match="no name of a row"):
        read_foreign(path, choices, program="idefix")


def test_a_number_of_an_alternative_that_is_endless_is_refused(tmp_path: Path, choices: Study):
    path = tmp_path / "design.csv"
    path.write_text(f"alt{'1' * 5000}.vrager\ngemeente\n")
    with pytest.raises(DesignError, match="no column such as"):
        read_foreign(path, choices, program="ngene")


def test_a_level_of_twenty_digits_is_refused(tmp_path: Path, choices: Study):
    path = tmp_path / "design.csv"
    path.write_text(f"alt1.vrager,alt1.gevolg,alt1.termijn,alt1.gegevens\n{'1' * 20},0,0,0\n")
    with pytest.raises(DesignError, match="no level"):
        read_foreign(path, choices, program="ngene")


@pytest.mark.parametrize("once", [True, False])
def test_text_in_parquet_that_is_not_utf_8_is_refused(tmp_path: Path, once: bool):
    places = pa.py_buffer(b"\0\0\0\0\2\0\0\0\4\0\0\0")
    column = pa.Array.from_buffers(pa.string(), 2, [None, places, pa.py_buffer(b"ab\xff\xfe")])
    pq.write_table(pa.table({"respondent": column if once else column.dictionary_encode()}), tmp_path / "t.parquet")
    with pytest.raises(AnswerError, match="no Parquet table that can be read"):
        read_foreign_table(tmp_path / "t.parquet")


def test_a_column_of_spss_whose_name_is_damaged_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "t.sav"
    pyreadstat.write_sav(pd.DataFrame({"respondent": ["1"], "rating": ["2"]}), str(path))
    read = pyreadstat.read_sav

    def damaged(*given: object, **more: object) -> object:
        frame, about = read(*given, **more)
        about.column_names = [None, *about.column_names[1:]]
        return frame, about

    monkeypatch.setattr("dce.store.foreign.statistical.pyreadstat.read_sav", damaged)
    with pytest.raises(AnswerError, match="column"):
        read_foreign_table(path)


def test_a_stata_table_of_which_two_columns_have_no_name_is_refused(tmp_path: Path):
    path = tmp_path / "t.dta"
    pyreadstat.write_dta(pd.DataFrame({"respondent": ["1"], "task": ["1"], "rating": ["2"]}), str(path))
    named = path.read_bytes()
    path.write_bytes(named.replace(b"respondent", b"\0" * 10).replace(b"rating", b"\0" * 6))
    with pytest.raises(AnswerError, match="columns without a name"):
        read_foreign_table(path)
