"""One office on one machine: the hub in its own process, a simulated printer, a kiosk."""

import secrets
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from kiosk.settings import Hub, Paths, Printer, Settings
from ui.bootstrap import Machine
from ui.demo.clerk import Clerk
from ui.demo.programs import Program

CLERK: Final = "demo"
_USER_LIMIT_S: Final = 30.0  # Python's start and one argon2id hash on a slow machine


def _free_port(wanted: int) -> int:
    """`wanted` if nobody has it, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            got: int = probe.getsockname()[1]
            return got
    raise OSError("no free port on 127.0.0.1")


class DemoOffice:
    """Started on entry, stopped on exit. Everything lies under `folder`, which must exist.

    The printer is simulated below the real driver: its faults act on bytes.
    """

    def __init__(self, folder: Path, base: Settings) -> None:
        data, slips = folder / "data", folder / "slips"
        for each in (data, slips):
            each.mkdir(parents=True, exist_ok=True)
        self.url = f"http://127.0.0.1:{_free_port(8460)}"
        self.password = secrets.token_urlsafe(9)
        self.printer = SimulatedPrinter(TcpPort(), record=slips)
        self.settings = base.model_copy(
            update={
                "hub": Hub(url=self.url, listen=self.url.removeprefix("http://")),
                "printer": Printer(url=self.printer.url),
                "paths": Paths(data=data),
            }
        )
        self.slips = slips
        self.hub_db = data / "hub.db"
        self._environment = {
            "KIOSK_PATHS__DATA": str(data),
            "KIOSK_HUB__URL": self.url,
            "KIOSK_HUB__LISTEN": self.url.removeprefix("http://"),
        }
        self.hub = Program("hub", ["hub", "run"], folder=folder, environment=self._environment)
        self.machine: Machine | None = None

    def __enter__(self) -> Self:
        self.printer.start()
        self.hub.start()
        self._add_clerk()
        self.machine = Machine(self.settings)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.machine is not None:
            self.machine.stop()
        self.hub.stop()
        self.printer.stop()

    def clerk(self, desk: str) -> Clerk:
        """The demonstration's clerk, signed in at `desk`."""
        return Clerk(self.url, desk=desk, name=CLERK, password=self.password)

    def _add_clerk(self) -> None:
        command = [sys.executable, "-m", "kiosk", "hub", "user", "add", CLERK, "--password-stdin"]
        subprocess.run(  # noqa: S603 - our own program
            command,
            input=f"{self.password}\n",
            text=True,
            check=True,
            capture_output=True,
            timeout=_USER_LIMIT_S,
            env=self.hub.environment,
        )
