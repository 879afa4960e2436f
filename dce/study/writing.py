"""A study or its fieldwork as the text of a YAML file, which reads back as the same value."""

from __future__ import annotations

import json
from io import StringIO

from ruamel.yaml import YAML

from dce.study.fieldwork import Fieldwork
from dce.study.model import Study

WIDTH = 118


def study_text(study: Study) -> str:
    """The study file of ``study``; what stands at its default is left out, as from its hash.

    >>> from dce.study import example_study, parse_study
    >>> parse_study(study_text(example_study())).hash == example_study().hash
    True
    """
    return _yaml(study)


def fieldwork_text(fieldwork: Fieldwork) -> str:
    """The fieldwork file of ``fieldwork``.

    >>> print(fieldwork_text(Fieldwork(entry="invited", people=50)), end="")
    entry: invited
    people: 50
    """
    return _yaml(fieldwork)


def _yaml(value: Study | Fieldwork) -> str:
    stated = json.loads(value.model_dump_json(exclude_defaults=True))
    writer, text = YAML(typ="safe", pure=True), StringIO()
    writer.default_flow_style, writer.allow_unicode, writer.width = False, True, WIDTH
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # its type is told as None alone
    writer.representer.ignore_aliases = lambda *_: True  # a study file has none
    writer.dump(stated, text)
    return text.getvalue()
