"""``dce report`` in every format: what is written where, and that the same command writes the same bytes."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dce.cli import main

pytestmark = pytest.mark.long


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    assert run("init", folder).exit_code == 0
    study = folder / "designs" / "voorbeeld"
    (study / "fieldwork.yaml").write_text("entry: invited\norganisation: {nl: Gemeente Voorbeeld, en: Example}\n")
    assert run("design", study, "--no-prices").exit_code == 0
    made = run("simulate", study, "--people", 40, "--seed", 1, "--output", folder / "sample.csv")
    assert made.exit_code == 0, made.output
    return study


def report(study: Path, form: str, output: Path, *more: str) -> Result:
    sample = study.parents[1] / "sample.csv"
    given = ("--bootstrap", 100, "--format", form, "--output", output, "--date", "2026-11-21", *more)
    return run("report", study, "--answers", sample, *given)


@pytest.mark.parametrize(
    ("form", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-1.7"), ("docx", b"PK"), ("pictures", b"PK")]
)
def test_each_format_is_written_and_says_where(study: Path, tmp_path: Path, form: str, begins: bytes):
    made = report(study, form, tmp_path / "made", "--language", "en")
    assert made.exit_code == 0, made.output
    assert f"wrote {tmp_path / 'made'}" in made.output
    assert (tmp_path / "made").read_bytes().startswith(begins)


def test_the_command_in_the_report_makes_the_same_report_again(study: Path, tmp_path: Path):
    for name in ("one", "two"):
        assert report(study, "html", tmp_path / name).exit_code == 0
    text = (tmp_path / "one").read_text()
    assert text == (tmp_path / "two").read_text()
    assert "dce report designs/voorbeeld --bootstrap 100 --seed 1 --date 2026-11-21" in text
    assert "Gemeente Voorbeeld (2026)." in text


def test_pictures_go_into_a_zip_beside_the_other_formats(study: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    sample = study.parents[1] / "sample.csv"
    made = run("report", study, "--answers", sample, "--bootstrap", 100, "--format", "pictures")
    assert made.exit_code == 0, made.output
    assert zipfile.is_zipfile(tmp_path / "analysis" / "voorbeeld" / "report.zip")
