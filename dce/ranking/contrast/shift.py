"""How negative groups advise, and whether that changes over ordered classes such as years in a position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, sparse, stats

from dce.data import Ratings
from dce.disclosure import shown_groups
from dce.errors import FitError
from dce.estimation import Fit, fit_ordered_logit, fit_scale_groups
from dce.plotted import Plotted
from dce.ranking.contrast.classes import SHARES, Classes, class_shares, halved, merged, placed
from dce.ranking.finding import Finding, Judged, holm
from dce.study import Background, Study

Array = NDArray[np.float64]
Index = NDArray[np.intp]
NUMBERS = ("leniency", "low", "high", "p", "p_holm")
LINE = ("slope", "std_error", "low", "high", "p", "departure", "freedom", "p_departure", "monotone", "verdict")


@dataclass(frozen=True)
class Trend(Judged, Plotted):
    """The classes in ``rows``, and in ``tests`` the slope over them: of all answers, and of disagreeing or not.

    ``study`` and ``by`` are what the classes are of.
    """

    study: Study | None = None
    by: str = ""


def leniency(ratings: Ratings, study: Study, *, by: str) -> Finding:
    """How negative each group of a background item advises.

    Columns: group, n, ``disagrees`` (share of answers below the middle of the scale) with ``disagrees_low`` and
    ``disagrees_high`` (:func:`share_of_people`), ``leniency``, low, high, p, p_holm, reason. Leniency is by how much
    more readily the group agrees than the people of the shown groups on average, in units of utility, at equal weights
    and whatever its consistency (:func:`fit_scale_groups`; Swait and Louviere 1993); where scales cannot be told they
    are taken as equal, and a message says so. Intervals (95%) and p (of being average; p_holm after Holm 1979) rest on
    errors clustered by respondent and Student's t with people less groups degrees of freedom. Groups that
    :func:`shown_groups` hides have a reason and no number, not even n. Raises FitError for an unknown item.

    >>> from dce.study import example_study
    >>> study, rng = example_study(), np.random.default_rng(1)
    >>> shown = pd.DataFrame({"ontvanger": ["eigen", "bedrijf"], "doel": "ja", "waarborgen": "alle"})
    >>> people = pd.DataFrame({"rol": ["jurist", "beleid"] * 15}, index=[f"r{i}" for i in range(30)])
    >>> who, row = np.indices((30, 2)).reshape(2, -1)
    >>> answers = Ratings.from_cells(study, shown, (who, 5 * row + rng.integers(0, 5, 60)), people)
    >>> leniency(answers, study, by="rol").table()[["group", "n"]].head(2).to_numpy().tolist()
    [['jurist', 15], ['beleid', 15]]
    """
    item, place = placed(ratings, study, by)
    smallest = study.privacy.smallest_group
    shown = shown_groups(ratings.group_sizes(by), smallest)
    names = [name for name in item.option_ids if name in shown]
    classes = Classes(item.option_ids, place, tuple((item.option_ids.index(name),) for name in names))
    rows = class_shares(ratings, classes)
    messages: list[str] = []
    if len(names) > 1:
        fit: Fit = fit_scale_groups(replace(ratings, smallest_group=smallest), by=by)
        terms = [f"leniency.{name}" for name in names]
        if fit.status != "ok":
            fit, terms = _free(ratings, classes)
            messages.append(
                "the groups are taken as equally consistent, because these answers cannot tell their scales"
            )
        rows = rows.join(_centred(*_shifts(fit, terms), rows["n"].to_numpy(dtype=float)))
        messages += [f"fit: {message}" for message in fit.messages if fit.status != "ok"]
    rows = rows.reindex(columns=[*SHARES, *NUMBERS])
    alone = "no second group to compare with" if len(names) < 2 else "no shift of its own: see the messages"
    rows["reason"] = np.where(rows["leniency"].notna(), "", alone)
    return Finding(_with_hidden(rows, item, set(names), smallest), tuple(messages))


def trend(ratings: Ratings, study: Study, *, by: str, margin: float = 0.1) -> Trend:
    """Whether advice is less negative in higher classes of an ordered background item, such as years in a position.

    ``tests`` has a row for all answers (ordered logit with the criteria and one slope on the class number) and one for
    disagreeing or not (binary logit of the same): measure, slope, std_error, low, high (95%), p, ``departure`` (Wald
    statistic of free shifts per class against the line, Wald 1943), freedom, p_departure, ``monotone`` (whether the
    free shifts all go the way of the slope), verdict. A slope of 0.35 multiplies the odds of a more positive answer by
    exp(0.35) per class; everybody who named a class counts in it. Errors are clustered by respondent, with Student's t.
    Rows: group (the class), n, disagrees with its interval, leniency against the average with low, high, p and p_holm,
    ``isotonic`` (the nearest values that never turn: Barlow and others 1972), reason. Classes under ``smallest_group``
    are shown together with neighbours or not at all, never so that subtraction gives them away, also from a split that
    shows single classes elsewhere; messages say which. With fewer than two classes to show there is no slope.
    Verdicts: "supported": the interval lies above zero, unless the classes depart from a line (5%) and turn; "not
    supported": the interval lies below ``margin``; else "cannot tell". Raises FitError for an unknown item or one that
    the study does not call ordered.

    >>> from dce.study import example_study
    >>> study, shown = example_study(), pd.DataFrame({"ontvanger": ["eigen"], "doel": ["ja"], "waarborgen": ["alle"]})
    >>> people = pd.DataFrame({"rol": ["jurist", "beleid"]}, index=["anna", "bert"])
    >>> trend(Ratings.from_cells(study, shown, (np.array([0, 1]), np.array([0, 4])), people), study, by="rol")
    Traceback (most recent call last):
    dce.errors.FitError: the options of "rol" have no order; mark the item as ordered in the study, or use leniency
    """
    item, place = placed(ratings, study, by)
    if not item.ordered:
        said = f'the options of "{by}" have no order'
        raise FitError(f"{said}; mark the item as ordered in the study, or use leniency")
    classes, messages = merged(item, place, study.privacy.smallest_group)
    tests: list[dict[str, object]] = []
    rows = class_shares(ratings, classes)
    known = np.flatnonzero(place >= 0)
    if len(classes.members) < 2:
        return replace(_no_trend(rows, by, messages), study=study)
    for measure, answers in (("all answers", ratings), ("disagreeing or not", halved(ratings))):
        steps = np.arange(len(item.option_ids), dtype=float)[:, None]
        slope = fit_ordered_logit(with_shift(answers.of_people(known), place[known], steps, ("class",)))
        shifts = _shifts(*_free(answers, classes))
        tests.append({"measure": measure, **_line(slope, shifts, classes, margin)})
        messages += [f"{measure}: {message}" for message in slope.messages]
        if measure == "all answers":
            rows = rows.join(_centred(*shifts, rows["n"].to_numpy(dtype=float)))
            rows["isotonic"] = _isotonic(rows, float(slope.coef["class"]))
    table = pd.DataFrame(tests)
    sentences = (_sentence(row, by) for row in tests)
    rows = rows.reindex(columns=[*SHARES, *NUMBERS, "isotonic"])
    rows["reason"] = np.where(rows["leniency"].notna(), "", "no shift of its own: see the messages")
    return Trend(rows, (*sentences, *messages), table, study, by)


def _no_trend(rows: pd.DataFrame, by: str, messages: list[str]) -> Trend:
    """No slope: it would rest on the few people of the other classes."""
    nothing = {**dict.fromkeys(LINE, np.nan), "freedom": 0, "monotone": None, "verdict": "cannot tell"}
    tests = pd.DataFrame([{"measure": measure, **nothing} for measure in ("all answers", "disagreeing or not")])
    said = f'whether advice changes over the classes of "{by}" cannot be told: fewer than two classes may be shown'
    reason = "no second class to compare with"
    nowhere = rows.reindex(columns=[*SHARES, *NUMBERS, "isotonic"]).assign(reason=reason)
    return Trend(nowhere, (said, *messages), tests, by=by)


def with_shift(ratings: Ratings, place: Index, shift: Array, names: tuple[str, ...]) -> Ratings:
    """The same answers, a row a scenario and class, with more columns (C, Q) that hang on a person's class (G,)."""
    cells = ratings.by_person.tocoo()
    person, column = cells.coords
    wide = ratings.by_person.shape[1]
    moved = sparse.coo_array(
        (cells.data, (person, column + wide * place[person])), shape=(len(place), wide * len(shift))
    )
    scenarios = pd.concat([ratings.scenarios] * len(shift), ignore_index=True)
    x = np.column_stack([np.tile(ratings.x, (len(shift), 1)), np.repeat(shift, len(ratings.x), axis=0)])
    columns = (*ratings.columns, *names)
    return replace(ratings, x=x, columns=columns, by_person=moved.tocsr(), scenarios=scenarios, coding=None)


