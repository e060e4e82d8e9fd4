"""Somebody who uses the API without a screen, as the second party of a story."""

from typing import Any

import requests

from backend.core.db import uuid7
from tests.e2e.world import Someone

TIMEOUT_S = 10
#: one that needs no second person
PLAN = "elevator_trapped"


class Caller:
    def __init__(self, origin: str, someone: Someone) -> None:
        self._api = f"{origin}/api"
        signed_in = self._call(
            "POST",
            "/sessions",
            username=someone.username,
            password=someone.password,
            device_id=str(uuid7()),
            device_label="API",
        )
        self._bearer = signed_in["access_token"]

    _bearer: str | None = None

    def get(self, path: str) -> Any:
        return self._call("GET", path)

    def post(self, path: str, **body: Any) -> Any:
        return self._call("POST", path, **body)

    def put(self, path: str, **body: Any) -> Any:
        return self._call("PUT", path, **body)

    def patch(self, path: str, **body: Any) -> Any:
        return self._call("PATCH", path, **body)

    def delete(self, path: str) -> None:
        self._call("DELETE", path)

    def _call(self, method: str, path: str, **body: Any) -> Any:
        headers = {"Idempotency-Key": str(uuid7())}
        if self._bearer:
            headers["Authorization"] = f"Bearer {self._bearer}"
        reply = requests.request(method, self._api + path, json=body or None, headers=headers, timeout=TIMEOUT_S)
        assert reply.ok, f"{method} {path}: {reply.status_code} {reply.text}"
        return reply.json() if reply.content else None

    def totals(self, order: dict[str, Any]) -> dict[str, int]:
        """The board's counters of an order, over the whole of it."""
        totals: dict[str, int] = self.get(f"/orders/{order['id']}/board")["totals"]
        return totals

    def plan(self, code: str = PLAN) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/plans/{code}")
        return found

    def order(
        self,
        area_code: str,
        *,
        plan: str = PLAN,
        status: str = "Actual",
        circle: dict[str, float] | None = None,
        to: str = "/orders",
    ) -> dict[str, Any]:
        """Issue an order to the workers of an area by a plan, every slot filled with its example.

        With `to="/submissions"` a second person is asked first.
        """
        chosen = self.plan(plan)
        stamps = dict.fromkeys(("opened", "plan_chosen", "area_set", "confirmed"), self.get("/time")["now"])
        issued: dict[str, Any] = self.post(
            to,
            id=str(uuid7()),
            plan_code=chosen["code"],
            plan_version=chosen["version"],
            status=status,
            slots={slot["name"]: slot["example"] for slot in chosen["slots"]},
            target=target_of(area_code, circle),
            stamps=stamps,
        )
        return issued

    def answer(self, order: dict[str, Any], state: str) -> None:
        now = self.get("/time")["now"]
        self.post("/receipts", id=str(uuid7()), order_id=order["id"], state=state, device_at=now, clock_offset_ms=0)

    def update(self, order: dict[str, Any]) -> dict[str, Any]:
        slots = {slot["name"]: slot["example"] for slot in self.plan()["slots"]}
        updated: dict[str, Any] = self.post(f"/orders/{order['id']}/update", id=str(uuid7()), slots=slots)
        return updated


def target_of(area_code: str, circle: dict[str, float] | None = None) -> dict[str, Any]:
    """The workers of an area, or everybody inside a circle."""
    nobody: dict[str, list[str]] = {"areas": [], "people": []}
    areas, roles = ([], []) if circle else ([area_code], ["grid_worker"])
    return {"areas": areas, "polygon": None, "circle": circle, "roles": roles, "exclude": nobody}
