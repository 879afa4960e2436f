"""What a report is made of: one value with everything in it, checked once, so that writing needs no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from dce.disclosure import AtLeast
from dce.errors import AnswerError, DesignError, StudyError
from dce.report.readings import Readings
from dce.report.tally import Tally
from dce.study import Fieldwork, Study

if TYPE_CHECKING:
    from dce.design import Design
    from dce.estimation import Fit
    from dce.ranking import Finding, Ranking, Trend, WeightSpread

EVERYBODY = ""


@dataclass(frozen=True, eq=False)
class ReportContents:
    """A study with its design, its answers and what was computed from them.

    ``answers`` is the long table, a row an answer, or counts of it. ``rankings`` holds a ranking per split: background
    item id, or the empty name for everybody together. ``check`` is the fully categorical ranking beside it, ``command``
    what made this report, ``date`` the day to print.

    What follows may be left out, and the report then does without: ``agreement`` is what ``scenario_agreement`` gives,
    ``trends`` what ``trend`` gives per ordered background item (also one that the study does not split by), ``spread``
    what ``weight_spread`` gives. Raises DesignError, AnswerError or StudyError where the parts do not fit.
    """

    study: Study
    design: Design
    answers: pd.DataFrame | Tally
    rankings: Mapping[str, Ranking]
    check: Ranking | None
    fit: Fit
    synthetic: bool
    command: str
    date: date
    agreement: Finding | None = None
    trends: Mapping[str, Trend] = field(default_factory=lambda: MappingProxyType({}))
    spread: WeightSpread | None = None
    disputed: AtLeast | None = None  # people who say: this is not me, and are left out; a table cannot tell
    fieldwork: Fieldwork | None = None  # who could take part; None where no file tells it

    def __post_init__(self) -> None:
        if self.study.task.kind not in ("rating", "yes-no"):
            raise StudyError(f"this report shows rating and yes-no tasks, the study has {self.study.task.kind} tasks")
        if self.design.study.hash != self.study.hash:
            found, right = self.design.study.hash[:12], self.study.hash[:12]
            raise DesignError(f"the design belongs to study {found}, the report to {right}; make the design again")
        needed = ["respondent", "task", "rating"]
        missing = [] if isinstance(self.answers, Tally) else [n for n in needed if n not in self.answers.columns]
        if missing:
            raise AnswerError(f"the answers lack column {', '.join(missing)}; give the long table, a row an answer")
        self._check_splits()
        self._check_findings()

    @property
    def everybody(self) -> Ranking:
        """The ranking of everybody together."""
        return self.rankings[EVERYBODY]

    @cached_property
    def readings(self) -> Readings:
        """What the rankings say, read when it is first asked for."""
        return Readings(self)

    def _check_splits(self) -> None:
        known = {EVERYBODY, *(item.id for item in self.study.groupings)}
        if EVERYBODY not in self.rankings:
            raise AnswerError('rankings lack the split ""; give the ranking of everybody together under the empty name')
        unknown = [name for name in self.rankings if name not in known]
        if unknown:
            groups = ", ".join(sorted(known - {EVERYBODY})) or "none"
            raise AnswerError(f'ranking "{unknown[0]}" is not a split of the study; its splits are {groups}')

    def _check_findings(self) -> None:
        criteria = set(self.study.criterion_ids)
        needed = {"n", "agreement", "agreement_low", "agreement_high", *criteria}
        if self.agreement is not None and not needed <= set(self.agreement.rows.columns):
            raise AnswerError("agreement holds no scenarios of this study; give what scenario_agreement returns")
        ordered = [item.id for item in self.study.background if item.ordered]
        unknown = [name for name in self.trends if name not in ordered]
        if unknown:
            known = ", ".join(ordered) or "none"
            raise AnswerError(
                f'trend "{unknown[0]}" is not an ordered item of the study; its ordered items are {known}'
            )
        if self.spread is not None and set(self.spread.rows["criterion"]) != criteria:
            raise AnswerError("spread holds other criteria than the study; give what weight_spread returns for it")
