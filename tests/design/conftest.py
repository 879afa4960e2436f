"""Small studies to design for: criteria a, b, c, ... with levels 0, 1, 2, ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from dce.study import Study

StudyMaker = Callable[..., Study]
collect_ignore = ["conftest.py"]  # no doctests here, and those of choice/ come first under the same name


def study_of(counts: Sequence[int], rules: Sequence[Mapping[str, Any]] = (), **more: Any) -> Study:
    """A yes-no study with ``counts`` levels by criterion and ``rules`` as {criterion: level or levels}."""
    criteria = [
        {"id": name_of(i), "label": _text(f"criterion {i}"), "levels": [_level(level) for level in range(count)]}
        for i, count in enumerate(counts)
    ]
    study = {
        "id": "klein",
        "languages": ["en"],
        "title": _text("Small"),
        "task": {"kind": "yes-no", "statement": _text("Yes?")},
        "criteria": criteria,
        "rules": [{"never": dict(rule)} for rule in rules],
    }
    return Study.model_validate(study | more)


def name_of(criterion: int) -> str:
    return f"c{criterion}"


def _text(words: str) -> dict[str, str]:
    return {"en": words}


def _level(number: int) -> dict[str, Any]:
    return {"id": str(number), "label": _text(f"level {number}")}


@pytest.fixture(scope="session")
def small_study() -> StudyMaker:
    return study_of
