"""The seventeen published statements, evaluated again on the stored sample that was made to show them."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

import dce

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "analysis" / "gegevensdeling"
ORDERS = [f"F{number}" for number in range(8, 14)]


@pytest.fixture(scope="module")
def committed():
    return pd.read_csv(FOLDER / "statements.csv").set_index(["id", "sample"])


@pytest.mark.long
def test_the_committed_verdicts_are_those_of_the_stored_sample(committed):
    loaded = importlib.util.spec_from_file_location("statements", FOLDER / "statements.py")
    script = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(script)
    study = dce.Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")
    answers = dce.read_answers(ROOT / "responses" / "gegevensdeling-even.csv", study)
    found = script.evaluate(study, {"50 even": answers}).set_index("id")
    stored = committed.xs("50 even", level="sample")
    columns = ["statement", "verdict", "estimates"]
    pd.testing.assert_frame_equal(found[columns], stored[columns])


def test_every_statement_is_evaluated_on_every_sample_and_marked_as_invented(committed):
    assert len(committed) == 17 * 3
    assert committed["answers"].eq("invented").all()
    assert set(committed["verdict"]) <= {"holds", "does not hold", "cannot tell"}


def test_fifty_people_made_to_show_the_lists_cannot_tell_them_and_five_thousand_can(committed):
    even, many = (committed.xs(sample, level="sample").loc[ORDERS] for sample in ("50 even", "5000"))
    assert even["estimates"].eq("yes").all()
    assert even["verdict"].eq("cannot tell").all()
    assert many["verdict"].eq("holds").sum() >= 5
