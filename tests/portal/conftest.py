"""A portal's parts on a real disk, and the words a test would otherwise repeat."""

import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from kiosk.contract.portal import Manifest, Part
from kiosk.domain.dossier_code import DossierCode, mint_code
from kiosk.domain.tracking_secret import secret_check
from kiosk.portal import tables
from kiosk.portal.blobs import LocalBlobs
from kiosk.portal.intake import Device, Intake
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.store import Store, stamp
from tests.portal.world import Kiosk, RunningPortal, declaration, new_ids, wait_until

START = dt.datetime(2026, 11, 25, 2, 0, tzinfo=dt.UTC)  # a Wednesday, 09:00 in the office
SECRET = "7KXP"
CODE = mint_code(random.Random(1).randrange)
OTHER_CODE = mint_code(random.Random(2).randrange)
RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@dataclass
class Clock:
    """A clock that stands until a test turns it."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@dataclass
class Portal:
    """The intake and what it stands on."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    free: int = 10**12

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "portal.db")
        self.blobs = LocalBlobs(self.folder / "blobs")
        self.signer = PortalSigner.create(self.folder / "portal.key")
        self.intake = Intake(
            self.store, self.blobs, self.signer, clock=self.clock, free_bytes=lambda: self.free
        )
        with self.store.write() as connection:
            for name in ("song-may", "nui-xa"):
                connection.execute(
                    sa.insert(tables.office).values(
                        id=name, name_vi=name, name_en=name, created_at=stamp(START)
                    )
                )
                connection.execute(
                    sa.insert(tables.office_key).values(
                        id=f"{name}-1", office_id=name, recipient=RECIPIENT, not_before=stamp(START)
                    )
                )
            for name in ("lobby-1", "lobby-2"):
                connection.execute(sa.insert(tables.device).values(id=name, office_id="song-may"))

    def count(self, table: sa.Table) -> int:
        with self.store.read() as connection:
            return int(
                connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            )


LOBBY = Device("lobby-1", "song-may")
OTHER = Device("lobby-2", "song-may")


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    made = Portal(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser says of `page`. Whoever expects some of it looks at it and takes it out."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A page of somebody's browser, whose scripts complain of nothing."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningPortal]:
    """A portal that answers over HTTP."""
    made = RunningPortal(tmp_path / "portal")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def kiosk(tmp_path: Path, served: RunningPortal) -> Iterator[Kiosk]:
    """A kiosk with its place on that portal; its agent is not started."""
    made = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    yield made
    made.close()


@pytest.fixture
def dossier(tmp_path: Path, served: RunningPortal) -> str:
    """A dossier that has arrived; its id."""
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (kiosk.scan(b"a page"),), office_id="song-may")
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.close()
    return str(ids.dossier_id)


def sealed(text: str, size: int = 100) -> bytes:
    """Bytes that stand for a sealed part: the intake never looks inside."""
    return hashlib.shake_256(text.encode()).digest(size)


def manifest(
    parts: list[bytes],
    *,
    code: DossierCode = CODE,
    dossier: uuid.UUID | None = None,
    delivery: uuid.UUID | None = None,
    **changes: object,
) -> Manifest:
    dossier = dossier or uuid.uuid4()
    values: dict[str, object] = {
        "delivery_id": delivery or dossier,
        "dossier_id": dossier,
        "kind": "new" if delivery is None else "supplement",
        "seq": 0 if delivery is None else 1,
        "device_id": "lobby-1",
        "office_id": "song-may",
        "procedure": "2.000635",
        "catalogue_version": "2026-11",
        "form_version": "1",
        "code": str(code),
        "secret_check": secret_check(code, SECRET),
        "key_ids": ("song-may-1",),
        "consent_version": "2026-01",
        "filing": "portal",
        "created_at": START,
        "parts": tuple(
            Part(
                sha256=hashlib.sha256(data).hexdigest(),
                size=len(data),
                role="page" if place else "form",
                media="image/jpeg" if place else "application/json",
                requirement="giay-to" if place else None,
                page=place or None,
            )
            for place, data in enumerate(parts)
        ),
    }
    return Manifest.model_validate(values | changes)


PARTS_OF_ONE = [sealed("form of one"), sealed("page of one", 400)]


def deliver(portal: Portal, made: Manifest, parts: list[bytes]) -> str:
    """The whole delivery in one go; returns the receipt."""
    body = made.model_dump_json().encode()
    digest = portal.intake.announce(LOBBY, made.delivery_id, body).manifest_sha256
    for data in parts:
        name = hashlib.sha256(data).hexdigest()
        portal.intake.append(LOBBY, name, 0, data)
    return portal.intake.commit(LOBBY, made.delivery_id, digest)
