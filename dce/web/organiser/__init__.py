"""The desk: pages for the people who make studies, guard personal data and read results, behind a sign-in."""

from dce.web.organiser import accounts, identity, own_account, signing, starting, studies
from dce.web.organiser.access import OwnStudy, desk, own_study

PAGES = (
    signing,
    own_account,
    studies,
    starting,
    accounts,
    identity,
)  # modules that add their pages to the two blueprints when they are imported
PARTS = (desk, own_study)

__all__ = ["PAGES", "PARTS", "OwnStudy"]
