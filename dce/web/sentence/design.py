"""What is odd about a study, which rules clash, and why no design could be made, as templates."""

from __future__ import annotations

import re

from dce.web.sentence.template import Part, Table, _, listed, one_word, with_words

LEVELS = with_words((_(" with "), _(" and "), _(" or ")))  # between levels of a rule; ids have no spaces
RULE = Table(
    (
        _("rule %(number)s (when %(levels)s only with %(levels2)s)"),
        _("rule %(number)s (%(levels)s at most once in a version)"),
        _("rule %(number)s (%(levels)s at most %(count)s times in a version)"),
        _("rule %(number)s (%(levels)s)"),
    ),
    {"levels": LEVELS},
)
AMONG_RULES = with_words(
    (
        _("dominated (the worst and the best of all scenarios are not shown)"),
        _(" (perhaps fewer of them would do: time was over)"),
        _("the criteria"),
        _(" more"),
        _(" and "),
    )
)
ONE_RULE = re.compile(r"(rule \d+ \([^)]*\))")


def rules(text: str) -> str | None:
    """Rules by their numbers and levels, with what stands between them."""
    if not text.startswith(("rule ", "dominated ", "the criteria")):
        return None
    parts = ONE_RULE.split(text)
    return "".join((RULE.say(part) if n % 2 else AMONG_RULES(part)) or part for n, part in enumerate(parts))


FIELDS = (_("tasks"), _("versions"), _("anchors"), _("seed"), _("people"), _("people-%(group)s"), "%(other)s")
PARTS: dict[str, Part] = {
    "field": Table(FIELDS, {"other": one_word}).say,
    "rules": rules,
    "effects": with_words((_(" and "),)),
    "beside": Table(("", _(", with rare combinations no oftener than allowed"))).say,
    "whose": Table((_("people"), _('group "%(group)s"'))).say,
    "lost": listed(with_words((_(" and "),)), "; "),
}
NOTES = (
    _("%(told)s different tasks cannot carry %(parameters)s parameters; ask at least %(least)s tasks"),
    _("%(told)s different comparisons in %(tasks)s tasks cannot carry %(parameters)s parameters; ask at least %(least)s tasks"),  # noqa: E501
    _("%(told)s tasks for %(parameters)s parameters (all levels apart) leave %(left)s to test the model; more versions would show different people different tasks"),  # noqa: E501
    _("%(told)s comparisons in %(tasks)s tasks for %(parameters)s parameters (all levels apart) leave %(left)s to test the model; more versions would show different people different tasks"),  # noqa: E501
    _("the survey shows choice tasks; dce rank and dce report do not read them yet: in Python rank_criteria ranks Choices.from_answers of them"),  # noqa: E501
    _("the survey shows best-worst tasks, and their answers are stored and exported; they are not yet ranked from the database or its table"),  # noqa: E501
    _("the survey shows ranking tasks, and their answers are stored and exported; they are not yet ranked from the database or its table"),  # noqa: E501
)  # fmt: skip
CLASHES = (
    _("%(rules)s leave so few scenarios that none was found; drop or narrow a rule"),
    _("%(rules)s leave no scenario; drop or narrow one of them"),
    _('%(rules)s keep level "%(level)s" of criterion "%(criterion)s" out of every scenario; narrow one of them or drop the level'),  # noqa: E501
    _("%(rules)s make %(effects)s vary as one: no answers can tell %(columns)s apart; narrow one of these rules"),
    _("%(rules)s make %(effects)s depend on each other: no answers can tell %(columns)s apart; narrow one of these rules"),  # noqa: E501
    _("%(rules)s make %(effects)s stay the same: no answers can tell %(columns)s apart; narrow one of these rules"),
)  # fmt: skip
ASKED = (
    _('%(field)s is "%(typed)s"; write a whole number from %(low)s to %(high)s'),
    _("%(field)s: %(value)s is not within %(low)s to %(high)s"),
    _("%(field)s: %(value)s are more than the %(most)s tasks of a version; ask for %(most)s at most"),
    _("anchors link versions, and there is one; ask for 2 versions or no anchors"),
    _("something is made already; wait for it, or stop it"),
    _("too much waits to be made; try again later"),
)
SEARCH = (
    _("%(rules)s leave %(left)s scenarios, fewer than the %(tasks)s tasks; ask for fewer tasks or narrow a rule"),
    _("%(rules)s leave %(left)s scenarios, too few for %(tasks)s different tasks of %(shown)s; ask for fewer tasks or narrow a rule"),  # noqa: E501
    _("no design found that tells %(columns)s apart; ask for more tasks"),
    _("rare combinations or tasks that stand in several versions do not fit into the versions; allow the combinations oftener or ask for fewer tasks"),  # noqa: E501
    _("too few tasks are left for %(count)s practice and hold-out tasks; ask for fewer, or narrow a rule"),
    _("the rules leave too few scenarios for one task; narrow a rule"),
    _("only %(found)s of %(wanted)s tasks found in which no alternative beats another on every criterion%(beside)s; allow some by dominated, ask for fewer tasks or narrow a rule"),  # noqa: E501
    _("%(tasks)s tasks in %(versions)s version(s) cannot tell %(parameters)s parameters apart; ask for at least %(least)s tasks"),  # noqa: E501
    _("%(tasks)s tasks with %(parameters)s parameters and %(draws)s draws are too much to search; ask for fewer tasks, versions or draws"),  # noqa: E501
    _("criterion S needs priors; a weight believed to be 0 is never significant"),
    _("rules leave room for %(found)s of the %(wanted)s tasks; ask for fewer tasks or allow rare combinations more often"),  # noqa: E501
    _('priors: no column "%(name)s"; use %(columns)s'),
)  # fmt: skip
SIMULATED = (
    _("a study of one criterion has nothing to rank; power needs at least two"),
    _("%(whose)s: %(number)s is more than %(most)s; ask for fewer"),
    _("%(whose)s: %(number)s is too few; results of fewer than %(least)s are not shown (smallest_group), so use %(least)s or more"),  # noqa: E501
    _("the design cannot tell %(lost)s, so it has no ranking; give it more tasks"),
)  # fmt: skip
SENTENCES = (*NOTES, *CLASHES, *ASKED, *SEARCH, *SIMULATED)