def _free(ratings: Ratings, classes: Classes) -> tuple[Fit, list[str]]:
    """A fit with a shift for each class but the first, and how the shifts of all classes are called."""
    of_option = {k: i for i, members in enumerate(classes.members) for k in members}
    kept = np.flatnonzero(np.isin(classes.place, list(of_option)))
    place = np.array([of_option[int(k)] for k in classes.place[kept]], dtype=np.intp)
    names = [f"leniency.{classes.name(members)}" for members in classes.members]
    shift = np.eye(len(names))[:, 1:]
    return fit_ordered_logit(with_shift(ratings.of_people(kept), place, shift, tuple(names[1:]))), names


def _shifts(fit: Fit, terms: list[str]) -> tuple[Array, Array, int]:
    """Shifts (C,) with their clustered covariance (C, C), zero for the class that the others are held against."""
    covariance = fit.covariance("cluster").reindex(index=terms, columns=terms)
    own = fit.coef.reindex(terms)
    first = [term for term in terms if term not in fit.coef.index]
    covariance.loc[first, :], covariance.loc[:, first], own[first] = 0.0, 0.0, 0.0
    known = np.nan if fit.status != "ok" else 1.0  # a shrunk or lost fit has no error that would be honest
    return own.to_numpy(dtype=float) * known, covariance.to_numpy() * known, fit.people


