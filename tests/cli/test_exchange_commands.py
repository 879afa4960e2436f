"""dce export and dce import: data out and in through the shell, with what must be known said."""

from __future__ import annotations

import shutil
import zipfile
from contextlib import closing
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from dce.cli import main
from dce.cli.main import COMMANDS
from dce.design import Design
from dce.simulate import default_population, simulate_answers
from dce.store import Store
from dce.study import example_study, example_text


def some_design() -> Design:
    """Eight scenarios that keep the rules; how good a design it is does not matter here."""
    study = example_study()
    every = product(*(criterion.level_ids for criterion in study.criteria))
    rows = pd.DataFrame(every, columns=list(study.criterion_ids))
    kept = rows[[not any(rule.refuses(row) for rule in study.rules) for row in rows.to_dict("records")]]
    return Design.from_frame(study, kept.sample(8, random_state=1, ignore_index=True))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the example study, its design and a database of twelve real people."""
    place = tmp_path_factory.mktemp("workspace")
    folder = place / "designs" / "voorbeeld"
    folder.mkdir(parents=True)
    (folder / "study.yaml").write_text(example_text(), encoding="utf-8")
    design = some_design()
    design.save(folder)
    store = Store.open(place / "dce.db")
    store.publish(design)
    rng = np.random.default_rng(1)
    for number in range(12):
        person = store.add_respondent(design, language="nl", rng=rng)
        store.record_background(person.id, {"rol": "jurist" if number < 11 else "beleid"})
        for task in person.tasks:
            store.record_answer(person.id, task, str(rng.integers(1, 6)))
    store.close()
    return place


@pytest.fixture
def place(workspace: Path, tmp_path: Path) -> Path:
    """A copy of it for each test."""
    return shutil.copytree(workspace, tmp_path / "place")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_an_export_stands_in_the_log_of_the_study(place: Path):
    folder, database = place / "designs" / "voorbeeld", place / "dce.db"
    run(
        "export",
        folder,
        "--answers",
        database,
        "--as",
        "csv",
        "--to",
        place / "a.csv",
        "--without",
        "rol",
        "--keep-ids",
    )
    with closing(Store.open(database)) as store:
        logged = [(entry.actor, entry.action, entry.object) for entry in store.audit.of_study("voorbeeld")]
    assert logged == [("command line", "answers.exported", "csv, k 12, without rol, with keep_ids")]


def export(place: Path, form: str, *more: object, to: str = "out") -> Result:
    study = place / "designs" / "voorbeeld"
    return run("export", study, "--answers", place / "dce.db", "--as", form, "--to", place / to, *more)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "sav", "dta", "r", "package", "apollo", "biogeme"])
def test_every_form_is_written_and_k_is_told(place: Path, form: str) -> None:
    done = export(place, form)
    assert done.exit_code == 0, done.output
    assert "12 people, 96 rows" in done.stderr
    assert (place / "out").exists()
    assert "k is 1: so many people at least share their answers to rol" in done.stderr
    assert "warning: 1 of 12 people are the only one with theirs; leave out items with --without" in done.stderr


def test_c09_export_leaves_out_what_is_asked_for_and_warns_of_reasons(place: Path) -> None:
    done = export(place, "csv", "--k", 5)
    assert "left out: rol" in done.stderr
    assert "warning" not in done.stderr
    assert "rol" not in pd.read_csv(place / "out").columns
    named = export(place, "csv", "--with-reasons", "--without", "rol", to="again")
    assert "reasons are free text and may name people" in named.stderr
    assert "reason" in pd.read_csv(place / "again").columns
    kept = export(place, "csv", "--keep-ids", to="kept")
    assert "tie this table to every other one" in kept.stderr


def test_an_export_feeds_the_other_commands(place: Path) -> None:
    assert export(place, "csv", to="out.csv").exit_code == 0
    fitted = run("fit", place / "designs" / "voorbeeld", "--answers", place / "out.csv")
    assert fitted.exit_code == 0, fitted.output
    whole = run("fit", place / "designs" / "voorbeeld", "--answers", place / "dce.db").stdout.splitlines()
    assert fitted.stdout.splitlines() == [line for line in whole if "dispute" not in line]  # a table cannot tell


def test_what_is_there_is_not_written_over(place: Path) -> None:
    assert export(place, "csv").exit_code == 0
    again = export(place, "csv")
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)


def test_few_people_are_not_exported(place: Path) -> None:
    few = pd.DataFrame({"respondent": ["a", "b"], "task": 1, "rating": 4}).assign(rol="jurist")
    design = some_design()
    few.assign(**design.scenario(1)).to_csv(place / "few.csv", index=False)
    study = place / "designs" / "voorbeeld"
    refused = run("export", study, "--answers", place / "few.csv", "--as", "csv", "--to", place / "out")
    assert refused.exit_code == 1
    assert "answers are of too few people: nothing is exported about fewer than" in refused.stderr
    assert not (place / "out").exists()


def test_a_study_goes_through_its_zip_into_another_folder(place: Path) -> None:
    done = export(place, "zip", to="study.zip")
    assert done.exit_code == 0, done.output
    again = run("import", place / "elsewhere", place / "study.zip")
    assert again.exit_code == 0, again.output
    own = place / "designs" / "voorbeeld"
    for name in ("study.yaml", "design.csv", "design.json"):
        assert (place / "elsewhere" / name).read_bytes() == (own / name).read_bytes()
    assert "codebook_nl.md" in zipfile.ZipFile(place / "study.zip").namelist()
    refused = run("import", place / "elsewhere", place / "study.zip")
    assert (refused.exit_code, "is there already" in refused.stderr) == (1, True)


def test_import_stores_a_table_and_tells_what_it_did_not_use(place: Path) -> None:
    table = place / "theirs.csv"
    table.write_text("respondent;task;rating;betaald\n001;1;4;ja\n001;2;2;ja\n", encoding="utf-8")
    done = run("import", place / "designs" / "voorbeeld", table, "--database", place / "dce.db")
    assert done.exit_code == 0, done.output
    assert "1 people, 2 answers" in done.stderr
    assert "not imported, for the study does not know them: columns betaald" in done.stderr
    assert "its effect cannot be estimated" in done.stderr
    store = Store.open(place / "dce.db")
    assert "001" in set(store.answers("voorbeeld")["respondent"])
    store.close()


def test_import_tells_faults_by_file_row_and_column_and_stores_nothing(place: Path) -> None:
    table = place / "theirs.csv"
    table.write_text("respondent,task,rating\n001,1,4\n001,2,9\n", encoding="utf-8")
    refused = run("import", place / "designs" / "voorbeeld", table, "--database", place / "new.db")
    assert refused.exit_code == 1
    assert f'{table}: row 3, column "rating": "9" is not on the scale; use one of 1, 2, 3, 4, 5' in refused.stderr
    assert refused.stderr.endswith("nothing was imported\n")
    store = Store.open(place / "new.db")
    assert store.progress("voorbeeld").started == 0
    store.close()


def test_invented_answers_stay_apart_from_real_ones(place: Path) -> None:
    study = place / "designs" / "voorbeeld"
    design = some_design()
    simulate_answers(design, default_population(design.study), 20, 1).to_csv(place / "made.csv", index=False)
    refused = run("import", study, place / "made.csv", "--database", place / "dce.db")
    assert (refused.exit_code, "this database holds real answers only" in refused.stderr) == (1, True)
    done = run("import", study, place / "made.csv", "--database", place / "made.db", "--synthetic")
    assert done.exit_code == 0, done.output


def test_import_and_export_stand_in_the_order_of_a_study() -> None:
    names = list(COMMANDS)
    assert names.index("simulate") < names.index("import") < names.index("export") < names.index("fit")
    for name in ("import", "export"):
        assert run(name, "--help").exit_code == 0
