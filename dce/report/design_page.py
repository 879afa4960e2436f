"""The page about a design: one verdict first, then balance, entanglement, precision, every scenario, and how made."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from dce.design import Design, judge, predicted_errors
from dce.design.precision import Reason, Verdict
from dce.errors import StudyError
from dce.report.design_figures import alike_figure, balance_figure, errors_figure
from dce.report.html import environment
from dce.report.passages import Passage
from dce.report.tables import Part, Table
from dce.report.wording import Wording, capital

GRADES = {"good": "d_good", "usable with limits": "d_usable", "not usable": "d_unusable"}


def write_design_report(
    path: str | Path, design: Design, *, people: int | None = None, language: str | None = None
) -> Path:
    """Write the page about a design as one HTML file that opens anywhere, and give back the path.

    With ``people`` it also tells what so many can show. The same design gives the same bytes. Raises StudyError for a
    language that the study does not speak.
    """
    study = design.study
    chosen = language or study.language
    if chosen not in study.languages:
        raise StudyError(f'study {study.id} has no texts in language "{chosen}"; it has {", ".join(study.languages)}')
    css = resources.files("dce.report").joinpath("static", "report.css").read_text(encoding="utf-8")
    values = _values(Wording(study, chosen), design, people)
    text = environment().get_template("design.html").render(values, css=Markup(css))  # noqa: S704  # our own file
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.lstrip(), encoding="utf-8", newline="\n")
    return target


def _values(words: Wording, design: Design, people: int | None) -> dict[str, Any]:
    quality = design.quality()
    figures = [("balance", balance_figure(words, design, quality)), ("alike", alike_figure(words, design, quality))]
    if people:
        figures.append(("errors", errors_figure(words, design, predicted_errors(design, people), people)))
    return {
        "say": words.say,
        "language": words.language,
        "title": design.study.title[words.language],
        "verdict": _verdict(words, design, judge(design, people)),
        "figures": [(name, figure) for name, figure in figures if figure],
        "limits": _limits(words, design),
        "scenarios": _scenarios(words, design),
        "made": _made(words, design),
    }


def _verdict(words: Wording, design: Design, verdict: Verdict) -> Passage:
    versions = len(design.versions)
    what = words.say(
        "d_what", tasks=words.count(design.rows["task"].nunique()), versions=versions,
        word=words.say("d_version" if versions == 1 else "d_versions"), each=len(design.tasks_of(design.versions[0])),
        criteria=len(design.study.criteria),
    )  # fmt: skip
    points = tuple(capital(words.say(f"d_{reason.kind}", **_named(words, reason))) for reason in verdict.reasons)
    return Passage((words.say(GRADES[verdict.grade]), what), points)


def _named(words: Wording, reason: Reason) -> dict[str, object]:
    """What fills a sentence, criteria and levels by their names and numbers in the language of the page."""
    values = dict(reason.values)
    if "level" in values:
        values["level"] = words.level(str(values["criterion"]), str(values["level"]))
    for key in ("criterion", "one", "other"):
        if key in values:
            values[key] = words.criterion(str(values[key]))
    for key in ("r", "weight"):
        if key in values:
            values[key] = words.decimal(float(str(values[key])))
    return values


def _limits(words: Wording, design: Design) -> Passage:
    """What no number of people makes up for."""
    quality, criteria = design.quality(), len(design.study.criteria)
    distinct = len(design.rows.drop_duplicates(list(design.study.criterion_ids)))
    points = [words.say("d_limit_pairs", pairs=criteria * (criteria - 1) // 2)] if criteria > 1 else []
    left = max(distinct - quality.parameters, 0)
    points.append(words.say("d_limit_fit", scenarios=distinct, parameters=quality.parameters, left=left))
    if len(design.versions) == 1:
        points.append(words.say("d_limit_version", scenarios=distinct))
    return Passage((), tuple(points))


def _scenarios(words: Wording, design: Design) -> list[tuple[int, list[tuple[str, str]]]]:
    """Question and level of every criterion, scenario by scenario."""
    tasks = sorted({int(task) for task in design.rows["task"]})
    return [
        (task, [(words.question(c), words.level(c, v)) for c, v in design.scenario(task).items()]) for task in tasks
    ]


def _made(words: Wording, design: Design) -> Table:
    quality = design.quality()
    facts = {
        "efficiency": words.decimal(quality.d_efficiency, 1),
        "rank": f"{quality.rank} / {quality.parameters}",
        "error": words.decimal(quality.d_error, 4),
        "seed": words.say("unknown_seed") if design.seed is None else str(design.seed),
        "hash": design.hash,
        "study": design.study.hash,
    }
    rows = tuple((words.say(f"d_made_{name}"), value) for name, value in facts.items())
    return Table(words.say("d_h_made"), ("", ""), (Part(rows),), words=2)
