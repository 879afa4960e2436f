"""The study: everything that defines an experiment, checked where it is born."""

from dce.study.model import (
    Background,
    Criterion,
    DesignSettings,
    Level,
    Prior,
    Privacy,
    Rule,
    Study,
    Task,
    Text,
)
from dce.study.reader import example_study, example_text, parse_study

__all__ = [
    "Background",
    "Criterion",
    "DesignSettings",
    "Level",
    "Prior",
    "Privacy",
    "Rule",
    "Study",
    "Task",
    "Text",
    "example_study",
    "example_text",
    "parse_study",
]
