"""What the platform knows of a study and of itself, as the templates of the documents fill it in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dce.markdown import plain_text
from dce.ranking import Ranking
from dce.report import numbers
from dce.report.places import ALL
from dce.report.wording import Wording
from dce.study import Fieldwork, Study

# Of other parts of the program, which are no part of a study; a test keeps these equal to theirs.
INVITATION_DAYS = 30  # that an invitation is kept after a study closes
VISIT_DAYS = 3  # that a visit is good at most
REASON_CHARACTERS = 1000  # of a reason in free text
LIMIT_HOURS = 1  # that an internet address is remembered in memory
MODELS = {"rating": "ordered logit", "yes-no": "binary logit"}  # of what is rated; the rest is chosen


def study_facts(study: Study, fieldwork: Fieldwork, words: Wording) -> dict[str, Any]:
    """What the study file and the file on fieldwork say, in one language."""
    language = words.language
    return {
        "title": study.title[language],
        "study": study.id,
        "version": study.hash[:12],
        "criteria": [words.criterion(name) for name in study.criterion_ids],
        "tasks": study.design.tasks,
        "alternatives": study.task.alternatives,
        "background": [
            (item.label[language], [option.label[language] for option in item.options]) for item in study.background
        ],
        "reasons": study.survey.reasons,
        "attention": study.survey.attention is not None,
        "smallest": study.privacy.smallest_group,
        "months": study.privacy.retention_months,
        "model": _model(study, language),
        "introduction": plain_text(study.introduction[language]) if study.introduction else None,
        "notes": plain_text(study.notes[language]) if study.notes else None,
        **_held(fieldwork, language),
        "invitation_days": INVITATION_DAYS,
        "visit_days": VISIT_DAYS,
        "reason_characters": REASON_CHARACTERS,
        "limit_hours": LIMIT_HOURS,
    }


def ranking_facts(ranking: Ranking | None, words: Wording) -> dict[str, Any]:
    """The result for everybody with what it cannot tell, and the people of every group that may be shown."""
    if ranking is None:
        return {"rows": [], "groups": []}
    table = ranking.table()
    item = next((item for item in ranking.study.background if item.id == ranking.by), None)
    people = table.dropna(subset=["n"]).drop_duplicates("group")
    named = item is not None
    return {
        "rows": [_row(row, words) for row in table[table["group"] == ALL].itertuples()],
        "groups": [
            (
                words.group(item, str(row.group)) if named or row.group == ALL else str(row.group),
                words.count(float(str(row.n))),
            )
            for row in people.itertuples()
        ],
        "draws": words.count(ranking.bootstrap),
        "seed": str(ranking.seed),
        "reliable": all(fit.status == "ok" for fit in ranking.fits.values()),
    }


def _row(row: Any, words: Wording) -> tuple[str, str, str, str]:
    """Name, importance, interval and places, with a dash where there is no number."""
    if row.importance != row.importance:
        return words.criterion(row.criterion), numbers.DASH, numbers.DASH, numbers.DASH
    low, high = numbers.bare_percent(row.low), numbers.bare_percent(row.high)
    ends = words.say("range", low=low, high=high)
    places = (int(row.rank_low), int(row.rank_high))
    told = str(places[0]) if places[0] == places[1] else words.say("range", low=places[0], high=places[1])
    return words.criterion(row.criterion), numbers.percent(row.importance), f"{ends}%", told


def _held(fieldwork: Fieldwork, language: str) -> dict[str, Any]:
    ground = fieldwork.legal_ground
    return {
        "organisation": fieldwork.organisation[language] if fieldwork.organisation else None,
        "contact": fieldwork.contact,
        "officer": fieldwork.officer,
        "ground": plain_text(ground[language]) if ground else None,
        "opens": _day(fieldwork.opens, language),
        "closes": _day(fieldwork.closes, language),
        "invited": fieldwork.entry == "invited",
        "people": fieldwork.people,
        "panel": bool(fieldwork.return_to),
    }


def _day(moment: datetime | None, language: str) -> str | None:
    return numbers.long_date(moment.date(), language) if moment else None


def _model(study: Study, language: str) -> str:
    """The name of the model that a ranking of this study comes from."""
    name = MODELS.get(study.task.kind, "conditional logit")
    return name if language == "en" else name.replace("binary", "binaire").replace("conditional", "conditionele")
