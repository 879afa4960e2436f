"""Scale groups: the same weights, answered with more or less noise and leniency."""

from dce.estimation.scale.model import ScaleDiagnostics, ScaleFit, fit_scale_groups

__all__ = ["ScaleDiagnostics", "ScaleFit", "fit_scale_groups"]
