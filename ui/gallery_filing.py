"""What stands behind the pages of a dossier in a gallery: a still camera, a still storage.

Nothing is stored or sent; the pages themselves, the catalogue, the way and the reading of card
and paper are the real ones.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from uuid import UUID

from devices.sim.scene import Subject
from kiosk.contract.agent import Following
from kiosk.contract.hub import Words
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier import Status
from kiosk.domain.dossier_code import parse_code
from kiosk.domain.procedure import Filing
from kiosk.services.capture import Capture
from kiosk.services.catalogue import load_catalogue
from kiosk.services.dossier_desk import Fault, NotTakenError
from kiosk.services.draft import HOLDS, DraftError, Kept, Refusal
from kiosk.services.submit_dossier import CapturedPage, Declaration, DossierIds, Stored
from kiosk.services.track_dossier import Answer
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip
from kiosk.slips.draft_slip import DraftSlip
from offline_queue.envelope import Blob
from ui.flow import CHECK, Step
from ui.gallery_camera import StillCamera
from ui.ports import FilingPorts, PrintNews
from ui.stage import Stage

CODE: Final = "H3K7QP2MH"
SECRET: Final = "7K2M"  # noqa: S105 - stands on a sample
PORTAL: Final = "https://cong.songmay.example"
OFFICE: Final = Words(vi="UBND phường Sông Mây (minh họa)", en="Song May Ward (demonstration)")
WAIT_S: Final = 20.0  # a frame is searched for codes, or a page straightened, on a busy machine


@dataclass
class SampleDossiers:
    """Storage, portal and slip printer that stand still; `fault` refuses, `tracked` answers."""

    at: dt.datetime
    fault: Fault | None = None
    news: PrintNews | None = None
    tracked: Callable[[dt.datetime], Tracked] | None = None
    camera: StillCamera = field(default_factory=StillCamera)
    capturing: Capture | None = None
    aside: bytes = b""

    def close(self) -> None:
        """Nobody looks out for codes any more."""
        if self.capturing is not None:
            self.capturing.stop()

    def office(self, receiving: str) -> Words:
        """One office for everything."""
        del receiving
        return OFFICE

    def guide_url(self, procedure: str, receiving: str) -> str:
        """A page that is nowhere."""
        del receiving
        return f"{PORTAL}/p/{procedure}"

    def ready(self, receiving: str) -> None:
        """Raises what the scene wants."""
        if self.fault is not None:
            raise NotTakenError(self.fault, receiving)

    def capture(self, receiving: str, pdf: bytes, *, requirement: str, page: int) -> CapturedPage:
        """A page that is nowhere."""
        del receiving
        blob = Blob("0" * 64, len(pdf))
        return CapturedPage(requirement, page, "application/pdf", "0" * 64, blob, ())

    def discard(self, pages: tuple[CapturedPage, ...]) -> None:
        """Nothing was kept."""

    def submit(
        self,
        receiving: str,
        ids: DossierIds,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
    ) -> Stored:
        """The same code every time."""
        del receiving, declaration, pages
        url = f"{PORTAL}/d/H3K-7QP-2MH#{SECRET}"
        code = parse_code(CODE)
        return Stored(ids.dossier_id, ids.dossier_id, code, SECRET, self.at, url)

    def supplement(
        self,
        receiving: str,
        ids: DossierIds,
        delivery_id: UUID,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
    ) -> Stored:
        """As `submit`."""
        del delivery_id
        return self.submit(receiving, ids, declaration, pages)

    def give_feedback(self, ids: DossierIds, declaration: Declaration) -> Stored:
        """As `submit`."""
        if self.fault is not None:
            raise NotTakenError(self.fault, "feedback")
        return self.submit("ttpvhcc", ids, declaration, ())

    def track(self, code: str, secret: str) -> Answer:
        """What the scene says; without, that it is still here."""
        del code, secret
        if self.tracked is None:
            return Following(where="here", stored_at=self.at, procedure="1.004873")
        return Following(where="portal", tracked=self.tracked(self.at), delivered=True)

    def print(
        self, slip: DossierSlip | ChecklistSlip | DraftSlip, on_news: Callable[[PrintNews], None]
    ) -> None:
        """The scene's news, or none yet."""
        del slip
        if self.news is not None:
            on_news(self.news)

    def keep(self, plain: bytes) -> Kept:
        """Kept in memory; the same secret every time."""
        self.aside = plain
        return Kept("A" * 22, self.at + HOLDS)

    def take(self, secret: str) -> bytes:
        """What was kept; nothing for another secret."""
        if secret != "A" * 22 or not self.aside:
            raise DraftError(Refusal.GONE)
        return self.aside

    def sweep(self) -> int:
        """Nothing runs out."""
        return 0

    def ports(self, filing: Filing) -> FilingPorts:
        """All of it, as the app gets it."""
        capture = self.capturing = Capture(lambda _told: self.camera)
        if filing is Filing.GUIDE:
            return FilingPorts(load_catalogue(), filing, slips=self)
        return FilingPorts(load_catalogue(), filing, self, capture, capture, self, self)


