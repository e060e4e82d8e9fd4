"""The flask commands of the demo world."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from backend.core.jobs import run_in_one_transaction
from backend.demo import accounts
from backend.demo.load import load

demo = AppGroup("demo", help="The demo world: a district that does not exist.")


def register(app: Flask) -> None:
    app.cli.add_command(demo)


@demo.command("load")
def load_world() -> None:
    """Load the demo world, unless there are areas already."""
    run_in_one_transaction(load, folder=current_app.config["VAR"], say=click.echo)


@demo.command("accounts")
def show_accounts() -> None:
    """Print who can sign in to the demo world."""
    found = accounts.kept(current_app.config["VAR"])
    if not found:
        raise click.ClickException("the demo world was not loaded from this folder")
    for one in found:
        click.echo(
            f"  {one.username:<14} {one.password}   {one.role_zh} · {one.area_zh} / {one.role_en}, {one.area_en}"
        )
