"""``dce user``: who may work with the site. Passwords are set by a one-time link, and never typed here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import click

from dce.cli.options import DATABASE, SITE, checked_site
from dce.errors import StoreError
from dce.store import COMMAND_LINE, ROLES, Account, Role, Store
from dce.store.place import Place, is_there

LINK_PATH = "desk/link"  # and then the key
NAME = click.argument("name")
ROLE = click.Choice(ROLES)


@click.group(invoke_without_command=True)
@click.option("--first", is_flag=True, help="Print the link, good once and for an hour, that makes the first one.")
@SITE
@DATABASE
@click.pass_context
def user(ctx: click.Context, first: bool, site: str, database: Place) -> None:
    """Manage the accounts of organisers, analysts, viewers and administrators.

    Links go to standard output: hand each to its owner, who sets a password with it, once.
    """
    if first and ctx.invoked_subcommand is None:
        with closing(Store.open(database)) as store:
            with store.tx():
                key = store.accounts.first_link()
                store.audit.add(COMMAND_LINE, "account.link", object="first-start")
            _give(site, key, "makes the first administrator, once, within an hour")
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@user.command()
@NAME
@click.option("--role", type=ROLE, required=True, help="What the account may do; administrators see no answers.")
@click.option("--study", "studies", multiple=True, help="Id of a study that it belongs to; may be given more often.")
@SITE
@DATABASE
def add(name: str, role: Role, studies: tuple[str, ...], site: str, database: Place) -> None:
    """Add the account NAME and print the link by which its owner sets a password."""
    checked_site(site)
    with _opened(database) as store:
        for study_id in studies:
            store.life.state(study_id)  # before anything is done
        if studies and role == "administrator":
            raise StoreError("an administrator sees no study; leave out --study, or give another role")
        with store.tx():
            account = store.accounts.add(name, role)
            store.audit.add(COMMAND_LINE, "account.added", object=account.id, why=role)
            for study_id in studies:
                _join(store, account, study_id)
            link = store.accounts.link_for(account, "invite")
        _give(site, link, f"sets the password of {name}, once, within three days")


@user.command("list")
@DATABASE
def list_(database: Place) -> None:
    """List every account: name, role, whether it can sign in, second factor, and its studies."""
    with _opened(database) as store:
        for account in store.accounts.all():
            state = "disabled" if account.disabled else "active" if account.ready else "no password yet"
            factor = "second factor" if account.second_factor else "no second factor"
            studies = ", ".join(store.accounts.studies(account.id)) or "no study"
            click.echo("\t".join((account.name, account.role, state, factor, studies)))


@user.command()
@NAME
@DATABASE
def disable(name: str, database: Place) -> None:
    """Let nobody in as NAME from now on; every session and token of it ends."""
    _able(name, database, disabled=True)


@user.command()
@NAME
@DATABASE
def enable(name: str, database: Place) -> None:
    """Let NAME in again."""
    _able(name, database, disabled=False)


@user.command()
@NAME
@click.argument("role", type=ROLE)
@DATABASE
def role(name: str, role: Role, database: Place) -> None:
    """Give NAME another ROLE; its sessions end."""
    with _opened(database) as store:
        with store.tx():
            account = store.accounts.set_role(store.accounts.by_name(name).id, role)
            store.audit.add(COMMAND_LINE, "account.role", object=account.id, why=role)
        click.echo(f"{account.name}: {role}", err=True)


@user.command()
@NAME
@click.option("--second-factor", is_flag=True, help="Take the second factor off too: the telephone is lost.")
@SITE
@DATABASE
def reset(name: str, second_factor: bool, site: str, database: Place) -> None:
    """Print a link by which NAME sets another password; the old one holds until then."""
    from dce.web.keys import secret_key  # the web is for this command only

    checked_site(site)
    with _opened(database) as store:
        account = store.accounts.by_name(name)
        key = secret_key(database)
        with store.tx():
            if second_factor:
                store.accounts.untie_app(account.id)
            store.accounts.forget_tries(account, key)
            store.audit.add(COMMAND_LINE, "account.reset", object=account.id)
            link = store.accounts.link_for(account, "reset")
        _give(site, link, f"sets another password of {account.name}, once, within three days")


@user.command()
@NAME
@click.argument("study_id")
@click.option("--leave", is_flag=True, help="Take it out of the study instead.")
@DATABASE
def study(name: str, study_id: str, leave: bool, database: Place) -> None:
    """Let the study STUDY_ID belong to NAME, or be seen by it, after its role."""
    with _opened(database) as store:
        store.life.state(study_id)
        account = store.accounts.by_name(name)
        with store.tx():
            if not leave:
                _join(store, account, study_id)
            elif store.accounts.leave(study_id, account.id):
                store.audit.add(COMMAND_LINE, "member.removed", study=study_id, object=account.id)
        click.echo(f"{account.name}: {', '.join(store.accounts.studies(account.id)) or 'no study'}", err=True)


@contextmanager
def _opened(database: Place) -> Iterator[Store]:
    """The store, which must be there: a mistyped name makes no new one."""
    if not is_there(database):
        raise StoreError(f"{database}: there is no database here; name the one of dce serve")
    with closing(Store.open(database)) as store:
        yield store


def _join(store: Store, account: Account, study_id: str) -> None:
    store.accounts.join(study_id, account)
    store.audit.add(COMMAND_LINE, "member.added", study=study_id, object=account.id, why=account.role)


def _able(name: str, database: Place, *, disabled: bool) -> None:
    with _opened(database) as store:
        with store.tx():
            account = store.accounts.disable(store.accounts.by_name(name).id, disabled=disabled)
            store.audit.add(COMMAND_LINE, "account.disabled" if disabled else "account.enabled", object=account.id)
        click.echo(f"{account.name}: {'disabled' if disabled else 'enabled'}", err=True)


def _give(site: str, key: str, what: str) -> None:
    click.echo(f"{checked_site(site)}/{LINK_PATH}/{key}")
    click.echo(f"this link {what}", err=True)