def tracked(status: Status, **fields: object) -> Callable[[dt.datetime], Tracked]:
    """A portal's answer with this status."""

    def answer(at: dt.datetime) -> Tracked:
        return Tracked(
            dossier_id=UUID(int=1),
            code="H3K-7QP-2MH",
            procedure="1.004873",
            office=OFFICE,
            received_at=at,
            status=status,
            status_at=at,
            **fields,
        )

    return answer


Act = Callable[[Stage, SampleDossiers], None]

CHOOSE: Final = ("attract.begin", "tile.file")
WHOM: Final = (*CHOOSE, "option.1.004873")
FIT: Final = (*WHOM, "option.self", "reply.0.yes", "reply.1.yes")
#: Papers whose condition is asked; only the first one's holds.
ASKED: Final = ("ly_hon", "chung_tu", "giay_cu", "noi_o_cu")
CASES: Final = (
    *(*FIT, "primary", f"reply.{ASKED[0]}.yes"),
    *(f"reply.{paper}.no" for paper in ASKED[1:]),
)
NEEDS: Final = (*CASES, "primary")
CONSENT: Final = (*NEEDS, "primary")
CARD_PAGE: Final = (*CONSENT, "primary")


MOST_SHEETS: Final = 12  # in the largest letters three choices fill a page


def touch(stage: Stage, *names: str, wait_s: float = WAIT_S) -> None:
    """One thing after the other, on whatever sheet of its page each one is."""
    for name in names:
        for _ in range(MOST_SHEETS):
            stage.wait_until(partial(_there, stage, name), wait_s)
            if stage.shows(name):
                break
            stage.tap("more")
        stage.tap(name)


def _there(stage: Stage, name: str) -> bool:
    return stage.shows(name) or stage.shows("more")


def walk(*taps: str) -> Act:
    """Touch one thing after the other."""

    def act(stage: Stage, dossiers: SampleDossiers) -> None:
        del dossiers
        touch(stage, *taps)

    return act


def card_page(stage: Stage, dossiers: SampleDossiers) -> None:
    """The camera waits for a card."""
    walk(*CARD_PAGE)(stage, dossiers)
    stage.wait_until(lambda: stage.shows("card.live") and not stage.shows("camera.none"), WAIT_S)


def read_card(stage: Stage, dossiers: SampleDossiers) -> None:
    """To the card, shown and read."""
    walk(*CARD_PAGE)(stage, dossiers)
    stage.wait_until(lambda: stage.shows("secondary"))
    dossiers.camera.subject = Subject.CARD
    stage.wait_until(lambda: stage.shows("card.name"), WAIT_S)


def before_scan(stage: Stage, dossiers: SampleDossiers) -> None:
    """To the paper that is scanned; the judgment's number is left open."""
    read_card(stage, dossiers)
    dossiers.camera.subject = Subject.PAGE
    walk("primary", "option.3", "secondary", "option.Để kết hôn")(stage, dossiers)
    stage.wait_until(lambda: stage.shows("scan.shoot") and not stage.shows("camera.none"), WAIT_S)


def shot(stage: Stage, dossiers: SampleDossiers) -> None:
    """A page was taken."""
    before_scan(stage, dossiers)
    stage.tap("scan.shoot")
    stage.wait_until(lambda: stage.shows("scan.keep"), WAIT_S)


