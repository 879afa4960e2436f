"""The desk: pages for the people who make studies, guard personal data and read results, behind a sign-in."""

from dce.web.organiser import (
    beginning,
    deleting,
    designing,
    editing,
    own_account,
    previewing,
    publishing,
    signing,
    studies,
)
from dce.web.organiser.access import desk, own_study
from dce.web.organiser.previewing import PREVIEW

LIFE = (beginning, editing, previewing, designing, publishing, deleting)
PAGES = (
    signing,
    own_account,
    studies,
    *LIFE,
)  # modules that add their pages to the two blueprints when they are imported
PARTS = (desk, own_study)

__all__ = ["PAGES", "PARTS", "PREVIEW"]
