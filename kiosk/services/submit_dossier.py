"""Hand in a dossier or a supplement: sealed in memory, stored in one commit, then it may be said.

What this use case claims is that the dossier lies on this machine's disk; sending is the
agent's. Nobody on this machine, this program included, can read it again.
"""

import datetime as dt
import hashlib
import secrets
import threading
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import structlog
import uuid_utils
from sqlite_utils import Database

from kiosk.clock import Clock
from kiosk.contract.portal import Manifest, Part
from kiosk.contract.sealed_form import IdentityMethod, Person, SealedForm, SealedList, SealedPage
from kiosk.domain.dossier_code import DossierCode, mint_code, mint_secret
from kiosk.domain.tracking_secret import secret_check
from kiosk.services import own_dossiers
from kiosk.services.enrolment import Enrolment
from offline_queue import inspection, outbox, steps
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate
from offline_queue.envelope import Blob, Envelope
from offline_queue.moment import moment
from offline_queue.sealing import Sealed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DossierIds:
    """Minted once, at the first tap, and kept through the session whatever happens."""

    dossier_id: UUID
    code: DossierCode
    secret: str

    @classmethod
    def mint(cls) -> "DossierIds":
        """New ones; the id is a UUIDv7 (RFC 9562)."""
        below = secrets.randbelow
        return cls(UUID(str(uuid_utils.uuid7())), mint_code(below), mint_secret(below))


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """A page that was sealed and stored at the moment it was scanned."""

    requirement: str
    page: int
    media: str
    plain_sha256: str
    blob: Blob
    key_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a person said and agreed to; sealed at hand-in, then forgotten."""

    procedure: str
    catalogue_version: str
    form_version: str
    owner: Person | None  # None in a supplement
    identity: IdentityMethod
    consent_version: str
    consented_at: dt.datetime
    answers: dict[str, str]
    not_scanned: dict[str, str]
    helper: Person | None = None
    acting_for_other: bool = False
    lists: tuple[SealedList, ...] = ()
    language: Literal["vi", "en"] = "vi"


@dataclass(frozen=True, slots=True)
class Stored:
    """It lies on this disk: "Đã lưu trên máy này, sẽ gửi khi có mạng"."""

    dossier_id: UUID
    delivery_id: UUID
    code: DossierCode
    secret: str
    stored_at: dt.datetime
    follow_url: str  # for the slip's QR: <portal>/d/<code>#<secret>


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One hand-in: what the form and the manifest are written from."""

    ids: DossierIds
    delivery_id: UUID
    seq: int  # 0: the dossier itself; from 1: supplements
    declaration: Declaration
    pages: tuple[CapturedPage, ...]
    office_id: str
    ticket: str | None
    at: dt.datetime


