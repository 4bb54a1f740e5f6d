"""A secret wrapped with a passphrase, as an age file: what a guess costs is set, not measured.

pyrage wraps too, but takes what costs about a second at that moment, and has no setting for it: on
a machine that is busy a key would be cheap to guess for as long as it is used.

Source: the age file format, version 1 (C2SP, age.md).
"""

import base64
import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

#: log2 of scrypt's N: 256 MB for each guess, as age's own program; twice what OWASP asks for
#: (Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1).
LOG_N: Final = 18
_LABEL: Final = b"age-encryption.org/v1/scrypt"
#: Nonces of the wrapped file key, and of a payload whose first chunk (64 KiB) is its last.
_ONLY_USE, _LAST_CHUNK = bytes(12), bytes(11) + b"\x01"
_CHUNK_BYTES: Final = 64 * 1024


def wrap(secret: bytes, passphrase: str, *, log_n: int = LOG_N) -> bytes:
    """`secret` (up to 64 KiB) as ``age -d`` opens it.

    Raises:
        ValueError: it is longer.
    """
    if len(secret) > _CHUNK_BYTES:
        raise ValueError(f"{len(secret)} bytes, {_CHUNK_BYTES} are the most")
    salt, file_key, nonce = (secrets.token_bytes(16) for _ in range(3))
    derived = Scrypt(salt=_LABEL + salt, length=32, n=1 << log_n, r=8, p=1)
    wrapping = ChaCha20Poly1305(derived.derive(passphrase.encode()))
    body = wrapping.encrypt(_ONLY_USE, file_key, None)
    header = (
        f"age-encryption.org/v1\n-> scrypt {_base64(salt)} {log_n}\n{_base64(body)}\n---".encode()
    )
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    sealed = payload.encrypt(_LAST_CHUNK, secret, None)
    return header + f" {_base64(mac)}\n".encode() + nonce + sealed


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")
