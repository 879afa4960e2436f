"""Tables of Ngene, choicedesign, idefix and cbcTools: read, written, and refused with the place."""

import pandas as pd
import pytest

from dce.design import Design, make_design
from dce.design.formats import PROGRAMS, read_foreign, write_foreign
from dce.errors import DesignError

NGENE = (
    "Design\tChoice situation\talt1.ontvanger\talt1.doel\talt1.waarborgen\tBlock\t\n"
    "1\t1\t0\t0\t2\t1\t\n1\t2\t1\t1\t0\t1\t\n1\t3\t2\t0\t1\t2\t\n"
    "||||||||||\ndesign\n;alts = alt1\n;rows = 3\n$\n"
)
PAIRS = (
    "profileID,respID,qID,altID,obsID,Ontvanger,doel,waarborgen\n"
    "3,1,1,1,1,Eigen,ja,geen\n7,1,1,2,1,bedrijf,nee,alle\n3,2,1,1,2,gemeente,ja,enkele\n7,2,1,2,2,bedrijf,ja,alle\n"
)


def read(tmp_path, text, study, **options):
    path = tmp_path / "foreign.csv"
    path.write_text(text, encoding="utf-8")
    return read_foreign(path, study, **options)


def test_ngene_has_blocks_numbers_and_a_script_at_its_end(tmp_path, example):
    found = read(tmp_path, NGENE, example)
    assert found["version"].tolist() == [1, 1, 2]
    assert found["task"].tolist() == [1, 2, 3]
    assert found[list(example.criterion_ids)].to_numpy().tolist() == [
        [example.criteria[0].level_ids[0], "nee", example.criteria[2].level_ids[2]],
        [example.criteria[0].level_ids[1], "ja", example.criteria[2].level_ids[0]],
        [example.criteria[0].level_ids[2], "nee", example.criteria[2].level_ids[1]],
    ]


def test_cbctools_has_a_row_an_alternative_and_capitals_do_not_matter(tmp_path, example):
    found = read(tmp_path, PAIRS, example)
    assert found[["version", "task", "alternative"]].to_numpy().tolist() == [[1, 1, 1], [1, 1, 2], [2, 2, 1], [2, 2, 2]]
    assert found["ontvanger"].tolist() == ["eigen", "bedrijf", "gemeente", "bedrijf"]


def test_texts_of_any_language_are_levels_too(tmp_path, example):
    labels = {c.id: c.levels[-1].label["en"] for c in example.criteria}
    head = ",".join(f"alt1_{name}" for name in labels)
    cells = ",".join(f'"{text}"' for text in labels.values())
    found = read(tmp_path, f"CS,{head}\n1,{cells}\n", example)
    assert found.iloc[0, 3:].tolist() == [c.level_ids[-1] for c in example.criteria]


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_written_is_read_again(tmp_path, example, program):
    design = make_design(example, tasks=8, versions=2, seed=1)
    path = write_foreign(design.frame, tmp_path / "written.csv", program=program)
    found = read_foreign(path, example)
    again = Design.from_frame(example, found if program != "idefix" else found.assign(version=design.frame["version"]))
    pd.testing.assert_frame_equal(again.frame, design.frame)


def test_pairs_keep_their_alternatives_in_every_format(tmp_path, example):
    pairs = read(tmp_path, PAIRS, example).assign(version=1)
    for program in PROGRAMS:
        found = read_foreign(write_foreign(pairs, tmp_path / f"{program}.csv", program=program), example)
        pd.testing.assert_frame_equal(found, pairs, check_dtype=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "neither ngene nor choicedesign nor idefix nor cbctools writes such a table (columns a, b)"),
        (
            "CS,alt1_ontvanger,alt1_doel\n1,eigen,ja\n",
            "no column for waarborgen; each criterion of the study needs one",
        ),
        ("CS,alt1_prijs\n1,3\n", 'column "prijs" is no criterion of study voorbeeld; the criteria are ontvanger, doel'),
        (PAIRS.replace("bedrijf,nee", "maan,nee"), ':3: column "ontvanger": no level "maan"; use one of '),
        (
            PAIRS.replace("1,1,1,1,1,", "1,x,1,1,1,").replace("3,1,1,1,1,Eigen", "3,x,1,1,1,Eigen"),
            ':2: column "respID"',
        ),
        (NGENE.replace("1\t3\t2\t0\t1", "1\t3\t9\t0\t1"), 'no level "9"'),
        (NGENE.replace("\t0\t0\t2", "\t1\t0\t2").replace("\t2\t0\t1\t2", "\t1\t0\t1\t2"), "may count from 0 or from 1"),
        ("CS,alt1_doel,alt2_ontvanger\n1,ja,eigen\n", "alternative 1 has no column for ontvanger"),
        ("", "no table"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place(tmp_path, example, text, said):
    with pytest.raises(DesignError) as refused:
        read(tmp_path, text, example)
    assert said in str(refused.value)


def test_other_programs_are_refused_by_name(tmp_path, example):
    with pytest.raises(DesignError, match='program "sas" is not known; use one of ngene, choicedesign'):
        read(tmp_path, NGENE, example, program="sas")
    with pytest.raises(DesignError, match='program "sas"'):
        write_foreign(pd.DataFrame(), tmp_path / "x", program="sas")
