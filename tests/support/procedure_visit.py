"""One visit of one person for one procedure, and what was right or wrong about it."""

import datetime as dt
import html
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from kiosk.domain.procedure import Filing, Need, PaperKind, Way, needs, way
from kiosk.domain.vietnamese import date_in_words
from kiosk.domain.words import Words
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip
from tests.support.procedure_person import Citizen, unreached
from tests.support.procedure_visitor import WAIT_S
from tests.support.procedure_world import COMMUNE, PROVINCE, Arrived, World
from ui import pages
from ui.case import PaperDeed
from ui.page import Circumstances, Language
from ui.stage import StageError

#: Person and the setting of the site where they stand. The reader's site only guides.
SITES: Final = {
    "quick": Filing.PORTAL,
    "thorough": Filing.PORTAL,
    "unsure": Filing.PREPARE,
    "reader": Filing.GUIDE,
}
MANNERS: Final = tuple(SITES)
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
SAID: Final = Path("build/every-procedure")
_DOORS: Final = {Way.FILE: "code", Way.PREPARE: "code"}


@dataclass
class Visit:
    """One line of the results."""

    code: str
    manner: str
    end: str = ""
    screens: int = 0
    taps: int = 0
    characters: int = 0
    fields: int = 0
    pages: int = 0
    stops: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether it went as it must."""
        return not self.wrong

    def plain(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)


def visit(world: World, code: str, manner: str) -> Visit:
    """Walk it; whatever goes wrong is said in the result."""
    procedure = world.catalogue.procedures[code]
    filing = SITES[manner]
    found = Visit(code, manner)
    with world.stage(filing) as stage:
        who = Citizen(world, stage, procedure, manner)
        try:
            who.come()
            found.end = who.go()
            _end(world, who, found)
        except (AssertionError, StageError, StopIteration) as error:
            step = who.steps[-1] if who.steps else "the way there"
            found.wrong.append(f"{step}: {error!r}"[:600])
            stage.grab(Path(f"build/every-procedure/{code}-{manner}.png"))
    _written_down(who)
    found.screens, found.taps, found.characters = who.screens, who.taps, who.characters
    found.stops, found.fields, found.pages = who.stops, len(who.said), who.sheets
    found.wrong += who.trouble
    expected = _DOORS.get(way(procedure, world.catalogue.forms, filing), "guide")
    if found.end != expected and not found.wrong:
        found.wrong.append(f"ended at {found.end}, must be {expected}")
    return found


def _written_down(who: Citizen) -> None:
    """What every page said, in both languages, to be read by people."""
    lines = [f"{who.procedure.code} {who.procedure.short_name.vi} ({who.manner})"]
    for walk, step in who.seen:
        lines.append(f"\n[{step.kind.value} {step.key}]")
        for language in LANGUAGES:
            here = Circumstances(language, Words("PHƯỜNG", "WARD"), "1900", PROVINCE, COMMUNE)
            page = pages.page(walk, here)
            said = (page.title, page.lead, page.note, page.primary, page.secondary)
            lines.append(f"  {language}: " + " | ".join(said))
            lines += [
                f"      - {item.label} :: {item.detail} {[one.label for one in item.choices]}"
                for item in page.items[:24]
            ]
    path = SAID / f"{who.procedure.code}-{who.manner}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def _end(world: World, who: Citizen, found: Visit) -> None:
    if found.end == "guide":
        _guided(world, who, found)
    elif found.end == "code":
        code = who.stage.text("handed.code")
        arrived = world.arrived(code)
        found.wrong += _compare(who, arrived)
        found.wrong += _slip(world, who, code)


def _guided(world: World, who: Citizen, found: Visit) -> None:
    """The list is printed whole, and a number can be taken."""
    who.tap("secondary")
    who.stage.wait_until(lambda: world.printing.slips, WAIT_S)
    slip = world.printing.slips[-1]
    assert isinstance(slip, ChecklistSlip)
    names = {name for name, _ in slip.papers}
    wanted = needs(who.procedure, {})
    for item in who.procedure.requirements:
        if wanted[item.id] is not Need.NOT_NEEDED and item.name.vi not in names:
            found.wrong.append(f"the slip does not name {item.id}")
    if len(slip.facts) != 3 or not all(value for _, value in slip.facts):
        found.wrong.append(f"fee, time or source is missing on the slip: {slip.facts}")
    who.tap("primary")
    who.stage.wait_until(lambda: who.stage.shows("service.ho-tich"), WAIT_S)
    who.screens += 1


def _slip(world: World, who: Citizen, code: str) -> list[str]:
    who.stage.wait_until(lambda: world.printing.slips, WAIT_S)
    slip = world.printing.slips[-1]
    assert isinstance(slip, DossierSlip)
    wrong = []
    if slip.code != code:
        wrong.append(f"slip {slip.code}, screen {code}")
    if slip.pages != who.sheets:
        wrong.append(f"the slip counts {slip.pages} pages of {who.sheets}")
    return wrong


def _compare(who: Citizen, arrived: Arrived) -> list[str]:
    """What the office reads against what was said."""
    assert who.form is not None
    form, wanted = arrived.form, who.expected()
    for item in who.form.single_fields():
        if item.date_in_words_of and item.date_in_words_of in wanted:
            day, month, year = (int(part) for part in wanted[item.date_in_words_of].split("/"))
            wanted[item.name] = date_in_words(_date(year, month, day))
    wrong = [
        f"{name}: said {wanted.get(name)!r}, received {form.answers.get(name)!r}"
        for name in sorted(wanted.keys() | form.answers.keys())
        if wanted.get(name) != form.answers.get(name)
    ]
    received = {one.id: [dict(row) for row in one.rows] for one in form.lists}
    if received != who.rows:
        wrong.append(f"lists: said {who.rows}, received {received}")
    page = html.unescape(arrived.shown)
    unseen = [value for value in form.answers.values() if value not in page]
    wrong += [f"the clerk's page does not show {value!r}" for value in unseen]
    wrong += _pages(who, arrived)
    if who.manner == "thorough":
        wrong += [f"never asked: {name}" for name in unreached(who.form, wanted)]
    return wrong


def _date(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, day)


def _pages(who: Citizen, arrived: Arrived) -> list[str]:
    wrong = []
    if len(arrived.pages) != who.sheets:
        wrong.append(f"{who.sheets} sheets were kept, {len(arrived.pages)} came")
    said = {page.plain_sha256 for page in arrived.form.pages}
    wrong += [
        "a page does not decrypt to what was sealed"
        for page in arrived.pages
        if not page.startswith(b"%PDF") or sha256(page).hexdigest() not in said
    ]
    papers = {item.id for item in who.procedure.requirements if item.kind is PaperKind.HAND_IN}
    if not {page.requirement for page in arrived.form.pages} <= papers:
        wrong.append("a page belongs to no paper")
    ways = {deed.value for deed in PaperDeed}
    if not set(arrived.form.not_scanned.values()) <= ways:
        wrong.append(f"unknown ways of papers: {arrived.form.not_scanned}")
    return wrong
