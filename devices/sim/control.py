"""Faults switched from outside: one JSON object a line, one JSON answer a line.

``{"paper_out": true}`` switches fields of `Faults`; ``{"power_cycle": true}`` turns the printer
off and on; ``{}`` asks for the faults as they are.
"""

import dataclasses
import json
import re
import socketserver
import threading
from typing import Final

from devices.sim.printer import Faults, SimulatedPrinter

LONGEST_LINE: Final = 4096
_TYPES: Final = {field.name: field.type for field in dataclasses.fields(Faults)}


def _fits(name: str, value: object) -> bool:
    kind = _TYPES[name]
    if kind is bool:
        return isinstance(value, bool)
    if kind is str:
        return isinstance(value, str) and bool(re.fullmatch(r"([0-9a-fA-F]{2})*", value))
    return value is None or (type(value) is int and value >= 0)


def obey(printer: SimulatedPrinter, line: str) -> str:
    """Carry out one command; the answer says ``ok`` and the faults, or what was wrong."""
    try:
        wish = json.loads(line)
        if not isinstance(wish, dict):
            raise TypeError("expected an object")  # noqa: TRY301 - answered like the rest
        cycle = wish.pop("power_cycle", False)
        for name, value in wish.items():
            if name not in _TYPES or not _fits(name, value):
                raise ValueError(f"no fault {name!r} of that kind; known: {', '.join(_TYPES)}")  # noqa: TRY301
        if wish:
            printer.set(**wish)
        if cycle:
            printer.power_cycle()
    except (ValueError, TypeError, OSError) as error:
        return json.dumps({"ok": False, "error": str(error)})
    return json.dumps({"ok": True, "faults": dataclasses.asdict(printer.faults)})


class _Handler(socketserver.StreamRequestHandler):
    server: "ControlServer"

    def handle(self) -> None:
        while line := self.rfile.readline(LONGEST_LINE):
            answer = obey(self.server.printer, line.decode("utf-8", "replace"))
            self.wfile.write(answer.encode() + b"\n")


class ControlServer(socketserver.ThreadingTCPServer):
    """Takes commands at a TCP port of its own."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], printer: SimulatedPrinter) -> None:
        super().__init__(address, _Handler)
        self.printer = printer
        host, port = self.server_address[:2]
        self.url = f"tcp://{host!s}:{port}"

    def start(self) -> None:
        """Serve in a thread until `shutdown`."""
        threading.Thread(target=self.serve_forever, name="control", daemon=True).start()
