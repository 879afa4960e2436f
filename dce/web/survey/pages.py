"""What the page of a background item shows, as plain values: templates loop over these and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass

from dce.study import Background, Study
from dce.web.survey.tasks import Choice

NOTHING = "(none)"  # what a form sends for "prefer not to say": no option can have this id


@dataclass(frozen=True, slots=True)
class BackgroundPage:
    """One background item: ``number`` of ``total``; ``chosen`` is the option that is stored, "" for none."""

    number: int
    total: int
    item: str
    question: str
    choices: tuple[Choice, ...]
    chosen: str
    nothing: str = NOTHING


def background_page(study: Study, number: int, stored: dict[str, str], *, language: str) -> BackgroundPage:
    """The page for background item ``number``, from 1."""
    item: Background = study.background[number - 1]
    return BackgroundPage(
        number=number,
        total=len(study.background),
        item=item.id,
        question=item.label[language],
        choices=tuple(Choice(option.id, option.label[language]) for option in item.options),
        chosen=stored.get(item.id, ""),
    )
