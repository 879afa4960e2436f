"""What must hold between the parts of a study, checked on plain data that may still have other faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dce.study import planning
from dce.study.analysis import MODELS
from dce.study.answers import Asked, fits, said_right
from dce.study.plain import Path, Problem, as_dict, as_list, ids_of, instead, own_id

TEXT_KEYS = frozenset(
    {"title", "introduction", "notes", "statement", "label", "short", "because", "opt_out", "indifferent", "cannot_say"}
    | {"explanation", "organisation", "legal_ground", "research_question"}
)
RESERVED = frozenset(
    {"respondent", "version", "task", "alternative", "rating", "chosen", "best", "worst", "rank", "position"}
    | {"showing", "task_role", "weight", "constant", "all", "synthetic", "everybody", "scenarios", "together"}
    | {"mirror"}
)
FORM = {part: form for form in (("never",), ("when", "only"), ("seldom", "at_most")) for part in form}
FORMS = "never: {...}, when: {...} with only: {...}, or seldom: {...} with at_most: 2"
OFF = ("none", "false", "no", "off", "n", "f", "0")  # how a setting says no; None where it is left out
MISSING = {
    "when": "{criterion: level}, where it must hold",
    "only": "{criterion: level}, what must hold there",
    "seldom": "{criterion: level}, what is to be rare",
    "at_most": "2, in how many scenarios of a version",
}


def problems(data: Any) -> Iterator[Problem]:
    """Yield every fault between parts of ``data``, nested dicts and lists; parts of a wrong shape are skipped."""
    study = as_dict(data)
    yield from _texts(study, (), _languages(study))
    yield from _ids(study)
    yield from _task(study)
    yield from _rules(study)
    yield from _design(study)
    yield from _interactions(study)
    yield from _attention(study)
    yield from planning.problems(study)


def fieldwork_problems(data: Any, study: dict[str, Any]) -> Iterator[Problem]:
    """Yield what does not agree between a fieldwork file and the ``study`` it is about."""
    own = as_dict(data)
    yield from _texts(own, (), _languages(study))
    options = {item["id"]: ids_of(item["options"]) for item in study["background"]}
    for item, limits in as_dict(own.get("quotas")).items():
        if item not in options:
            yield Problem(("quotas", item), f'no background item "{item}"; {instead(item, options)}')
            continue
        for option in as_dict(limits):
            if option not in options[item]:
                yield Problem(
                    ("quotas", item, option), f'{item} has no option "{option}"; {instead(option, options[item])}'
                )


def _languages(study: dict[str, Any]) -> list[str]:
    return [language for language in as_list(study.get("languages")) if isinstance(language, str)]


def _texts(value: Any, path: Path, languages: list[str]) -> Iterator[Problem]:
    """Every text speaks each language of the study, and no other."""
    children = value.items() if isinstance(value, dict) else enumerate(as_list(value))
    for key, child in children:
        here = (*path, key)
        if here == ("design", "priors"):
            continue  # its keys are columns, and a criterion may be called title
        if key in TEXT_KEYS and isinstance(child, dict):
            for language in languages:
                if language not in child:
                    yield Problem(here, f"no text in {language!r}; write {{{language}: ...}} as well")
            for language in child:
                if languages and language not in languages and language in ("nl", "en"):
                    yield Problem((*here, language), f"language {language!r} is not in languages; add it there")
        else:
            yield from _texts(child, here, languages)


def _ids(study: dict[str, Any]) -> Iterator[Problem]:
    """Ids are unique where they could be confused, and none is a name of our own in answer tables and results."""
    columns: set[str] = set()
    for part, inner, noun in (("criteria", "levels", "level"), ("background", "options", "option")):
        for index, item in enumerate(as_list(study.get(part))):
            name = own_id(item)
            if name is not None:
                yield from _column(name, (part, index, "id"), columns)
            yield from _unique(as_list(as_dict(item).get(inner)), (part, index, inner), f"{name or part}: {noun}")
    for i, item in enumerate(as_list(study.get("background"))):
        for j, option in enumerate(as_list(as_dict(item).get("options"))):
            if own_id(option) == "all":
                here = ("background", i, "options", j, "id")
                yield Problem(here, 'id "all" names everybody together; choose another id')
    yield from _unique(as_list(as_dict(study.get("task")).get("scale")), ("task", "scale"), "scale: answer")


def _column(name: str, path: Path, seen: set[str]) -> Iterator[Problem]:
    if name in RESERVED:
        yield Problem(path, f'id "{name}" is a name of our own in tables and results; choose another id')
    if name in seen:
        yield Problem(path, f'id "{name}" stands twice; give each criterion and background item its own id')
    seen.add(name)


def _unique(items: list[Any], path: Path, where: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        name = own_id(item)
        if name in seen:
            yield Problem((*path, index, "id"), f'{where} "{name}" stands twice; give each its own id')
        if name is not None:
            seen.add(name)


def _task(study: dict[str, Any]) -> Iterator[Problem]:
    """Each kind of task has the parts it needs and no others."""
    task = as_dict(study.get("task"))
    kind = task.get("kind")
    scale, alternatives = as_list(task.get("scale")), task.get("alternatives")
    if kind == "rating" and len(scale) < 2:
        yield Problem(("task", "scale"), "a rating task needs a scale; list at least two answers with id and label")
    if kind in ("yes-no", "choice", "best-worst", "ranking") and scale:
        yield Problem(("task", "scale"), f"a {kind} task has no scale; leave it out or use kind: rating")
    if kind in ("choice", "best-worst", "ranking") and alternatives is None:
        yield Problem(("task",), f"a {kind} task needs alternatives; add alternatives: 2 (to 5)")
    if kind in ("rating", "yes-no") and alternatives is not None:
        yield Problem(("task", "alternatives"), f"a {kind} task shows one scenario; leave alternatives out")
    if kind in ("rating", "yes-no", "best-worst", "ranking") and task.get("opt_out") is not None:
        yield Problem(("task", "opt_out"), f"a {kind} task has no opt-out; leave it out or use kind: choice")
    if kind in ("rating", "yes-no") and task.get("indifferent") is not None:
        yield Problem(("task", "indifferent"), f"a {kind} task has no alternatives to be alike; use cannot_say")


def _rules(study: dict[str, Any]) -> Iterator[Problem]:
    """Each rule has one of the three forms, and names criteria and levels that exist."""
    levels = {
        name: ids_of(as_dict(criterion).get("levels"))
        for criterion in as_list(study.get("criteria"))
        if (name := own_id(criterion)) is not None
    }
    for index, rule in enumerate(as_list(study.get("rules"))):
        if isinstance(rule, dict):
            yield from _form(rule, ("rules", index))
            for part in ("never", "when", "only", "seldom"):
                yield from _known(as_dict(rule.get(part)), ("rules", index, part), levels)


def _form(rule: dict[str, Any], path: Path) -> Iterator[Problem]:
    """A rule is never, or when with only, or seldom with at_most: one of these, and whole."""
    parts = [key for key in rule if key in FORM and rule[key] is not None]
    forms = dict.fromkeys(FORM[key] for key in parts)
    if set(rule) - {*FORM, "because"}:
        return  # the reader tells of the unknown key, which may be one of these mistyped
    if not parts:
        yield Problem(path, f"a rule is one of {FORMS}; write one of these")
    elif len(forms) > 1:
        other = next(key for key in parts if FORM[key] != FORM[parts[0]])
        yield Problem((*path, other), f'"{parts[0]}" and "{other}" in one rule; write two rules, each one of {FORMS}')
    else:
        (form,) = forms
        for key in form:
            if key not in parts:
                yield Problem((*path, parts[0]), f'"{parts[0]}" stands alone; add {key}: {MISSING[key]}')
    for name in as_dict(rule.get("only")):
        if name in as_dict(rule.get("when")):
            yield Problem(
                (*path, "only", name), f'criterion "{name}" stands in when and in only; keep it in one of them'
            )


def _design(study: dict[str, Any]) -> Iterator[Problem]:
    """Numbers that depend on each other, and settings that need several alternatives in a task."""
    own, criteria = as_dict(study.get("design")), as_list(study.get("criteria"))
    tasks, versions = _number(own.get("tasks", 21)), _number(own.get("versions", 1))
    for name in ("anchors", "repeats"):
        if tasks is not None and name in own and (_number(own[name]) or 0) > tasks:
            yield Problem(("design", name), f"{name} is {own[name]} of {tasks} tasks; write {tasks} or less")
    if _number(own.get("anchors")) and versions == 1:
        text = "anchors stand in every version, and there is one; add versions: 2 or more, or leave anchors out"
        yield Problem(("design", "anchors"), text)
    kind, varying = as_dict(study.get("task")).get("kind"), _number(own.get("varying"))
    for name in ("varying", "alternative_constants"):
        if kind in ("rating", "yes-no") and str(own.get(name)).lower() not in OFF:
            yield Problem(("design", name), f"a {kind} task shows one scenario; leave {name} out or use kind: choice")
    if kind not in ("rating", "yes-no") and criteria and varying is not None and varying > len(criteria):
        text = f"varying is {varying} of {len(criteria)} criteria; write {len(criteria)} or less"
        yield Problem(("design", "varying"), text)


def _attention(study: dict[str, Any]) -> Iterator[Problem]:
    """The answer that a check asks for is one that can be given."""
    task, check = as_dict(study.get("task")), as_dict(as_dict(study.get("survey")).get("attention"))
    kind, alternatives, answer = str(task.get("kind")), _number(task.get("alternatives")), check.get("answer")
    one = kind in ("rating", "yes-no")  # what has alternatives all the same is told by itself, as is too many of them
    asked = Asked(
        kind=kind,
        scale_ids=("no", "yes") if kind == "yes-no" else tuple(ids_of(task.get("scale"))),
        alternatives=None if one else alternatives,
        opt_out=task.get("opt_out"),
    )
    sound = bool(asked.scale_ids) if one else kind in MODELS and alternatives in range(2, 6)
    if sound and isinstance(answer, str) and not fits(asked, answer):
        text = f'attention asks for "{answer}", which is no answer to a {kind} task; {said_right(asked)}'
        yield Problem(("survey", "attention", "answer"), text)


def _number(value: Any) -> int | None:
    """The whole number that stands there, as typed in a file too; the reader tells where it is none."""
    try:
        number = float(value) if isinstance(value, int | str) else None
    except (ValueError, OverflowError):
        return None
    return int(number) if number is not None and number.is_integer() else None


def _interactions(study: dict[str, Any]) -> Iterator[Problem]:
    """An interaction is a pair of two criteria that exist, and stands once."""
    known = ids_of(study.get("criteria"))
    seen: set[frozenset[str]] = set()
    for index, pair in enumerate(as_list(as_dict(study.get("design")).get("interactions"))):
        names, here = [name for name in as_list(pair) if isinstance(name, str)], ("design", "interactions", index)
        for place, name in enumerate(names):
            if name not in known:
                text = f'interaction names criterion "{name}", which does not exist; {instead(name, known)}'
                yield Problem((*here, place), text)
        if len(names) == 2 and names[0] == names[1]:
            yield Problem((*here, 1), f'"{names[0]}" stands twice in an interaction; name two different criteria')
        elif frozenset(names) in seen:
            yield Problem(here, f"the interaction of {' and '.join(names)} stands twice; keep one of them")
        seen.add(frozenset(names))


def _known(named: dict[str, Any], path: Path, levels: dict[str, list[str]]) -> Iterator[Problem]:
    for name, chosen in named.items():
        if name not in levels:
            hint = instead(name, levels)
            yield Problem((*path, name), f'rule names criterion "{name}", which does not exist; {hint}')
            continue
        for level in [chosen] if isinstance(chosen, str) else as_list(chosen):
            if isinstance(level, str) and level not in levels[name]:
                hint = instead(level, levels[name])
                yield Problem((*path, name), f'criterion "{name}" has no level "{level}"; {hint}')
