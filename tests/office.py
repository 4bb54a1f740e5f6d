"""A whole office on this machine: hub process, kiosk, printer in bytes, and a clerk."""

import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import uuid_utils.compat as uuid

from devices.health import Health
from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from kiosk.contract.hub import BoardState
from kiosk.services.printing import PrintNews
from kiosk.services.take_ticket import TakenTicket
from kiosk.settings import Hub, Limits, Paths, Printer, Settings
from ui.bootstrap import Machine
from ui.demo.clerk import Clerk
from ui.demo.programs import Program, free_port

WAIT_S = 10.0  # everything here takes milliseconds; a slower machine gets a hundred times that


class Office:
    """What the tests act on; `states`, `links` and `health` collect what the kiosk was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{free_port()}"
        self.environment = {
            "KIOSK_PATHS__DATA": str(folder),
            "KIOSK_HUB__URL": self.url,
            "KIOSK_HUB__LISTEN": self.url.removeprefix("http://"),
        }
        self.hub = Program("hub", ["hub", "run"], folder=folder, environment=self.environment)
        (folder / "slips").mkdir()
        self.printer = SimulatedPrinter(TcpPort(), record=folder / "slips")
        self.changed = threading.Condition()
        self.states: list[BoardState] = []
        self.links: list[bool] = []
        self.health: list[Health] = []
        self.kiosks: list[Machine] = []

    def kiosk(self, *, slot: int = 1) -> Machine:
        """A kiosk that has started; the lists hear from all of them."""
        settings = Settings(
            hub=Hub(url=self.url, slot=slot),
            printer=Printer(url=self.printer.url),
            paths=Paths(data=self.folder / f"kiosk-{slot}"),
            limits=Limits(print_s=2.0),
        )
        kiosk = Machine(settings)
        kiosk.listeners.state = lambda state: self._hear(self.states, state)
        kiosk.listeners.link = lambda up: self._hear(self.links, up)
        kiosk.listeners.printer = lambda health: self._hear(self.health, health)
        self.kiosks.append(kiosk)
        kiosk.start()
        return kiosk

    def _hear(self, heard: list[Any], value: object) -> None:
        with self.changed:
            heard.append(value)
            self.changed.notify_all()

    def wait_for(self, true: Callable[[], bool], what: str) -> None:
        """Wait until something heard makes `true` true."""
        with self.changed:
            assert self.changed.wait_for(true, WAIT_S), f"never: {what}"

    def wait_linked(self) -> None:
        self.wait_for(lambda: self.links[-1:] == [True], "the kiosk is linked")

    def clerk(self, desk: str = "1") -> Clerk:
        """A signed-in clerk."""
        command = [sys.executable, "-m", "kiosk", "hub", "user", "add", "lan", "--password-stdin"]
        subprocess.run(
            command,
            input="mat-khau-dai-1\n",
            text=True,
            check=True,
            timeout=30,
            capture_output=True,
            env=self.hub.environment,
        )
        return Clerk(self.url, desk=desk, name="lan", password="mat-khau-dai-1")

    @staticmethod
    def take(
        kiosk: Machine, service: str = "ho-tich", language: Literal["vi", "en"] = "vi"
    ) -> TakenTicket:
        """One tap."""
        return kiosk.tickets.take(
            service, priority=False, ticket_id=uuid.uuid7(), language=language
        )

    @staticmethod
    def print_slip(kiosk: Machine, ticket: TakenTicket) -> PrintNews:
        """Print and wait for the news."""
        news: queue.Queue[PrintNews] = queue.Queue()
        assert kiosk.slips is not None
        kiosk.slips.print(ticket, "vi", news.put)
        return news.get(timeout=WAIT_S)
