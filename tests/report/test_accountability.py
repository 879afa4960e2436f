"""Register, DPIA and model card: complete in both languages, true of the study and of the program, and safe to open."""

import re
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from kept_of_people import OF_NOBODY, TOLD
from lxml import html
from playwright.sync_api import Browser

from dce.data import Ratings
from dce.errors import DceError, StudyError
from dce.ranking import Ranking, rank_criteria
from dce.report.accountability import Document, dpia, model_card, processing_record, security_txt
from dce.report.accountability import facts as known
from dce.store import Store
from dce.store.fieldwork import KEPT_DAYS
from dce.study import Fieldwork, Study
from dce.web import limits, sessions
from dce.web.survey import forms

TEMPLATES = Path(known.__file__).parents[1] / "templates"
HELD = Fieldwork.model_validate(
    {
        "opens": "2026-12-01T09:00+01:00",
        "closes": "2026-12-31T17:00+01:00",
        "entry": "invited",
        "people": 77,
        "return_to": ["https://panel.example/back"],
        "organisation": {"nl": "Gemeente Testdam", "en": "Municipality of Testdam"},
        "contact": "onderzoek@testdam.example",
        "officer": "fg@testdam.example",
        "legal_ground": {"nl": "Een *taak* van algemeen belang.", "en": "A *task* in the public interest."},
    }
)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MADE = {"record": processing_record, "dpia": dpia, "card": model_card}
LANGUAGES = ["nl", "en"]


@pytest.fixture(scope="module")
def free(study: Study) -> Study:
    """The study with a reason in free text, and other numbers than any default."""
    content: dict[str, Any] = study.model_dump(mode="json", exclude_defaults=True)
    content |= {"survey": {"reasons": True}, "privacy": {"smallest_group": 13, "retention_months": 7}}
    return Study.model_validate(content)


@pytest.fixture(scope="module")
def ranking(answers: pd.DataFrame, study: Study) -> Ranking:
    return rank_criteria(Ratings.from_answers(answers, study), study, by="rol", bootstrap=100, seed=4)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["record", "dpia"])
def test_every_column_that_holds_something_of_a_person_is_told(
    tmp_path: Path, free: Study, name: str, language: str
) -> None:
    store = Store.open(tmp_path / "dce.db")
    store.close()
    said, second = MADE[name](free, HELD, language).markdown(), language == "en"
    assert columns(tmp_path / "dce.db") == {table: set(told) for table, told in TOLD.items()}
    for told in filter(None, (words for table in TOLD.values() for words in table.values())):
        assert told[second] in said, "tell what is kept, or keep it no longer"


def columns(database: Path) -> dict[str, set[str]]:
    connection = sqlite3.connect(database)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    ours = [name for name in names if name not in OF_NOBODY and not name.startswith(("_", "sqlite"))]
    found = {name: {row[1] for row in connection.execute(f"PRAGMA table_info({name})")} for name in ours}
    connection.close()
    return found


def test_the_times_in_the_documents_are_those_of_the_program() -> None:
    assert known.INVITATION_DAYS == KEPT_DAYS
    assert known.VISIT_DAYS * 24 == sessions.HOURS
    assert known.REASON_CHARACTERS == forms.LONGEST_REASON
    assert known.LIMIT_HOURS * 3600 == limits.HOUR


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_names_come_from_the_files(free: Study, language: str) -> None:
    second = language == "en"
    for make in MADE.values():
        said = make(free, HELD, language).markdown()
        for part in (
            free.title[language],
            free.hash[:12],
            "onderzoek@testdam.example",
            str(HELD.organisation[language]),
        ):  # type: ignore[index]
            assert part in said
        assert re.search(r"\b13 (mensen|people)", said)
        assert ("A task in the public interest" if second else "Een taak van algemeen belang") in said
        assert "(artikel 6" not in said
        assert ("31 December 2026" if second else "31 december 2026") in said
    for name in ("record", "dpia"):
        said = MADE[name](free, HELD, language).markdown()
        assert ("7 months after closing" if second else "7 maanden na sluiting") in said
        assert "fg@testdam.example" in said
        assert "77" in said
        assert all(option.label[language] in said for item in free.background for option in item.options)


@pytest.mark.parametrize("name", MADE)
def test_what_the_files_do_not_say_is_left_to_the_organisation_and_marked(study: Study, name: str) -> None:
    bare, told = (
        MADE[name](study, held, "nl")
        for held in (Fieldwork(), HELD.model_copy(update={"entry": "open", "return_to": ()}))
    )
    assert set(told.left) < set(bare.left)
    page = html.document_fromstring(bare.html()).body
    marked = page.xpath("//main//strong")
    assert len(marked) == len(bare.left) > 3
    assert all(mark.text_content().startswith("[in te vullen door de organisatie: ") for mark in marked)
    assert not re.search(r"</?[a-z]|[\\*]", str(page.text_content())), "all that is markup is read as such"
    tables = page.xpath("//section/div[@class='scroll']/table[.//th[@scope='col']]")
    assert len(tables) == len(page.xpath("//table")) == bare.markdown().count("|---|\n")
    assert f"Nog in te vullen plaatsen: {len(bare.left)}." in page.text_content()


