"""fieldwork.yaml: every fault told at once by line, and the moments that it sets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dce.errors import StudyError
from dce.study import Fieldwork, Study, example_study

FAULTS = """\
opens: 2026-12-01
closes: 2026-12-31T17:00
entry: opn
people: -3
quotas: {rol: {juristt: 20}, rool: {jurist: 3}}
return_to: [http://panel.example/x, "https://panel.example/back?x=1"]
organisation: {nl: Gemeente X}
contact: piet
kleur: blauw
"""
RIGHT = [
    '1:1: opens is "2026-12-01"; write a moment with its distance to UTC: 2026-12-31T17:00+01:00',
    '2:1: closes is "2026-12-31T17:00"; write a moment with its distance to UTC: 2026-12-31T17:00+01:00',
    "3:1: \"opn\" is not allowed for entry; use 'open' or 'invited'",
    "4:1: people is -3; write 1 or more",
    '5:16: rol has no option "juristt"; did you mean "jurist"?',
    '5:30: no background item "rool"; did you mean "rol"?',
    '6:13: return_to 1 is "http://panel.example/x"; write an address that begins with https:// and has no ? or # in it',
    '6:37: return_to 2 is "https://panel.example/back?x=1"; write an address that begins with https:// and has no ? or '
    "# in it",
    "7:1: no text in 'en'; write {en: ...} as well",
    '8:1: contact is "piet"; write an e-mail address, such as onderzoek@example.nl',
]


def test_every_fault_is_told_by_line_with_what_would_be_right(tmp_path: Path) -> None:
    path = tmp_path / "fieldwork.yaml"
    path.write_text(FAULTS, encoding="utf-8")
    with pytest.raises(StudyError) as raised:
        Fieldwork.load(path, example_study())
    lines = str(raised.value).splitlines()
    assert lines[:-1] == [f"{path}:{line}" for line in RIGHT]
    assert lines[-1].startswith(f'{path}:9:1: key "kleur" is not known; known here: opens, closes')


def test_a_study_that_closes_before_it_opens_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fieldwork.yaml"
    path.write_text("opens: 2026-12-31T17:00+01:00\ncloses: 2026-12-01T09:00+01:00\n", encoding="utf-8")
    with pytest.raises(StudyError, match="closes before it opens; write a later moment"):
        Fieldwork.load(path, example_study())
    path.write_text("- opens\n", encoding="utf-8")
    with pytest.raises(StudyError, match="a fieldwork file has keys such as opens:"):
        Fieldwork.load(path, example_study())


def test_without_a_file_a_study_is_open_to_all(tmp_path: Path) -> None:
    assert Fieldwork.load(tmp_path / "fieldwork.yaml", example_study()) == Fieldwork()
    assert Fieldwork().moment() == "open"


def test_moments_are_the_same_whatever_the_distance_to_utc() -> None:
    held = Fieldwork.model_validate({"opens": "2026-12-01T09:00+01:00", "closes": "2026-12-31T17:00+01:00"})
    told = [
        held.moment(datetime(2026, 12, day, hour, tzinfo=UTC)) for day, hour in ((1, 7), (1, 8), (31, 15), (31, 16))
    ]
    assert told == ["before", "open", "open", "closed"]


@pytest.mark.parametrize("answer", ["9", "mee eens", "1>2"])
def test_an_attention_check_asks_for_an_answer_that_there_is(answer: str) -> None:
    plain = example_study().model_dump(mode="json", exclude_defaults=True)
    words = {"nl": "Kies hier 4", "en": "Choose 4 here"}
    with pytest.raises(ValueError, match="which is no answer to a rating task; use one of 1, 2, 3, 4, 5"):
        Study.model_validate(plain | {"survey": {"attention": {"statement": words, "answer": answer}}})
