"""How many latent classes: fits with one class, two, and so on, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dce.errors import FitError
from dce.estimation.latent.fit import LatentClassDiagnostics, LatentClassFit
from dce.estimation.latent.model import fit_latent_class
from dce.estimation.latent.shares import Covariates
from dce.estimation.preparation import Answers


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """Fits with one class and more of the same answers, in that order."""

    fits: tuple[LatentClassFit, ...]

    @property
    def best(self) -> LatentClassFit:
        """The fit with the lowest BIC, people as the number of observations; the first where none has one."""
        return min(self.fits, key=lambda fit: fit.bic if np.isfinite(fit.bic) else np.inf)

    def table(self) -> pd.DataFrame:
        """One row a fit: classes, loglik, parameters, bic, aic, agreeing (share of starts), smallest_share, status.

        A ``shrunk`` fit has the log-likelihood at weights under its prior, so its criteria are a little too high.
        """
        return pd.DataFrame([_row(fit) for fit in self.fits])

    def __str__(self) -> str:
        """The table as aligned text, the same for the same fits."""
        return self.table().to_string(index=False, float_format=lambda value: f"{value:.4f}", na_rep="-")


def choose_classes(
    answers: Answers, *, most: int = 5, starts: int = 20, seed: int = 1, covariates: Covariates = None
) -> ClassChoice:
    """Fit one class, two, ... up to ``most`` (never more than people), each as :func:`fit_latent_class` does.

    BIC with people as observations finds the number of classes more often than AIC does (Nylund, Asparouhov and Muthen
    2007); it is a guide, so look at ``agreeing`` and ``smallest_share`` too. Raises FitError.

    >>> import pandas as pd
    >>> from dce.data import Ratings
    >>> ids = [f"{i}" for i in range(12) for _ in range(4)]
    >>> frame = pd.DataFrame({"id": ids, "rating": ([0, 1, 0, 0] * 6 + [1, 0, 1, 1] * 6), "x": [0, 1, 1, 0] * 12})
    >>> ratings = Ratings.from_frame(frame, respondent="id", rating="rating", x=["x"])
    >>> choice = choose_classes(ratings, most=2, starts=4)
    >>> choice.table()[["classes", "parameters"]].to_numpy().tolist()
    [[1, 2], [2, 5]]
    """
    if most < 1:
        raise FitError(f"most is {most}; people fall into at least one class")
    numbers = range(1, min(most, len(answers.people)) + 1)
    return ClassChoice(
        tuple(fit_latent_class(answers, classes=c, starts=starts, seed=seed, covariates=covariates) for c in numbers)
    )


def _row(fit: LatentClassFit) -> dict[str, object]:
    found = fit.diagnostics
    return {
        "classes": len(fit.shares),
        "loglik": fit.loglik,
        "parameters": fit.parameters,
        "bic": fit.bic,
        "aic": fit.aic,
        "agreeing": found.agreeing if isinstance(found, LatentClassDiagnostics) else np.nan,
        "smallest_share": fit.shares.min(),
        "status": fit.status,
    }
