"""``plot``: the picture of a result, found by what the result is."""

from __future__ import annotations

import inspect
from typing import Any

from dce.errors import FitError
from dce.estimation import Fit
from dce.power import Power, PowerCurve
from dce.ranking import Ranking, ScenarioAgreement, SelfImage, Trend, WeightSpread
from dce.report.figure import Picture
from dce.report.pictures import findings, fits, powers, rankings
from dce.report.pictures.altair_chart import altair_chart
from dce.study import Study

LANGUAGES = ("nl", "en")
PICTURES: dict[type, dict[str, Any]] = {
    Ranking: rankings.PICTURES,
    Fit: {"weights": fits.weights},
    Trend: {"trend": findings.trend},
    WeightSpread: {"spread": findings.spread},
    ScenarioAgreement: {"scenarios": findings.scenarios},
    SelfImage: {"self-image": findings.self_image},
    Power: {"measures": powers.measures},
}


def plot(result: object, what: str = "", *, language: str | None = None, source: str = "", **asked: Any) -> Any:
    """The chart of a result; raises FitError for what it has no picture of, and for an unknown language.

    >>> from dce.data import Ratings; from dce.design import make_design; from dce.ranking import rank_criteria
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> ranking = rank_criteria(Ratings.from_answers(frame, design.study), design.study, bootstrap=200)
    >>> chart = plot(ranking, language="en", source="invented answers")
    >>> chart.title.text[-1], chart.title.subtitle[-1]
    ('cannot be told', 'invented answers')
    """
    study = asked.get("study") or getattr(result, "study", None) or _of_plan(result)
    spoken = LANGUAGES if study is None else study.languages
    chosen = language or ("en" if study is None else study.language)
    if chosen not in spoken or chosen not in LANGUAGES:
        raise FitError(f'there are no words in language "{chosen}" here; use one of {", ".join(spoken)}')
    return altair_chart(_picture(result, what, chosen, asked), chosen, source)


def _of_plan(result: object) -> Study | None:
    return result.plan.design.study if isinstance(result, Power) else None


def _picture(result: object, what: str, language: str, asked: dict[str, Any]) -> Picture:
    if isinstance(result, PowerCurve):  # its pictures are its measures
        return powers.curve(result, language, what, **asked)
    known = next((pictures for kind, pictures in PICTURES.items() if isinstance(result, kind)), None)
    if known is None:
        raise FitError(f"there is no picture of {type(result).__name__}; its table() holds the numbers")
    name = what or next(iter(known))
    if name not in known:
        raise FitError(f'there is no picture "{name}" of {type(result).__name__}; use one of {", ".join(known)}')
    takes = list(inspect.signature(known[name]).parameters)[2:]
    wrong = [option for option in asked if option not in takes]
    if wrong:
        raise FitError(
            f'the picture "{name}" does not take {", ".join(wrong)}; it takes {", ".join(takes) or "nothing"}'
        )
    found: Picture = known[name](result, language, **asked)
    return found
