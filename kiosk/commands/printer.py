"""``kiosk simulate printer``, ``kiosk print-sample`` and ``kiosk read-qr``.

What draws, prints and decodes is imported where it is used: it would cost every other command
some 15 MB and a fifth of a second.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from devices.link import LinkUrl, LinkUrlError
from kiosk.clock import utc_now
from kiosk.commands.camera import simulate_group
from kiosk.console import FAILED, SOMEONE_MUST_ACT, load_settings
from kiosk.settings import Settings
from kiosk.texts import text

if TYPE_CHECKING:
    from PIL.Image import Image

    from devices.printer.api import PrintOutcome, SlipPrinter
    from devices.sim.control import ControlServer
    from devices.sim.ports import Port
    from devices.sim.printer import SimulatedPrinter, Slip


def register(root: click.Group) -> None:
    """Add the commands of this module."""
    simulate_group(root).add_command(simulate_printer)
    root.add_command(print_sample)
    root.add_command(read_qr)


def _say(**event: object) -> None:
    _answer(json.dumps(event, ensure_ascii=False))


def _tcp(_context: click.Context, option: click.Parameter, value: str | None) -> LinkUrl | None:
    if value is None:
        return None
    host, _, port = value.removeprefix("tcp://").rpartition(":")
    if not value.startswith("tcp://") or not host or not port.isdigit() or int(port) > 65535:
        raise click.BadParameter("expected tcp://HOST:PORT", param=option)
    return LinkUrl("tcp", host=host, port=int(port))


@click.command("printer")
@click.option("--listen", callback=_tcp, help="tcp://127.0.0.1:9100; port 0 takes a free one.")
@click.option("--pty", type=click.Path(path_type=Path), help="Be a serial line of this name.")
@click.option("--record", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--control", callback=_tcp, help="tcp://127.0.0.1:0: take faults there as well.")
def simulate_printer(
    listen: LinkUrl | None, pty: Path | None, record: Path, control: LinkUrl | None
) -> None:
    """A receipt printer at a TCP port or pseudo-terminal; each slip is kept in RECORD.

    Faults are switched by one JSON object a line on standard input or the control port, such
    as {"paper_out": true}; {} answers with all there are. Ends on SIGTERM or SIGINT.
    """
    from devices.sim.control import ControlServer
    from devices.sim.printer import SimulatedPrinter

    if (listen is None) == (pty is None):
        raise click.UsageError("give either --listen or --pty")
    record.mkdir(parents=True, exist_ok=True)
    try:
        port = _port(listen, pty)
        printer = SimulatedPrinter(port, record=record, on_slip=lambda slip: _told(slip, record))
        server = ControlServer((control.host, control.port), printer) if control else None
    except OSError as error:
        raise click.ClickException(f"cannot listen: {error}") from error
    _serve(printer, server)


def _port(listen: LinkUrl | None, pty: Path | None) -> Port:
    from devices.sim.ports import PtyPort, TcpPort

    if pty:
        return PtyPort(pty)
    assert listen is not None  # noqa: S101 - one of the two is given
    return TcpPort(listen.host, listen.port)


def _serve(printer: SimulatedPrinter, server: ControlServer | None) -> None:
    """Print and obey until SIGTERM or SIGINT."""
    from devices.sim.control import obey
    from devices.sim.stdin import Orders

    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    with printer:
        if server:
            server.start()
        _say(event="ready", url=printer.url, control=server.url if server else None)
        orders = Orders(lambda line: _answer(obey(printer, line)))
        orders.start()
        done.wait()
        orders.stop()
        if server:
            server.shutdown()
            server.server_close()


def _answer(words: str) -> None:
    click.echo(words)
    sys.stdout.flush()


def _told(slip: Slip, record: Path) -> None:
    size = slip.picture.size if slip.picture else (0, 0)
    _say(event="slip", number=slip.number, png=str(record / f"{slip.number:03d}.png"), size=size)


@click.command("print-sample")
@click.option("--printer", "url", help="tcp://…, tty:… or usb:…; default: printer.url")
@click.option("--profile", help="Printer profile; default: printer.profile")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def print_sample(
    context: click.Context, url: str | None, profile: str | None, *, as_json: bool
) -> None:
    """Print one sample slip; exit 0 printed, 3 someone must look at the printer first."""
    from devices.printer.api import PrintResult

    settings = load_settings(context)
    printer = _printer(settings, url or settings.printer.url, profile or settings.printer.profile)
    outcome = printer.print_slip(_sample(settings))
    printer.close()
    _say_outcome(outcome, as_json=as_json)
    if outcome.result is not PrintResult.PRINTED:
        context.exit(SOMEONE_MUST_ACT)


def _printer(settings: Settings, url: str, profile: str) -> SlipPrinter:
    from devices.printer import open_printer
    from devices.printer.profile import UnknownProfileError

    if not url:
        raise click.UsageError("no printer: give --printer or set printer.url")
    try:
        return open_printer(url, profile, print_s=settings.limits.print_s)
    except (LinkUrlError, UnknownProfileError) as error:
        raise click.UsageError(str(error)) from error


def _sample(settings: Settings) -> Image:
    from kiosk.slips.check import SlipUnreadableError, checked
    from kiosk.slips.sample import sample

    try:
        return checked(sample(settings, utc_now()))
    except SlipUnreadableError as error:
        remedy = text(f"remedy.{error.fault.code}", "en")
        raise click.ClickException(f"{error.fault.code} {error}. {remedy}") from error


def _say_outcome(outcome: PrintOutcome, *, as_json: bool) -> None:
    health = outcome.health
    if as_json:
        _say(
            result=outcome.result,
            health=health.state,
            cause=health.code,
            ms=round(outcome.ms, 1),
            evidence=health.evidence,
        )
        return
    click.echo(f"{outcome.result} in {outcome.ms:.0f} ms; printer {health.state}")
    if health.code:
        remedy = text(f"remedy.{health.code}", "en")
        click.echo(f"{health.code}: {remedy} ({health.evidence})", err=True)


@click.command("read-qr")
@click.argument("images", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--engine", type=click.Choice(["zxing", "pyzbar"]), default="zxing")
@click.pass_context
def read_qr(context: click.Context, images: tuple[Path, ...], engine: str) -> None:
    """Read the QR code of each image (PNG or JPEG): one JSON line {file,text,ms,error}.

    Text is strict UTF-8 in composed form, or null. Exit 0 if every image was read, else 1.
    """
    from kiosk.services.read_image import ImageRefusedError, qr_text

    failed = False
    for path in images:
        started = perf_counter()
        read, error = None, None
        try:
            read = qr_text(path, engine)
        except ImageRefusedError as refusal:
            error = str(refusal)
            failed = True
        ms = round((perf_counter() - started) * 1000, 1)
        _say(file=str(path), text=read, ms=ms, error=error)
    if failed:
        context.exit(FAILED)
