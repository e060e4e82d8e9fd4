"""Workers come onto a site's list, one by one or by a table."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.core.sheets.fault import shown
from backend.core.sheets.header import DEEPEST, find
from backend.core.sheets.read import Sheet, read
from backend.sites.models.site import ON_LIST, Site, SiteWorker
from backend.sites.queries import sites
from backend.sites.rules import clearing, worker_list
from backend.sites.rules.worker_list import HEADERS, Row


def add(actor: Actor, site_id: UUID, *, id: UUID, name: str, phone: str, trade: str) -> SiteWorker:  # noqa: A002 - the field's name in the API
    """Twice is once."""
    site = _open(actor, site_id)
    kept = db.session.get(SiteWorker, id)
    if kept is not None:
        return kept if kept.site_id == site.id else refuse("site.bad_id")
    plain = worker_list.phone_of(phone)
    if not worker_list.PHONE.fullmatch(plain):
        refuse("site.worker_phone")
    if (name, plain) in _listed(site.id):
        refuse("site.worker_listed")
    made = _made(site.id, Row(0, name, plain, trade), id=id)
    db.session.add(made)
    db.session.flush()
    _said(actor, site, 1)
    return made


def take_in(actor: Actor, site_id: UUID, data: bytes, *, dry_run: bool) -> dict[str, Any]:
    """Every line or none; who is on the list already is passed by, so that twice is once."""
    site = _open(actor, site_id)
    rows, faults = _rows(max(read(data, rows=worker_list.MOST), key=lambda sheet: len(sheet.rows)))
    there = _listed(site.id)
    new = [row for row in rows if (row.name, row.phone) not in there]
    if not dry_run and not faults and new:
        db.session.add_all(_made(site.id, row) for row in new)
        db.session.flush()
        _said(actor, site, len(new))
    taken = 0 if dry_run or faults else len(new)
    return {
        "dry_run": dry_run, "rows": len(rows), "new": len(new), "known": len(rows) - len(new), "taken": taken,
        "errors": shown(faults),
    }  # fmt: skip


def _rows(sheet: Sheet) -> tuple[list[Row], list[Any]]:
    header = find([row.cells for row in sheet.rows[:DEEPEST]], HEADERS)
    if not {"name", "phone"} <= set(header.fields):
        refuse("site.list_columns")
    return worker_list.read(header.fields, ((row.line, row.cells) for row in sheet.rows[header.at + 1 :]))


def _open(actor: Actor, site_id: UUID) -> Site:
    site = sites.one(actor, site_id, hold=True)
    return site if site.state != "finished" else refuse("site.cannot_become", state=site.state)


def _listed(site_id: UUID) -> set[tuple[str, str]]:
    query = select(SiteWorker.name, SiteWorker.phone).where(SiteWorker.site_id == site_id, ON_LIST)
    return {(row.name, row.phone) for row in db.session.execute(query)}


def _made(site_id: UUID, row: Row, **id_: UUID) -> SiteWorker:
    until = clock.now() + clearing.KEPT_FOR
    told = {"name": row.name, "phone": row.phone, "trade": row.trade}
    return SiteWorker(site_id=site_id, **told, **id_, purpose=clearing.PURPOSE, purge_after=until)


def _said(actor: Actor, site: Site, count: int) -> None:
    record("site.workers_listed", ("site", site.id), actor=actor, area_path=site.area_path, data={"workers": count})
