"""Who is going to be asked: groups found by name, and what the people in them are assumed to be like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from dce.design import Design, make_design
from dce.design.beliefs import Beliefs, checked_beliefs
from dce.design.choice.coding import ChoiceCoding
from dce.design.quality import CONSTANT
from dce.errors import AnswerError, DesignError
from dce.ranking import EVERYBODY
from dce.simulate import Population, default_population
from dce.study import Background, Study

MOST_PEOPLE = 100_000
People = int | Mapping[str, int]
Priors = str | Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """A design with the people who will answer it: ``sizes`` by option of ``item``; none where nobody is split.

    Weights that have ``beliefs`` are other ones in each study; where there are none, they are those of the population.
    """

    design: Design
    population: Population
    people: int
    item: str | None
    sizes: Mapping[str, int]
    beliefs: Beliefs

    @classmethod
    def of(cls, design: Design, people: People, population: Population | None, priors: Priors | None = None) -> Plan:
        """Check what is asked; raises AnswerError or DesignError that says what would be right."""
        study = design.study
        if len(study.criteria) < 2:
            raise DesignError("a study of one criterion has nothing to rank; power needs at least two")
        assumed = default_population(study) if population is None else population
        if isinstance(priors, Mapping):
            priors = {name: prior for name, prior in priors.items() if name != CONSTANT}  # thresholds stand for it
        beliefs = checked_beliefs(priors, _weights(design).columns, 1)  # type: ignore[arg-type]
        if isinstance(people, int):
            _check_size(people, "people", study.privacy.smallest_group)
            return cls(design, assumed, people, None, MappingProxyType({}), beliefs)
        item, sizes = named_groups(study, people)
        for group, number in sizes.items():
            _check_size(number, f'group "{group}"', study.privacy.smallest_group)
        _check_size(sum(sizes.values()), "people", study.privacy.smallest_group)
        quotas = {**assumed.quotas, item: {group: float(number) for group, number in sizes.items()}}
        known = replace(assumed, quotas=quotas)
        return cls(design, known, sum(sizes.values()), item, MappingProxyType(sizes), beliefs)

    def with_people(self, people: int) -> Plan:
        """As many people in each group, or in all where there are no groups; the same checks."""
        asked = dict.fromkeys(self.sizes, people) if self.sizes else people
        return Plan.of(self.design, asked, self.population, self.beliefs)

    def with_design(self, tasks: int, versions: int, seed: int) -> Plan:
        """The same people on a design of this size, which is searched from ``seed``; raises DesignError.

        One of choice tasks is searched at zero weights: with priors that takes ten times as long and helps little.
        """
        study, own = self.design.study, self.design.study.design
        if study.task.alternatives is not None:
            changed: dict[str, object] = {"alternative_constants": _alternative_constants(self.design)}
            if own.criterion != "S":  # which has no value without priors
                changed["priors"] = None
            study = study.model_copy(update={"design": own.model_copy(update=changed)})
        return replace(self, design=make_design(study, tasks=tasks, versions=versions, seed=seed))

    @cached_property
    def weights(self) -> ChoiceCoding:
        """Which weights there are: of the criteria, and the constants of choice tasks where these have any."""
        return _weights(self.design)

    @property
    def fewest_tasks(self) -> int:
        """With fewer for each person there are more weights than answers can tell."""
        single = self.design.study.task.alternatives is None
        weights = len(self.weights.columns) + single  # thresholds count as one
        comparisons = 1 if single else len(self.weights.constants) - 1
        return -(-weights // (comparisons * self.design_size[1]))

    @property
    def people_by_group(self) -> dict[str, int]:
        """How many people each group has, everybody first."""
        return {EVERYBODY: self.people, **self.sizes}

    @property
    def design_size(self) -> tuple[int, int]:
        """How many tasks a person sees, and how many versions there are."""
        versions = self.design.versions
        return max(len(self.design.estimated_of(version)) for version in versions), len(versions)

    def alike(self) -> Plan:
        """The same people without any difference between the groups but chance."""
        deviations = {name: of for name, of in self.population.deviations.items() if name != self.item}
        return replace(self, population=replace(self.population, deviations=deviations))


def named_groups(study: Study, people: Mapping[str, int]) -> tuple[str, dict[str, int]]:
    """The background item of which all these are options, and people by option id; raises AnswerError.

    An option may go by its id, or by initials or a beginning that no other option of its item has.

    >>> from dce.study import example_study
    >>> named_groups(example_study(), {"jurist": 20, "bel": 30})
    ('rol', {'jurist': 20, 'beleid': 30})
    """
    if not people:
        raise AnswerError("people names no group; write how many of each, such as fg=18,privacy_officer=18")
    for item in study.background:
        found = [_option(item, name) for name in people]
        options = [option for option in found if option is not None]
        if len(options) == len(found) and len(set(options)) == len(options):
            return item.id, dict(zip(options, people.values(), strict=True))
    known = "; ".join(f"{item.id}: {', '.join(item.option_ids)}" for item in study.background)
    raise AnswerError(f"no background item has the options {', '.join(people)}; use those of one item ({known})")


def _option(item: Background, name: str) -> str | None:
    if name in item.option_ids:
        return name
    near = [option for option in item.option_ids if option.startswith(name) or _initials(option) == name]
    return near[0] if len(near) == 1 and name else None


def _initials(option: str) -> str:
    return "".join(part[0] for part in re.split(r"[^A-Za-z0-9]+", option) if part)


def _alternative_constants(design: Design) -> bool:
    """Whether alternatives get constants of their own: by the design, or by its study where it says nothing."""
    return bool(design.settings.get("alternative_constants", design.study.design.alternative_constants))


def _weights(design: Design) -> ChoiceCoding:
    return ChoiceCoding.of(design.study, alternative_constants=_alternative_constants(design))


def _check_size(number: int, whose: str, smallest: int) -> None:
    if number > MOST_PEOPLE:
        raise AnswerError(f"{whose}: {number} is more than {MOST_PEOPLE}; ask for fewer")
    if number < smallest:
        raise AnswerError(
            f"{whose}: {number} is too few; results of fewer than {smallest} are not shown (smallest_group), "
            f"so use {smallest} or more"
        )
