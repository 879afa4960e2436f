"""Each sentence that the engine can make of a study has its template: found in its code, and in what it says."""

import ast
import re
import runpy
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from markupsafe import escape
from web_desk import Colleague, account_of
from web_guest import store_of
from web_study import ID, begun, posted, published, uploaded

import dce
from dce.design.clash import Clash
from dce.design.notes import study_notes
from dce.design.program import EXTREMES
from dce.errors import StudyError
from dce.study import TEMPLATES, Fieldwork, example_study, example_text, parse_study, reader, template_text
from dce.study.document import Document, parse_document
from dce.study.reader import parse_fieldwork
from dce.web.faults import in_words
from dce.web.organiser.checking import check_text, problems_of
from dce.web.sentence.template import Template

DCE = Path(dce.__file__).parent
STUDY = Path(__file__).parents[1] / "study"
WHOLE = (  # modules whose sentences stand in their code as they are said
    *("study/reader.py", "study/consistency.py", "study/planning.py", "study/document.py", "study/plain.py"),
    *("study/answers.py", "study/fieldwork.py", "study/model.py", "design/asked.py", "design/candidates.py"),
    *("web/organiser/checking.py", "web/invited.py", "web/exporting.py", "report/exchange/peers/tables.py"),
    *("design/rows.py", "design/notes.py", "design/split.py", "design/extra.py", "design/choice/problem.py"),
    *("design/choice/drawn.py", "store/foreign/faults.py", "store/foreign/words.py"),
)
APART = {  # what in them is no sentence, or a part of one that has a template
    "study/reader.py": {"\0 \0"},
    "study/answers.py": {", or 0 for none of them"},
    "design/candidates.py": {"the criteria"},
    "design/rows.py": {
        *("\0 times", "when \0 only with \0", "\0 at most \0 in a version"),
        *("version \0 shows \0 scenarios of \0", "\0, the others at \0; change one of them"),
    },
    "design/notes.py": {
        *("comparisons in \0 tasks", "\0 different \0 cannot carry \0 parameters; ask at least \0 tasks"),
        "\0 \0 for \0 parameters (all levels apart) leave \0",
        "\0 to test the model; more versions would show different people different tasks",
    },
    "web/invited.py": {
        *("has a column \0 already", "has no row below its header"),
        "\0; give a table with a header and a row a person",
    },
    "web/exporting.py": {"k is \0"},  # not shown
    "web/organiser/checking.py": {r"study\.yaml:(\d+):(\d+): (.*)", r"\brule (\d+)\b"},
}
NASTY: tuple[Any, ...] = (
    *("", " ", "x", "Ä b", "-1", "0", "1e9", "99999999999", "nan", "~", "a" * 41, "a\nb", 'say "x"'),
    *([], {}, [[]], ["x"], ["x", "x"], {"x": "y"}, {"nl": "x"}, {"nl": "", "en": "x" * 20_001}, {"fr": "x"}),
)

LAYOUT = (
    *("", "a: b: c", "a: 'b", "a: [b, c", "a: {b, c", "a: b\n - c", "- a\nb: c", "a: @b", 'a: "\\q"', "a: *b"),
    *("a: b\n  c: d", "a: b\n---\nc: d", "a: b\x00c", "a: %b", "[a]: b", "a: ]", "a:\tb: c"),
)
ENGLISH = re.compile(r"\b(the|write|is not|stands|keep|mend|choose|use|which|and|with|found)\b(?!:)|study park")


