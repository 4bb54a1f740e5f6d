"""The certificate of a server that runs for longer than its certificate, and who hears of it."""

import asyncio
import datetime as dt
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from cryptography import x509

from devices.health import Health, State
from kiosk.clock import Clock
from kiosk.texts import text
from offline_queue.durable import write_durably

#: Two small files are read. A clock that was wrong at the start has been set right by then, and a
#: certificate that somebody puts there is taken on the same day.
LOOK_EVERY_S: Final = 3600.0
#: One that another authority made is its owner's business until then; some live for 90 days only.
OWNERS: Final = dt.timedelta(days=14)
#: A month is what an office needs to find somebody who can.
NOW: Final = dt.timedelta(days=30)
NOT_RENEWED: Final = "TLS-01"
NOTE: Final = "certificate.json"
#: Whoever looks every hour has looked within two.
_BELIEVED: Final = dt.timedelta(seconds=2 * LOOK_EVERY_S)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: when the certificate ends, and why it was not renewed, or ""."""

    until: dt.datetime
    why: str


class CertificateNote:
    """What the running server last found, in its folder, for `kiosk check` to read."""

    def __init__(self, folder: Path, *, clock: Clock) -> None:
        self._path, self._clock = folder / NOTE, clock

    def told(self, look: Look) -> None:
        """Write it down, and say what is wrong."""
        now = self._clock()
        found = _health(look, now)
        if found.code:
            log.error(
                "certificate.not_renewed",
                code=found.code,
                days_left=(look.until - now).days,
                why=look.why,
                do=text(f"remedy.{found.code}", "vi"),
            )
        note = {"until": look.until.isoformat(), "why": look.why, "at": now.isoformat()}
        try:
            write_durably(self._path, json.dumps(note).encode())
        except OSError as error:
            log.warning("certificate.not_noted", why=str(error))


def noted(folder: Path, *, now: dt.datetime) -> Health | None:
    """How the certificate of the server in `folder` is; None where none has looked."""
    try:
        note = json.loads((folder / NOTE).read_bytes())
        look = Look(dt.datetime.fromisoformat(note["until"]), str(note["why"]))
        at = dt.datetime.fromisoformat(note["at"])
        found = _health(look, now)
        if now - at > _BELIEVED:
            return Health(State.UNKNOWN, found.code, f"not looked at since {at:%Y-%m-%d %H:%M}")
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found


def _health(look: Look, now: dt.datetime) -> Health:
    left = look.until - now
    evidence = f"{left.days} days left"
    if left > OWNERS and not look.why:
        return Health(State.READY, None, evidence)
    state = State.BLOCKED if left <= NOW else State.DEGRADED
    return Health(state, NOT_RENEWED, f"{evidence}; {look.why or 'who made it renews it'}")


class LiveCertificate:
    """The certificate in `context`, from the files `chain` and `key` (PEM).

    Handshakes under way keep what they began with. All calls belong to the thread of the server's
    event loop, so that no handshake begins between certificate and key.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        chain: Path,
        key: Path,
        renew: Callable[[], object],
        tell: Callable[[Look], None],
    ) -> None:
        """`renew` makes the files anew when they end soon; raises `OSError` or `ValueError`.
        `tell` hears of every look.
        """
        self._context, self._chain, self._key, self._renew = context, chain, key, renew
        self._tell = tell
        self._loaded = self._files()

    def look(self) -> bool:
        """Renew what ends soon, and take what is new on the disk; returns whether anything was.

        A file that is missing, broken or no pair with the other is logged: the old one serves on.
        """
        why = ""
        try:
            self._renew()
        except (OSError, ValueError) as error:
            why = str(error)
        taken = self._take()
        until = x509.load_pem_x509_certificate(self._loaded[0]).not_valid_after_utc
        self._tell(Look(until, why))
        return taken

    def _take(self) -> bool:
        try:
            found = self._files()
            if found == self._loaded:
                return False
            # First where it harms nobody: of a wrong pair the certificate alone would be taken.
            for context in (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), self._context):
                context.load_cert_chain(self._chain, self._key)
        except OSError as error:
            log.error("certificate.not_taken", why=str(error))  # noqa: TRY400 - a file's fault
            return False
        self._loaded = found
        log.info("certificate.taken", chain=str(self._chain))
        return True

    async def keep(self) -> None:
        """Look now, and now and then, for ever."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    def _files(self) -> tuple[bytes, bytes]:
        return self._chain.read_bytes(), self._key.read_bytes()
