"""The benchmark of reading a database fills one that the survey could have left."""

import importlib
import json
from contextlib import closing
from pathlib import Path

import pytest

from dce.store import Store

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
STUDY, PEOPLE = "gegevensdeling", 20


def test_the_database_of_the_benchmark_is_sound_and_is_fitted(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    stored = importlib.import_module("stored")
    stored.main("fill", str(path), str(PEOPLE))
    with closing(Store.open(path)) as store:
        assert store.verify() == ()
        assert store.synthetic
        tasks = len(store.current(STUDY).tasks_of(1))
        assert store.progress(STUDY).completed == PEOPLE
        assert len(store.answers(STUDY)) >= PEOPLE * tasks
    stored.main("fit", str(path))
    assert json.loads(capsys.readouterr().out)["loglik"] < 0
