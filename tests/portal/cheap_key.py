"""An office's key that opens in a millisecond.

`kiosk.portal.office_keys.make_key` makes every guess at a passphrase cost a second or more, and
every unlocking too. The file says itself how dear it is (scrypt's work factor), so that a test may
write a cheap one by hand and the portal opens it with the same code as any other.

Source: the age file format, version 1 (C2SP, age.md).
"""

import base64
import hashlib
import hmac
import secrets

import pyrage
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.portal.office_keys import NewKey

LOG_N = 4  # 16 rounds and 16 KB; a real key has 2^17 or more
FIRST, LAST_CHUNK = bytes(12), bytes(11) + b"\x01"


def cheap_key(passphrase: str) -> NewKey:
    """A fresh key as `make_key` makes it, but for its price."""
    identity = pyrage.x25519.Identity.generate()
    return NewKey(str(identity.to_public()), _sealed(str(identity).encode(), passphrase))


def _sealed(content: bytes, passphrase: str) -> bytes:
    salt, file_key, nonce = (
        secrets.token_bytes(16),
        secrets.token_bytes(16),
        secrets.token_bytes(16),
    )
    wrapping = hashlib.scrypt(
        passphrase.encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << LOG_N,
        r=8,
        p=1,
        dklen=32,
    )
    body = ChaCha20Poly1305(wrapping).encrypt(FIRST, file_key, None)
    header = (
        f"age-encryption.org/v1\n-> scrypt {_base64(salt)} {LOG_N}\n{_base64(body)}\n---".encode()
    )
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, hashlib.sha256)
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    return (
        header + f" {_base64(mac)}\n".encode() + nonce + payload.encrypt(LAST_CHUNK, content, None)
    )


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")
