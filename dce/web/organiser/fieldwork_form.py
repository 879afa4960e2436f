"""Fieldwork as a form: fields to the text of a fieldwork file and back, and each fault of that file at its field.

So a form and a file obey the same rules, told in the same words, and a fault in the quotas has its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext

from dce.errors import StudyError
from dce.study import Fieldwork, Study
from dce.study.reader import parse_fieldwork
from dce.study.writing import fieldwork_text
from dce.web.faults import Said, in_words

ZONE = ZoneInfo("Europe/Amsterdam")  # of the clocks of who fills in the form
TEXTS = ("organisation", "legal_ground")  # one field a language
LINES = ("entry", "people", "begins_per_hour", "contact", "officer")
MOMENTS = ("opens", "closes")
MOST_CHARACTERS = 20_000  # of quotas, and of a legal ground
FAULT = re.compile(r"[^:]*:(\d+):(\d+): (.*)")
# What would be right, for who fills in a form and sees no file.
RIGHT = {
    "opens": lazy_gettext("Give a day and a time, or leave this empty."),
    "people": lazy_gettext("Give a whole number of 1 or more, or leave this empty."),
    "begins_per_hour": lazy_gettext("Give a whole number of 1 or more."),
    "contact": lazy_gettext("Give an e-mail address, such as onderzoek@example.nl."),
    "officer": lazy_gettext("Give an e-mail address, such as onderzoek@example.nl."),
    "organisation": lazy_gettext("Give the name in every language of the study, or in none."),
    "legal_ground": lazy_gettext("Give the text in every language of the study, or in none."),
    "return_to": lazy_gettext("Give one address a line, each beginning with https:// and without ? or #."),
}
ORDER = lazy_gettext("The study closes before it opens. Give a later moment.")
STEPS = lazy_gettext(
    "Give {one}, {two}, {three} and so on: with another number, who comes to a full door knows how many came in."
)
PAST = lazy_gettext(
    "This moment has passed, and the study would be deleted so many months after it. Give a later one; to end the "
    "study now, close it on its first page."
)

Fields = Mapping[str, str]
Told = Mapping[str, str | Said]  # what to say at a field


def names(study: Study) -> tuple[str, ...]:
    """The names of the fields of the form."""
    texts = [f"{name}_{language}" for name in TEXTS for language in study.languages]
    return (*MOMENTS, *LINES, *texts, "return_to", "quotas")


def to_fields(fieldwork: Fieldwork, study: Study) -> dict[str, str]:
    """What stands in each field before anybody typed."""
    found = {name: _clock(getattr(fieldwork, name)) for name in MOMENTS}
    found |= {name: str(getattr(fieldwork, name) or "") for name in LINES}
    for name in TEXTS:
        text = getattr(fieldwork, name)
        kept = text.model_dump() if text else {}
        found |= {f"{name}_{language}": kept.get(language) or "" for language in study.languages}
    found["return_to"] = "\n".join(fieldwork.return_to)
    quotas = fieldwork_text(Fieldwork(quotas=fieldwork.quotas)) if fieldwork.quotas else ""
    found["quotas"] = re.sub(r"^  ", "", quotas.partition("\n")[2], flags=re.MULTILINE).strip()
    return found


def read_fields(typed: Fields, study: Study) -> tuple[Fieldwork | None, Told]:
    r"""The fieldwork that was typed, or None and for each field with a fault what to do.

    >>> from dce.study import example_study
    >>> found, faults = read_fields({"people": "50", "closes": "2026-12-31T17:00"}, example_study())
    >>> found.people, found.closes.isoformat(), faults
    (50, '2026-12-31T17:00:00+01:00', {})
    >>> read_fields({"quotas": "rol: {}\nkleur: {rood: 1}"}, example_study())[1]["quotas"].text[:6]
    'line 2'
    """
    lines = list(_lines(typed, study))
    try:
        return parse_fieldwork("\n".join(text for _, text in lines), study, "fieldwork"), {}
    except StudyError as error:
        told = [_fault(line, [name for name, _ in lines]) for line in str(error).splitlines()]
        quotas = "\n".join(str(text) for field, text in told if field == "quotas")
        return None, dict(told) | ({"quotas": in_words(quotas)} if quotas else {})


def exact_limits(before: Fieldwork, wanted: Fieldwork, step: int) -> dict[str, str]:
    """What to say of numbers that are new and no whole steps: whoever sees a door shut knows how many came in.

    By changing such a number and knocking at the door, people could be counted one by one.

    >>> list(exact_limits(Fieldwork(), Fieldwork(people=50, quotas={"rol": {"fg": 20, "po": 7}}), 10))
    ['quotas']
    >>> exact_limits(Fieldwork(people=7), Fieldwork(people=7), 10)
    {}
    """
    said = STEPS.format(one=step, two=2 * step, three=3 * step)
    new = {
        limit
        for item, options in wanted.quotas.items()
        for option, limit in options.items()
        if before.quotas.get(item, {}).get(option) != limit
    }
    faults = {"people": said} if wanted.people != before.people and (wanted.people or 0) % step else {}
    return faults | ({"quotas": said} if any(limit % step for limit in new) else {})


def _lines(typed: Fields, study: Study) -> Iterator[tuple[str, str]]:
    """The lines of the file, each with the field that it is from; what is about the whole file is told of the first."""
    yield "order", "# fieldwork"
    yield "entry", f"entry: {_quoted(typed.get('entry') or 'open')}"
    for name in MOMENTS:
        if typed.get(name):
            yield name, f"{name}: {_quoted(_with_zone(typed[name]))}"
    for name in LINES[1:]:
        if typed.get(name):
            yield name, f"{name}: {_quoted(typed[name])}"
    for name in TEXTS:
        given = [(language, typed.get(f"{name}_{language}", "")) for language in study.languages]
        if any(text for _, text in given):
            yield name, f"{name}:"
            yield from ((name, f"  {language}: {_quoted(text)}") for language, text in given if text)
    addresses = typed.get("return_to", "").split()
    if addresses:
        yield "return_to", "return_to:"
        yield from (("return_to", f"  - {_quoted(address)}") for address in addresses)
    if typed.get("quotas", "").strip():
        yield "quotas", "quotas:"
        yield from (("quotas", f"  {line}") for line in typed["quotas"].splitlines())


def _fault(told: str, fields: Sequence[str]) -> tuple[str, str | Said]:
    """The field that a line of an error is about, and what to say there."""
    found = FAULT.fullmatch(told)
    line, text = (int(found[1]), found[3]) if found else (1, told)
    field = fields[min(line, len(fields)) - 1]
    if field == "order":
        return "closes", str(ORDER)
    if field == "quotas":
        return field, f"line {max(1, line - fields.index('quotas') - 1)}: {text}"
    right = RIGHT.get("opens" if field in MOMENTS else field)
    return field, str(right) if right else in_words(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _with_zone(typed: str) -> str:
    """The moment with its distance to UTC; what is no moment stays as it was typed, and is refused with the rest."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).isoformat(timespec="minutes")


def _clock(moment: datetime | None) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if moment else ""
