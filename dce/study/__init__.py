"""The study: everything that defines an experiment, checked where it is born."""

from dce.study.analysis import Analysis
from dce.study.fieldwork import Fieldwork
from dce.study.model import Background, Criterion, DesignSettings, Level, Prior, Rule, Study, Task
from dce.study.reader import example_study, example_text, parse_study
from dce.study.survey import Privacy
from dce.study.templates import TEMPLATES, template_text, with_id
from dce.study.value import Text

__all__ = [
    "TEMPLATES",
    "Analysis",
    "Background",
    "Criterion",
    "DesignSettings",
    "Fieldwork",
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
    "template_text",
    "with_id",
]
