"""An adviser as plain values and back, so that what was shown once can be kept and shown again as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from dce.adviser.advice import Brake
from dce.adviser.adviser import Adviser
from dce.adviser.evidence import Evidence, mean_scenario
from dce.adviser.group_model import GroupModel
from dce.coding import Coding
from dce.design import Design
from dce.disclosure import Hidden
from dce.errors import DesignError

DIGITS = 6  # significant ones of what is kept


def as_dict(adviser: Adviser) -> dict[str, Any]:
    """An adviser as plain values for JSON: models, counts that may be shown, and checks; no answer of a person.

    Give ``fit_adviser`` a secret seed where this is kept: with a known one, draws could tell of single people.
    """
    return {
        "study_hash": adviser.study.hash,
        "design_hash": adviser.design_hash,
        "by": adviser.by,
        "models": [_of_model(model) for model in adviser.models],
        "hidden": list(adviser.hidden),
        "evidence": [[dict(levels), _of_counts(counts)] for levels, counts in adviser.evidence.scenarios],
        "checks": [[check.code, check.text, check.group, check.about] for check in adviser.checks],
        "people": adviser.people,
        "synthetic": adviser.synthetic,
        "on": adviser.on and adviser.on.isoformat(),
        "version": adviser.version,
    }


def from_dict(kept: dict[str, Any], design: Design) -> Adviser:
    """The adviser that was kept; raises DesignError where it is one of another design.

    >>> from dce.adviser import fit_adviser
    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> answers = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> adviser = fit_adviser(answers, design)
    >>> from_dict(as_dict(adviser), design).version == adviser.version
    True
    """
    if kept["design_hash"] != design.hash:
        raise DesignError("the adviser that was kept is one of another design; give the design that it was made with")
    return Adviser(
        study=design.study,
        design_hash=design.hash,
        by=kept["by"],
        models=tuple(_to_model(model) for model in kept["models"]),
        hidden=tuple(kept["hidden"]),
        evidence=Evidence(tuple((levels, _to_counts(counts)) for levels, counts in kept["evidence"])),
        mean=mean_scenario(design, Coding.of(design.study).encode(design.estimated)),
        checks=tuple(Brake(*check) for check in kept["checks"]),
        people=kept["people"],
        synthetic=kept["synthetic"],
        on=date.fromisoformat(kept["on"]) if kept["on"] else None,
        kept_version=kept["version"],
    )


def _of_model(model: GroupModel) -> dict[str, Any]:
    draws = [[float(f"{value:.{DIGITS}g}") for value in row] for row in model.draws.tolist()]
    about = model.name, model.people, model.status, list(model.messages), list(model.answers)
    return dict(zip(("name", "people", "status", "messages", "answers"), about, strict=True)) | {"draws": draws}


def _to_model(kept: dict[str, Any]) -> GroupModel:
    draws = np.array(kept["draws"], dtype=float) if kept["draws"] else np.empty((0, 0))
    about = kept["name"], kept["people"], kept["status"], tuple(kept["messages"]), tuple(kept["answers"])
    return GroupModel(*about, draws)


def _of_counts(counts: tuple[int, ...] | Hidden) -> list[int] | dict[str, Any]:
    if isinstance(counts, Hidden):
        return {"reason": counts.reason, "smallest": counts.smallest}
    return list(counts)


def _to_counts(kept: list[int] | dict[str, Any]) -> tuple[int, ...] | Hidden:
    return Hidden(**kept) if isinstance(kept, dict) else tuple(kept)
