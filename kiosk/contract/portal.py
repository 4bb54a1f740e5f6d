"""Messages between a kiosk and the central portal (HTTP, JSON, ``/v1``).

A delivery is one sealed hand-in: a new dossier, or a supplement to one. Its manifest names the
sealed parts by the SHA-256 of their ciphertext; the bytes of the manifest as they were sent are
what the kiosk signs and what the receipt is about. Times are RFC 3339 with an offset.

Fields are only ever added; a change of meaning raises `SCHEMA_VERSION`. What is signed by the
portal (`Receipt`, `KeySet`, `PingAnswer`) is signed over its canonical JSON, see
`kiosk.contract.signed`.
"""

from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from kiosk.contract.hub import Message, Words

SCHEMA_VERSION: Final = 1

#: One request carries at most so much of a part. On a link cut every 0.5 MB on average, parts of
#: 256 KB cost 4 % more bytes, whole files of 5 MB never arrive (measured over a cut link).
PART_BYTES: Final = 256 * 1024

#: A page scanned at 300 dpi as a JPEG has 1-3 MB; a part above this is a fault of the sender.
MAX_BLOB_BYTES: Final = 30 * 1024 * 1024

#: A manifest of 200 parts has 60 KB.
MAX_MANIFEST_BYTES: Final = 256 * 1024

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Token = Annotated[str, Field(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Base64 = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9+/]+=*$")]


class Part(Message):
    """One sealed part. `sha256` and `size` (bytes) are of the ciphertext."""

    sha256: Sha256
    size: Annotated[int, Field(gt=0, le=MAX_BLOB_BYTES)]
    role: Literal["form", "page"]
    media: Annotated[str, Field(max_length=60)] = "application/json"  # of what was sealed
    requirement: Name | None = None  # a page: the required paper it belongs to
    page: Annotated[int, Field(ge=1, le=999)] | None = None  # within that paper, from 1

    @model_validator(mode="after")
    def _a_page_says_of_what(self) -> Self:
        if self.role == "page" and (self.requirement is None or self.page is None):
            raise ValueError("a page needs its requirement and its number")
        return self


class Manifest(Message):
    """What a delivery consists of; holds no personal data.

    `delivery_id` (UUIDv7) is minted at the first tap and is the idempotency key; for a new
    dossier it equals `dossier_id`. `seq` is 0 for the new dossier and rises with each supplement
    the device made. `secret_check` proves the code's secret without telling it
    (`kiosk.domain.tracking_secret`).
    """

    schema_version: Literal[1] = 1
    delivery_id: UUID
    dossier_id: UUID
    kind: Literal["new", "supplement"]
    seq: Annotated[int, Field(ge=0, le=999)]
    device_id: Name
    office_id: Name
    procedure: Annotated[str, Field(pattern=r"^[0-9]{1,2}\.[0-9]{6}$")]
    catalogue_version: Annotated[str, Field(max_length=40)]
    form_version: Annotated[str, Field(max_length=40)]
    code: Annotated[str, Field(max_length=16)]
    secret_check: Sha256
    encryption: Literal["age-v1"] = "age-v1"
    key_ids: Annotated[tuple[Name, ...], Field(min_length=1, max_length=8)]
    consent_version: Annotated[str, Field(max_length=40)]
    filing: Literal["portal", "prepare"]
    ticket: Annotated[str, Field(max_length=8)] | None = None
    created_at: AwareDatetime  # the kiosk's clock
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        if (self.kind == "new") != (self.seq == 0):
            raise ValueError("seq is 0 for a new dossier and above 0 for a supplement")
        if self.kind == "new" and self.delivery_id != self.dossier_id:
            raise ValueError("a new dossier's delivery has the dossier's id")
        if sum(part.role == "form" for part in self.parts) != 1:
            raise ValueError("a delivery has exactly one sealed form")
        if len({part.sha256 for part in self.parts}) != len(self.parts):
            raise ValueError("two parts have the same ciphertext")
        return self


class ManifestAnswer(Message):
    """What the portal still wants of a delivery; `committed` when it has a receipt already."""

    delivery_id: UUID
    manifest_sha256: Sha256
    missing: tuple[Sha256, ...]
    part_bytes: int = PART_BYTES  # upper limit of one PATCH
    committed: bool = False


class PartOffset(Message):
    """How much of a part lies on the portal's disk, in bytes."""

    sha256: Sha256
    offset: Annotated[int, Field(ge=0)]
    complete: bool


class Commit(Message):
    """Ask for the receipt of a delivery whose parts are all there."""

    manifest_sha256: Sha256


class Receipt(Message):
    """The portal's word that it holds the whole delivery; only this lets a kiosk forget it.

    It says that the portal has it. That an office has *accepted* it is said by a status.
    """

    dossier_id: UUID
    delivery_id: UUID
    manifest_sha256: Sha256
    receipt_no: Annotated[str, Field(pattern=r"^[0-9]{8,12}$")]
    received_at: AwareDatetime
    server_key_id: Name
    sig: Base64


class StatusChange(Message):
    """A dossier's new status, for the kiosk that sent it. `status`: national code 1-10.

    An unknown number is a newer portal's: it is kept and shown without a promise.
    `wanted`: ids of the papers asked for. Never holds a name, an address or free text.
    """

    dossier_id: UUID
    code: str
    status: Annotated[int, Field(ge=1)]
    at: AwareDatetime
    official_code: str | None = None
    due_at: AwareDatetime | None = None
    wanted: tuple[Name, ...] = ()
    wanted_by: AwareDatetime | None = None
    reason: Name | None = None  # id of a refusal reason, `staff_reason.*` in the texts


class StatusFeed(Message):
    """Changes after a cursor, oldest first. `cursor` is opaque: send it back as it came."""

    cursor: Annotated[str, Field(max_length=64)]
    changes: tuple[StatusChange, ...]
    more: bool = False


class Heartbeat(Message):
    """How a kiosk is; counts only. `oldest_s`: age of the oldest delivery not yet receipted."""

    version: Annotated[str, Field(max_length=40)]
    waiting: Annotated[int, Field(ge=0)]
    quarantined: Annotated[int, Field(ge=0)]
    oldest_s: Annotated[float, Field(ge=0)] = 0.0


class OfficeKey(Message):
    """A public key to seal to; usable from `not_before` until `not_after` (None: open)."""

    key_id: Name
    recipient: Annotated[str, Field(pattern=r"^age1[0-9a-z]{58}$")]
    not_before: AwareDatetime
    not_after: AwareDatetime | None = None


class Office(Message):
    """A receiving office and the keys dossiers for it are sealed to."""

    office_id: Name
    name: Words
    keys: tuple[OfficeKey, ...]


class KeySet(Message):
    """All receiving offices a kiosk may send to, signed by the portal.

    `serial` only rises; a kiosk refuses a lower one, so that an old set cannot be replayed.
    """

    serial: Annotated[int, Field(ge=1)]
    issued_at: AwareDatetime
    offices: tuple[Office, ...]
    server_key_id: Name
    sig: Base64


class ServerKey(Message):
    """A key the portal signs with: Ed25519, raw public key in base64."""

    key_id: Name
    public_key: Base64


class Provision(Message):
    """The enrolment file: what a kiosk must know of its portal, and a code that works once."""

    schema_version: Literal[1] = 1
    portal_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+$")]
    ca_pem: str | None = None  # the portal's own authority; the only one the agent trusts
    device_id: Name
    office_id: Name
    enrolment_code: Token
    server_keys: Annotated[tuple[ServerKey, ...], Field(min_length=1)]
    key_set: KeySet


class EnrolRequest(Message):
    """Trade the enrolment code for a place on the portal; the request is signed by the key."""

    device_id: Name
    enrolment_code: Token
    public_key: Base64


class Enrolled(Message):
    """The portal knows the kiosk's key now."""

    device_id: Name
    office_id: Name
    at: AwareDatetime


class PingAnswer(Message):
    """Proof that this is the portal and no captive network: the caller's nonce, signed."""

    nonce: Token
    now: AwareDatetime
    server_key_id: Name
    sig: Base64


class TrackRequest(Message):
    """A code and its secret, as typed or scanned."""

    code: Annotated[str, Field(max_length=40)]
    secret: Annotated[str, Field(max_length=16)]


class Tracked(Message):
    """What may be said to whoever holds code and secret; never a name or an address."""

    dossier_id: UUID
    code: str
    procedure: str
    office: Words
    received_at: AwareDatetime
    status: Annotated[int, Field(ge=1)]
    status_at: AwareDatetime
    official_code: str | None = None
    due_at: AwareDatetime | None = None
    wanted: tuple[Name, ...] = ()
    wanted_by: AwareDatetime | None = None
    reason: Name | None = None
