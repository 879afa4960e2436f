"""What the engine says in English stands in the language of the page, and what is not known is marked as English."""

import re

import pytest
from flask import Flask
from flask_babel import force_locale

from dce.adviser import cases_from_csv
from dce.errors import AnswerError
from dce.study import Study
from dce.web import making
from dce.web.faults import KNOWN, NOT_YET, TOO_FEW, in_words

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


def test_every_fault_of_a_table_of_cases_and_of_a_job_has_its_sentence(app: Flask, example: Study):
    faults = [line for table in TABLES for line in said_of(table, example)]
    faults += [making.CHANGED, making.ABRUPT, making.BUSY, making.CRASHED, making.ENDLESS]
    faults += [said.format(smallest=10) for said in (TOO_FEW, NOT_YET)]
    used = set[int]()
    with app.test_request_context(), force_locale("en"):
        for fault in faults:
            said = in_words(fault)
            assert said.language == "", fault
            assert "%(" not in said.text
            used |= {n for n, (pattern, _) in enumerate(KNOWN) if re.fullmatch(pattern, fault, re.DOTALL)}
            assert set(re.findall(r"\d+", said.text)) <= set(re.findall(r"\d+", fault))
    used |= {n for n, (pattern, _) in enumerate(KNOWN) if "smallest_group" in pattern}  # test_desk_life meets it
    assert used == set(range(len(KNOWN))), "a sentence that nothing says any more"


def test_what_is_not_known_stays_as_it_is_and_is_marked(app: Flask):
    with app.test_request_context():
        assert in_words("no maximum was found").language == "en"
        assert in_words("no maximum was found").text == "no maximum was found"
