"""What leaves the house tells no more of people than was asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from exchange_cases import odd_answers, odd_design, odd_extract, simulated
from hypothesis import given, settings
from hypothesis import strategies as st

from dce.disclosure import anonymity
from dce.errors import AnswerError
from dce.report.exchange import Wish, codebook_markdown, extract


def test_c09_k_and_the_unique_people_of_an_export_are_reported() -> None:
    """By hand: +1 with 1 stands twice, null with nothing and 3-6 with 2 once, and so on."""
    told = odd_extract().anonymity
    assert (told.people, told.k, told.unique) == (6, 1, 4)


def test_c09_items_are_left_out_until_k_people_share_every_combination() -> None:
    found = simulated("gegevensdeling", 60, k=5)
    assert found.anonymity.k >= 5
    assert found.left_out
    assert not set(found.left_out) & set(found.frame.columns)
    people = found.frame.drop_duplicates("respondent")[list(found.items)]
    assert people.fillna("").value_counts().min() == found.anonymity.k


def test_c09_an_item_that_is_named_is_left_out_and_an_unknown_one_refused() -> None:
    assert odd_extract(without=("rol",)).items == ("sector",)
    with pytest.raises(AnswerError, match='"baas" is no background item of the study; use one of rol, sector'):
        odd_extract(without=("baas",))


@settings(deadline=None)  # what it finds hangs on no clock
@given(st.lists(st.tuples(*[st.sampled_from(["a", "b", None])] * 3), min_size=4, max_size=30))
def test_c09_k_is_reached_or_nothing_is_left_to_tell(rows: list[tuple[str | None, ...]]) -> None:
    people = pd.DataFrame(rows, columns=["x", "y", "z"], dtype=object)
    left_out = anonymity(people, ["x", "y", "z"], 3).leave_out or ()
    kept = people.drop(columns=list(left_out))
    sizes = kept.fillna("").value_counts() if len(kept.columns) else pd.Series([len(people)])
    assert sizes.min() >= 3


def test_c09_reasons_stay_out_unless_asked_for_and_no_moment_is_ever_in() -> None:
    assert "reason" not in odd_extract(reasons=False).frame.columns
    assert not [name for name in odd_extract(reasons=False, shape="wide").frame.columns if "reason" in name]
    assert "reason" in odd_extract().frame.columns
    assert not {"at", "started", "completed"} & set(odd_extract().frame.columns)


def test_two_exports_share_no_number_of_a_person_nor_the_order_of_people() -> None:
    design = odd_design()
    answers = pd.concat(
        [odd_answers(design).assign(respondent=lambda f, i=i: f["respondent"] + f"-{i}") for i in range(9)]
    )
    one, other = (extract(answers, design, Wish(), np.random.default_rng(seed)).frame for seed in (1, 2))
    assert set(one["respondent"]) == {f"{number:02}" for number in range(1, 55)}
    assert one["respondent"].is_monotonic_increasing
    assert one["rating"].tolist() != other["rating"].tolist()
    assert not set(one["respondent"]) & set(answers["respondent"])


def test_kept_ids_are_those_of_the_database() -> None:
    kept, drawn = odd_extract(), odd_extract(keep_ids=False)
    assert set(kept.frame["respondent"]) == {"001", "1", "1e3", "NA", "-5", "=1"}
    assert kept.columns[0].label == "Deelnemer, zoals in de database"
    assert drawn.columns[0].label == "Deelnemer: een nummer dat alleen voor deze tabel is geloot"
    books = [codebook_markdown(found.design, found.columns, "nl", of=found) for found in (kept, drawn)]
    assert ["opnieuw geloot" in book for book in books] == [False, True]


def test_fewer_people_than_may_be_shown_are_not_exported_unless_invented() -> None:
    design = odd_design()
    few = odd_answers(design).query("respondent in ['001', '1']")
    with pytest.raises(AnswerError, match="answers are of too few people: nothing is exported about fewer than 3"):
        extract(few, design, Wish(), np.random.default_rng(1))
    assert len(extract(few.assign(synthetic=True), design, Wish(), np.random.default_rng(1)).frame) == 10


def test_real_people_do_not_hide_among_invented_ones() -> None:
    design = odd_design()
    mixed = odd_answers(design)
    mixed["synthetic"] = ~mixed["respondent"].isin(["001", "1"])
    with pytest.raises(AnswerError, match="answers are of too few people"):
        extract(mixed, design, Wish(), np.random.default_rng(1))
