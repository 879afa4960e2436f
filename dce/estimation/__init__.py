"""Fits: checks before, one maximum, honest errors after, and the same by resampled respondents."""

from dce.estimation.fit import Fit
from dce.estimation.models import fit_binary_logit, fit_conditional_logit, fit_ordered_logit

__all__ = ["Fit", "fit_binary_logit", "fit_conditional_logit", "fit_ordered_logit"]
