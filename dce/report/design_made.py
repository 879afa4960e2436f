"""How a design was made: what was asked for, what came out, and the rules that it keeps."""

from __future__ import annotations

from dce.design import Design, Quality
from dce.design.choice.quality import ChoiceQuality
from dce.report.design_words import block_name, priors_text, rule_text
from dce.report.passages import Passage
from dce.report.wording import Wording, capital
from dce.study import Study


def made_facts(words: Wording, design: Design, quality: Quality) -> tuple[tuple[str, str], ...]:
    """Asked for, reached, and where it comes from: a name and what stands behind it."""
    facts = _asked(words, design) | _reached(words, quality)
    facts |= {
        "seed": words.say("unknown_seed") if design.seed is None else str(design.seed),
        "hash": design.hash,
        "study": design.study.hash,
    }
    return tuple((capital(words.say(f"d_made_{name}")), value) for name, value in facts.items())


def _asked(words: Wording, design: Design) -> dict[str, str]:
    """What the search was asked for, by its settings; the study's own where these say nothing."""
    own, settings = design.study.design, design.settings
    if not settings:
        return {"by": words.say("d_made_elsewhere")}
    allowed = settings.get("dominated", own.dominated)
    facts = {
        "criterion": words.say(f"d_aim_{str(settings.get('criterion', own.criterion))[:1]}"),
        "priors": priors_text(words, settings.get("priors")),
        "dominated": words.say("d_any") if allowed in (None, "any") else str(allowed),
    }
    if own.varying is not None:
        facts["varying"] = str(own.varying)
    if own.interactions:
        facts["pairs"] = "; ".join(block_name(words, ":".join(pair)) for pair in own.interactions)
    return facts


def _reached(words: Wording, quality: Quality) -> dict[str, str]:
    facts = {
        "efficiency": words.decimal(quality.d_efficiency, 1),
        "bound": words.decimal(quality.d_bound, 1),
        "rank": f"{quality.rank} / {quality.parameters}",
        "error": words.decimal(quality.d_error, 4),
    }
    if quality.held_out is not None:
        facts["held_out"] = words.decimal(quality.held_out, 4)
    if isinstance(quality, ChoiceQuality):
        facts["variance"] = words.decimal(quality.a_error, 4)
        if quality.s_size is not None:
            facts["size"] = words.decimal(quality.s_size, 1)
        facts["utility"] = words.decimal(quality.utility_balance)
    return facts


def rules_passage(words: Wording, study: Study) -> Passage:
    """Each rule of the study in a sentence, with the reason that it gives."""
    if not study.rules:
        return Passage((words.say("d_no_rules"),), ())
    return Passage((words.say("d_rules"),), tuple(rule_text(words, rule) for rule in study.rules))
