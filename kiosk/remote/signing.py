"""Request signatures between our own programs: Ed25519 over RFC 9421.

A signature covers what the request does and to whom: method, authority, path, query, the digest
of the body (RFC 9530) and the idempotency key. Replaying a request is harmless, since the key
makes it the same deed; a change of any of these is refused.
"""

import datetime as dt
import email.utils
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

import requests
from cryptography.exceptions import InvalidSignature as BadSignatureError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from http_message_signatures.structures import VerifyResult
from requests.structures import CaseInsensitiveDict

from offline_queue.durable import write_durably

#: A signer's clock may differ so much from the verifier's after offset repair: a queue of slow
#: uploads in front of the request, and a second's resolution of Date.
WINDOW: Final = dt.timedelta(seconds=300)

TAG: Final = "kiosk-v1"
_COVERED: Final = ("@method", "@authority", "@path", "@query", "content-digest")
_IDEMPOTENCY_KEY: Final = "idempotency-key"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class KeyFileError(Exception):
    """The key file cannot be used; the message says why."""


class Refused(StrEnum):
    """Why a request is not believed."""

    NO_SIGNATURE = "no-signature"
    UNKNOWN_KEY = "unknown-key"
    CLOCK_SKEW = "clock-skew"  # the signature is right, its time is not: repair the offset
    BAD_SIGNATURE = "bad-signature"


class SignatureRefusedError(Exception):
    """The request is not believed; `reason` may be told to the sender, the text is for logs."""

    def __init__(self, reason: Refused, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


def key_id_of(public_key: bytes) -> str:
    """Id of a raw Ed25519 public key (32 bytes): the start of its SHA-256, 16 hex digits."""
    return hashlib.sha256(public_key).hexdigest()[:16]


class DeviceKey:
    """The private key of one machine. It never leaves its file and this object."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self.private = key
        self.public: Final = key.public_key().public_bytes_raw()
        self.key_id: Final = key_id_of(self.public)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a key and keep it at `path` (0600), on the disk when this returns.

        Raises:
            FileExistsError: there is one already; replacing it needs a new enrolment.
        """
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_durably(path, pem, replace=False)
        return cls(key)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The key kept at `path`.

        Raises:
            KeyFileError: it is missing, is no Ed25519 key, or others may read it.
        """
        try:
            others = path.stat().st_mode & 0o077
            key = load_pem_private_key(path.read_bytes(), password=None)
        except OSError as error:
            raise KeyFileError(f"{path}: {error.strerror}") from error
        except (ValueError, TypeError) as error:
            raise KeyFileError(f"{path}: not a key file") from error
        if others:
            raise KeyFileError(f"{path}: others may read it; chmod 600, then enrol again")
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyFileError(f"{path}: not an Ed25519 key")
        return cls(key)


#: No clock that runs is so far off (one without a battery starts in 1970); and a time behind the
#: year 9999 is none that could be told.
FAR: Final = dt.timedelta(days=36_525)


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """How far the other side's clock is ahead of ours. Zero until it told us otherwise."""

    ahead: dt.timedelta = dt.timedelta()

    @classmethod
    def learned(cls, date: str, *, now: dt.datetime) -> "ClockOffset":
        """From an answer's Date (RFC 9110, 6.6.1); zero if that cannot be read, or be true."""
        try:
            then = email.utils.parsedate_to_datetime(date)
        except (ValueError, TypeError, IndexError, OverflowError):
            return cls()
        if then.tzinfo is None:
            then = then.replace(tzinfo=dt.UTC)
        ahead = then - now
        return cls(ahead) if abs(ahead) < FAR else cls()

    def repaired(self, now: dt.datetime) -> dt.datetime:
        """Our `now` as the other side would read it."""
        return now + self.ahead


@dataclass
class _Message:
    """A request as the signature library wants it: absolute URL, upper-case method."""

    method: str
    url: str
    headers: Any


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, find: Callable[[str], Ed25519PrivateKey | Ed25519PublicKey | None]) -> None:
        self._find = find

    def resolve_private_key(self, key_id: str) -> object:
        return self._find(key_id)

    def resolve_public_key(self, key_id: str) -> object:
        return self._find(key_id)


