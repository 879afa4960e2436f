"""The command ``dce``: it finds the module of a command when that command is run, and says errors in one line."""

from __future__ import annotations

import importlib
import keyword
from typing import Any

import click

from dce.errors import DceError

COMMANDS = {
    "init": ("dce.cli.study", "Write a workspace with a small working study."),
    "check": ("dce.cli.study", "Check a study file and tell every problem at once."),
    "design": ("dce.cli.design", "Search the scenarios of a study and save them as its design."),
    "inspect": ("dce.cli.inspect", "Tell how good a design is and what it cannot show."),
    "power": ("dce.cli.power", "Tell beforehand what a ranking by so many people can show."),
    "serve": ("dce.cli.collect", "Serve the survey and keep the answers."),
    "invite": ("dce.cli.invite", "Make personal links to a study from a table of addresses."),
    "status": ("dce.cli.status", "Tell how far the fieldwork of a study is."),
    "user": ("dce.cli.user", "Say who may work with the site, by one-time links."),
    "forget": ("dce.cli.forget", "Delete a closed study, or what is due, and prove it."),
    "move": ("dce.cli.move", "Move a study to another database, of a file or a server."),
    "simulate": ("dce.cli.collect", "Invent respondents, into a table or through the real survey."),
    "import": ("dce.cli.import_", "Take in answers from elsewhere, or a study from its zip."),
    "export": ("dce.cli.export", "Give answers, or a study, in the form of another program."),
    "fit": ("dce.cli.fit", "Fit a logit model to a study or to any table of your own."),
    "rank": ("dce.cli.rank", "Rank the criteria per group, with what cannot be told."),
    "advise": ("dce.cli.advise", "Tell what experts would say of a case, and when not to ask."),
    "report": ("dce.cli.report", "Write the report: HTML, PDF, DOCX, or pictures for slides."),
    "backup": ("dce.cli.backup", "Write a backup of the database while people answer."),
    "verify": ("dce.cli.backup", "Tell whether the database is what it was."),
    "restore": ("dce.cli.backup", "Put a backup in the place of the database."),
    "doctor": ("dce.cli.doctor", "Tell what to mend in a deployment."),
}


class Commands(click.Group):
    """A group whose commands are imported only when they are run."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """In the order of a study's life."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and hand over one command."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of ours becomes a message and exit status 1, without a traceback."""
        try:
            return super().invoke(ctx)
        except DceError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dce-platform", prog_name="dce")
def main() -> None:
    """Discrete choice experiments on data-sharing decisions, from the study file to a ranking with its uncertainty."""
