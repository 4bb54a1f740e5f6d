"""A portal over real HTTP on loopback and a kiosk that is enrolled with it."""

import atexit
import datetime as dt
import random
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import requests
import sqlalchemy as sa

from kiosk.agent.run import Agent
from kiosk.clock import Clock, utc_now
from kiosk.contract.sealed_form import Person
from kiosk.portal import setup, tables
from kiosk.portal.app import create_app
from kiosk.portal.office_keys import NewKey, make_key
from kiosk.portal.procedures import CatalogueProcedures
from kiosk.portal.provision import provision_text
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.registry import Registry
from kiosk.portal.roles import Role
from kiosk.portal.staff import StaffRoom
from kiosk.portal.store import Store, next_number, stamp
from kiosk.remote.agent_client import SOCKET, AgentAwayError, AgentClient
from kiosk.services import own_dossiers
from kiosk.services.enrolment import Enrolment, enrol, read_provision
from kiosk.services.submit_dossier import CapturedPage, Declaration, DossierIds, SubmitDossier
from kiosk.settings import Paths, Settings
from kiosk.settings import Portal as PortalTable
from kiosk.web.server import StoppableServer, bound, configuration, url_of
from offline_queue.blobs import BlobStore
from offline_queue.database import open_database
from ui.demo.web_page import Pages

OFFICE = "song-may"
PASSPHRASE = "sông mây chiều nay có gió"
PASSWORD = "a long enough password"
CANARY_NAME = "Nguyễn Thị Hoàng Yến Chim"
CANARY_NUMBER = "001190987654"
CANARY_PAGE = b"\xff\xd8\xff\xe0 SCAN-CANARY-7731 " * 40_000  # 760 KB: three parts
PROCEDURE = "2.000635"


@cache
def office_key() -> NewKey:
    """One key for the whole run; one that is dear to guess takes a second at each unlocking."""
    return make_key(PASSPHRASE, log_n=4)


@cache
def procedures() -> CatalogueProcedures:
    return CatalogueProcedures.load()


def wait_until(true: Callable[[], object], *, seconds: float = 15) -> None:
    """Until `true`, or the test fails."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError("it did not happen in time")


@cache
def _template() -> Path:
    """A portal's folder with two offices and their staff, made once and copied for each test."""
    folder = Path(tempfile.mkdtemp(prefix="portal-template-")) / "portal"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    setup.init(folder, host="127.0.0.1", now=utc_now())
    store = Store(folder / setup.STORE)
    key, now = office_key(), utc_now() - dt.timedelta(minutes=1)
    with store.write() as connection:
        for office, kept in ((OFFICE, key.wrapped), ("nui-xa", None)):
            connection.execute(
                sa.insert(tables.office).values(
                    id=office,
                    name_vi="Phường Sông Mây",
                    name_en="Song May Ward",
                    agency_code="000.00.14.H26",
                    created_at=stamp(now),
                )
            )
            connection.execute(
                sa.insert(tables.office_key).values(
                    id=f"{office}-{next_number(connection, 'key-set')}",
                    office_id=office,
                    recipient=key.recipient,
                    wrapped=kept,
                    not_before=stamp(now),
                )
            )
    room = StaffRoom(store, clock=utc_now)
    room.add("lan", PASSWORD, role=Role.CLERK, office_id=OFFICE)
    room.add("minh", PASSWORD, role=Role.LEAD, office_id=OFFICE)
    room.add("xa", PASSWORD, role=Role.CLERK, office_id="nui-xa")
    store.close()
    return folder


