"""The page about a design of choice tasks: alternatives side by side, dominance, and every number from the design."""

import re
from itertools import combinations

import pytest

from dce.design import Design, judge, make_choice_design, predicted_errors
from dce.report import write_design_report
from dce.study import Study


def choosing(example, **task):
    plain = example.model_dump(mode="json", exclude_defaults=True)
    asked = {"kind": "choice", "alternatives": 2, "statement": {"nl": "Welke?", "en": "Which?"}} | task
    more = {"interactions": [["ontvanger", "doel"]]} if asked.pop("together", False) else {}
    return Study.model_validate(plain | {"task": asked, "design": more})


@pytest.fixture(scope="module")
def design(example):
    none = {"nl": "Liever geen van beide", "en": "Rather neither"}
    return make_choice_design(choosing(example, opt_out=none), tasks=10, priors="expected", draws=64, seed=1)


@pytest.fixture(scope="module")
def pages(design, tmp_path_factory):
    folder = tmp_path_factory.mktemp("choice")
    return {
        language: write_design_report(folder / f"{language}.html", design, people=60, language=language).read_text()
        for language in ("nl", "en")
    }


def numbers_of(page, figure):
    """The cells of the table under a figure."""
    part = page.split(f'<figure id="figure-{figure}">')[1].split("</figure>")[0]
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', part)
    return {name: re.findall(r">([^<]*)</td>", cells) for name, cells in rows}


def test_the_verdict_and_what_is_asked_stand_first(pages, design):
    start = pages["nl"].split("<figure")[0]
    assert {"good": "Goed: dit", "usable with limits": "Bruikbaar, met"}[judge(design, 60).grade] in start
    assert re.search("In elke taak kiezen mensen uit 2 scenario.s, of geen daarvan.", start)
    share = f"{design.quality().of_bound:.1f}".replace(".", ",")
    assert f"Dat is {share}% van wat er kan" in start


def test_every_task_shows_its_alternatives_beside_each_other(pages, design):
    words = {c.id: {level.id: level.label["en"] for level in c.levels} for c in design.study.criteria}
    shown = re.findall(r"<tr(?: class=\"differ\")?>((?:<td>[^<]*</td>){2})</tr>", pages["en"])
    cells = [re.findall(r"<td>([^<]*)</td>", row) for row in shown]
    expected = [
        [words[c.id][alternative[c.id]] for alternative in design.alternatives(task)]
        for task in design.tasks_of(1)
        for c in design.study.criteria
    ]
    assert cells == expected
    assert pages["en"].count("Or: Rather neither") == 10


def test_text_is_bold_where_alternatives_differ(pages, design):
    bold = pages["en"].count('<tr class="differ">')
    assert bold == sum(
        len({one[c] for one in design.alternatives(task)}) > 1
        for task in design.tasks_of(1)
        for c in design.study.criterion_ids
    )


def test_differences_and_dominance_are_counted(pages, design):
    criteria, order = design.study.criteria, {c.id: c.level_ids for c in design.study.criteria}
    for c in criteria:
        pairs = [pair for task in design.tasks_of(1) for pair in combinations(design.alternatives(task), 2)]
        differ = sum(one[c.id] != other[c.id] for one, other in pairs)
        assert numbers_of(pages["en"], "differ")[c.short["en"]] == [str(differ), str(10 - differ)]
    for task in design.tasks_of(1):
        one, other = design.alternatives(task)
        gaps = [order[c.id].index(one[c.id]) - order[c.id].index(other[c.id]) for c in criteria]
        better, worse = sorted((sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)), reverse=True)
        assert numbers_of(pages["en"], "dominance")[f"Task {task}"] == [
            str(better), str(len(gaps) - better - worse), str(worse)
        ]  # fmt: skip
    assert "In no task is one alternative better on every criterion" in pages["en"]


def test_predicted_errors_name_levels_and_the_opt_out(pages, design):
    errors = predicted_errors(design, 60)
    found = numbers_of(pages["en"], "errors")
    assert found["none of these"][-1] == f"{errors.set_index('term').loc['opt_out', 'detectable']:.2f}"
    assert "recipient: a municipality" in pages["en"]


def test_the_page_says_how_the_design_was_made_and_by_which_rules(pages):
    assert "<dd>only the directions that the study expects</dd>" in pages["en"]
    assert re.search("Nooit samen: ontvanger .een bedrijf. en waarborgen .er zijn geen afspraken..", pages["nl"])
    assert "Zonder afspraken gaan er nooit gegevens naar een bedrijf." in pages["nl"]
    assert "All texts of this example are made up" in pages["en"]
    assert "<dd>1</dd>" in pages["en"].split('id="made"')[1]


def test_dominated_tasks_come_first_and_are_counted(example, tmp_path):
    rows = make_choice_design(choosing(example), tasks=8, seed=1).frame
    for name, levels in {"ontvanger": ["gemeente", "eigen"], "doel": "ja", "waarborgen": "enkele"}.items():
        rows.loc[rows["task"] == 5, name] = levels  # better on one criterion and worse on none
    page = write_design_report(
        tmp_path / "x.html", Design.from_frame(choosing(example), rows), language="en"
    ).read_text()
    assert "Number of tasks in which one alternative is better on every criterion: 1" in page
    shown = numbers_of(page, "dominance")
    assert next(iter(shown)) == "Task 5"
    assert shown["Task 5"] == ["1", "2", "0"]
    assert "Task 5: one alternative is the better one on every criterion." in page
    assert "another program, or by hand" in page


@pytest.mark.parametrize(
    ("kind", "said"), [("best-worst", "the best and the worst of 3"), ("ranking", "put 3 scenarios")]
)
def test_each_kind_of_task_says_what_people_do(example, tmp_path, kind, said):
    rows = make_choice_design(choosing(example, alternatives=3), tasks=8, seed=1).frame
    design = Design.from_frame(choosing(example, kind=kind, alternatives=3), rows)
    page = write_design_report(tmp_path / "x.html", design, people=40, language="en").read_text()
    assert said in page
    assert ("only the first choice of each task is counted" in page) == (kind == "ranking")


def test_pairs_in_the_model_are_named_by_their_criteria(example, tmp_path):
    rows = make_choice_design(choosing(example), tasks=14, seed=1).frame
    design = Design.from_frame(choosing(example, together=True), rows)
    page = write_design_report(tmp_path / "x.html", design, people=40, language="en").read_text()
    assert "recipient: a municipality with purpose: yes" in page
    assert "That can be seen of recipient with purpose; of the other 2 pairs it cannot." in page


def test_of_more_alternatives_the_two_furthest_apart_are_shown(example, tmp_path):
    design = make_choice_design(choosing(example, alternatives=4), tasks=8, seed=1)
    page = write_design_report(tmp_path / "x.html", design, language="en").read_text()
    order = {c.id: c.level_ids for c in design.study.criteria}
    for task in design.tasks_of(1):
        found = []
        for one, other in combinations(design.alternatives(task), 2):
            gaps = [order[c].index(one[c]) - order[c].index(other[c]) for c in order]
            worse, better = sorted((sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)))
            found.append((worse, worse - better, [str(better), str(len(gaps) - better - worse), str(worse)]))
        assert numbers_of(page, "dominance")[f"Task {task}"] == min(found)[2]
