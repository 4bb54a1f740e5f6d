"""``kiosk find-page``, ``kiosk scan-page`` and ``kiosk simulate camera``."""

import json
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import click

from kiosk.console import FAILED, SOMEONE_MUST_ACT

if TYPE_CHECKING:  # OpenCV takes a third of a second to load; other commands do without
    from devices.camera.images import Bgr
    from devices.camera.rectify import Sheet


GOOD: Final = "good"  # the verdict of shots that became a PDF


def register(root: click.Group) -> None:
    """Add the commands of this module."""
    root.add_command(find_page)
    root.add_command(scan_page)
    simulate_group(root).add_command(simulate_camera)


def simulate_group(root: click.Group) -> click.Group:
    """The group ``kiosk simulate``, made by whichever module comes first."""
    group = root.commands.get("simulate")
    if not isinstance(group, click.Group):
        group = click.Group("simulate", help="Run a simulated device below the real driver.")
        root.add_command(group)
    return group


def say(**event: object) -> None:
    """One JSON object on a line of its own, at once."""
    click.echo(json.dumps(event, ensure_ascii=False))
    sys.stdout.flush()


def obey_until_told_to_stop(command: Callable[[Mapping[str, object]], None]) -> None:
    """Carry out JSON lines of standard input; returns on SIGTERM or SIGINT."""
    from devices.sim.stdin import Orders

    def obey(line: str) -> None:
        try:
            order = json.loads(line)
            if not isinstance(order, dict):
                raise TypeError("expected an object")  # noqa: TRY301 - answered like the rest
            command(order)
        except (ValueError, TypeError, OSError) as error:
            say(ok=False, error=str(error))
        else:
            say(ok=True)

    orders, done = Orders(obey), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    orders.start()
    done.wait()
    orders.stop()


def _picture(path: Path) -> "Bgr | str":
    """The decoded picture, or why there is none."""
    from devices.camera.decode_worker import PictureRefusedError, decode_file

    try:
        return decode_file(path)
    except PictureRefusedError as refused:
        return str(refused.reason)
    except OSError as error:
        return error.strerror or "cannot be read"


