"""The other side's signed word that it holds an envelope: the only reason to forget one."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from offline_queue.envelope import Envelope


class ReceiptError(Exception):
    """This is no receipt for that envelope; the message says what does not fit."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A verified receipt. Made by a `ReceiptVerifier`; `document` is the signed JSON."""

    key: str
    body_sha256: str
    number: str
    received_at: str
    document: str


class ReceiptVerifier(Protocol):
    """Checks the JSON that came against the envelope that was sent."""

    def __call__(self, envelope: Envelope, message: Mapping[str, object]) -> Receipt:
        """The verified receipt; raises `ReceiptError`."""
        ...


class SignedReceipts:
    """Receipts ``{delivery_id, manifest_sha256, receipt_no, received_at, server_key_id, sig}``.

    Args:
        keys: raw Ed25519 public keys (32 bytes) by key id; an old key stays while receipts
            signed with it may still come.
        signed_bytes: what the signature covers of a message, as agreed with the other side.
    """

    def __init__(
        self,
        keys: Mapping[str, bytes],
        *,
        signed_bytes: Callable[[Mapping[str, object]], bytes],
    ) -> None:
        self._keys = {
            key_id: Ed25519PublicKey.from_public_bytes(raw) for key_id, raw in keys.items()
        }
        self._signed_bytes = signed_bytes

    def __call__(self, envelope: Envelope, message: Mapping[str, object]) -> Receipt:
        """The verified receipt.

        Raises:
            ReceiptError: a field is missing, the key is unknown, the signature is wrong, or the
                receipt is for another envelope or other bytes.
        """
        names = ("delivery_id", "manifest_sha256", "receipt_no", "received_at", "server_key_id")
        fields: dict[str, str] = {}
        for name in (*names, "sig"):
            value = message.get(name)
            if not isinstance(value, str):
                raise ReceiptError(f"{name} is missing")
            fields[name] = value
        self._check_signature(fields, message)
        if fields["delivery_id"] != envelope.key:
            raise ReceiptError("it is for another envelope")
        if fields["manifest_sha256"] != envelope.body_sha256:
            raise ReceiptError("it is for other bytes than were sent")
        document = json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return Receipt(
            envelope.key,
            envelope.body_sha256,
            fields["receipt_no"],
            fields["received_at"],
            document,
        )

    def _check_signature(self, fields: Mapping[str, str], message: Mapping[str, object]) -> None:
        key = self._keys.get(fields["server_key_id"])
        if key is None:
            raise ReceiptError("the signing key is unknown")
        try:
            signature = base64.b64decode(fields["sig"], validate=True)
            key.verify(signature, self._signed_bytes(message))
        except (binascii.Error, InvalidSignature, ValueError) as error:
            raise ReceiptError("the signature is wrong") from error
