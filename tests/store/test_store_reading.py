from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dce.design import Design
from dce.disclosure import AtLeast
from dce.errors import AnswerError, StoreError
from dce.store import Store, read_answers
from dce.store.reading import count_disputes
from dce.study import Study


@pytest.fixture
def answered(store: Store, design: Design) -> pd.DataFrame:
    for number in range(3):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(number))
        store.record_background(person.id, {"rol": "jurist" if number else None})
        for task in person.tasks:
            store.record_answer(person.id, task, "4")
    return store.answers("voorbeeld")


def test_a_database_gives_the_long_table(answered: pd.DataFrame, path: Path, study: Study) -> None:
    pd.testing.assert_frame_equal(read_answers(path, study), answered)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_table_gives_what_the_database_gives(
    answered: pd.DataFrame, tmp_path: Path, study: Study, encoding: str
) -> None:
    table = tmp_path / "answers.csv"
    answered.assign(respondent=["001", "1", "NA", "1e3"] * 3).to_csv(table, index=False, encoding=encoding)
    found = read_answers(table, study)
    assert found["respondent"].tolist() == ["001", "1", "NA", "1e3"] * 3
    ids = ["rating", *study.criterion_ids, "rol"]
    pd.testing.assert_frame_equal(found[ids], answered[ids])
    assert not found["synthetic"].any()
    answered.drop(columns="synthetic").to_csv(table, index=False, encoding=encoding)
    assert not read_answers(table, study)["synthetic"].any(), "answers are real where nothing says otherwise"


def test_what_people_told_can_be_had_of_all_designs_and_of_one(store: Store, design: Design) -> None:
    newer = Design.from_frame(design.study, design.frame.query("version == 1"))
    store.publish(newer)
    told: list[dict[str, str | None]] = []
    for own, role in ((design, "jurist"), (design, None), (newer, "beleid")):
        person = store.add_respondent(own, language="nl", rng=np.random.default_rng(len(told)))
        store.record_background(person.id, {"rol": role})
        assert person.id not in store.told("voorbeeld").index, "who answered nothing does not count"
        store.record_answer(person.id, person.tasks[0], "4")
        told.append({person.id: role})
    first, silent, last = told
    for asked, people, said in ((design.hash, 2, first), (newer.hash, 1, last), (None, 3, first | last)):
        found = store.told("voorbeeld", asked)["rol"]
        assert (len(found), found.dropna().to_dict()) == (people, said)
    assert silent.keys() < set(store.told("voorbeeld").index)


def test_a_database_tells_of_disputes_in_steps_and_a_table_cannot(
    answered: pd.DataFrame, store: Store, place: str, tmp_path: Path, study: Study
) -> None:
    for person in sorted(set(answered["respondent"])):
        store.dispute(person)
    assert count_disputes(place, study) == AtLeast(0, 10)
    answered.to_csv(tmp_path / "answers.csv", index=False)
    assert count_disputes(tmp_path / "answers.csv", study) is None


def test_what_holds_no_answers_is_refused_by_name(store: Store, path: Path, tmp_path: Path, study: Study) -> None:
    other = Study.model_validate(study.model_dump(mode="json") | {"id": "parkeren"})
    (tmp_path / "empty.csv").touch()
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    for file, of, fault in [
        (path, study, "holds no answers to study 'voorbeeld' yet"),
        (path, other, "holds no study 'parkeren'; it holds voorbeeld"),
        (tmp_path / "none.db", study, "there is no such file"),
        (tmp_path / "empty.csv", study, "is not a CSV table in UTF-8"),
        (tmp_path / "bytes.csv", study, "is not a CSV table in UTF-8"),
    ]:
        with pytest.raises((AnswerError, StoreError), match=fault) as refusal:
            read_answers(file, of)
        assert str(file) in str(refusal.value)
