"""What the other side has: looks of the tour at files, papers and pages, never at the app."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from devices.qr import zbar
from devices.sim.printer import Slip
from kiosk.clock import utc_now
from kiosk.portal import setup
from kiosk.portal.blobs import LocalBlobs
from kiosk.services.own_dossiers import OUTBOX
from offline_queue import inspection
from offline_queue.database import open_database
from offline_queue.envelope import Listed
from offline_queue.moment import moment
from ui.demo.web_page import Pages, read

#: Only a receipt of the portal leads to these (offline_queue.envelope.State).
DELIVERED: Final = frozenset({"committed", "purged"})


def rows(path: Path, query: str, *values: object) -> list[dict[str, Any]]:
    """Rows of a database of ours, while its program works with it."""
    database = open_database(path)
    try:
        return list(database.query(query, values))
    finally:
        database.close()


def envelopes(data: Path) -> dict[str, Listed]:
    """The kiosk's outbox by key (a delivery's id): state, attempts, receipt's number."""
    database = open_database(data / OUTBOX)
    try:
        return {each.key: each for each in inspection.envelopes(database, at=moment(utc_now()))}
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A sealed part on the portal. `whole`: read again, it has its size and its hash."""

    sha256: str
    size: int
    role: str
    whole: bool


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """One delivery on the portal; `receipt_no` is None until its parts are all there."""

    delivery_id: str
    kind: str
    receipt_no: int | None
    parts: tuple[StoredPart, ...]


@dataclass(frozen=True, slots=True)
class StoredDossier:
    """A dossier's row on the portal, and what came for it, in order."""

    dossier_id: str
    status: int
    official_code: str | None
    wanted: tuple[str, ...]
    deliveries: tuple[StoredDelivery, ...]


def dossiers(portal: Path) -> dict[str, StoredDossier]:
    """The portal's dossiers by our code; every part's file is read and hashed."""
    store = portal / setup.STORE
    return {
        row["code"]: StoredDossier(
            dossier_id=row["id"],
            status=row["status"],
            official_code=row["official_code"],
            wanted=tuple(json.loads(row["wanted"] or "[]")),
            deliveries=_deliveries(portal, row["id"]),
        )
        for row in rows(store, "SELECT * FROM dossier ORDER BY received_at")
    }


def _deliveries(portal: Path, dossier_id: str) -> tuple[StoredDelivery, ...]:
    query = "SELECT * FROM delivery WHERE dossier_id = ? ORDER BY announced_at"
    return tuple(
        StoredDelivery(row["id"], row["kind"], row["receipt_no"], _parts(portal, row["id"]))
        for row in rows(portal / setup.STORE, query, dossier_id)
    )


def _parts(portal: Path, delivery_id: str) -> tuple[StoredPart, ...]:
    blobs = LocalBlobs(portal / setup.BLOBS)
    query = "SELECT * FROM part WHERE delivery_id = ? ORDER BY place"
    return tuple(
        StoredPart(
            sha256=row["sha256"],
            size=row["size"],
            role=row["role"],
            whole=blobs.verify(row["sha256"], row["size"]),
        )
        for row in rows(portal / setup.STORE, query, delivery_id)
    )


def incoming_bytes(portal: Path) -> int:
    """Bytes of parts that are on their way to the portal now."""
    total = 0
    for path in (portal / setup.BLOBS / "incoming").glob("*"):
        with suppress(FileNotFoundError):  # it became whole, and another file, in this moment
            total += path.stat().st_size
    return total


def code_on(slip: Slip) -> str:
    """What the one QR on a printed paper says, read from the bytes the printer got.

    Raises:
        LookupError: nothing was cut, or there is not exactly one code.
    """
    found = zbar(slip.picture) if slip.picture is not None else []
    if len(found) != 1:
        raise LookupError(f"{len(found)} codes on the paper, wanted 1")
    return found[0].decode("ascii")


@dataclass(frozen=True, slots=True)
class TrackingPage:
    """The public page of a dossier. `state` is its one large line, None where it shows none;
    `notice` says why not.
    """

    state: str | None
    notice: str
    facts: dict[str, str]
    text: str


def tracking_page(follow_url: str, *, language: str = "vi") -> TrackingPage:
    """Follow the slip's QR as a phone does: open the page, let its script send the secret.

    The part behind "#" never reaches a server by itself; ``track.js`` puts it into the form.
    """
    address = urlsplit(follow_url)
    pages = Pages(f"{address.scheme}://{address.netloc}", language=language)
    try:
        asked = pages.look(address.path)
        if not any("track" in each.attributes.get("src", "") for each in asked.all("script")):
            raise LookupError("the page does not load the script that sends the secret")
        code = next(
            each.attributes.get("value", "")
            for each in asked.all("input")
            if each.attributes.get("name") == "code"
        )
        answer = pages.fill(asked, "/d", {"code": code, "secret": address.fragment})
    finally:
        pages.close()
    if answer.status_code >= requests.codes.server_error:
        answer.raise_for_status()
    main = next(read(answer.text).all("main"))
    states = [each.text for each in main.all(css_class="state")]
    facts = next(main.all("dl"), None)
    return TrackingPage(
        state=states[0] if states else None,
        notice=" ".join(each.text for each in main.all("p", css_class="notice")),
        facts=facts.described() if facts is not None else {},
        text=main.text,
    )
