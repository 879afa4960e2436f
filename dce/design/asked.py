"""What a design is asked for: the study's own settings with the caller's in their place, refused where out of range."""

from __future__ import annotations

from dce.errors import DesignError
from dce.study import DesignSettings, Study

RANGES = {
    "tasks": (1, 500),
    "versions": (1, 100),
    "anchors": (0, 500),
    "practice": (0, 5),
    "repeats": (0, 20),
    "holdouts": (0, 20),
    "seed": (0, 2**32 - 1),
}


def settled(study: Study, settings: DesignSettings | None, **asked: object) -> DesignSettings:
    """Give ``settings`` (those of ``study`` where None) with what is ``asked`` and not None in their place.

    Raises DesignError for a number out of range, for more anchors or repeats than tasks, and anchors in one version.
    """
    own = settings or study.design
    own = own.model_copy(update={name: value for name, value in asked.items() if value is not None})
    for name, (low, high) in RANGES.items():
        value = getattr(own, name)
        if not low <= value <= high:
            raise DesignError(f"study {study.id}: {name}: {value} is not within {low} to {high}")
    for name in ("anchors", "repeats"):
        if getattr(own, name) > own.tasks:
            raise DesignError(
                f"study {study.id}: {name}: {getattr(own, name)} are more than the {own.tasks} tasks of a version; ask "
                f"for {own.tasks} at most"
            )
    if own.anchors and own.versions == 1:
        raise DesignError(
            f"study {study.id}: anchors link versions, and there is one; ask for 2 versions or no anchors"
        )
    return own
