"""What the engine says in English stands in the language of the page, and what is not known is marked as English."""

import re
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from flask_babel import force_locale
from web_guest import some_design

from dce.adviser import cases_from_csv
from dce.errors import AnswerError
from dce.store import Store, TellsOfFewer
from dce.store.jobs import DIED
from dce.store.made_files import GONE
from dce.study import Study
from dce.web import making
from dce.web.faults import in_words
from dce.web.results.reporting import NOT_YET, TOO_FEW
from dce.web.sentence import work
from dce.web.sentence.template import Template

TABLES = (
    "",
    "ontvanger,doel,waarborgen\nmaan,ja,alle\n",
    "ontvanger,doel,waarborgen\n,ja,alle\n",
    "ontvanger,doel,kleur\neigen,ja,rood\n",
    "ontvanger,doel,doel\neigen,ja,ja\n",
    "ontvanger,doel,waarborgen\neigen,ja\n",
    'ontvanger,doel,waarborgen\n"eigen"x,ja,alle\n',
    "ontvanger,doel,waarborgen\n" + "maan,ja,alle\n" * 25,
    "ontvanger,doel,waarborgen\n" + "eigen,ja,alle\n" * 1001,
)


def said_of(table: str, study: Study) -> list[str]:
    with pytest.raises(AnswerError) as found:
        cases_from_csv(table, study)
    return str(found.value).splitlines()


def test_every_fault_of_a_table_of_cases_and_of_a_job_has_its_sentence_and_no_sentence_is_left_over(
    app: Flask, example: Study, tmp_path: Path
):
    faults = [line for table in TABLES for line in said_of(table, example)]
    faults += [making.CHANGED, making.ABRUPT, making.BUSY, making.CRASHED, making.ENDLESS, DIED, GONE]
    faults += [said.format(smallest=10) for said in (TOO_FEW, NOT_YET)]
    faults.append(fewer_than_promised(example, tmp_path))
    with app.test_request_context(), force_locale("nl"):
        for fault in faults:
            said = in_words(fault)
            assert said.language == "", fault
            assert said.text != fault
            assert "%(" not in said.text
            assert set(re.findall(r"\d+", said.text)) <= set(re.findall(r"\d+", fault))
    ends = [re.sub(r'^(row \d+(, column "[^"]*")?|study \w+): ', "", fault) for fault in faults]
    spare = [text for text in work.SENTENCES if not any(map(Template.of(text).read, ends)) and text not in ends]
    assert not spare, "sentences that nothing says any more"


def fewer_than_promised(study: Study, folder: Path) -> str:
    """What is said to an organiser who wants to show results on fewer people than those who answered were told."""
    store = Store.open(folder / "dce.db")
    design = some_design(study, 3)
    store.publish(design)
    store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    with pytest.raises(TellsOfFewer) as found:
        store.publish(some_design(with_smallest(study, 5), 3))
    store.close()
    return str(found.value)


def with_smallest(study: Study, people: int) -> Study:
    return study.model_copy(update={"privacy": study.privacy.model_copy(update={"smallest_group": people})})


def test_what_is_not_known_stays_as_it_is_and_is_marked(app: Flask):
    with app.test_request_context():
        assert in_words("no maximum was found").language == "en"
        assert in_words("no maximum was found").text == "no maximum was found"
