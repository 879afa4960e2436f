import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dce.errors import StudyError
from dce.study import Study, example_text, parse_study, template_text

TEN_MISTAKES = {  # what stands in the example, what is put there, the place and the words of the message
    "id: voorbeeld": ("id: Mijn Studie", "2:1", '"Mijn Studie" is not a valid id'),
    "title: {nl: Gegevens delen, en: Sharing data}": ("title: {nl: Gegevens delen}", "4:1", "no text in 'en'"),
    "kind: rating": ("kind: raiting", "13:3", '"raiting" is not allowed for kind'),
    'id: "5"': ('id: "4"', "20:8", 'scale: answer "4" stands twice'),
    "- id: rol": ("- id: position", "56:5", 'id "position" is a name of our own in tables and results'),
    "coding: ordered\n    expected: positive\n    levels:\n      - {id: nee": (
        "codding: ordered\n    expected: positive\n    levels:\n      - {id: nee",
        "34:5",
        'did you mean "coding"?',
    ),
    "{ontvanger: bedrijf, waarborgen: geen}": (
        "{doel: misschien, waarborgen: geen}",
        "50:13",
        'criterion "doel" has no level "misschien"; use one of nee, ja',
    ),
    "group: true": ("group: perhaps", "59:5", 'group is "perhaps"; write true or false'),
    "tasks: 9": ("tasks: nine", "64:10", 'tasks is "nine"; write a whole number'),
    "smallest_group: 10": ("smallest_group: 1", "65:11", "smallest_group is 1; write 3 or more"),
}


def faults(text: str) -> list[str]:
    try:
        parse_study(text)
    except StudyError as error:
        return str(error).splitlines()
    return []


def complaints(text: str) -> list[str]:
    with pytest.raises(StudyError) as caught:
        parse_study(text, "study.yaml")
    return str(caught.value).splitlines()


def test_ten_mistakes_give_ten_messages_each_at_its_place():
    text = example_text()
    for right, (wrong, _, _) in TEN_MISTAKES.items():
        assert text.count(right) >= 1, right
        text = text.replace(right, wrong, 1)
    found = complaints(text)
    assert len(found) == 10, "\n".join(found)
    for _, place, words in TEN_MISTAKES.values():
        assert any(line.startswith(f"study.yaml:{place}: ") and words in line for line in found), (place, words, found)


@pytest.mark.parametrize("right", TEN_MISTAKES)
def test_each_mistake_alone_gives_one_message_that_says_what_would_be_right(right):
    wrong, place, words = TEN_MISTAKES[right]
    (line,) = complaints(example_text().replace(right, wrong, 1))
    assert re.match(rf"study\.yaml:{place}: .+; .+|study\.yaml:{place}: .*did you mean", line), line
    assert words in line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("- een\n- twee\n", "is a list"),
        ("id: [1\n", "is not valid YAML"),
        ("id: &a x\ntitle: *a\n", "anchor &a is not allowed"),
        ("id: !!python/object/apply:os.system [ls]\n", "tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("id: !eigen x\n", "tag !eigen is not allowed"),
        ("id: a\nid: b\n", 'key "id" stands twice'),
        ("a:\n" + "".join("  " * i + f"{'x' * i}:\n" for i in range(1, 60)), "nested over 50 deep"),
        ("id: a\x00b\n", "is not valid YAML"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(text, words):
    assert any(words in line for line in complaints(text))


def test_an_alias_bomb_is_refused_before_it_grows():
    bomb = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))
    assert "anchor &a0 is not allowed" in complaints(bomb)[0]


def test_files_that_cannot_be_study_files_are_refused_by_name(tmp_path):
    big, latin = tmp_path / "big.yaml", tmp_path / "latin.yaml"
    big.write_text("#" * 1_000_001)
    latin.write_bytes(b"id: a\ntitle: caf\xe9\n")
    for path, words in [(big, "over 1 MB"), (latin, ":2:1: is not UTF-8"), (tmp_path / "none.yaml", "cannot be read")]:
        with pytest.raises(StudyError, match=re.escape(str(path)) + ".*" + words):
            Study.load(path)


@pytest.mark.parametrize("typed", ["no", "ja", "007", "1e3", "12:30", "2026-01-01", "NULL", "true"])
def test_level_ids_stay_the_text_that_was_typed(typed):
    study = parse_study(
        example_text().replace("id: bedrijf", f"id: {typed}").replace("ntvanger: bedrijf", f"ntvanger: {typed}")
    )
    assert study.criteria[0].level_ids[0] == typed
    assert study.rules[0].never["ontvanger"] == (typed,)


def test_the_hash_depends_on_content_and_not_on_layout(example):
    relaid = example_text().replace("  - id: doel", "\n  # a remark\n  - id: doel")
    assert parse_study(relaid).hash == example.hash
    assert parse_study(example_text().replace("een bedrijf", "een firma")).hash != example.hash


def test_a_study_made_in_python_is_held_to_the_same_rules(example):
    data = example.model_dump(mode="json")
    data["rules"][0]["never"]["ontvanger"] = ["niemand"]
    with pytest.raises(ValueError, match='criterion "ontvanger" has no level "niemand"'):
        Study.model_validate(data)


@given(st.text(max_size=300))
def test_any_text_is_a_study_or_a_study_error(text):
    assert all(line.startswith("study.yaml:") for line in faults(text))


@given(st.data())
def test_a_study_with_any_one_line_removed_is_read_or_refused_in_words(data):
    lines = example_text().splitlines()
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    assert all(re.match(r"study\.yaml:\d+:\d+: .+", line) for line in faults("\n".join(lines)))


def test_the_data_sharing_study_is_the_published_one_in_shape(study):
    assert len(study.criteria) == 10
    assert [len(criterion.levels) for criterion in study.criteria] == [3, 3, 3, 2, 3, 3, 3, 3, 3, 3]
    assert study.scale_ids == ("1", "2", "3", "4", "5")
    assert [item.id for item in study.groupings] == ["rol", "sector", "jaren_functie"]
    assert len(study.background) == 6
    assert dict(study.rules[0].never) == {"verplicht": ("ja",), "verhouding": ("gelijkwaardig",)}


def test_folded_texts_hold_no_marks_of_the_reader(study):
    for text in (study.introduction, study.notes):
        assert all(character.isprintable() for language in study.languages for character in text[language])


@pytest.mark.parametrize("name", ["everybody", "scenarios", "together"])
def test_c07_an_item_cannot_pass_itself_off_as_all_people(name: str):
    """Results keep under these names who stands behind them: a small group would stand there in their place."""
    (line,) = complaints(example_text().replace("- id: rol", f"- id: {name}", 1))
    assert "is a name of our own in tables and results" in line


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("kind: choice", "kind: choise", '"choise" is not allowed for kind'),
        ("kind: choice", "kind: rating", "a rating task needs a scale"),
        ("alternatives: 3", "alternatives: 99999999999", "alternatives is 99999999999; write 5 or less"),
    ],
)
def test_a_task_that_cannot_be_is_told_where_a_check_of_attention_stands_too(right: str, wrong: str, words: str):
    text = template_text("keuze-voorbeeld").replace(right, wrong)
    assert any(words in line for line in complaints(text))
