"""The low reach: everything to touch stands between 380 and 1,220 mm above the floor."""

from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from ui.audit.campaign import show
from ui.audit.plan import PANELS, Panel, State
from ui.audit.seen import look_at
from ui.gallery import SCENES, Scene
from ui.gallery_stage import Look, staged
from ui.stage import LANDSCAPE, Stage

#: Reach of a person in a wheelchair (EN 301 549 5.1 and ADA 308: 15 to 48 inches).
LOW_MM: Final = 380
HIGH_MM: Final = 1220
#: Panels and how high their lower edge hangs: the usual place of each, and two unlucky ones.
HUNG: Final = (
    (PANELS[0], 800),
    (PANELS[1], 800),
    (PANELS[1], 300),
    (PANELS[2], 700),
    (PANELS[3], 600),
    (PANELS[5], 1000),
    (Panel("43-landscape", LANDSCAPE, 2.02), 800),
)
SHORT: Final = (HUNG[1], HUNG[3], HUNG[5])
SLACK_MM: Final = 0.8  # positions are whole pixels, half a millimetre on the coarsest panel


def hung(panel: Panel, mount: int) -> str:
    return f"{panel.name} at {mount}"


def out_of_reach(scene: Scene, panel: Panel, mount: int, *sizes: int) -> list[str]:
    """Targets that a person in a wheelchair cannot touch, with their height above the floor."""
    wrong = []
    with staged(scene, Look(size=panel.size), mount_mm=mount) as (stage, office, clock):
        scene.act(stage, office, clock)
        if stage.kiosk.session.view.page == "attract":
            return []  # the whole page is the button, and nobody has asked for the low reach yet
        stage.kiosk.session.setEase("reach", True)  # noqa: FBT003 - as QML calls it
        for size in sizes:
            show(stage, State(panel, size, "light", "vi"))
            wrong += [f"size {size}: {each}" for each in touched_outside(stage, panel, mount)]
    return wrong


def touched_outside(stage: Stage, panel: Panel, mount: int) -> list[str]:
    stage.image()  # lays everything out
    seen = look_at(stage.kiosk.window.contentItem())
    assert seen.targets, "a page with nothing to touch proves nothing"
    wrong = []
    for target in seen.targets:
        top, bottom = (
            mount + (panel.size[1] - edge) * panel.mm_per_px
            for edge in (target.rect.top(), target.rect.bottom())
        )
        if bottom < LOW_MM - SLACK_MM or top > HIGH_MM + SLACK_MM:
            wrong.append(f"{target.name} from {bottom:.0f} to {top:.0f} mm")
    return wrong


@pytest.mark.parametrize(("panel", "mount"), SHORT, ids=[hung(*each) for each in SHORT])
@pytest.mark.parametrize("name", ["home", "file-typed", "building-home", "look-ease", "idle"])
def test_what_is_touched_is_within_reach_of_a_wheelchair(
    qtbot: QtBot, name: str, panel: Panel, mount: int
) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    assert out_of_reach(scene, panel, mount, 1, panel.sizes[-1]) == []


@pytest.mark.campaign
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("panel", "mount"), HUNG, ids=[hung(*each) for each in HUNG])
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_every_page_in_every_size_is_within_reach_of_a_wheelchair(
    qtbot: QtBot, scene: Scene, panel: Panel, mount: int
) -> None:
    assert out_of_reach(scene, panel, mount, *panel.sizes) == []


def overhead(name: str, panel: Panel) -> tuple[set[str], str]:
    """What is shown above the lowered page: names of its parts, and its calm words if any."""
    scene = next(scene for scene in SCENES if scene.name == name)
    with staged(scene, Look(size=panel.size), mount_mm=700) as (stage, office, clock):
        scene.act(stage, office, clock)
        show(stage, State(panel, 1, "light", "vi"))
        assert not stage.shows("overhead")  # nobody asked for it
        stage.kiosk.session.setEase("reach", True)  # noqa: FBT003 - as QML calls it
        stage.image()
        names = {item.objectName() for item in stage.items()}
        shown = {each for each in names if each.startswith(("overhead", "serving"))}
        return shown, stage.text("overhead.words") if "overhead.words" in shown else ""


def test_above_a_lowered_page_stand_the_numbers_that_are_called(qtbot: QtBot) -> None:
    shown, _ = overhead("services", PANELS[2])
    assert {"overhead.call.0", "overhead.call.1"} <= shown
    assert "overhead.clock" not in shown


def test_on_a_lowered_home_the_numbers_that_are_called_stand_once(qtbot: QtBot) -> None:
    shown, _ = overhead("home", PANELS[2])
    assert "overhead.call.0" in shown
    assert "serving" not in shown


def test_above_a_lowered_page_nothing_is_said_to_be_called_when_the_hub_is_silent(
    qtbot: QtBot,
) -> None:
    shown, words = overhead("home-offline", PANELS[2])
    assert not any(each.startswith("overhead.call") for each in shown)
    assert (words, "overhead.clock" in shown) == ("Mời xem bảng gọi số", True)


def test_in_a_building_its_notice_stands_above_a_lowered_page(qtbot: QtBot) -> None:
    shown, words = overhead("inform-notices", PANELS[2])
    assert shown == {"overhead", "overhead.words"}
    assert words == "Tạm ngừng cấp nước sáng thứ Ba"
