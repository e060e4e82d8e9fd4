"""Codes and those who read them: what is good, and why anything else is refused."""

import zlib
from dataclasses import replace

import base45
import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cwt import COSE, COSEKey
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.health.catalogue.reader import ruleset
from backend.health.providers import palm, registry
from backend.health.providers.base import Trust, TrustedKey
from backend.health.providers.palm import Claims
from backend.health.rules import cbor, wire
from backend.health.rules.drawing import matrix
from backend.health.rules.wire import Unreadable

KEY, KID = generate_private_key(SECP256R1()), b"12345678"
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
NOW = 1_770_000_000
CLAIMS = Claims("palm", b"s" * 12, b"c" * 8, "green", NOW, NOW + 300)
TRUST = Trust((TrustedKey(KID, "palm", KEY.public_key()),), ruleset(), grace_s=3_600)
CODE = palm.text_of(CLAIMS, PEM, KID)


def sealed_in(text: str) -> bytes:
    return zlib.decompress(base45.b45decode(text[4:]))


SEALED = sealed_in(CODE)


def signed(payload: object, **protected: object) -> str:
    """With a good signature, whatever is in it."""
    key = COSEKey.from_pem(PEM, alg="ES256", kid=KID)
    data = payload if isinstance(payload, bytes) else cbor2.dumps(payload)
    sealed = COSE.new().encode_and_sign(data, key, protected={"alg": "ES256", "kid": KID, **protected})
    return wire.packed("PC1:", sealed)


def why(text: str, trust: Trust = TRUST, now: int = NOW + 10) -> str:
    return registry.verify(text, trust, now).why


def test_a_code_holds_a_colour_two_times_and_two_numbers_and_nothing_else() -> None:
    answer = registry.verify(CODE, TRUST, NOW + 10)
    assert (answer.why, answer.colour, answer.subject, answer.code_id) == ("ok", "green", b"s" * 12, b"c" * 8)
    payload = cbor2.loads(cbor2.loads(SEALED).value[2])
    assert set(payload) == {palm.ISS, palm.SUB, palm.EXP, palm.IAT, palm.CTI, palm.COLOUR}


def test_another_implementation_of_cose_reads_it() -> None:
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = COSEKey.from_pem(public.decode(), alg="ES256", kid=KID)
    assert cbor2.loads(COSE.new().decode(SEALED, key))[palm.CTI] == b"c" * 8


def test_it_fits_an_alphanumeric_qr_code_that_a_phone_shows_large() -> None:
    assert len(matrix(CODE)) <= 57, "version 10: 57 modules on a side"


@pytest.mark.parametrize(
    ("seconds", "expected", "aged"),
    [
        (-61, "clock", False),
        (-60, "ok", False),
        (300, "ok", False),
        (301, "ok", True),
        (3_900, "ok", True),
        (3_901, "expired", False),
    ],
)
def test_its_times_and_the_grace_for_phones_without_network(seconds: int, expected: str, aged: bool) -> None:
    answer = registry.verify(CODE, TRUST, NOW + seconds)
    assert (answer.why, answer.aged) == (expected, aged)


def test_revoked_codes_revoked_keys_and_unknown_keys_are_told_apart() -> None:
    assert why(CODE, replace(TRUST, revoked=frozenset({b"c" * 8}))) == "revoked"
    assert why(CODE, replace(TRUST, revoked_keys=frozenset({KID}))) == "revoked"
    assert why(CODE, replace(TRUST, keys=())) == "unknown_key"
    other = generate_private_key(SECP256R1()).public_key()
    assert why(CODE, replace(TRUST, keys=(TrustedKey(KID, "palm", other),))) == "signature"


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"\xff", [], 5, {},
        {1: "x", 2: b"short", 4: 1, 6: 1, 7: b"c" * 8, palm.COLOUR: 1},
        {1: "x", 2: b"s" * 12, 4: "1", 6: 1, 7: b"c" * 8, palm.COLOUR: 1},
        {1: "x", 2: b"s" * 12, 4: -1, 6: 1, 7: b"c" * 8, palm.COLOUR: 1},
        {1: "x", 2: b"s" * 12, 4: 1, 6: 1, 7: b"c" * 8, palm.COLOUR: 4},
        {1: "x", 2: b"s" * 12, 4: 1.5, 6: 1, 7: b"c" * 8, palm.COLOUR: 1},
        {1: "x", 2: b"s" * 12, 4: 2**60, 6: 1, 7: b"c" * 8, palm.COLOUR: 1},
        {1: "x", 2: b"s" * 12, 4: True, 6: 1, 7: b"c" * 8, palm.COLOUR: 1},
    ],
)  # fmt: skip
def test_a_good_signature_over_nonsense_is_refused_as_nonsense(payload: object) -> None:
    assert why(signed(payload)) == "format"


@pytest.mark.parametrize("text", ["", "PC1:", "HC1:", "XX1:ABC", "PC1:æ", "PC1:A", "PC1:" + "A" * 5_000, CODE.lower()])
def test_what_is_no_code_is_refused_as_such(text: str) -> None:
    assert why(text) == "format"


def test_a_bomb_is_not_unpacked() -> None:
    assert why(wire.packed("PC1:", b"\0" * 1_000_000)) == "format"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x81" * 20 + b"\x00",
        b"\x9a\xff\xff\xff\xff",
        b"\xbb" + b"\xff" * 8,
        b"\xc2A\x01",
        b"\x00\x00",
        b"\x1c",
        b"_aa\xff",
        b"\x9f",
    ],
)
def test_cbor_that_is_deep_endless_doubtful_or_followed_is_not_opened(data: bytes) -> None:
    with pytest.raises(Unreadable):
        cbor.loads(data)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.integers(-9, 9) | st.text(max_size=5) | st.binary(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
        max_leaves=20,
    )
)
def test_cbor_that_is_modest_is_opened_as_it_is(value: object) -> None:
    assert cbor.loads(cbor2.dumps(value)) == value


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for text in (wire.packed("PC1:", data), wire.packed("HC1:", data), "PC1:" + base45.b45encode(data).decode()):
        assert why(text) in {"format", "unknown_key", "signature"}


@settings(deadline=None)
@given(st.integers(4, len(CODE) - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
def test_no_other_character_changes_what_a_code_says(place: int, character: str) -> None:
    changed = CODE[:place] + character + CODE[place + 1 :]
    # The last byte of what is deflated is filled up to eight bits that say nothing (RFC 1951 §3.1.1): no reader looks
    # at them. A code that differs in these alone is the same code in other letters.
    assert why(changed) != "ok" or sealed_in(changed) == sealed_in(CODE)


@settings(deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(0, 255))
def test_a_code_with_another_byte_in_what_was_sealed_is_refused(place: int, value: int) -> None:
    changed = SEALED[:place] + bytes([value]) + SEALED[place + 1 :]
    assert (why(wire.packed("PC1:", changed)) == "ok") == (changed == SEALED)
