"""The view-models of one kiosk, made in one place and introduced to one another."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.contract.hub import Words
from kiosk.domain import words
from kiosk.domain.procedure import Filing
from kiosk.services.catalogue import load_catalogue
from kiosk.services.premises import read_premises
from kiosk.services.provinces import provinces
from kiosk.settings import Settings
from ui.background import Background, Lane
from ui.page import Circumstances
from ui.ports import FilingPorts, Ports
from ui.screens.aside import UnfinishedComment, UnfinishedForm
from ui.screens.camera import Camera
from ui.screens.doorstep import Doorstep, door_of
from ui.screens.feedback import FeedbackScreen
from ui.screens.filing import FilingScreen
from ui.screens.hand_in_tools import HandInTools
from ui.screens.handed_in import HandedIn
from ui.screens.helper import HelperMode
from ui.screens.helping import Helping
from ui.screens.information import Information
from ui.screens.keep import KeepScreen
from ui.screens.main import DossierScreens, Screens
from ui.screens.office import Office
from ui.screens.paper import PaperScreen
from ui.screens.rating import RatingScreen
from ui.screens.session import Session, default_size
from ui.screens.staff import StaffScreen
from ui.screens.texts import Texts
from ui.screens.ticket import TicketScreen
from ui.screens.track import TrackScreen
from ui.screens.typing import Typing
from ui.screens.voice import GATHER_MS, TURN_MS, VoiceScreen
from ui.wiring import Wiring


@dataclass(frozen=True, slots=True)
class _Site:
    """What all screens of one kiosk are made from; `owner` is their Qt parent."""

    ports: Ports
    settings: Settings
    wiring: Wiring
    background: Background
    texts: Texts
    office: Office
    session: Session
    owner: QObject

    @property
    def building(self) -> bool:
        return self.settings.site.profile == "building"


def make_screens(
    ports: Ports, settings: Settings, wiring: Wiring, background: Background, owner: QObject
) -> Screens:
    """Every view-model; Qt destroys them with `owner`."""
    site = _site(ports, settings, wiring, background, owner)
    helping = Helping(
        site.session, background, ports.help, monotonic=wiring.monotonic, parent=owner
    )
    ticket = TicketScreen(
        site.session,
        site.office,
        site.texts,
        background,
        tickets=ports.tickets,
        slips=ports.slips,
        parent=owner,
    )
    dossier = _dossier(site, ticket)
    staff, helper = _staff(site, dossier.filing)
    return Screens(
        texts=site.texts,
        session=site.session,
        office=site.office,
        ticket=ticket,
        dossier=dossier,
        staff=staff,
        helping=helping,
        helper=helper,
        information=_information(site),
        voice=VoiceScreen(
            site.session,
            site.texts,
            ports.voice,
            turn_ms=TURN_MS if wiring.animated else GATHER_MS,
            parent=owner,
        ),
    )


def watch_door(ports: Ports, screens: Screens, owner: QObject) -> Doorstep:
    """Staff cards and slips of put-aside forms are shown before anybody has begun."""
    doorstep = Doorstep(screens.session, door_of(ports), owner)
    doorstep.came.connect(screens.staff.shown)
    doorstep.came.connect(screens.dossier.keep.shown)
    screens.dossier.track.draft.connect(screens.dossier.keep.shown)
    return doorstep


def circumstances(settings: Settings) -> Circumstances:
    """What the pages of a dossier say of this site."""
    site = settings.site
    return Circumstances(
        language="vi",
        office=words.Words(site.name_vi, site.name_en),
        hotline=site.hotline,
        province=site.province,
        commune=site.commune,
        provinces=provinces(),
        building=site.profile == "building",
    )


def _site(
    ports: Ports, settings: Settings, wiring: Wiring, background: Background, owner: QObject
) -> _Site:
    texts = Texts(owner)
    building = settings.site.profile == "building"
    # A sample's hours are nobody's: a break is told where the site has set its own.
    known = bool(settings.site.premises) and not building
    premises = (ports.premises or read_premises(settings.site)) if known else None
    office = Office(
        texts,
        name=Words(vi=settings.site.name_vi, en=settings.site.name_en),
        settle_ms=wiring.settle_ms,
        building=building,
        premises=premises,
        filing=ports.filing.filing if ports.filing is not None else Filing.GUIDE,
        parent=owner,
    )
    session = Session(
        texts,
        size=default_size(settings.screen.mm_per_px),
        idle_s=settings.limits.idle_s,
        now=wiring.now,
        monotonic=wiring.monotonic,
        parent=owner,
    )
    return _Site(ports, settings, wiring, background, texts, office, session, owner)


def _hand_in_tools(site: _Site) -> HandInTools:
    ports = site.ports.filing or FilingPorts(load_catalogue(), Filing.GUIDE)
    session, texts, background, owner = site.session, site.texts, site.background, site.owner
    # Pages are thrown away after the dossier that names them is stored, never before.
    store = Lane(background)
    return HandInTools(
        session=session,
        texts=texts,
        background=background,
        typing=Typing(owner),
        paper=PaperScreen(
            session,
            texts,
            store,
            dossiers=ports.dossiers,
            capturing=ports.capturing,
            parent=owner,
        ),
        handed_in=HandedIn(
            session,
            texts,
            background,
            store,
            dossiers=ports.dossiers,
            slips=ports.slips,
            parent=owner,
        ),
        ports=ports,
        site=circumstances(site.settings),
        now=site.wiring.now,
        owner=owner,
    )


def _dossier(site: _Site, ticket: TicketScreen) -> DossierScreens:
    tools = _hand_in_tools(site)
    track = TrackScreen(tools)
    filing, feedback = FilingScreen(tools), FeedbackScreen(tools)
    keep = KeepScreen(tools, (UnfinishedForm(tools, filing), UnfinishedComment(feedback)))
    for changed in (filing.viewChanged, feedback.viewChanged, tools.typing.viewChanged):
        changed.connect(keep.changed)
    return DossierScreens(
        filing=filing,
        keep=keep,
        paper=tools.paper,
        handed_in=tools.handed_in,
        track=track,
        typing=tools.typing,
        camera=Camera(tools.ports.preview, site.owner),
        feedback=feedback,
        rating=RatingScreen(
            site.session,
            site.background,
            ticket=ticket,
            handed_in=tools.handed_in,
            track=track,
            ratings=site.ports.ratings,
            parent=site.owner,
        ),
    )


def _staff(site: _Site, filing: FilingScreen) -> tuple[StaffScreen, HelperMode]:
    staff = StaffScreen(
        site.session,
        site.texts,
        site.background,
        site.ports.staff,
        may_restart=site.wiring.may_restart,
        monotonic=site.wiring.monotonic,
        parent=site.owner,
    )
    helper = HelperMode(
        site.session,
        filing,
        site.background,
        site.ports.staff,
        monotonic=site.wiring.monotonic,
        parent=site.owner,
    )
    staff.helperCame.connect(helper.begin)
    return staff, helper


def _information(site: _Site) -> Information:
    return Information(
        site.session,
        site.office,
        site.texts,
        notices=site.ports.notices,
        premises=site.ports.premises or read_premises(site.settings.site),
        building=site.building,
        now=site.wiring.now,
        parent=site.owner,
    )
