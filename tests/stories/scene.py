"""What the stories of orders share: a commander's desk, phones that push reaches, and the recount at the end."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from backend.core import clock
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.push.channels.envelope import Envelope
from tests.builders import orders, tally
from tests.client import ActingClient


class Desk:
    """A commander in front of the product, through the API only."""

    def __init__(self, client: ActingClient, who: Person) -> None:
        self.who = who
        self._client = client
        self.order: dict[str, Any] = {}

    def issue(self, *areas: str, tapped_s: int = 45, **more: Any) -> dict[str, Any]:
        """One-key emergency, opened `tapped_s` seconds ago."""
        self.order = self._write("/api/orders", orders.body(*areas, stamps=_tapped(tapped_s), **more))
        return self.order

    def submit(self, *areas: str, tapped_s: int = 30, **more: Any) -> dict[str, Any]:
        """The same, asked of a second person."""
        return self._write("/api/submissions", orders.body(*areas, stamps=_tapped(tapped_s), **more))

    def end(self, verb: str, **more: Any) -> dict[str, Any]:
        return self._write(f"/api/orders/{self.order['id']}/{verb}", {"id": str(uuid7()), **more})

    def board(self, node: str | None = None) -> dict[str, Any]:
        return self._read("board", {"node": node} if node else {})

    def unanswered(self) -> list[str]:
        return [one["name"] for one in self._read("recipients", {"standing": "unanswered", "limit": 200})["items"]]

    def timeline(self) -> list[str]:
        return [item["kind"] for item in self._read("timeline", {})["items"]]

    def _write(self, address: str, body: dict[str, Any]) -> dict[str, Any]:
        reply = self._client.as_(self.who).post(address, json=body)
        assert reply.status_code == 201, reply.json
        return dict(reply.json)

    def _read(self, what: str, query: dict[str, Any]) -> dict[str, Any]:
        address = f"/api/orders/{self.order['id']}/{what}"
        reply = self._client.as_(self.who).get(address, query_string=query)
        assert reply.status_code == 200, reply.json
        return dict(reply.json)


def _tapped(tapped_s: int) -> dict[str, str]:
    now = clock.now()
    seconds = {"opened": tapped_s, "plan_chosen": tapped_s * 0.7, "area_set": tapped_s * 0.4, "confirmed": 0}
    return {name: (now - timedelta(seconds=back)).isoformat() for name, back in seconds.items()}


class Phone:
    """What a service worker knows: the push and its token. No session."""

    def __init__(self, client: ActingClient, envelope: Envelope) -> None:
        self._client = client
        self.notification = orjson.loads(envelope.payload)["notification"]
        self.data = self.notification["data"]

    def report(self, state: str) -> tuple[int, dict[str, Any]]:
        reply = self._client.post("/api/receipts", json=said(self.data["order_id"], state, token=self.data["token"]))
        return reply.status_code, dict(reply.json)


def phones(client: ActingClient, envelopes: Sequence[Envelope]) -> dict[UUID, Phone]:
    """By the id of the person."""
    return {one.key.person_id: Phone(client, one) for one in envelopes}  # type: ignore[attr-defined]  # claim.Key


def said(order_id: str, state: str, **more: Any) -> dict[str, Any]:
    """The body of a receipt, now."""
    now = clock.now().isoformat()
    return {"id": str(uuid7()), "order_id": order_id, "state": state, "device_at": now, "clock_offset_ms": 0, **more}


def reports(client: ActingClient, who: Person, order_id: str, state: str) -> int:
    """A person says so inside the app; the HTTP status."""
    return int(client.as_(who).post("/api/receipts", json=said(order_id, state)).status_code)


def some(totals: dict[str, int]) -> dict[str, int]:
    return {state: people for state, people in totals.items() if people}


def is_exact(order_id: str) -> bool:
    """The counters say what the rows say."""
    return tally.kept(UUID(order_id)) == tally.recounted(UUID(order_id))
