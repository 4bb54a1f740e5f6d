"""Addresses of devices and the byte link: every wait ends, every end has a name."""

import os
import socket
from pathlib import Path
from time import monotonic

import pytest

from devices.link import FdLink, LinkGoneError, LinkTimeoutError, LinkUrl, LinkUrlError
from devices.printer import open_printer
from devices.printer.api import PrintResult
from devices.sim.ports import PtyPort


def test_addresses_are_understood() -> None:
    assert LinkUrl.parse("tcp://127.0.0.1:9100") == LinkUrl("tcp", host="127.0.0.1", port=9100)
    assert LinkUrl.parse("tty:/dev/ttyUSB0?baud=38400") == LinkUrl(
        "tty", path="/dev/ttyUSB0", baud=38400
    )
    assert LinkUrl.parse("usb:/dev/usb/lp0") == LinkUrl("usb", path="/dev/usb/lp0")


@pytest.mark.parametrize(
    "url",
    ["", "9100", "tcp://127.0.0.1", "tcp://h:0", "tcp://h:99999", "tty:ttyS0", "tty:/dev/x?baud=7",
     "http://127.0.0.1:9100", "usb:", "tty:/dev/x?baud=fast", "tcp://[::1:9100"],
)  # fmt: skip
def test_a_wrong_address_says_what_would_be_right(url: str) -> None:
    with pytest.raises(LinkUrlError):
        LinkUrl.parse(url)


def test_only_a_serial_line_is_slow_by_its_rate() -> None:
    serial = FdLink("tty:/dev/ttyUSB0?baud=38400")
    assert serial.seconds(38_400) == pytest.approx(10.0)
    assert FdLink("tcp://127.0.0.1:9100").seconds(38_400) == 0


def test_nobody_there_is_known_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{closed}", f"tty:{tmp_path}/absent", f"usb:{tmp_path}/absent"):
        started = monotonic()
        with pytest.raises(LinkGoneError):
            FdLink(url).open()
        assert monotonic() - started < 0.5


def test_a_plain_file_is_no_printer(tmp_path: Path) -> None:
    """Writing slips into a file would look like printing for ever."""
    file = tmp_path / "lp0"
    file.write_bytes(b"")
    for scheme in ("usb", "tty"):
        with pytest.raises(LinkGoneError, match="not a device"):
            FdLink(f"{scheme}:{file}").open()
    assert file.read_bytes() == b""


def test_a_device_that_swallows_everything_is_no_serial_line() -> None:
    with pytest.raises(LinkGoneError):
        FdLink("tty:/dev/null").open()


def test_a_usb_printer_that_swallows_everything_is_never_ready() -> None:
    """The path of ``/dev/usb/lp0``: a character device without serial settings."""
    printer = open_printer("usb:/dev/null", print_s=0.8)
    assert not printer.status().usable
    printer.close()


def test_a_line_that_takes_nothing_ends_with_the_deadline(tmp_path: Path) -> None:
    port = PtyPort(tmp_path / "line")
    link = FdLink(port.url)
    link.open()
    started = monotonic()
    with pytest.raises(LinkTimeoutError):
        link.send(bytes(1_000_000), deadline=started + 0.3)
    with pytest.raises(LinkTimeoutError):
        link.recv(deadline=monotonic() + 0.2)
    assert 0.4 < monotonic() - started < 0.9
    started = monotonic()
    link.close()  # must not wait until the line has taken the rest
    assert monotonic() - started < 0.2
    port.unplug()


def test_every_byte_value_crosses_a_serial_line_unchanged(tmp_path: Path) -> None:
    port = PtyPort(tmp_path / "line")
    link = FdLink(port.url)
    link.open()
    everything = bytes(range(256))
    link.send(everything, deadline=monotonic() + 1)
    assert port.read(1000) == everything
    port.write(everything)
    assert link.recv(deadline=monotonic() + 1) == everything
    link.close()
    port.unplug()


def test_links_that_come_and_go_leave_no_descriptor_behind(tmp_path: Path) -> None:
    port = PtyPort(tmp_path / "line")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - descriptors, not files
    for _ in range(20):
        link = FdLink(port.url)
        link.open()
        link.close()
        with pytest.raises(LinkGoneError):
            FdLink("tty:/dev/null").open()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    port.unplug()


@pytest.mark.hardware
def test_a_real_printer_prints_and_confirms(request: pytest.FixtureRequest, slip: object) -> None:
    url = request.config.getoption("--device")
    assert url, "name the printer: --device usb:/dev/usb/lp0"
    printer = open_printer(url)
    assert printer.status().usable
    from PIL import Image

    assert isinstance(slip, Image.Image)
    assert printer.print_slip(slip).result is PrintResult.PRINTED
    printer.close()
