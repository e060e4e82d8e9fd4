"""A phone that follows the feed of changes."""

from typing import Any

from backend.identity.models import Person
from tests.client import ActingClient


class Phone:
    """Keeps what it reads, as the client does."""

    def __init__(self, client: ActingClient, person: Person) -> None:
        self.client, self.person = client, person
        self.cursor: str | None = None
        self.rows: dict[str, Any] = {}
        self.replies = 0

    def pull(self) -> list[tuple[str, str, str]]:
        """Until there is no more; the changes in the order in which they came."""
        seen: list[tuple[str, str, str]] = []
        more = True
        while more:
            query = {"cursor": self.cursor} if self.cursor else {}
            reply = self.client.as_(self.person).get("/api/changes", query_string=query)
            assert reply.status_code == 200, reply.json
            self.replies += 1
            if reply.json["reset"]:
                self.rows.clear()
            for item in reply.json["items"]:
                seen.append((item["kind"], item["id"], item["op"]))
                self._keep(item)
            self.cursor, more = reply.json["cursor"], reply.json["more"]
        return seen

    def _keep(self, item: dict[str, Any]) -> None:
        if item["op"] == "put":
            self.rows[item["id"]] = item
        else:
            self.rows.pop(item["id"], None)
