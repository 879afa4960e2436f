"""The result of fitting latent classes: a fit with classes, and who seems to belong where."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import special, stats

from dce.estimation.fit import Diagnostics, ErrorKind, Errors, Fit


@dataclass(frozen=True, slots=True)
class LatentClassDiagnostics(Diagnostics):
    """How the maximum was reached; a likelihood like this has several.

    ``agreeing`` is the share of the ``starts`` that led to it.
    """

    agreeing: float
    starts: int


@dataclass(frozen=True)
class LatentClassFit(Fit):
    """Weights of each class under its number and a dot (``2.price``), and the log-odds of the shares (``share.2``).

    Classes are numbered from the largest share down, unless a number is held at a value. ``shares`` are means over
    people. ``membership`` (people, classes) is the probability of each class for each person, given all answers.
    ``individual`` has a row a person: under each name of a weight what is expected of this person's weight, and under
    ``spread.`` and the name its standard deviation, which is what the answers leave open. A person who most likely
    belongs to a class without shown weights has none. ``free`` counts the free numbers, shared ones once.
    """

    shares: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    membership: pd.DataFrame = field(default_factory=pd.DataFrame)
    individual: pd.DataFrame = field(default_factory=pd.DataFrame)
    share_errors: Errors = field(default_factory=Errors)
    free: int = 0

    @property
    def parameters(self) -> int:
        """How many numbers were estimated; one that classes share counts once."""
        return self.free

    def class_table(self, kind: ErrorKind = "cluster") -> pd.DataFrame:
        """One row a class: class, share, low, high (95%, normal on the scale of log-odds so that it stays within 0-1).

        A ``shrunk`` fit has no such interval.
        """
        share = self.shares.to_numpy()
        reach = np.full(len(share), np.nan)
        if self.status in ("ok", "not_estimable") and self.share_errors.names:
            reach = stats.norm.ppf(0.975) * np.sqrt(np.diag(self.share_errors.matrices[kind]))
        with np.errstate(divide="ignore"):
            middle = special.logit(share)
        return pd.DataFrame(
            {
                "class": self.shares.index,
                "share": share,
                "low": special.expit(middle - reach),
                "high": special.expit(middle + reach),
            }
        )

    def notes(self, kind: ErrorKind = "cluster") -> tuple[str, ...]:
        """The share of each class with its interval, and how many starts agree."""
        if self.shares.isna().all() or len(self.shares) == 1:
            return ()
        table = self.class_table(kind)
        each = zip(table["class"], table["share"], table["low"], table["high"], strict=True)
        said = ", ".join(f"class {number} {share:.0%}{_interval(low, high)}" for number, share, low, high in each)
        found = self.diagnostics
        if isinstance(found, LatentClassDiagnostics):
            said += f"; {found.agreeing:.0%} of {found.starts} starts agree"
        return (f"shares: {said}",)


def _interval(low: float, high: float) -> str:
    return "" if np.isnan(low) else f" ({low:.0%} to {high:.0%})"


def individual_weights(membership: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Mean and standard deviation of each weight for each person over classes, given weights (classes, columns).

    Classes without numbers are left out, and so are people who most likely belong to one of them.
    """
    values = weights.to_numpy(dtype=float)
    seen = ~np.isnan(values).all(axis=1)
    belongs = membership.to_numpy()[:, seen]
    total = belongs.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        belongs = np.where(total >= 0.5, belongs / total, np.nan)
    mean = belongs @ values[seen]
    spread = np.sqrt(np.einsum("gc,cgk->gk", belongs, (values[seen][:, None] - mean) ** 2))
    names = [*weights.columns, *(f"spread.{name}" for name in weights.columns)]
    return pd.DataFrame(np.column_stack([mean, spread]), index=membership.index, columns=names)
