"""What an answer of the other side means: one pure decision for each.

Queues lose data by misreading answers, not by crashing: a hotel's login page is a 200, a
revoked key is no reason to delete, one bad dossier no reason to stop the others. Only a receipt
lets anything go; everything unknown is tried again later.
"""

import datetime as dt
import email.utils
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Final


class Step(StrEnum):
    """Which request was answered."""

    PING = "ping"
    MANIFEST = "manifest"
    OFFSET = "offset"  # how much of a file is there
    APPEND = "append"
    COMMIT = "commit"


class Failure(Enum):
    """Why there is no answer at all."""

    NO_CONNECTION = "no-connection"  # refused, unreachable, name unknown, cut
    TIMEOUT = "timeout"
    TLS = "tls"  # another certificate than the portal's


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, not followed if it redirects; or the failure to get one.

    `headers` have lower-case names. `json` is the body if it is a JSON object, else None.
    """

    step: Step
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, object] | None = None
    failure: Failure | None = None


class Deed(Enum):
    """What to do about an answer."""

    PROCEED = "proceed"
    RETRY = "retry"  # the same later; the envelope is as it was
    WRONG_NETWORK = "wrong-network"  # something else answered in the portal's place
    PAUSE = "pause"  # our key is not accepted: nobody's envelope will be
    REPAIR_CLOCK = "repair-clock"  # take the offset from Date, ask once more
    RECREATE = "recreate"  # the upload is gone: from byte 0
    CONTINUE_AT = "continue-at"
    SMALLER_PARTS = "smaller-parts"
    START_OVER = "start-over"  # parts are missing after all: from the manifest
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Action:
    """A `Deed` with its figures. `reason`: a slug for logs and staff, never free text."""

    deed: Deed
    reason: str = ""
    http_status: int | None = None
    floor_ms: int = 0  # wait at least so long
    offset: int | None = None  # bytes
    part_bytes: int | None = None  # largest part the other side takes
    max_bytes: int | None = None  # largest whole file


_SLUG: Final = re.compile(r"[a-z][a-z-]{0,59}")  # no digits: no id of a person fits
#: Of bytes or seconds; longer ones are no sizes, and Python refuses the longest.
_WHOLE: Final = re.compile(r"[0-9]{1,15}")
_IN_FLIGHT_MS: Final = 2_000  # another request of ours is being served; one is short


def problem(answer: Answer) -> str:
    """The last segment of a problem document's ``type`` (RFC 9457), if it is a plain slug."""
    kind = (answer.json or {}).get("type")
    last = kind.rstrip("/").rpartition("/")[2].rpartition(":")[2] if isinstance(kind, str) else ""
    return last if _SLUG.fullmatch(last) else ""


def retry_after_ms(headers: Mapping[str, str]) -> int:
    """Retry-After (RFC 9110, 10.2.3) in milliseconds; 0 if absent or unreadable.

    A date is compared with the answer's own Date, not with a clock of ours.
    """
    value = headers.get("retry-after", "").strip()
    seconds = _whole(value)
    if seconds is not None:
        return seconds * 1000
    then, now = _http_date(value), _http_date(headers.get("date", ""))
    if then is None or now is None:
        return 0
    return max(0, int((then - now).total_seconds() * 1000))


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _http_date(text: str) -> dt.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def offset_of(answer: Answer) -> int | None:
    """Bytes the other side holds: ``Upload-Offset`` (IETF resumable upload) or JSON `offset`."""
    header = _whole(answer.headers.get("upload-offset", ""))
    if header is not None:
        return header
    value = (answer.json or {}).get("offset")
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _limit(answer: Answer, name: str) -> int | None:
    """A member of ``Upload-Limit``, e.g. ``max-size=31457280, max-append-size=262144``."""
    for member in answer.headers.get("upload-limit", "").split(","):
        key, _, value = member.strip().partition("=")
        if key == name:
            return _whole(value)
    return None


