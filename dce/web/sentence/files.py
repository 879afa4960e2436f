"""What can be wrong with the zip of a study, a table of earlier answers or a list of addresses, as templates."""

from __future__ import annotations

from dce.web.sentence.template import Part, Table, _, with_words

BY_ROW = Table(
    (
        _("row %(number)s"),
        _("rows %(numbers)s and %(number)s"),
    )
)
OTHER = (  # what a file is instead
    *(_("a picture (PNG)"), _("a picture (JPEG)"), _("a picture (GIF)"), _("a PDF document"), _("a zip or a workbook")),
    *(_("an old Excel workbook"), _("a compressed file"), _("a database"), _("a Parquet table")),
)
SHOWN = Table(('"%(level)s"', _("nothing"))).say
PARTS: dict[str, Part] = {
    "again": Table((_("run dce design again, or restore the file"), _("make the design again"))).say,
    "rows": BY_ROW.say,
    "differ": Table(("", _(" with different answers"))).say,
    "real": Table((_("real"), _("invented"))).say,
    "ends": with_words((_(" and one as "),)),
    "shown": SHOWN,
    "instead": Table(OTHER).say,
    "quoted": Table(('"%(text)s"',)).say,
    "known_members": with_words((_("codebook_nl.md and the like"),)),
}
ZIP = (
    _("is over %(most)s MB; give a smaller file"),
    _("is no whole zip file (%(detail)s); make it again"),
    _("holds %(count)s files; at most %(most)s are read"),
    _("would unpack to %(size)s MB; at most %(most)s MB is read"),
    _("would grow %(times)s times when unpacked; at most %(most)s times is read"),
    _('member "%(name)s" has an absolute path; give names without a folder'),
    _('member "%(name)s" leads out of the zip; give names without ..'),
    _('member "%(name)s" is a link to another file; put the file itself in'),
    _('member "%(name)s" is locked with a password; make the zip without one'),
    _('member "%(name)s" stands twice; keep one of them'),
    _('member "%(name)s" is no part of a study; give %(known_members)s, in no folder'),
    _("has no %(name)s; make the zip with dce export --as zip"),
    _("the file is no text in UTF-8 and no zip; choose study.yaml, or the zip of a study"),
    _("the file is over %(most)s characters; a study file is far smaller"),
)
DESIGN = (
    _("its settings name tasks or aims that the design does not have; %(again)s"),
    _("its settings are of no design (%(detail)s); %(again)s"),
    _("made for another text of %(name)s; %(again)s"),
    _("the rows are not those that design.json was written for; %(again)s"),
    _("larger than %(most)s MB, which no design is; %(again)s"),
    _("is not UTF-8 text; %(again)s"),
    _("over %(most)s columns, which no design has; %(again)s"),
    _("no table of comma-separated values (%(detail)s); %(again)s"),
    _("no JSON (%(detail)s); %(again)s"),
    _("no usable %(name)s; %(again)s"),
    _("no rows; a design has one row a scenario"),
    _('no column "%(name)s"; the columns are %(names)s'),
    _('column "%(name)s" stands twice; keep one of them'),
    _('column "%(name)s" is no criterion of study %(study)s; the columns are %(names)s'),
    _('column "alternative": a task shows %(most)s scenarios; write 1 to %(most)s'),
    _('column "alternative": a %(task)s task shows one scenario; write 1, not %(count)s'),
    _('column "alternative": %(number)s stands twice in task %(task)s; number each once'),
    _("breaks %(rules)s; change one of these levels"),
    _("task %(task)s shows %(count)s scenarios and not %(wanted)s; add the others"),
    _("task %(task)s shows this scenario already; change one of the two"),
    _('column "task": task %(task)s shows other scenarios elsewhere; give this one its own number'),
    _('column "task": task %(task)s shows another scenario elsewhere; give this one its own number'),
    _('column "task": task %(task)s stands twice in version %(version)s; number each task once'),
    _("shows the scenarios of task %(task)s again in version %(version)s; change one"),
    _("shows the scenario of task %(task)s again in version %(version)s; change one of the two"),
    _('column "%(name)s": %(value)s is no whole number; write 1, 2, 3, ...'),
    _('column "%(name)s": no level %(value)s; use one of %(names)s'),
    _("version %(version)s shows %(count)s scenarios of %(rules)s, the others at %(places)s; change one of them"),
    _("and %(count)s more faults of this sort"),
)
TABLE = (  # of answers, and of people who are invited
    _("is over 20 MB; give one row a person and only the columns for the letter"),
    _("is not text in UTF-8; export it again as CSV in UTF-8"),
    _("is no CSV table (%(detail)s); export it again as CSV in UTF-8"),
    _("has a column %(name)s already; give a table with a header and a row a person"),
    _("has no row below its header; give a table with a header and a row a person"),
    _("has over %(most)s rows; give it in parts"),
    _("%(count)s links: ask for 1 to %(most)s"),
    _("row %(row)s has %(count)s cells and the header %(wanted)s; mend that row"),
    _("row %(row)s holds signs that nobody sees; type that row anew"),
    _("row %(row)s has nothing in column %(name)s; fill it in or drop the row"),
    _("rows %(row)s and %(row2)s are the same in %(name)s; keep one of them"),
    _("is empty; give a table with a header and a row an answer"),
    _("is over %(most)s MB; give it in parts, each with whole people"),
    _("has over %(most)s rows; give it in parts, each with whole people"),
    _("would take over %(most)s MB when read; give it in parts"),
    _("has over %(most)s columns; give a row an answer, and only what belongs to it"),
    _("row 1, column %(number)s: has no name; name every column"),
    _('row 1: column "%(name)s" stands twice; keep one of them'),
    _("is no table that is read here; give one of %(names)s"),
    _("has no header; name the columns in the first row"),
    _("holds no answers; give a row an answer below the header"),
    _("is not text in UTF-8; save it as CSV in UTF-8"),
    _("holds zero signs, which no text has; save it as CSV in UTF-8"),
    _("holds zero bytes: it is no text, or UTF-16 without a byte order mark; save it as CSV in UTF-8"),
    _("is no row of a CSV table (%(detail)s); mend that row"),
    _("has %(count)s cells and the header %(wanted)s; mend that row"),
    _("has a cell beside the header; name its column or empty it"),
    _("is no workbook (XLSX) that can be read (%(detail)s); save it again as XLSX"),
    _("its first sheet cannot be read (%(detail)s); save it again as XLSX"),
    _("holds a date or a time; make the column text and type what it should be"),
    _("is %(instead)s and no CSV table; name the table, with its right ending"),
    _("a part of it is not written in UTF-8; save it again as XLSX"),
    _("a part of it declares entities, which no workbook needs; save it as CSV"),
    _("a part of it is built as no workbook is; save it again as XLSX or CSV"),
    _("has a row below row %(most)s, where no sheet goes on; save it again"),
    _("has a cell beside column %(name)s; give a row an answer, and only what belongs to it"),
    _("holds %(detail)s; give text, whole numbers or numbers"),
    _("holds texts of any length; recast it, in Stata as str2045"),
    _("is no text of at most %(most)s"),
    _("is no Parquet table that can be read (%(detail)s); write it again"),
    _("is no %(program)s table that can be read (%(detail)s); save it again"),
    _("has columns without a name; name each and save it again"),
)
ANSWERS = (
    _('column "%(name)s" is missing; a %(task)s task needs %(names)s; the table has %(found)s'),
    _("is %(quoted)s, but this database holds %(real)s answers only; import into a database of the other mark, or mend the column where it is wrong"),  # noqa: E501
    _("%(quoted)s must be 1, or 2 where a task came again"),
    _("%(quoted)s must be 1 or 0"),
    _("%(quoted)s must be a whole number"),
    _("is empty; every answer needs its respondent"),
    _("is empty; a whole number is needed"),
    _("is empty; %(hint)s"),
    _("holds an address; give people a code that tells nothing of them"),
    _("%(quoted)s is no code; use at most %(most)s plain signs"),
    _("%(quoted)s is no task of the design; use one of %(low)s to %(high)s"),
    _("%(quoted)s is not on the scale; %(hint)s"),
    _("there is no option %(quoted)s; %(hint)s, or leave it empty"),
    _("level %(quoted)s is not in the study; %(hint)s"),
    _("is %(quoted)s, but task %(task)s of the design shows %(shown)s"),
    _("is free text, and the study asks for no reasons; leave the column out"),
    _("is another one than in row %(row)s, of the same respondent %(quoted)s; give one"),
    _("%(quoted)s looks the same as in row %(row)s, in other signs; write one person in one way"),
    _("%(quoted)s is in this study already; leave out who is, or give other ids"),
    _("row %(row)s: no version of the design has all tasks of respondent %(quoted)s; mend its tasks, showings or version"),  # noqa: E501
    _("%(rows)s: is no answer to a %(task)s task; %(hint)s"),
    _("%(rows)s: respondent %(quoted)s and task %(task)s stand more than once%(differ)s; keep one"),
    _("%(rows)s: respondent %(quoted)s, task %(task)s: an alternative stands more than once; keep one row of each"),
    _("%(rows)s: respondent %(quoted)s, task %(task)s: a task has a row for each of the alternatives %(numbers)s"),
    _("%(rows)s: respondent %(quoted)s, task %(task)s: mark one alternative with 1 as %(ends)s"),
    _("and %(count)s more"),
    _('no answered task shows level "%(level)s" of criterion "%(criterion)s": its effect cannot be estimated'),
)  # fmt: skip
EXPORT = (
    _("Too few people answered, or came since the figures that were shown. Nothing is taken out of so few."),
    _("there are no answers yet; nothing was exported"),
    _("the answers are of too few people: nothing is exported about fewer than %(least)s; wait for more, or set privacy: smallest_group in the study file before it opens"),  # noqa: E501
    _("%(program)s has no ordered logit, and this study asks for ratings; export as %(able)s"),
    _("%(program)s needs a row an alternative, which ratings have not"),
    _("%(task)s tasks have no script for other programs yet; export them as csv, long, and split each into the choices it implies"),  # noqa: E501
    _("scripts need a row an answer; export with --shape long"),
    _("has answers to designs that ask different things; name one: %(names)s"),
)  # fmt: skip
OWN = (  # what the page of invitations says itself
    _("Give a file or a number, not both."),
    _("Give a file with addresses, or how many links you need."),
    _("Letters are made for at most %(most)s people at once."),
)
SENTENCES = (*ZIP, *DESIGN, *TABLE, *ANSWERS, *EXPORT, *OWN)
