"""What the templates fill in, section by section."""

from __future__ import annotations

from typing import Any

from dce.report import tables
from dce.report.answer_figures import class_figure, hidden_classes, hidden_scenarios, scenario_figure
from dce.report.asked import asked
from dce.report.checking import check_sentence
from dce.report.citing import bibtex, citation, program
from dce.report.contents import EVERYBODY
from dce.report.figure import Figure
from dce.report.findings import findings
from dce.report.group_figures import groups_figure
from dce.report.group_findings import split_passage
from dce.report.importance_figures import importance_figure, split_figure
from dce.report.material import Material
from dce.report.methods import methods, references
from dce.report.numbers import percent
from dce.report.order_figures import pairwise_figure, places_figure
from dce.report.planned import planned
from dce.report.readings import SplitResult
from dce.report.sample import Split
from dce.report.spread_figures import spread_figure

Values = dict[str, Any]


def page_values(material: Material) -> Values:
    """Everything that report.html asks for; without enough people only what the study itself says."""
    return _head(material) | (_body(material) | _facts(material) if material.sample.enough else {})


def figures(material: Material) -> tuple[Figure, ...]:
    """Every figure of the report in its order; none where too few people answered."""
    values = page_values(material)
    if not values["enough"]:
        return ()
    parts = [part["figure"] for name in ("classes", "splits") for part in values[name]]
    split = len(values["classes"])
    found = (
        values["scenario_figure"], *parts[:split], values["importance_figure"], *values["order_figures"],
        values["spread_figure"], values["groups_figure"], *parts[split:],
    )  # fmt: skip
    return tuple(figure for figure in found if figure)


def _head(material: Material) -> Values:
    contents, words = material.contents, material.words
    return {
        "say": words.say,
        "language": words.language,
        "title": contents.study.title[words.language],
        "date": words.date(contents.date),
        "synthetic": contents.synthetic,
        "enough": material.sample.enough,
        "smallest": material.sample.smallest,
        "made": _made(material),
    }


def _body(material: Material) -> Values:
    classes = [_class_part(material, split) for split in material.class_splits]
    splits = [_split_part(material, result) for result in material.splits]
    beside = {"spread": spread_figure(material), "groups_all": groups_figure(material)}
    order = [figure for figure in (pairwise_figure(material), places_figure(material)) if figure]
    check, used = material.check, methods(material)
    readable = check is not None and check.readable and material.overall.readable
    return {
        "findings": findings(material),
        "asked": asked(material),
        "sections": _sections(material, classes, splits, {"order": order, **beside}),
        "scenario_figure": scenario_figure(material),
        "hidden_scenarios": hidden_scenarios(material),
        "scenarios": scenario_texts(material),
        "classes": classes,
        "importance_figure": importance_figure(material),
        "order_figures": order,
        "spread_figure": beside["spread"],
        "groups_figure": beside["groups_all"],
        "splits": splits,
        "checked": check is not None,
        "check_sentence": check_sentence(material),
        "check_table": tables.check_table(material, check) if check is not None and readable else None,
        "plan": planned(material),
        "sample_table": tables.sample_table(material),
        "sample_notes": _sample_notes(material),
        "model_table": tables.model_table(material),
        "model_notes": model_notes(material),
        "methods": used,
        "references": references(used),
        "citation": citation(material),
        "bibtex": bibtex(material),
    }


def _sections(
    material: Material, classes: list[Values], splits: list[Values], optional: Values
) -> list[tuple[str, str]]:
    """Name and heading of every section after the first page."""
    words = material.words
    begins, ends = (
        ("asked", "sample", "scenarios"),
        ("check", "plan", "method", "model", "formulas", "limits", "cite", "words", "made"),
    )
    return [
        *((name, words.say(f"h_{name}")) for name in begins),
        *((part["name"], part["heading"]) for part in classes),
        ("importance", words.say("h_importance")),
        *((name, words.say(f"h_{name}")) for name, figure in optional.items() if figure),
        *((part["name"], part["heading"]) for part in splits),
        *((name, words.say(f"h_{name}")) for name in ends),
    ]


