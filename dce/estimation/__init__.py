"""Fits: checks before, one maximum, honest errors after, and the same by resampled respondents."""

from dce.estimation.fit import Diagnostics, Fit
from dce.estimation.models import fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.estimation.prediction import predicted_probabilities
from dce.estimation.significance import delta_method, likelihood_ratio_test, wald_test

__all__ = [
    "Diagnostics",
    "Fit",
    "delta_method",
    "fit_binary_logit",
    "fit_conditional_logit",
    "fit_ordered_logit",
    "likelihood_ratio_test",
    "predicted_probabilities",
    "wald_test",
]
