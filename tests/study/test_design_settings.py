"""The design part of a study file: settings that must fit together, and one clear message for each that does not."""

import pytest

from dce.errors import StudyError
from dce.study import Prior, Study, example_text, parse_study

TEXT = example_text()
PLACE = next(f"study.yaml:{i}" for i, line in enumerate(TEXT.splitlines(), 1) if line.startswith("design:"))
PRIOR = "write {mean: 0.3, sd: 0.2}, or {low: 0, high: 1} with the smaller one as low"


def with_design(settings: str, text: str = TEXT) -> str:
    changed = text.replace("design: {tasks: 9, versions: 1, seed: 1}", f"design: {{{settings}, tasks: 9, seed: 1}}")
    assert changed != text
    return changed


def choice_text() -> str:
    begin, end = TEXT.index("  kind: rating"), TEXT.index("criteria:")
    return f"{TEXT[:begin]}  kind: choice\n  alternatives: 2\n  statement: {{nl: Welke?, en: Which?}}\n\n{TEXT[end:]}"


@pytest.mark.parametrize(
    ("settings", "column", "words"),
    [
        ("dominated: some", 10, 'dominated is "some"; write 0 or a larger whole number, or any'),
        ("dominated: -1", 10, 'dominated is "-1"; write 0 or a larger whole number, or any'),
        ("dominated: [any]", 10, "dominated is a list of 1; write 0 or a larger"),
        ("priors: expcted", 10, 'priors is "expcted"; write expected, or {column: {mean: 0.3, sd: 0.2}}'),
        ("priors: [doel]", 10, "priors is a list of 1; write expected, or"),
        ("priors: 0.5", 10, 'priors is "0.5"; write expected, or'),
        ("priors: {doel: 0.5}", 19, f'doel is "0.5"; {PRIOR}'),
        ("priors: {doel: {mean: 1}}", 19, f"doel is a set of keys; {PRIOR}"),
        ("priors: {doel: {low: 1, high: 0}}", 19, f"doel is a set of keys; {PRIOR}"),
        ("priors: {doel: {mean: 1, sd: -1}}", 35, "sd is -1; write 0 or more"),
        ("priors: {doel: {mean: much, sd: 1}}", 26, 'mean is "much"; write a number such as 0.5'),
        ("priors: {doel: {mean: nan, sd: 1}}", 26, 'mean is "nan"; write a number such as 0.5'),
        ("priors: {doel: {mean: 1, sdd: 1}}", 35, 'key "sdd" is not known; did you mean "sd"?'),
        ("balance_weight: heavy", 10, 'balance_weight is "heavy"; write a number'),
        (f"repeats: {'9' * 5000}", 10, 'repeats is "' + "9" * 60 + '..."; write a whole number'),
        ("interactions: doel", 10, 'interactions is "doel"; write a list'),
        ("interactions: [doel]", 25, 'interactions 1 is "doel"; write two criteria: [one, other]'),
        ("interactions: [[doel]]", 25, "interactions 1 is a list of 1; write two criteria"),
        ("interactions: [[doel, ontvanger, waarborgen]]", 25, "interactions 1 is a list of 3; write two criteria"),
        (
            "interactions: [[doel, Ontvangr]]",
            32,
            'criterion "Ontvangr", which does not exist; did you mean "ontvanger"?',
        ),
        ("interactions: [[doel, doel]]", 32, '"doel" stands twice in an interaction; name two different criteria'),
        ("interactions: [[doel, ontvanger], [ontvanger, doel]]", 44, "of ontvanger and doel stands twice; keep one"),
        ("varying: 2", 10, "a rating task shows one scenario; leave varying out or use kind: choice"),
        ("alternative_constants: yes", 10, "leave alternative_constants out or use kind: choice"),
        ("anchors: 2", 10, "anchors stand in every version, and there is one; add versions: 2 or more"),
        ("anchors: 2.0", 10, "anchors stand in every version"),
        ("anchors: 10, versions: 2", 10, "anchors is 10 of 9 tasks; write 9 or less"),
        ("repeats: 10", 10, "repeats is 10 of 9 tasks; write 9 or less"),
    ],
)
def test_a_setting_that_cannot_be_gives_one_message_at_its_place(settings, column, words):
    with pytest.raises(StudyError) as caught:
        parse_study(with_design(settings))
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{PLACE}:{column}: "), line
    assert words in line


@pytest.mark.parametrize("tasks", ["-1", "-9"])
def test_fewer_tasks_than_none_are_refused_where_nothing_else_is_set(tasks):
    text = TEXT.replace("design: {tasks: 9, versions: 1, seed: 1}", f"design: {{tasks: {tasks}}}")
    with pytest.raises(StudyError, match=f"tasks is {tasks}; write 1 or more"):
        parse_study(text)


def test_no_more_criteria_can_vary_in_a_choice_task_than_there_are():
    with pytest.raises(StudyError, match=r"varying is 4 of 3 criteria; write 3 or less"):
        parse_study(with_design("varying: 4", choice_text()))


def test_settings_that_fit_together_are_read():
    own = parse_study(
        with_design("anchors: 9, versions: 2, repeats: 9, dominated: any, interactions: [[doel, ontvanger]]")
    ).design
    assert (own.anchors, own.repeats, own.dominated) == (9, 9, "any")
    assert own.interactions == (("doel", "ontvanger"),)
    choice = parse_study(with_design("varying: 3, alternative_constants: true, dominated: 2", choice_text())).design
    assert (choice.varying, choice.alternative_constants, choice.dominated) == (3, True, 2)
    assert not parse_study(with_design("alternative_constants: no")).design.alternative_constants


def test_priors_are_one_word_or_a_prior_a_column_also_where_a_column_is_called_like_a_text():
    assert parse_study(with_design("priors: expected")).design.priors == "expected"
    renamed = TEXT.replace("id: waarborgen", "id: notes").replace("waarborgen: geen", "notes: geen")
    study = parse_study(with_design("priors: {notes: {mean: 1, sd: 0.5}, doel: {low: 0, high: 1}}", renamed))
    assert study.design.priors == {"notes": Prior(mean=1, sd=0.5), "doel": Prior(low=0, high=1)}
    assert Study.model_validate(study.model_dump(mode="json")) == study
