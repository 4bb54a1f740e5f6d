"""One office on one machine: hub, portal, agent and devices in their own processes, a kiosk."""

import secrets
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from kiosk.contract.hub import Words
from kiosk.settings import Hub, Paths, Printer, Settings
from ui.bootstrap import Machine
from ui.demo import building
from ui.demo.clerk import Clerk
from ui.demo.dossiers import DEVICE, DossierOffice
from ui.demo.programs import Program

CLERK: Final = "demo"
_COMMAND_LIMIT_S: Final = 30.0  # Python's start and one argon2id hash on a slow machine


def _free_port(wanted: int) -> int:
    """`wanted` if nobody has it, else one close to it."""
    for port in range(wanted, wanted + 40):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
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
        ward = building.as_office(base).site
        self.dossiers = DossierOffice(
            folder,
            data=data,
            office=Words(vi=ward.name_vi, en=ward.name_en),
            site=building.building_name(base),
            lobby=base.site.profile == "building",
        )
        self.settings = self.dossiers.settings(base).model_copy(
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
        self._running = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.callback(self.printer.stop)
            self.printer.start()
            stack.callback(self.dossiers.stop)
            self.dossiers.begin()  # starts beside the hub; awaited by whoever needs it
            stack.callback(self.hub.stop)
            self.hub.start()
            self._add_clerk()
            self.dossiers.wait_enrolled()  # the app looks for its enrolment when it opens
            self.machine = Machine(self.settings)
            stack.callback(self._stop_machine)
            self._running = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()  # each is stopped, whatever the one before it did

    def fallen(self) -> list[str]:
        """A sentence for each program that ended without having been told to."""
        hub = self.hub.fallen()
        return [*([hub] if hub else []), *self.dossiers.fallen()]

    def clerk(self, desk: str) -> Clerk:
        """The demonstration's clerk, signed in at `desk`."""
        return Clerk(self.url, desk=desk, name=CLERK, password=self.password)

    def move_to_building(self) -> Machine:
        """The operator moves the kiosk: the portal is told, its settings are the building's.

        The touch app of the machine as it was must be closed; the new one is for a new app.
        """
        command = ["portal", "site", "settle", DEVICE, "--site", building.SITE]
        self._run([*command, "--dir", str(self.dossiers.portal_folder)])
        self._stop_machine()
        self.settings = building.as_building(self.settings)
        self.machine = Machine(self.settings)
        return self.machine

    def _stop_machine(self) -> None:
        if self.machine is not None:
            self.machine.stop()
            self.machine = None

    def _add_clerk(self) -> None:
        self._run(["hub", "user", "add", CLERK, "--password-stdin"], says=f"{self.password}\n")

    def _run(self, arguments: list[str], *, says: str = "") -> None:
        """One command of ours, to its end."""
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "kiosk", *arguments],
            input=says,
            text=True,
            check=True,
            capture_output=True,
            timeout=_COMMAND_LIMIT_S,
            env=self.hub.environment,
        )
