"""The desk: pages for the people who make studies, guard personal data and read results, behind a sign-in."""

from dce.web.organiser import (
    accounts,
    beginning,
    data,
    deleting,
    designing,
    editing,
    fieldwork,
    identity,
    invitations,
    log,
    members,
    own_account,
    personal_data,
    previewing,
    progress,
    publishing,
    signing,
    starting,
    studies,
    tokens,
    visits,
)
from dce.web.organiser.access import OwnStudy, desk, own_study
from dce.web.organiser.previewing import PREVIEW
from dce.web.results import adviser, dashboard, handing, report

ACCOUNTS = (signing, own_account, visits, starting, accounts, identity)
LIFE = (studies, beginning, editing, previewing, designing, publishing, deleting)
FIELD = (fieldwork, invitations, progress, data, personal_data, tokens, members, log)
SHOWN = (dashboard, handing, report, adviser)
PAGES = (*ACCOUNTS, *LIFE, *FIELD, *SHOWN)  # modules that add their pages to the two blueprints when they are imported
PARTS = (desk, own_study)

__all__ = ["PAGES", "PARTS", "PREVIEW", "OwnStudy"]
