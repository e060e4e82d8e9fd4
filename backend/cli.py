"""The flask commands, each one line into an action."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import orjson
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from backend.areas.actions.import_file import import_file
from backend.areas.actions.report import Report
from backend.areas.actions.succeed import merge, succeed
from backend.commands.actions.load_plans import load_plans
from backend.commands.actions.move_out_months import bring_back
from backend.commands.catalogue.reader import Unfit, read_all
from backend.commands.ladder.source import ladders
from backend.commands.outbox.source import Orders
from backend.core import clock, worker
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.core.jobs import run_in_one_transaction
from backend.health.actions import keys as health_keys
from backend.health.actions import purge as purging
from backend.health.queries import destructions
from backend.health.queries import keys as known_health_keys
from backend.identity.actions.first_admin import first_admin
from backend.modules.actions.load import load
from backend.modules.catalogue import reader as module_files
from backend.modules.rules.difference import between
from backend.open311.actions import applications
from backend.open311.models import SOURCES
from backend.open311.queries import applications as known_applications
from backend.paging import settings as paging
from backend.paging.actions.purge import purge as purge_answers
from backend.paging.outbox.source import pagers
from backend.push.actions import keys as push_keys
from backend.push.notice_outbox import NoticeOutbox
from backend.push.outbox import PushTestOutbox
from backend.push.robot_outbox import RobotOutbox
from backend.push.sender import run as sender
from backend.push.sender.source import Source
from backend.push.settings import settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])

areas = AppGroup("areas", help="The tree of areas.")
people = AppGroup("people", help="Who may sign in.")
push = AppGroup("push", help="Reaching people's devices.")
plans = AppGroup("plans", help="What commanders issue orders from.")
orders = AppGroup("orders", help="Orders of months that were moved out.")
modules = AppGroup("modules", help="What streets add as data.")
open311 = AppGroup("open311", help="Other apps that report here.")
health = AppGroup("health", help="The keys that sign health codes; what is kept of people's health, and its end.")


def register(app: Flask) -> None:
    for command in (run_worker, run_sender, write_api, areas, people, push, plans, orders, modules, open311, health):
        app.cli.add_command(command)


def _run(action: Callable[..., Any], **arguments: Any) -> Any:
    try:
        return run_in_one_transaction(action, **arguments)
    except Problem as problem:
        raise click.ClickException(problem.title("en")) from problem


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Run the background jobs until stopped."""
    worker.run(current_app._get_current_object())  # type: ignore[attr-defined]  # the proxy must not reach a thread


@click.command("sender")
@with_appcontext
def run_sender() -> None:
    """Send what is due until stopped."""
    secret = settings().secret
    sources: list[Source] = [PushTestOutbox(), NoticeOutbox(), RobotOutbox(), Orders(secret), *ladders(secret)]
    sources += pagers(paging.settings())
    sender.run(current_app._get_current_object(), sources=sources)  # type: ignore[attr-defined]  # as above


@push.command("rotate-keys")
def rotate_keys() -> None:
    """Make a new VAPID key; the old one stays until no subscription uses it."""
    click.echo(_run(push_keys.rotate))


