"""What can be wrong with the text of a study or with how it is held, as templates."""

from __future__ import annotations

from dce.web.sentence.template import Part, Table, _, as_it_is, listed, one_word, with_words

KINDS = ('"%(text)s"', _("a set of keys"), _("a list of %(count)s"))
WHERE = (_("%(part)s: level"), _("%(part)s: option"), _("scale: answer"))
FORMS = (_("never: {...}, when: {...} with only: {...}, or seldom: {...} with at_most: 2"),)
MISSING = (
    _("{criterion: level}, where it must hold"),
    _("{criterion: level}, what must hold there"),
    _("{criterion: level}, what is to be rare"),
    _("2, in how many scenarios of a version"),
)
HINTS = (
    _('did you mean "%(name)s"?'),
    _("use one of %(names)s"),
    _("known here: %(names)s"),
    _("the study has none"),
    _("use 1 to 40 small letters, digits and hyphens"),
    _("begin with a small letter; then small letters, digits and underscores, at most 40"),
    _("use 1 to 40 letters, digits and _ . : + -, without spaces"),
    _("use the number of an alternative, 1 to %(most)s"),
    _("use the number of an alternative, 1 to %(most)s, or 0 for none of them"),
    _("use the numbers of the best and the worst, such as 2>1"),
    _("use all %(most)s numbers, the best first, such as 2>1"),
)
RIGHT = (
    _("1 or more; what may not be shown at all is never: {...}"),
    _("a level, or a list of levels"),
    _("an e-mail address, such as onderzoek@example.nl"),
    _("an address that begins with https:// and has no ? or # in it"),
    _("a difference between shares above 0 and below 1, such as 0.05 for five points"),
    _("0 or a larger whole number, or any"),
    _("expected, or {column: {mean: 0.3, sd: 0.2}}"),
    _("{mean: 0.3, sd: 0.2}, or {low: 0, high: 1} with the smaller one as low"),
    _("two criteria: [one, other]"),
)
LAYOUT = (  # what the reader of YAML says most
    _("mapping values are not allowed here"),
    _("mapping keys are not allowed here"),
    _("sequence entries are not allowed here"),
    _("could not find expected ':'"),
    _("found unexpected end of stream"),
    _("found character %(sign)s that cannot start any token"),
    _("found unknown escape character %(sign)s"),
    _("expected <block end>, but found %(sign)s"),
    _("expected ',' or ']', but got %(sign)s"),
    _("expected ',' or '}', but got %(sign)s"),
    _("expected the node content, but found %(sign)s"),
    _("found undefined alias %(sign)s"),
    _("but found another document"),
)
PARTS: dict[str, Part] = {
    "kind": Table(KINDS).say,
    "where": Table(WHERE).say,
    "forms": Table(FORMS).say,
    "missing": Table(MISSING).say,
    "hint": Table(HINTS).say,
    "right": Table(RIGHT).say,
    "layout": Table(LAYOUT).say,
    "choices": with_words((_(" or "),)),
    "pair": listed(as_it_is, _(" and ")),
    "id": one_word,
}

