"""A kiosk of which each tap is a process of its own, killed at a named point of its way.

Reads lines of JSON from standard input, each a `Tap`; forks, so that all taps share one start of
Python; writes how each ended (the signal, or 0) to standard output. The parts are the product's.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from threading import Event
from time import monotonic
from typing import Any, Final, NamedTuple
from uuid import UUID

from devices.link import FdLink
from devices.printer.escpos import EscposPrinter
from kiosk import logs
from kiosk.remote.hub_client import HubClient
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.print_slip import PrintSlip
from kiosk.settings import Hub, Paths, Printer, Settings
from ui.bootstrap import Machine
from ui.ports import PrintNews

OWNERS: Final[dict[str, type]] = {
    owner.__name__: owner for owner in (FdLink, EscposPrinter, HubClient, OwnNumbers, PrintSlip)
}
LIMIT_S: Final = 30.0  # on a busy machine
SLIP: Final = 1000  # bytes of what is written to a printer that are no question about its state


class Tap(NamedTuple):
    """One number is wanted. `point`: "before" or "after", class and method, e.g. "after
    OwnNumbers.issue"; the process dies there. `at_start`: also while it hands in what an earlier
    one left.
    """

    point: str
    key: str
    hub: str
    printer: str
    data: str
    hub_there: bool
    at_start: bool


def die(point: str) -> None:
    """From now on the process ends at `point`, as at a power cut."""
    when, _, place = point.partition(" ")
    owner, _, name = place.partition(".")
    real: Callable[..., Any] = getattr(OWNERS[owner], name)

    def dying(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - handed on
        if owner == "FdLink" and len(given[1]) < SLIP:
            return real(*given, **named)
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(OWNERS[owner], name, dying)


def take(tap: Tap) -> None:
    """The way of a number until nothing of it is left to tell the hub."""
    settings = Settings(
        hub=Hub(url=tap.hub),
        printer=Printer(url=tap.printer),
        paths=Paths(data=Path(tap.data)),
    )
    if tap.at_start:
        die(tap.point)
    machine = Machine(settings)
    machine.start()
    if tap.hub_there:
        settle(machine)
    die(tap.point)
    ticket = machine.tickets.take("ho-tich", priority=False, ticket_id=UUID(tap.key), language="vi")
    told: Queue[PrintNews] = Queue()
    assert machine.slips is not None
    machine.slips.print(ticket, "vi", told.put)
    told.get(timeout=LIMIT_S)
    settle(machine)


def settle(machine: Machine) -> None:
    """Wait until the hub knows everything."""
    end_s, pause = monotonic() + LIMIT_S, Event()
    while machine.own.waiting() or machine.own.reports():
        if monotonic() > end_s:
            raise RuntimeError("the kiosk still has something to hand in")
        pause.wait(0.01)


def main() -> None:
    """Fork for each line."""
    logs.configure(json=True)  # on standard error
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            take(Tap(**json.loads(line)))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
