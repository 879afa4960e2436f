"""What the rows of one person, and those of one task, say together."""

from __future__ import annotations

import pandas as pd
import pytest

from dce.design import Design, make_choice_design
from dce.errors import AnswerError
from dce.store.foreign.answers import CheckedAnswers, check_answers
from dce.study import Study, example_study

WORDS = {"nl": "Welke?", "en": "Which?"}
RATED = {"respondent": "p", "task": "1", "rating": "4"}


def of_kind(kind: str, survey: dict[str, object] | None = None, **task: object) -> Design:
    plain = example_study().model_dump(mode="json", exclude_defaults=True) | {"survey": survey or {}}
    study = Study.model_validate(plain | {"task": {"kind": kind, "alternatives": 3, "statement": WORDS} | task})
    return make_choice_design(study, 6, seed=1)


def checked(design: Design, *rows: dict[str, str], synthetic: bool = False) -> CheckedAnswers:
    frame = pd.DataFrame(rows, index=pd.RangeIndex(2, len(rows) + 2, name="row"), dtype="str")
    return check_answers(frame, design, synthetic=synthetic)


def fault(design: Design, *rows: dict[str, str]) -> str:
    with pytest.raises(AnswerError) as refused:
        checked(design, *rows)
    return str(refused.value)


def answer(number: str = "123", **columns: str) -> list[dict[str, str]]:
    """A row an alternative of the first task, with a sign of each column."""
    rows = zip(number, *columns.values(), strict=True)
    return [{"respondent": "p", "task": "1", **dict(zip(("alternative", *columns), row, strict=True))} for row in rows]


def given(design: Design, rows: list[dict[str, str]]) -> str:
    (person,) = checked(design, *rows).people
    (own,) = person.answers
    return own.answer


def test_a_ranking_gives_every_rank_to_one_alternative() -> None:
    ranking = of_kind("ranking")
    assert given(ranking, answer(rank="312")) == "2>3>1"
    assert given(ranking, answer("312", rank="132")) == "3>2>1"
    where = 'rows 2, 3 and 4: respondent "p", task 1: give the alternatives the ranks 1 to 3, each to one'
    for rank in ("112", "000", "234", "113"):
        assert fault(ranking, *answer(rank=rank)) == where


def test_the_best_and_the_worst_are_two_alternatives() -> None:
    best_worst = of_kind("best-worst")
    assert given(best_worst, answer(best="010", worst="100")) == "2>1"
    assert fault(best_worst, *answer(best="010", worst="010")).startswith(
        "rows 2, 3 and 4: is no answer to a best-worst task; use the numbers of the best and the worst"
    )
    said = 'rows 2, 3 and 4: respondent "p", task 1: mark one alternative with 1 as best and one as worst'
    for best, worst in (("110", "001"), ("010", "000")):
        assert fault(best_worst, *answer(best=best, worst=worst)) == said


def test_only_a_task_with_an_opt_out_has_a_row_for_it() -> None:
    plain, other = of_kind("choice"), of_kind("choice", opt_out=WORDS)
    said = "task 1: a task has a row for each of the alternatives %s"
    assert given(plain, answer(chosen="010")) == "2"
    assert given(other, answer("0123", chosen="1000")) == "0"
    assert fault(plain, *answer("0123", chosen="0100")).endswith(said % "1, 2, 3")
    assert fault(other, *answer(chosen="010")).endswith(said % "0, 1, 2, 3")
    for design, known in ((plain, "1, 2, 3"), (other, "0, 1, 2, 3")):
        assert fault(design, *answer("2", chosen="1")) == f'row 2: respondent "p", {said % known}'


def test_a_check_whether_people_read_has_no_opt_out() -> None:
    attention = {"attention": {"statement": WORDS, "answer": "2"}}
    design = of_kind("choice", attention, opt_out=WORDS)
    check = [row | {"task": "0"} for row in answer(chosen="010")]
    assert given(design, check) == "2"
    none = {"respondent": "p", "task": "0", "alternative": "0", "chosen": "0"}
    assert fault(design, *check, none).endswith("task 0: a task has a row for each of the alternatives 1, 2, 3")


def test_a_task_that_stands_twice_is_told_of_also_with_the_same_answer(design: Design) -> None:
    said = 'rows 2 and 3: respondent "p" and task 1 stand more than once%s; keep one'
    assert fault(design, RATED, RATED) == said % ""
    assert fault(design, RATED, RATED | {"rating": "5"}) == said % " with different answers"


def test_one_person_in_two_ways_of_writing_is_told_of_by_the_first_rows(design: Design) -> None:
    one, other = RATED | {"respondent": "caf\u00e9"}, RATED | {"respondent": "cafe\u0301"}
    rows = (one, one | {"task": "2"}, other, other | {"task": "2"})
    assert fault(design, *rows).startswith('row 4, column "respondent": "cafe\u0301" looks the same as in row 2, in')


def test_of_versions_that_would_do_the_first_is_taken(design: Design) -> None:
    (person,) = checked(design, RATED | {"task": "4"}).people
    assert (person.version, person.tasks) == (1, (4, 1, 2, 3))


def test_of_a_background_that_changes_the_first_row_is_told(design: Design) -> None:
    rows = [RATED | {"task": task, "rol": rol} for task, rol in zip("1234", ("jurist", "", "beleid", ""), strict=True)]
    said = fault(design, *rows)
    assert said == 'row 3, column "rol": is another one than in row 2, of the same respondent "p"; give one'


def test_every_task_with_a_fault_is_told(design: Design) -> None:
    lines = fault(design, RATED, RATED, RATED | {"task": "2"}, RATED | {"task": "2"}).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["rows 2 and 3", "rows 4 and 5"]


@pytest.mark.parametrize(
    ("mark", "synthetic"),
    [("True", True), (" true ", True), ("1", True), ("False", False), ("FALSE", False), ("0", False), ("", False)],
)
def test_a_mark_says_whether_an_answer_is_invented(design: Design, mark: str, synthetic: bool) -> None:
    row = RATED | {"synthetic": mark}
    assert checked(design, row, synthetic=synthetic).people
    with pytest.raises(AnswerError, match='row 2, column "synthetic": is'):
        checked(design, row, synthetic=not synthetic)


def test_a_reason_comes_along_where_the_study_asks_for_one(design: Design) -> None:
    plain = design.study.model_dump(mode="json", exclude_defaults=True) | {"survey": {"reasons": True}}
    asking = Design.from_frame(Study.model_validate(plain), design.frame)
    (person,) = checked(asking, RATED | {"reason": "it is safe"}, RATED | {"task": "2", "reason": ""}).people
    assert [own.reason for own in person.answers] == ["it is safe", None]
