"""``kiosk check``: is this kiosk ready? For a technician at the command line."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from kiosk.clock import utc_now
from kiosk.console import SOMEONE_MUST_ACT, load_settings
from kiosk.settings import Settings

if TYPE_CHECKING:
    from devices.health import Health
    from devices.printer.api import PrintOutcome, SlipPrinter
    from kiosk.services.capture import Capture
    from kiosk.services.readiness import Parts

    Look = Callable[[], Health]

#: A camera needs up to two seconds to be sure of its picture, a serial line none.
SETTLE_S: Final = 4.0
PARTS: Final = (
    "printer",
    "camera",
    "scanner",
    "voice",
    "board",
    "app",
    "hub",
    "portal",
    "certificate",
    "disk",
    "clock",
    "outbox",
)


def register(root: click.Group) -> None:
    """Add the command."""
    root.add_command(check)


@click.command()
@click.option(
    "--test", "tests", multiple=True, type=click.Choice(PARTS), help="Do the real thing once."
)
@click.option("--language", type=click.Choice(["vi", "en"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def check(context: click.Context, *, tests: tuple[str, ...], language: str, as_json: bool) -> None:
    """Say of each part whether it is ready, what was seen, and what to do.

    Without --test nothing is printed and nothing disturbed. While the touch app runs it holds
    printer, camera and scanner: what it last saw of them is shown. Exit 0: nothing has to be
    done. 3: somebody must act.
    """
    from devices.camera.address import CameraUrlError
    from devices.link import LinkUrlError
    from devices.printer.profile import UnknownProfileError
    from kiosk.services.readiness import Level, checks

    try:
        with _parts(load_settings(context)) as parts:
            found = [(each.test if each.part in tests else each.look)() for each in checks(parts)]
    except (CameraUrlError, LinkUrlError, UnknownProfileError) as error:
        raise click.UsageError(str(error)) from error
    for one in found:
        row = {
            "part": one.part,
            "level": one.level.value,
            "code": one.code,
            "evidence": one.evidence,
            "remedy": one.remedy(language),
            "tested": one.tested,
        }
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"{one.part:11} {one.level.value:10} {one.code or '':7} {one.evidence}")
            if one.code:
                click.echo(f"{'':12}{one.remedy(language)}")
    if any(one.level is Level.FAILED for one in found):
        context.exit(SOMEONE_MUST_ACT)


@contextmanager
def _parts(chosen: Settings) -> Iterator["Parts"]:
    """The parts of this machine; devices are opened only if no touch app holds them."""
    from kiosk.remote.hub_client import HubClient
    from kiosk.services.device_notes import held, noted
    from kiosk.services.readiness import Parts

    data = chosen.paths.data
    hub = HubClient(
        chosen.hub.url,
        kiosk_id=chosen.kiosk_id,
        timeout_s=chosen.limits.hub_timeout_s,
    )
    data.mkdir(parents=True, exist_ok=True)
    portal, board = bool(chosen.portal.url), _board_voice(chosen)
    if held(data):
        seen = Parts(data, utc_now, hub, portal, held=lambda part: noted(data, part))
        yield replace(seen, board_voice=board, certificate=_certificate(chosen))
        return
    with ExitStack() as stack:
        printer = _printer(chosen, stack)
        voice, voice_test = _voice(chosen)
        yield Parts(
            data,
            utc_now,
            hub,
            portal,
            printer=printer.status if printer else None,
            print_test=(lambda: _print(chosen, printer)) if printer else None,
            capture=_capture(chosen, stack),
            voice=voice,
            voice_test=voice_test,
            board_voice=board,
            certificate=_certificate(chosen),
        )


def _printer(chosen: Settings, stack: ExitStack) -> "SlipPrinter | None":
    from devices.printer import open_printer

    if not chosen.printer.url:
        return None
    printer = open_printer(
        chosen.printer.url, chosen.printer.profile, print_s=chosen.limits.print_s
    )
    stack.callback(printer.close)
    return printer


def _print(chosen: Settings, printer: "SlipPrinter") -> "PrintOutcome":
    from kiosk.slips.check import checked
    from kiosk.slips.sample import sample

    return printer.print_slip(checked(sample(chosen, utc_now())))


def _voice(chosen: Settings) -> "tuple[Look | None, Look | None]":
    """A look and a test; none where there is no voice."""
    from devices.voice import Manner, Sentence, open_voice
    from kiosk.texts import text

    voice = chosen.voice
    if not voice.output:
        return None, None
    speaker = open_voice(voice.output, device=voice.device, vietnamese=voice.vietnamese)
    sample = Sentence(text("voice.on", "vi"), "vi", Manner())

    def speak() -> "Health":
        found = speaker.look()
        return found if found.code else speaker.speak(sample, lambda: True) or found

    return speaker.look, speak


def _board_voice(chosen: Settings) -> "Look | None":
    """A look at what speaks the calls; none where boards only ring."""
    if not chosen.hub.announce:
        return None
    from kiosk.hub.announcements import Announcer

    return Announcer(chosen).look


def _certificate(chosen: Settings) -> "Look | None":
    """How the certificate is that a portal on this machine shows; none where none does."""
    from kiosk.portal.app import folder_of
    from kiosk.web.certificate import noted

    found = noted(folder_of(chosen), now=utc_now())
    return None if found is None else lambda: found


def _capture(chosen: Settings, stack: ExitStack) -> "Capture | None":
    """Camera and scanner, once they have said something of themselves."""
    from devices.health import State
    from kiosk.services.capture import open_capture

    capture = open_capture(chosen)
    if capture.camera is None and capture.scanner is None:
        return None
    known = threading.Event()

    def told(*_: object) -> None:
        devices = (("camera", capture.camera), ("scanner", capture.scanner))
        states = [capture.health(name).state for name, device in devices if device]  # type: ignore[arg-type]  # names of devices
        if all(state is not State.UNKNOWN for state in states):
            known.set()

    capture.on_health(told)
    stack.callback(capture.stop)
    capture.start()
    known.wait(SETTLE_S)
    return capture
