"""What a kiosk says to its hub."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Final, TypeVar
from urllib.parse import quote
from uuid import UUID

import requests
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError

from kiosk.contract.hub import (
    BoardState,
    HelpCall,
    HelpCallState,
    ImportAnswer,
    ImportRequest,
    PrintReport,
    Problem,
    Rating,
    Services,
    Ticket,
    TicketRequest,
)
from kiosk.remote.event_stream import EventTooLongError, arriving, events
from kiosk.remote.limit import TotalLimit, body_of

# The hub sends a comment every 1.5 s; three missed ones mean that the line is dead, and people
# are told within 5 s.
STREAM_SILENCE_S: Final = 5.0

_M = TypeVar("_M", bound=BaseModel)


class HubUnreachableError(Exception):
    """No answer, or an answer that is not the hub's (a captive portal, another program)."""


class HubRefusedError(Exception):
    """The hub answered no; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.detail or problem.title}")
        self.problem = problem


class HubFailedError(HubUnreachableError):
    """The hub answered that it cannot now, by its own fault; `problem` says why."""

    def __init__(self, path: str, problem: Problem) -> None:
        super().__init__(f"{path}: HTTP {problem.status} {problem.code}")
        self.problem = problem


class HubClient:
    """The hub at `base_url`, seen from one kiosk. Safe to use from several threads.

    Each request opens what it needs and follows no redirect and no proxy: the hub is on this
    machine or on the office's own network. `silence_s`: so long nothing comes from a dead stream.
    """

    def __init__(
        self,
        base_url: str,
        *,
        kiosk_id: str,
        timeout_s: float,
        silence_s: float = STREAM_SILENCE_S,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.kiosk_id = kiosk_id
        # `requests` counts connecting and each read apart, so each gets half of the limit; the
        # whole of a request is held to it by `TotalLimit`.
        self._timeout_s, self._silence_s = timeout_s, silence_s
        self._timeout = (timeout_s / 2, timeout_s / 2)

    def services(self) -> Services:
        """What the office offers now."""
        return self._ask("GET", "/v1/services", Services)

    def take(self, request: TicketRequest) -> Ticket:
        """Take a number; the same `ticket_id` gives the same number, however often."""
        return self._ask("POST", "/v1/tickets", Ticket, request, key=request.ticket_id)

    def ticket(self, ticket_id: UUID) -> Ticket:
        """One ticket as it stands now."""
        return self._ask("GET", f"/v1/tickets/{ticket_id}", Ticket)

    def report_print(self, ticket_id: UUID, report: PrintReport) -> None:
        """Tell what became of a slip."""
        self._send("POST", f"/v1/tickets/{ticket_id}/print-results", report, key=ticket_id)

    def import_tickets(self, request: ImportRequest, *, key: UUID) -> ImportAnswer:
        """Hand in numbers that were issued while the hub was away."""
        return self._ask("POST", "/v1/tickets:import", ImportAnswer, request, key=key)

    def call_for_help(self, call: HelpCall, *, key: UUID) -> HelpCallState:
        """Ask the desks for help."""
        return self._ask("POST", "/v1/help-calls", HelpCallState, call, key=key)

    def help_call(self) -> HelpCallState:
        """What became of this kiosk's newest call."""
        return self._ask("GET", f"/v1/kiosks/{quote(self.kiosk_id)}/help-call", HelpCallState)

    def withdraw_help_call(self) -> None:
        """Nobody here needs help any more."""
        self._send("POST", f"/v1/kiosks/{quote(self.kiosk_id)}/help-call/withdraw", None)

    def rate(self, rating: Rating) -> None:
        """Tell how a visit was; the same `rating_id` counts once, however often."""
        self._send("POST", "/v1/ratings", rating, key=rating.rating_id)

    def stream(
        self, on_open: Callable[[requests.Response], None] | None = None
    ) -> Iterator[BoardState]:
        """States of the board, the present one first, until the line breaks.

        `on_open` receives the open answer; closing it from another thread ends the stream.

        Raises:
            HubUnreachableError: the line could not be opened, broke, fell silent, or says what no
                hub says.
        """
        try:
            with (
                self._session() as session,
                session.get(
                    f"{self.base_url}/v1/stream",
                    stream=True,
                    timeout=(self._timeout[0], self._silence_s),
                    allow_redirects=False,
                    headers={"Accept": "text/event-stream", "Accept-Encoding": "identity"},
                ) as answer,
            ):
                if not answer.headers.get("Content-Type", "").startswith("text/event-stream"):
                    raise HubUnreachableError(f"no event stream: HTTP {answer.status_code}")
                if on_open is not None:
                    on_open(answer)
                for event in events(arriving(answer)):
                    if event.name == "state":
                        yield BoardState.model_validate_json(event.data)
        # AttributeError: urllib3 reads from a connection that another thread has closed.
        except (
            requests.RequestException,
            HTTPError,
            EventTooLongError,
            ValidationError,
            AttributeError,
        ) as error:
            raise HubUnreachableError(str(error)) from error

    @staticmethod
    def _session() -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        return session

    def _ask(
        self,
        method: str,
        path: str,
        answer_type: type[_M],
        body: BaseModel | None = None,
        *,
        key: UUID | None = None,
    ) -> _M:
        said = self._send(method, path, body, key=key)
        try:
            return answer_type.model_validate_json(said)
        except ValidationError as error:
            raise HubUnreachableError(f"{path}: not an answer of the hub") from error

    def _send(
        self, method: str, path: str, body: BaseModel | None = None, *, key: UUID | None = None
    ) -> bytes:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = str(key)
        try:
            with (
                self._session() as session,
                closing(TotalLimit(session, self._timeout_s)) as limit,
                limit.running(),
                session.request(
                    method,
                    self.base_url + path,
                    data=None if body is None else body.model_dump_json().encode(),
                    headers=headers,
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                ) as answer,
            ):
                said = body_of(answer)
        except requests.RequestException as error:
            raise HubUnreachableError(f"{path}: {type(error).__name__}") from error
        if answer.ok and answer.status_code < 300:
            return said
        with suppress(ValidationError):
            problem = Problem.model_validate_json(said)
            if answer.status_code < 500:
                raise HubRefusedError(problem)
            raise HubFailedError(path, problem)
        raise HubUnreachableError(f"{path}: HTTP {answer.status_code}")
