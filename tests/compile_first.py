"""Compile the searches before the tests run, each once: two test processes would both compile what both begin with."""

from __future__ import annotations

import subprocess
import sys

from dce.design import Watch, make_design
from dce.study import Study, example_study

ALTERNATIVES = {"single": 1, "pairs": 2, "tasks": 3}


def main(kinds: list[str]) -> None:
    """Compile the searches of the one kind that is named, or of all side by side."""
    if kinds:
        compile_kind(ALTERNATIVES[kinds[0]])
        return
    running = [subprocess.Popen([sys.executable, __file__, kind]) for kind in ALTERNATIVES]
    if sum(abs(one.wait()) for one in running):
        sys.exit("not every search could be compiled; the tests will tell why")


def compile_kind(alternatives: int) -> None:
    """Make small designs that take every way through the searches for tasks with so many alternatives."""
    study = example_study()
    if alternatives == 1:
        _make(study, {"versions": 2})
        _make(study, {"priors": "expected"})
        _make(study, {"priors": "expected", "criterion": "A"})
        return
    task = {"kind": "choice", "alternatives": alternatives, "statement": {"nl": "Welke?", "en": "Which?"}}
    plain = study.model_dump(mode="json", exclude_defaults=True) | {"task": task}
    _make(Study.model_validate(plain), {"versions": 2, "dominated": "any"})


def _make(study: Study, settings: dict[str, object]) -> None:
    asked = study.design.model_validate({"tasks": 9, **settings})
    make_design(study, settings=asked, draws=16, seed=1, watch=Watch(seconds=0.1))


if __name__ == "__main__":
    main(sys.argv[1:])
