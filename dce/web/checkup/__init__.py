"""Is a deployment as it should be: what was looked at, what was found, and what to do."""

from dce.web.checkup.deployment import Deployment, check_up
from dce.web.checkup.finding import Finding

__all__ = ["Deployment", "Finding", "check_up"]
