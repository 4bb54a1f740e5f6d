"""Notices on their way from who writes them to a kiosk: one signed set for each kiosk.

A set replaces the one before it in its series; its serial only rises, so that an old set cannot
be replayed. It is signed over its canonical JSON (`kiosk.contract.signed`, context ``notices``).
Fields are only ever added.
"""

from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field

from kiosk.contract.hub import Message, Words
from kiosk.contract.portal import Base64, Name, Sha256

SCHEMA_VERSION: Final = 1

#: The series of sets that a portal makes; what is made by hand has another name.
PORTAL_SERIES: Final = "portal"

#: A set of the longest notices in both languages stays below the megabyte a kiosk takes in one
#: answer; nobody reads sixty notices at a screen.
MAX_NOTICES: Final = 60
MAX_TITLE: Final = 120  # characters; a headline of 12 syllables has about 70
MAX_BODY: Final = 1500  # characters; a printed A4 page of large type

#: A picture as wide as the panel has 200-400 KB; one answer is cut at a megabyte.
MAX_PICTURE_BYTES: Final = 900 * 1024

Place = Annotated[str, Field(min_length=1, max_length=20)]


class NoticePicture(Message):
    """A picture that belongs to a notice; `size` in bytes."""

    sha256: Sha256
    size: Annotated[int, Field(gt=0, le=MAX_PICTURE_BYTES)]
    media: Literal["image/png", "image/jpeg"]


class SignedNotice(Message):
    """One notice; see `kiosk.domain.notice.Notice`. An unknown topic is a newer writer's."""

    id: Name
    topic: Annotated[str, Field(max_length=20)]
    title: Words
    body: Words
    source: Annotated[str, Field(max_length=MAX_TITLE)]
    published_at: AwareDatetime
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    urgent: bool = False
    blocks: Annotated[tuple[Place, ...], Field(max_length=40)] = ()
    floors: Annotated[tuple[Place, ...], Field(max_length=200)] = ()
    picture: NoticePicture | None = None


class NoticeSet(Message):
    """Everything to be shown in one place, now and later.

    `audience`: kiosks (their ids) and sites (``site.id``) the set is for; no other shows it.
    """

    schema_version: Literal[1] = 1
    series: Name
    serial: Annotated[int, Field(ge=1, lt=2**53)]
    audience: Annotated[tuple[Name, ...], Field(min_length=1, max_length=200)]
    issued_at: AwareDatetime
    notices: Annotated[tuple[SignedNotice, ...], Field(max_length=MAX_NOTICES)]
    server_key_id: Name
    sig: Base64


class NoticeCount(Message):
    """How often one notice was shown and opened on a kiosk, in all."""

    id: Name
    shown: Annotated[int, Field(ge=0, lt=2**53)]
    opened: Annotated[int, Field(ge=0, lt=2**53)]


class NoticeCounts(Message):
    """Totals of one shelf, so that telling them twice changes nothing. No person is in them.

    `shelf`: made with the kiosk's file; a new file counts from zero under a new name.
    """

    shelf: Name
    counts: Annotated[tuple[NoticeCount, ...], Field(max_length=200)]
