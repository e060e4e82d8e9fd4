"""What a gateway calls us with is kept for the sender, which knows whom to tell."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.push.channels.sms.aliyun_reports import report_of
from backend.push.gateways import Aliyun
from backend.push.sender import inbox
from backend.push.settings import settings


def take_aliyun(given: Sequence[Mapping[str, Any]], *, key: str) -> dict[str, Any]:
    """Answered as the gateway wants it; a second time changes nothing."""
    keys = settings().gateways.sms
    if not isinstance(keys, Aliyun) or not hmac.compare_digest(keys.callback_key.encode(), key.encode()):
        refuse("channels.callback_unknown")
    now = clock.now()
    reports = [report for one in given if (report := report_of(one, now))]
    inbox.put(db.session(), reports)
    return {"code": 0, "msg": "接收成功"}