@click.command("api")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def write_api(file: Path) -> None:
    """Write the OpenAPI description to FILE (docs/api.json)."""
    spec = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec
    file.write_bytes(orjson.dumps(spec.to_dict(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")


@areas.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
def import_areas(file: Path, dry_run: bool) -> None:
    """Take in FILE, areas (.csv) or their shapes (.geojson): all of it or nothing."""
    report: Report = _run(import_file, file=file, dry_run=dry_run)
    click.echo("\n".join(report.lines()), err=bool(report.faults))
    raise SystemExit(1 if report.faults else 0)


@areas.command("succeed")
@click.argument("code")
@click.argument("becomes")
@click.option("--under", help="The code of the new parent.")
@click.option("--on", type=DAY, required=True, help="The first day of the new code.")
def succeed_area(code: str, becomes: str, under: str | None, on: datetime) -> None:
    """Move the subtree of CODE under another parent, where its root is called BECOMES."""
    _run(succeed, code=code, becomes=becomes, under=under, on=on.date())


@areas.command("merge")
@click.argument("code")
@click.argument("into")
@click.option("--on", type=DAY, required=True, help="The first day without the area.")
def merge_area(code: str, into: str, on: datetime) -> None:
    """End the area CODE, whose children have moved out, as a part of INTO."""
    _run(merge, code=code, into=into, on=on.date())


@people.command("first-admin")
@click.argument("name")
@click.option("--phone", required=True)
@click.option("--area", required=True, help="The code of the area to be responsible for.")
@click.option("--username", required=True)
def let_first_admin_in(name: str, phone: str, area: str, username: str) -> None:
    """Let NAME in as the first security administrator; prints the password to be changed at once."""
    issued = _run(first_admin, name=name, phone=phone, area_code=area, username=username)
    click.echo(f"{issued['username']}  {issued['password']}")


@plans.command("load")
def load_the_plans() -> None:
    """Take in the plans of the catalogue; a changed one becomes a new version."""
    try:
        changed = _run(load_plans, plans=read_all())
    except Unfit as unfit:
        raise click.ClickException(str(unfit)) from unfit
    click.echo("\n".join(changed) or "no plan has changed")


@modules.command("load")
def load_the_modules() -> None:
    """Take in the modules of the catalogue; a changed one needs a new version."""
    click.echo("\n".join(_run(load, modules=module_files.read_all())) or "no module has changed")


@modules.command("check")
@click.argument("file", type=FILE)
def check_module(file: Path) -> None:
    """Say everything that is wrong with the module in FILE, line by line, and run its tests."""
    faults, module = module_files.check(file.read_text(encoding="utf-8"))
    for fault in faults:
        click.echo(fault.said(str(file)), err=True)
    if module is None:
        raise SystemExit(1)
    click.echo(f"{module['id']} v{module['version']}: fit, {len(module['tests'])} tests pass")


@modules.command("difference")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def show_difference(old: Path, new: Path) -> None:
    """What the module in NEW says otherwise than the one in OLD."""
    texts = [module_files.read(file.read_text(encoding="utf-8")) for file in (old, new)]
    click.echo("\n".join(between(*texts)) or "they say the same")


@orders.command("bring-back")
@click.argument("month")
def bring_month_back(month: str) -> None:
    """Deliveries and receipts of MONTH, named as 2024_10, out of the archive."""
    count = _run(bring_back, month=month)
    if not count:
        raise click.ClickException(f"There is no {month} in the archive.")
    click.echo(f"{count} tables of {month} are back.")


@health.command("kept")
@with_appcontext
def show_kept() -> None:
    """How many records of each kind there are, and when the next of them is destroyed."""
    for kind, (count, ends) in purging.kept().items():
        click.echo(f"{kind:<12} {count:>10,}  {ends.isoformat(timespec='minutes') if ends else ''}".rstrip())


@health.command("purge")
def purge_now() -> None:
    """Destroy now what has had its time, answers of paging as well; every night it goes by itself."""
    counts = _run(_purged)
    click.echo("\n".join(f"{kind:<12} {count:>10,}" for kind, count in counts.items()) or "nothing has had its time")


def _purged() -> dict[str, int]:
    made = purging.purge()
    answers = purge_answers()
    return {**(made.counts if made is not None else {}), **({"answers of": answers} if answers else {})}


@health.command("destroyed")
@with_appcontext
def show_destroyed() -> None:
    """Every destruction, the newest last; fails where a record does not hold on to the one before."""
    chain = destructions.chain()
    for one, holds in chain:
        counts = ", ".join(f"{kind} {count:,}" for kind, count in one.counts.items() if count)
        click.echo(
            f"{one.at.isoformat(timespec='minutes')}  {one.sha256.hex()[:16]}  {'' if holds else 'BROKEN  '}{counts}"
        )
    raise SystemExit(0 if all(holds for _, holds in chain) else 1)


@open311.command("issue")
@click.argument("name")
@click.option("--area", required=True, help="The code of the area where it may report.")
@click.option("--source", type=click.Choice(SOURCES), default="hotline", help="Whose reports it carries.")
@click.option("--per-minute", type=click.IntRange(1, 6_000), default=60, help="So many reports are taken in a minute.")
def let_application_in(name: str, area: str, source: str, per_minute: int) -> None:
    """Let the application NAME in; prints its number and its key, which nobody can read again."""
    number = uuid7()
    said = {"id": number, "name": name, "area_code": area, "source": source, "per_minute": per_minute}
    _, key = _run(applications.issue, actor=None, **said)
    click.echo(f"{number}  {key}")


@open311.command("list")
@with_appcontext
def list_applications() -> None:
    """Every application, with the end of its key."""
    for one in known_applications.listed(None):
        state = "revoked" if one["revoked_at"] else f"…{one['key_hint']}"
        click.echo(f"{one['id']}  {state}  {one['area']['code']}  {one['name']}")


@open311.command("revoke")
@click.argument("application", type=click.UUID)
def shut_application_out(application: UUID) -> None:
    """Shut APPLICATION out; what it reported stays."""
    _run(applications.revoke, actor=None, application_id=application)


@health.command("keys")
@with_appcontext
def list_health_keys() -> None:
    """Every key, the newest last: signs, next, past, or revoked."""
    for one in known_health_keys.listed(clock.now()):
        click.echo(f"{one['kid']}  {one['state']:<7}  {one['at']:%Y-%m-%d %H:%M}")


@health.command("rotate-keys")
def rotate_health_keys() -> None:
    """Make a key that signs from tomorrow on, when phones know it; what the old one signed stays good."""
    made = _run(health_keys.rotate_by_hand)
    click.echo(f"{made['kid']}  signs from {made['signs_from']:%Y-%m-%d %H:%M}")


@health.command("revoke-key")
@click.argument("kid")
def revoke_health_key(kid: str) -> None:
    """Stolen or doubtful: nothing that KID signed is believed from now on, and another key signs at once."""
    _run(health_keys.revoke_named, name=kid)
    click.echo("Gates hear of it with their next trust list; people get another code by themselves.")
