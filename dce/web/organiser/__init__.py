"""The desk: pages for the people who make studies, guard personal data and read results, behind a sign-in."""

from dce.web.organiser import (
    data,
    fieldwork,
    invitations,
    log,
    members,
    own_account,
    personal_data,
    progress,
    signing,
    studies,
    tokens,
)
from dce.web.organiser.access import desk, own_study

PAGES = (
    *(signing, own_account, studies),
    *(fieldwork, invitations, progress, data, personal_data, tokens, members, log),
)  # modules that add their pages to the two blueprints when they are imported
PARTS = (desk, own_study)

__all__ = ["PAGES", "PARTS"]
