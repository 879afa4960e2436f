"""Designs as values and as files: what goes in comes out, and what is wrong is refused by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from dce.design import Design
from dce.errors import DesignError
from dce.study import Study, example_study

EXAMPLE = Path(__file__).parents[2] / "dce" / "study" / "example" / "voorbeeld.yaml"


@pytest.fixture
def study() -> Study:
    return example_study()


@pytest.fixture
def frame(study: Study) -> pd.DataFrame:
    """Four scenarios that differ, in two versions of two tasks."""
    rows = [
        {c.id: c.level_ids[(i + j) % len(c.level_ids)] for j, c in enumerate(study.criteria)} | {"task": i + 1}
        for i in range(4)
    ]
    return pd.DataFrame(rows).assign(version=[1, 1, 2, 2], alternative=1)


def test_a_design_gives_versions_tasks_and_scenarios(study: Study, frame: pd.DataFrame) -> None:
    design = Design.from_frame(study, frame)
    assert design.versions == (1, 2)
    assert design.tasks_of(2) == (3, 4)
    assert list(design.scenario(3)) == list(study.criterion_ids)
    assert design.scenario(3) == {name: frame.loc[2, name] for name in study.criterion_ids}


def test_the_hash_does_not_depend_on_the_order_of_rows_but_on_every_level(study: Study, frame: pd.DataFrame) -> None:
    design = Design.from_frame(study, frame)
    assert Design.from_frame(study, frame.iloc[::-1]).hash == design.hash
    first = study.criteria[0]
    other = next(level for level in first.level_ids if level != frame.loc[0, first.id])
    changed = frame.copy()
    changed.loc[0, first.id] = other
    assert Design.from_frame(study, changed).hash != design.hash
    assert len(design.hash) == 64


def test_changing_the_frame_that_was_given_out_leaves_the_design_as_it_was(study: Study, frame: pd.DataFrame) -> None:
    design = Design.from_frame(study, frame)
    taken = design.frame
    taken.loc[0, "task"] = 99
    del taken["alternative"]
    assert Design.from_frame(study, design.frame).hash == design.hash


def test_a_foreign_frame_needs_no_counters(study: Study, frame: pd.DataFrame) -> None:
    design = Design.from_frame(study, frame[list(study.criterion_ids)])
    assert design.tasks_of(1) == (1, 2, 3, 4)


def test_an_anchor_may_stand_in_two_versions_under_one_number(study: Study, frame: pd.DataFrame) -> None:
    both = pd.concat([frame, frame.iloc[[0]].assign(version=2)])
    assert Design.from_frame(study, both).tasks_of(2) == (1, 3, 4)


def test_an_anchor_with_another_scenario_is_refused(study: Study, frame: pd.DataFrame) -> None:
    with pytest.raises(DesignError, match=r"design row 4: .*task 1 shows another scenario elsewhere"):
        Design.from_frame(study, frame.assign(task=[1, 2, 3, 1]))


def test_a_saved_design_comes_back_the_same(study: Study, frame: pd.DataFrame, tmp_path: Path) -> None:
    design = Design.from_frame(study, frame, seed=7, settings={"starts": 3})
    shutil.copy(EXAMPLE, tmp_path / "study.yaml")
    design.save(tmp_path)
    back = Design.load(tmp_path)
    assert (back.hash, back.seed, back.settings) == (design.hash, 7, {"starts": 3})
    pd.testing.assert_frame_equal(back.frame, design.frame)


@pytest.fixture
def folder(study: Study, frame: pd.DataFrame, tmp_path: Path) -> Path:
    shutil.copy(EXAMPLE, tmp_path / "study.yaml")
    Design.from_frame(study, frame, seed=1).save(tmp_path)
    return tmp_path


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1,1,1,", "01,1,1,", r'design\.csv:2: column "version": "01" is no whole number'),
        ("1,2,1,", "1,1,1,", r"design\.csv:3: column \"task\": task 1 stands twice in version 1"),
        ("1,2,1,", "1,2,2,", r"design\.csv:3: column \"alternative\": .* write 1, not 2"),
        ("version,", "verzion,", r'design\.csv: no column "version"'),
        ("version,task,", "version,version,", r'column "version" stands twice'),
    ],
)
def test_a_broken_file_is_refused_by_line_and_column(folder: Path, old: str, new: str, message: str) -> None:
    _edit(folder / "design.csv", old, new)
    with pytest.raises(DesignError, match=message):
        Design.load(folder)


def test_an_unknown_level_is_refused_with_the_levels_there_are(folder: Path, study: Study) -> None:
    rows = pd.read_csv(folder / "design.csv", dtype=str, keep_default_na=False)
    rows.loc[2, study.criteria[1].id] = "NA"
    rows.to_csv(folder / "design.csv", index=False)
    with pytest.raises(DesignError) as refused:
        Design.load(folder)
    assert f'design.csv:4: column "{study.criteria[1].id}": no level "NA"' in str(refused.value)
    assert all(level in str(refused.value) for level in study.criteria[1].level_ids)


def test_rows_that_were_edited_by_hand_are_refused(folder: Path, study: Study) -> None:
    rows = pd.read_csv(folder / "design.csv", dtype=str, keep_default_na=False)
    first = study.criterion_ids[0]
    kept = rows.loc[0, first]
    rows.loc[0, first] = next(level for level in study.criteria[0].level_ids if level != kept)
    rows.to_csv(folder / "design.csv", index=False)
    with pytest.raises(
        DesignError, match=r"the rows are not those that design.json was written for; run dce design again"
    ):
        Design.load(folder)


def test_a_design_of_another_text_of_the_study_is_refused(folder: Path) -> None:
    _edit(folder / "study.yaml", "title: {nl: ", "title: {nl: Nieuw ")
    with pytest.raises(DesignError, match=r"design\.json: made for another text of .*run dce design again, or restore"):
        Design.load(folder)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("design.csv", None, r"design\.csv: does not exist"),
        ("design.csv", b"", "no table of comma-separated values"),
        ("design.csv", b"\xff\xfe\x00", "is not UTF-8 text"),
        ("design.csv", b'version,task\n1,"1', "no table of comma-separated values"),
        ("design.csv", b"version,task" + b",x" * 500_000, "over 1000 columns"),
        ("design.csv", b"x" * 200_000, "no table of comma-separated values"),
        ("design.json", b'{"seed": ' + b"9" * 6_000 + b"}", r"design\.json: no JSON"),
        ("design.json", None, r"design\.json: does not exist"),
        ("design.json", b"{", r"design\.json: no JSON"),
        ("design.json", b"[]", r"design\.json: no usable 'study_hash'"),
    ],
)
def test_damaged_files_are_refused_by_name(folder: Path, name: str, content: bytes | None, message: str) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(DesignError, match=message):
        Design.load(folder)


def test_the_same_scenario_twice_in_one_version_is_refused(study: Study, frame: pd.DataFrame) -> None:
    with pytest.raises(DesignError, match="design row 3: shows the scenario of task 1 again in version 1"):
        Design.from_frame(study, pd.concat([frame.iloc[:2], frame.iloc[[0]].assign(task=9)]))


def test_a_scenario_that_breaks_a_rule_is_refused_with_the_rule(study: Study, frame: pd.DataFrame) -> None:
    broken = frame.assign(
        ontvanger=["eigen", "bedrijf", "eigen", "eigen"], waarborgen=["alle", "geen", "geen", "enkele"]
    )
    with pytest.raises(DesignError, match=r"^design row 2: breaks rule 1 \(ontvanger=bedrijf with waarborgen=geen\);"):
        Design.from_frame(study, broken)


def test_levels_are_text_and_numbers_are_not_taken_for_them(study: Study, frame: pd.DataFrame) -> None:
    with pytest.raises(DesignError, match="no level 1; use one of"):
        Design.from_frame(study, frame.assign(**{study.criterion_ids[0]: 1}))
