"""Mixed logit: weights that differ between respondents, by simulated maximum likelihood."""

from dce.estimation.mixed.draws import Draws
from dce.estimation.mixed.fit import MixedDiagnostics, MixedFit
from dce.estimation.mixed.model import fit_mixed_logit

__all__ = ["Draws", "MixedDiagnostics", "MixedFit", "fit_mixed_logit"]
