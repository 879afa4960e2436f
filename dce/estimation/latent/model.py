"""Latent classes of respondents over the binary, ordered or conditional logit, each class with weights of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation.covariance import condition_number, covariances_of_people
from dce.estimation.fit import Errors, Status
from dce.estimation.latent.fit import LatentClassDiagnostics, LatentClassFit, individual_weights
from dce.estimation.latent.mixture import Mixture, Rows
from dce.estimation.latent.outcome import Outcome, alike, highest_point
from dce.estimation.latent.search import Found
from dce.estimation.latent.shares import Covariates, share_columns
from dce.estimation.latent.surface import Here
from dce.estimation.latent.terms import Restrictions, Terms
from dce.estimation.models import BINARY, CONDITIONAL, ORDERED, loglik_null, plain_status
from dce.estimation.parameters import Parameters
from dce.estimation.preparation import Answers, Prepared, prepare

Array = NDArray[np.float64]
FEW = 0.1  # share of starts below which a higher maximum may well have been missed


@dataclass(frozen=True, slots=True)
class _Case:
    """What is fitted: answers, what was found on the way to them, names, and z (G, Q) on which shares depend."""

    answers: Answers
    terms: Terms
    z: Array

    def of(self, status: Status, messages: tuple[str, ...]) -> LatentClassFit:
        """A fit without any number."""
        terms, answers = self.terms, self.answers
        base = (BINARY if terms.one.binary else ORDERED) if isinstance(answers, Ratings) else CONDITIONAL
        classes = range(1, terms.classes + 1)
        membership = pd.DataFrame(np.nan, index=pd.Index(answers.people), columns=pd.Index(classes, name="class"))
        weights = pd.DataFrame(np.nan, index=list(classes), columns=list(terms.weight_names()))
        return LatentClassFit(
            model=f"{base} with {terms.classes} latent class{'es' * (terms.classes > 1)}",
            coef=pd.Series(np.nan, index=terms.weights()),
            thresholds=pd.Series(np.nan, index=terms.thresholds()) if terms.thresholds() else None,
            loglik=np.nan,
            status=status,
            messages=messages,
            people=len(answers.people),
            answers=float(answers.by_person.sum()),
            categories=answers.categories if isinstance(answers, Ratings) else (),
            shares=pd.Series(np.nan, index=membership.columns),
            membership=membership,
            individual=individual_weights(membership, weights),
        )


def fit_latent_class(
    answers: Answers,
    *,
    classes: int = 2,
    starts: int = 20,
    seed: int = 1,
    covariates: Covariates = None,
    restrict: Restrictions = MappingProxyType({}),
) -> LatentClassFit:
    """Fit ``classes`` groups of respondents with weights of their own, whoever belongs to which (Train 2008).

    Ratings of two categories are fitted by a binary, others by an ordered, choices by a conditional logit. The answers
    of a respondent hang together: all come from one class. Weight 2 on an answer counts it twice for its respondent.

    ``covariates`` let the shares differ between people: background items by name, or a frame with a row a respondent
    (numbers stay numbers; text becomes a column for each option but the first). ``restrict`` maps a term to ``"same"``
    (``{"price": "same"}``: equal in all classes) or a name to a value (``{"1.time": 0.0}``: held in class 1, which a
    "same" then leaves out). Names are those of ``coef``; see :class:`LatentClassFit`. Robust errors are over people.
    Raises FitError.

    >>> import pandas as pd
    >>> from dce.data import Choices
    >>> people = [("abc", (1, 1, 1, 1, 1, 0)), ("defg", (0, 0, 0, 0, 0, 1))]  # three like what four do not
    >>> rows = [(name, day, pick) for names, picks in people for name in names for day, pick in enumerate(picks)]
    >>> frame = pd.DataFrame(rows, columns=["id", "day", "pick"]).assign(sun=1.0)
    >>> other = frame.assign(pick=1 - frame["pick"], sun=0.0)
    >>> both = pd.concat([frame, other])
    >>> choices = Choices.from_frame(both, respondent="id", task="day", chosen="pick", x=["sun"])
    >>> fit = fit_latent_class(choices, classes=2, starts=4)
    >>> fit.coef.round(2).to_dict()
    {'1.sun': -1.6, '2.sun': 1.6, 'share.2': -0.29}
    """
    _check(answers, classes, starts)
    prepared, reasons = prepare(answers)
    binary = isinstance(answers, Ratings) and len(answers.categories) == 2
    one = Parameters.of(answers, prepared, binary=binary)
    z, names = share_columns(answers, covariates)
    if prepared is None:
        return _Case(answers, Terms.of(one, classes, names, {}), z).of("not_estimable", reasons)
    case = _Case(answers, Terms.of(one, classes, names, restrict), z)
    if not prepared.plain.converged[0]:
        said = f"no maximum was found for one class in {prepared.plain.steps} steps; no estimate is shown"
        return case.of("not_converged", (*reasons, said))
    mixture = Mixture(cast(Rows, prepared.problem), answers.by_person[:, prepared.cells], classes, z)
    outcome = highest_point(mixture, case.terms, (answers, prepared), (starts, seed))
    if not outcome.found.sound:
        said = f"no maximum was found from {starts} starts; the answers may not tell {classes} classes apart, try fewer"
        return case.of("not_converged", (*reasons, *outcome.messages, said))
    return _result(case, prepared, outcome, starts)


def _check(answers: Answers, classes: int, starts: int) -> None:
    if classes < 1:
        raise FitError(f"classes is {classes}; people fall into at least one class")
    if classes > len(answers.people):
        raise FitError(f"classes is {classes}, but there are {len(answers.people)} people; ask for fewer classes")
    if starts < 1:
        raise FitError(f"starts is {starts}; a search needs at least one start")


def _result(case: _Case, prepared: Prepared, outcome: Outcome, starts: int) -> LatentClassFit:
    found, surface = outcome.found, outcome.surface
    here, joint = surface.evaluate(found.point), surface.joint(found.point[None])
    theta = surface.theta(found.point)
    said = (*prepared.messages, *outcome.messages, *alike(surface.mixture, theta))
    fit = case.of(plain_status(prepared), (*said, *_few_agree(found.agreeing, starts)))
    membership = pd.DataFrame(joint.belongs[0], index=fit.membership.index, columns=fit.membership.columns)
    hidden, small = _too_small(membership, case.answers.smallest_group)
    status: Status = "shrunk" if outcome.shrunk else "not_estimable" if small else fit.status
    fit = replace(
        fit,
        status=status,
        messages=(*fit.messages, *small),
        loglik=surface.mixture.loglik(theta),
        categories=prepared.categories,
        loglik_null=loglik_null(prepared),
        membership=membership,
        free=len(found.point),
        diagnostics=_diagnostics(here, found, (starts, case.answers)),
    )
    matrices = covariances_of_people(here.information, surface.scores(found.point))
    free = Errors(tuple(map(str, range(fit.free))), MappingProxyType(matrices))
    shares, bend = _shares(surface.mixture, joint.shares[0])
    fit = replace(fit, shares=pd.Series(shares, index=membership.columns))
    if len(shares) > 1:
        fit = replace(fit, share_errors=free.of(tuple(map(str, membership.columns)), bend @ case.terms.a))
    return _with_weights(fit, case.terms, theta, (free, hidden))


def _with_weights(
    fit: LatentClassFit, terms: Terms, theta: Array, what: tuple[Errors, NDArray[np.bool_]]
) -> LatentClassFit:
    """The fit with its numbers theta (M,) and their errors, from those of the free ones; some classes are hidden."""
    free, hidden = what
    shown = terms.shown(hidden)
    values = pd.Series((terms.turn * theta)[shown], index=[terms.names[i] for i in shown])
    moved = shown[terms.a[shown].any(axis=1)]  # what is held at a value has no error
    coef = values.reindex(fit.coef.index)
    weights = coef.to_numpy()[: len(coef) - len(terms.shares)].reshape(terms.classes, -1)
    return replace(
        fit,
        coef=coef,
        thresholds=None if fit.thresholds is None else values.reindex(fit.thresholds.index),
        errors=free.of(tuple(terms.names[i] for i in moved), (terms.turn[:, None] * terms.a)[moved]),
        individual=individual_weights(fit.membership, pd.DataFrame(weights, columns=list(terms.weight_names()))),
    )


def _diagnostics(here: Here, found: Found, data: tuple[int, Answers]) -> LatentClassDiagnostics:
    starts, answers = data
    return LatentClassDiagnostics(
        iterations=found.steps,
        gradient_norm=float(np.abs(here.gradient).max() / answers.by_person.sum()),
        condition=condition_number(here.information),
        agreeing=found.agreeing,
        starts=starts,
    )


def _shares(mixture: Mixture, of_people: Array) -> tuple[Array, Array]:
    """Mean share of each class (C,), and the slope of its log-odds to the numbers of the mixture (C, M)."""
    shares = of_people.mean(axis=0)
    own = np.eye(mixture.classes) - of_people[:, None, :]  # (G, C, C)
    slope = np.einsum("gc,gcd,gq->cdq", of_people, own, mixture.z)[:, 1:] / len(of_people)
    rest = np.zeros((mixture.classes, mixture.classes * mixture.parameters))
    with np.errstate(divide="ignore", invalid="ignore"):  # one class has a share of one
        odds = slope.reshape(mixture.classes, -1) / (shares * (1.0 - shares))[:, None]
    return shares, np.column_stack([odds, rest])


def _few_agree(agreeing: float, starts: int) -> tuple[str, ...]:
    if agreeing >= FEW or starts == 1:
        return ()
    reached = round(agreeing * starts)
    return (f"only {reached} of {starts} starts led to this maximum, so a higher one may exist; ask for more starts",)


def _too_small(membership: pd.DataFrame, smallest: int) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    """Classes with too few people to show, and the sentences that say so."""
    expected = membership.sum()
    small = expected.round(1) < smallest
    said = (
        f"class {c} has about {expected[c]:.1f} people, and nothing is shown about fewer than {smallest}: no weights"
        for c in expected.index[small]
    )
    return small.to_numpy(), tuple(said)
