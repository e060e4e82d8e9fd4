"""The flask commands, each one line into an action."""

from pathlib import Path

import click
import orjson
from flask import Flask, current_app
from flask.cli import with_appcontext

from backend.core import worker


def register(app: Flask) -> None:
    for command in (run_worker, write_api):
        app.cli.add_command(command)


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Run the background jobs until stopped."""
    worker.run(current_app._get_current_object())  # type: ignore[attr-defined]  # the proxy must not reach a thread


@click.command("api")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def write_api(file: Path) -> None:
    """Write the OpenAPI description to FILE (docs/api.json)."""
    spec = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec
    file.write_bytes(orjson.dumps(spec.to_dict(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
