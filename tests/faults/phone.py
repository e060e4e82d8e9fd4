"""A phone by the rules of the outbox: seals, numbers, sends in order, keeps until the reply is stored."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from flask import Flask
from werkzeug.test import Client, TestResponse

from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person
from tests.builders import people, photos
from tests.builders.photos import TUS
from tests.faults.middleware import Faults, LineBroken

#: As the client judges: these come again, every other refusal is the person's to look at.
COMES_AGAIN = frozenset({408, 423, 425, 429})


@dataclass
class Photo:
    data: bytes
    where: str | None = None
    #: the server has confirmed all of it
    is_safe: bool = False
    refusal: str | None = None


@dataclass
class Item:
    """Sealed: its bytes never change."""

    id: str
    record: str
    url: str
    body: bytes
    seq: int
    photos: list[Photo] = field(default_factory=list)
    #: waiting | sign_in | delivered | refused
    state: str = "waiting"
    reply: Any = None
    not_before: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.state == "refused" or (self.state == "delivered" and all(one.is_safe for one in self.photos))


class Phone:
    def __init__(self, app: Flask, person: Person) -> None:
        self.app, self.person_id = app, person.id
        self.faults = Faults(app.wsgi_app)
        self.items: list[Item] = []
        self.seq = 0
        #: how far its clock is off, and what it believes of that
        self.skew = self.offset = timedelta()
        self.cursor: str | None = None
        self.rows: dict[str, Any] = {}
        self.sent: Counter[str] = Counter()
        self.sign_in()

    def sign_in(self) -> None:
        with self.app.app_context():
            person = db.session.get_one(Person, self.person_id)
            self.bearer = people.token_of(person)
            self.device_id: UUID = people.actor(person).device_id
            db.session.commit()
        for item in self.items:
            if item.state == "sign_in":
                item.state = "waiting"

    def tap(self) -> dict[str, Any]:
        """When the person tapped, by the phone's own clock."""
        offset = int(self.offset.total_seconds() * 1000)
        return {"device_at": (clock.now() + self.skew).isoformat(), "clock_offset_ms": offset}

    def seal(self, url: str, body: dict[str, Any], *, record: str, pictures: tuple[bytes, ...] = ()) -> Item:
        self.seq += 1
        kept = [Photo(data) for data in pictures]
        item = Item(str(body["id"]), record, url, orjson.dumps(body), self.seq, kept)
        self.items.append(item)
        return item

    def turn(self) -> Item | None:
        """The oldest that may go: nothing overtakes what is unsettled of the same record."""
        unsettled: set[str] = set()
        for item in self.items:
            is_free = item.state == "waiting" and item.record not in unsettled
            if is_free and (item.not_before is None or item.not_before <= clock.now()):
                return item
            if item.state in {"waiting", "sign_in"}:
                unsettled.add(item.record)
        return None

    def send(self, item: Item) -> None:
        self.sent["writes"] += 1
        headers = {"Idempotency-Key": item.id, "X-Device-Id": str(self.device_id), "X-Device-Seq": str(item.seq)}
        try:
            reply = self.ask("POST", item.url, data=item.body, content_type="application/json", headers=headers)
        except LineBroken:
            return
        self.settle(item, reply)

    def settle(self, item: Item, reply: TestResponse) -> None:
        """Only a reply of the server's own counts, and it is stored before anything is forgotten."""
        said = _parsed(reply)
        if reply.status_code == 401:
            item.state = "sign_in"
        elif 200 <= reply.status_code < 300:
            if said is not None and not reply.content_type.startswith("text/html"):
                item.state, item.reply = "delivered", said
        elif reply.status_code >= 500 or reply.status_code in COMES_AGAIN or said is None:
            wait = reply.headers.get("Retry-After")
            item.not_before = clock.now() + timedelta(seconds=int(wait)) if wait else None
        else:
            item.state, item.reply = "refused", said

    def next_photo(self) -> tuple[Item, Photo] | None:
        """After their text, which is there already."""
        waiting = (
            (item, one) for item in self.items if item.state == "delivered" for one in item.photos if not one.is_safe
        )
        return next(((item, one) for item, one in waiting if one.refusal is None), None)

    def send_photo(self, item: Item, photo: Photo) -> None:
        """Create or ask, then send on from where the server is; a reply that is lost is asked for the next time."""
        try:
            at = self._place(item, photo)
            if at is None:
                return
            if at < len(photo.data):
                headers = {**TUS, "Upload-Offset": str(at), "Content-Type": photos.MEDIA_TYPE}
                reply = self.ask("PATCH", photo.where or "", data=photo.data[at:], headers=headers)
                at = int(reply.headers.get("Upload-Offset", "-1")) if reply.status_code == 204 else -1
                if reply.status_code in {413, 422}:
                    photo.refusal = (_parsed(reply) or {}).get("code", "")
            photo.is_safe = at == len(photo.data)
        except LineBroken:
            return

    def _place(self, item: Item, photo: Photo) -> int | None:
        if photo.where is None:
            said = {
                "Upload-Length": str(len(photo.data)),
                "Upload-Metadata": photos.metadata(photo.data, UUID(item.id)),
            }
            reply = self.ask("POST", "/api/uploads", headers={**TUS, **said})
            photo.where = reply.headers.get("Location") if reply.status_code == 201 else None
            return 0 if photo.where else None
        reply = self.ask("HEAD", photo.where, headers=TUS)
        if reply.status_code in {404, 410}:
            photo.where = None
        return (
            int(reply.headers["Upload-Offset"])
            if reply.status_code == 200 and "Upload-Offset" in reply.headers
            else None
        )

    def pull(self) -> None:
        """Never touches what waits to be sent."""
        more = True
        while more:
            query = {"cursor": self.cursor} if self.cursor else {}
            reply = self.ask("GET", "/api/changes", query_string=query)
            said = _parsed(reply)
            if reply.status_code != 200 or said is None or "items" not in said:
                return
            if said["reset"]:
                self.rows.clear()
            for change in said["items"]:
                self.rows[change["id"]] = change
                if change["op"] != "put":
                    del self.rows[change["id"]]
            self.cursor, more = said["cursor"], said["more"]

    def hand_over_held(self) -> None:
        """What lay on the way comes in."""
        with self.app.app_context():
            self.faults.hand_over_held()

    def ask(self, method: str, url: str, *, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        """A request of its own session on the server, over the line as it is."""
        whole = {"Authorization": f"Bearer {self.bearer}", **(headers or {})}
        with self.app.app_context():
            return Client(self.faults).open(url, method=method, headers=whole, **more)


def _parsed(reply: TestResponse) -> Any:
    try:
        said = orjson.loads(reply.get_data())
    except orjson.JSONDecodeError:
        return None
    return said if isinstance(said, dict) else None


def new_id() -> str:
    return str(uuid7())
