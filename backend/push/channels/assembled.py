"""Which channels this installation opens, by its settings."""

from collections.abc import Callable

from backend.push.channels.console import Console
from backend.push.channels.live import Live
from backend.push.channels.registry import Registry
from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.lines import Lines, LineSettings
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.signer import Signer
from backend.push.settings import Settings


def assembled(settings: Settings, notify: Callable[[str], None], prepared: PreparedKeys) -> Registry:
    """An unknown name is a mistake in the settings and stops the start."""
    makers: dict[str, Callable[[], WebPush | Live | Console]] = {
        "webpush": lambda: webpush(settings, prepared),
        "live": lambda: Live(notify),
        "console": Console,
    }
    unknown = [name for name in settings.channels if name not in makers]
    if unknown:
        raise ValueError(f"no such channel: {', '.join(unknown)}")
    return Registry(makers[name]() for name in settings.channels)


def webpush(settings: Settings, prepared: PreparedKeys) -> WebPush:
    lines = Lines(LineSettings(settings.ca_file, settings.reach))
    return WebPush(lines, Signer(settings.ring, settings.subject), settings.allowed, prepared)
