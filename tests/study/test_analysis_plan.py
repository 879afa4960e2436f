"""The plan for the analysis in the study file: faults by line, and a hash that only a plan changes."""

import pytest

from dce.errors import StudyError
from dce.study import Analysis, example_study, example_text, parse_study
from dce.study.writing import study_text

TEXT = example_text()
LINE = len(TEXT.splitlines()) + 1
WHOLE = (
    "{model: ordered-logit, measure: range-share, groups: [rol], pooling: partial, also: [check, spread], "
    "correction: holm, margin: 0.1, confidence: 95%, draws: 2000, people: 50, "
    "research_question: {nl: Wat weegt het zwaarst?, en: What weighs most?}}"
)


def with_plan(plan: str) -> str:
    return f"{TEXT}analysis: {plan}\n"


def test_the_example_has_a_group_to_plan_with():
    assert [item.id for item in example_study().groupings] == ["rol"]
    assert not any(item.ordered for item in example_study().background)


def test_a_whole_plan_is_read_counts_in_the_hash_and_comes_back_from_its_text():
    study = parse_study(with_plan(WHOLE))
    assert study.analysis.margin == 0.1
    assert study.analysis.also == ("check", "spread")
    assert study.analysis.research_question["nl"] == "Wat weegt het zwaarst?"
    assert study.hash != example_study().hash
    assert parse_study(study_text(study)).hash == study.hash
    assert study.hash != parse_study(with_plan(WHOLE.replace("0.1", "0.2"))).hash


def test_a_study_without_a_plan_keeps_the_hash_of_before():
    assert example_study().analysis is None
    assert example_study().hash == "461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995"
    assert example_study().model_copy(update={"analysis": Analysis(people=50)}).hash != example_study().hash


@pytest.mark.parametrize(
    ("plan", "column", "words"),
    [
        ("{}", 1, "the plan is empty; write what is planned, such as groups: [...], or leave it out"),
        ("{modl: ordered-logit}", 12, 'key "modl" is not known; did you mean "model"?'),
        ("{model: probit}", 12, '"probit" is not allowed for model; use'),
        (
            "{model: binary-logit}",
            12,
            "model is binary-logit, and a rating task is analysed with another; write ordered",
        ),
        ("{groups: [rool]}", 21, 'no background item "rool"; did you mean "rol"?'),
        ("{groups: [rol, rol]}", 26, '"rol" stands twice in groups; keep one of them'),
        ("{trends: [rol]}", 21, 'background item "rol" is not one for trends; give it ordered: true, or leave it out'),
        ("{also: [spread, spread]}", 27, '"spread" stands twice in also'),
        ("{also: [bias]}", 19, '"bias" is not allowed for also 1; use'),
        ("{margin: 0}", 12, 'margin is "0"; write a difference between shares above 0 and below 1, such as 0.05'),
        ("{margin: 5%}", 12, 'margin is "5%"; write a difference between shares'),
        ("{confidence: 90%}", 12, '"90%" is not allowed for confidence; use'),
        ("{draws: 50}", 12, "draws is 50; write 100 or more"),
        ("{people: many}", 12, 'people is "many"; write a whole number'),
        ("{research_question: {nl: Wat?}}", 12, "no text in 'en'; write {en: ...} as well"),
        ("later", 1, 'analysis is "later"; write keys with values under it'),
    ],
)
def test_each_fault_is_told_once_at_its_place(plan: str, column: int, words: str):
    with pytest.raises(StudyError) as refused:
        parse_study(with_plan(plan))
    [line] = str(refused.value).splitlines()
    assert line.startswith(f"study.yaml:{LINE}:{column}: ")
    assert words in line
