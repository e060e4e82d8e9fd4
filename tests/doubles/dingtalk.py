"""DingTalk's work notices on loopback: the same words reach nobody twice a day, and results come when asked for."""

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.http import Answer, Call, HttpDouble, Word

APP_KEY, APP_SECRET, AGENT_ID = "ding-key", "ding-secret", "1234"


@dataclass(slots=True)
class Notice:
    users: list[str]
    words: str
    task: str
    reached: list[str] = field(default_factory=list)
    is_recalled: bool = False


class DingTalkDouble(HttpDouble):
    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Notice] = []
        self.strangers: set[str] = set()
        self.readers: set[str] = set()
        #: while it is, nothing is known yet of anybody
        self.is_slow = False
        self.tokens = 0
        self._token = ""
        self._today: set[tuple[str, str]] = set()
        self._numbers = itertools.count(1)

    @property
    def reached(self) -> list[str]:
        return [user for notice in self.notices for user in notice.reached]

    @property
    def questions(self) -> int:
        """How often it was asked what became of a call."""
        return sum(call.path.endswith("getsendresult") for call in self.calls)

    def forget_token(self) -> None:
        self._token = "another"

    def counts(self, call: Call) -> bool:
        return call.path.endswith("asyncsend_v2")

    def refusal(self, word: Word) -> Answer:
        return (word, {}) if isinstance(word, int) and word < 600 else (200, {"errcode": int(word), "errmsg": "no"})

    def answer(self, call: Call) -> Answer:
        if call.path == "/gettoken":
            return self._give_token(call)
        if call.query.get("access_token") != self._token:
            return 200, {"errcode": 40014, "errmsg": "不合法的access_token"}
        asked = call.json
        if asked["agent_id"] != AGENT_ID:
            return 200, {"errcode": 400002, "errmsg": "agent"}
        if call.path.endswith("asyncsend_v2"):
            return self._send(asked)
        if call.path.endswith("recall"):
            for notice in self.notices:
                notice.is_recalled |= notice.task == asked["msg_task_id"]
            return 200, {"errcode": 0}
        (notice,) = [one for one in self.notices if one.task == asked["task_id"]]
        return 200, {"errcode": 0, "send_result": self._result(notice)}

    def _give_token(self, call: Call) -> Answer:
        if call.query != {"appkey": APP_KEY, "appsecret": APP_SECRET}:
            return 200, {"errcode": 40089, "errmsg": "不合法的corpid或corpsecret"}
        self.tokens += 1
        self._token = f"token-{self.tokens}"
        return 200, {"errcode": 0, "access_token": self._token, "expires_in": 7200}

    def _send(self, asked: dict[str, str]) -> Answer:
        users = asked["userid_list"].split(",")
        if len(users) > 100:
            return 200, {"errcode": 33002, "errmsg": "userid_list"}
        notice = Notice(users, json.dumps(asked["msg"], ensure_ascii=False), str(next(self._numbers)))
        for user in users:
            if user not in self.strangers and (user, notice.words) not in self._today:
                self._today.add((user, notice.words))
                notice.reached.append(user)
        self.notices.append(notice)
        return 200, {"errcode": 0, "task_id": int(notice.task)}

    def _result(self, notice: Notice) -> dict[str, Any]:
        if self.is_slow:
            return {}
        have = set(notice.reached)
        again = sorted(set(notice.users) - self.strangers - have)
        return {
            "read_user_id_list": sorted(have & self.readers),
            "unread_user_id_list": sorted(have - self.readers),
            "invalid_user_id_list": sorted(set(notice.users) & self.strangers),
            "forbidden_user_id_list": again,
            "forbidden_list": [{"code": "143106", "count": 1, "userid": user} for user in again],
            "failed_user_id_list": [],
        }
