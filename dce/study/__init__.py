"""The study: everything that defines an experiment, checked where it is born."""

from dce.study.model import (
    Background,
    Criterion,
    DesignSettings,
    Level,
    Privacy,
    Rule,
    Study,
    Task,
    Text,
)

__all__ = [
    "Background",
    "Criterion",
    "DesignSettings",
    "Level",
    "Privacy",
    "Rule",
    "Study",
    "Task",
    "Text",
]
