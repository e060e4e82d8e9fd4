"""What changed for somebody since he last asked: everything at first, then no more than what is new."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.incidents.queries import units
from backend.realtime.queries.feed import news
from backend.realtime.queries.kinds import KINDS, RECENT, Kind
from backend.realtime.queries.missed import floor
from backend.realtime.rules import cursor as cursors
from backend.realtime.rules.cursor import Place

PUT = "put"
#: rows of a first load in one reply
AT_ONCE = 100
#: Rows of one kind in a first load: a whole district's month is more than a phone is there for.
MOST = 500


def changes(actor: Actor, *, cursor: str | None) -> dict[str, Any]:
    """`reset`: what follows, up to the first reply without `more`, is all there is; what it lacks is out of scope."""
    # Asked before anything is read: what commits in between is told twice rather than never.
    now, scope = floor(), _scope(actor)
    since = cursors.unseal(cursor) if cursor else None
    # A place of the future is from another database, restored or replaced since; other grants show other things.
    if since is None or since.scope != scope or since.xid > now:
        return _load(actor, Place(scope, now, kind=0), reset=True)
    if since.kind is not None and since.kind < len(KINDS):
        return _load(actor, since, reset=False)
    return _since(actor, since, now)


def _scope(actor: Actor) -> str:
    """What he holds, and the units he belongs to."""
    held = [(role, path) for role in actor.roles for path in actor.paths_as(role)]
    return cursors.scope_of([*held, *(("unit", str(one)) for one in units.mine(actor))])


def _load(actor: Actor, place: Place, *, reset: bool) -> dict[str, Any]:
    """The newest first, kind by kind; then on from where the load began."""
    kind = KINDS[place.kind or 0]
    query = kind.visible(actor).where(kind.at > clock.now() - RECENT)
    found = page(query, by=(kind.at, kind.id), cursor=place.page, limit=AT_ONCE, descending=True)
    loaded = place.loaded + len(found["items"])
    if found["next_cursor"] and loaded < MOST:
        following = replace(place, kind=place.kind or 0, page=found["next_cursor"], loaded=loaded)
    else:
        following = replace(place, kind=(place.kind or 0) + 1, page=None, loaded=0)
    more = following.kind is not None and following.kind < len(KINDS)
    if not more:
        following = replace(place, kind=None, page=None)
    return _reply(_put(actor, kind, found["items"]), following, reset=reset, more=more)


def _since(actor: Actor, since: Place, now: int) -> dict[str, Any]:
    found = news(actor, since, now)
    items = [item for kind in KINDS for item in _changed(actor, kind, found.ids.get(kind.name, []))]
    return _reply(items, Place(since.scope, found.xid, found.seq), reset=False, more=found.more)


def _changed(actor: Actor, kind: Kind, ids: list[UUID]) -> list[dict[str, Any]]:
    if not ids:
        return []
    whole = list(dict.fromkeys([*kind.wider(ids), *ids]))
    rows = db.session.execute(kind.visible(actor).where(kind.id.in_(whole)).order_by(kind.at, kind.id)).all()
    items = _put(actor, kind, rows)
    seen = {item["id"] for item in items}
    unseen = [one for one in whole if one not in seen]
    ended = kind.ended(actor, unseen) if unseen else {}
    return [*items, *({"kind": kind.name, "id": one, "op": op} for one, op in ended.items())]


def _put(actor: Actor, kind: Kind, rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"kind": kind.name, "id": shown[kind.name]["id"], "op": PUT, **shown} for shown in kind.show(actor, rows)]


def _reply(items: list[dict[str, Any]], place: Place, *, reset: bool, more: bool) -> dict[str, Any]:
    bare: dict[str, Any] = {"order": None, "receipts": [], "incident": None, "is_mine": False}
    return {"items": [bare | item for item in items], "cursor": cursors.seal(place), "more": more, "reset": reset}
