"""Latent classes: people fall into a few kinds, each with weights of its own."""

from dce.estimation.latent.choice import ClassChoice, choose_classes
from dce.estimation.latent.fit import LatentClassDiagnostics, LatentClassFit
from dce.estimation.latent.model import fit_latent_class

__all__ = ["ClassChoice", "LatentClassDiagnostics", "LatentClassFit", "choose_classes", "fit_latent_class"]
