"""When new figures are made: as people complete, in steps, or when somebody asks; always beside the site."""

from __future__ import annotations

from dce.disclosure import grown
from dce.store import Job, Store, WrongState
from dce.store.jobs import Kind
from dce.store.place import Place
from dce.store.results import EVERYBODY
from dce.study import Study
from dce.web import making

KIND: Kind = "results"


def renew(
    store: Store, database: Place, study: Study, account: str, *, asked: bool = False, groups: bool = False
) -> Job | None:
    """Begin to make new figures where it is time for them, or where they are ``asked`` for; gives the last job.

    While answers come in, figures by group are made only where ``groups`` asks for them, and from then on: each state
    of them asks for as many new people in every group, so that one that is made early holds up the later ones.
    """
    last, people = store.jobs.last(study.id, KIND), store.results.completed(study.id)
    if last is not None and not last.over:
        return last
    size = grown(people, study.privacy.smallest_group)
    wanted = groups or groups_now(store, study)
    tried = last.asked if last else {"people": 0, "groups": False}
    news = size > tried["people"] or (wanted and not tried["groups"])
    if not size or not (asked or news):
        return last
    try:
        job = store.jobs.add(study.id, KIND, {"people": size, "groups": wanted}, account)
    except WrongState:  # something else is made for this study now; the page asks again by itself
        return last
    making.start(database, job)
    return job


def groups_now(store: Store, study: Study) -> bool:
    """Whether figures by group are made without being asked for: no more people come, or they are shown already."""
    shown = set(store.results.states(study.id))
    return store.moment(study.id) == "closed" or any(item.id in shown for item in study.background)


def waiting(store: Store, study: Study) -> bool:
    """Whether there are no figures yet because too few people completed."""
    return EVERYBODY not in store.results.states(study.id)
