"""How a person wants the screen handled: low reach, big buttons, more time, nothing that moves."""

import re
from typing import Final

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from kiosk.settings import Settings
from tests.flows.conftest import Office, Open
from ui.audit import violations
from ui.audit.plan import PANELS, Panel
from ui.audit.seen import look_at
from ui.gallery import SCENES, Scene
from ui.gallery_filing import typed
from ui.gallery_office import NOW, StillClock, services
from ui.gallery_stage import Look, staged, wear
from ui.ports import Ports
from ui.screens.lookout import TIPS_MS, Lookout
from ui.screens.rating import PATIENCE as RATING_PATIENCE
from ui.screens.session import SIZES, Page, SessionView
from ui.stage import LANDSCAPE, PORTRAIT, Stage
from ui.window import QML
from ui.wiring import Wiring

MM_PER_PX = Settings().screen.mm_per_px
#: One of each kind of page; `make ui-campaign` measures the rest.
PAGES: Final[tuple[Page, ...]] = ("services", "information", "feedback", "home")
SAMPLE = (
    "home",
    "services",
    "idle",
    "look-ease",
    "file-fit",
    "file-typed",
    "file-check",
    "longest-date",
    "longest-date-wrong",
    "longest-money",
    "staff-rows",
)


#: Of a dossier across on 15.6", each with something that a page of 194 mm hardly holds: four rows
#: of figures, three answers, three buttons, a refusal, what is amiss.
SMALL_SAMPLE = (
    "file-check",
    "file-elsewhere",
    "file-whom",
    "longest-address",
    "longest-cases",
    "longest-date",
    "longest-date-wrong",
    "longest-email-wrong",
    "longest-name",
)

DOSSIER = [scene for scene in SCENES if scene.name.startswith(("file-", "longest-"))]


def named(name: str) -> Scene:
    return next(scene for scene in SCENES if scene.name == name)


def ease(stage: Stage, *eases: str) -> None:
    stage.tap("key.look")
    stage.tap("look.ease")
    for one in eases:
        stage.tap(f"ease.{one}")
    stage.tap("sheet.close")


def measured(
    scene: Scene, panel: tuple[int, int], *sizes: int, mm_per_px: float = MM_PER_PX
) -> list[str]:
    look = Look(size=panel, eases=("reach", "big"))
    with staged(scene, look) as (stage, office, clock):
        scene.act(stage, office, clock)
        stage.kiosk.measure(mm_per_px)
        wear(stage, look)
        if stage.kiosk.session.view.page == "attract":
            return []  # nobody is there: what a person chose went with that person
        wrong = []
        for size in sizes:
            for language in ("vi", "en"):
                stage.kiosk.session.setSize(size)
                stage.kiosk.texts.switch("en" if language == "en" else "vi")
                found = violations(stage, mm_per_px)
                wrong += [f"size {size} {language}: {v.rule}: {v.what}" for v in found]
        return wrong


