"""What one would use instead, and what the processor allows: seconds per message of each."""

import asyncio
import json
import os
import ssl
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from py_vapid import Vapid
from pywebpush import webpush_async

from backend.push.rules.encryption import decode_keys, new_content_key, seal
from bench.crowd import Phone
from bench.naive import PAYLOAD
from bench.processor import per_s

NPM = Path(__file__).parent / "npm"
IN_FLIGHT = 50


def _info(phone: Phone, origin: str) -> dict[str, str | bytes | dict[str, str | bytes]]:
    return {"endpoint": origin + phone.path, "keys": {"p256dh": phone.p256dh, "auth": phone.auth}}


def pywebpush_async(phones: Sequence[Phone], origin: str, ca_file: str) -> float:
    """`webpush_async()` over one session, fifty under way."""
    return asyncio.run(_pywebpush_async(phones, origin, ca_file))


async def _pywebpush_async(phones: Sequence[Phone], origin: str, ca_file: str) -> float:
    vapid = Vapid(generate_private_key(SECP256R1()))
    connector = aiohttp.TCPConnector(limit=IN_FLIGHT, ssl=ssl.create_default_context(cafile=ca_file))
    left = list(phones)

    async def send(session: aiohttp.ClientSession) -> None:
        while left:
            await webpush_async(
                _info(left.pop(), origin),
                PAYLOAD.decode(),
                vapid_private_key=vapid,
                vapid_claims={"sub": "mailto:duty@example.cn"},
                ttl=600,
                aiohttp_session=session,
            )

    async with aiohttp.ClientSession(connector=connector) as session:
        begin = time.perf_counter()
        await asyncio.gather(*(send(session) for _ in range(IN_FLIGHT)))
        return (time.perf_counter() - begin) / len(phones)


def npm_web_push(phones: Sequence[Phone], origin: str, ca_file: str) -> float:
    """npm web-push, fifty under way."""
    if not (NPM / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=NPM, check=True)
    given = {
        "subscriptions": [_info(phone, origin) for phone in phones],
        "payload": PAYLOAD.decode(),
        "inFlight": IN_FLIGHT,
    }
    env = {**os.environ, "NODE_EXTRA_CA_CERTS": ca_file}
    said = subprocess.run(
        ["node", "send.mjs"], cwd=NPM, input=json.dumps(given), env=env, capture_output=True, text=True, check=True
    )
    return float(said.stdout) / len(phones)


def ecdh_per_s(phone: Phone) -> float:
    """One multiplication on the curve, as OpenSSL does it: nobody encrypts a Web Push message quicker on one core."""
    ours = generate_private_key(SECP256R1())
    point = decode_keys(phone.p256dh, phone.auth).point
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    return per_s(lambda: ours.exchange(ECDH(), theirs))


def pair_and_ecdh_per_s(phone: Phone) -> float:
    """The same with the new pair that RFC 8291 asks for."""
    point = decode_keys(phone.p256dh, phone.auth).point
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    return per_s(lambda: generate_private_key(SECP256R1()).exchange(ECDH(), theirs))


def sealed_per_s(phone: Phone) -> float:
    """A whole message, as the sender seals it when it is cold."""
    return per_s(lambda: seal(PAYLOAD, new_content_key(decode_keys(phone.p256dh, phone.auth))))
