"""The page about a design: one verdict first, then balance, entanglement, precision, every scenario, and how made."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from dce.design import Design, Quality, judge, predicted_errors
from dce.design.choice.quality import ChoiceQuality
from dce.design.effects import Effects
from dce.design.precision import Verdict, counted_rows
from dce.design.quality import SLIGHT
from dce.errors import StudyError
from dce.power import Power, PowerCurve
from dce.report.design_choices import differ_figure, dominance_figure, side_by_side
from dce.report.design_figures import alike_figure, balance_figure, errors_figure
from dce.report.design_made import made_facts, rules_passage
from dce.report.design_words import block_name, reason_text, task_label
from dce.report.figure import Figure
from dce.report.html import environment
from dce.report.numbers import percent
from dce.report.passages import Passage
from dce.report.power_figure import power_figure
from dce.report.tables import Part, Table
from dce.report.wording import Wording, capital

GRADES = {"good": "d_good", "usable with limits": "d_usable", "not usable": "d_unusable"}


def write_design_report(
    path: str | Path,
    design: Design,
    *,
    people: int | None = None,
    power: tuple[Power, PowerCurve] | None = None,
    language: str | None = None,
) -> Path:
    """Write the page about a design as one HTML file that opens anywhere, and give back the path.

    With ``people`` it also tells what so many can show, and with ``power`` how that grows with their number. The same
    design gives the same bytes. Raises StudyError for a language that the study does not speak.
    """
    study = design.study
    chosen = language or study.language
    if chosen not in study.languages:
        raise StudyError(f'study {study.id} has no texts in language "{chosen}"; it has {", ".join(study.languages)}')
    css = resources.files("dce.report").joinpath("static", "report.css").read_text(encoding="utf-8")
    values = _values(Wording(study, chosen), design, people, power)
    text = environment().get_template("design.html").render(values, css=Markup(css))  # noqa: S704  # our own file
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.lstrip(), encoding="utf-8", newline="\n")
    return target


def design_values(design: Design, *, language: str) -> dict[str, Any]:
    """What that page holds, for a page of another kind: passages, figures and tables by name, ``say`` for its words."""
    return _values(Wording(design.study, language), design, None, None)


def _values(
    words: Wording, design: Design, people: int | None, power: tuple[Power, PowerCurve] | None
) -> dict[str, Any]:
    quality, study = design.quality(), design.study
    choice = isinstance(quality, ChoiceQuality)
    return {
        "say": words.say,
        "capital": capital,
        "language": words.language,
        "title": study.title[words.language],
        "notes": study.notes[words.language] if study.notes else None,
        "verdict": _verdict(words, design, quality, judge(design, people)),
        "figures": [figure for figure in _figures(words, design, quality, people) if figure],
        "power": power_figure(words, design, *power) if power else None,
        "confounded": _confounded(words, quality),
        "limits": _limits(words, design, quality),
        "scenarios": None if choice else _scenarios(words, design),
        "tasks": side_by_side(words, design) if choice else None,
        "opt_out": study.task.opt_out[words.language] if study.task.opt_out else None,
        "made": made_facts(words, design, quality),
        "rules": rules_passage(words, study),
    }


def _figures(words: Wording, design: Design, quality: Quality, people: int | None) -> Iterator[Figure | None]:
    yield balance_figure(words, design, quality)
    if isinstance(quality, ChoiceQuality):
        yield differ_figure(words, design)
        yield dominance_figure(words, design, quality.dominated)
    yield alike_figure(words, design, quality)
    if people:
        yield errors_figure(words, design, predicted_errors(design, people), people)


def _verdict(words: Wording, design: Design, quality: Quality, verdict: Verdict) -> Passage:
    points = tuple(reason_text(words, reason) for reason in verdict.reasons)
    bound = words.say(
        "d_of_bound" if quality.bound_kind == "proven" else "d_best_known",
        efficiency=words.decimal(quality.d_efficiency, 1), share=words.decimal(quality.of_bound, 1),
        bound=words.decimal(quality.d_bound, 1),
    )  # fmt: skip
    told = (bound,) if quality.d_efficiency else ()
    return Passage((words.say(GRADES[verdict.grade]), _what(words, design), *told), points)


def _what(words: Wording, design: Design) -> str:
    """What people get to see, in one sentence or two."""
    versions, task = len(design.versions), design.study.task
    kind = "d_what" if task.alternatives is None else f"d_what_{task.kind.replace('-', '_')}"
    return words.say(
        kind, tasks=words.count(design.rows["task"].nunique()), versions=versions,
        word=words.say("d_version" if versions == 1 else "d_versions"), each=len(design.tasks_of(design.versions[0])),
        criteria=len(design.study.criteria), alternatives=task.alternatives or 1,
        none=words.say("d_or_none") if task.opt_out else "",
    )  # fmt: skip


def _confounded(words: Wording, quality: Quality) -> tuple[str, Table] | None:
    """What of two criteria that reinforce each other passes for a third: the worst in a sentence, all in a table."""
    found = quality.confounded[quality.confounded["share"] > SLIGHT]
    if found.empty:
        return None
    rows = tuple(
        (capital(words.criterion(c)), words.listing([words.criterion(a), words.criterion(b)]), percent(share))
        for c, a, b, share in found.itertuples(index=False)
    )
    head = tuple(words.say(f"d_col_{key}") for key in ("criterion", "pair", "passes"))
    top = words.say(
        "d_confounded_top", pair=rows[0][1], criterion=words.criterion(found["criterion"].iloc[0]), share=rows[0][2]
    )
    return top, Table(words.say("d_cap_confounded"), head, (Part(rows),), words=2)


def _limits(words: Wording, design: Design, quality: Quality) -> Passage:
    """What no number of people makes up for."""
    effects, rows = Effects.of(design.study), counted_rows(design)
    points, left = [], len(effects.left_out())
    if quality.interactions:
        shown = words.listing([block_name(words, name) for name in quality.interactions])
        points.append(words.say("d_limit_pairs_shown", shown=shown, pairs=left))
    elif left:
        points.append(words.say("d_limit_pairs", pairs=left))
    of = {"parameters": quality.parameters, "left": quality.spare}
    single, choice = not isinstance(quality, ChoiceQuality), "_choice" if isinstance(quality, ChoiceQuality) else ""
    distinct = len(rows.drop_duplicates(list(design.study.criterion_ids))) if single else quality.tasks
    points.append(words.say(f"d_limit_fit{choice}", scenarios=distinct, **of))
    if len(design.versions) == 1:
        points.append(words.say(f"d_limit_version{choice}", scenarios=distinct))
    if design.study.task.kind == "ranking":
        points.append(words.say("d_limit_ranking"))
    return Passage((), tuple(points))


def _scenarios(words: Wording, design: Design) -> list[tuple[str, list[tuple[str, str]]]]:
    """Question and level of every criterion, scenario by scenario."""
    tasks = sorted({int(task) for task in design.rows["task"]})
    return [
        (
            task_label(words, design, task),
            [(words.question(c), words.level(c, v)) for c, v in design.scenario(task).items()],
        )
        for task in tasks
    ]
