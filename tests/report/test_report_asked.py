"""What was asked, of whom, and how to cite it: from the files of the study, and never more than they know."""

from dataclasses import replace

import pytest

from dce.report import ReportContents
from dce.report.asked import asked
from dce.report.citing import bibtex, citation
from dce.report.html import material_of
from dce.study import Fieldwork

HELD = Fieldwork(
    entry="invited",
    opens="2026-10-01T09:00+02:00",
    closes="2026-10-31T17:00+01:00",
    organisation={"nl": "Gemeente {Voorbeeld} & 100%", "en": "Example"},
)


def people(contents: ReportContents, **parts: object) -> str:
    return " ".join(asked(material_of(replace(contents, **parts), "nl")).people.paragraphs)


def test_statement_scale_and_all_levels_are_told(small: ReportContents):
    told = asked(material_of(small, "nl"))
    study = small.study
    assert told.statement == study.task.statement["nl"]
    assert all(level.label["nl"] in " ".join(told.after) for level in study.task.scale)
    rows = told.criteria.parts[0].rows
    for criterion, row in zip(study.criteria, rows, strict=True):
        assert criterion.label["nl"] in row
        assert all(level.label["nl"] in row[2] for level in criterion.levels)


def test_of_invented_answers_nobody_was_asked(small: ReportContents):
    assert "Er is niemand iets gevraagd" in people(small, fieldwork=HELD)
    assert "Gemeente" not in people(small, fieldwork=HELD)


@pytest.mark.parametrize(
    ("fieldwork", "said", "unsaid"),
    [
        (None, "staat niet in de bestanden", "link"),
        (Fieldwork(), "Iedereen met de link kon meedoen", "Meedoen kon"),
        (
            HELD,
            "persoonlijke uitnodiging kreeg, kon meedoen. Meedoen kon van 1 oktober 2026 tot en met 31 oktober",
            "met de link",
        ),
        (Fieldwork(closes="2026-10-31T17:00+01:00"), "Meedoen kon tot en met 31 oktober 2026", "vanaf"),
        (Fieldwork(legal_ground={"nl": "Een *taak*.", "en": "A task."}), "Een taak.", "*"),
    ],
)
def test_who_could_take_part_is_said_as_far_as_it_is_known(
    small: ReportContents, fieldwork: Fieldwork | None, said: str, unsaid: str
):
    told = people(small, synthetic=False, fieldwork=fieldwork)
    assert said in told
    assert unsaid not in told


def test_a_citation_names_organisation_year_study_people_and_that_answers_are_invented(small: ReportContents):
    line = citation(material_of(replace(small, fieldwork=HELD), "nl"))
    assert line.startswith("Gemeente {Voorbeeld} & 100% (2026). ")
    for part in (
        small.study.title["nl"],
        small.study.hash[:12],
        "60 mensen",
        "verzonnen antwoorden",
        "21 november 2026",
    ):
        assert part in line
    assert "verzonnen" not in citation(material_of(replace(small, synthetic=False), "nl"))


def test_bibtex_gets_what_it_can_read_and_no_sign_of_its_own(small: ReportContents):
    entry = bibtex(material_of(replace(small, fieldwork=HELD), "nl"))
    assert entry.startswith(f"@misc{{{small.study.id}-{small.study.hash[:12]},\n")
    assert r"author = {{Gemeente \{Voorbeeld\} \& 100\%}}," in entry
    plain = entry.replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")
