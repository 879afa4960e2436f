"""Codebooks in two languages, and data packages that another program finds valid."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from exchange_cases import as_lists, odd_extract, simulated
from frictionless import Package, system

from dce.report.exchange import Extract, codebook_markdown, write_extract


@pytest.fixture(scope="module", params=["odd", "odd wide", "choice"])
def packed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Extract, Path]:
    made = {
        "odd": lambda: odd_extract(),
        "odd wide": lambda: odd_extract(shape="wide"),
        "choice": lambda: simulated("keuze-voorbeeld", 12, language="en"),
    }[request.param]()
    return made, write_extract(made, "package", tmp_path_factory.mktemp("place") / "package", licence="CC-BY-4.0")


@pytest.mark.filterwarnings("ignore")
def test_a_data_package_is_valid_and_reads_back_equal(packed: tuple[Extract, Path]) -> None:
    found, folder = packed
    with system.use_context(trusted=False):
        package = Package(str(folder / "datapackage.json"))
        report = package.validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
        rows = package.get_resource("answers").read_rows()
    read = {name: [row[name] for row in rows] for name in found.frame.columns}
    plain = as_lists(found.frame)
    texts = [column.name for column in found.columns if column.kind in ("whole", "truth")]
    assert {name: read[name] for name in texts} == {name: plain[name] for name in texts}
    assert len(rows) == len(found.frame)


@pytest.mark.filterwarnings("ignore")
def test_a_cell_that_is_no_option_makes_the_package_invalid(packed: tuple[Extract, Path], tmp_path: Path) -> None:
    """The schema does check: a level that the study has not is found by row and field."""
    found, folder = packed
    table = pd.read_csv(folder / "answers.csv", dtype="str", keep_default_na=False)
    column = next(c.name for c in found.columns if c.kind == "category" and c.name != "rating")
    table.loc[1, column] = "verzonnen"
    about = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    del about["resources"][0]["bytes"], about["resources"][0]["hash"], about["resources"][1]["hash"]
    table.to_csv(tmp_path / "answers.csv", index=False, lineterminator="\r\n")
    (tmp_path / "design.csv").write_bytes((folder / "design.csv").read_bytes())
    (tmp_path / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert [column, 3] in report.flatten(["fieldName", "rowNumber"])


def test_the_descriptor_names_study_hash_licence_types_and_missing_values(packed: tuple[Extract, Path]) -> None:
    found, folder = packed
    about = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert about["study_hash"] == found.design.study.hash
    assert about["licenses"] == [{"name": "CC-BY-4.0"}]
    answers = about["resources"][0]
    assert answers["schema"]["missingValues"] == [""]
    kinds = {"text": "string", "category": "string", "whole": "integer", "truth": "boolean"}
    assert {f["name"]: f["type"] for f in answers["schema"]["fields"]} == {c.name: kinds[c.kind] for c in found.columns}


@pytest.mark.parametrize(("language", "words"), [("nl", "niet verteld"), ("en", "not told")])
def test_the_codebook_tells_every_column_option_and_rule(
    packed: tuple[Extract, Path], language: str, words: str
) -> None:
    found, folder = packed
    text = (folder / f"codebook_{language}.md").read_text(encoding="utf-8")
    assert found.design.study.hash in text
    assert words in text
    for column in found.columns:
        assert f"| `{column.name}` |" in text
        assert all(f"| `{option.id}` |" in text for option in column.options)
    study = found.design.study
    for rule in study.rules:
        assert rule.because is None or rule.because[language] in text
    with (folder / f"codebook_{language}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:] if row[0] in found.frame.columns]
    assert {len(row) for row in rows} == {7}


def test_e02_markup_in_words_of_the_study_stays_words() -> None:
    found = odd_extract()
    study = found.design.study.model_copy(
        update={"title": type(found.design.study.title)({"nl": "<script>x</script> | *a*"})}
    )
    design = type(found.design)(study, found.design.rows)
    text = codebook_markdown(design, (), "nl")
    assert "<script>" not in text
    assert "\\<script\\>x\\</script\\> \\| \\*a\\*" in text
