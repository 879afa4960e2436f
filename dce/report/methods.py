"""Formulas and literature of what was really computed for a report, for who wants to check or repeat it."""
# ruff: noqa: RUF001  formulas stand in the letters of mathematics

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from dce.estimation.preparation import WEAK_PRIOR_SD
from dce.report.contents import EVERYBODY
from dce.report.literature import Reference, literature
from dce.report.material import Material


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what its letters mean in words, its formulas, and the works that it rests on."""

    name: str
    heading: str
    text: str
    formulas: tuple[Markup, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a method is made of, and whether a report used it."""

    name: str
    used: Callable[[Material], bool]
    formulas: tuple[str, ...]
    works: tuple[str, ...] = ()


def methods(material: Material) -> tuple[Method, ...]:
    """The methods that this report used, in the order in which they were applied."""
    words, filled = material.words, _filled(material)
    return tuple(
        Method(
            part.name,
            words.say(f"method_h_{part.name}"),
            words.say(f"method_{part.name}", **filled),
            tuple(Markup(_lettered(formula)) for formula in part.formulas),  # noqa: S704  # our own
            tuple(literature()[work] for work in part.works),
        )
        for part in PARTS
        if part.used(material)
    )


def references(found: tuple[Method, ...]) -> tuple[str, ...]:
    """The works of all these methods on a line each, by author."""
    works = {work for method in found for work in method.references}
    return tuple(str(work) for work in sorted(works, key=lambda work: (work.authors.casefold(), work.year)))


def _filled(material: Material) -> dict[str, object]:
    """The numbers that stand in the texts."""
    words, contents = material.words, material.contents
    return {
        "people": words.count(material.sample.people),
        "draws": words.count(contents.rankings[EVERYBODY].bootstrap),
        "seed": contents.rankings[EVERYBODY].seed,
        "smallest": material.sample.smallest,
        "margin": words.decimal(100 * material.margin, 1),
        "prior": words.decimal(WEAK_PRIOR_SD, 1),
        "columns": sum(name != "constant" for name in contents.fit.coef.index),
    }


def _lettered(formula: str) -> str:
    """Letters in italics, and what follows _ or ^ between braces lowered or raised.

    >>> _lettered("$x_{i}$ = 2")
    '<i>x</i><sub>i</sub> = 2'
    """
    found, italic = "", False
    for piece in formula.split("$"):
        found += _shifted(piece) if italic else piece
        italic = not italic
    return found


def _shifted(piece: str) -> str:
    letter, *rest = piece.replace("^{", "_{^").split("_{")
    found = f"<i>{letter}</i>" if letter else ""
    for part in rest:
        inside, _, after = part.partition("}")
        tag, inside = ("sup", inside[1:]) if inside.startswith("^") else ("sub", inside)
        found += f"<{tag}>{inside}</{tag}>{after}"
    return found


def _always(_material: Material) -> bool:
    return True


def _compared(material: Material) -> bool:
    return any(len(result.readable) > 1 for result in material.splits)


def _pooled(material: Material) -> bool:
    return any(result.apart for result in material.splits)


def _trended(material: Material) -> bool:
    return any(material.trend(split) for split in material.class_splits)


PARTS = (
    _Part("coding", _always, ("$u_{s}$ = $x_{s}$′$β$ = ∑$_{m}$ $w_{m}$($l_{sm}$)",)),
    _Part(
        "rating",
        lambda material: material.contents.study.task.kind == "rating",
        ("P($y_{is}$ ≤ $j$) = Λ($θ_{j}$ − $u_{s}$)", "Λ($z$) = 1 ÷ (1 + e$^{−z}$)"),
        ("mccullagh",),
    ),
    _Part(
        "yes_no",
        lambda material: material.contents.study.task.kind == "yes-no",
        ("P($y_{is}$ = 1) = Λ($u_{s}$ − $θ$)", "Λ($z$) = 1 ÷ (1 + e$^{−z}$)"),
        ("cox",),
    ),
    _Part("shrunk", lambda material: material.contents.fit.status == "shrunk", ("$β_{k}$ ~ N(0, $σ_{0}^{2}$)",)),
    _Part(
        "cluster",
        lambda material: material.contents.fit.status == "ok",
        ("V = $G$ ÷ ($G$ − 1) · A$^{−1}$ (∑$_{g}$ $s_{g}$ $s_{g}$′) A$^{−1}$",),
        ("liang", "zeileis"),
    ),
    _Part(
        "importance",
        lambda material: material.overall.readable,
        ("$I_{m}$ = $r_{m}$ ÷ ∑$_{k}$ $r_{k}$", "$r_{m}$ = max $w_{m}$ − min $w_{m}$"),
    ),
    _Part(
        "bootstrap",
        lambda material: material.overall.readable,
        ("$v_{g}^{(b)}$ ~ Exp(1)", "$I^{(b)}$ = $I$($β^{(b)}$)"),
        ("rubin",),
    ),
    _Part(
        "places",
        lambda material: material.overall.readable,
        ("$t_{mk}$ = ($I_{m}$ − $I_{k}$) ÷ se($I_{m}$ − $I_{k}$)",),
        ("mogstad", "romano"),
    ),
    _Part("pooling", _pooled, ("$β_{s}$ = $μ$ + $δ_{s}$", "$δ_{sk}$ ~ N(0, $τ^{2}$)"), ("gelman",)),
    _Part("comparison", _compared, ("$d$ = $I_{m}^{(a)}$ − $I_{m}^{(b)}$",), ("welch", "holm")),
    _Part(
        "agreement",
        lambda material: material.contents.agreement is not None and bool(material.scenarios),
        ("$A$ = ∑$_{l}$ $q_{l}$ · $U_{l}$ · (1 − ($S_{l}$ − 1) ÷ ($J$ − 1))",),
        ("eijk",),
    ),
    _Part("wilson", lambda material: bool(material.scenarios), (), ("wilson",)),
    _Part("trend", _trended, ("$u_{is}$ = $x_{s}$′$β$ + $γ$ · $c_{i}$",), ("wald",)),
    _Part(
        "spread",
        lambda material: material.contents.spread is not None,
        ("$β_{ik}$ = $β_{k}$ + $σ_{k}$ · $η_{ik}$", "$η_{ik}$ ~ N(0, 1)"),
        ("train", "self", "holm"),
    ),
    _Part("disclosure", _always, (), ("hundepool",)),
)
