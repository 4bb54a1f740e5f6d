"""What ``kiosk portal init`` makes: a folder with the portal's keys, its authority, its file."""

import datetime as dt
import ipaddress
import os
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from kiosk.portal.receipts import PortalSigner
from kiosk.portal.store import migrate

RECEIPT_KEY: Final = "receipt.key"
CA_CERT: Final = "ca.pem"
CA_KEY: Final = "ca.key"
TLS_CERT: Final = "tls.pem"
TLS_KEY: Final = "tls.key"
STORE: Final = "portal.db"
BLOBS: Final = "blobs"

_CA_VALID: Final = dt.timedelta(days=3650)
# Browsers refuse server certificates valid for more than 398 days (CA/Browser Forum, BR 6.3.2).
_TLS_VALID: Final = dt.timedelta(days=397)
#: Renewed so long before the end, at a start or while it runs: whoever must mend a folder that
#: cannot be written has half a year.
RENEW_BEFORE: Final = dt.timedelta(days=200)


class AlreadySetUpError(Exception):
    """The folder holds a portal's keys; making new ones would orphan every kiosk."""


def init(folder: Path, *, host: str, now: dt.datetime) -> None:
    """Make the portal's folder.

    Args:
        host: name or address in the certificate; what kiosks will ask for.

    Raises:
        AlreadySetUpError: there is one already.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / RECEIPT_KEY).exists():
        raise AlreadySetUpError(str(folder))
    _make_authority(folder, host, now)
    migrate(folder / STORE)
    # Last: until this key is there nobody relies on the rest, and `init` may begin anew.
    PortalSigner.create(folder / RECEIPT_KEY)


def renew(folder: Path, *, now: dt.datetime) -> dt.datetime | None:
    """Make the server's certificate anew when it ends within `RENEW_BEFORE`, or is not good yet: a
    clock that was ahead made it.

    The key stays, and the authority that kiosks trust. A certificate that another authority
    made is its owner's business.

    Returns:
        The new end; None if nothing was changed.

    Raises:
        OSError, ValueError: a file is missing or is no certificate or key.
    """
    old = x509.load_pem_x509_certificate((folder / TLS_CERT).read_bytes())
    ca = x509.load_pem_x509_certificate((folder / CA_CERT).read_bytes())
    good = old.not_valid_before_utc <= now < old.not_valid_after_utc - RENEW_BEFORE
    if good or old.issuer != ca.subject:
        return None
    key, ca_key = (_load_key(folder / name) for name in (TLS_KEY, CA_KEY))
    (host,) = old.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    made = _server_certificate(key, str(host.value), ca, ca_key, now)
    beside = folder / f"{TLS_CERT}.new"
    _write_secret(beside, made.public_bytes(Encoding.PEM))
    beside.replace(folder / TLS_CERT)  # a power cut leaves the old one or the new one whole
    return made.not_valid_after_utc


def _load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path}: not a key of ours")  # noqa: TRY004 - what the file holds
    return key


def _make_authority(folder: Path, host: str, now: dt.datetime) -> None:
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    for name, secret in ((CA_KEY, ca_key), (TLS_KEY, key)):
        _write_secret(
            folder / name,
            secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        )
    ca = _authority(ca_key, _name(f"Kiosk portal CA ({host})"), now)
    certificate = _server_certificate(key, host, ca, ca_key, now)
    (folder / CA_CERT).write_bytes(ca.public_bytes(Encoding.PEM))
    (folder / TLS_CERT).write_bytes(certificate.public_bytes(Encoding.PEM))


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, now: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))  # a kiosk's clock may be a day behind
    )


def _authority(
    key: ec.EllipticCurvePrivateKey, name: x509.Name, now: dt.datetime
) -> x509.Certificate:
    public = key.public_key()
    return (
        _certificate(name, name, public, now=now)
        .not_valid_after(now + _CA_VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server_certificate(
    key: ec.EllipticCurvePrivateKey,
    host: str,
    ca: x509.Certificate,
    ca_key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
) -> x509.Certificate:
    by_authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    return (
        _certificate(_name(host), ca.subject, key.public_key(), now=now)
        .not_valid_after(now + _TLS_VALID)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign_certificates=False), critical=True)
        .add_extension(by_authority, critical=False)
        .sign(ca_key, hashes.SHA256())
    )


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write_secret(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)  # of a setup that was cut off; never followed if it is a link
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
