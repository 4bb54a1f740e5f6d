"""The kiosk of the tour where it stands now: its machine and its app, one place at a time."""

from contextlib import ExitStack
from typing import Self

from ui.bootstrap import Machine, ports
from ui.demo.office import DemoOffice
from ui.stage import Stage


class Standing:
    """`machine` and `stage` are there from entry to exit; after a move they are others."""

    machine: Machine
    stage: Stage

    def __init__(self, office: DemoOffice) -> None:
        self._office = office
        self._app = ExitStack()

    def __enter__(self) -> Self:
        if self._office.machine is None:
            raise RuntimeError("the office did not start")
        self._open(self._office.machine)
        return self

    def __exit__(self, *_: object) -> None:
        self._app.close()

    def move_to_building(self) -> None:
        """Close the app, move the kiosk, and open the app that the building's settings make."""
        self._app.close()
        self._open(self._office.move_to_building())

    def _open(self, machine: Machine) -> None:
        self.machine = machine
        self.stage = self._app.enter_context(Stage(ports(machine), self._office.settings))
