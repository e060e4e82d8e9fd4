"""The certificates of other issuers, as they lie in a folder: PEM or DER, one or more in a file."""

from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates

from backend.health.providers.base import TrustedKey
from backend.health.providers.dcc import Dcc, usages_of

KID_BYTES = 8
ENDINGS = frozenset({".pem", ".crt", ".cer", ".der", ".b64"})


def in_folder(folder: Path) -> tuple[TrustedKey, ...]:
    """None where there is no folder: then no foreign certificate is believed."""
    files = sorted(file for file in folder.glob("*") if file.suffix in ENDINGS) if folder.is_dir() else []
    return tuple(key for file in files for one in _read(file.read_bytes()) if (key := trusted(one)) is not None)


def _read(data: bytes) -> list[Certificate]:
    if b"-----BEGIN" in data:
        return load_pem_x509_certificates(data)
    return [load_der_x509_certificate(data if data[:1] == b"\x30" else b64decode(data))]


def trusted(signer: Certificate) -> TrustedKey | None:
    """Its kid is the beginning of its hash; None for a key of a kind that signs no such code."""
    public = signer.public_key()
    if not isinstance(public, EllipticCurvePublicKey | RSAPublicKey):
        return None
    until = int(signer.not_valid_after_utc.timestamp())
    return TrustedKey(kid_of(signer), Dcc.name, public, usages_of(signer), until)


def kid_of(signer: Certificate) -> bytes:
    return sha256(signer.public_bytes(Encoding.DER)).digest()[:KID_BYTES]
