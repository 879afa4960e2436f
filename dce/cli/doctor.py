"""``dce doctor``: whether a deployment is as it should be, and what to mend."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dce.cli.options import DATABASE, JSON, working
from dce.errors import AnswerError
from dce.store.place import Place

if TYPE_CHECKING:
    from dce.web.checkup import Finding

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@DATABASE
@click.option("--backups", type=click.Path(path_type=Path, file_okay=False), help="Folder of dce backup.")
@click.option("--environment", type=FILE, help="File of variables, as a unit reads it; added to those of this shell.")
@click.option("--lock", type=FILE, default=Path("requirements.lock"), show_default=True, help="Versions to hold it to.")
@click.option("--secure", is_flag=True, help="As dce serve has it.")
@click.option("--trusted-host", "hosts", multiple=True, metavar="NAME", help="As dce serve has it.")
@click.option("--proxies", type=click.IntRange(0, 9), default=0, show_default=True, help="As dce serve has it.")
@click.option("--contact", help="As dce serve has it.")
@click.option("--processes", type=click.IntRange(1, 16), help="As dce serve has it.")
@JSON
@click.pass_context
def doctor(
    ctx: click.Context,
    database: Place,
    backups: Path | None,
    environment: Path | None,
    lock: Path,
    secure: bool,
    hosts: tuple[str, ...],
    proxies: int,
    contact: str | None,
    processes: int | None,
    as_json: bool,
) -> None:
    """Look at a deployment and say what to mend; exit status 1 where something is. Nothing is changed.

    Give the options of your dce serve, and run it as the same account. No line tells of a person or a secret.
    """
    from dce.cli.collect import default_processes
    from dce.web.checkup import Deployment, check_up  # Flask is for this command only

    deployment = Deployment(
        database,
        backups=backups,
        lock=lock,
        secure=secure,
        proxies=proxies,
        trusted_hosts=hosts,
        contact=contact,
        processes=processes or default_processes(),
        environment={**os.environ, **(read_variables(environment) if environment else {})},
    )
    with working("Looking"):
        findings = check_up(deployment)
    to_mend = sum(each.verdict == "mend" for each in findings)
    if as_json:
        click.echo(json.dumps({"sound": not to_mend, "findings": [asdict(each) for each in findings]}, indent=2))
    else:
        _print(findings, to_mend)
    ctx.exit(1 if to_mend else 0)


def read_variables(path: Path) -> dict[str, str]:
    """The variables of a file as systemd reads it; raises AnswerError by line, without telling what stands there."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerError(f"{path}: cannot be read; name a text file that this account may read") from error
    found = {}
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line[0] in "#;":
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.strip().isidentifier():
            raise AnswerError(f"{path}:{number}: is no variable; write NAME=value")
        found[name.strip()] = value.strip().strip("\"'")
    return found


def _print(findings: tuple[Finding, ...], to_mend: int) -> None:
    wide = max(len(each.about) for each in findings)
    for each in findings:
        click.echo(f"{each.verdict}  {each.about:{wide}}  {each.found}")
        if each.to_do:
            click.echo(f"      {'':{wide}}  > {each.to_do}")
    to_mind = sum(each.verdict == "mind" for each in findings)
    click.echo(f"{to_mend} to mend, {to_mind} to mind, {len(findings) - to_mend - to_mind} good")
