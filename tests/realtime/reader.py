"""A client of server-sent events that gives up instead of waiting for ever."""

import http.client
from dataclasses import dataclass
from typing import Self

PATIENCE_S = 10


@dataclass(frozen=True, slots=True)
class Event:
    id: str | None
    name: str
    data: str


class Reader:
    """`with Reader(port, token) as stream: stream.next()`"""

    def __init__(self, port: int, token: str, last_id: str | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {token}"}
        if last_id is not None:
            headers["Last-Event-ID"] = last_id
        self._connection.request("GET", "/api/stream", headers=headers)
        self.reply = self._connection.getresponse()
        self.last_id = last_id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.reply.close()
        self._connection.close()

    def next(self) -> Event | None:
        """The next event that is no ping; None at the end of the stream."""
        fields: dict[str, str] = {}
        while line := self.reply.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif "event" in fields:
                self.last_id = fields.get("id", self.last_id)
                return Event(fields.get("id"), fields["event"], fields["data"])
        return None