def _class_part(material: Material, split: Split) -> Values:
    return {
        "name": f"classes-{split.item.id}",
        "heading": material.words.say("h_classes", item=material.words.item(split.item)),
        "figure": class_figure(material, split),
        "hidden": hidden_classes(material, split),
    }


def _split_part(material: Material, result: SplitResult) -> Values:
    item = result.split.item
    return {
        "name": f"split-{item.id}",
        "heading": material.words.say("h_split", item=material.words.item(item)),
        "passage": split_passage(material, result),
        "figure": split_figure(material, result),
    }


def scenario_texts(material: Material) -> list[tuple[int, list[tuple[str, str]]]]:
    """Question and level of every criterion, scenario by scenario."""
    design, words = material.contents.design, material.words
    tasks = sorted({int(task) for task in design.frame["task"]})
    return [
        (task, [(words.question(c), words.level(c, v)) for c, v in design.scenario(task).items()]) for task in tasks
    ]


def _sample_notes(material: Material) -> list[str]:
    words, smallest = material.words, material.sample.smallest
    return [
        words.say(
            "sample_hidden",
            item=words.quote(words.item(split.item)),
            groups=words.listing([words.quote(words.group(split.item, option)) for option in split.hidden], "or"),
            smallest=smallest,
        )
        for split in material.sample.splits
        if split.hidden
    ]


def model_notes(material: Material) -> list[str]:
    """What stood in the way of the fit for everybody, where something did."""
    words, fit = material.words, material.contents.fit
    notes = [] if fit.status == "ok" else [words.say(f"fit_{fit.status}")]
    return notes + [words.say("fit_message", message=message) for message in fit.messages]


def _facts(material: Material) -> Values:
    """The numbers that the prose on method and limits names."""
    contents, words = material.contents, material.words
    study, fit = contents.study, contents.fit
    tasks = int(contents.design.frame["task"].nunique())
    notes = study.notes[words.language].split("\n\n") if study.notes else []
    return {
        "kind": study.task.kind,
        "model_name": words.say(f"model_{study.task.kind}"),
        "people": words.count(material.sample.people),
        "answers": words.count(material.sample.answers),
        "draws": words.count(contents.rankings[EVERYBODY].bootstrap),
        "loglik": words.decimal(fit.loglik),
        "ordered": words.listing([words.criterion(name) for name in material.lines]),
        "criteria": len(study.criteria),
        "equal_share": percent(1 / len(study.criteria)),
        "tasks": words.count(tasks),
        "most_weights": words.count(tasks - 1),
        "weights": words.count(sum(name != "constant" for name in fit.coef.index)),
        "free_weights": words.count(sum(len(c.levels) - 1 for c in study.criteria)),
        "notes": notes,
        "pooled": any(result.apart for result in material.splits),
        "has_agreement": contents.agreement is not None,
        "trended": any(material.trend(split) for split in material.class_splits),
        "has_spread": contents.spread is not None,
    }


def _made(material: Material) -> list[tuple[str, str]]:
    contents, words = material.contents, material.words
    ranking, seed = contents.rankings[EVERYBODY], contents.design.seed
    values = {
        "study": contents.study.id,
        "study_hash": contents.study.hash,
        "design_hash": contents.design.hash,
        "design_seed": words.say("unknown_seed") if seed is None else str(seed),
        "draws": words.count(ranking.bootstrap),
        "seed": str(ranking.seed),
        "data": words.say("synthetic_source" if contents.synthetic else "made_real"),
        "command": contents.command,
        "date": words.date(contents.date),
        "program": program(),
    }
    if contents.disputed is not None:
        many = contents.disputed
        values["disputed"] = words.say(
            "in_steps" if many.people else "under_a_step", people=many.people, step=many.step
        )
    return [(words.say(f"made_{name}"), value) for name, value in values.items()]
