"""WebDriver BiDi: one WebSocket to a browser, commands answered in order, events kept."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.e2e.waiting import eventually

ANSWER_WITHIN_S = 20


class BrowserError(Exception):
    """The browser refused a command, or the page threw."""


@contextmanager
def session(url: str) -> Iterator[Bidi]:
    with connect(url, max_size=None) as socket:
        yield Bidi(socket)


class Bidi:
    def __init__(self, socket: ClientConnection) -> None:
        self.events: list[dict[str, Any]] = []
        self._socket = socket
        self._ids = itertools.count(1)
        self.call("session.new", capabilities={})

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        command = next(self._ids)
        self._socket.send(json.dumps({"id": command, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=ANSWER_WITHIN_S))
            if message.get("id") != command:
                self.events.append(message)
            elif message["type"] == "error":
                raise BrowserError(f"{method}: {message['error']}: {message['message']}")
            else:
                result: dict[str, Any] = message["result"]
                return result


class Tab:
    """The browser's first tab."""

    def __init__(self, bidi: Bidi) -> None:
        self._bidi = bidi
        self.context: str = bidi.call("browsingContext.getTree")["contexts"][0]["context"]
        bidi.call("session.subscribe", events=["log.entryAdded"])
        phone = {"width": 390, "height": 844}
        bidi.call("browsingContext.setViewport", context=self.context, viewport=phone)

    def go(self, url: str) -> None:
        self._bidi.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, body: str) -> Any:
        """Run the body of an async function in the page; return what it returns, as JSON."""
        answer = self._bidi.call(
            "script.evaluate",
            expression=f"(async () => {{ {body} }})().then((it) => JSON.stringify(it ?? null))",
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise BrowserError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def click(self, selector: str) -> None:
        """Click the middle of the first element, as a finger would."""
        x, y = self.run(
            f"const it = document.querySelector({json.dumps(selector)});"
            "it.scrollIntoView({block: 'center', behavior: 'instant'});"
            "const box = it.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round)"
        )
        steps = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._perform({"type": "pointer", "id": "finger", "actions": steps})

    def appears(self, selector: str) -> None:
        eventually(
            lambda: self.run(f"return !!document.querySelector({json.dumps(selector)})"), what=f"{selector} on the page"
        )

    def press(self, label: str) -> None:
        """Click the button with this text, once there is one."""
        found = f"[...document.querySelectorAll('button')].find((it) => it.innerText.trim() === {json.dumps(label)})"
        mark = f"const it = {found}; it?.setAttribute('data-pressed-by-test', ''); return !!it"
        eventually(lambda: self.run(mark), what=f"the button {label}")
        self.click("[data-pressed-by-test]")
        self.run("document.querySelector('[data-pressed-by-test]')?.removeAttribute('data-pressed-by-test')")

    def type(self, selector: str, text: str) -> None:
        self.click(selector)
        keys = [{"type": way, "value": key} for key in text for way in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": keys})

    def _perform(self, source: dict[str, Any]) -> None:
        self._bidi.call("input.performActions", context=self.context, actions=[source])

    @property
    def log(self) -> list[str]:
        """What the page wrote to its console and what it failed to catch, in order."""
        entries = [it["params"] for it in self._bidi.events if it.get("method") == "log.entryAdded"]
        return [f"{entry['level']}: {entry['text']}" for entry in entries]
