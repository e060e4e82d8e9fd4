"""A desktop that shows notifications: org.freedesktop.Notifications on a session bus of its own."""

# Without `from __future__ import annotations`: dbus-fast reads the annotations as types.

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

from tests.background import Background
from tests.e2e.processes import stop

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
DISMISSED = 2

Strings = Annotated[list[str], DBusSignature("as")]
TwoNumbers = Annotated[list[int], DBusSignature("uu")]
NumberAndWord = Annotated[list[Any], DBusSignature("us")]
FourWords = Annotated[list[str], DBusSignature("ssss")]

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True, slots=True)
class Shown:
    id: int
    title: str
    body: str
    #: Key → label, as in the specification; "default" is the notification itself.
    actions: dict[str, str]


class Notifications(ServiceInterface):
    def __init__(self) -> None:
        super().__init__(NAME)
        self.shown: list[Shown] = []
        self.closed: list[int] = []

    @dbus_method(name="GetCapabilities")
    def get_capabilities(self) -> Strings:
        return ["actions", "body", "persistence"]

    @dbus_method(name="GetServerInformation")
    def get_server_information(self) -> FourWords:
        return ["Test desktop", "Tests", "1", "1.2"]

    @dbus_method(name="Notify")
    def notify(
        self,
        app: DBusStr,
        replaces: DBusUInt32,
        icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        actions: Strings,
        hints: DBusDict,
        expires: DBusInt32,
    ) -> DBusUInt32:
        number = replaces or len(self.shown) + 1
        labels = dict(zip(actions[::2], actions[1::2], strict=True))
        self.shown.append(Shown(number, summary, body, labels))
        return number

    @dbus_method(name="CloseNotification")
    def close_notification(self, number: DBusUInt32) -> None:
        self.closed.append(number)
        self.notification_closed(number, DISMISSED)

    @dbus_signal(name="ActionInvoked")
    def action_invoked(self, number: int, key: str) -> NumberAndWord:
        return [number, key]

    @dbus_signal(name="NotificationClosed")
    def notification_closed(self, number: int, reason: int) -> TwoNumbers:
        return [number, reason]


class Desktop:
    def __init__(self, background: Background, address: str) -> None:
        self.address = address
        self._background = background
        self._service = Notifications()
        self._bus = background.run(self._join())

    async def _join(self) -> MessageBus:
        bus = await MessageBus(self.address).connect()
        bus.export(PATH, self._service)
        await bus.request_name(NAME)
        return bus

    @property
    def shown(self) -> list[Shown]:
        return list(self._service.shown)

    @property
    def closed(self) -> list[int]:
        return list(self._service.closed)

    def tap(self, notification: Shown, label: str | None = None) -> None:
        """Tap the button with this label, or the notification itself."""
        keys = {text: key for key, text in notification.actions.items()}
        key = keys[label] if label else "default"
        self._background.loop.call_soon_threadsafe(self._service.action_invoked, notification.id, key)

    def leave(self) -> None:
        self._background.loop.call_soon_threadsafe(self._bus.disconnect)


@contextmanager
def running(background: Background) -> Iterator[Desktop]:
    # A folder of its own: a socket's path must be shorter than pytest's folders are.
    with TemporaryDirectory(prefix="bus-") as name, _bus(Path(name)) as address:
        desktop = Desktop(background, address)
        yield desktop
        desktop.leave()


@contextmanager
def _bus(folder: Path) -> Iterator[str]:
    config = folder / "bus.conf"
    config.write_text(BUS.format(socket=folder / "socket"))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with (folder / "bus.log").open("wb") as log:
        bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
    assert bus.stdout is not None
    try:
        yield bus.stdout.readline().decode().strip()
    finally:
        stop(bus)
        bus.stdout.close()
