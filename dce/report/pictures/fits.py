"""The picture of a fit: its weights with their intervals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dce.errors import FitError
from dce.estimation import Fit
from dce.report import charts_dots
from dce.report.charts_dots import Dot, Scale, spread_chart
from dce.report.figure import Picture
from dce.report.numbers import decimal, whole
from dce.report.pictures.axes import even_ticks
from dce.report.tables import term_name
from dce.report.wording import Wording, capital, catalogue
from dce.study import Study

FAR = 10.0  # a weight or an end beyond this is as good as endless: e^10 is odds of 22,000


def weights(fit: Fit, language: str, study: Study | None = None, kind: str = "cluster") -> Picture:
    """Every weight with its 95% interval, in the words of a study where one is given; thresholds stand in the table."""
    say, rows = catalogue(language), fit.table(kind)  # type: ignore[arg-type]  # the fit itself refuses an unknown kind
    rows = rows[rows["term"].isin(fit.coef.index)]
    ends = rows[["low", "high", "estimate"]].to_numpy(dtype=float)
    if not np.isfinite(ends).any():
        raise FitError(f"this fit has no weight to draw: {'; '.join(fit.messages) or fit.status}")
    reach = 0.25 * math.ceil(4 * min(FAR, float(np.nanmax(np.abs(ends)))) + 1e-9)
    scale = Scale(-reach, reach, even_ticks(reach), "format(datum.value, '.3~f')", say["picture_fit_axis"])
    dots = [_dot(row, language, study, reach) for _, row in rows.iterrows()]
    sided = int(((rows["low"] > 0) | (rows["high"] < 0)).sum())
    title = say["picture_fit_some" if sided else "picture_fit_none"].format(k=sided, of=len(rows))
    model, n, answers = capital(fit.model), whole(fit.people, language), whole(fit.answers, language)
    subtitle = " ".join([say["picture_fit_sub"].format(model=model, n=n, answers=answers), *fit.messages])
    top = rows.iloc[int(np.nanargmax(rows["estimate"].to_numpy(dtype=float)))]
    alternative = say["picture_fit_alt"].format(
        title=title, k=len(rows), name=_name(str(top["term"]), study, language),
        value=decimal(float(top["estimate"]), language),
    )  # fmt: skip
    sizes = (charts_dots.WIDE_SPREAD, charts_dots.NARROW_SPREAD)
    return Picture(title, subtitle, alternative, lambda size: spread_chart(dots, scale, size), sizes)


def _dot(row: pd.Series, language: str, study: Study | None, reach: float) -> Dot:
    """A weight that cannot be told keeps its row and no dot; one without errors a dot without a line is never drawn."""
    name, value = _name(str(row["term"]), study, language), float(row["estimate"])
    low, high = float(row["low"]), float(row["high"])
    if not np.isfinite([value, low, high]).all():
        return Dot(name, None, None, None, beside=catalogue(language)["not_estimable"])
    marked = decimal(value, language)
    return Dot(name, _within(value, reach), _within(low, reach), _within(high, reach), marked)


def _within(value: float, reach: float) -> float:
    return min(max(value, -reach), reach)


def _name(term: str, study: Study | None, language: str) -> str:
    """The criterion and level in the words of the study, where the term is of one."""
    if study is None:
        return term
    try:
        return term_name(Wording(study, language), term)
    except StopIteration:  # such as the spread of a random weight
        return term