FILE = (
    _("is empty; dce init FOLDER writes a study to begin with"),
    _("is not valid YAML (%(layout)s); mend the layout there"),
    _("is not valid YAML (%(detail)s); mend the layout there"),
    _("is not valid YAML (%(detail)s); mend the layout"),
    _("is %(kind)s; a %(file)s file has keys such as %(key)s:"),
    _("is over 1 MB; a study file holds texts only and is far smaller"),
    _("is not UTF-8 text; save the file as UTF-8"),
    _("cannot be read (%(detail)s); name a study file such as study.yaml"),
    _("the text is over %(most)s characters; a study file is far smaller"),
    _("anchor &%(name)s is not allowed; write the text out where it is needed"),
    _("tag %(name)s is not allowed; write plain text, lists and keys"),
    _("is nested over %(most)s deep; a study needs no more than 8"),
    _("a key must be plain text; write key: value"),
    _('key "%(name)s" stands twice; keep one of the two'),
)
SHAPE = (
    _('key "%(name)s" is not known; %(hint)s'),
    _('"%(name)s" is missing; add %(name)s: here'),
    _('"%(name)s" is not a language; use %(choices)s'),
    _('"%(value)s" is not allowed for %(name)s; use %(choices)s'),
    _('"%(value)s" is not a valid id; %(hint)s'),
    _("%(name)s is %(kind)s; write %(right)s"),
    _("%(name)s is %(kind)s; write a whole number without quotes or units"),
    _("%(name)s is %(kind)s; write a number such as 0.5, without quotes or units"),
    _('%(name)s is "%(value)s"; write true or false'),
    _("%(name)s is %(value)s; write %(least)s or more"),
    _("%(name)s is %(value)s; write %(most)s or less"),
    _("%(name)s holds %(count)s; it needs at least %(least)s"),
    _("%(name)s holds %(count)s; it may hold at most %(most)s"),
    _("the text of %(name)s is empty; write one"),
    _("the text of %(name)s is over %(most)s characters; shorten it"),
    _("%(name)s is plain text; write {nl: ..., en: ...} with the languages of the study"),
    _("%(name)s is %(kind)s; write keys with values under it"),
    _("%(name)s is %(kind)s; write a list"),
    _("%(name)s is %(kind)s; write plain text"),
    _("%(name)s is %(kind)s; write a moment with its distance to UTC: 2026-12-31T17:00+01:00"),
)
BETWEEN = (
    _("no text in %(language)s; write {%(key)s: ...} as well"),
    _("language %(language)s is not in languages; add it there"),
    _('id "%(name)s" is a name of our own in tables and results; choose another id'),
    _('id "%(name)s" stands twice; give each criterion and background item its own id'),
    _('id "all" names everybody together; choose another id'),
    _('%(where)s "%(name)s" stands twice; give each its own id'),
    _("a rating task needs a scale; list at least two answers with id and label"),
    _("a %(task)s task has no scale; leave it out or use kind: rating"),
    _("a %(task)s task needs alternatives; add alternatives: 2 (to 5)"),
    _("a %(task)s task shows one scenario; leave alternatives out"),
    _("a %(task)s task has no opt-out; leave it out or use kind: choice"),
    _("a %(task)s task has no alternatives to be alike; use cannot_say"),
    _("a %(task)s task shows one scenario; leave %(name)s out or use kind: choice"),
    _("a rule is one of %(forms)s; write one of these"),
    _('"%(one)s" and "%(other)s" in one rule; write two rules, each one of %(forms)s'),
    _('"%(one)s" stands alone; add %(key)s: %(missing)s'),
    _('criterion "%(name)s" stands in when and in only; keep it in one of them'),
    _('rule names criterion "%(name)s", which does not exist; %(hint)s'),
    _('criterion "%(name)s" has no level "%(level)s"; %(hint)s'),
    _("%(name)s is %(value)s of %(most)s tasks; write %(most)s or less"),
    _("varying is %(value)s of %(most)s criteria; write %(most)s or less"),
    _("anchors stand in every version, and there is one; add versions: 2 or more, or leave anchors out"),
    _('attention asks for "%(answer)s", which is no answer to a %(task)s task; %(hint)s'),
    _('interaction names criterion "%(name)s", which does not exist; %(hint)s'),
    _('"%(name)s" stands twice in an interaction; name two different criteria'),
    _("the interaction of %(pair)s stands twice; keep one of them"),
    _('id is "%(other)s", and this study is "%(id)s"; write id: %(id)s'),
    _("a prior has mean and sd, or low and high with the smaller one as low"),
)
PLAN = (
    _("the plan is empty; write what is planned, such as groups: [...], or leave it out"),
    _("model is %(model)s, and a %(task)s task is analysed with another; write %(right_model)s or leave it out"),
    _('no background item "%(name)s"; %(hint)s'),
    _('background item "%(name)s" is not one for %(part)s; give it %(flag)s: true, or leave it out here'),
    _('"%(name)s" stands twice in %(part)s; keep one of them'),
)
HELD = (
    _('%(item)s has no option "%(option)s"; %(hint)s'),
    _("the study closes before it opens; write a later moment for closes"),
)
SENTENCES = (*FILE, *SHAPE, *BETWEEN, *PLAN, *HELD)
