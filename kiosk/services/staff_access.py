"""Who may open a kiosk's service pages: cards admitted here, PINs, and a log of every deed.

All of it lies in ``<data>/staff.db``. A PIN's argon2id verifier is kept on the kiosk and not on
the card: a lost card gives nobody anything to try PINs on. Wrong PINs are counted before they are
looked at, on the disk, so that neither a restart nor a pulled plug gives one more try.
"""

import base64
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.clock import Clock
from kiosk.domain.staff import (
    BadStaffCardError,
    SignedCard,
    StaffCard,
    parse_token,
    wait_after,
)
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.remote.signing import DeviceKey
from offline_queue.database import Database, immediate, open_database

STORE: Final = "staff.db"
#: The operator's key, where cards are made; a kiosk needs only its public half.
KEY_FILE: Final = "staff-operator.key"
_ADMISSION: Final = b"kiosk-mot-cua/staff-admission/v1\n"
# OWASP Password Storage Cheat Sheet: argon2id, m=19 MiB, t=2, p=1.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: Log rows kept: some years of a busy kiosk, 10 MB.
LOG_ROWS: Final = 100_000

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS operator (public_key BLOB PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS staff (
    id TEXT PRIMARY KEY, card TEXT NOT NULL, verifier TEXT NOT NULL,
    errors INTEGER NOT NULL DEFAULT 0, error_at TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS deed (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, staff TEXT NOT NULL, what TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
"""


class CardRefusal(StrEnum):
    """Why a card that was shown does not even lead to the PIN."""

    FOREIGN = "foreign"  # not signed by this kiosk's operator
    UNKNOWN = "unknown"  # never admitted here, or taken back
    EXPIRED = "expired"
    LOCKED = "locked"


class CardRefusedError(Exception):
    """This card opens nothing here."""

    def __init__(self, reason: CardRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class AdmissionError(ValueError):
    """An admission file that this kiosk does not take; the message says why."""


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """What came of a PIN. `wait_s`: seconds in which the next is not looked at."""

    right: bool
    wait_s: float = 0.0
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """One admitted card, for a list."""

    card: StaffCard
    errors: int
    locked: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log."""

    at: dt.datetime
    staff: str
    what: str
    detail: str


def operator_key(folder: Path) -> DeviceKey:
    """The operator's key in `folder`, made at first use; raises `KeyFileError`."""
    path = folder / KEY_FILE
    if path.exists():
        return DeviceKey.load(path)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return DeviceKey.create(path)


def sign_card(card: StaffCard, key: DeviceKey) -> SignedCard:
    """`card` as the operator vouches for it."""
    unsigned = SignedCard(card, b"")
    return SignedCard(card, key.private.sign(unsigned.signed))


def admission(signed: SignedCard, pin: str, key: DeviceKey) -> str:
    """What a kiosk must be told to let this card in: JSON with the PIN's verifier, signed."""
    body = {
        "card": signed.token,
        "operator": base64.b64encode(key.public).decode(),
        "verifier": _HASHER.hash(pin),
    }
    signature = key.private.sign(_ADMISSION + _canonical(body))
    return json.dumps({**body, "sig": base64.b64encode(signature).decode()}, indent=1)


def _canonical(body: dict[str, str]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode("ascii")


class StaffAccess:
    """The staff store of one kiosk; safe to use from several threads and processes.

    Nothing is created before something must be kept: a kiosk without staff cards has no store.
    """

    def __init__(self, data: Path, *, clock: Clock) -> None:
        self._path = data / STORE
        self._clock = clock

    @property
    def in_use(self) -> bool:
        """Whether a card was ever admitted here."""
        return self._path.exists()

    @contextmanager
    def _open(self) -> Iterator[Database]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(open_database(self._path)) as database:
            database.conn.executescript(_TABLES)
            yield database

    # At the command line -----------------------------------------------------------------

    def admit(self, text: str) -> StaffCard:
        """Let a card in, or give it a new PIN. The first admission says who the operator is.

        Raises:
            AdmissionError: no admission, spoilt, or of another operator.
        """
        try:
            body = {str(key): str(value) for key, value in json.loads(text).items()}
            signature = base64.b64decode(body.pop("sig"))
            public = base64.b64decode(body["operator"])
            signer = Ed25519PublicKey.from_public_bytes(public)
            signer.verify(signature, _ADMISSION + _canonical(body))
            signed = parse_token(body["card"])
            signer.verify(signed.signature, signed.signed)
        except (ValueError, KeyError, AttributeError, InvalidSignature) as error:
            raise AdmissionError("not a whole admission of a staff card") from error
        with self._open() as database, immediate(database):
            known = [row[0] for row in database.execute("SELECT public_key FROM operator")]
            if known and public not in known:
                raise AdmissionError("signed by another operator than this kiosk's")
            database.execute("INSERT OR IGNORE INTO operator VALUES (?)", (public,))
            database.execute(
                "INSERT INTO staff (id, card, verifier) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET card = excluded.card,"
                " verifier = excluded.verifier, errors = 0, error_at = NULL",
                (signed.card.staff_id, body["card"], body["verifier"]),
            )
        return signed.card

    def revoke(self, staff_id: str) -> bool:
        """Take a card back; whether there was one."""
        with self._open() as database, immediate(database):
            return bool(database.execute("DELETE FROM staff WHERE id = ?", (staff_id,)).rowcount)

    def unlock(self, staff_id: str) -> bool:
        """Forget wrong PINs; whether there is such a card."""
        with self._open() as database, immediate(database):
            return bool(
                database.execute(
                    "UPDATE staff SET errors = 0, error_at = NULL WHERE id = ?", (staff_id,)
                ).rowcount
            )

    def people(self) -> list[Person]:
        """Everyone who is admitted, by id."""
        if not self.in_use:
            return []
        with self._open() as database:
            rows = database.execute("SELECT card, errors FROM staff ORDER BY id").fetchall()
        return [
            Person(parse_token(card).card, errors, locked=wait_after(errors) is None)
            for card, errors in rows
        ]

    def deeds(self, limit: int = 200) -> list[Deed]:
        """The log, newest first."""
        if not self.in_use:
            return []
        with self._open() as database:
            rows = database.execute(
                "SELECT at, staff, what, detail FROM deed ORDER BY id DESC LIMIT ?", (limit,)
            ).fetchall()
        return [Deed(dt.datetime.fromisoformat(at), *rest) for at, *rest in rows]

    # At the kiosk ------------------------------------------------------------------------

    def present(self, token: str) -> StaffCard:
        """A card was shown. Raises `CardRefusedError`; a forged or foreign one is not logged
        with what it says of itself.
        """
        try:
            signed = parse_token(token)
        except BadStaffCardError as error:
            raise CardRefusedError(CardRefusal.FOREIGN) from error
        if not self.in_use:
            raise CardRefusedError(CardRefusal.FOREIGN)
        with self._open() as database:
            operators = [row[0] for row in database.execute("SELECT public_key FROM operator")]
            row = database.execute(
                "SELECT card, errors FROM staff WHERE id = ?", (signed.card.staff_id,)
            ).fetchone()
        if not any(_vouches(public, signed) for public in operators):
            raise CardRefusedError(CardRefusal.FOREIGN)
        reason = self._reason_against(signed, row)
        if reason is not None:
            self.note(signed.card.staff_id, "card_refused", reason.value)
            raise CardRefusedError(reason)
        return signed.card

    def _reason_against(
        self, signed: SignedCard, row: tuple[str, int] | None
    ) -> CardRefusal | None:
        # An earlier card of the same person (another role, another year) is taken back by the new.
        if row is None or row[0] != signed.token:
            return CardRefusal.UNKNOWN
        if self._clock().astimezone(OFFICE_ZONE).date() > signed.card.expires:
            return CardRefusal.EXPIRED
        return CardRefusal.LOCKED if wait_after(row[1]) is None else None

    def open(self, staff_id: str, pin: str) -> PinAnswer:
        """Look at a PIN; some 50 ms, on a worker thread. An error counts before it is one."""
        now = self._clock()
        with self._open() as database:
            with immediate(database):
                row = database.execute(
                    "SELECT verifier, errors, error_at FROM staff WHERE id = ?", (staff_id,)
                ).fetchone()
                if row is None:
                    return PinAnswer(right=False, locked=True)
                verifier, errors, error_at = row
                if error_at is not None and dt.datetime.fromisoformat(error_at) > now:
                    # The clock was set back: the wait begins anew, or it would last until the
                    # clock is where it was.
                    error_at = now.isoformat()
                    database.execute(
                        "UPDATE staff SET error_at = ? WHERE id = ?", (error_at, staff_id)
                    )
                blocked = _blocked(errors, error_at, now)
                if blocked is not None:
                    return blocked
                database.execute(
                    "UPDATE staff SET errors = errors + 1, error_at = ? WHERE id = ?",
                    (now.isoformat(), staff_id),
                )
            if _fits(verifier, pin):
                with immediate(database):
                    database.execute(
                        "UPDATE staff SET errors = 0, error_at = NULL WHERE id = ?", (staff_id,)
                    )
                self.note(staff_id, "opened")
                return PinAnswer(right=True)
        self.note(staff_id, "pin_wrong", str(errors + 1))
        wait = wait_after(errors + 1)
        return PinAnswer(
            right=False, wait_s=wait.total_seconds() if wait else 0.0, locked=wait is None
        )

    def note(self, staff_id: str, what: str, detail: str = "") -> None:
        """Write a deed into the log, on the disk when this returns."""
        with self._open() as database, immediate(database):
            database.execute(
                "INSERT INTO deed (at, staff, what, detail) VALUES (?, ?, ?, ?)",
                (self._clock().isoformat(), staff_id, what, detail),
            )
            database.execute(
                "DELETE FROM deed WHERE id <= (SELECT max(id) FROM deed) - ?", (LOG_ROWS,)
            )


def _vouches(public: bytes, signed: SignedCard) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.signed)
    except InvalidSignature:
        return False
    return True


def _fits(verifier: str, pin: str) -> bool:
    try:
        return _HASHER.verify(verifier, pin)
    except (VerificationError, InvalidHashError):
        return False


def _blocked(errors: int, error_at: str | None, now: dt.datetime) -> PinAnswer | None:
    """What is answered without looking at the PIN; None when it may be looked at."""
    wait = wait_after(errors)
    if wait is None:
        return PinAnswer(right=False, locked=True)
    if not wait or error_at is None:
        return None
    left = (wait - (now - dt.datetime.fromisoformat(error_at))).total_seconds()
    return PinAnswer(right=False, wait_s=left) if left > 0 else None
