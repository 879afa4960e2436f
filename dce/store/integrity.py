"""What a database file should still be: whole pages, rows that refer to each other, and unbroken chains of answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby

from dce.design import Design
from dce.errors import StoreError
from dce.store import audit
from dce.store.chain import START, Link
from dce.store.database import Database, Guard, Row
from dce.store.designs import read_design
from dce.store.migrations import STEPS
from dce.store.respondents import Respondent, from_row
from dce.study.answers import ATTENTION


def faults(database: Database) -> tuple[str, ...]:
    """Give a sentence for every fault, naming its row; nothing when the file is sound."""
    with database.named(), database.snapshot(), database.any_text():
        designs = {row["hash"]: _design(database, row["hash"]) for row in database.run("designs")}
        changed = (
            f"design {name}: it is not what was published under this hash" for name in designs if not designs[name]
        )
        logged = audit.faults(database)
        found = (*_answers(database), *_respondents(database, designs))
        return (*database.damage(), *_rules(database), *changed, *found, *logged)


def _rules(database: Database) -> Iterator[str]:
    """Who can write the file can switch off what keeps the log, and can let anything happen when an answer comes."""
    made = {each.name for step in STEPS.values() for each in step if isinstance(each, Guard)}
    found = set(database.rules())
    yield from (f"rule {name}: is gone or switched off, and kept the log as it was" for name in sorted(made - found))
    yield from (f"rule {name}: dce did not make it; look at what it does" for name in sorted(found - made))


def _design(database: Database, design_hash: str) -> Design | None:
    try:
        return read_design(database, design_hash)
    except StoreError:
        return None


def _answers(database: Database) -> Iterator[str]:
    rows = database.run("all_answers")
    for respondent, chain in groupby(rows, key=lambda row: str(row["respondent"])):
        before = START
        for place, row in enumerate(chain, 1):
            where = f"answer of respondent {respondent} to task {row['task']}"
            if row["previous"] != before or row["place"] != place:
                yield f"{where}: an answer before it is missing or was changed"
            link = Link(**{field.name: row[field.name] for field in fields(Link)})
            if row["hash"] != link.hash:
                yield f"{where}: it is not what was stored"
            before = row["hash"]


def _respondents(database: Database, designs: Mapping[str, Design | None]) -> Iterator[str]:
    options = _by_respondent(database.run("all_background"))
    tasks = _by_respondent(database.run("all_answers"))
    for row in database.run("all_respondents"):
        where = f"respondent {row['id']}"
        try:
            respondent = from_row(row)
        except ValueError:  # JSON's errors are ValueErrors
            yield f"{where}: the order of tasks or criteria is not what was stored"
            continue
        design = designs.get(respondent.design_hash)
        answered = {answer["task"] for answer in tasks[respondent.id]}
        if design is not None:
            yield from (f"{where}: {fault}" for fault in _against(design, respondent, answered, options[respondent.id]))


def _against(design: Design, respondent: Respondent, answered: set[int], options: Sequence[Row]) -> Iterator[str]:
    """What a respondent was shown and gave fits the design; nothing ties these rows by a hash."""
    study = design.study
    version = set(design.tasks_of(respondent.version)) if respondent.version in design.versions else set()
    twice = [task for task, times in Counter(respondent.tasks).items() if times > 1]
    again = sorted(design.repeats(respondent.version)) if version else []
    if study.survey.attention is not None:
        version.add(ATTENTION)
    criteria = sorted(respondent.criteria) == sorted(study.criterion_ids)
    if set(respondent.tasks) != version or sorted(twice) != again or not criteria:
        yield "the tasks or criteria are not those of the version"
    if answered - set(respondent.tasks):
        yield "there are answers to tasks that were not shown"
    if respondent.completed and set(respondent.tasks) - answered:
        yield "it is marked as completed, but answers are missing"
    known = {(item.id, option) for item in study.background for option in item.option_ids}
    for row in options:
        if (row["item"], row["option"]) not in known:
            yield f"background item {row['item']}: the study has no option {row['option']!r}"


def _by_respondent(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["respondent"]].append(row)
    return found