def skeletons(path: Path) -> Iterator[str]:
    """The texts with a space in a module, less what explains; what is filled in is a NUL sign."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # what explains
    skipped |= {id(part) for node in whole for part in node.values}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            text = node.value
        text = re.sub(r"^\0(:(\0|1))*: |^study \0: ", "", text)  # where it stands is no part of what is said
        if " " in text.strip():
            yield text


def templates() -> set[str]:
    """The same of every template."""
    found = {text for path in (DCE / "web" / "sentence").glob("*.py") for text in skeletons(path)}
    return {"\0".join(Template.of(text).fixed) for text in found}


def cases(module: dict[str, Any], test: str) -> list[Any]:
    """What a test of another module is run with: the first of each."""
    return [case[0] if isinstance(case, tuple) else case for case in module[test].pytestmark[0].args[1]]


def bad_texts() -> Iterator[str]:
    """Every bad study file of the tests of studies."""
    reading, rules, plan, settings = (
        runpy.run_path(str(STUDY / f"test_{name}.py"))
        for name in ("study_reading", "study_rules", "analysis_plan", "design_settings")
    )
    mistakes = {right: wrong for right, (wrong, _, _) in reading["TEN_MISTAKES"].items()}
    all_at_once = example_text()
    for right, wrong in mistakes.items():
        yield example_text().replace(right, wrong, 1)
        all_at_once = all_at_once.replace(right, wrong, 1)
    yield all_at_once
    yield from cases(reading, "test_hostile_and_broken_files_are_refused_in_words")
    one_rule = cases(rules, "test_what_is_none_of_the_three_forms_gives_one_message_at_its_place")
    one_plan = cases(plan, "test_each_fault_is_told_once_at_its_place")
    one_setting = cases(settings, "test_a_setting_that_cannot_be_gives_one_message_at_its_place")
    yield from map(rules["with_rule"], one_rule)
    yield from map(plan["with_plan"], one_plan)
    yield from map(settings["with_design"], one_setting)
    yield settings["with_design"]("varying: 4", settings["choice_text"]())


def attacks() -> Iterator[str]:
    """F01, F02, F04, F05 and F19 of the list of attacks, as the tests of the desk send them."""
    yield "a: &a [x,x]\nb: &b [*a,*a]\n"
    yield from (f"{example_text()}notes: {tag}\n" for tag in ("!!python/object/apply:os.system [ls]", "!mine {a: 1}"))
    yield f"{example_text()}\nid: bos\n"
    yield example_text().replace("id: bedrijf", "id: ~")
    clash = "  - never: {doel: ja, ontvanger: eigen}\n  - when: {doel: ja}\n    only: {ontvanger: eigen}\n"
    yield example_text().replace("rules:\n", f"rules:\n{clash}")


def changed(data: Any) -> Iterator[None]:
    """A study with one of its parts replaced by what does not belong there, and then another."""
    parts = data.items() if isinstance(data, dict) else enumerate(data if isinstance(data, list) else ())
    for key, part in list(parts):
        for other in NASTY:
            data[key] = other
            yield
        data[key] = part
        yield from changed(part)


def every_change() -> Iterator[str]:
    """What is said of two studies with each part replaced by each of those; every fifth of them, for time."""
    for name in ("voorbeeld", "keuze-voorbeeld"):
        data = parse_document(template_text(name) + "analysis: {groups: [rol], margin: 0.1}\n", "study.yaml").data
        data["design"]["priors"] = {"doel": {"mean": "1", "sd": "1"}}
        for _ in islice(changed(data), None, None, 5):
            try:
                reader._study(Document("study.yaml", data))
            except StudyError as error:
                yield from (problem.words for problem in problems_of(error))


def refused(text: str) -> set[str]:
    """The problems of a fieldwork file that is refused."""
    with pytest.raises(StudyError) as found:
        parse_fieldwork(text, example_study(), "study.yaml")
    return {problem.words for problem in problems_of(found.value)}


def said(text: str) -> set[str]:
    """What the page of a text says: problems and notes."""
    found = check_text(text, "voorbeeld")
    return {problem.words for problem in found.problems} | set(found.notes)


def of_fieldwork() -> set[str]:
    faults = runpy.run_path(str(STUDY / "test_fieldwork.py"))["FAULTS"]
    late = "opens: 2026-12-31T17:00+01:00\ncloses: 2026-12-01T09:00+01:00\n"
    return {word for text in (faults, late) for word in refused(text)}


def composed() -> Iterator[str]:
    """What is put together of parts: rules of each form in a clash, notes of each kind of task, and what a file is."""
    forms = "rules:\n  - when: {doel: ja, waarborgen: [geen, alle]}\n    only: {ontvanger: [eigen, gemeente]}\n"
    forms += "  - seldom: {doel: ja, ontvanger: eigen}\n    at_most: 1\n  - seldom: {doel: nee}\n    at_most: 3\n"
    study = parse_study(example_text().replace("rules:\n", forms))
    many = study.model_copy(update={"rules": study.rules * 8})
    for of, rules, whole in ((study, (0,), True), (study, (EXTREMES, 0, 1, 2, 3), False), (many, range(32), True)):
        clash = Clash(tuple(rules), whole).words(of)
        yield f"study park: {clash} leave no scenario; drop or narrow one of them"
        for how in ("vary as one", "depend on each other", "stay the same"):
            yield f"{clash} make a, b and c {how}: no answers can tell x, y apart; narrow one of these rules"
    for name in TEMPLATES:
        found = parse_study(template_text(name))
        for tasks in (1, 9, 20, 60):
            update = {"design": found.design.model_copy(update={"tasks": tasks, "versions": 1})}
            yield from study_notes(found.model_copy(update=update))
    yield "study park: 3 tasks in 2 version(s) cannot tell 9 parameters apart; ask for at least 5 tasks"
    yield f"the file: study.yaml:3:4: {next(iter(said('id: park')))}"
    yield 'the file: design.csv:3: column "doel": no level "x"; use one of nee, ja'
    yield 'the file: member "../x" leads out of the zip; give names without ..'
    yield "x.csv: row 3: has 2 cells and the header 3; mend that row"
    yield 'row 3, column "rating": "9" is not on the scale; use one of 1, 2, 3'
    yield 'rows 2, 3 and 4: respondent "a" and task 1 stand more than once with different answers; keep one'


def test_what_is_put_together_of_parts_is_told_in_both_languages(app: Flask):
    words = set(composed())
    with app.test_request_context(), force_locale("en"):
        assert [word for word in words if in_words(word).text != word or in_words(word).language] == []
    with app.test_request_context(), force_locale("nl"):
        assert [word for word in words if in_words(word).language] == []
        assert [word for word in words if ENGLISH.search(in_words(word).text)] == []


def test_a_text_that_looks_like_a_place_a_thousand_times_is_read_to_its_end(app: Flask):
    with app.test_request_context(), force_locale("nl"):
        assert in_words("the file: " * 10_000 + "x").language == "en"
        assert in_words("study a: row 3: " * 10_000 + "x").language == "en"


@pytest.mark.parametrize("module", WHOLE)
def test_every_sentence_in_the_code_of_the_readers_has_a_template(module: str):
    missing = set(skeletons(DCE / module)) - templates() - APART.get(module, set())
    assert not missing, "give it a template in dce/web/sentence, and its Dutch"


def test_every_bad_study_of_the_tests_is_told_in_both_languages_and_in_english_word_for_word(app: Flask):
    words = {word for text in (*bad_texts(), *attacks(), *LAYOUT) for word in said(text)}
    words |= of_fieldwork() | set(every_change())
    assert len(words) > 300
    with app.test_request_context(), force_locale("en"):
        assert [word for word in words if in_words(word).text != word or in_words(word).language] == []
    with app.test_request_context(), force_locale("nl"):
        assert [word for word in words if in_words(word).language] == []
        assert [word for word in words if in_words(word).text == word] == []
        assert [word for word in words if ENGLISH.search(in_words(word).text)] == []


def test_the_page_of_a_text_with_ten_mistakes_is_dutch_for_who_reads_dutch(app: Flask):
    begun(app)
    bert = Colleague(app, account_of(app, "bert", "organiser", ID)).get(f"/desk/{ID}/text")
    assert "bij 9 taken voor 6 parameters" in bert.words, "a note"
    mistakes = next(text for text in bad_texts() if len(said(text)) == 10)
    bert.send("text", content=mistakes, what="check")
    assert bert.status == 422
    assert len(bert.page.xpath("//section[@class='desk-problems']//li")) == 10
    assert 'tasks is "nine"; schrijf een heel getal' in bert.words
    assert not bert.page.xpath("//main//*[@lang='en']")


def test_forms_of_the_desk_refuse_in_dutch_for_who_reads_dutch(app: Flask):
    anna = begun(app)
    published(app, anna)
    store_of(app).hold(ID, Fieldwork(closes="2099-01-01T12:00+01:00"))
    bert = Colleague(app, account_of(app, "bert", "organiser", ID))
    for page, form, typed, told in (
        ("design", "design", {"tasks": "veel"}, 'taken: "veel" kan niet; schrijf een heel getal van 1 tot en met 500'),
        ("design", "design", {"tasks": "9", "anchors": "12", "versions": "2"}, "ankers: 12 is meer dan de 9 taken"),
        ("design/power", "power", {"people": "veel"}, 'mensen: "veel" kan niet'),
        ("fieldwork", "fieldwork", {"quotas": "kleur: {rood: 10}"}, 'regel 1: er is geen achtergrondvraag "kleur"'),
    ):
        bert.get(f"/desk/{ID}/{page}").send(form, **typed)
        assert (bert.status, told in bert.words) == (422, True), bert.words
        assert not bert.page.xpath("//main//*[@lang='en']"), told
    posted(bert.get(f"/desk/{ID}/invitations"), f"{ID}/invitations/make", kind="table", number="0")
    assert "0 links kan niet: vraag er 1 tot" in bert.words
    posted(bert.get(f"/desk/{ID}/invitations"), f"{ID}/invitations/make", kind="table")
    assert "Geef een bestand met adressen" in bert.words
    uploaded(bert, b"a: [b", study_id="bos")
    assert "het bestand, regel 1, kolom 6: dit is geen geldige YAML (hier hoort een komma of ])" in bert.words
    assert not bert.page.xpath("//main//*[@lang='en']")


def test_what_is_no_known_sentence_is_marked_as_english(app: Flask):
    with app.test_request_context(), force_locale("nl"):
        assert str(escape(in_words("<b> is odd"))) == '<span lang="en">&lt;b&gt; is odd</span>'
        assert str(escape(in_words('no background item "<b>"; the study has none'))).startswith("er is geen")
        assert "<b>" not in str(escape(in_words('no background item "<b>"; the study has none')))


def test_long_values_of_a_text_do_not_make_its_page_slow(app: Flask):
    began = time.monotonic()
    with app.test_request_context(), force_locale("nl"):
        for value in ('"' * 100_000, "; use " * 50_000, '" is "' * 50_000):
            assert (
                in_words(f'"{value}" is not a valid id; use 1 to 40 small letters, digits and hyphens').language == ""
            )
    assert time.monotonic() - began < 2
