"""Words for what an account may do, for what the log says and pages of results, as they stand in several places."""

from __future__ import annotations

from flask_babel import lazy_gettext

from dce.store import COMMAND_LINE, SYSTEM, Role

ROLES: dict[Role, str] = {
    "organiser": lazy_gettext("organiser"),
    "analyst": lazy_gettext("analyst"),
    "viewer": lazy_gettext("viewer"),
    "administrator": lazy_gettext("administrator"),
}
MAY: dict[Role, str] = {
    "organiser": lazy_gettext("makes and runs own studies, with their answers"),
    "analyst": lazy_gettext("sees results and takes answers out, and changes nothing"),
    "viewer": lazy_gettext("sees results"),
    "administrator": lazy_gettext("manages accounts, and sees no study and no answers"),
}
DONE = {
    "account.added": lazy_gettext("added the account"),
    "account.deleted": lazy_gettext("deleted the account"),
    "account.disabled": lazy_gettext("blocked the account"),
    "account.enabled": lazy_gettext("let the account in again"),
    "account.identity-tied": lazy_gettext("tied a sign-in of the organisation"),
    "account.identity-untied": lazy_gettext("untied a sign-in of the organisation"),
    "account.link": lazy_gettext("made the link for the first administrator"),
    "account.no-app": lazy_gettext("took the app off"),
    "account.password": lazy_gettext("changed the own password"),
    "account.recovery-codes": lazy_gettext("made new recovery codes"),
    "account.reset": lazy_gettext("made a link for another password"),
    "account.role": lazy_gettext("gave the account another role"),
    "account.second-factor": lazy_gettext("tied an app"),
    "account.signed-in": lazy_gettext("signed in"),
    "account.signed-out": lazy_gettext("signed out"),
    "account.signed-out-everywhere": lazy_gettext("signed out everywhere"),
    "account.started": lazy_gettext("set a password by a link"),
    "account.visit-ended": lazy_gettext("ended another visit"),
    "account.tries-forgotten": lazy_gettext("let the account be tried again at once"),
}
ACTORS = {  # who is no account
    COMMAND_LINE: lazy_gettext("the command line"),
    SYSTEM: lazy_gettext("the program itself"),
}
STUDY_DONE = {
    "adviser.asked": lazy_gettext("asked the adviser"),
    "answers.exported": lazy_gettext("took answers out"),
    "answers.imported": lazy_gettext("took earlier answers in"),
    "design.made": lazy_gettext("made a design"),
    "draft.changed": lazy_gettext("changed the text"),
    "draft.made": lazy_gettext("began the text"),
    "fieldwork.changed": lazy_gettext("changed the fieldwork"),
    "invitation.revoked": lazy_gettext("revoked a personal link"),
    "invitations.deleted": lazy_gettext("deleted personal links"),
    "invitations.made": lazy_gettext("made personal links"),
    "invitations.revoked": lazy_gettext("revoked all unused links"),
    "log.exported": lazy_gettext("downloaded the log"),
    "member.added": lazy_gettext("added a member"),
    "member.removed": lazy_gettext("took a member off"),
    "model.published": lazy_gettext("published the model"),
    "model.withdrawn": lazy_gettext("withdrew the model"),
    "progress.seen": lazy_gettext("looked at the progress"),
    "report.asked": lazy_gettext("asked for a report"),
    "report.downloaded": lazy_gettext("downloaded a report"),
    "respondent.deleted": lazy_gettext("deleted a person"),
    "results.asked": lazy_gettext("asked for new figures"),
    "results.downloaded": lazy_gettext("downloaded figures"),
    "results.seen": lazy_gettext("looked at results"),
    "retention.moved": lazy_gettext("changed until when answers are kept"),
    "study.archived": lazy_gettext("archived the study"),
    "study.closed": lazy_gettext("closed the study"),
    "study.deleted": lazy_gettext("deleted the study"),
    "study.exported": lazy_gettext("downloaded the study"),
    "study.moved": lazy_gettext("moved the study to another database"),
    "study.open": lazy_gettext("opened the study"),
    "study.paused": lazy_gettext("paused the study"),
    "study.published": lazy_gettext("published the study"),
    "study.served": lazy_gettext("put the study of a folder online"),
    "token.made": lazy_gettext("made a token"),
    "token.revoked": lazy_gettext("revoked a token"),
}
DETAILS: dict[str, str] = {  # what stands as the reason
    **{str(role): words for role, words in ROLES.items()},
    "first-start": lazy_gettext("as the first administrator"),
    "invite": lazy_gettext("for a new account"),
    "reset": lazy_gettext("instead of the old one"),
}
VIEWS = {  # of the results
    "answers": lazy_gettext("Answers"),
    "ranking": lazy_gettext("Ranking"),
    "groups": lazy_gettext("Groups"),
    "spread": lazy_gettext("Differences between people"),
    "sample": lazy_gettext("Who answered"),
    "checks": lazy_gettext("Checks of the model"),
    "design": lazy_gettext("The design"),
}
