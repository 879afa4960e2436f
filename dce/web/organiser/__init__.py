"""The desk: pages for the people who make studies, guard personal data and read results, behind a sign-in."""

from dce.web.organiser import (
    accounts,
    beginning,
    deleting,
    designing,
    editing,
    identity,
    own_account,
    previewing,
    publishing,
    signing,
    starting,
    studies,
)
from dce.web.organiser.access import OwnStudy, desk, own_study
from dce.web.organiser.previewing import PREVIEW

ACCOUNTS = (signing, own_account, starting, accounts, identity)
LIFE = (studies, beginning, editing, previewing, designing, publishing, deleting)
PAGES = (*ACCOUNTS, *LIFE)  # modules that add their pages to the two blueprints when they are imported
PARTS = (desk, own_study)

__all__ = ["PAGES", "PARTS", "PREVIEW", "OwnStudy"]
