"""What must hold between the plan for the analysis and the rest of a study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dce.study.analysis import MODELS
from dce.study.plain import Problem, as_dict, as_list, instead, own_id

FLAGS = {"groups": "group", "trends": "ordered"}  # what a background item must be
YES = ("true", "yes", "on", "y", "t", "1")  # how a setting says yes


def problems(study: dict[str, Any]) -> Iterator[Problem]:
    """Yield every fault of the plan: nothing in it, a model of another kind of task, items of another sort."""
    plan = as_dict(study.get("analysis"))
    if study.get("analysis") == {}:
        yield Problem(("analysis",), "the plan is empty; write what is planned, such as groups: [...], or leave it out")
    kind = as_dict(study.get("task")).get("kind")
    model, right = plan.get("model"), MODELS.get(str(kind))
    if model in MODELS.values() and right is not None and model != right:
        text = f"model is {model}, and a {kind} task is analysed with another; write {right} or leave it out"
        yield Problem(("analysis", "model"), text)
    items = {name: as_dict(item) for item in as_list(study.get("background")) if (name := own_id(item)) is not None}
    for part in FLAGS:
        yield from _items(as_list(plan.get(part)), part, items)
    yield from _once(as_list(plan.get("also")), "also")


def _items(named: list[Any], part: str, items: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    yield from _once(named, part)
    for index, name in enumerate(named):
        if isinstance(name, str) and name not in items:
            hint = instead(name, items) if items else "the study has none"
            yield Problem(("analysis", part, index), f'no background item "{name}"; {hint}')
        elif isinstance(name, str) and str(items[name].get(FLAGS[part])).lower() not in YES:
            text = f'background item "{name}" is not one for {part}; give it {FLAGS[part]}: true, or leave it out here'
            yield Problem(("analysis", part, index), text)


def _once(named: list[Any], part: str) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for index, name in enumerate(named):
        seen[str(name)] += 1
        if seen[str(name)] == 2:
            yield Problem(("analysis", part, index), f'"{name}" stands twice in {part}; keep one of them')
