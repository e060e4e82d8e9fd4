"""Our sealed messages are RFC 8291's, byte for byte, and others can open them."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from pywebpush import WebPusher

from backend.push.rules.encryption import MAX_PAYLOAD, BadKeys, checked_keys, content_key, new_content_key, seal

PHONE = ec.generate_private_key(ec.SECP256R1())
SECRET = os.urandom(16)


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text(raw_bytes: bytes) -> str:
    return urlsafe_b64encode(raw_bytes).rstrip(b"=").decode()


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealed(payload: bytes) -> bytes:
    keys = checked_keys(text(point_of(PHONE)), text(SECRET))
    return seal(payload, new_content_key(keys))


def opened(body: bytes) -> bytes:
    return http_ece.decrypt(body, private_key=PHONE, auth_secret=SECRET, version="aes128gcm")


def test_the_vector_of_rfc_8291_appendix_a_comes_out_byte_for_byte() -> None:
    keys = checked_keys(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    number = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    key = content_key(keys, ec.derive_private_key(number, ec.SECP256R1()), raw("DGv6ra1nlYgDCS1FRnbzlw"))
    body = seal(raw("V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24"), key)
    assert text(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@settings(deadline=None)
@given(st.binary(max_size=MAX_PAYLOAD))
def test_whatever_is_sealed_is_opened_by_http_ece(payload: bytes) -> None:
    assert opened(sealed(payload)) == payload


@settings(deadline=None, max_examples=20)
@given(st.binary(min_size=1, max_size=1000))
def test_pywebpush_and_we_seal_the_same_message_in_the_same_shape(payload: bytes) -> None:
    keys = {"p256dh": text(point_of(PHONE)), "auth": text(SECRET)}
    theirs = WebPusher({"endpoint": "https://push.example/x", "keys": keys}).encode(payload)["body"]
    ours = sealed(payload)
    assert opened(theirs) == opened(ours) == payload
    assert len(theirs) == len(ours)
    assert theirs[16:21] == ours[16:21]


def test_the_largest_payload_fills_a_body_of_4096_bytes() -> None:
    assert len(sealed(b"x" * MAX_PAYLOAD)) == 4096
    with pytest.raises(ValueError, match="one record"):
        sealed(b"x" * (MAX_PAYLOAD + 1))


def test_two_messages_share_neither_key_nor_salt() -> None:
    first, second = sealed(b"same"), sealed(b"same")
    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


@pytest.mark.parametrize(
    ("p256dh", "auth", "reason"),
    [
        (text(b"\x04" + b"\x01" * 64), text(SECRET), "p256dh"),
        (text(b"\x02" + point_of(PHONE)[1:33]), text(SECRET), "p256dh"),
        (text(b"\x00" * 65), text(SECRET), "p256dh"),
        ("", text(SECRET), "p256dh"),
        ("not base64!", text(SECRET), "p256dh"),
        ("汉字", text(SECRET), "p256dh"),
        (text(point_of(PHONE)), text(SECRET[:15]), "auth"),
        (text(point_of(PHONE)), text(SECRET + b"x"), "auth"),
        (text(point_of(PHONE)), "???", "auth"),
    ],
    # Keys are made anew for each run, its tests are called the same.
    ids=[
        *("off_curve", "compressed", "nothing", "empty", "not_base64", "not_ascii"),
        *("secret_short", "secret_long", "secret_unreadable"),
    ],
)
def test_keys_that_are_no_point_or_no_secret_are_refused_by_name(p256dh: str, auth: str, reason: str) -> None:
    with pytest.raises(BadKeys) as refused:
        checked_keys(p256dh, auth)
    assert refused.value.reason == reason


def test_padded_and_bare_base64_are_the_same_keys() -> None:
    padded = urlsafe_b64encode(point_of(PHONE)).decode(), urlsafe_b64encode(SECRET).decode()
    assert checked_keys(*padded) == checked_keys(text(point_of(PHONE)), text(SECRET))
