"""How the site is reached: over HTTPS, by its own name, with somebody to tell of a weakness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dce.errors import DceError
from dce.report.accountability import security_txt
from dce.web.checkup.finding import Finding, good, mend, mind
from dce.web.checkup.secret import CONTACT

if TYPE_CHECKING:
    from dce.web.checkup.deployment import Deployment

NAME = re.compile(r"\.?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]")


def line(deployment: Deployment) -> Iterator[Finding]:
    """HTTPS ends at a proxy before dce: cookies are for HTTPS only, and the proxy says who asks."""
    about = "HTTPS"
    if deployment.secure and not deployment.proxies:
        said = "--secure without --proxies: every person seems to come from one address, and limits shut all out"
        yield mend(about, said, "give dce serve --proxies 1, or as many as stand before it")
    elif deployment.proxies and not deployment.secure:
        yield mend(about, "--proxies without --secure: cookies may travel in the open", "give dce serve --secure")
    elif deployment.secure:
        yield good(about, f"cookies for HTTPS only, behind {deployment.proxies} proxies")


def invented(deployment: Deployment, *, synthetic: bool | None) -> Iterator[Finding]:
    """Only invented answers may do without HTTPS."""
    if not deployment.secure and not deployment.proxies:
        remedy = "put a proxy with TLS before it (deploy/nginx.conf), and give dce serve --secure --proxies 1"
        if synthetic:
            yield mind("HTTPS", "not used, for invented answers only", remedy)
        else:
            yield mend("HTTPS", "not used: answers of people travel in the open", f"{remedy}; or name its options here")


def names(deployment: Deployment) -> Iterator[Finding]:
    """The names under which the site may be reached."""
    about, hosts = "trusted hosts", deployment.trusted_hosts
    wrong = [host for host in hosts if not NAME.fullmatch(host)]
    remedy = "give dce serve --trusted-host survey.example.nl, without https://, port or *"
    if wrong:
        yield mend(about, f"no name of a site: {', '.join(wrong)}", remedy)
    elif not hosts and deployment.secure:
        yield mend(about, "none: whoever comes by the name of the site is refused", remedy)
    elif any(host.startswith(".") for host in hosts):
        yield mind(
            about, "every name below a domain is taken", "name each; links are made with the name that was asked"
        )
    else:
        yield good(about, ", ".join(hosts) or "this machine only")


def contact(deployment: Deployment) -> Iterator[Finding]:
    """Whom to tell of a weakness."""
    about = "security contact"
    given = deployment.contact or deployment.environment.get(CONTACT, "")
    if not given:
        remedy = f"give dce serve --contact or {CONTACT}: an e-mail address or a page on https"
        yield mind(about, "none: who finds a weakness knows nobody to tell", remedy)
        return
    try:
        security_txt(given, "https://localhost", deployment.now)
    except DceError:
        yield mend(about, "neither an e-mail address nor a page on https", "write it as veilig@example.nl")
    else:
        yield good(about, "in /.well-known/security.txt")
