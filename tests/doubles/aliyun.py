"""Aliyun's text messages on loopback: checks signatures by its own reading, and is not idempotent."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from tests.doubles.http import Answer, Call, HttpDouble, Word

KEY_ID, KEY_SECRET = "LTAI-test", "a-secret-key"


@dataclass(frozen=True, slots=True)
class Message:
    number: str
    params: dict[str, str]
    out_id: str
    biz_id: str


class AliyunDouble(HttpDouble):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Message] = []
        self.bad_numbers: set[str] = set()

    def counts(self, call: Call) -> bool:
        return call.headers["x-acs-action"] != "QuerySendDetails"

    def refusal(self, word: Word) -> Answer:
        return (word, {}) if isinstance(word, int) else (200, {"Code": word, "Message": word})

    def answer(self, call: Call) -> Answer:
        if not _is_signed(call):
            return 400, {"Code": "SignatureDoesNotMatch"}
        form = call.form
        if call.headers["x-acs-action"] == "QuerySendDetails":
            return 200, self._details(form)
        batch = call.headers["x-acs-action"] == "SendBatchSms"
        numbers = json.loads(form["PhoneNumberJson"]) if batch else form["PhoneNumbers"].split(",")
        if len(numbers) > (100 if batch else 1000):
            return 200, {"Code": "isv.MOBILE_COUNT_OVER_LIMIT"}
        if self.bad_numbers & set(numbers):
            return 200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}
        params = json.loads(form["TemplateParamJson"]) if batch else [json.loads(form["TemplateParam"])] * len(numbers)
        biz_id = f"{len(self.calls)}^0"
        pairs = zip(numbers, params, strict=True)
        self.sent += [Message(number, param, form["OutId"], biz_id) for number, param in pairs]
        return 200, {"Code": "OK", "Message": "OK", "BizId": biz_id, "RequestId": "r"}

    def report(self, message: Message, *, success: bool = True) -> dict[str, Any]:
        return {
            "phone_number": message.number, "send_time": "2026-03-02 09:00:00", "report_time": "2026-03-02 09:00:02",
            "success": success, "err_code": "DELIVERED", "err_msg": "", "sms_size": "1", "biz_id": message.biz_id,
            "out_id": message.out_id,
        }  # fmt: skip

    def _details(self, form: dict[str, str]) -> dict[str, Any]:
        found = [
            {"PhoneNum": one.number, "OutId": one.out_id, "SendStatus": 1, "TemplateCode": "SMS_1"}
            for one in self.sent
            if one.number == form["PhoneNumber"]
        ]
        return {"Code": "OK", "TotalCount": len(found), "SmsSendDetailDTOs": {"SmsSendDetailDTO": found}}


def _is_signed(call: Call) -> bool:
    scheme, _, rest = call.headers["authorization"].partition(" ")
    told = dict(part.split("=", 1) for part in rest.split(","))
    lines = "".join(f"{name}:{call.headers[name]}\n" for name in told["SignedHeaders"].split(";"))
    digest = hashlib.sha256(call.body).hexdigest()
    canonical = f"POST\n/\n\n{lines}\n{told['SignedHeaders']}\n{digest}"
    text = f"{scheme}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(KEY_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    named = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
    return (
        told["Credential"] == KEY_ID
        and named <= set(told["SignedHeaders"].split(";"))
        and digest == call.headers["x-acs-content-sha256"]
        and signature == told["Signature"]
    )
