"""Fits: checks before, one maximum, honest errors after, and the same by resampled respondents."""

from dce.estimation.fit import Diagnostics, Fit
from dce.estimation.latent import (
    ClassChoice,
    LatentClassDiagnostics,
    LatentClassFit,
    choose_classes,
    fit_latent_class,
)
from dce.estimation.mixed import Draws, MixedDiagnostics, MixedFit, fit_mixed_logit
from dce.estimation.models import fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.estimation.prediction import predicted_probabilities
from dce.estimation.preparation import Answers
from dce.estimation.resample import Replicates, bootstrap, jackknife
from dce.estimation.scale import ScaleDiagnostics, ScaleFit, fit_scale_groups
from dce.estimation.significance import delta_method, likelihood_ratio_test, wald_test

__all__ = [
    "Answers",
    "ClassChoice",
    "Diagnostics",
    "Draws",
    "Fit",
    "LatentClassDiagnostics",
    "LatentClassFit",
    "MixedDiagnostics",
    "MixedFit",
    "Replicates",
    "ScaleDiagnostics",
    "ScaleFit",
    "bootstrap",
    "choose_classes",
    "delta_method",
    "fit_binary_logit",
    "fit_conditional_logit",
    "fit_latent_class",
    "fit_mixed_logit",
    "fit_ordered_logit",
    "fit_scale_groups",
    "jackknife",
    "likelihood_ratio_test",
    "predicted_probabilities",
    "wald_test",
]
