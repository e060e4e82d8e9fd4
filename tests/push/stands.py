"""Each gateway's double with the channel that feeds it, spoken to in the same way."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import smpp34

from backend.push.channels.app_push.getui import GetuiGateway
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.outside.gateway import Gateway
from backend.push.channels.sms.aliyun import AliyunGateway
from backend.push.channels.sms.smpp import SmppGateway
from backend.push.channels.voice.ari import AsteriskGateway
from backend.push.channels.work_im.dingtalk import DingTalkGateway
from backend.push.gateways import Aliyun, Asterisk, DingTalk, Getui, Smpp
from tests.doubles import aliyun, ari, dingtalk, getui
from tests.doubles.smsc import Smsc

#: Enough for a test not to wait, few enough for a storm to be one.
RATE = 200.0


class Stand(ABC):
    """`refusal` is the gateway's word for "never", `busy` for "not now"."""

    name: str
    refusal: Any
    busy: Any

    def __init__(self, double: Any, gateway: Gateway) -> None:
        self.double = double
        self.channel = OutsideChannel(self.name, gateway, RATE)

    def address(self, number: int) -> str:
        return f"tel:+86199{number:08d}"

    def answer_next(self, word: Any) -> None:
        self.double.words.append(word)

    @abstractmethod
    def reached(self) -> list[str]:
        """Who got it, once for each time that he noticed."""

    def close(self) -> None:
        self.channel.close()
        self.double.close()


class OverSmpp(Stand):
    name, refusal, busy = "sms", smpp34.ESME_RINVDSTADR, smpp34.ESME_RTHROTTLED

    def __init__(self, _folder: Path) -> None:
        double = Smsc()
        keys = Smpp("127.0.0.1", "palm", "secret", "10690330103", port=double.port, timeout_s=1)
        super().__init__(double, SmppGateway(keys))
        double.wait_for_bind()

    def answer_next(self, word: Any) -> None:
        self.double.answers.append(word)

    def reached(self) -> list[str]:
        return [f"tel:+{got.number}" for got in self.double.got]


class ByAliyun(Stand):
    name, refusal, busy = "sms", "isv.SMS_TEMPLATE_ILLEGAL", "Throttling.User"

    def __init__(self, _folder: Path) -> None:
        double = aliyun.AliyunDouble()
        keys = Aliyun(aliyun.KEY_ID, aliyun.KEY_SECRET, "潮鸣", "SMS_1", "key", url=double.url, batch=50, timeout_s=1)
        super().__init__(double, AliyunGateway(keys))

    def reached(self) -> list[str]:
        return [f"tel:+86{one.number}" for one in self.double.sent]


class ByAsterisk(Stand):
    name, refusal, busy = "voice", 400, 503

    def __init__(self, folder: Path) -> None:
        double = ari.AriDouble()
        keys = Asterisk(double.url, ari.USER, ari.PASSWORD, sounds=str(folder), timeout_s=1)
        super().__init__(double, AsteriskGateway(keys))

    def address(self, number: int) -> str:
        address = super().address(number)
        self.double.phones[address.removeprefix("tel:+86")] = "rings"
        return address

    def reached(self) -> list[str]:
        return [f"tel:+86{leg.number}" for leg in self.double.legs]


class ByDingTalk(Stand):
    name, refusal, busy = "work_im", 1430002, 143103

    def __init__(self, _folder: Path) -> None:
        double = dingtalk.DingTalkDouble()
        keys = DingTalk(dingtalk.APP_KEY, dingtalk.APP_SECRET, dingtalk.AGENT_ID, url=double.url, batch=50, timeout_s=1)
        super().__init__(double, DingTalkGateway(keys))

    def address(self, number: int) -> str:
        return f"u{number}"

    def reached(self) -> list[str]:
        return list(self.double.reached)


class ByGetui(Stand):
    name, refusal, busy = "app_push", "20001", "10011"

    def __init__(self, _folder: Path) -> None:
        double = getui.GetuiDouble()
        keys = Getui(getui.APP_ID, getui.APP_KEY, getui.MASTER_SECRET, url=double.url, batch=50, timeout_s=1)
        super().__init__(double, GetuiGateway(keys))

    def address(self, number: int) -> str:
        return f"cid-{number}"

    def reached(self) -> list[str]:
        return [cid for cid, _ in self.double.shown]


STANDS = (OverSmpp, ByAliyun, ByAsterisk, ByDingTalk, ByGetui)
