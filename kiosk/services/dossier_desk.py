"""The dossiers of this kiosk, for the touch app: one thread owns the outbox's file.

Every call blocks (disk; `track` the network) and is made on a worker thread. Nothing is taken
that cannot be kept: `ready` is asked before anything personal is.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

import structlog

from kiosk.clock import Clock
from kiosk.contract.hub import Words
from kiosk.domain.feedback import FEEDBACK, HOUR, PER_HOUR
from kiosk.remote.agent_client import SOCKET, AgentAwayError, AgentClient
from kiosk.remote.portal_client import WrongSignerError
from kiosk.services import own_dossiers
from kiosk.services.enrolment import Enrolment, NotEnrolledError
from kiosk.services.submit_dossier import (
    CapturedPage,
    Declaration,
    DossierIds,
    Stored,
    SubmitDossier,
)
from kiosk.services.track_dossier import Answer, TrackDossier
from kiosk.texts import text
from offline_queue import inspection, quota
from offline_queue.blobs import BlobNotStoredError, BlobStore, DiskFullError
from offline_queue.database import open_database, sqlite3
from offline_queue.sealing import NoValidKeyError

log = structlog.get_logger()

_T = TypeVar("_T")


class Fault(StrEnum):
    """Why nothing can be handed in; codes of assets/i18n/faults_store."""

    NO_OFFICE = "DOS-01"  # nobody enrolled receives this procedure
    NO_KEY = "DOS-02"
    DISK_LOW = "DOS-03"
    QUEUE_FULL = "DOS-04"
    NOT_STORED = "DOS-05"
    TOO_MUCH_FEEDBACK = "DOS-06"

    @property
    def citizen_key(self) -> str:
        """Key of the calm sentence."""
        if self is Fault.TOO_MUCH_FEEDBACK:
            return "citizen.feedback_many"
        return "citizen.dossier_" + ("full" if self in _FULL else "not_here")


_FULL: Final = {Fault.DISK_LOW, Fault.QUEUE_FULL, Fault.NOT_STORED}


class NotTakenError(Exception):
    """Nothing was taken; `fault` has a sentence for the person and one for the technician."""

    def __init__(self, fault: Fault, evidence: str) -> None:
        super().__init__(f"{fault.value}: {evidence}")
        self.fault = fault


class DossierDesk:
    """What the touch app asks of storage and agent.

    Args:
        receiving: the catalogue's receiving office to the portal's office id; what is not named
            goes to the kiosk's own office only if that is a one-stop centre (``ttpvhcc``).
    """

    def __init__(
        self,
        data: Path,
        *,
        filing: Literal["portal", "prepare"],
        clock: Clock,
        receiving: Mapping[str, str] | None = None,
    ) -> None:
        """Open the outbox and throw away pages that a power cut left behind.

        Raises:
            NotEnrolledError: this machine has no place on a portal.
            sqlite3.Error, OSError: the outbox cannot be opened.
        """
        self._data, self._filing, self._clock = data, filing, clock
        self._enrolment = Enrolment.load(data)
        self._receiving = {"ttpvhcc": self._enrolment.office_id, **(receiving or {})}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dossiers")
        self._agent = AgentClient(data / SOCKET)
        self._tracking = TrackDossier(self._agent)
        self._thread.submit(self._open).result()

    def _open(self) -> None:
        own_dossiers.prepare(self._data)
        self._database = open_database(self._data / own_dossiers.OUTBOX)
        self._submitting = SubmitDossier(
            self._database,
            BlobStore(self._data / own_dossiers.SEALED),
            self._enrolment,
            filing=self._filing,
            clock=self._clock,
        )
        left = self._submitting.tidy()
        log.info("dossiers.open", unfinished_pages_removed=left)

    def close(self) -> None:
        """Let what runs finish, then close the file."""
        self._thread.submit(self._database.close).result()
        self._thread.shutdown()

    def office(self, receiving: str) -> Words | None:
        """Who receives, by the catalogue's word for it; None if nobody enrolled does."""
        office_id = self._receiving.get(receiving)
        try:
            return self._enrolment.office(office_id).name if office_id else None
        except (NotEnrolledError, WrongSignerError) as error:
            log.warning("dossiers.no_office", receiving=receiving, why=str(error))
            return None

    def guide_url(self, procedure: str, receiving: str) -> str:
        """The portal's public page of a procedure, for a phone; says nothing about anybody."""
        office_id = self._receiving.get(receiving)
        which = f"?{urlencode({'o': office_id})}" if office_id else ""
        return f"{self._enrolment.portal_url}/p/{quote(procedure)}{which}"

    def ready(self, receiving: str) -> None:
        """Ask before the person starts: a key to seal to, and room for the largest dossier.

        Raises:
            NotTakenError: nothing may be asked for.
        """
        self._do(lambda: self._ready(self._office_id(receiving)))

    def _ready(self, office_id: str) -> None:
        self._submitting.require_ready(office_id)
        why = quota.refusal(
            quota.space(self._data), queued_bytes=inspection.waiting_bytes(self._database)
        )
        if why is not None:
            low = why is quota.Refusal.DISK_LOW
            raise NotTakenError(Fault.DISK_LOW if low else Fault.QUEUE_FULL, why.value)

    def capture(self, receiving: str, pdf: bytes, *, requirement: str, page: int) -> CapturedPage:
        """Seal and store one scanned page; raises `NotTakenError`."""
        office = self._office_id(receiving)
        return self._do(
            lambda: self._submitting.capture(
                office, pdf, requirement=requirement, page=page, media="application/pdf"
            )
        )

    def discard(self, pages: tuple[CapturedPage, ...]) -> None:
        """Pages that were not handed in go for good."""
        self._do(lambda: self._submitting.discard(pages))

    def submit(
        self,
        receiving: str,
        ids: DossierIds,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
    ) -> Stored:
        """Hand in; the same ids twice give the same result. Raises `NotTakenError`."""
        office = self._office_id(receiving)
        stored = self._do(
            lambda: self._submitting.submit(ids, declaration, pages, office_id=office)
        )
        self._poke()
        return stored

    def supplement(
        self,
        receiving: str,
        ids: DossierIds,
        delivery_id: UUID,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
    ) -> Stored:
        """Hand in what was asked for, to the same dossier. Raises `NotTakenError`."""
        office = self._office_id(receiving)
        stored = self._do(
            lambda: self._submitting.supplement(
                ids, delivery_id, declaration, pages, office_id=office
            )
        )
        self._poke()
        return stored

    def give_feedback(self, ids: DossierIds, declaration: Declaration) -> Stored:
        """Store feedback for the kiosk's own office; the same ids twice are one.

        Raises:
            NotTakenError: the machine took `PER_HOUR` in the last hour, or as `submit`.
        """
        office = self._enrolment.office_id
        stored = self._do(lambda: self._give_feedback(ids, declaration, office))
        self._poke()
        return stored

    def _give_feedback(self, ids: DossierIds, declaration: Declaration, office: str) -> Stored:
        now = self._clock()
        since = (now - HOUR).isoformat()
        lately = own_dossiers.count(
            self._database,
            FEEDBACK,
            since=since,
            until=now.isoformat(),  # what a clock ahead of time has stamped is not of this hour
            without=str(ids.dossier_id),
        )
        if lately >= PER_HOUR:
            raise NotTakenError(Fault.TOO_MUCH_FEEDBACK, f"{lately} since {since}")
        self._ready(office)
        return self._submitting.submit(ids, declaration, (), office_id=office)

    def track(self, code: str, secret: str) -> Answer:
        """What may be said to whoever holds code and secret."""
        return self._tracking.track(code, secret)

    def _poke(self) -> None:
        try:
            self._agent.poke()
        except AgentAwayError as error:  # it is stored; the agent looks by itself as well
            log.warning("agent.away", why=str(error))

    def _office_id(self, receiving: str) -> str:
        office_id = self._receiving.get(receiving)
        if office_id is None:
            raise _told(Fault.NO_OFFICE, f"nobody receives for '{receiving}'")
        return office_id

    def _do(self, work: Callable[[], _T]) -> _T:
        try:
            return self._thread.submit(work).result()
        except NotTakenError as error:
            raise _told(error.fault, str(error)) from error
        except (NotEnrolledError, WrongSignerError) as error:
            raise _told(Fault.NO_OFFICE, str(error)) from error
        except NoValidKeyError as error:
            raise _told(Fault.NO_KEY, str(error)) from error
        except DiskFullError as error:
            raise _told(Fault.DISK_LOW, str(error)) from error
        except (BlobNotStoredError, sqlite3.Error, OSError) as error:
            raise _told(Fault.NOT_STORED, str(error)) from error


def _told(fault: Fault, evidence: str) -> NotTakenError:
    """The technician reads it in the log, the person on the screen."""
    do = text(f"remedy.{fault.value}", "vi")
    log.error("dossier.not_taken", code=fault.value, why=evidence, do=do)
    return NotTakenError(fault, evidence)
