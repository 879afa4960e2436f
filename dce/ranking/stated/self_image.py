"""Self-image against behaviour: how those who call themselves lenient advise, beside those who are strict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.data import Ratings
from dce.errors import FitError
from dce.plotted import Plotted
from dce.ranking.contrast.shift import leniency
from dce.ranking.finding import Finding, holm, share_of_people
from dce.study import Study

Array = NDArray[np.float64]
Members = Mapping[str, NDArray[np.intp]]
STRONGLY, LENIENCY = "strongly against", "leniency"
MOST_AGAINST = "those who call themselves lenient are most often strongly against"
MILDER = "those who call themselves lenient advise more leniently than those who call themselves strict"
MARGIN_OF_LENIENCY = 0.1  # utility: odds that differ by a tenth, as for trends
DIFFERENCE = ["difference", "error", "freedom", "low", "high", "p"]


@dataclass(frozen=True)
class SelfImage(Finding, Plotted):
    """Classes in ``rows``; in ``tests`` the lenient less each other class; in ``statements`` the two verdicts."""

    tests: pd.DataFrame
    statements: pd.DataFrame
    study: Study | None = None
    by: str = ""


def self_image(
    ratings: Ratings, study: Study, *, by: str, lenient: str, strict: str, margin: float = 0.02
) -> SelfImage:
    """What people call themselves against how they advise; ``lenient`` and ``strict`` are options of the item ``by``.

    Rows, a class an option, also of those who do not know: group, standing, n, ``strongly`` (share of answers that are
    the lowest of the scale), ``disagrees`` and ``agrees`` (below, above its middle) with ``_low`` and ``_high``
    (:func:`share_of_people`), then leniency and what belongs to it as in :func:`leniency`, which also hides classes.
    Tests hold the lenient against each other shown class: the difference in the share that is strongly against, errors
    clustered by respondent, freedom after Welch (1947); and in leniency at equal weights, whatever the consistency,
    fitted to the two classes alone. ``p_holm`` (Holm 1979) is over the classes of a measure.

    Statements: "most often strongly against" is supported where each 95% interval lies above zero (all must hold, so
    none needs adjusting: Berger 1982, Technometrics 24, 295-300), and not supported where one, adjusted after
    Bonferroni, lies below ``margin``: another class is at least about as often against. "More leniently" is supported
    where the interval against the strict lies above zero, not supported where it lies below 0.1. Else "cannot tell".
    Raises FitError for an unknown item or option.

    >>> from dce.study import example_study
    >>> study, rng = example_study(), np.random.default_rng(1)
    >>> shown = pd.DataFrame({"ontvanger": ["eigen", "bedrijf"], "doel": "ja", "waarborgen": "alle"})
    >>> people = pd.DataFrame({"rol": ["jurist", "beleid"] * 30}, index=[f"r{i}" for i in range(60)])
    >>> who, row = np.indices((60, 2)).reshape(2, -1)
    >>> rating = np.where(who % 2, rng.integers(1, 5, 120), rng.integers(0, 3, 120))
    >>> answers = Ratings.from_cells(study, shown, (who, 5 * row + rating), people)
    >>> self_image(answers, study, by="rol", lenient="jurist", strict="beleid").statements.loc[0, "verdict"]
    'supported'
    """
    found = leniency(ratings, study, by=by)
    _check(by, next(item for item in study.background if item.id == by).option_ids, lenient, strict)
    told, rows = _told(ratings), found.table()
    option = ratings.background[by].to_numpy(dtype=object)
    members = {str(name): np.flatnonzero(option == name) for name in rows.loc[rows["n"].notna(), "group"]}
    rows = _rows(rows, told, members, {lenient: "lenient", strict: "strict"})
    tests = pd.concat(
        [_shares_apart(told, members, lenient), _leniencies_apart(ratings, study, (by, lenient), members)]
    )
    tests = tests.reset_index(drop=True)
    verdicts = {MOST_AGAINST: _most_against(tests, margin), MILDER: _milder(tests, strict)}
    statements = pd.DataFrame({"statement": list(verdicts), "verdict": list(verdicts.values())})
    messages = (*_sentences(verdicts, rows, tests, (lenient, strict)), *found.messages)
    return SelfImage(rows, messages, tests, statements, study, by)


def _check(by: str, options: tuple[str, ...], lenient: str, strict: str) -> None:
    for name in (lenient, strict):
        if name not in options:
            raise FitError(f'"{by}" has no option "{name}"; use two of {", ".join(options)}')
    if lenient == strict:
        raise FitError(f'"{lenient}" is both the lenient and the strict option; name two different ones')


def _told(ratings: Ratings) -> Array:
    """By person (G, 3): answers that are the lowest of the scale, answers above its middle, and all answers."""
    wide = len(ratings.categories)
    place = np.arange(wide)
    kinds = np.column_stack([place == 0, place > (wide - 1) / 2, place >= 0]).astype(float)
    return np.asarray(ratings.by_person @ np.tile(kinds, (len(ratings.x), 1)))


def _rows(rows: pd.DataFrame, told: Array, members: Members, standing: Mapping[str, str]) -> pd.DataFrame:
    """The rows of the leniencies with how a class calls itself, and its shares at both ends of the scale."""
    for k, side in enumerate(("strongly", "agrees")):
        shares = {name: share_of_people(told[who, k], told[who, 2]) for name, who in members.items()}
        for part, end in enumerate(("", "_low", "_high")):
            rows[f"{side}{end}"] = [shares[name][part] if name in shares else np.nan for name in rows["group"]]
    rows["standing"] = [standing.get(name, "") for name in rows["group"]]
    shares_first = [f"{side}{end}" for side in ("strongly", "disagrees", "agrees") for end in ("", "_low", "_high")]
    return rows[["group", "standing", "n", *shares_first, "leniency", "low", "high", "p", "p_holm", "reason"]]


def _others(members: Members, lenient: str) -> list[str]:
    """The classes that the lenient are held against: none where the lenient themselves are not shown."""
    return [name for name in members if name != lenient] if lenient in members else []


def _shares_apart(told: Array, members: Members, lenient: str) -> pd.DataFrame:
    """By how much the lenient are more often strongly against than each other class."""
    rows = [(name, *_of_shares(told[members[lenient]], told[members[name]])) for name in _others(members, lenient)]
    return _tested(STRONGLY, rows)


def _leniencies_apart(ratings: Ratings, study: Study, what: tuple[str, str], members: Members) -> pd.DataFrame:
    """By how much the lenient are more lenient than each other class, fitted to the two classes alone."""
    by, lenient = what
    rows = []
    for name in _others(members, lenient):
        both = ratings.of_people(np.concatenate([members[lenient], members[name]]))
        rows.append((name, *_of_leniency(both, study, by, lenient)))
    return _tested(LENIENCY, rows)


def _tested(measure: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["group", *DIFFERENCE]).astype(dict.fromkeys(DIFFERENCE, float))
    found.insert(0, "measure", measure)
    return found.assign(p_holm=holm(found["p"].to_numpy(dtype=float)))


def _of_shares(own: Array, other: Array) -> tuple[float, ...]:
    """Difference of the shares strongly against, given both classes (G, 3), then the rest of ``DIFFERENCE``."""
    (share, variance), (less, its_variance) = (_share_and_variance(part[:, 0], part[:, 2]) for part in (own, other))
    difference, total = share - less, variance + its_variance
    if not total > 0:
        return difference, *[np.nan] * 5
    freedom = total**2 / (variance**2 / (len(own) - 1) + its_variance**2 / (len(other) - 1))
    error = float(np.sqrt(total))
    reach = float(stats.t.ppf(0.975, freedom)) * error
    p = float(2.0 * stats.t.sf(abs(difference) / error, freedom))
    return difference, error, freedom, difference - reach, difference + reach, p


def _share_and_variance(hits: Array, answers: Array) -> tuple[float, float]:
    """A ratio of sums over people, with its linearised variance (Cochran 1977, section 6.3)."""
    share = float(hits.sum() / answers.sum())
    off = (hits - share * answers) / answers.sum()
    return share, float(off @ off) * len(off) / (len(off) - 1)


def _of_leniency(both: Ratings, study: Study, by: str, lenient: str) -> tuple[float, ...]:
    """The same for the leniencies of two classes; :func:`leniency` tells them against the average of their people."""
    rows = leniency(both, study, by=by).rows.dropna(subset="n")
    own = rows.loc[rows["group"] == lenient, ["n", "leniency", "low", "high", "p"]].to_numpy(dtype=float)[0]
    away = 1.0 - own[0] / len(both.people)  # the average lies this part of the way to the other class
    difference, low, high = own[1:4] / away
    freedom = len(both.people) - 2.0
    error = (high - low) / 2.0 / float(stats.t.ppf(0.975, freedom))
    return difference, error, freedom, low, high, own[4]


def _most_against(tests: pd.DataFrame, margin: float) -> str:
    rows = tests[tests["measure"] == STRONGLY]
    if not len(rows) or rows["error"].isna().any():
        return "cannot tell"
    if (rows["low"] > 0).all():
        return "supported"
    reach = stats.t.ppf(1.0 - 0.025 / len(rows), rows["freedom"].to_numpy()) * rows["error"].to_numpy()
    return "not supported" if (rows["difference"].to_numpy() + reach < margin).any() else "cannot tell"


def _milder(tests: pd.DataFrame, strict: str) -> str:
    rows = tests[(tests["measure"] == LENIENCY) & (tests["group"] == strict)]
    if rows["low"].isna().any() or not len(rows):
        return "cannot tell"
    if (rows["low"] > 0).all():
        return "supported"
    return "not supported" if (rows["high"] < MARGIN_OF_LENIENCY).all() else "cannot tell"


def _sentences(
    verdicts: Mapping[str, str], rows: pd.DataFrame, tests: pd.DataFrame, ends: tuple[str, str]
) -> tuple[str, str]:
    """Both statements with their verdicts and what these rest on, or which class is not shown."""
    most, milder = (f"{statement}: {verdict}" for statement, verdict in verdicts.items())
    shown = rows.dropna(subset="n")
    hidden = [name for name in ends if name not in set(shown["group"])]
    why = f"; nothing can be shown of {' and '.join(hidden)}: see the rows"
    if ends[0] in hidden:
        most += why
    else:
        told = shown[["group", "strongly", "strongly_low", "strongly_high", "n"]].itertuples(index=False)
        most += "".join(f"; {name} {at:.0%} ({low:.0%} to {high:.0%}), {n} people" for name, at, low, high, n in told)
    if hidden:
        return most, milder + why
    row = tests[(tests["measure"] == LENIENCY) & (tests["group"] == ends[1])].iloc[0]
    odds, low, high = (float(np.exp(row[name])) for name in ("difference", "low", "high"))
    if not np.isfinite(high):
        return most, f"{milder}; their leniency could not be estimated"
    return (
        most,
        f"{milder}; their odds of a more positive answer are {odds:.2f} times as high ({low:.2f} to {high:.2f})",
    )