@click.command("find-page")
@click.argument("images", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--empty", type=click.Path(path_type=Path), help="Picture of the empty plate.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an image.")
@click.pass_context
def find_page(
    context: click.Context, images: tuple[Path, ...], empty: Path | None, *, as_json: bool
) -> None:
    """Find the paper on each image (PNG or JPEG): {file,corners,why,ms}.

    Corners are pixels, clockwise from the top left; why says what keeps the page from being
    shot (touches_border, no_page) or why the image was not taken. Exit 0 if every image was
    taken, else 1.
    """
    plate = _picture(empty) if empty else None
    if isinstance(plate, str):
        raise click.UsageError(f"{empty}: {plate}")
    failed = False
    for path in images:
        row, taken = _found(path, plate)
        failed |= not taken
        if as_json:
            say(**row)
        else:
            click.echo(f"{row['file']}: {row['why'] or row['corners']}  ({row['ms']} ms)")
    if failed:
        context.exit(FAILED)


def _found(path: Path, plate: "Bgr | None") -> tuple[dict[str, object], bool]:
    from devices.camera.page import find_page as find

    picture = _picture(path)
    corners, why, started = None, None, perf_counter()
    if isinstance(picture, str):
        why = picture
    else:
        try:
            page = find(picture, empty=plate)
            why = page.why
            corners = None if page.corners is None else page.corners.round(1).tolist()
        except ValueError as error:  # too small, or another size than the empty plate
            why = str(error)
    ms = round((perf_counter() - started) * 1000, 1)
    return {"file": str(path), "corners": corners, "why": why, "ms": ms}, not isinstance(
        picture, str
    )


@click.command("scan-page")
@click.argument("images", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--empty", type=click.Path(path_type=Path), help="Picture of the empty plate.")
@click.option("--sheet", type=click.Choice(["a4", "id1"]), help="Default: by its shape.")
@click.option("--text", "text_only", is_flag=True, help="Black and white, a tenth of the size.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def scan_page(
    context: click.Context,
    images: tuple[Path, ...],
    out: Path,
    empty: Path | None,
    sheet: str | None,
    *,
    text_only: bool,
    as_json: bool,
) -> None:
    """Make one PDF of shots of a paper: {verdict,pages,bytes,ms}.

    The verdict is that of the first shot that should be taken again, else good; then the PDF
    is written. Exit 0 good, 1 an image was not taken, 3 take a shot again.
    """
    from devices.camera.pdf import Ink, to_pdf

    started = perf_counter()
    plate = _picture(empty) if empty else None
    shots = _Shots(plate, refused=True) if isinstance(plate, str) else _take(images, plate, sheet)
    data = b""
    if shots.verdict == GOOD and shots.sheet is not None:
        ink = Ink.TEXT if text_only else Ink.COLOUR
        data = to_pdf(shots.pages, shots.sheet, ink_kind=ink)
        out.write_bytes(data)
    ms = round((perf_counter() - started) * 1000, 1)
    if as_json:
        say(verdict=shots.verdict, pages=len(shots.pages), bytes=len(data), ms=ms)
    else:
        click.echo(f"{shots.verdict}: {len(shots.pages)} pages, {len(data)} bytes, {ms:.0f} ms")
    if shots.verdict != GOOD:
        context.exit(FAILED if shots.refused else SOMEONE_MUST_ACT)


@dataclass(slots=True)
class _Shots:
    """The pages so far; `verdict` is of the first shot that stopped the work, else `GOOD`."""

    verdict: str = GOOD
    refused: bool = False  # a picture was not taken at all
    pages: list["Bgr"] = field(default_factory=list)
    sheet: "Sheet | None" = None


def _take(images: tuple[Path, ...], plate: "Bgr | None", sheet: str | None) -> _Shots:
    from devices.camera.quality import Verdict
    from devices.camera.rectify import Sheet
    from devices.camera.scan import scan

    shots = _Shots(sheet=Sheet(sheet) if sheet else None)
    for path in images:
        picture = _picture(path)
        if isinstance(picture, str):
            shots.verdict, shots.refused = picture, True
            break
        shot = scan(picture, empty=plate, sheet=shots.sheet)
        if shot.verdict is not Verdict.GOOD or shot.page is None:
            shots.verdict = shot.verdict
            break
        shots.sheet = shots.sheet or shot.sheet
        shots.pages.append(shot.page)
    return shots


@click.command("camera")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--fps", type=click.FloatRange(1, 60), default=15.0, show_default=True)
@click.option("--scene", default="{}", help='JSON, such as {"subject": "card", "angle": 20}.')
def simulate_camera(port: int, fps: float, scene: str) -> None:
    """A document camera as an MJPEG stream on 127.0.0.1.

    Faults are switched by one JSON object a line on standard input, such as {"fault": "stall"}
    (none, stall, drop, black, frozen, rotated, other_size, slow, absent); what lies under it by
    {"scene": {"subject": "page", "plate": "wood"}}. Ends on SIGTERM or SIGINT.
    """
    from devices.sim.camera import CameraSimulator, changed_scene
    from devices.sim.scene import Scene

    try:
        changes = json.loads(scene)
        if not isinstance(changes, dict):
            raise TypeError("expected an object")  # noqa: TRY301 - said like the rest
        arranged = changed_scene(Scene(), changes)
    except (ValueError, TypeError) as error:
        raise click.UsageError(f"--scene: {error}") from error
    try:
        simulator = CameraSimulator(arranged, port=port, fps=fps)
    except OSError as error:
        raise click.ClickException(f"cannot listen: {error}") from error
    say(event="ready", url=simulator.url)
    obey_until_told_to_stop(simulator.command)
    simulator.close()
