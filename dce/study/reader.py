"""From a study file to a Study, with every fault told at once by line and column."""

from __future__ import annotations

import difflib
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from dce.errors import StudyError
from dce.study import consistency
from dce.study.consistency import Path as DataPath
from dce.study.document import Document, parse_document, read_document
from dce.study.model import Study

PATTERNS = {
    "^[a-z0-9-]{1,40}$": "use 1 to 40 small letters, digits and hyphens",
    "^[a-z][a-z0-9_]{0,39}$": "begin with a small letter; then small letters, digits and underscores, at most 40",
    "^[A-Za-z0-9_.:+-]{1,40}$": "use 1 to 40 letters, digits and _ . : + -, without spaces",
}


def load_study(path: Path) -> Study:
    """Read and check a study file; raises StudyError with one line a fault."""
    return _study(read_document(path))


def parse_study(text: str, name: str = "study.yaml") -> Study:
    """The same for text that is already at hand; ``name`` stands in the messages."""
    return _study(parse_document(text, name))


def example_study() -> Study:
    """The small study that ``dce init`` writes: three criteria, five answers, Dutch and English."""
    return parse_study(example_text())


def example_text() -> str:
    """Its file, as text."""
    return resources.files("dce.study").joinpath("example/study.yaml").read_text(encoding="utf-8")


def _study(document: Document) -> Study:
    if not isinstance(document.data, dict):
        raise StudyError(f"{document.name}:1:1: is {_kind(document.data)}; a study file begins with keys such as id:")
    faults = list(document.faults)
    study: Study | None = None
    try:
        study = Study.model_validate(document.data)
    except ValidationError as error:
        shape = [detail for detail in error.errors() if detail["loc"]]
        faults += [(document.place(_path(detail)), _sentence(detail)) for detail in shape]
    faults += [(document.place(problem.path), problem.text) for problem in consistency.problems(document.data)]
    if faults or study is None:
        lines = [f"{document.name}:{line}:{column}: {text}" for (line, column), text in sorted(set(faults))]
        raise StudyError("\n".join(lines))
    return study


def _path(detail: Any) -> DataPath:
    """The path in the file: pydantic adds names of its own for dictionary keys."""
    return tuple(part for part in detail["loc"] if part != "[key]")


def _sentence(detail: Any) -> str:
    """What is wrong; what would be right, for one fault that pydantic found."""
    name, value, context = _path(detail)[-1], detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f'"{name}" is missing; add {name}: here'
        case "extra_forbidden":
            return _unknown_key(detail)
        case "literal_error" if "[key]" in detail["loc"]:
            return f'"{name}" is not a language; use {context["expected"]}'
        case "literal_error":
            return f'"{value}" is not allowed for {name}; use {context["expected"]}'
        case "string_pattern_mismatch":
            return f'"{value}" is not a valid id; {PATTERNS.get(context["pattern"], context["pattern"])}'
        case "int_parsing" | "int_from_float" | "int_type":
            return f'{name} is "{value}"; write a whole number without quotes or units'
        case "bool_parsing" | "bool_type":
            return f'{name} is "{value}"; write true or false'
        case "greater_than_equal":
            return f"{name} is {value}; write {context['ge']} or more"
        case "less_than_equal":
            return f"{name} is {value}; write {context['le']} or less"
        case "too_short":
            return f"{name} holds {context['actual_length']}; it needs at least {context['min_length']}"
        case "too_long":
            return f"{name} holds {context['actual_length']}; it may hold at most {context['max_length']}"
        case "string_too_short":
            return f"the text of {name} is empty; write one"
        case "string_too_long":
            return f"the text of {name} is over {context['max_length']} characters; shorten it"
        case "dict_type" if _looks_like_text(detail):
            return f"{name} is plain text; write {{nl: ..., en: ...}} with the languages of the study"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{name} is {_kind(value)}; write keys with values under it"
        case "tuple_type" | "list_type":
            return f"{name} is {_kind(value)}; write a list"
        case "string_type":
            return f"{name} is {_kind(value)}; write plain text"
    return f"{name}: {detail['msg']}"


def _looks_like_text(detail: Any) -> bool:
    return _path(detail)[-1] in consistency.TEXT_KEYS


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a set of keys"
    return "a list" if isinstance(value, list) else f'"{value}"'


def _unknown_key(detail: Any) -> str:
    *parents, name = _path(detail)
    known = list(_model_at(tuple(parents)).model_fields)
    close = difflib.get_close_matches(str(name), known, n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"known here: {', '.join(known)}"
    return f'key "{name}" is not known; {hint}'


def _model_at(path: DataPath) -> type[BaseModel]:
    """The model that describes the part of a study at ``path``."""
    model: type[BaseModel] = Study
    for part in path:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            nested = [kind for kind in (annotation, *get_args(annotation)) if _is_model(kind)]
            model = nested[0]
    return model


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
