"""Answering code and secret at the kiosk: what is here, what the portal says, what it said last."""

import threading
from collections.abc import Callable

from sqlite_utils import Database

from kiosk.contract.agent import Following
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier_code import BadCodeError, parse_code, parse_secret
from kiosk.domain.tracking_secret import same_check, secret_check
from kiosk.remote.portal_client import PortalAwayError, PortalClient, PortalRefusedError
from kiosk.services.enrolment import Enrolment
from kiosk.services.own_dossiers import OwnDossier, find


class Follow:
    """The use case, for the threads of the agent's socket. One looks into the file at a time; who
    asks the portal waits for nobody else's answer, which may be that of somebody who has left.
    """

    def __init__(
        self, database: Database, enrolment: Enrolment, client: Callable[[], PortalClient]
    ) -> None:
        self._database = database
        self._enrolment = enrolment
        self._client = client
        self._turn = threading.Lock()

    def follow(self, typed_code: str, typed_secret: str) -> Following:
        """What may be said to whoever holds this code and secret."""
        try:
            code, secret = parse_code(typed_code), parse_secret(typed_secret)
        except BadCodeError:
            return Following(where="unknown")
        with self._turn:
            own = find(self._database, code=str(code))
        if own is not None and not same_check(own.secret_check, secret_check(code, secret)):
            own = None
        if own is not None and not own.delivered:
            return Following(where="here", stored_at=own.stored_at, procedure=own.procedure)
        client = self._client()
        try:
            tracked = client.track(str(code), secret)
            return Following(where="portal", tracked=tracked, delivered=True)
        except PortalRefusedError as error:
            if error.code == "too-many-attempts":
                return Following(where="paused", retry_after_s=error.retry_after_s)
            return Following(where="unknown")
        except PortalAwayError:
            return self._last_known(own) if own is not None else Following(where="away")
        finally:
            client.close()

    def _last_known(self, own: OwnDossier) -> Following:
        change = own.status
        if change is None:
            return Following(
                where="last-known",
                stored_at=own.stored_at,
                delivered=True,
                procedure=own.procedure,
            )
        tracked = Tracked(
            procedure=own.procedure,
            office=self._enrolment.office(own.office_id).name,
            received_at=own.stored_at,
            status_at=change.at,
            **change.model_dump(exclude={"at"}),
        )
        return Following(
            where="last-known", tracked=tracked, stored_at=own.stored_at, delivered=True
        )
