"""Who says "this is not me" is left out of a ranking, and that is said beside it."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dce.cli import main
from dce.design import make_design
from dce.store import Store
from dce.study import example_study, example_text


@pytest.mark.long
def test_a_ranking_and_a_report_tell_how_many_people_dispute_the_model(tmp_path: Path) -> None:
    folder, database = tmp_path / "designs" / "voorbeeld", tmp_path / "dce.db"
    folder.mkdir(parents=True)
    (folder / "study.yaml").write_text(example_text(), encoding="utf-8")
    design, store = make_design(example_study(), 8, seed=1), Store.open(database)
    design.save(folder)
    store.publish(design)
    people = []
    for number in range(30):
        rng = np.random.default_rng(number)
        people.append(store.add_respondent(design, language="nl", rng=rng))
        for task in people[-1].tasks:
            store.record_answer(people[-1].id, task, str(rng.integers(1, 6)))
    for person in people[:2]:
        store.dispute(person.id)
    store.close()
    ranked = CliRunner().invoke(main, ["rank", str(folder), "--answers", str(database), "--bootstrap", "100"])
    assert "Fewer than 10 people dispute how a model describes them; their answers are left out." in ranked.output
    assert "28" in ranked.output
    with closing(Store.open(database)) as more:
        for person in people[:11]:
            more.dispute(person.id)
    ranked = CliRunner().invoke(main, ["rank", str(folder), "--answers", str(database), "--bootstrap", "100"])
    assert "At least 10 people dispute how a model describes them" in ranked.output
    page = tmp_path / "report.html"
    made = CliRunner().invoke(
        main, ["report", str(folder), "--answers", str(database), "--bootstrap", "100", "--output", str(page)]
    )
    assert made.exit_code == 0, made.output
    assert re.search(r"dit ben ik niet.{0,200}?ten minste 10\b", page.read_text(encoding="utf-8"), re.S)
