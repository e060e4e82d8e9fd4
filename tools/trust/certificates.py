"""The local authority, which can speak for private networks only, and the certificate it signs for this machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tools.trust.names import LOOPBACK, Address, Names

AUTHORITY_LIVES = timedelta(days=3650)
#: The longest that browsers accept of a certificate.
SERVER_LIVES = timedelta(days=397)
#: With less than this left it is time for a new one.
RENEWED_BEFORE = timedelta(days=30)
#: A phone whose clock is a little behind must not take it for one of tomorrow.
CLOCKS_DIFFER = timedelta(days=1)
PRIVATE = tuple(
    ip_network(network)
    for network in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7"),
    )
)
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def fits(self) -> bool:
        return self.certificate.public_key() == self.key.public_key()

    def lasts(self, now: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= now <= self.certificate.not_valid_after_utc - RENEWED_BEFORE


def authority(here: Names, *, called: str, now: datetime) -> Pair:
    """A new authority; it can sign for private networks, for .local and for what this machine is called now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Palm Cockpit {called} {now:%Y-%m-%d}"[:LONGEST_NAME])
    builder = (
        _begun(name, name, key.public_key(), now=now, until=now + AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        # Critical: whoever cannot check that it keeps to private networks has to refuse it.
        .add_extension(x509.NameConstraints(list(_limits(here)), None), critical=True)
    )
    return Pair(builder.sign(key, hashes.SHA256()), key)


def server(issuer: Pair, names: Names, *, now: datetime) -> Pair:
    """A new certificate for this machine under the names that the authority may sign."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(min(names.hosts - {"localhost"}, default="localhost")[:LONGEST_NAME])
    until = min(now + SERVER_LIVES - CLOCKS_DIFFER, issuer.certificate.not_valid_after_utc)
    hosts = [x509.DNSName(host) for host in sorted(names.hosts)]
    addresses = [x509.IPAddress(address) for address in sorted(names.addresses, key=str)]
    builder = (
        _begun(issuer.certificate.subject, subject, key.public_key(), now=now, until=until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([*hosts, *addresses]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    return Pair(builder.sign(issuer.key, hashes.SHA256()), key)


def names_of(certificate: x509.Certificate) -> Names:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses: list[Address] = found.get_values_for_type(x509.IPAddress)  # type: ignore[assignment]  # of a SAN never a network
    return Names(frozenset(found.get_values_for_type(x509.DNSName)), frozenset(addresses))


def permitted(issuer: Pair, names: Names) -> Names:
    """Those of the names that the authority may sign; a machine renamed since keeps its old authority without it."""
    limits = issuer.certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    hosts = [limit.value for limit in limits if isinstance(limit, x509.DNSName)]
    networks: list[IPv4Network | IPv6Network] = [
        limit.value
        for limit in limits
        if isinstance(limit, x509.IPAddress) and isinstance(limit.value, IPv4Network | IPv6Network)
    ]
    return Names(
        frozenset(name for name in names.hosts if any(name == host or name.endswith(f".{host}") for host in hosts)),
        frozenset(address for address in names.addresses if any(address in network for network in networks)),
    )


def _limits(here: Names) -> Iterable[x509.GeneralName]:
    yield from (x509.DNSName(host) for host in sorted(here.hosts | {"local"}))
    yield from (x509.IPAddress(network) for network in PRIVATE)
    # Some laboratories give their machines public addresses: of those only the ones it has.
    outside = (it for it in here.addresses if it not in LOOPBACK and not any(it in network for network in PRIVATE))
    yield from (x509.IPAddress(ip_network(address)) for address in sorted(outside, key=str))


def _begun(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
