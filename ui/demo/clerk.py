"""A clerk at a desk, over the same HTTP as the desk page."""

from typing import Final
from uuid import UUID

import requests
import uuid_utils.compat as uuid

from kiosk.contract.hub import DeskAction, DeskState, SessionState, SignIn, Ticket

LIMIT_S: Final = 5.0  # signing in costs 0.1 s of work on purpose; everything else milliseconds


class Clerk:
    """Signed in at one desk of the hub at `base_url`."""

    def __init__(self, base_url: str, *, desk: str, name: str, password: str) -> None:
        """Sign in.

        Raises:
            requests.RequestException: no hub, or a refusal.
        """
        self._base = base_url.rstrip("/")
        self._desk = desk
        self._http = requests.Session()
        self._http.trust_env = False
        sign_in = SignIn(name=name, password=password)
        answer = self._http.post(
            f"{self._base}/v1/session",
            data=sign_in.model_dump_json(),
            headers={"Content-Type": "application/json"},
            timeout=LIMIT_S,
        )
        answer.raise_for_status()
        self._csrf = SessionState.model_validate_json(answer.content).csrf

    def state(self) -> DeskState:
        """What the desk page shows."""
        answer = self._http.get(f"{self._base}/v1/desks/{self._desk}/state", timeout=LIMIT_S)
        answer.raise_for_status()
        return DeskState.model_validate_json(answer.content)

    def call_next(self) -> Ticket:
        """*Gọi tiếp*.

        Raises:
            LookupError: nobody waits for this desk.
        """
        answer = self._post(f"/v1/desks/{self._desk}/call-next", None)
        called = DeskState.model_validate_json(answer.content).current
        if called is None:
            raise LookupError(self._desk)
        return called

    def act(self, ticket_id: UUID, action: str) -> None:
        """``recall``, ``start``, ``finish``, ``no-show``, ``park`` or ``resume``."""
        body = DeskAction(desk=self._desk).model_dump_json()
        self._post(f"/v1/tickets/{ticket_id}/{action}", body)

    def close(self) -> None:
        """Let go of the connection; the session ends by itself."""
        self._http.close()

    def _post(self, path: str, body: str | None) -> requests.Response:
        answer = self._http.post(
            self._base + path,
            data=body,
            headers={
                "Content-Type": "application/json",
                "Idempotency-Key": str(uuid.uuid7()),
                "X-CSRF-Token": self._csrf,
            },
            timeout=LIMIT_S,
        )
        answer.raise_for_status()
        return answer
