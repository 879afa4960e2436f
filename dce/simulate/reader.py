"""A population from YAML: text scalars become checked numbers, and every fault is told with its line and column."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from dce.errors import StudyError
from dce.simulate.population import Population, along_levels
from dce.study import Criterion, Study
from dce.study.document import Document, read_document

LARGEST = 20.0  # beyond this utility an answer is certain to eight digits: a slip of the pen
SCALE = "thresholds"  # what only answers on a scale have
NEEDED = ("notes", "weights", SCALE)
KEYS = (*NEEDED, "quotas", "deviations", "trends", "weight_sd", "intercept_sd")
Where = tuple[str | int, ...]


def load_population(path: Path, study: Study) -> Population:
    """Read and check a population for ``study``; raises StudyError with all faults, one a line."""
    sheet = _Sheet(read_document(path), study)
    population = sheet.population()
    if sheet.faults:
        raise StudyError("\n".join(f"{path}:{line}:{column}: {text}" for (line, column), text in sorted(sheet.faults)))
    return population


class _Sheet:
    """One population file as it is read; faults are gathered, so that all of them can be told at once."""

    def __init__(self, document: Document, study: Study) -> None:
        self.document, self.study = document, study
        self.faults = list(document.faults)
        self.criteria = {criterion.id: criterion for criterion in study.criteria}
        self.options = {item.id: item.option_ids for item in study.background}

    def population(self) -> Population:
        left_out = () if self.study.scale_ids else (SCALE,)
        data = self.keyed(self.document.data, (), [key for key in KEYS if key not in left_out], "key")
        needed = [key for key in NEEDED if key not in left_out]
        for key in needed:
            if key not in data:
                self.fault((), f'no key "{key}"; a population has {", ".join(needed)}')
        return Population(
            weights=self.weights(data.get("weights")),
            thresholds=self.thresholds(data.get("thresholds", [])),
            quotas=self.quotas(data.get("quotas", {})),
            deviations=self.deviations(data.get("deviations", {})),
            trends=self.trends(data.get("trends", {})),
            weight_sd=self.spreads(data.get("weight_sd", {})),
            intercept_sd=self.number(data.get("intercept_sd", "0"), ("intercept_sd",), least=0.0),
            notes=self.notes(data.get("notes", {})),
        )

    def fault(self, where: Where, text: str) -> None:
        self.faults.append((self.document.place(where), text))

    def keyed(self, value: Any, where: Where, known: Iterable[str], noun: str) -> dict[str, Any]:
        """Give the entries of a mapping whose keys are known."""
        known = tuple(known)
        if not isinstance(value, dict):
            self.fault(where, f"must be a list of {noun}: value; the {noun} is one of {', '.join(known)}")
            return {}
        for key in value:
            if key not in known:
                self.fault((*where, key), f'no {noun} "{key}"; use one of {", ".join(known)}')
        return {key: inner for key, inner in value.items() if key in known}

    def number(self, value: Any, where: Where, least: float = -LARGEST) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not least <= number <= LARGEST:
            self.fault(where, f"{value!r} is no number from {least:g} to {LARGEST:g}; write one, such as 0.5")
            return math.nan  # no further fault follows from this one
        return number

    def weights(self, value: Any) -> dict[str, tuple[float, ...]]:
        given = self.keyed(value, ("weights",), self.criteria, "criterion") if value is not None else {}
        for name in self.criteria:
            if value is not None and name not in given:
                self.fault(("weights",), f'no weight for criterion "{name}"; write 0 where it does not matter')
        return {name: self.utilities(inner, ("weights", name), self.criteria[name]) for name, inner in given.items()}

    def utilities(self, value: Any, where: Where, criterion: Criterion) -> tuple[float, ...]:
        """Read one number, the utility of the last level (minus that of the first), or one for each level."""
        if not isinstance(value, dict):
            return along_levels(self.number(value, where), criterion)
        given = self.keyed(value, where, criterion.level_ids, "level")
        for level in criterion.level_ids:
            if level not in value:
                self.fault(where, f'no utility for level "{level}"; give one for each level')
        return tuple(self.number(given.get(level, "0"), (*where, level)) for level in criterion.level_ids)

    def thresholds(self, value: Any) -> tuple[float, ...]:
        wanted = max(0, len(self.study.scale_ids) - 1)
        items = value if isinstance(value, list) else []
        found = tuple(self.number(item, ("thresholds", i)) for i, item in enumerate(items))
        if len(found) != wanted:
            answers = f"{wanted + 1} answers"
            self.fault(("thresholds",), f"has {len(found)} thresholds for a scale of {answers}; list {wanted} numbers")
        if any(high <= low for low, high in pairwise(found)):
            self.fault(("thresholds",), "thresholds must rise; list them from low to high")
        return found

    def quotas(self, value: Any) -> dict[str, dict[str, float]]:
        """Shares of each item's options; an item that is left out is spread evenly over its options."""
        found = {}
        given = self.keyed(value, ("quotas",), self.options, "background item")
        for item, options in self.options.items():
            if item not in given:
                found[item] = dict.fromkeys(options, 1.0)
                continue
            where = ("quotas", item)
            shares = self.keyed(given[item], where, options, "option")
            found[item] = {option: self.quota(share, (*where, option)) for option, share in shares.items()}
            if shares and not any(found[item].values()):
                self.fault(where, "all quotas are 0; give at least one option people")
        return found

    def quota(self, value: Any, where: Where) -> float:
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 9:
            return float(value)
        self.fault(where, f"{value!r} is no whole number of people; write one, such as 18")
        return 0.0

    def deviations(self, value: Any) -> dict[str, dict[str, dict[str, tuple[float, ...]]]]:
        found: dict[str, dict[str, dict[str, tuple[float, ...]]]] = {}
        for item, by_option in self.keyed(value, ("deviations",), self.options, "background item").items():
            found[item] = {}
            options = self.keyed(by_option, ("deviations", item), self.options[item], "option")
            for option, by_criterion in options.items():
                where = ("deviations", item, option)
                found[item][option] = {
                    name: self.utilities(inner, (*where, name), self.criteria[name])
                    for name, inner in self.keyed(by_criterion, where, self.criteria, "criterion").items()
                }
        return found

    def trends(self, value: Any) -> dict[str, float]:
        ordered = [item.id for item in self.study.background if item.ordered]
        given = self.keyed(value, ("trends",), ordered, "ordered background item")
        return {item: self.number(step, ("trends", item)) for item, step in given.items()}

    def spreads(self, value: Any) -> dict[str, float]:
        given = self.keyed(value, ("weight_sd",), self.criteria, "criterion")
        return {name: self.number(sd, ("weight_sd", name), least=0.0) for name, sd in given.items()}

    def notes(self, value: Any) -> dict[str, str]:
        given = self.keyed(value, ("notes",), self.study.languages, "language")
        for language in self.study.languages:
            if not isinstance(given.get(language), str) or not given[language].strip():
                self.fault(("notes",), f"no text in {language!r}; say where these figures come from")
        return {language: str(text) for language, text in given.items()}
