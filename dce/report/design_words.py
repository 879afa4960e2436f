"""Names and sentences of a design in the language of its page: terms, reasons, rules, priors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dce.data.choices import OPT_OUT
from dce.design import Design
from dce.design.effects import JOIN, Effects
from dce.design.reasons import Reason
from dce.report.wording import Wording, capital
from dce.study import Rule

ALTERNATIVE = "alternative_"


def block_name(words: Wording, name: str) -> str:
    """The name of a criterion ("a"), of a pair ("a:b"), or of a constant of choice tasks."""
    if name == OPT_OUT:
        return words.say("d_opt_out")
    if name.startswith(ALTERNATIVE):
        return words.say("d_alternative", number=name.removeprefix(ALTERNATIVE))
    return words.say("d_pair").join(words.criterion(part) for part in name.split(JOIN))


def term_name(words: Wording, effects: Effects, term: str) -> str:
    """What a column stands for: criterion and level, or those of both criteria of a pair."""
    block = effects.owners().get(term)
    if block is None:
        return words.say("d_constant_term") if term == "constant" else block_name(words, term)
    parts, rest = [], term
    for name in block.split(JOIN):
        level = rest.removeprefix(f"{name}[").split(f"]{JOIN}")[0].removesuffix("]")
        rest = rest.removeprefix(f"{name}[{level}]{JOIN}")
        parts.append(f"{words.criterion(name)}: {words.level(name, level)}")
    return words.say("d_pair").join(parts)


def task_label(words: Wording, design: Design, task: int) -> str:
    """The number of a task, with the version it stands in and what it is for where that is not plain."""
    versions = [version for version in design.versions if task in design.tasks_of(version)]
    found = []
    if task in design.practice:
        found.append(words.say("d_role_practice"))
    elif task in design.holdouts:
        found.append(words.say("d_role_holdouts"))
    elif len(versions) > 1:
        found.append(words.say("d_role_anchors"))
    elif len(design.versions) > 1:
        found.append(words.say("d_role_version", version=versions[0]))
    if any(task in design.repeats(version) for version in versions):
        found.append(words.say("d_role_twice"))
    return f"{task} ({'; '.join(found)})" if found else str(task)


def reason_text(words: Wording, reason: Reason) -> str:
    """The sentence of a reason, criteria and levels by their names and numbers in the language of the page."""
    values = dict(reason.values)
    if "level" in values:
        values["level"] = words.level(str(values["criterion"]), str(values["level"]))
    if "terms" in values:
        effects = Effects.of(words.study)
        values["terms"] = "; ".join(term_name(words, effects, term) for term in str(values["terms"]).split(", "))
    if "criterion" in values:
        values["criterion"] = block_name(words, str(values["criterion"]).replace(" with ", JOIN))
    for key in ("one", "other"):
        if key in values:
            values[key] = words.criterion(str(values[key]))
    for key in ("r", "weight"):
        if key in values:
            values[key] = words.decimal(float(str(values[key])))
    return capital(words.say(f"d_{reason.kind}", **values))


def rule_text(words: Wording, rule: Rule) -> str:
    """What a rule allows, and why where the study says so."""
    if rule.when and rule.only:
        said = words.say("d_rule_only", when=_levels(words, rule.when), only=_levels(words, rule.only))
    elif rule.seldom:
        said = words.say("d_rule_seldom", count=rule.at_most, levels=_levels(words, rule.seldom))
    else:
        said = words.say("d_rule_never", levels=_levels(words, rule.never or {}))
    return f"{said} {rule.because[words.language]}" if rule.because else said


def _levels(words: Wording, named: Mapping[str, Sequence[str]]) -> str:
    parts = [
        f"{words.criterion(name)} {words.listing([words.quote(words.level(name, level)) for level in levels], 'or')}"
        for name, levels in named.items()
    ]
    return words.listing(parts)


def priors_text(words: Wording, priors: object) -> str:
    """What was believed of the weights when the design was made."""
    if not priors:
        return words.say("d_priors_none")
    if not isinstance(priors, Mapping):
        return words.say("d_priors_expected")
    effects = Effects.of(words.study)
    return "; ".join(f"{term_name(words, effects, str(name))}: {_prior(words, of)}" for name, of in priors.items())


def _prior(words: Wording, prior: Sequence[object]) -> str:
    numbers = [words.decimal(float(str(part))) for part in prior if part != "uniform"]
    return words.say("range", low=numbers[0], high=numbers[1]) if len(prior) == 3 else f"{numbers[0]} ± {numbers[1]}"
