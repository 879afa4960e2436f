"""The studies that come with dce, to begin another one from; ``designs/`` in the repository shows the same files."""

from __future__ import annotations

from importlib import resources
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

from dce.errors import StudyError

EXAMPLE = "voorbeeld"
TEMPLATES = (EXAMPLE, "gegevensdeling", "toeslagen", "keuze-voorbeeld", "beste-slechtste")


def template_text(name: str) -> str:
    """The study file of a template; raises StudyError where there is none of that name.

    >>> template_text("toeslagen").splitlines()[0].startswith("#")
    True
    """
    if name not in TEMPLATES:
        raise StudyError(f'there is no template "{name}"; use one of {", ".join(TEMPLATES)}')
    return resources.files("dce.study").joinpath(f"example/{name}.yaml").read_text(encoding="utf-8")


def with_id(text: str, study_id: str) -> str:
    r"""The text of a study under another id, every other sign as it was; a text without an id gets one.

    >>> print(with_id("# a park\nid: 'park'  # ours\ntitle: {}\n", "bos"), end="")
    # a park
    id: bos  # ours
    title: {}
    """
    value = _id_of(text)
    if value is None:
        return f"id: {study_id}\n{text}"
    end = "\n" if value.style in ("|", ">") else ""  # such a text ends below its last line
    return text[: value.start_mark.index] + study_id + end + text[value.end_mark.index :]


def _id_of(text: str) -> ScalarNode | None:
    try:
        top = YAML(typ="safe", pure=True).compose(StringIO(text))
    except YAMLError:  # whoever reads the text as a study tells what is wrong with it
        return None
    pairs = top.value if isinstance(top, MappingNode) else []
    return next((value for key, value in pairs if key.value == "id" and isinstance(value, ScalarNode)), None)
