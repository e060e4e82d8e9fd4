"""The channels by name; each name stands for one."""

from collections.abc import Iterable, Iterator

from backend.push.channels.base import Channel


class Registry:
    def __init__(self, channels: Iterable[Channel] = ()) -> None:
        self._channels: dict[str, Channel] = {}
        for channel in channels:
            self.add(channel)

    def add(self, channel: Channel) -> None:
        if channel.name in self._channels:
            raise ValueError(f"the channel {channel.name} is there already")
        self._channels[channel.name] = channel

    def find(self, name: str) -> Channel | None:
        """The channel, or the console in its place where it is closed."""
        return self._channels.get(name) or self._channels.get("console")

    def names(self) -> list[str]:
        return sorted(self._channels)

    def __iter__(self) -> Iterator[Channel]:
        return iter(self._channels.values())
