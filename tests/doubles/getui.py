"""Getui REST v2 on loopback: tokens that run out, single pushes known by their request_id, lists, stopped tasks."""

import hashlib
import itertools
from dataclasses import dataclass
from typing import Any

from tests.doubles.http import Answer, Call, HttpDouble, Word

APP_ID, APP_KEY, MASTER_SECRET = "app-id", "app-key", "master-secret"


@dataclass(frozen=True, slots=True)
class Push:
    cid: str
    title: str
    body: str
    task: str
    ttl_ms: int
    notify_id: int


class GetuiDouble(HttpDouble):
    def __init__(self) -> None:
        super().__init__()
        self.pushed: list[Push] = []
        self.stopped: list[str] = []
        #: alias → the phones that it is bound to
        self.aliases: dict[str, list[str]] = {}
        #: phones that were not used for 90 days
        self.asleep: set[str] = set()
        self.tokens = 0
        self._token = ""
        self._by_request: dict[str, Any] = {}
        self._tasks: dict[str, Any] = {}
        self._numbers = itertools.count(1)

    @property
    def shown(self) -> set[tuple[str, int]]:
        """On the phones: what has the same notify_id takes the place of the one before."""
        return {(push.cid, push.notify_id) for push in self.pushed}

    def forget_token(self) -> None:
        self._token = "another"

    def counts(self, call: Call) -> bool:
        return "/push/" in call.path and not call.path.endswith("list/message")

    def refusal(self, word: Word) -> Answer:
        return (word, {"code": word, "msg": "no"}) if isinstance(word, int) else (200, {"code": int(word)})

    def answer(self, call: Call) -> Answer:
        path = call.path.removeprefix(f"/{APP_ID}/")
        if path == "auth":
            return self._auth(call.json)
        if call.headers.get("token") != self._token:
            return 401, {"code": 10001, "msg": "token is error"}
        if call.method == "DELETE":
            self.stopped.append(path.removeprefix("task/"))
            return 200, {"code": 0, "msg": ""}
        if path in {"push/single/cid", "push/single/alias"}:
            return self._single(call.json)
        if path == "push/list/message":
            task = f"RASL_{next(self._numbers)}"
            self._tasks[task] = call.json
            return 200, {"code": 0, "msg": "", "data": {"taskid": task}}
        return self._list(call.json)

    def _auth(self, asked: dict[str, str]) -> Answer:
        sign = hashlib.sha256(f"{APP_KEY}{asked['timestamp']}{MASTER_SECRET}".encode()).hexdigest()
        if asked["sign"] != sign or asked["appkey"] != APP_KEY:
            return 400, {"code": 10003, "msg": "sign is error"}
        self.tokens += 1
        self._token = f"token-{self.tokens}"
        ends = int(asked["timestamp"]) + 24 * 3600 * 1000
        return 200, {"code": 0, "msg": "", "data": {"expire_time": str(ends), "token": self._token}}

    def _single(self, asked: dict[str, Any]) -> Answer:
        if not 10 <= len(asked["request_id"]) <= 32:
            return 400, {"code": 20001, "msg": "request_id"}
        if asked["request_id"] not in self._by_request:
            ((kind, (name,)),) = asked["audience"].items()
            cids = self.aliases.get(name, []) if kind == "alias" else [name]
            if not cids:
                return 200, {"code": 20001, "msg": "target user is invalid"}
            task = f"RASS_{next(self._numbers)}"
            self._by_request[asked["request_id"]] = {task: {cid: self._push(cid, task, asked) for cid in cids}}
        return 200, {"code": 0, "msg": "", "data": self._by_request[asked["request_id"]]}

    def _list(self, asked: dict[str, Any]) -> Answer:
        cids, task = asked["audience"]["cid"], asked["taskid"]
        if len(cids) > 1000 or task not in self._tasks:
            return 400, {"code": 20001, "msg": "cid"}
        said = {cid: self._push(cid, task, self._tasks[task]) for cid in cids}
        return 200, {"code": 0, "msg": "", "data": {task: said}}

    def _push(self, cid: str, task: str, asked: dict[str, Any]) -> str:
        if cid in self.asleep:
            return "successed_ignore"
        shown = asked["push_message"]["notification"]
        self.pushed.append(Push(cid, shown["title"], shown["body"], task, asked["settings"]["ttl"], shown["notify_id"]))
        return "successed_online"
