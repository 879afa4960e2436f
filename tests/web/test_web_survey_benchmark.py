"""The survey benchmark walks the real pages: what it says people gave is what the database holds."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from web_guest import Site

from dce.web.codes import code_hash

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
GIVEN = """
SELECT answer FROM respondents JOIN answers ON respondent = id
WHERE code_hash = ? AND completed IS NOT NULL ORDER BY place
"""


def walked(start: str, *, script: bool = False) -> dict:
    asked = {"start": start, "people": 3, "at_once": 2, "languages": ["nl", "en"], "script": script}
    command = [sys.executable, str(BENCHMARKS / "survey_people.py"), json.dumps(asked)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("script", [True, False])
def test_people_of_the_benchmark_answer_everything_and_their_answers_are_stored_as_given(site: Site, script: bool):
    took = walked(f"{site.url}/gegevensdeling/", script=script)
    assert took["wrong"] == []
    assert len(took["given"]) == 3
    with closing(sqlite3.connect(site.database)) as connection:
        for code, ratings in took["given"].items():
            assert len(ratings) == 21
            assert "".join(row[0] for row in connection.execute(GIVEN, [code_hash(code)])) == ratings
    background, pages = len(site.designs["gegevensdeling"].study.background), 1 + 21
    assert len(took["posts"]) == 3 * (pages + background)
    redirects = 3 * 2 if script else len(took["posts"])  # to the first question and to the last page, or each time
    assert len(took["gets"]) == 3 + redirects


def test_people_of_the_benchmark_say_what_went_wrong(site: Site):
    took = walked(f"{site.url}/nothing-here/")
    assert took["given"] == {}
    assert took["wrong"] == ["WalkError: /nothing-here/: status 404"] * 3
