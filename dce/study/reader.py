"""From a study file to a Study, with every fault told at once by line and column."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from dce.errors import StudyError
from dce.study import consistency
from dce.study.document import Document, parse_document, read_document
from dce.study.fieldwork import Fieldwork
from dce.study.model import Study
from dce.study.plain import Path as DataPath
from dce.study.plain import Problem
from dce.study.templates import EXAMPLE, template_text

Read = TypeVar("Read", bound=BaseModel)
MOST_SHOWN = 60  # characters of a value in a message
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
    return template_text(EXAMPLE)


def load_fieldwork(path: Path, study: Study) -> Fieldwork:
    """Read and check how ``study`` is held, all as set where there is no file; raises StudyError as a study does."""
    if not path.exists():
        return Fieldwork()
    document = read_document(path)
    return _read(document, Fieldwork, consistency.fieldwork_problems(document.data, study.model_dump(mode="json")))


def parse_fieldwork(text: str, study: Study, name: str = "fieldwork.yaml") -> Fieldwork:
    """The same for text that is already at hand; ``name`` stands in the messages."""
    document = parse_document(text, name)
    return _read(document, Fieldwork, consistency.fieldwork_problems(document.data, study.model_dump(mode="json")))


def _study(document: Document) -> Study:
    return _read(document, Study, consistency.problems(document.data))


def _read(document: Document, model: type[Read], problems: Iterable[Problem]) -> Read:
    if not isinstance(document.data, dict):
        first = next(iter(model.model_fields))
        kind = _kind(document.data)
        raise StudyError(f"{document.name}:1:1: is {kind}; a {model.__name__.lower()} file has keys such as {first}:")
    faults = list(document.faults)
    value: Read | None = None
    whole = list[str]()
    try:
        value = model.model_validate(document.data)
    except ValidationError as error:
        shape = [detail for detail in error.errors() if detail["loc"] and not _counts_only_sound_parts(detail)]
        faults += [(document.place(_path(detail)), _sentence(detail, model)) for detail in shape]
        whole = [str(detail["ctx"]["error"]) for detail in error.errors() if not detail["loc"]]
    faults += [(document.place(problem.path), problem.text) for problem in problems]
    if faults or value is None:
        faults = faults or [((1, 1), text) for text in whole]
        lines = [f"{document.name}:{line}:{column}: {text}" for (line, column), text in sorted(set(faults))]
        raise StudyError("\n".join(lines))
    return value


def _counts_only_sound_parts(detail: Any) -> bool:
    """A list is called too short where its parts are faulty, and each of those is told by itself."""
    return detail["type"] == "too_short" and bool(len(detail["input"]) >= detail["ctx"]["min_length"])


def _path(detail: Any) -> DataPath:
    """The path in the file: pydantic adds names of its own for dictionary keys and for what may be a word."""
    return tuple(part for part in detail["loc"] if part not in ("[key]", "[word]", "[other]"))


def _name(path: DataPath) -> str:
    """What to call the part at ``path``: its key, or which part of its list it is, counted from 1."""
    last = path[-1]
    return last if isinstance(last, str) else f"{_name(path[:-1])} {last + 1}"


def _sentence(detail: Any, model: type[BaseModel]) -> str:
    """What is wrong; what would be right, for one fault that pydantic found."""
    name, value, context = _name(_path(detail)), detail["input"], detail.get("ctx", {})
    if (right := _right(_path(detail))) and detail["type"] != "extra_forbidden":
        name = _name(_path(detail)[:-1]) if detail["type"] == "missing" else name
        return f"{name} is {_kind(value)}; write {right}"
    match detail["type"]:
        case "missing":
            return f'"{name}" is missing; add {name}: here'
        case "extra_forbidden":
            return _unknown_key(detail, model)
        case "literal_error" if "[key]" in detail["loc"]:
            return f'"{name}" is not a language; use {context["expected"]}'
        case "literal_error":
            return f'"{value}" is not allowed for {name}; use {context["expected"]}'
        case "string_pattern_mismatch":
            return f'"{value}" is not a valid id; {PATTERNS.get(context["pattern"], context["pattern"])}'
        case "int_parsing" | "int_from_float" | "int_type" | "int_parsing_size":
            return f"{name} is {_kind(value)}; write a whole number without quotes or units"
        case "float_parsing" | "float_type" | "finite_number":
            return f"{name} is {_kind(value)}; write a number such as 0.5, without quotes or units"
        case "bool_parsing" | "bool_type":
            return f'{name} is "{value}"; write true or false'
        case "greater_than_equal":
            return f"{name} is {value}; write {context['ge']:g} or more"
        case "less_than_equal":
            return f"{name} is {value}; write {context['le']:.10g} or less"
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
        case "timezone_aware" | "datetime_parsing" | "datetime_from_date_parsing" | "datetime_type":
            return f"{name} is {_kind(value)}; write a moment with its distance to UTC: 2026-12-31T17:00+01:00"
    return f"{name}: {detail['msg']}"


def _right(path: DataPath) -> str:
    """What may stand at ``path`` where that is more than one sort of thing; empty for all other places."""
    match path:
        case ("rules", int(), "at_most"):
            return "1 or more; what may not be shown at all is never: {...}"
        case ("rules", int(), "never" | "when" | "only" | "seldom", str()):
            return "a level, or a list of levels"
        case ("contact" | "officer",):
            return "an e-mail address, such as onderzoek@example.nl"
        case ("return_to", int()):
            return "an address that begins with https:// and has no ? or # in it"
        case ("analysis", "margin"):
            return "a difference between shares above 0 and below 1, such as 0.05 for five points"
        case ("design", "dominated"):
            return "0 or a larger whole number, or any"
        case ("design", "priors"):
            return "expected, or {column: {mean: 0.3, sd: 0.2}}"
        case ("design", "priors", str()):
            return "{mean: 0.3, sd: 0.2}, or {low: 0, high: 1} with the smaller one as low"
        case ("design", "interactions", int(), *_):
            return "two criteria: [one, other]"
    return ""


def _looks_like_text(detail: Any) -> bool:
    return _path(detail)[-1] in consistency.TEXT_KEYS


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a set of keys"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = str(value)
    return f'"{text}"' if len(text) <= MOST_SHOWN else f'"{text[:MOST_SHOWN]}..."'


def _unknown_key(detail: Any, model: type[BaseModel]) -> str:
    *parents, name = _path(detail)
    known = list(_model_at(model, tuple(parents)).model_fields)
    close = difflib.get_close_matches(str(name), known, n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"known here: {', '.join(known)}"
    return f'key "{name}" is not known; {hint}'


def _model_at(model: type[BaseModel], path: DataPath) -> type[BaseModel]:
    """The model that describes the part of a file of ``model`` at ``path``."""
    kinds: list[Any] = [model]
    for part in path:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    models: list[type[BaseModel]] = [kind for kind in kinds if _is_model(kind)]
    return models[0]


def _inside(kind: Any, part: str | int) -> list[Any]:
    """The types that ``part`` of a value of this ``kind`` may have."""
    if _is_model(kind):
        field = kind.model_fields.get(part)
        return _each(field.annotation) if field else []
    arguments = get_args(kind)
    return _each(arguments[0 if isinstance(part, int) else -1]) if arguments else []


def _each(annotation: Any) -> list[Any]:
    """The types that an annotation allows, each by itself."""
    if get_origin(annotation) is Annotated:
        return _each(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for each in get_args(annotation) for kind in _each(each)]
    return [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
