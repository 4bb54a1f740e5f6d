"""What a kiosk says to the portal: signed requests, one answer each, nothing followed.

Used by one thread at a time (it keeps one connection open). Only the portal's own authority is
trusted when the address is https; proxies of the environment are not asked.
"""

import base64
import binascii
import datetime as dt
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

import requests
import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ValidationError

from kiosk.clock import Clock
from kiosk.contract.notices import NoticeCounts, NoticePicture
from kiosk.contract.portal import (
    Commit,
    Enrolled,
    EnrolRequest,
    Heartbeat,
    KeySet,
    PingAnswer,
    StatusFeed,
    Tracked,
    TrackRequest,
)
from kiosk.contract.signed import Context, signed_bytes
from kiosk.remote.limit import TotalLimit, body_of
from kiosk.remote.signing import ClockOffset, DeviceKey, sign_prepared
from offline_queue.answers import Answer, Failure, Step, problem, retry_after_ms
from offline_queue.envelope import Blob, Envelope

# A portal on a slow line answers within seconds; a black hole must not hold the queue for long
# (required: told within 15 s while connecting, 30 s while an upload is being served).
CONNECT_S: Final = 5.0
READ_S: Final = 30.0
#: For a whole request. A part of 256 KB takes 33 s on a line of 64 kbit/s; the lease of what is
#: being sent ends after 120 s (`offline_queue.outbox`), and by then nothing may be under way.
TOTAL_S: Final = 90.0

_M = TypeVar("_M", bound=BaseModel)
log = structlog.get_logger()


class PortalAwayError(Exception):
    """No answer, or not the portal's; the text says which, for a technician."""


