"""The desk: pages for the people who make studies, guard personal data and read results, behind a sign-in."""

from dce.web.organiser import own_account, signing, studies
from dce.web.organiser.access import desk, own_study

PAGES = (signing, own_account, studies)  # modules that add their pages to the two blueprints when they are imported
PARTS = (desk, own_study)

__all__ = ["PAGES", "PARTS"]
