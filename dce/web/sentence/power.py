"""What a simulated power means, as templates."""

from __future__ import annotations

from dce.web.sentence.template import Part, Table, _, decimals, listed, one_word

GROUP = Table((_("all"), "%(id)s"), {"id": one_word}).say
NUMBERS: dict[str, Part] = {"share": decimals, "width": decimals, "sd": decimals, "group": GROUP}
KNOWN = Table(
    (
        _("the right first place in %(share)s"),
        _("the right first %(top)s in %(share)s"),
        _("these in the right order in %(share)s"),
        _("the right last place in %(share)s"),
    ),
    NUMBERS,
)
SPREAD = Table(
    (
        _("leniency %(sd)s"),
        _("leniency (rather any alternative than none) %(sd)s"),
        _("the weight of %(name)s %(sd)s"),
    ),
    NUMBERS,
)
LARGEST = Table(
    (
        _("no difference between them was assumed"),
        _("the largest assumed one, %(points)s points in %(criterion)s, in %(share)s"),
    ),
    NUMBERS,
)
PARTS: dict[str, Part] = {
    **NUMBERS,
    "who": Table((_("%(count)s people"), _("%(count)s people in %(id)s"))).say,
    "studies": Table((_("studies"), _("studies with weights of their own"))).say,
    "known": listed(KNOWN.say),
    "spread": listed(SPREAD.say),
    "largest": LARGEST.say,
    "source": Table((_("Invented: mild weights in the expected directions, not based on people."),)).say,
}
SENTENCES = (
    _("With %(who)s, bare estimates show, of all %(studies)s, %(known)s."),
    _("With %(who)s, a first place can be told in %(share)s of studies, and a criterion keeps %(width)s of %(criteria)s places open; all true places lie in their sets in %(share2)s."),  # noqa: E501
    _("%(group)s: some assumed weights are equal, so there is no one right order of the first %(top)s."),
    _("%(group)s: do not show a bare list of the first %(top)s; show each place with its set."),
    _("%(group)s: in %(share)s of studies the answers are separated and need a weak prior."),
    _("%(group)s: in %(share)s of studies the answers are too few or too alike to rank at all."),
    _("Between %(one)s and %(other)s a difference of %(points)s points of importance is found in 80%% of studies; %(largest)s."),  # noqa: E501
    _("Groups that weigh alike are said to differ somewhere in %(share)s of studies (promised: at most 5%%)."),
    _("Assumed, not measured: %(source)s"),
    _("Assumed, not measured: %(source)s Give a population of your own: weights that are less alike are easier to rank."),  # noqa: E501
    _("All weights have any size in the direction that the study expects, other ones in each study: every chance is an average over them."),  # noqa: E501
    _("The weights of %(columns)s are drawn from the priors that were given, other ones in each study: every chance is an average over them."),  # noqa: E501
    _("All else is assumed, not measured: %(source)s"),
    _("Each task gives two picks: the best, then the worst of the rest, each with chance of its own."),
    _("Each ranking counts as picks one after the other: the first of all, then the first of the rest."),
    _("Choosing nothing (%(name)s) is assumed to be as attractive as a scenario of average levels; a prior for the column %(name)s changes that."),  # noqa: E501
    _("It is assumed not to matter which alternative stands first; a constant of each is estimated."),
    _("People of a group are assumed to weigh alike."),
    _("People differ with a standard deviation of %(spread)s (units of utility)."),
    _("%(number)s simulated studies from seed %(seed)s; after a plus-minus sign stands the standard error of the simulation. Estimates are of each group alone; sets of places are made after pooling the groups."),  # noqa: E501
)  # fmt: skip
