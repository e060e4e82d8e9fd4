"""Test vectors of the EU's certificates in their published format, made for one test: the repository keeps none."""

import base64
import hashlib
import json
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import base45
import cbor2
import segno
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

from tests.health.made_codes import signed

ISSUED = datetime(2021, 6, 1, tzinfo=UTC)
CLOCK = "2021-06-10T09:50:03.123456"
RECOVERY = "1.3.6.1.4.1.1847.2021.1.3"
CONTENT: dict[str, Any] = {
    "ver": "1.3.0", "dob": "1998-02-26",
    "nam": {"fn": "Musterfrau-Gößinger", "fnt": "MUSTERFRAU<GOESSINGER", "gn": "Gabriele", "gnt": "GABRIELE"},
    "t": [{
        "tg": "840539006", "co": "AT", "is": "Amt", "ci": "URN:UVCI:01:AT:1", "tt": "LP6464-4", "tr": "260415000",
        "sc": "2021-06-10T08:00:00Z", "tc": "Testzentrum",
    }],
}  # fmt: skip


@cache
def key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


def certificate(*usages: str) -> bytes:
    """Of our own key, with what it may certify."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "EC-Me")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key().public_key())
    made = made.serial_number(7).not_valid_before(ISSUED).not_valid_after(ISSUED + timedelta(days=700))
    if usages:
        made = made.add_extension(x509.ExtendedKeyUsage([ObjectIdentifier(one) for one in usages]), critical=False)
    return made.sign(key(), SHA256()).public_bytes(Encoding.DER)


def vector(*usages: str, **expected: bool) -> dict[str, Any]:
    """A good one; the test that wants another changes what is in it."""
    der = certificate(*usages)
    payload = {1: "AT", 4: int(ISSUED.timestamp()) + 90 * 86_400, 6: int(ISSUED.timestamp()), -260: {1: CONTENT}}
    kid = hashlib.sha256(der).digest()[:8]
    cose = cbor2.dumps(cbor2.CBORTag(18, signed(key(), cbor2.dumps(payload), {1: -7, 4: kid})))
    packed = zlib.compress(cose)
    text = base45.b45encode(packed).decode()
    context = {"VERSION": 1, "SCHEMA": "1.3.0", "CERTIFICATE": base64.b64encode(der).decode()}
    return {
        "JSON": CONTENT, "CBOR": cbor2.dumps(CONTENT).hex(), "COSE": cose.hex(), "COMPRESSED": packed.hex(),
        "BASE45": text, "PREFIX": f"HC1:{text}", "TESTCTX": {**context, "VALIDATIONCLOCK": CLOCK},
        "EXPECTEDRESULTS": {f"EXPECTED{name}": value for name, value in expected.items()},
    }  # fmt: skip


def picture(text: str) -> str:
    file = BytesIO()
    segno.make_qr(text, error="q").save(file, kind="png", scale=3)
    return base64.b64encode(file.getvalue()).decode()


def keep(folder: Path, name: str, made: dict[str, Any]) -> None:
    """Where the published ones lie: AT/2DCode/raw/1.json."""
    country, number = name.split("/")
    file = folder / country / "2DCode" / "raw" / f"{number}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    # Some states write a mark in front.
    file.write_text(json.dumps(made), encoding="utf-8-sig")
