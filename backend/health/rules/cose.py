"""COSE_Sign1 as codes carry it: what is signed, by which key, with ES256 or PS256."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from backend.health.rules import cbor
from backend.health.rules.wire import Unreadable

PublicKey = EllipticCurvePublicKey | RSAPublicKey
#: header labels, and the numbers of the two algorithms
ALG, KID = 1, 4
ES256, PS256 = -7, -37
SIGN1 = 18
CWT = 61
HALF = 32


@dataclass(frozen=True, slots=True)
class Signed:
    protected: bytes
    payload: bytes
    signature: bytes
    alg: int
    kid: bytes

    @property
    def to_verify(self) -> bytes:
        return cbor2.dumps(["Signature1", self.protected, b"", self.payload])

    def claims(self) -> Mapping[Any, Any]:
        found = cbor.loads(self.payload)
        if not isinstance(found, Mapping):
            raise Unreadable("cwt")
        return found


def opened(data: bytes) -> Signed:
    item = cbor.loads(data)
    for tag in (CWT, SIGN1):
        if isinstance(item, cbor2.CBORTag) and item.tag == tag:
            item = item.value
    if not isinstance(item, list) or len(item) != 4:
        raise Unreadable("cose")
    protected, unprotected, payload, signature = item
    if not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise Unreadable("cose")
    if not isinstance(unprotected, Mapping):
        raise Unreadable("cose")
    inner = cbor.loads(protected) if protected else {}
    if not isinstance(inner, Mapping):
        raise Unreadable("cose")
    alg, kid = _header(inner, unprotected, ALG), _header(inner, unprotected, KID)
    if not isinstance(alg, int | float) or alg not in {ES256, PS256} or not isinstance(kid, bytes):
        raise Unreadable("cose")
    return Signed(protected, payload, signature, int(alg), kid)


def _header(protected: Mapping[Any, Any], unprotected: Mapping[Any, Any], label: int) -> Any:
    """What is signed goes first: the other can be changed by anybody."""
    return protected[label] if label in protected else unprotected.get(label)


def is_signed_by(signed: Signed, key: PublicKey) -> bool:
    try:
        if signed.alg == ES256 and isinstance(key, EllipticCurvePublicKey) and key.curve.key_size == HALF * 8:
            return _es256(signed, key)
        if signed.alg == PS256 and isinstance(key, RSAPublicKey):
            key.verify(signed.signature, signed.to_verify, PSS(MGF1(SHA256()), HALF), SHA256())
            return True
    except InvalidSignature:
        pass
    return False


def _es256(signed: Signed, key: EllipticCurvePublicKey) -> bool:
    if len(signed.signature) != HALF * 2:
        return False
    r, s = (int.from_bytes(part) for part in (signed.signature[:HALF], signed.signature[HALF:]))
    key.verify(encode_dss_signature(r, s), signed.to_verify, ECDSA(SHA256()))
    return True