@pytest.mark.parametrize("name", MADE)
def test_both_languages_say_the_same_things(free: Study, ranking: Ranking, name: str) -> None:
    for held in (Fieldwork(), HELD):
        dutch, english = (MADE[name](free, held, language) for language in LANGUAGES)
        assert len(dutch.left) == len(english.left)
        shapes = [re.sub(r"[^#|\n-]|(?<=\S)-", "", made.markdown()) for made in (dutch, english)]
        assert [shape.count("\n") for shape in shapes] == [shapes[0].count("\n")] * 2
    sources = [(TEMPLATES / f"{name}_{language}.md").read_text() for language in LANGUAGES]
    tags = [re.findall(r"{% (?:if|elif|for|endif|endfor|else)[^%]*%}", source) for source in sources]
    assert tags[0] == tags[1]
    assert not [
        line
        for line in sources[0].splitlines()
        if line in sources[1].splitlines()
        and re.search(r"(?<!{)\b[a-z]{4,} [a-z]{4,} [a-z]{4,}", re.sub("{.*?}+", "", line))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_shows_each_share_with_its_range_and_places_and_only_groups_that_may_be_shown(
    study: Study, ranking: Ranking, language: str
) -> None:
    card = model_card(study, HELD, language, ranking=ranking, day=date(2026, 11, 22), synthetic=True)
    said, everybody = card.markdown(), ranking.table().query("group == 'all'")
    for row in everybody.itertuples():
        label = next(c for c in study.criteria if c.id == row.criterion).short
        line = next(line for line in said.splitlines() if line.startswith(f"| {label and label[language]} |"))
        numbers = [int(n) for n in re.findall(r"\d+", line)]
        shares = [row.importance, row.low, row.high]
        assert numbers[:3] == pytest.approx([100 * share for share in shares], abs=0.51)
        assert numbers[3:] == list(dict.fromkeys((row.rank_low, row.rank_high)))
    hidden = set(ranking.table()["group"]) - set(ranking.table().dropna(subset=["n"])["group"])
    assert hidden == {"anders"}
    assert not re.search(r"\b(Anders|Other) \d", said)
    assert ("zeggen niets over echte mensen" if language == "nl" else "say nothing about real people") in said


def test_a_card_of_another_study_or_language_is_refused(study: Study, example: Study, ranking: Ranking) -> None:
    with pytest.raises(StudyError, match="the ranking belongs to study"):
        model_card(example, HELD, "nl", ranking=ranking)
    with pytest.raises(StudyError, match='no texts in language "fr"; it has nl, en'):
        dpia(study, HELD, "fr")


@pytest.mark.parametrize("name", MADE)
def test_e02_e04_texts_of_the_study_are_shown_as_they_stand(study: Study, name: str) -> None:
    evil = "## kop <script>alert(1)</script> [a](javascript:x) | *x* **\\[in te vullen\n\n# x\n- y"
    content: dict[str, Any] = study.model_dump(mode="json", exclude_defaults=True)
    content["title"] = content["notes"] = content["background"][0]["label"] = {"nl": evil, "en": evil}
    held = Fieldwork.model_validate(
        {"organisation": {"nl": evil, "en": evil}, "legal_ground": {"nl": evil, "en": evil}}
    )
    made, plain = (MADE[name](each, held, "nl") for each in (Study.model_validate(content), study))
    assert [part.heading for part in made.sections] == [part.heading for part in plain.sections]
    assert len(made.left) == len(plain.left)
    page = html.document_fromstring(made.html())
    assert page.xpath("//script | //img | //h1/* | //main//em | //a[not(starts-with(@href, '#'))]") == []
    assert " ".join(evil.split()) in " ".join(page.xpath("string(//h1)").split())


@pytest.mark.parametrize("document", MADE)
def test_the_page_can_be_read_by_all_and_on_a_phone(
    browser: Browser, tmp_path: Path, study: Study, ranking: Ranking, document: str
) -> None:
    made: Document = (
        model_card(study, HELD, "nl", ranking=ranking) if document == "card" else MADE[document](study, HELD)
    )
    (tmp_path / "page.html").write_text(made.html())
    page = browser.new_page(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page.goto((tmp_path / "page.html").as_uri())
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


def test_security_txt_has_the_lines_of_rfc_9116_and_holds_under_a_year() -> None:
    text = security_txt("https://a.nl/melden", "https://s.nl/", NOW, policy="https://a.nl/beleid")
    assert text.splitlines() == [
        "Contact: https://a.nl/melden",
        "Expires: 2027-05-23T12:00:00Z",
        "Preferred-Languages: nl, en",
        "Canonical: https://s.nl/.well-known/security.txt",
        "Policy: https://a.nl/beleid",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"expires": NOW + timedelta(days=365)}, "within a year"),
        ({"expires": NOW}, "within a year"),
        ({"contact": "bel ons"}, "contact 'bel ons' is no address"),
        ({"contact": "a@b.nl\nPolicy: x"}, "is no address"),
        ({"site": "http://s.nl"}, "site 'http://s.nl'"),
        ({"policy": "https://a.nl\n"}, "policy"),
    ],
)
def test_security_txt_refuses_what_the_standard_does_not_take(changes: dict[str, Any], said: str) -> None:
    plain = {"contact": "a@b.nl", "site": "https://s.nl", "now": NOW}
    with pytest.raises(DceError, match=said):
        security_txt(**(plain | changes))
