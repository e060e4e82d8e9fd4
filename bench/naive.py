"""The naive way: `pywebpush.webpush()` in a loop, as its README shows it."""

import os
import time
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from py_vapid import Vapid
from pywebpush import webpush

from bench.crowd import Phone

#: Of a size with an order's message.
PAYLOAD = b'{"web_push":8030,"notification":{"title":"' + b"x" * 900 + b'","data":{"kind":"bench"}}}'


def seconds_per_message(phones: Sequence[Phone], origin: str, ca_file: str) -> float:
    """Measured on these phones; a loop takes the same for each further one."""
    vapid = Vapid(generate_private_key(SECP256R1()))
    # requests takes the authority of the double from here.
    os.environ["REQUESTS_CA_BUNDLE"] = ca_file
    begin = time.perf_counter()
    for phone in phones:
        keys = {"p256dh": phone.p256dh, "auth": phone.auth}
        webpush(
            {"endpoint": origin + phone.path, "keys": keys},
            PAYLOAD.decode(),
            vapid_private_key=vapid,
            vapid_claims={"sub": "mailto:duty@example.cn"},
            ttl=600,
        )
    return (time.perf_counter() - begin) / len(phones)