def sign(
    key: DeviceKey,
    *,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    created: dt.datetime,
) -> dict[str, str]:
    """The headers to add to a request: Content-Digest, Signature-Input, Signature.

    Args:
        url: absolute, encoded as it goes over the wire.
        headers: those already there; Idempotency-Key is needed unless the method is safe.
        created: aware; the other side's time (`ClockOffset.repaired`).

    Raises:
        ValueError: an unsafe method without Idempotency-Key.
    """
    message = _Message(method.upper(), url, CaseInsensitiveDict(dict(headers)))
    keyed = _IDEMPOTENCY_KEY in message.headers
    if not keyed and message.method not in _SAFE_METHODS:
        raise ValueError(f"{message.method} {url} has no Idempotency-Key")
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519, key_resolver=_Keys(lambda _id: key.private)
    )
    message.headers.pop("content-digest", None)
    signer.sign(
        message,
        key_id=key.key_id,
        created=created,
        label="kiosk",
        tag=TAG,
        covered_component_ids=(*_COVERED, _IDEMPOTENCY_KEY) if keyed else _COVERED,
        body=body,
    )
    added = ("Content-Digest", "Signature-Input", "Signature")
    return {name: message.headers[name] for name in added}


def sign_prepared(
    key: DeviceKey, request: requests.PreparedRequest, *, created: dt.datetime
) -> None:
    """Sign a prepared request in place; the body must be bytes, text or absent.

    Raises:
        ValueError: an unsafe method without Idempotency-Key.
        TypeError: the body is a stream, whose digest cannot be known beforehand.
    """
    body = request.body or b""
    if isinstance(body, str):
        body = body.encode()
    if not isinstance(body, bytes):
        raise TypeError("a streamed body cannot be signed; send it in parts")
    if request.method is None or request.url is None:
        raise ValueError("the request is not prepared")
    request.headers.update(
        sign(
            key,
            method=request.method,
            url=request.url,
            headers=dict(request.headers.items()),
            body=body,
            created=created,
        )
    )


class _AtVerifier(HTTPMessageVerifier):
    """The library's verifier, its time checks left to `verify`, which is told the time."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:  # noqa: ANN401 - as in the base
        """Nothing: `verify` looks at `created` once the signature is known to be right."""


def verify(
    find_key: Callable[[str], bytes | None],
    *,
    method: str,
    url: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    now: dt.datetime,
) -> str:
    """The id of the key that signed this request; everything we rely on is covered.

    Args:
        find_key: raw public key (32 bytes) of a key id that may sign, else None.
        url: absolute, with the authority the sender was told to use.
        headers: every header line, in order.

    Raises:
        SignatureRefusedError: with the reason; CLOCK_SKEW only if all else is right.
    """
    fields = _Lines(headers)
    names = {name.lower() for name, _ in fields.items()}
    if not {"signature", "signature-input"} <= names:
        raise SignatureRefusedError(Refused.NO_SIGNATURE, "no signature headers")
    keyed = _IDEMPOTENCY_KEY in names or method.upper() not in _SAFE_METHODS
    keys = _Known(find_key)
    try:
        results = _AtVerifier(
            signature_algorithm=algorithms.ED25519, key_resolver=_Keys(keys.find)
        ).verify(
            _Message(method.upper(), url, fields),
            max_age=None,
            expect_tag=TAG,
            require_components=(*_COVERED, _IDEMPOTENCY_KEY) if keyed else _COVERED,
            body=body,
        )
    except (HTTPMessageSignaturesException, BadSignatureError, ValueError, KeyError) as error:
        reason = Refused.UNKNOWN_KEY if keys.unknown else Refused.BAD_SIGNATURE
        raise SignatureRefusedError(reason, type(error).__name__) from error
    return _timely(results, now)


class _Known:
    """Looks keys up for one request; `unknown` once a key id was asked for that may not sign."""

    def __init__(self, find_key: Callable[[str], bytes | None]) -> None:
        self._find_key = find_key
        self.unknown = False

    def find(self, key_id: str) -> Ed25519PublicKey | None:
        raw = self._find_key(key_id)
        if raw is None:
            self.unknown = True
            return None
        return Ed25519PublicKey.from_public_bytes(raw)


def _timely(results: list[VerifyResult], now: dt.datetime) -> str:
    """The key id of the one signature there may be, if it was made within the window."""
    if len(results) != 1:
        raise SignatureRefusedError(Refused.BAD_SIGNATURE, f"{len(results)} signatures")
    parameters = results[0].parameters
    created = parameters.get("created")
    if not isinstance(created, int):
        raise SignatureRefusedError(Refused.BAD_SIGNATURE, "no created")
    if abs(created - now.timestamp()) > WINDOW.total_seconds():
        raise SignatureRefusedError(Refused.CLOCK_SKEW, f"{created - now.timestamp():+.0f} s")
    return str(parameters["keyid"])


class _Lines:
    """Header lines with duplicates kept, for reading only."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self._lines = list(lines)

    def items(self) -> Iterable[tuple[str, str]]:
        return iter(self._lines)
