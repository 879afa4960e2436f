"""A YAML file as plain data plus the place of every value, refusing what a study file never needs.

All scalars stay the text that was typed: ``no``, ``12:30`` and ``007`` mean just that. Duplicate keys, aliases, tags,
deep nesting and large files are refused, so that a file means what it shows and cannot grow when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import MappingStartEvent, NodeEvent, SequenceStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dce.errors import StudyError
from dce.study.plain import Path as DataPath

MOST_BYTES = 1_000_000
MOST_NESTING = 50


@dataclass
class Document:
    """Plain data, the (line, column) of each path counted from 1, and the faults found on the way."""

    name: str
    data: Any = None
    places: dict[DataPath, tuple[int, int]] = field(default_factory=dict)
    faults: list[tuple[tuple[int, int], str]] = field(default_factory=list)

    def place(self, path: DataPath) -> tuple[int, int]:
        """Where ``path`` stands, or the nearest part around it that stands in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_document(path: Path) -> Document:
    """Read a file; raises StudyError at once where it cannot be read as YAML of this plain kind."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StudyError(f"{path}: cannot be read ({error.strerror}); name a study file such as study.yaml") from error
    if len(raw) > MOST_BYTES:
        raise StudyError(f"{path}: is over 1 MB; a study file holds texts only and is far smaller")
    try:
        return parse_document(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise StudyError(f"{path}:{line}:1: is not UTF-8 text; save the file as UTF-8") from error


def parse_document(text: str, name: str) -> Document:
    """Plain data from YAML text; see :func:`read_document`."""
    document = Document(name)
    try:
        _refuse_unsafe(text, name)
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise StudyError(f"{name}:{where}: is not valid YAML ({error.problem}); mend the layout there") from error
    except YAMLError as error:
        raise StudyError(f"{name}:1:1: is not valid YAML ({str(error).splitlines()[0]}); mend the layout") from error
    if node is None:
        raise StudyError(f"{name}:1:1: is empty; dce init FOLDER writes a study to begin with")
    document.data = _plain(node, (), document)
    return document


def _refuse_unsafe(text: str, name: str) -> None:
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        where = f"{name}:{event.start_mark.line + 1}:{event.start_mark.column + 1}"
        if isinstance(event, NodeEvent) and event.anchor is not None:  # an alias needs an anchor, so this is both
            raise StudyError(f"{where}: anchor &{event.anchor} is not allowed; write the text out where it is needed")
        if getattr(event, "tag", None) not in (None, "!"):
            raise StudyError(f"{where}: tag {event.tag} is not allowed; write plain text, lists and keys")
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif type(event).__name__ in ("MappingEndEvent", "SequenceEndEvent"):
            depth -= 1
        if depth > MOST_NESTING:
            raise StudyError(f"{where}: is nested over {MOST_NESTING} deep; a study needs no more than 8")


def _plain(node: Node, path: DataPath, document: Document) -> Any:
    document.places.setdefault(path, _place(node))
    if isinstance(node, MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, SequenceNode):
        return [_plain(child, (*path, index), document) for index, child in enumerate(node.value)]
    return node.value if isinstance(node, ScalarNode) else None


def _mapping(node: MappingNode, path: DataPath, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, ScalarNode):
            document.faults.append((_place(key_node), "a key must be plain text; write key: value"))
            continue
        key = key_node.value
        if key in found:
            document.faults.append((_place(key_node), f'key "{key}" stands twice; keep one of the two'))
            continue
        document.places[(*path, key)] = _place(key_node)
        found[key] = _plain(value_node, (*path, key), document)
    return found


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
