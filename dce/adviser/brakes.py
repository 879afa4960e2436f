"""The brake: what speaks against advising on a case, or against advising at all, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from dce.adviser.advice import Brake, GroupAdvice, Nearest
from dce.adviser.evidence import Evidence
from dce.adviser.group_model import GroupModel, some_people
from dce.data import Ratings
from dce.disclosure import Hidden
from dce.ranking import additivity
from dce.ranking.division.scenarios import agreement_index, two_camps
from dce.study import Study

WIDE = 0.3  # an interval from 35% to 65% leaves open whether most would agree
MINORITY = 1 / 3  # a minority of a third or more is not a matter of a few
LITTLE_AGREEMENT = 0.2  # van der Eijk's index: 0 is an even spread over the scale, 1 all alike
NEAR = 5  # of so many criteria one may differ for the answers to a scenario to tell of a case
LEAST_DRAWS = 100  # for the tests of additivity


def forbidden(study: Study, case: Mapping[str, str]) -> Iterator[Brake]:
    """Rules that no scenario may break, so that nobody was asked about such a case."""
    for rule in study.rules:
        if rule.refuses(case):
            named = [*(rule.never or ()), *(rule.when or ()), *(rule.only or ())]
            levels = {name: case[name] for name in study.criterion_ids if name in named}
            because = f" ({rule.because[study.language]})" if rule.because else ""
            said = f"No advice: the study says that {_words(levels)} cannot go together{because}."
            yield Brake("forbidden", said, about=levels)


def of_models(study: Study, models: Sequence[GroupModel], hidden: Iterable[str]) -> Iterator[Brake]:
    """What is wrong with the models themselves, whatever the case."""
    smallest = study.privacy.smallest_group
    if not models:
        yield Brake("too_few", f"No advice: fewer than {smallest} people answered.")
    for name in hidden:
        said = f"{name}: not shown, fewer than {smallest} people, or so few could be found by subtraction."
        yield Brake("too_few", said, name)
    for model in models:
        why = "; ".join(model.messages) or f"the fit is {model.status}"
        if not model.told:
            yield Brake("model_failed", f"{model.name}: no model could be fitted: {why}.", model.name)
        elif model.status != "ok":
            yield Brake("model_failed", f"{model.name}: the model failed its checks: {why}.", model.name)


def of_additivity(ratings: Ratings, study: Study, seed: int) -> Iterator[Brake]:
    """Whether criteria simply add up, which the model takes for granted (:func:`dce.additivity`).

    Of very many people some are asked: of a million any bend is sure, however little it matters.
    """
    some = some_people(ratings, np.random.default_rng(seed))
    found = additivity(some, study, bootstrap=LEAST_DRAWS, seed=seed)
    against = found.tests.loc[found.tests["verdict"] == "contradicted", "question"]
    if len(against):
        said = "; ".join(found.messages[1 : 1 + len(against)])
        yield Brake("not_additive", f"The model adds criteria up, and the answers contradict that: {said}.")


def outside(evidence: Evidence, case: Mapping[str, str]) -> Iterator[Brake]:
    """Levels, and pairs of levels, that nobody was shown."""
    for name in evidence.levels_not_shown(case):
        levels = {name: case[name]}
        yield Brake("level_not_shown", f"Outside the design: no scenario shows {_words(levels)}.", about=levels)
    for pair in evidence.pairs_not_shown(case):
        levels = {name: case[name] for name in pair}
        said = f"Outside the design: no scenario shows {_words(levels)} together."
        yield Brake("pair_not_shown", said, about=levels)


def of_shares(groups: Sequence[GroupAdvice]) -> Iterator[Brake]:
    """Where a share is not known well, lies near one half, or hides a large minority; and groups that contradict."""
    for found in groups:
        name, share = found.group, found.share
        ends = f"{share.low:.0%} to {share.high:.0%}"
        if share.high - share.low > WIDE:
            yield Brake("imprecise", f"{name}: too few people to tell this share: it may be {ends}.", name)
        if share.low <= 0.5 <= share.high:
            yield Brake("near_half", f"{name}: whether most would agree cannot be told: {ends}.", name)
        elif MINORITY <= share.value <= 1 - MINORITY:
            less = min(share.value, 1 - share.value)
            yield Brake("divided", f"{name}: experts disagree; about {less:.0%} would say the opposite.", name)
    yes = [found.group for found in groups if found.share.low > 0.5]
    no = [found.group for found in groups if found.share.high < 0.5]
    if yes and no:
        yield Brake(
            "groups_differ", f"Experts disagree: most would agree in {', '.join(yes)}, and not in {', '.join(no)}."
        )


def of_nearest(nearest: Iterable[Nearest]) -> Iterator[Brake]:
    """Where the people who judged nearly this case stood far apart."""
    for near in nearest:
        if NEAR * len(near.differing) > len(near.scenario) or isinstance(near.counts, Hidden):
            continue
        counts = np.array([near.counts], dtype=float)
        if agreement_index(counts)[0] < LITTLE_AGREEMENT or two_camps(counts)[0]:
            levels = {name: near.scenario[name] for name in near.differing}
            which = f"other only in {_words(levels)}" if levels else "of this very case"
            said = f"Experts disagree: those who judged a scenario {which} stood far apart."
            yield Brake("divided_nearest", said, about=levels)
            return  # the nearest one tells most


def _words(levels: Mapping[str, str]) -> str:
    return " with ".join(f"{name}={level}" for name, level in levels.items())