@pytest.mark.parametrize("panel", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("name", SAMPLE)
def test_big_buttons_in_low_reach_fit_and_are_within_reach(
    qtbot: QtBot, name: str, panel: tuple[int, int]
) -> None:
    assert measured(named(name), panel, 1, SIZES - 1) == []


@pytest.mark.parametrize("name", SMALL_SAMPLE)
def test_big_buttons_fit_the_smallest_panel_across(qtbot: QtBot, name: str) -> None:
    small = PANELS[4]
    sizes = (1, small.sizes[-1])
    assert measured(named(name), small.size, *sizes, mm_per_px=small.mm_per_px) == []


def test_a_band_above_the_home_page_across_leaves_its_big_ways_their_height(qtbot: QtBot) -> None:
    assert measured(named("helper-home"), LANDSCAPE, 2) == []


@pytest.mark.campaign
@pytest.mark.timeout(600)
@pytest.mark.parametrize("panel", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_every_page_in_every_size_keeps_to_low_reach_and_big_buttons(
    qtbot: QtBot, scene: Scene, panel: tuple[int, int]
) -> None:
    assert measured(scene, panel, *range(SIZES)) == []


@pytest.mark.campaign
@pytest.mark.timeout(600)
@pytest.mark.parametrize("scene", DOSSIER, ids=[scene.name for scene in DOSSIER])
def test_every_page_of_a_dossier_keeps_to_big_buttons_on_the_smallest_panel_across(
    qtbot: QtBot, scene: Scene
) -> None:
    small = PANELS[4]
    assert measured(scene, small.size, *small.sizes, mm_per_px=small.mm_per_px) == []


def test_the_ruler_finds_what_is_out_of_reach_and_what_is_not_big(qtbot: QtBot) -> None:
    scene = named("services")
    look = Look(eases=("reach", "big"))
    with staged(scene, look) as (stage, office, clock):
        scene.act(stage, office, clock)
        wear(stage, look)
        priority = stage.find("priority")
        assert priority is not None
        priority.setProperty("height", 100)
        priority.setProperty("y", -50)
        stage.image()
        found = {v.rule for v in violations(stage, MM_PER_PX)}
    assert {"reach", "big"} <= found


def test_the_low_reach_moves_down_what_is_touched(stage: Stage) -> None:
    stage.tap("attract.begin")
    page = stage.find("page")
    assert page is not None
    top = 1920 - (1220 - 800) / MM_PER_PX  # the panel hangs 800 mm above the floor
    assert page.y() < top - 1
    ease(stage, "reach")
    assert page.y() >= top - 1
    assert page.y() + page.height() < stage.centre("key.end").y()


def test_take_your_time_makes_every_wait_three_times_as_long(
    stage: Stage, clock: StillClock
) -> None:
    stage.tap("attract.begin")
    ease(stage, "slow")
    clock.seconds += 179  # of three times 60 s
    stage.kiosk.session.tick()
    assert not stage.shows("idle.title")
    clock.seconds += 2
    stage.kiosk.session.tick()
    assert stage.shows("idle.title")
    clock.seconds += 88  # of three times 30 s to answer
    stage.kiosk.session.tick()
    assert stage.shows("idle.title")
    clock.seconds += 2
    stage.kiosk.session.tick()
    assert stage.shows("attract.begin")


def test_take_your_time_counts_for_the_question_after_the_visit_too(
    stage: Stage, clock: StillClock
) -> None:
    session = stage.kiosk.session
    stage.tap("attract.begin")
    ease(stage, "slow")
    session.go("rating")
    session.wait(RATING_PATIENCE)
    clock.seconds += 3 * RATING_PATIENCE.quiet_s - 1
    session.tick()
    assert not stage.shows("attract.begin")
    clock.seconds += 2
    session.tick()
    assert stage.shows("attract.begin")


def test_tips_for_the_card_come_three_times_as_late_to_who_takes_the_time(qtbot: QtBot) -> None:
    scene = named("file-card")
    with staged(scene, Look()) as (stage, office, _clock):
        session = stage.kiosk.session
        lookout = Lookout(office.dossiers.ports(scene.filing).capturing, session, session)
        timer = lookout.findChild(QTimer)
        assert timer is not None
        lookout.begin()
        assert timer.interval() == TIPS_MS
        session.begin()
        ease(stage, "slow")
        lookout.begin()
        assert timer.interval() == 3 * TIPS_MS
        lookout.end()


def moving(stage: Stage) -> list[str]:
    """Animations that run."""
    stage.image()
    # By `inherits`: wrappers of meta-objects outlive them and are mistaken for later items.
    parts = stage.kiosk.window.findChildren(QObject)
    alive = [one for one in parts if one.inherits("QQuickAbstractAnimation")]
    return [one.objectName() or "one" for one in alive if one.property("running")]


def test_nothing_moves_for_who_wants_it_still(
    qtbot: QtBot, office: Office, clock: StillClock
) -> None:
    ports = Ports(tickets=office, feed=office, help=office, known=services())
    wiring = Wiring(now=lambda: NOW, monotonic=clock, animated=True)
    with Stage(ports, Settings(), wiring=wiring) as stage:
        session = stage.kiosk.session
        stage.wait_until(lambda: bool(moving(stage)))  # the ruler sees what moves
        session.begin()
        assert moving(stage)
        session.setEase("still", True)  # noqa: FBT003 - as QML calls it
        stage.wait_until(lambda: not moving(stage))
        for page in PAGES:
            session.go(page)
            assert moving(stage) == [], page
        session.openSheet("look")
        assert moving(stage) == []


def test_every_movement_of_every_page_asks_whether_it_may() -> None:
    for source in QML.rglob("*.qml"):
        words = source.read_text(encoding="utf-8")
        if re.search(r"\b(\w*Animat(ion|or)|Behavior|Transition)\b *(on \w+ *)?{", words):
            assert "Theme.motion" in words or "Theme.animated" in words, source.name


@pytest.mark.parametrize(
    ("inches", "px_per_mm", "size"),
    [(15.6, 5.56, 1), (21.5, 4.03, 1), (32, 2.71, 2), (43, 2.02, 3)],
)
def test_a_panel_starts_with_words_that_its_pixels_can_draw_and_goes_back_to_them(  # noqa: PLR0917
    qtbot: QtBot, office: Office, clock: StillClock, inches: float, px_per_mm: float, size: int
) -> None:
    settings = Settings.model_validate({"screen": {"mm_per_px": 1 / px_per_mm}})
    ports = Ports(tickets=office, feed=office, help=office, known=services())
    wiring = Wiring(now=lambda: NOW, monotonic=clock, animated=False)
    with Stage(ports, settings, wiring=wiring) as stage:
        session = stage.kiosk.session
        assert session.view.size == size, f'{inches}"'
        for other in range(SIZES):
            session.begin()
            session.setSize(other)
            session.end()
            assert session.view == SessionView(size=size)


def test_all_of_it_goes_with_the_person_and_the_next_one_waits_as_usual(
    stage: Stage, clock: StillClock
) -> None:
    stage.tap("attract.begin")
    ease(stage, "reach", "big", "slow", "still")
    view = stage.kiosk.session.view
    assert (view.reach, view.big, view.slow, view.still) == (True, True, True, True)
    stage.tap("key.end")
    assert stage.kiosk.session.view == SessionView()
    stage.tap("attract.begin")
    clock.seconds += 61
    stage.kiosk.session.tick()
    assert stage.shows("idle.title")


def test_nothing_that_was_typed_is_lost_when_the_screen_is_turned_about(qtbot: QtBot) -> None:
    with staged(named("file-typed"), Look()) as (stage, office, _clock):
        typed(stage, office.dossiers)
        before = stage.text("field")
        assert before.startswith("Só 12")
        ease(stage, "reach", "big", "slow", "still")
        stage.tap("key.look")
        stage.tap("size.4")
        stage.tap("look.colours")
        stage.tap("theme.contrast")
        stage.tap("sheet.close")
        stage.tap("key.language")
        assert stage.text("field") == before


def test_the_sheet_asks_about_size_first_each_time(open_stage: Open) -> None:
    stage = open_stage(LANDSCAPE)
    stage.tap("attract.begin")
    stage.tap("key.look")
    stage.tap("look.ease")
    stage.tap("sheet.close")
    stage.tap("key.look")
    assert stage.shows("size.4")
    assert not stage.shows("ease.big")


@pytest.mark.parametrize(
    ("panel", "wide", "high"),
    [(PANELS[1], 21.5, 28), (PANELS[2], 30, 30), (PANELS[0], 15, 20), (PANELS[5], 22, 20)],
    ids=lambda value: value.name if isinstance(value, Panel) else str(value),
)
def test_big_letter_keys_are_as_large_as_the_panel_allows(
    qtbot: QtBot, panel: Panel, wide: float, high: float
) -> None:
    """Ten keys of 30 mm are wider than a 21.5" panel; where they fit, they are that large."""
    with staged(named("file-typed"), Look(size=panel.size)) as (stage, office, _clock):
        typed(stage, office.dossiers)
        stage.kiosk.measure(panel.mm_per_px)
        wear(stage, Look(eases=("big",)))
        stage.image()
        keys = [each for each in look_at(stage.kiosk.window.contentItem()).targets if each.letter]
        assert len(keys) >= 20
        assert min(key.rect.width() for key in keys) * panel.mm_per_px >= wide
        assert min(key.rect.height() for key in keys) * panel.mm_per_px >= high