class SubmitDossier:
    """The use case. Blocks on the disk; for the one thread that owns storage.

    Args:
        filing: the site's setting: ``portal`` or ``prepare``.
    """

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        enrolment: Enrolment,
        *,
        filing: Literal["portal", "prepare"],
        clock: Clock,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._enrolment = enrolment
        self._filing = filing
        self._clock = clock
        self._one_at_a_time = threading.Lock()

    def require_ready(self, office_id: str) -> None:
        """Ask before the citizen starts: is there a key to seal to?

        Raises:
            NoValidKeyError, NotEnrolledError, WrongSignerError: nothing may be asked for.
        """
        self._enrolment.sealing_keys(office_id).valid(self._clock())

    def capture(
        self, office_id: str, plain: bytes, *, requirement: str, page: int, media: str
    ) -> CapturedPage:
        """Seal a scanned page in memory and store it; `plain` never touches the disk.

        Raises:
            NoValidKeyError, DiskFullError, BlobNotStoredError: it was not stored.
        """
        sealed = self._seal(office_id, plain)
        return CapturedPage(
            requirement=requirement,
            page=page,
            media=media,
            plain_sha256=hashlib.sha256(plain).hexdigest(),
            blob=self._blobs.put(sealed.data),
            key_ids=sealed.key_ids,
        )

    def discard(self, pages: tuple[CapturedPage, ...]) -> None:
        """The person went away or began anew: pages that were not handed in go for good."""
        with self._one_at_a_time:
            needed = {blob.sha256 for _, blob in inspection.needed_blobs(self._database)}
            self._blobs.remove({page.blob.sha256 for page in pages} - needed)

    def tidy(self) -> int:
        """At the start: sealed files of sessions that a power cut ended go; returns how many."""
        with self._one_at_a_time:
            needed = {blob.sha256 for _, blob in inspection.needed_blobs(self._database)}
            return self._blobs.clean(needed)

    def submit(
        self,
        ids: DossierIds,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
        *,
        office_id: str,
        ticket: str | None = None,
    ) -> Stored:
        """Hand in a new dossier. A second tap with the same ids returns the first one's result.

        Raises:
            NoValidKeyError, DiskFullError, BlobNotStoredError: nothing was handed in.
        """
        with self._one_at_a_time:
            known = own_dossiers.find(self._database, dossier_id=str(ids.dossier_id))
            if known is not None:
                at = dt.datetime.fromisoformat(known.stored_at)
                return self._stored(ids, ids.dossier_id, at)
            now = self._clock()
            delivery = _Delivery(
                ids, ids.dossier_id, 0, declaration, pages, office_id, ticket, at=now
            )
            envelope = self._pack(delivery)
            with immediate(self._database):
                own_dossiers.insert(
                    self._database,
                    dossier_id=str(ids.dossier_id),
                    code=str(ids.code),
                    secret_check=secret_check(ids.code, ids.secret),
                    procedure=declaration.procedure,
                    office_id=office_id,
                    stored_at=now.isoformat(),
                )
                outbox.enqueue(self._database, envelope, at=moment(now))
            steps.reached("envelope.committed")
            log.info("dossier.stored", dossier=str(ids.dossier_id), parts=len(envelope.blobs))
            return self._stored(ids, ids.dossier_id, now)

    def supplement(
        self,
        ids: DossierIds,
        delivery_id: UUID,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
        *,
        office_id: str,
    ) -> Stored:
        """Hand in what was asked for: a second, append-only delivery of the same dossier.

        `delivery_id` (UUIDv7) is minted at the first tap of this visit. The dossier may have
        been handed in at another kiosk; code and secret are its proof.

        Raises:
            NoValidKeyError, DiskFullError, BlobNotStoredError: nothing was handed in.
        """
        with self._one_at_a_time:
            now = self._clock()
            if not self._delivered(delivery_id):
                seq = self._deliveries_before(ids, delivery_id) + 1
                envelope = self._pack(
                    _Delivery(ids, delivery_id, seq, declaration, pages, office_id, None, at=now)
                )
                with immediate(self._database):
                    outbox.enqueue(self._database, envelope, at=moment(now))
                steps.reached("envelope.committed")
                log.info(
                    "supplement.stored", dossier=str(ids.dossier_id), delivery=str(delivery_id)
                )
            return self._stored(ids, delivery_id, now)

    def _seal(self, office_id: str, plain: bytes) -> Sealed:
        return self._enrolment.sealing_keys(office_id).seal(plain, now=self._clock())

    def _delivered(self, delivery_id: UUID) -> bool:
        (found,) = self._database.execute(
            "SELECT count(*) FROM outbox_envelope WHERE key = ?", (str(delivery_id),)
        ).fetchone()
        return bool(found)

    def _deliveries_before(self, ids: DossierIds, delivery_id: UUID) -> int:
        """Supplements of this dossier from this kiosk, but for the one being handed in."""
        stream = str(ids.dossier_id)
        (found,) = self._database.execute(
            "SELECT count(*) FROM outbox_envelope WHERE stream = ? AND key NOT IN (?, ?)",
            (stream, stream, str(delivery_id)),
        ).fetchone()
        return int(found)

    def _pack(self, delivery: _Delivery) -> Envelope:
        """Seal the form, store it, write the manifest."""
        sealed = self._seal(delivery.office_id, _form(delivery).model_dump_json().encode())
        form = self._blobs.put(sealed.data)
        manifest = Manifest(
            delivery_id=delivery.delivery_id,
            dossier_id=delivery.ids.dossier_id,
            kind="supplement" if delivery.seq else "new",
            seq=delivery.seq,
            device_id=self._enrolment.device_id,
            office_id=delivery.office_id,
            procedure=delivery.declaration.procedure,
            catalogue_version=delivery.declaration.catalogue_version,
            form_version=delivery.declaration.form_version,
            code=str(delivery.ids.code),
            secret_check=secret_check(delivery.ids.code, delivery.ids.secret),
            key_ids=_key_ids(sealed, delivery.pages),
            consent_version=delivery.declaration.consent_version,
            filing=self._filing,
            ticket=delivery.ticket,
            created_at=delivery.at,
            parts=_parts(form, delivery.pages),
        )
        return Envelope(
            key=str(delivery.delivery_id),
            body=manifest.model_dump_json().encode(),
            stream=str(delivery.ids.dossier_id),
            blobs=(form, *(page.blob for page in delivery.pages)),
        )

    def _stored(self, ids: DossierIds, delivery_id: UUID, at: dt.datetime) -> Stored:
        url = f"{self._enrolment.portal_url}/d/{ids.code}#{ids.secret}"
        return Stored(ids.dossier_id, delivery_id, ids.code, ids.secret, at, url)


def _form(delivery: _Delivery) -> SealedForm:
    """What only the receiving office reads."""
    said = delivery.declaration
    return SealedForm(
        dossier_id=delivery.ids.dossier_id,
        delivery_id=delivery.delivery_id,
        procedure=said.procedure,
        form_version=said.form_version,
        owner=said.owner,
        identity=said.identity,
        acting_for_other=said.acting_for_other,
        helper=said.helper,
        answers=said.answers,
        lists=said.lists,
        not_scanned=said.not_scanned,
        pages=tuple(
            SealedPage(
                requirement=page.requirement,
                page=page.page,
                media=page.media,
                plain_sha256=page.plain_sha256,
            )
            for page in delivery.pages
        ),
        consent_version=said.consent_version,
        consented_at=said.consented_at,
        language=said.language,
    )


def _key_ids(form: Sealed, pages: tuple[CapturedPage, ...]) -> tuple[str, ...]:
    """Keys that open every part; when they changed in mid-session, those of the form."""
    everywhere = set(form.key_ids).intersection(*(page.key_ids for page in pages))
    return tuple(sorted(everywhere)) or form.key_ids


def _parts(form: Blob, pages: tuple[CapturedPage, ...]) -> tuple[Part, ...]:
    """What the manifest says of the sealed files: the form first, then the pages in order."""
    return (
        Part(sha256=form.sha256, size=form.size, role="form"),
        *(
            Part(
                sha256=page.blob.sha256,
                size=page.blob.size,
                role="page",
                media=page.media,
                requirement=page.requirement,
                page=page.page,
            )
            for page in pages
        ),
    )