@dataclass
class RunningPortal:
    """A portal's folder, and its server, which can be stopped and started on the same port.

    `behind` is the address of a relay by which kiosks reach it, if not its own.
    """

    folder: Path
    tls: bool = False
    clock: Clock = utc_now
    port: int = 0
    behind: str = ""
    trusted_proxies: tuple[str, ...] = ()
    _server: StoppableServer | None = None
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        shutil.copytree(_template(), self.folder)
        self.signer = PortalSigner.load(self.folder / setup.RECEIPT_KEY)
        probe = bound("127.0.0.1:0")
        self.port = probe.getsockname()[1]
        probe.close()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def start(self) -> None:
        settings = Settings(
            portal=PortalTable(
                url=self.behind or self.url,
                db=str(self.folder),
                trusted_proxies=self.trusted_proxies,
            ),
            paths=Paths(data=self.folder),
        )
        app = create_app(settings, clock=self.clock, procedures=procedures())
        pair = (self.folder / setup.TLS_CERT, self.folder / setup.TLS_KEY) if self.tls else None
        self._server = StoppableServer(configuration(app, tls=pair))
        on = bound(f"127.0.0.1:{self.port}")
        assert url_of(on)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [on]})
        self._thread.start()
        wait_until(lambda: self._server is not None and self._server.started)

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(10)
            assert not self._thread.is_alive()
            self._server = None

    def rows(self, table: sa.Table) -> list[dict[str, object]]:
        store = Store(self.folder / setup.STORE)
        try:
            with store.read() as connection:
                return [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        finally:
            store.close()

    def provision(self, device: str = "lobby-1") -> str:
        store = Store(self.folder / setup.STORE)
        try:
            return provision_text(
                Registry(store, self.signer),
                self.folder,
                device,
                OFFICE,
                url=self.behind or self.url,
                now=utc_now(),
            )
        finally:
            store.close()


@dataclass
class Kiosk:
    """A kiosk's data folder, its hand-in use case, and its agent."""

    data: Path
    enrolment: Enrolment
    _agent: Agent | None = None
    _thread: threading.Thread | None = None
    _open: list[object] = field(default_factory=list)

    @classmethod
    def enrolled(cls, data: Path, provision: str) -> "Kiosk":
        enrolment = enrol(read_provision(provision), provision, data, clock=utc_now)
        own_dossiers.prepare(data)
        return cls(data, enrolment)

    def __post_init__(self) -> None:
        self.database = open_database(self.data / own_dossiers.OUTBOX)
        self.submitting = SubmitDossier(
            self.database,
            BlobStore(self.data / own_dossiers.SEALED),
            self.enrolment,
            filing="portal",
            clock=utc_now,
        )

    @property
    def socket(self) -> AgentClient:
        return AgentClient(self.data / SOCKET)

    def start_agent(self, *, portal_url: str = "") -> None:
        self._agent = Agent(
            self.data,
            clock=utc_now,
            rng=random.Random(7),
            portal_url=portal_url,
            look_s=0.1,
            every_s=0.2,
        )
        ready = threading.Event()
        self._thread = threading.Thread(target=self._agent.run, kwargs={"ready": ready.set})
        self._thread.start()
        assert ready.wait(5)

    def stop_agent(self) -> None:
        if self._agent is not None and self._thread is not None:
            self._agent.stop()
            self._thread.join(20)
            assert not self._thread.is_alive()
            self._agent = None

    def close(self) -> None:
        self.stop_agent()
        self.database.close()

    def scan(self, plain: bytes = CANARY_PAGE, page: int = 1) -> CapturedPage:
        return self.submitting.capture(
            OFFICE, plain, requirement="van_ban", page=page, media="image/jpeg"
        )

    def states(self) -> dict[str, str]:
        rows = self.database.execute("SELECT key, state FROM outbox_envelope").fetchall()
        return dict(rows)

    def poke(self) -> None:
        try:
            self.socket.poke()
        except AgentAwayError:
            raise AssertionError("no agent") from None


def declaration(*, supplement: bool = False) -> Declaration:
    owner = Person(
        full_name=CANARY_NAME,
        number=CANARY_NUMBER,
        born="1990-05-01",
        address="Số 1 Phố Canary",
        phone="0912345678",
    )
    return Declaration(
        procedure=PROCEDURE,
        catalogue_version="2026-11",
        form_version="1",
        owner=None if supplement else owner,
        identity="QR_CCCD",
        consent_version="2026-01",
        consented_at=utc_now(),
        answers={} if supplement else {"noi_dung": f"Xin bản sao của {CANARY_NAME}"},
        not_scanned={},
    )


def new_ids() -> DossierIds:
    return DossierIds.mint()


class Browser(Pages):
    """A clerk's browser, as far as forms go; sends also what no page would offer."""

    def __init__(self, url: str) -> None:
        super().__init__(url, language="en")

    def act(self, path: str, **form: object) -> requests.Response:
        return self.post(path, csrf=self.csrf(), **form)

    def csrf(self) -> str:
        page = self.get("/staff").text
        return page.split('name="csrf" value="', 1)[1].split('"', 1)[0]

    def sign_in(self, name: str) -> "Browser":
        self.get("/staff/sign-in?lang=en")
        assert self.post("/staff/sign-in", name=name, password=PASSWORD).status_code == 303
        return self

    def unlock(self) -> "Browser":
        assert self.act("/staff/unlock", passphrase=PASSPHRASE).status_code == 303
        return self


def uuid7() -> uuid.UUID:
    return new_ids().dossier_id
