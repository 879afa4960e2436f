"""The pages of results: finished figures, read and shown; nothing is computed here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import get_locale, gettext
from markupsafe import Markup

from dce.report.wording import capital
from dce.store import Job
from dce.store.results import EVERYBODY, SCENARIOS, TOGETHER, State
from dce.study import Background, Study
from dce.web.headers import asks_again
from dce.web.organiser import published
from dce.web.organiser.access import by_itself, needs, own_study, store
from dce.web.organiser.job_pages import stop_job
from dce.web.organiser.pages import language_of, page
from dce.web.organiser.words import VIEWS
from dce.web.results.explaining import explanation
from dce.web.results.renewing import KIND, groups_now, renew

FILTERED = ("answers", "ranking")  # views that can be of one group alone


@dataclass(frozen=True, slots=True)
class Filter:
    """One group whose figures are shown alone: the option of a background item, and its name."""

    item: str
    option: str
    name: str

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.item}:{self.option}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a page: where its files are, its heading, what it holds, and the state that this is of."""

    split: str
    name: str
    heading: str
    content: dict[str, Any] | None
    state: State | None


@own_study.get("/results")
@needs("results")
@asks_again
def results() -> ResponseReturnValue:
    """How people answered: the first page of the results."""
    return _page("answers")


@own_study.get("/results/<any(ranking, groups, spread, sample, checks, design):view>")
@needs("results")
@asks_again
def results_view(view: str) -> ResponseReturnValue:
    """One of the other pages of the results."""
    return _page(view)


@own_study.get("/results/now/<any(answers, ranking, groups, spread, sample, checks, design):view>")
@by_itself
@needs("results")
def results_now(view: str) -> ResponseReturnValue:
    """The part of a page that changes; nothing at all to who has it already."""
    study, only = published.study(), _filter(published.study())
    job = _renewed(study)
    response = Response()
    response.set_etag(_tag(view, only, job))
    if response.is_streamed or request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    response.set_data(page("results_figures.html", **_values(study, view, only, job)))
    return response


@own_study.post("/results/make")
@needs("results")
def renew_results() -> ResponseReturnValue:
    """Begin to make new figures, beside the site."""
    study, groups = published.study(), request.form.get("groups") == "yes"
    renew(store(), current_app.extensions["dce_database"], study, g.account.id, asked=True, groups=groups)
    store().audit.add(g.account.id, "results.asked", study=g.study_id, object="by group" if groups else "")
    flash(gettext("New figures come as soon as they may be shown."))
    return redirect(url_for("own_study.results"), 303)


@own_study.post("/results/stop")
@needs("results")
def stop_results() -> ResponseReturnValue:
    """Make no new figures after all; those that are shown stay, and newer ones come when more people have answered."""
    return stop_job(KIND, "own_study.results")


def _page(view: str) -> str:
    study = published.study()
    only = _filter(study) if view in FILTERED else None
    values = _values(study, view, only, _renewed(study))
    store().audit.add(g.account.id, "results.seen", study=g.study_id, object=f"{view} {only.key}" if only else view)
    shown = [part.content for part in values["parts"] if part.content]
    told = explanation(view, shown, language_of(study.languages)) if shown else None
    return page("results.html", explanation=told, **values)


def _renewed(study: Study) -> Job | None:
    if study.task.alternatives is not None:
        return None
    return renew(store(), current_app.extensions["dce_database"], study, g.account.id)


def _filter(study: Study) -> Filter | None:
    """The group that was asked for alone; one that the study does not have is not found."""
    asked = request.args.get("only", "")
    if not asked:
        return None
    known = {one.key: one for one in filters(study, language_of(study.languages))}
    if asked not in known:
        abort(404)
    return known[asked]


def filters(study: Study, language: str) -> list[Filter]:
    """Every group of the study."""
    return [Filter(item.id, option.id, option.label[language]) for item in study.groupings for option in item.options]


def _values(study: Study, view: str, only: Filter | None, job: Job | None) -> dict[str, Any]:
    language, states = language_of(study.languages), store().results.states(g.study_id)
    names = set(store().results.names(g.study_id, language))
    items = {item.id: _named(item, language) for item in study.groupings}
    return {
        "study": study,
        "spoken": language,
        "view": view,
        "views": VIEWS,
        "only": only,
        "filtered": view in FILTERED,
        "filters": {
            name: [one for one in filters(study, language) if one.item == item and _kept(view, one) in names]
            for item, name in items.items()
        },
        "whole": states.get(EVERYBODY),
        "overview": store().results.part(g.study_id, EVERYBODY, "overview", language),
        "parts": list(_parts(study, view, only, states)),
        "job": job,
        "kind": KIND,
        "by_group": groups_now(store(), study),
        "smallest": study.privacy.smallest_group,
        "handed_out": not store().synthetic and store().edition_number(g.study_id) > 0,
        "now": url_for("own_study.results_now", view=view, only=only.key if only else None),
    }


def _kept(view: str, only: Filter) -> tuple[str, str]:
    return only.item, f"{view}-{only.option}"


def _parts(study: Study, view: str, only: Filter | None, states: dict[str, State]) -> Iterator[Shown]:
    language = language_of(study.languages)
    for split, name, heading in _wanted(study, view, only, language):
        found = store().results.part(g.study_id, split, name, language)
        yield Shown(split, name, heading, _marked(found) if found else None, states.get(split))


def _marked(content: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a part, its drawings as markup: we drew them, and escaped what stands in them."""
    figures = [
        kept
        | {
            "charts": [one | {"wide": Markup(one["wide"]), "narrow": Markup(one["narrow"])} for one in kept["charts"]],  # noqa: S704
            "panels": [one | {"svg": Markup(one["svg"])} for one in kept["panels"]],  # noqa: S704
        }
        for kept in content["figures"]
    ]
    return {**content, "figures": figures}


def _wanted(study: Study, view: str, only: Filter | None, language: str) -> list[tuple[str, str, str]]:
    """Split, name and heading of each part of a view."""
    if only:
        return [(*_kept(view, only), only.name)]
    if view == "groups":
        ordered = [item for item in study.background if item.group or item.ordered]
        return [(item.id, view, _named(item, language)) for item in ordered] + [
            (TOGETHER, view, gettext("All groups side by side"))
        ]
    if view == "sample":
        flags = [(EVERYBODY, "quality", gettext("Quality of the answers"))]
        return [(item.id, view, "") for item in study.background] + flags  # each table has its name
    return [(SCENARIOS if view == "answers" else EVERYBODY, view, "")]


def _named(item: Background, language: str) -> str:
    return capital((item.short or item.label)[language])


def _tag(view: str, only: Filter | None, job: Job | None) -> str:
    """What changes when the page does, and not before."""
    states = {split: state.number for split, state in store().results.states(g.study_id).items()}
    parts = len(store().results.names(g.study_id, language_of(published.study().languages)))
    under_way = [job.id, job.state, round(job.progress, 2)] if job else []
    seen = [str(get_locale()), view, only.key if only else "", states, parts, under_way, g.account.role]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]