def _centred(shift: Array, covariance: Array, people: int, weight: Array) -> pd.DataFrame:
    """Each shift (C,) against their mean weighted by ``weight``: leniency, low, high, p and p_holm."""
    centre = np.eye(len(shift)) - weight / weight.sum()
    value, error = centre @ shift, np.sqrt(np.diag(centre @ covariance @ centre.T))
    freedom = people - len(shift)
    reach = stats.t.ppf(0.975, freedom) * error
    p = 2.0 * stats.t.sf(np.abs(value) / error, freedom)
    return pd.DataFrame({"leniency": value, "low": value - reach, "high": value + reach, "p": p, "p_holm": holm(p)})


def _line(fit: Fit, shifts: tuple[Array, Array, int] | None, classes: Classes, margin: float) -> dict[str, object]:
    """The slope over the classes, and whether free shifts leave its line."""
    sound = fit.status == "ok"
    slope = float(fit.coef["class"]) if sound else np.nan
    error = float(fit.std_error("cluster")["class"]) if sound else np.nan
    reach = float(stats.t.ppf(0.975, max(fit.people - 2, 1))) * error
    found: dict[str, object] = {"slope": slope, "std_error": error, "low": slope - reach, "high": slope + reach}
    found["p"] = float(2.0 * stats.t.sf(abs(slope) / error, max(fit.people - 2, 1)))
    found |= {"departure": np.nan, "freedom": 0, "p_departure": np.nan, "monotone": None}
    if shifts is not None and np.isfinite(shifts[0]).all():
        found |= _departure(shifts, classes, slope)
    turns = found["monotone"] is False and bool(found["p_departure"] < 0.05)  # type: ignore[operator]
    verdict = "supported" if slope - reach > 0 and not turns else "cannot tell"
    return found | {"verdict": "not supported" if slope + reach < margin and verdict != "supported" else verdict}


def _departure(shifts: tuple[Array, Array, int], classes: Classes, slope: float) -> dict[str, object]:
    """Wald's test that the shifts (C,) lie on a line over the mean class number of each class."""
    shift, covariance, _ = shifts
    at = np.array([classes.place[classes.people(members)].mean() for members in classes.members])
    line = np.column_stack([np.ones(len(at)), at])
    across = np.linalg.svd(line)[0][:, 2:].T  # what is at right angles to every line
    found: dict[str, object] = {"monotone": bool((np.sign(slope) * np.diff(shift) >= 0).all())}
    if not len(across):
        return found
    off = across @ shift
    statistic = float(off @ np.linalg.solve(across @ covariance @ across.T, off))
    p = float(stats.chi2.sf(statistic, len(across)))
    return found | {"departure": statistic, "freedom": len(across), "p_departure": p}


def _isotonic(rows: pd.DataFrame, slope: float) -> Array:
    """The leniencies pooled until they never turn against the slope."""
    value = rows["leniency"].to_numpy(dtype=float)
    if not np.isfinite(value).all() or not np.isfinite(slope):
        return np.full(len(value), np.nan)
    found = optimize.isotonic_regression(value, weights=rows["n"].to_numpy(dtype=float), increasing=bool(slope >= 0))
    return np.asarray(found.x)


def _sentence(row: Mapping[str, object], by: str) -> str:
    """The statement with its verdict, in odds."""
    slope, low, high = (float(np.exp(float(str(row[name])))) for name in ("slope", "low", "high"))
    what = "a more positive answer" if row["measure"] == "all answers" else "not disagreeing"
    said = f'the higher the class of "{by}", the less negative the advice ({row["measure"]}): {row["verdict"]}'
    if not np.isfinite(slope):
        return f"{said}, no slope could be estimated"
    return f"{said}; each class multiplies the odds of {what} by {slope:.2f} ({low:.2f} to {high:.2f})"


def _with_hidden(rows: pd.DataFrame, item: Background, shown: set[str], smallest: int) -> pd.DataFrame:
    """A row for each option that is not shown, with the reason and without a number; options in their order."""
    hidden = [name for name in item.option_ids if name not in shown]
    reason = f"fewer than {smallest} people, or one more group that subtraction would give away"
    both = pd.concat([rows.astype({"n": "Int64"}), pd.DataFrame({"group": hidden, "reason": reason})])
    order = {name: place for place, name in enumerate(item.option_ids)}
    return both.sort_values("group", key=lambda names: names.map(order), ignore_index=True)
