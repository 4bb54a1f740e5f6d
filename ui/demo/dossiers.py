"""The dossier half of the demonstration's office: portal, agent, camera and scanner.

Each is the real program in its own process. They start in a thread of their own while the touch
app opens: an office's key and three cold programs take longer than a person waits for a window.
"""

import secrets
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kiosk.clock import utc_now
from kiosk.contract.hub import Words
from kiosk.remote.agent_client import AgentClient
from kiosk.services import own_dossiers
from kiosk.services.enrolment import FOLDER, Enrolment, enrol, read_provision
from kiosk.settings import Camera, Portal, Scanner, Settings
from ui.demo import building, portal_setup
from ui.demo.notice_writer import NoticeWriter
from ui.demo.office_clerk import OfficeClerk
from ui.demo.programs import Program, ProgramFailedError, free_port

OFFICE: Final = "song-may"
DEVICE: Final = "demo-1"
CLERK: Final = "canbo"

#: The slowest starts of one after the other: set-up, portal, and the rest at once, 15 s each.
START_LIMIT_S: Final = 45.0
#: As many frames a second as a citizen needs to move a paper by; half the work of a real camera.
_FPS: Final = "8"


class DossierOffice:
    """A portal with one receiving office, and what this kiosk needs to send to it.

    `begin` returns at once; then `wait_enrolled` before anything reads the enrolment, and
    `wait_ready` before a dossier. Every start is a new portal: what an earlier demonstration
    handed in is thrown away, for nobody could open it any more.

    Args:
        folder: logs, and the portal's own folder below it.
        data: the kiosk's data folder.
        office: its name.
        site: the name of the building for which the office receives.
        lobby: the kiosk stands in that building, and its board has written the day's notices.
    """

    def __init__(
        self,
        folder: Path,
        *,
        data: Path,
        office: Words,
        site: Words = building.NAME,
        lobby: bool = False,
    ) -> None:
        self.folder, self.data = folder, data
        self.portal_folder = folder / "portal"
        self.url = f"http://127.0.0.1:{free_port()}"
        self.password, self.passphrase = secrets.token_urlsafe(9), secrets.token_urlsafe(12)
        self.board_password = secrets.token_urlsafe(9)
        self._office, self._site, self._lobby = office, site, lobby
        self._provision = folder / "enrolment.json"
        self._port = free_port()
        self.camera_url = f"http://127.0.0.1:{self._port}/stream"
        self._line = folder / "scanner.tty"
        self._environment = {
            "KIOSK_PATHS__DATA": str(data),
            "KIOSK_PORTAL__URL": self.url,
            "KIOSK_PORTAL__CA": "",
        }
        self._setup = self._program("portal-setup", says=portal_setup.MADE)
        self.portal = self._program("portal")
        self.agent = self._program("agent", says="The agent works.")
        self.camera = self._program("camera", says='"event": "ready"')
        self.scanner = self._program("scanner", says='"event": "ready"')
        self._stopping = threading.Event()
        self._enrolled, self._ready = threading.Event(), threading.Event()
        self._wrong: Exception | None = None
        self._thread: threading.Thread | None = None

    def _program(self, name: str, *, says: str = "") -> Program:
        listen = self.url.removeprefix("http://")
        arguments = {
            "portal-setup": [],
            "portal": ["portal", "run", "--dir", str(self.portal_folder), "--listen", listen],
            "agent": ["agent", "run"],
            "camera": ["simulate", "camera", "--port", str(self._port), "--fps", _FPS],
            "scanner": ["simulate", "scanner", "--pty", str(self._line)],
        }
        return Program(
            name,
            arguments[name],
            folder=self.folder,
            environment=self._environment,
            says=says,
            orders=name not in {"portal", "agent"},
            module="ui.demo.portal_setup" if name == "portal-setup" else "kiosk",
        )

    def settings(self, base: Settings) -> Settings:
        """`base` with this portal, camera and scanner; known before any of them runs."""
        filing = base.site.filing or "portal"
        return base.model_copy(
            update={
                "site": base.site.model_copy(update={"filing": filing}),
                "portal": Portal(url=self.url),
                "camera": Camera(url=self.camera_url),
                "scanner": Scanner(url=f"tty:{self._line}"),
            }
        )

    # Start and stop --------------------------------------------------------------------

    def begin(self) -> None:
        """Start everything, in the background."""
        self._forget_earlier()
        self._thread = threading.Thread(target=self._start, name="dossier-office", daemon=True)
        self._thread.start()

    def wait_enrolled(self) -> Enrolment:
        """Wait until the kiosk has its place on the portal; raises `ProgramFailedError`."""
        self._wait(self._enrolled, "the kiosk is enrolled")
        return Enrolment.load(self.data)

    def wait_ready(self) -> None:
        """Wait until portal, agent, camera and scanner work; raises `ProgramFailedError`."""
        self._wait(self._ready, "the dossier office has started")

    def stop(self) -> None:
        """Stop everything, whoever sends before whoever receives."""
        self._stopping.set()
        for program in self._all():
            program.stop()
        if self._thread is not None:
            self._thread.join(START_LIMIT_S)  # what it waits for has just been stopped
        for program in self._all():  # one may have begun between the two
            program.stop()

    def fallen(self) -> list[str]:
        """A sentence for each program that ended without having been told to."""
        return [said for program in self._all() if (said := program.fallen()) is not None]

    def _all(self) -> tuple[Program, ...]:
        return (self.agent, self.scanner, self.camera, self.portal, self._setup)

    def _forget_earlier(self) -> None:
        for folder in (
            self.portal_folder,
            self.data / FOLDER,
            self.data / own_dossiers.SEALED,
        ):
            shutil.rmtree(folder, ignore_errors=True)
        for path in self.data.glob(f"{own_dossiers.OUTBOX}*"):
            path.unlink()

    def _wait(self, event: threading.Event, what: str) -> None:
        if not event.wait(START_LIMIT_S):
            raise ProgramFailedError(f"not within {START_LIMIT_S:.0f} s: {what}")
        if self._wrong is not None:
            raise ProgramFailedError(str(self._wrong)) from self._wrong

    def _start(self) -> None:
        try:
            self._set_up()
            self._enrolled.set()
            if self._lobby:
                self.write_notices()  # before the agent's first look
            rest = (self.agent, self.camera, self.scanner)
            for program in rest:
                self._launch(program)
            for program in rest:
                program.wait_ready()
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            self._wrong = error
        finally:
            self._enrolled.set()
            self._ready.set()

    def _set_up(self) -> None:
        """Folder, then the portal's start and the office's key at once, then the kiosk."""
        self._launch(self._setup)
        self._setup.tell(
            portal_setup.Wanted(
                folder=self.portal_folder,
                url=self.url,
                office_id=OFFICE,
                office=self._office,
                passphrase=self.passphrase,
                clerk=CLERK,
                password=self.password,
                site_id=building.SITE,
                site=self._site,
                board=building.BOARD,
                board_password=self.board_password,
                device_id=DEVICE,
                settled=self._lobby,
                provision=self._provision,
            ).model_dump_json()
        )
        self._setup.wait_ready()
        self._launch(self.portal)
        self._setup.finish()
        self.portal.wait_ready()
        text = self._provision.read_text(encoding="utf-8")
        enrol(read_provision(text), text, self.data, clock=utc_now)
        self._provision.unlink()  # its code is used up, and it was a secret until now

    def _launch(self, program: Program) -> None:
        if self._stopping.is_set():
            raise ProgramFailedError(f"{program.name} was not started: the office is closing")
        program.launch()

    # Whoever and whatever is there -----------------------------------------------------

    def clerk(self) -> OfficeClerk:
        """The receiving office's clerk, signed in, the office's key open for the session."""
        clerk = OfficeClerk(self.url)
        clerk.sign_in(CLERK, self.password)
        clerk.unlock(self.passphrase)
        return clerk

    def board(self) -> NoticeWriter:
        """The building's management board, signed in."""
        writer = NoticeWriter(self.url)
        writer.sign_in(building.BOARD, self.board_password)
        return writer

    def write_notices(self) -> None:
        """The board writes what it has to say on a quiet day."""
        board = self.board()
        building.write_calm(board, self.folder, now=utc_now())
        board.close()

    @property
    def agent_client(self) -> AgentClient:
        """What the touch app says to the agent, for looking at it from outside."""
        return AgentClient(self.data / "agent.sock")

    def show(self, scene: Mapping[str, object]) -> None:
        """Put something under the camera (`ui.demo.scenes`); the next frame shows it."""
        self.camera.order(scene=dict(scene))

    def scan(self, text: str) -> None:
        """Hold a code before the scanner."""
        self.scanner.order(scan=text)
