"""What one cell of a foreign table may say, and what is said of one that does not."""

from __future__ import annotations

import pandas as pd
import pytest

from dce.design import Design, make_choice_design
from dce.errors import AnswerError
from dce.store.foreign.answers import CheckedAnswers, check_answers
from dce.study import Study, parse_study

CHOICE = """
id: keuze
languages: [nl]
title: {nl: Keuze}
task: {kind: choice, alternatives: 2, statement: {nl: Welke?}, opt_out: {nl: Geen}}
criteria:
  - {id: doel, label: {nl: Doel}, levels: [{id: half, label: {nl: half}}, {id: heel, label: {nl: heel}}]}
  - {id: wie, label: {nl: Wie}, levels: [{id: a, label: {nl: A}}, {id: b, label: {nl: B}}, {id: c, label: {nl: C}}]}
design: {tasks: 3}
"""
RATED = {"respondent": "p", "task": "1", "rating": "4"}


@pytest.fixture(scope="module")
def choice() -> Design:
    study: Study = parse_study(CHOICE)
    return make_choice_design(study, 3, seed=1)


def checked(design: Design, *rows: dict[str, str]) -> CheckedAnswers:
    frame = pd.DataFrame(rows, index=pd.RangeIndex(2, len(rows) + 2, name="row"), dtype="str")
    return check_answers(frame, design, synthetic=False)


def faults(design: Design, *rows: dict[str, str]) -> list[str]:
    """What is wrong with single rows; not that a task lacks the row with the fault."""
    with pytest.raises(AnswerError) as refused:
        checked(design, *rows)
    return [text for text in str(refused.value).splitlines() if not text.startswith("rows ")]


def answer(design: Design, task: int = 1) -> list[dict[str, str]]:
    """A row an alternative of a task, of which the first was chosen; the opt-out is the last."""
    shown = [*design.alternatives(task), {"doel": "", "wie": ""}]
    return [
        {"respondent": "p", "task": str(task), "alternative": number, "chosen": chosen, **scenario}
        for number, chosen, scenario in zip("120", "100", shown, strict=True)
    ]


def test_numbers_beside_an_answer_may_be_missing_and_those_of_an_answer_may_not(design: Design, choice: Design) -> None:
    (person,) = checked(design, RATED | {"seconds": "", "away": "3,0"}).people
    assert (person.answers[0].seconds, person.answers[0].away) == (None, 3)
    assert faults(design, RATED | {"seconds": "soon"}) == ['row 2, column "seconds": "soon" must be a whole number']
    first, *others = answer(choice)
    for column in ("alternative", "chosen"):
        said = f'row 2, column "{column}": is empty; a whole number is needed'
        assert faults(choice, first | {column: " "}, *others) == [said]


@pytest.mark.parametrize("text", ["--3", "+-1", "-", "1e0", "\u0661"])
def test_what_is_nearly_a_number_is_refused_in_words(design: Design, text: str) -> None:
    assert faults(design, RATED | {"task": text}) == [
        f'row 2, column "task": "{text}" is no task of the design; use one of 1 to 7'
    ]
    assert faults(design, RATED | {"rating": text})[0].startswith(f'row 2, column "rating": "{text}" is not on the')


def test_what_was_chosen_may_be_true_or_false(choice: Design) -> None:
    rows = [row | {"chosen": {"1": "TRUE", "0": "False"}[row["chosen"]]} for row in answer(choice)]
    (person,) = checked(choice, *rows).people
    assert [own.answer for own in person.answers] == ["1"]


def test_each_alternative_shows_its_own_levels_and_an_opt_out_none(choice: Design) -> None:
    first, second, none = answer(choice)
    assert checked(choice, first, second, none).people
    own, other = first["doel"], second["doel"]
    assert own != other
    said = f'row 2, column "doel": is "%s", but task 1 of the design shows "{own}"'
    assert faults(choice, first | {"doel": other}, second, none) == [said % other]
    assert faults(choice, first | {"doel": ""}, second, none) == [said % ""]
    for column, level in (("doel", own), ("wie", "a")):
        nothing = f'row 4, column "{column}": is "{level}", but task 1 of the design shows nothing'
        assert faults(choice, first, second, none | {column: level}) == [nothing]
    assert len(faults(choice, first, second | {"alternative": "3"}, none)) == 2, "it shows neither level"


@pytest.mark.parametrize("signs", [100, 101])
def test_a_respondent_has_a_code_of_at_most_a_hundred_signs(design: Design, signs: int) -> None:
    row = RATED | {"respondent": "p" * signs}
    if signs == 100:
        assert checked(design, row).people[0].id == "p" * 100
    else:
        assert faults(design, row)[0].endswith("is no code; use at most 100 plain signs")
