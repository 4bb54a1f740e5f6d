"""The composition root of a kiosk: the only place that knows which parts are real."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog
import uuid_utils.compat as uuid

from devices.health import Health
from devices.printer import open_printer
from devices.worker import PrinterWorker
from kiosk.clock import Clock, utc_now
from kiosk.contract.hub import BoardState, HelpCall, Service, Services, Words
from kiosk.domain.ticket import business_day
from kiosk.remote.hub_client import HubClient, HubRefusedError, HubUnreachableError
from kiosk.services.hand_in import HandIn
from kiosk.services.hub_feed import HubFeed
from kiosk.services.office import read_office
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.print_slip import PrintSlip
from kiosk.services.take_ticket import TakeTicket
from kiosk.settings import Settings
from kiosk.texts import text
from ui.ports import Ports

log = structlog.get_logger()


@dataclass
class Listeners:
    """Whoever wants to know; filled by the touch app before `Machine.start`."""

    state: Callable[[BoardState], None] = field(default=lambda _: None)
    services: Callable[[Services], None] = field(default=lambda _: None)
    link: Callable[[bool], None] = field(default=lambda _: None)
    printer: Callable[[Health], None] = field(default=lambda _: None)


class Machine:
    """Everything below the screen: hub, own numbers, printer, and their threads.

    Callbacks of `listeners` come from other threads than the caller's.
    """

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        """Open what `settings` name; starts no thread.

        Raises:
            OfficeError, LinkUrlError, UnknownProfileError: a mistake in the settings.
            sqlite3.OperationalError: the data folder cannot be written.
        """
        self.settings = settings
        self.listeners = Listeners()
        self._clock = clock
        site, hub = settings.site, settings.hub
        self._built_in = _built_in_services(settings)
        self.office = Words(vi=site.name_vi, en=site.name_en)
        self.hub = HubClient(
            hub.url, kiosk_id=f"{site.id}-{hub.slot}"[:40], timeout_s=settings.limits.hub_timeout_s
        )
        self.own = OwnNumbers(Path(settings.paths.data) / "kiosk.db", slot=hub.slot)
        self.hand_in = HandIn(self.hub, self.own, clock=clock)
        self.feed = HubFeed(
            self.hub,
            self.hand_in,
            on_state=lambda state: self.listeners.state(state),  # noqa: PLW0108 - set later
            on_services=self._services_came,
            on_link=lambda up: self.listeners.link(up),  # noqa: PLW0108 - set later
        )
        self.printer = self._open_printer(settings)
        self.tickets = TakeTicket(
            self.hub,
            self.own,
            offered=self.offered,
            follow_url=hub.follow_url or hub.url,
            clock=clock,
        )
        self.slips = PrintSlip(
            self.printer, self.own, self.hand_in, office=self.office, hotline=site.hotline
        )

    def offered(self) -> Services:
        """What the office offers, as last heard from the hub, else as the settings say."""
        known = self.own.known_services(self._clock())
        return known or self._built_in(self._clock)

    def start(self) -> None:
        """Start the threads; the listeners must be set."""
        self.hand_in.start()
        self.feed.start()
        if self.printer is not None:
            self.printer.start()

    def stop(self) -> None:
        """Stop the threads and close the files; each step waits at most 2 s."""
        self.feed.stop()
        self.slips.close()
        if self.printer is not None and not self.printer.stop():
            log.error("printer.thread_stuck")
        self.hand_in.stop()
        self.own.close()

    def _services_came(self, services: Services) -> None:
        self.own.remember_services(services)
        self.listeners.services(services)

    def _open_printer(self, settings: Settings) -> PrinterWorker | None:
        printer = settings.printer
        if not printer.url:
            return None
        return PrinterWorker(
            open_printer(printer.url, printer.profile, print_s=settings.limits.print_s),
            on_health=self._printer_changed,
        )

    def _printer_changed(self, health: Health) -> None:
        log.info(
            "printer.health",
            state=health.state.value,
            code=health.code,
            evidence=health.evidence,
            remedy=text(f"remedy.{health.code}", "vi") if health.code else None,
        )
        self.listeners.printer(health)


def _built_in_services(settings: Settings) -> Callable[[Clock], Services]:
    """What the settings' own list says, for a kiosk that has never seen its hub."""
    office = read_office(settings.site.services)
    names = Words(vi=settings.site.name_vi, en=settings.site.name_en)
    services = tuple(
        Service(
            id=each.id,
            series=each.series,
            name=Words(vi=each.name.vi, en=each.name.en),
            hint=Words(vi=each.hint.vi, en=each.hint.en),
        )
        for each in office.services
    )

    def offered(clock: Clock) -> Services:
        now = clock()
        return Services(office=names, day=business_day(now), now=now, services=services)

    return offered


class _Feed:
    """The hub's feed, as the screens know it; the machine's other threads start with it."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def start(
        self,
        on_state: Callable[[Services | BoardState], None],
        on_link: Callable[[bool], None],
    ) -> None:
        listeners = self._machine.listeners
        listeners.state = listeners.services = on_state
        listeners.link = on_link
        self._machine.start()

    def stop(self) -> None:
        self._machine.feed.stop()


class _Help:
    """Help calls over the hub."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def call(self, screen: str) -> bool:
        hub = self._machine.hub
        try:
            hub.call_for_help(HelpCall(kiosk_id=hub.kiosk_id, screen=screen), key=uuid.uuid7())
        except (HubUnreachableError, HubRefusedError) as error:
            log.warning("help.not_told", why=str(error))
            return False
        return True


class _PrinterWatch:
    """The printer's health, as the machine's worker tells it."""

    def __init__(self, machine: Machine, worker: PrinterWorker) -> None:
        self._machine = machine
        self._worker = worker

    def start(self, on_health: Callable[[Health], None]) -> None:
        self._machine.listeners.printer = on_health
        on_health(self._worker.health)

    def stop(self) -> None:
        self._machine.listeners.printer = lambda _: None


def ports(machine: Machine) -> Ports:
    """What the screens need, from the real parts."""
    printer = machine.printer
    return Ports(
        tickets=machine.tickets,
        feed=_Feed(machine),
        help=_Help(machine),
        known=machine.offered(),
        slips=machine.slips if printer is not None else None,
        printer=_PrinterWatch(machine, printer) if printer is not None else None,
    )