def no_shot(stage: Stage, dossiers: SampleDossiers) -> None:
    """The camera gave no picture."""
    before_scan(stage, dossiers)
    dossiers.camera.mute = True
    stage.tap("scan.shoot")
    stage.wait_until(lambda: stage.shows("scan.verdict"), WAIT_S)


def coarse(stage: Stage, dossiers: SampleDossiers) -> None:
    """The camera's picture is too small to read writing on."""
    before_scan(stage, dossiers)
    dossiers.camera.coarse = True
    stage.wait_until(lambda: stage.shows("camera.none"), WAIT_S)


def _at(stage: Stage) -> Step | None:
    walk = stage.kiosk.dossier.filing.view.walk
    return walk.at if walk is not None else None


def check(stage: Stage, dossiers: SampleDossiers) -> None:
    """All answers in rows."""
    shot(stage, dossiers)
    stage.tap("scan.keep")
    stage.wait_until(lambda: _at(stage) == CHECK)


def check_look(stage: Stage, dossiers: SampleDossiers) -> None:
    """The front was shot twice: the summary asks about it."""
    shot(stage, dossiers)
    stage.tap("scan.more")
    walk("scan.shoot", "scan.keep")(stage, dossiers)
    stage.wait_until(lambda: _at(stage) == CHECK, WAIT_S)


def check_mend(stage: Stage, dossiers: SampleDossiers) -> None:
    """The empty side of a paper was kept: the summary leads back to it."""
    before_scan(stage, dossiers)
    dossiers.camera.subject = Subject.BLANK
    walk("scan.shoot", "scan.keep")(stage, dossiers)
    stage.wait_until(lambda: _at(stage) == CHECK, WAIT_S)


def leave_out(stage: Stage, dossiers: SampleDossiers) -> None:
    """Back at the paper: the page that does not belong can go."""
    check_look(stage, dossiers)
    walk("row.scan:ly_hon")(stage, dossiers)
    stage.wait_until(lambda: stage.shows("scan.way.leave_out:2"), WAIT_S)


def ending(stage: Stage, dossiers: SampleDossiers) -> None:
    """*Kết thúc* with a form half done."""
    read_card(stage, dossiers)
    walk("key.end")(stage, dossiers)
    stage.wait_until(lambda: stage.shows("idle.keep"), WAIT_S)


def kept(stage: Stage, dossiers: SampleDossiers) -> None:
    """Put aside, with its code on the screen."""
    ending(stage, dossiers)
    stage.tap("idle.keep")
    stage.wait_until(lambda: stage.shows("kept.code"), WAIT_S)


def declared(stage: Stage, dossiers: SampleDossiers) -> None:
    """The declaration, ticked."""
    check(stage, dossiers)
    walk("primary", "tick.declare")(stage, dossiers)


def sent_off(stage: Stage, dossiers: SampleDossiers) -> None:
    """Stored, and the slip's news are there."""
    declared(stage, dossiers)
    stage.tap("primary")
    stage.wait_until(lambda: stage.shows("handed.code"), WAIT_S)
    if dossiers.news is not None:
        stage.wait_until(lambda: stage.kiosk.dossier.handed_in.view.slip != "printing")
    if dossiers.tracked is not None:
        stage.kiosk.dossier.handed_in.ask()
        stage.wait_until(lambda: stage.kiosk.dossier.handed_in.sent, WAIT_S)


def typed(stage: Stage, dossiers: SampleDossiers) -> None:
    """Half an answer."""
    read_card(stage, dossiers)
    keys = ("s", "o", "tone.sac", "space", "symbols", "1", "2", "/")
    walk("primary", "option.3", *(f"key.{key}" for key in keys))(stage, dossiers)


def searched(stage: Stage, dossiers: SampleDossiers) -> None:
    """A procedure is looked for without marks."""
    walk(*CHOOSE, "primary", *(f"key.{key}" for key in "khai"))(stage, dossiers)


def followed(stage: Stage, dossiers: SampleDossiers) -> None:
    """Code and secret typed, and the answer there."""
    walk("attract.begin", "tile.track")(stage, dossiers)
    walk(*(f"key.{key}" for key in CODE), "primary")(stage, dossiers)
    walk(*(f"key.{key}" for key in SECRET), "primary")(stage, dossiers)
    stage.wait_until(lambda: stage.kiosk.dossier.track.view.place == "told", WAIT_S)
