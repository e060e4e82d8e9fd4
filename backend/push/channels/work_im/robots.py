"""Groups are told by their robots, through apprise: one word to all of an order, twenty a minute at most."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import requests
import structlog
from apprise import Apprise, NotificationManager
from apprise.plugins.dingtalk import NotifyDingTalk

from backend.push.channels.envelope import Envelope
from backend.push.channels.outside.gateway import Fate, Sent, Tell

A_MINUTE_S = 60.0
AT_MOST = 20
_OK = 0
log = structlog.get_logger()


class DingTalkToAll(NotifyDingTalk):  # type: ignore[misc]  # apprise says no types
    """Apprise's robot of DingTalk, which calls nobody; this one calls everybody of the group."""

    def send(self, body: str, title: str = "", **_more: Any) -> bool:
        self.throttle()
        params = {}
        if self.secret:
            timestamp, sign = self.get_signature()
            params = {"timestamp": timestamp, "sign": self.unquote(sign)}
        said: dict[str, Any] = {"msgtype": "text", "text": {"content": f"{title}\n{body}"}, "at": {"isAtAll": True}}
        url = self.notify_url.format(token=self.token)
        try:
            reply = requests.post(url, json=said, params=params, timeout=self.request_timeout, allow_redirects=False)
            return reply.status_code == requests.codes.ok and reply.json().get("errcode", _OK) == _OK
        except (requests.RequestException, ValueError):
            return False


class RobotGateway:
    batch = 1
    window = 4

    def __init__(self, urls: Mapping[str, str]) -> None:
        """`urls`: a robot's name → its address as apprise writes it."""
        NotificationManager().add(DingTalkToAll, schemas="dingtalk", force=True)
        self._urls = urls
        self._posts: dict[str, deque[float]] = defaultdict(deque)

    def alike(self, envelope: Envelope) -> object:
        return envelope

    async def run(self, _tell: Tell) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Each post has a line of its own."""

    async def recall(self, messages: Sequence[Sent]) -> None:
        """A robot takes nothing back: the correction is posted after it."""

    async def send(self, envelopes: Sequence[Envelope]) -> Sequence[Fate]:
        return [await self._post(envelope) for envelope in envelopes]

    async def _post(self, envelope: Envelope) -> Fate:
        robot = envelope.endpoint
        if robot not in self._urls:
            return Fate(envelope, "refused")
        if wait_s := self._wait_s(robot):
            return Fate(envelope, "retry", wait_s=wait_s)
        said = orjson.loads(envelope.payload)
        if await asyncio.to_thread(_notify, self._urls[robot], said["title"], said["text"]):
            return Fate(envelope, "accepted", robot)
        # Whether it was posted nobody says: twice to everybody would be worse than not to this group.
        log.warning("channels.robot_failed", robot=robot)
        return Fate(envelope, "refused")

    def _wait_s(self, robot: str) -> float:
        posts, now = self._posts[robot], time.monotonic()
        while posts and posts[0] <= now - A_MINUTE_S:
            posts.popleft()
        if len(posts) >= AT_MOST:
            return posts[0] + A_MINUTE_S - now
        posts.append(now)
        return 0.0


def _notify(url: str, title: str, text: str) -> bool:
    group = Apprise()
    return bool(group.add(url) and group.notify(title=title, body=text))
