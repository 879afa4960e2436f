"""How the fieldwork goes, in numbers that tell of no small group; a page that looks again every few seconds."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from markupsafe import Markup

from dce.disclosure import AtLeast, Hidden
from dce.report.counts_chart import CountBar, counts_chart
from dce.store import Standing
from dce.study import Study
from dce.web.headers import asks_again
from dce.web.languages import day
from dce.web.organiser import published
from dce.web.organiser.access import by_itself, needs, own_study, store
from dce.web.organiser.pages import language_of, page


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One place in the order of tasks: who came so far, and the quartiles of the seconds there, or None."""

    position: int
    saw: AtLeast
    seconds: dict[str, int] | None


@own_study.get("/progress")
@needs("results")
@asks_again
def progress() -> ResponseReturnValue:
    """How far the study is, by group, version, task and day."""
    figures = _figures()
    store().audit.add(g.account.id, "progress.seen", study=g.study_id)
    return page("progress.html", **figures)


@own_study.get("/progress/figures")
@by_itself
@needs("results")
def progress_figures() -> ResponseReturnValue:
    """The part of that page that changes; nothing at all to who has it already."""
    response = Response(page("progress_figures.html", **_figures()))
    response.add_etag()
    return response.make_conditional(request)


def people(found: AtLeast | Hidden) -> str:
    """How many people in words; of a hidden number, that it is hidden."""
    if isinstance(found, Hidden):
        return str(gettext("not shown"))
    if not found.people:
        return str(gettext("fewer than %(step)s", step=found.step))
    return str(gettext("at least %(people)s", people=found.people))


def _figures() -> dict[str, object]:
    design, standing = published.design(), store().standing(g.study_id)
    language = language_of(design.study.languages)
    return {
        "study": design.study,
        "standing": standing,
        "spoken": language,
        "people": people,
        "hidden": lambda found: isinstance(found, Hidden),
        "lines": _lines(standing),
        "tasks_chart": _tasks_chart(standing),
        "days_chart": _days_chart(standing),
        "labels": _labels(design.study, language),
    }


def _lines(standing: Standing) -> list[TaskLine]:
    times = standing.times.content["positions"] if standing.times else []
    return [
        TaskLine(position, saw, times[position - 1] if position <= len(times) else None)
        for position, saw in enumerate(standing.saw, 1)
    ]


def _labels(study: Study, language: str) -> dict[str, tuple[str, dict[str, str]]]:
    """The question of each background item that results are split by, with the words of its options."""
    return {
        item.id: (item.label[language], {option.id: option.label[language] for option in item.options})
        for item in study.background
    }


def _tasks_chart(standing: Standing) -> Markup | None:
    if not standing.saw or not standing.saw[0].people:
        return None
    bars = [
        CountBar(gettext("task %(position)s", position=number), saw.people, people(saw))
        for number, saw in enumerate(standing.saw, 1)
    ]
    first, last = people(standing.saw[0]), people(standing.saw[-1])
    told = gettext("%(first)s people saw the first task and %(last)s the last one.", first=first, last=last)
    return counts_chart(bars, told)


def _days_chart(standing: Standing) -> Markup | None:
    if not standing.days:
        return None
    bars = [CountBar(day(at), number.people, people(number)) for at, number in standing.days]
    told = gettext("%(people)s people had completed by %(day)s.", people=bars[-1].words, day=bars[-1].label)
    return counts_chart(bars, told)
