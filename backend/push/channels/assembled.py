"""Which channels this installation opens, by its settings."""

import functools
from collections.abc import Callable
from typing import Any

from backend.push.channels.app_push.getui import GetuiGateway
from backend.push.channels.base import Channel
from backend.push.channels.console import Console
from backend.push.channels.envelope import OUTSIDE
from backend.push.channels.live import Live
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.outside.gateway import Gateway
from backend.push.channels.registry import Registry
from backend.push.channels.sms.aliyun import AliyunGateway
from backend.push.channels.sms.smpp import SmppGateway
from backend.push.channels.voice.ari import AsteriskGateway
from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.lines import Lines, LineSettings
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.signer import Signer
from backend.push.channels.work_im.dingtalk import DingTalkGateway
from backend.push.channels.work_im.robots import AT_MOST, RobotGateway
from backend.push.gateways import Aliyun, Asterisk, DingTalk, Getui, Smpp
from backend.push.settings import Settings

#: Whose keys they are says which gateway it is.
_KINDS: dict[type[Any], Callable[[Any], Gateway]] = {
    Smpp: SmppGateway,
    Aliyun: AliyunGateway,
    Asterisk: AsteriskGateway,
    DingTalk: DingTalkGateway,
    Getui: GetuiGateway,
}


def assembled(settings: Settings, notify: Callable[[str], None], prepared: PreparedKeys) -> Registry:
    """An unknown name is a mistake in the settings and stops the start."""
    makers: dict[str, Callable[[], Channel]] = {
        "webpush": lambda: webpush(settings, prepared),
        "live": lambda: Live(notify),
        "console": Console,
        **{name: functools.partial(outside, name, settings) for name in OUTSIDE},
    }
    unknown = [name for name in settings.channels if name not in makers]
    if unknown:
        raise ValueError(f"no such channel: {', '.join(unknown)}")
    opened = [makers[name]() for name in settings.channels]
    return Registry([*opened, robot(settings)] if settings.robots else opened)


def webpush(settings: Settings, prepared: PreparedKeys) -> WebPush:
    lines = Lines(LineSettings(settings.ca_file, settings.reach))
    return WebPush(lines, Signer(settings.ring, settings.subject), settings.allowed, prepared)


def outside(name: str, settings: Settings) -> OutsideChannel:
    keys = getattr(settings.gateways, name)
    return OutsideChannel(name, _KINDS[type(keys)](keys), keys.rate)


def robot(settings: Settings) -> OutsideChannel:
    """Open as soon as a group has one."""
    urls = {one.name: one.url for one in settings.robots}
    return OutsideChannel("robot", RobotGateway(urls), len(urls) * AT_MOST)
