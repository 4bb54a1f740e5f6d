"""A code scanner that is not there: a pseudo-terminal into which codes are sent."""

import select
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Final

from devices.sim.ports import PtyPort

#: A driver that reads at all empties the line's 4 KB in a millisecond; without one, what does not
#: fit is lost, as on a real line.
SEND_S: Final = 2.0


class ScannerSimulator:
    """Sends codes over a serial line of the given name.

    Attributes:
        url: what a driver opens.
    """

    def __init__(self, path: Path) -> None:
        self._port = PtyPort(path)
        self.url = self._port.url

    def scan(self, text: str, *, end: bytes = b"\r") -> None:
        """One good scan of a code with this text."""
        self.send(text.encode() + end)

    def send(self, data: bytes) -> int:
        """Any bytes; how many were taken within `SEND_S`."""
        sent, deadline = 0, monotonic() + SEND_S
        while sent < len(data) and (left := deadline - monotonic()) > 0:
            _, master = self._port.descriptors()
            if master is None:
                return sent
            if select.select([], [master], [], left)[1]:
                sent += self._port.write(data[sent : sent + 512])
        return sent

    def unplug(self) -> None:
        """Pull the cable: the name is gone and an open line hangs up."""
        self._port.unplug()

    def plug_in(self) -> None:
        """Be there again under the same name."""
        self._port.plug_in()

    def command(self, order: Mapping[str, object]) -> None:
        """Obey one order: ``{"scan": TEXT}``, ``{"bytes": HEX}``, ``{"plugged_in": BOOL}``.

        Raises:
            ValueError: the order cannot be understood; nothing was sent.
        """
        match dict(order):
            case {"scan": str(text), **rest} if not rest:
                self.scan(text)
            case {"bytes": str(digits), **rest} if not rest:
                self.send(bytes.fromhex(digits))
            case {"plugged_in": bool(plugged_in), **rest} if not rest:
                (self.plug_in if plugged_in else self.unplug)()
            case _:
                raise ValueError(
                    'expected {"scan": TEXT}, {"bytes": HEX} or {"plugged_in": true|false}'
                )
