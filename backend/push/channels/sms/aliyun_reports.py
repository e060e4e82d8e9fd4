"""What Aliyun calls us with: what became of messages (SmsReport), and what people answered (SmsUp)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.push.channels.envelope import Report
from backend.push.rules.numbers import tel
from backend.push.rules.replies import answer_of


def report_of(given: Mapping[str, Any], now: datetime) -> Report | None:
    """None for what is neither: a sentence, a report of a message without a name of ours."""
    number = tel(given["phone_number"])
    if "content" in given:
        answer = answer_of(given["content"])
        return Report("sms", answer, now, address=number) if answer else None
    if not given.get("out_id"):
        return None
    state = "delivered" if given.get("success") else "undelivered"
    return Report("sms", state, now, reference=given["out_id"], address=number)  # type: ignore[arg-type]  # two words