class PortalRefusedError(Exception):
    """The portal said no; `code` is its problem's."""

    def __init__(self, code: str, status: int, retry_after_s: int | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.code = code
        self.status = status
        self.retry_after_s = retry_after_s


class WrongSignerError(Exception):
    """A message bears no signature of the portal."""


def check_signed(
    keys: Mapping[str, bytes], context: Context, message: Mapping[str, object]
) -> None:
    """Whether the portal signed `message` (parsed JSON); `keys`: raw public keys by id.

    Raises:
        WrongSignerError: it did not.
    """
    key = keys.get(str(message.get("server_key_id")))
    if key is None:
        raise WrongSignerError("unknown key")
    try:
        signature = base64.b64decode(str(message.get("sig")), validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed_bytes(context, message))
    except (binascii.Error, InvalidSignature, ValueError) as error:
        raise WrongSignerError("wrong signature") from error


class PortalClient:
    """A `Transport` of the sender, and the downlink. `ca`: PEM file, the only trusted authority."""

    def __init__(
        self,
        base_url: str,
        key: DeviceKey,
        *,
        server_keys: Mapping[str, bytes],
        ca: Path | None,
        clock: Clock,
        timeout_s: tuple[float, float] = (CONNECT_S, READ_S),
        total_s: float = TOTAL_S,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._key = key
        self._server_keys = server_keys
        self._clock = clock
        self._timeout_s = timeout_s
        self._offset = ClockOffset()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(ca) if ca is not None else True
        self._limit = TotalLimit(self._session, total_s)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()
        self._limit.close()

    # -- the sender's side ------------------------------------------------------------------

    def ping(self) -> Answer:
        """See `Transport.ping`; an answer whose signature is wrong counts as none of ours."""
        nonce = secrets.token_urlsafe(16)
        answer = self._ask(Step.PING, "GET", f"/v1/ping?nonce={nonce}")
        if answer.status != 200 or answer.json is None:
            return answer
        try:
            check_signed(self._server_keys, "ping", answer.json)
            right = PingAnswer.model_validate(answer.json).nonce == nonce
        except (WrongSignerError, ValidationError):
            right = False
        return answer if right else Answer(Step.PING, answer.status, answer.headers, None)

    def put_manifest(self, envelope: Envelope) -> Answer:
        """See `Transport.put_manifest`."""
        path = f"/v1/deliveries/{envelope.key}/manifest"
        return self._ask(Step.MANIFEST, "PUT", path, envelope.body, key=envelope.key)

    def part_offset(self, envelope: Envelope, blob: Blob) -> Answer:
        """See `Transport.part_offset`."""
        return self._ask(Step.OFFSET, "GET", f"/v1/blobs/{blob.sha256}", key=envelope.key)

    def append(self, envelope: Envelope, blob: Blob, offset: int, data: bytes) -> Answer:
        """See `Transport.append`."""
        return self._ask(
            Step.APPEND,
            "PATCH",
            f"/v1/blobs/{blob.sha256}",
            data,
            key=envelope.key,
            headers={
                "Upload-Offset": str(offset),
                "Upload-Complete": "?1" if offset + len(data) == blob.size else "?0",
                "Content-Type": "application/partial-upload",
            },
        )

    def commit(self, envelope: Envelope) -> Answer:
        """See `Transport.commit`; only 201 is a success here, whatever a network page claims."""
        body = Commit(manifest_sha256=envelope.body_sha256).model_dump_json().encode()
        path = f"/v1/deliveries/{envelope.key}/commit"
        answer = self._ask(Step.COMMIT, "POST", path, body, key=envelope.key)
        if 200 <= answer.status < 300 and answer.status != 201:
            return Answer(Step.COMMIT, answer.status, answer.headers, None)
        return answer

    def repair_clock(self, answer: Answer) -> None:
        """See `Transport.repair_clock`."""
        self._offset = ClockOffset.learned(answer.headers.get("date", ""), now=self._clock())
        log.warning("portal.clock_offset", ahead_s=self._offset.ahead.total_seconds())

    def now(self) -> dt.datetime:
        """What time it is: the portal's, as far as this connection has learnt it."""
        return self._offset.repaired(self._clock())

    # -- the downlink -----------------------------------------------------------------------

    def enrol(self, request: EnrolRequest) -> Enrolled:
        """Trade the enrolment code for a place; may be repeated with the same key."""
        return self._get(Enrolled, "POST", "/v1/devices", request, key=f"enrol-{request.device_id}")

    def changes(self, cursor: str) -> StatusFeed:
        """What came of this kiosk's dossiers after `cursor`."""
        query = quote(cursor, safe="")
        return self._get(StatusFeed, "GET", f"/v1/changes?since={query}")

    def key_set(self) -> tuple[KeySet, str]:
        """The offices' keys, verified, and the JSON text to keep; also `WrongSignerError`."""
        told = self._answered("GET", "/v1/key-set").json or {}
        check_signed(self._server_keys, "key-set", told)
        text = json.dumps(told, ensure_ascii=False)
        try:
            return KeySet.model_validate_json(text), text
        except ValidationError as error:  # of a portal that is newer than this kiosk
            raise PortalAwayError("/v1/key-set: signed, but no key set") from error

    def notices(self, since: int) -> str | None:
        """This kiosk's notices as signed text, not checked yet; None if `since` still holds."""
        answer = self._answered("GET", f"/v1/notices?since={since}", may_be_empty=True)
        return None if answer.json is None else json.dumps(answer.json, ensure_ascii=False)

    def picture(self, wanted: NoticePicture) -> bytes:
        """The bytes of a notice's picture, not checked yet.

        Raises:
            PortalAwayError: no answer, or not the portal's.
            PortalRefusedError: it has no such picture for this kiosk.
        """
        path = f"/v1/notices/pictures/{wanted.sha256}"
        request = self._signed("GET", path, b"", {"Accept": wanted.media})
        try:
            response, data = self._send(request)
        except requests.RequestException as error:
            raise PortalAwayError(f"{path}: {type(error).__name__}") from error
        if response.status_code == 404:
            raise PortalRefusedError("not-found", 404)
        if response.status_code != 200:
            raise PortalAwayError(f"{path}: HTTP {response.status_code}")
        return data

    def tell_counts(self, counts: NoticeCounts) -> None:
        """Tell how often notices were shown and opened here; may be repeated."""
        self._answered("POST", "/v1/notices/counts", counts, may_be_empty=True)

    def time(self) -> dt.datetime | None:
        """What time it is at the portal, which signed it; None if it did not answer."""
        answer = self.ping()
        if answer.status != 200 or answer.json is None:
            return None
        return PingAnswer.model_validate(answer.json).now

    def heartbeat(self, beat: Heartbeat) -> None:
        """Tell the portal how this kiosk is."""
        self._answered("POST", "/v1/heartbeats", beat, may_be_empty=True)

    def track(self, code: str, secret: str) -> Tracked:
        """The state of the dossier that `code` (as it is written) and secret open."""
        found = self._get(Tracked, "POST", "/v1/track", TrackRequest(code=code, secret=secret))
        if found.code != code:  # somebody else's must never be shown
            raise PortalAwayError("/v1/track: the state of another dossier")
        return found

    # -- within -----------------------------------------------------------------------------

    def _get(
        self,
        model: type[_M],
        method: str,
        path: str,
        body: BaseModel | None = None,
        key: str | None = None,
    ) -> _M:
        answer = self._answered(method, path, body, key)
        try:
            return model.model_validate(answer.json)
        except ValidationError as error:
            raise PortalAwayError(f"{path}: not an answer of the portal") from error

    def _answered(
        self,
        method: str,
        path: str,
        body: BaseModel | None = None,
        key: str | None = None,
        *,
        may_be_empty: bool = False,
    ) -> Answer:
        """A successful answer: with an object, or, if it `may_be_empty`, 204 without. A clock that
        is off is repaired once.

        Raises:
            PortalAwayError: no answer of the portal.
            PortalRefusedError: it said no.
        """
        data = b"" if body is None else body.model_dump_json().encode()
        key = key or str(uuid.uuid4())
        answer = self._ask(Step.PING, method, path, data, key=key)
        if answer.failure is Failure.NO_CONNECTION:
            # A line that was kept may be closed by whoever stands between, in the moment in which
            # it is used again. The key makes the second request the same deed.
            answer = self._ask(Step.PING, method, path, data, key=key)
        if answer.status == 401 and problem(answer) == "clock-skew":
            self.repair_clock(answer)
            answer = self._ask(Step.PING, method, path, data, key=key)
        if answer.failure is not None:
            raise PortalAwayError(f"{path}: {answer.failure.value}")
        if 200 <= answer.status < 300:
            if answer.json is None and not (may_be_empty and answer.status == 204):
                raise PortalAwayError(f"{path}: HTTP {answer.status}, but no JSON object")
            return answer
        code = problem(answer)
        if not code or answer.status >= 500:
            raise PortalAwayError(f"{path}: HTTP {answer.status}")
        wait_s = retry_after_ms(answer.headers) // 1000
        raise PortalRefusedError(code, answer.status, wait_s or None)

    def _ask(
        self,
        step: Step,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = {"Accept": "application/json", "Content-Type": "application/json", **(headers or {})}
        if key is not None:
            sent["Idempotency-Key"] = key
        request = self._signed(method, path, body, sent)
        return self._read(step, lambda: self._send(request))

    def _signed(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> requests.PreparedRequest:
        request = self._session.prepare_request(
            requests.Request(method, self._base_url + path, data=body or None, headers=headers)
        )
        sign_prepared(self._key, request, created=self.now())
        return request

    def _send(self, request: requests.PreparedRequest) -> tuple[requests.Response, bytes]:
        with (
            self._limit.running(),
            self._session.send(
                request,
                timeout=self._timeout_s,
                allow_redirects=False,
                stream=True,
                verify=self._session.verify,
            ) as response,
        ):
            return response, body_of(response)

    @staticmethod
    def _read(step: Step, send: Callable[[], tuple[requests.Response, bytes]]) -> Answer:
        try:
            response, data = send()
        except requests.exceptions.SSLError:
            return Answer(step, failure=Failure.TLS)
        except requests.Timeout:
            return Answer(step, failure=Failure.TIMEOUT)
        except requests.RequestException:
            return Answer(step, failure=Failure.NO_CONNECTION)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(step, response.status_code, headers, _json_object(headers, data))


def _json_object(headers: Mapping[str, str], data: bytes) -> dict[str, object] | None:
    """The body if it says that it is JSON and is an object; None otherwise.

    JSON can name half a letter (RFC 8259, section 8.2), which no file of ours takes.
    """
    media = headers.get("content-type", "").partition(";")[0].strip()
    if media not in {"application/json", "application/problem+json"}:
        return None
    try:
        found = json.loads(data)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):  # no JSON, or brackets in brackets without end
        return None
    return found if isinstance(found, dict) else None
