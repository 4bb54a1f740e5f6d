"""What is inside a sealed form: all that a person said, readable only with the office's key."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from kiosk.contract.hub import Message
from kiosk.contract.portal import Name, Sha256

#: How identity was taken. A card's QR bears no signature: the clerk compares (*đã đối chiếu*).
IdentityMethod = Literal["QR_CCCD", "CHIP", "VNEID_APP", "DICH_VU_XAC_THUC", "NHAP_TAY"]


class Person(Message):
    """The dossier's owner (*chủ hồ sơ*), as read from the card or typed."""

    full_name: Annotated[str, Field(min_length=1, max_length=200)]
    number: Annotated[str, Field(pattern=r"^(\d{12}|\d{9})?$")] = ""
    born: Annotated[str, Field(max_length=10)] = ""  # ISO date, or a year alone
    address: Annotated[str, Field(max_length=500)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    email: Annotated[str, Field(max_length=200)] = ""
    kind: Literal[1, 2, 3, 4] = 1  # LoaiDoiTuong: citizen, company, state body, other


class SealedPage(Message):
    """A page as it was before sealing: binds the sealed file to this form."""

    requirement: Name
    page: int
    media: str
    plain_sha256: Sha256


class SealedList(Message):
    """A list of the form (household members, trades): its id, and field id to value by row."""

    id: Name
    rows: tuple[dict[str, str], ...] = ()


class SealedForm(Message):
    """The declaration. `answers`: form field id to value, as shown and confirmed."""

    schema_version: Literal[1] = 1
    dossier_id: UUID
    delivery_id: UUID
    procedure: str
    form_version: str
    owner: Person | None  # None in a supplement: the dossier has it
    identity: IdentityMethod
    acting_for_other: bool = False
    helper: Person | None = None  # who stood at the kiosk, if it was not the owner
    answers: dict[str, str] = Field(default_factory=dict)
    lists: tuple[SealedList, ...] = ()
    # required paper to why it was not scanned: "in-database", "show-original"
    not_scanned: dict[Name, str] = Field(default_factory=dict)
    pages: tuple[SealedPage, ...] = ()
    consent_version: str
    consented_at: AwareDatetime
    language: Literal["vi", "en"] = "vi"
