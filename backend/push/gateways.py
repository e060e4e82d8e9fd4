"""The gateways of other companies, as the environment describes them; one that has no keys is not there."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Smpp:
    """An operator's short message centre. `rate`: messages a second, of all senders together."""

    host: str
    system_id: str
    password: str = field(repr=False)
    #: our number, which people see and answer to
    number: str
    port: int = 2775
    rate: float = 100.0
    #: so many without an answer yet
    window: int = 50
    enquire_s: float = 30.0
    timeout_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Aliyun:
    """Short messages over HTTP. The template has the variables `title`, `text`, or one of them."""

    key_id: str
    key_secret: str = field(repr=False)
    sign_name: str
    template: str
    #: stands in the address that the gateway calls us by
    callback_key: str = field(repr=False)
    url: str = "https://dysmsapi.aliyuncs.com"
    rate: float = 1000.0
    batch: int = 1000
    timeout_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Asterisk:
    """Our own telephone exchange. `endpoint` is how it dials: PJSIP/{number}@trunk."""

    url: str
    username: str
    password: str = field(repr=False)
    #: where sound files lie
    sounds: str
    endpoint: str = "PJSIP/{number}@trunk"
    caller: str = ""
    app: str = "palm"
    #: calls at the same time, and new ones a second
    lines: int = 30
    rate: float = 5.0
    #: the folder `sounds` as the exchange sees it, where that differs
    sounds_there: str = ""
    ring_s: int = 30
    timeout_s: float = 10.0

    @property
    def lasting_rate(self) -> float:
        """Once all lines are taken, a call begins when another has ended: after about as long as it may ring."""
        return min(self.rate, self.lines / max(1, self.ring_s))


@dataclass(frozen=True, slots=True)
class DingTalk:
    """Work notices; 浙政钉 is its like under another `url`."""

    app_key: str
    app_secret: str = field(repr=False)
    agent_id: str
    url: str = "https://oapi.dingtalk.com"
    rate: float = 80.0
    batch: int = 100
    timeout_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Getui:
    """Pushes to the app in which the client is wrapped."""

    app_id: str
    app_key: str
    master_secret: str = field(repr=False)
    url: str = "https://restapi.getui.com/v2"
    rate: float = 1000.0
    batch: int = 1000
    timeout_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Robot:
    """Who speaks in a group; with an `area`, of what is in it alone."""

    area: str
    url: str = field(repr=False)

    @property
    def name(self) -> str:
        return hashlib.sha256(self.url.encode()).hexdigest()[:16]


def robots(given: Sequence[str]) -> tuple[Robot, ...]:
    """Each `CODE=dingtalk://…` of an area, or the address alone."""
    parts = [one.partition("=") if one.split("=", 1)[0].isdecimal() else ("", "", one) for one in given]
    return tuple(Robot(area, url) for area, _, url in parts)


#: Messages a second that a gateway usually takes, where none is described.
USUAL = {"sms": 100.0, "voice": 1.0, "work_im": 80.0, "app_push": 1000.0}


@dataclass(frozen=True, slots=True)
class Gateways:
    sms: Smpp | Aliyun | None = None
    voice: Asterisk | None = None
    work_im: DingTalk | None = None
    app_push: Getui | None = None

    def has(self, channel: str) -> bool:
        return getattr(self, channel, None) is not None

    def rate(self, channel: str) -> float | None:
        """Messages a second, in the long run; None where the channel has no gateway."""
        gateway = getattr(self, channel, None)
        return (gateway.lasting_rate if channel == "voice" else gateway.rate) if gateway else None


def read(given: Mapping[str, Mapping[str, str]]) -> Gateways:
    """Half a description is a mistake, and so is a name that means nothing: both stop the start."""
    smpp, aliyun = _made(Smpp, given), _made(Aliyun, given)
    if smpp and aliyun:
        raise ValueError("two gateways for text messages: describe SMPP or ALIYUN")
    return Gateways(smpp or aliyun, _made(Asterisk, given), _made(DingTalk, given), _made(Getui, given))


def _made(kind: type[T], given: Mapping[str, Mapping[str, str]]) -> T | None:
    name = kind.__name__.upper()
    said = given.get(name.lower(), {})
    if not said:
        return None
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]  # each kind is a dataclass
    wanting = [key for key, one in known.items() if one.default is MISSING and key not in said]
    wrong = [key for key in said if key not in known]
    if wanting or wrong:
        raise ValueError(f"PALM_{name}_*: not known: {wrong}, missing: {wanting}")
    return kind(**{key: _read(known[key].type, value) for key, value in said.items()})


def _read(kind: Any, value: str) -> Any:
    return kind(value) if kind in {int, float} else value