def decide(answer: Answer) -> Action:
    """What to do about `answer`."""
    if answer.failure is Failure.TLS:
        return Action(Deed.WRONG_NETWORK, "tls")
    if answer.failure is not None or answer.status == 0:
        return Action(Deed.RETRY, answer.failure.value if answer.failure else "no-answer")
    if 200 <= answer.status < 300:
        return _success(answer)
    special = _SPECIAL.get(answer.status)
    if special is not None:
        return special(answer)
    if answer.status < 400:
        # The portal never redirects; a login page in the way does (RFC 8952 names 511 too).
        return Action(Deed.WRONG_NETWORK, "redirect", answer.status)
    # 5xx, and every 4xx nobody thought of: a proxy, a half-done update. Nothing is lost by
    # asking again later, and it stays visible as an envelope that grows old.
    return _later(answer)


def _success(answer: Answer) -> Action:
    """A success is one only if it says what the portal alone would say."""
    offset = offset_of(answer)
    if answer.step in {Step.OFFSET, Step.APPEND}:
        if offset is None:
            return Action(Deed.WRONG_NETWORK, "no-offset", answer.status)
        return Action(
            Deed.PROCEED,
            http_status=answer.status,
            offset=offset,
            part_bytes=_limit(answer, "max-append-size"),
            max_bytes=_limit(answer, "max-size"),
        )
    if answer.json is None:
        return Action(Deed.WRONG_NETWORK, "no-json", answer.status)
    if answer.step is Step.MANIFEST and not isinstance(answer.json.get("missing"), list | tuple):
        return Action(Deed.WRONG_NETWORK, "no-list", answer.status)
    return Action(Deed.PROCEED, http_status=answer.status)


def _later(answer: Answer) -> Action:
    reason = problem(answer) or f"http-{answer.status}"
    return Action(Deed.RETRY, reason, answer.status, floor_ms=retry_after_ms(answer.headers))


def _not_us(answer: Answer) -> Action:
    if answer.json is None and answer.step is not Step.OFFSET:
        return Action(Deed.WRONG_NETWORK, f"http-{answer.status}", answer.status)
    if problem(answer) == "clock-skew":
        return Action(Deed.REPAIR_CLOCK, "clock-skew", answer.status)
    return Action(Deed.PAUSE, problem(answer) or f"http-{answer.status}", answer.status)


def _gone(answer: Answer) -> Action:
    if answer.step in {Step.OFFSET, Step.APPEND}:
        return Action(Deed.RECREATE, "upload-gone", answer.status, offset=0)
    if answer.step is Step.COMMIT:
        return Action(Deed.START_OVER, "manifest-gone", answer.status)
    return _later(answer)  # a wrong address or a half-done update, no fault of the envelope


def _conflict(answer: Answer) -> Action:
    if answer.step in {Step.OFFSET, Step.APPEND}:
        offset = offset_of(answer)
        if offset is not None:
            return Action(Deed.CONTINUE_AT, "offset", answer.status, offset=offset)
        return _later(answer)
    if problem(answer) == "in-flight":
        floor_ms = max(_IN_FLIGHT_MS, retry_after_ms(answer.headers))
        return Action(Deed.RETRY, "in-flight", answer.status, floor_ms=floor_ms)
    return _refused(answer)


def _refused(answer: Answer) -> Action:
    missing = (answer.json or {}).get("missing")
    if answer.step is Step.COMMIT and isinstance(missing, list | tuple) and missing:
        return Action(Deed.START_OVER, "parts-missing", answer.status)
    if answer.step is Step.PING or answer.json is None:
        # No envelope is in a ping that could be to blame; and a page without a problem document
        # was written by a box on the way, which must not judge envelopes.
        return _later(answer)
    return Action(Deed.QUARANTINE, problem(answer) or f"http-{answer.status}", answer.status)


def _too_large(answer: Answer) -> Action:
    if answer.step is not Step.APPEND:
        return _refused(answer)
    return Action(
        Deed.SMALLER_PARTS,
        "too-large",
        answer.status,
        part_bytes=_limit(answer, "max-append-size"),
        max_bytes=_limit(answer, "max-size"),
    )


def _network_login(answer: Answer) -> Action:
    return Action(Deed.WRONG_NETWORK, "network-login", answer.status)  # RFC 6585, 6


_SPECIAL: Final[Mapping[int, Callable[[Answer], Action]]] = {
    400: _refused,
    401: _not_us,
    403: _not_us,
    404: _gone,
    409: _conflict,
    410: _gone,
    413: _too_large,
    422: _refused,
    511: _network_login,
}
