"""The composition root of a kiosk: the only place that knows which parts are real."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import structlog

from devices.health import Health
from devices.keep_going import DEATHS
from devices.printer import open_printer
from devices.voice import Manner, VoiceWorker, open_voice
from devices.worker import PrinterWorker
from kiosk.clock import Clock, utc_now
from kiosk.contract.hub import BoardState, Service, Services, Words
from kiosk.domain.procedure import Filing
from kiosk.domain.ticket import business_day
from kiosk.remote.agent_client import SOCKET, AgentClient
from kiosk.remote.hub_client import HubClient
from kiosk.services import own_numbers
from kiosk.services.capture import open_capture
from kiosk.services.catalogue import load_catalogue
from kiosk.services.device_notes import DeviceNotes
from kiosk.services.disk_fault import remedy
from kiosk.services.dossier_desk import DossierDesk
from kiosk.services.draft import DraftShelf
from kiosk.services.enrolment import NotEnrolledError
from kiosk.services.hand_in import HandIn
from kiosk.services.help_line import HelpLine
from kiosk.services.hub_feed import HubFeed
from kiosk.services.notice_sets import content_keys
from kiosk.services.notices import NoticeShelf
from kiosk.services.office import read_office
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.own_ratings import OwnRatings
from kiosk.services.portal_line import PortalLine
from kiosk.services.premises import read_premises
from kiosk.services.print_slip import PrintSlip
from kiosk.services.printing import Printing
from kiosk.services.rate_visit import RateVisit
from kiosk.services.readiness import Parts
from kiosk.services.staff_access import StaffAccess
from kiosk.services.staff_desk import StaffDesk, print_test
from kiosk.services.take_ticket import TakeTicket
from kiosk.settings import Settings
from kiosk.slips.sample import sample
from kiosk.texts import text
from offline_queue.database import sqlite3
from ui.ports import FilingPorts, Language, Ports

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
            OfficeError, PremisesError, LinkUrlError, UnknownProfileError: a mistake in the
                settings.
            sqlite3.OperationalError: the data folder cannot be written.
        """
        self.settings = settings
        self.listeners = Listeners()
        self._clock = clock
        self._built_in = _built_in_services(settings)
        self.premises = read_premises(settings.site)
        self.office = Words(vi=settings.site.name_vi, en=settings.site.name_en)
        self._open_numbers(settings)
        self.notes = DeviceNotes(settings.paths.data, clock=clock)
        self.printer = self._open_printer(settings)
        self.catalogue = load_catalogue()
        self.capture = open_capture(settings)
        self.dossiers = self._open_dossiers(settings)
        self.drafts = self._open_drafts(settings)
        agent = AgentClient(settings.paths.data / SOCKET)
        self.line = PortalLine(agent) if self.dossiers is not None else None
        self.notices = _notice_shelf(settings, clock)
        self.voice = _open_voice(settings)
        self.printing = Printing(self.printer) if self.printer is not None else None
        self.slips = self._number_slips(settings)
        self.staff = self._staff_desk(settings)

    def _open_numbers(self, settings: Settings) -> None:
        """The hub, what this kiosk issues and keeps without it, and how that gets there."""
        data, hub, clock = settings.paths.data, settings.hub, self._clock
        self.hub = HubClient(
            hub.url,
            kiosk_id=settings.kiosk_id,
            timeout_s=settings.limits.hub_timeout_s,
        )
        self.own = OwnNumbers(data / own_numbers.FILE, slot=hub.slot)
        self.own_ratings = OwnRatings(data / "ratings.db", now=clock())
        self.hand_in = HandIn(self.hub, self.own, clock=clock, ratings=self.own_ratings)
        self.ratings = RateVisit(self.own_ratings, self.hand_in, clock=clock)
        self.feed = self._hub_feed()
        self.tickets = TakeTicket(
            self.hub,
            self.own,
            offered=self.offered,
            follow_url=hub.follow_url or hub.url,
            clock=clock,
        )

    def offered(self) -> Services:
        """What the office offers, as last heard from the hub, else as the settings say."""
        known = self.own.known_services(self._clock())
        return known or self._built_in(self._clock)

    def start(self) -> None:
        """Start the threads; the listeners must be set."""
        self.notes.open()
        DEATHS.begin(partial(self.notes.told, "app"))
        self.capture.on_health(self.notes.told)
        self.hand_in.start()
        self.feed.start()
        if self.printer is not None:
            self.printer.start()
        if self.printing is not None:
            self.printing.warm(sample(self.settings, self._clock()))
        self.capture.start()
        self.notices.start()

    def stop(self) -> None:
        """Stop the threads and close the files; each step waits at most 2 s."""
        self.feed.stop()
        if self.printing is not None:
            self.printing.close()
        if not self.capture.stop():
            log.error("capture.thread_stuck")
        if self.printer is not None and not self.printer.stop():
            log.error("printer.thread_stuck")
        self.hand_in.stop()
        if self.voice is not None and not self.voice.close():
            log.error("voice.thread_stuck")
        self.notes.close()
        self.own.close()
        self.notices.close()
        self.own_ratings.close()
        if self.dossiers is not None:
            self.dossiers.close()

    def _hub_feed(self) -> HubFeed:
        return HubFeed(
            self.hub,
            self.hand_in,
            on_state=lambda state: self.listeners.state(state),  # noqa: PLW0108 - set later
            on_services=self._services_came,
            on_link=lambda up: self.listeners.link(up),  # noqa: PLW0108 - set later
        )

    def _open_drafts(self, settings: Settings) -> DraftShelf | None:
        """None where nothing is filled in, or the disk refuses the folder."""
        if self.dossiers is None:
            return None
        try:
            return DraftShelf(settings.paths.data, clock=self._clock)
        except OSError as error:
            log.warning("draft.no_shelf", why=str(error))
            return None

    def _open_dossiers(self, settings: Settings) -> DossierDesk | None:
        """None where the site only guides, or this machine was never enrolled."""
        filing = settings.site.filing
        if filing is None or filing == "guide":
            return None
        try:
            return DossierDesk(
                settings.paths.data,
                filing=filing,
                clock=self._clock,
                receiving=settings.site.receiving,
            )
        except NotEnrolledError as error:
            log.error("dossiers.not_enrolled", why=str(error), do="kiosk enrol --file FILE")  # noqa: TRY400 - no defect of ours
            return None

    def _staff_desk(self, settings: Settings) -> StaffDesk:
        data, clock = settings.paths.data, self._clock
        printer, voice = self.printer, self.voice
        parts = Parts(
            data,
            clock,
            self.hub,
            portal_wanted=bool(settings.portal.url),
            printer=(lambda: printer.health) if printer else None,
            print_test=(lambda: print_test(settings, printer, clock)) if printer else None,
            capture=self.capture,
            voice=(lambda: voice.health) if voice else None,
            voice_test=(lambda: voice.try_out(text("voice.on", "vi"), "vi")) if voice else None,
            app=lambda: DEATHS.health,
        )
        access = StaffAccess(data, clock=clock)
        return StaffDesk(access, parts, capture=self.capture, slips=self.slips)

    def _number_slips(self, settings: Settings) -> PrintSlip | None:
        if self.printing is None:
            return None
        hotline = settings.site.hotline
        return PrintSlip(self.printing, self.own, self.hand_in, office=self.office, hotline=hotline)

    def _services_came(self, services: Services) -> None:
        try:
            self.own.remember_services(services)
        except sqlite3.Error as error:  # a full disk; they are wanted only at a start without hub
            log.warning("services.not_kept", why=str(error), **remedy(self.settings.paths.data))
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
        self.notes.told("printer", health)
        if health.code:
            log.warning("printer.remedy", code=health.code, do=text(f"remedy.{health.code}", "vi"))
        self.listeners.printer(health)


