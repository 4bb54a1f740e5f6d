"""``kiosk run`` and ``kiosk demo``: the touch app on a kiosk, and the whole product to try."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.console import SOMEONE_MUST_ACT, load_settings
from kiosk.settings import Settings

if TYPE_CHECKING:  # Qt reads its environment at the first import, after `prepare`
    from ui.demo.office import DemoOffice


def has_display() -> bool:
    """Whether a window can be shown to a person."""
    return bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))


def prepare(*, offscreen: bool) -> None:
    """Set what Qt reads at its first import: one thread, software, and no window if wanted."""
    os.environ.setdefault("QSG_RENDER_LOOP", "basic")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@click.command()
@click.option("--windowed", is_flag=True, help="A window that can be closed, not full screen.")
@click.pass_context
def run(context: click.Context, *, windowed: bool) -> None:
    """Run the touch app on this kiosk until it is told to stop."""
    settings = load_settings(context)
    if not has_display() and "QT_QPA_PLATFORM" not in os.environ:
        raise _no_display()
    prepare(offscreen=False)
    raise click.exceptions.Exit(_run(settings, windowed=windowed))


def _no_display() -> click.exceptions.Exit:
    click.echo(
        "There is no display. Start this in a Wayland or X11 session, "
        "or see docs/howto/watch-the-app-without-a-screen.md.",
        err=True,
    )
    return click.exceptions.Exit(SOMEONE_MUST_ACT)


def _run(settings: Settings, *, windowed: bool) -> int:
    from devices.camera.address import CameraUrlError
    from devices.link import LinkUrlError
    from devices.printer.profile import UnknownProfileError
    from kiosk.domain.premises import PremisesError
    from kiosk.domain.services import OfficeError
    from offline_queue.database import sqlite3
    from ui import app
    from ui.bootstrap import Machine, ports
    from ui.wiring import Wiring

    try:
        machine = Machine(settings)
    except (
        OfficeError,
        PremisesError,
        CameraUrlError,
        LinkUrlError,
        UnknownProfileError,
    ) as error:
        raise click.UsageError(str(error)) from error
    except (OSError, sqlite3.OperationalError) as error:
        click.echo(f"The data folder {settings.paths.data} cannot be used: {error}", err=True)
        return SOMEONE_MUST_ACT
    try:
        wiring = Wiring(may_restart=True)
        status = app.run(ports(machine), settings, windowed=windowed, wiring=wiring)
    finally:
        machine.stop()
    if status == app.RESTART:
        # The same process with the same arguments: whoever supervises it sees no end.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves
    return status


@click.command()
@click.option("--tour", is_flag=True, help="Do the main job by itself and check every step.")
@click.option(
    "--profile",
    type=click.Choice(["office", "building"]),
    default=None,
    help="Where it stands: a ward's office, or the lobby of an apartment building "
    "(default: as the settings say).",
)
@click.option("--full-screen", is_flag=True, help="Fill the display; no dock beside the app.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder for data, pictures and slips (default: build/demo, build/tour).",
)
@click.pass_context
def demo(
    context: click.Context,
    *,
    tour: bool,
    profile: str | None,
    full_screen: bool,
    out: Path | None,
) -> None:
    """Show the whole product on this machine, with simulated devices.

    A dock beside the app breaks and mends devices and networks, and shows things to the kiosk.
    Without a display the tour is done instead of the app; in a building, its lobby alone.
    """
    from ui.demo.building import as_building, as_office

    settings = load_settings(context)
    if profile is not None:
        settings = as_building(settings) if profile == "building" else as_office(settings)
    guided = tour or not has_display()
    prepare(offscreen=guided)
    folder = (out or Path("build") / ("tour" if guided else "demo")).absolute()
    if guided:
        _tour(settings, folder)
    else:
        _demo(settings, folder, windowed=not full_screen)


def _tour(settings: Settings, folder: Path) -> None:
    import shutil

    from ui.demo import tour

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    from kiosk import logs

    with (folder / "kiosk.log").open("w", encoding="utf-8") as log:
        logs.configure(json=True, file=log)
        status = tour.run(folder, settings, say=click.echo)
    if not has_display():
        click.echo("To use it by hand: docs/howto/watch-the-app-without-a-screen.md")
    sys.stdout.flush()
    raise click.exceptions.Exit(status)


def _say_addresses(office: "DemoOffice", settings: Settings) -> None:
    from ui.demo.building import BOARD
    from ui.demo.dossiers import CLERK as DOSSIER_CLERK
    from ui.demo.office import CLERK

    dossiers = office.dossiers
    staff = f"{dossiers.url}/staff   name"
    click.echo(f"Desk page:  {office.url}/desk   name {CLERK}, password {office.password}")
    click.echo(f"Board:      {office.url}/board")
    click.echo(
        f"Dossiers:   {staff} {DOSSIER_CLERK}, "
        f"password {dossiers.password}, passphrase {dossiers.passphrase}"
    )
    if settings.site.profile == "building":
        click.echo(f"Notices:    {staff} {BOARD}, password {dossiers.board_password}")
    click.echo(f"Slips:      {office.slips}")
    click.echo("End with Ctrl-C.")


def _demo(settings: Settings, folder: Path, *, windowed: bool) -> None:
    from PySide6.QtCore import QTimer

    from ui import app
    from ui.bootstrap import ports
    from ui.demo.dock import DockWindow
    from ui.demo.office import DemoOffice
    from ui.demo.switches import DemoBench

    folder.mkdir(parents=True, exist_ok=True)
    with DemoOffice(folder, settings) as office:
        _say_addresses(office, settings)
        if office.machine is None:
            raise RuntimeError("the office did not start")
        docks: list[DockWindow] = []
        bench = DemoBench(office)

        def open_dock(kiosk: app.Kiosk) -> None:
            def show() -> None:
                docks.append(DockWindow(bench, kiosk.texts))
                docks[0].show_beside(kiosk.window)

            QTimer.singleShot(0, show)  # not within the app's first frame

        status = app.run(
            ports(office.machine),
            office.settings,
            windowed=windowed,
            on_ready=open_dock if windowed else None,
        )
        for dock in docks:
            dock.close()
    raise click.exceptions.Exit(status)


@click.command()
@click.option(
    "--tour",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("build/tour"),
    show_default=True,
    help="Folder of a finished tour.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs/pictures"),
    show_default=True,
    help="Folder for the pictures.",
)
def pictures(*, tour: Path, out: Path) -> None:
    """Put the pictures of README and guides together from the tour's photographs."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.demo.pictures import building, dock, dossier, overview

    try:
        click.echo(overview(tour, out))
        click.echo(dossier(out))
        click.echo(building(tour, out))
        click.echo(dock(out))
    except FileNotFoundError as error:
        raise click.UsageError(f"{error.filename} is missing: run the tour first") from error
