"""``dce status``: how far the fieldwork of a study is, in numbers that tell of no small group."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dce.cli.options import DATABASE, JSON, STUDY, study_file, synthetic_notice
from dce.disclosure import AtLeast, Hidden
from dce.errors import AnswerError
from dce.store import Standing, Store
from dce.store.place import Place, is_there
from dce.store.standing import Part
from dce.study import Study

MOMENTS = {"before": "not open yet", "open": "open", "closed": "closed"}


@click.command()
@STUDY
@DATABASE
@JSON
def status(folder: Path, database: Place, *, as_json: bool) -> None:
    """Tell how far the fieldwork of the study in FOLDER is: people, groups, times, quotas, invitations.

    Numbers of people move in steps of the study's smallest_group, so that two looks never tell of one person.
    """
    study = Study.load(study_file(folder))
    if not is_there(database):
        raise AnswerError(f"{database}: there is no such file; name the database that dce serve keeps")
    with closing(Store.open(database)) as store:
        if study.id not in store.study_ids():
            known = ", ".join(store.study_ids()) or "none"
            raise AnswerError(f"{database}: holds no study {study.id!r}; it holds {known}")
        found = store.standing(study.id)
    if as_json:
        click.echo(json.dumps({"study": study.id, **_plain(found)}, indent=2, ensure_ascii=False))
        return
    for line in (*synthetic_notice(database, study), *_lines(study, found)):
        click.echo(line)


def _lines(study: Study, found: Standing) -> Iterator[str]:
    yield f"{study.id}: {_window(found)}"
    yield f"  begun        {_people(found.begun)}"
    yield f"  completed    {_people(found.completed)}"
    reached = f"on {found.last_day} at least {found.days[-1][1].people} had completed" if found.days else "not shown"
    yield f"  last step    {reached}"
    if found.invited:
        yield f"  invitations  {found.invited} made, {_used(found.invitations_used)}"
    for quota in found.quotas:
        filled = "full" if quota.exact else "full, or nearly"
        full = {True: filled, False: "open", None: "whether it is full is not shown"}[quota.full]
        yield f"  quota        {quota.item} {quota.option}: {_people(quota.taking_part)} of {quota.most}, {full}"
    for item, options in found.groups.items():
        yield from _parts(f"by {item}", options)
    yield from _parts("by version", found.versions)
    yield from _by_task(found)
    if found.days:
        yield "completed by the end of"
        yield from (f"  {day}  {_people(people)}" for day, people in found.days)


def _parts(title: str, parts: Mapping[str, Part]) -> Iterator[str]:
    yield title
    wide = max(map(len, parts), default=0)
    for name, part in parts.items():
        if isinstance(part.begun, Hidden):
            yield f"  {name:{wide}}  {_people(part.begun)}"
        else:
            yield f"  {name:{wide}}  begun {_people(part.begun)}; completed {_people(part.completed)}"


def _by_task(found: Standing) -> Iterator[str]:
    """How many came as far as each task, and how long it took those whose times are known."""
    times = found.times.content["positions"] if found.times else []
    yield "by task, in the order shown" + (f" (seconds as of {found.times.at})" if found.times else "")
    for position, saw in enumerate(found.saw, 1):
        own = times[position - 1] if position <= len(times) else None
        took = "time not shown"
        if own:
            took = f"half took {own['quarter']} to {own['three_quarters']} seconds, median {own['half']}"
        yield f"  {position:>3}  seen by {_people(saw)}; {took}"


def _window(found: Standing) -> str:
    said = MOMENTS[found.moment]
    if found.moment == "before" and found.opens:
        return f"{said}; opens {_time(found.opens)}"
    return (
        f"{said}; {'closed' if found.moment == 'closed' else 'closes'} {_time(found.closes)}" if found.closes else said
    )


def _time(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def _people(people: AtLeast | Hidden) -> str:
    if isinstance(people, Hidden):
        return f"fewer than {people.smallest}, or so few could be found by subtraction"
    return f"at least {people.people}" if people.people else f"fewer than {people.step}"


def _used(used: AtLeast) -> str:
    return f"at least {used.people} used" if used.people else "too few used or left to tell how many"


def _plain(value: Any) -> Any:
    """The same as JSON can hold it."""
    if isinstance(value, AtLeast):
        return {"at_least": value.people, "in_steps_of": value.step}
    if isinstance(value, Hidden):
        return {"hidden": value.reason, "smallest_group": value.smallest}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: _plain(own) for name, own in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(own) for own in value]
    return value.isoformat() if isinstance(value, datetime) else value