def _open_voice(settings: Settings) -> VoiceWorker | None:
    voice = settings.voice
    if not voice.output:
        return None
    return VoiceWorker(open_voice(voice.output, device=voice.device, vietnamese=voice.vietnamese))


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


def _notice_shelf(settings: Settings, clock: Clock) -> NoticeShelf:
    site = settings.site
    return NoticeShelf(
        settings.paths.data,
        clock=clock,
        block=site.block,
        floor=site.floor,
        site=site.id,
        keys=content_keys(site.content_keys),
    )


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


class _Voice:
    """The machine's voice; what it says of its health is also written down for technicians."""

    def __init__(self, machine: Machine, worker: VoiceWorker) -> None:
        self._machine, self._worker = machine, worker

    def start(self, on_health: Callable[[Health], None]) -> None:
        def told(health: Health) -> None:
            self._machine.notes.told("voice", health)
            if health.code:
                do = text(f"remedy.{health.code}", "vi")
                log.warning("voice.remedy", code=health.code, do=do)
            on_health(health)

        self._worker.start(told)

    def say(self, words: str, language: Language, manner: Manner) -> None:
        self._worker.say(words, language, manner)

    def hush(self) -> None:
        self._worker.hush()


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
    printer, voice = machine.printer, machine.voice
    return Ports(
        tickets=machine.tickets,
        feed=_Feed(machine),
        help=HelpLine(machine.hub),
        known=machine.offered(),
        slips=machine.slips,
        printer=_PrinterWatch(machine, printer) if printer is not None else None,
        filing=FilingPorts(
            catalogue=machine.catalogue,
            filing=Filing(machine.settings.site.filing or "guide"),
            dossiers=machine.dossiers,
            capturing=machine.capture,
            preview=machine.capture,
            slips=machine.printing,
            drafts=machine.drafts,
            compared=machine.settings.site.compared,
        ),
        notices=machine.notices,
        premises=machine.premises,
        staff=machine.staff,
        ratings=machine.ratings,
        voice=_Voice(machine, voice) if voice is not None else None,
        line=machine.line,
    )
