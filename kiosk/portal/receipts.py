"""The portal's own signing key: receipts, the key-set, and the answer to a ping."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from kiosk.contract.portal import ServerKey
from kiosk.contract.signed import Context, signed_bytes


class PortalSigner:
    """Signs what the portal says. The key id is the start of the public key's SHA-256."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = ServerKey(
            key_id=hashlib.sha256(raw).hexdigest()[:16], public_key=base64.b64encode(raw).decode()
        )

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a key and keep it at `path`, readable by its owner alone.

        Raises:
            FileExistsError: there is one; replacing it would orphan every kiosk.
        """
        key = Ed25519PrivateKey.generate()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            )
            file.flush()
            os.fsync(file.fileno())
        return cls(key)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The key kept at `path`."""
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{path}: not an Ed25519 key")
        return cls(key)

    def sign(self, context: Context, message: Mapping[str, object]) -> dict[str, object]:
        """`message` (JSON types) with ``server_key_id`` and ``sig``."""
        body = {**message, "server_key_id": self.public.key_id}
        signature = self._key.sign(signed_bytes(context, body))
        return {**body, "sig": base64.b64encode(signature).decode()}

    def sign_text(self, context: Context, message: Mapping[str, object]) -> str:
        """The same as JSON text."""
        return json.dumps(self.sign(context, message), ensure_ascii=False)
