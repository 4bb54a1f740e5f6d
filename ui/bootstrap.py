"""The composition root of a kiosk: the only place that knows which parts are real."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from devices.health import Health
from devices.printer import open_printer
from devices.worker import PrinterWorker
from kiosk.clock import Clock, utc_now
from kiosk.contract.hub import BoardState, Service, Services, Words
from kiosk.domain.ticket import business_day
from kiosk.remote.hub_client import HubClient
from kiosk.services.hand_in import HandIn
from kiosk.services.hub_feed import HubFeed
from kiosk.services.office import read_office
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.print_slip import PrintSlip
from kiosk.services.take_ticket import TakeTicket
from kiosk.settings import Settings
from kiosk.texts import text

log = structlog.get_logger()


@dataclass
class Listeners:
    """Whoever wants to know; filled by the touch app before `Kiosk.start`."""

    state: Callable[[BoardState], None] = field(default=lambda _: None)
    services: Callable[[Services], None] = field(default=lambda _: None)
    link: Callable[[bool], None] = field(default=lambda _: None)
    printer: Callable[[Health], None] = field(default=lambda _: None)


class Kiosk:
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
