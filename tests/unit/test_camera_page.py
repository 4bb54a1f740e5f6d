"""From a photographed sheet to a straight page, and what is said of a bad shot."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from devices.camera.page import Page, Why, find_page
from devices.camera.qr import read_still
from devices.camera.quads import overlap
from devices.camera.quality import Verdict
from devices.camera.rectify import Sheet, flatten, sheet_px, straighten
from devices.camera.same_sheet import is_same_sheet, likeness
from devices.camera.scan import Scan, scan, take
from devices.sim.scene import SPECIMEN_CARD, Plate, Scene, Shot, Subject, shoot

EASY = [
    Scene(angle=4, tilt=0.08),
    Scene(plate=Plate.WOOD, angle=-7, shadow=True),
    Scene(plate=Plate.WHITE, angle=3),
    Scene(plate=Plate.PATTERN, angle=95, fill=0.75),
    Scene(plate=Plate.CLUTTER, angle=190, fill=0.7, light=0.6),
    Scene(plate=Plate.WHITE, hand=True),
    Scene(subject=Subject.CARD, fill=0.6, angle=-12, plate=Plate.WOOD),
    Scene(subject=Subject.BLANK, angle=2),
]


@pytest.mark.parametrize("scene", EASY, ids=lambda s: f"{s.subject} on {s.plate} at {s.angle}")
def test_the_sheet_is_found_to_a_fraction_of_a_percent(scene: Scene) -> None:
    shot = shoot(scene)
    page = find_page(shot.frame)
    assert page.corners is not None
    assert shot.corners is not None
    assert page.why is None
    assert page.corners.dtype == np.float32
    assert overlap(page.corners, shot.corners) > 0.985
    # Clockwise from the top left: the first corner is nearest to the corner of the frame.
    assert page.corners.sum(axis=1).argmin() == 0
    assert cv2.contourArea(page.corners, oriented=True) > 0


@pytest.mark.parametrize("plate", Plate)
def test_an_empty_plate_has_no_page(plate: Plate) -> None:
    empty = Scene(subject=Subject.EMPTY, plate=plate, seed=4)
    reference = shoot(replace(empty, noise=3.0)).frame
    assert find_page(shoot(empty).frame, empty=reference).why is Why.NO_PAGE
    if plate is not Plate.CLUTTER:  # without the reference, things on the plate may be sheets
        assert find_page(shoot(empty).frame).why is Why.NO_PAGE


def test_a_page_over_the_rim_is_shown_but_not_shot() -> None:
    frame = shoot(Scene(shift=(0.0, 0.22))).frame
    page = find_page(frame)
    assert page.why is Why.TOUCHES_BORDER
    assert page.corners is not None
    assert scan(frame).page is None


def test_a_picture_of_the_empty_plate_must_have_the_size_of_the_frame() -> None:
    frame = shoot(Scene(size=(320, 240))).frame
    with pytest.raises(ValueError, match="differ in size"):
        find_page(frame, empty=frame[:100])
    with pytest.raises(ValueError, match="colour picture"):
        find_page(frame[:, :, 0])


@pytest.mark.parametrize("value", [0, 128, 255])
def test_nothing_at_all_is_no_page(value: int) -> None:
    assert find_page(np.full((240, 320, 3), value, np.uint8)).corners is None


def test_noise_alone_is_no_page() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (240, 320, 3), np.uint8)
    assert find_page(noise).why is Why.NO_PAGE


@pytest.fixture(scope="module")
def shot() -> Shot:
    return shoot(Scene(size=(1920, 1440), angle=6, tilt=0.1, plate=Plate.WOOD, shadow=True))


@pytest.fixture(scope="module")
def good(shot: Shot) -> Scan:
    return scan(shot.frame)


def test_a_straight_page_has_the_size_of_a4_and_its_writing_where_it_was(good: Scan) -> None:
    assert (good.verdict, good.sheet) == (Verdict.GOOD, Sheet.A4)
    assert good.page is not None
    assert good.page.shape == (2339, 1654, 3)
    straight = shoot(Scene(size=(1920, 1440), tilt=0.0, noise=0))
    assert straight.corners is not None
    wanted = flatten(straighten(straight.frame, straight.corners, Sheet.A4))
    shift, sure = cv2.phaseCorrelate(
        cv2.cvtColor(wanted, cv2.COLOR_BGR2GRAY).astype(np.float32),
        cv2.cvtColor(good.page, cv2.COLOR_BGR2GRAY).astype(np.float32),
    )
    assert max(abs(part) for part in shift) < 6, "0.8 mm at 200 dpi"
    assert sure > 0.2
    assert is_same_sheet(likeness(wanted), likeness(good.page))


def test_paper_becomes_white_and_the_seal_stays_red(good: Scan) -> None:
    assert good.page is not None
    blue, green, red = (good.page[..., channel].astype(int) for channel in range(3))
    paper = (blue > 225) & (green > 225) & (red > 225)
    seal = (red > 140) & (green < 110) & (blue < 110)
    assert paper.mean() > 0.7
    assert seal.mean() > 0.002
    rows, columns = np.nonzero(seal)
    assert abs(columns.mean() / 1654 - (1240 - 330) / 1240) < 0.01
    assert abs(rows.mean() / 2339 - (1754 - 300) / 1754) < 0.01


@pytest.mark.parametrize(
    ("scene", "verdict"),
    [
        (Scene(light=0.35, blur=2), Verdict.DARK),
        (Scene(light=1.9), Verdict.BRIGHT),
        (Scene(glare=True), Verdict.GLARE),
        (Scene(blur=1.3), Verdict.BLUR),
        (Scene(motion=9), Verdict.BLUR),
        (Scene(subject=Subject.BLANK, noise=6), Verdict.BLANK),
        (Scene(subject=Subject.EMPTY), Verdict.NO_PAGE),
        (Scene(light=0.6, noise=6), Verdict.GOOD),
        (Scene(subject=Subject.CARD, fill=0.6, shadow=True), Verdict.GOOD),
    ],
    ids=lambda value: str(value) if isinstance(value, Verdict) else "",
)
def test_a_bad_shot_is_named_by_what_the_citizen_can_change(scene: Scene, verdict: Verdict) -> None:
    assert scan(shoot(scene).frame).verdict is verdict


def test_a_citizen_may_insist_on_a_blurred_page_with_corners_of_their_own() -> None:
    shot = shoot(Scene(blur=1.5))
    insisted = take(shot.frame, Page(shot.corners, None, 1.0), sheet=Sheet.A4)
    assert insisted.verdict is Verdict.BLUR
    assert insisted.page is not None


def test_a_straightened_card_still_has_its_code() -> None:
    shot = scan(shoot(Scene(subject=Subject.CARD, fill=0.9, angle=-20, tilt=0.1)).frame)
    assert shot.sheet is Sheet.ID1
    assert shot.page is not None
    assert shot.page.shape[:2] == sheet_px(Sheet.ID1, lying=True)[::-1]
    assert [code.text for code in read_still(shot.page)] == [SPECIMEN_CARD]


def test_the_same_page_is_recognised_and_another_one_of_the_same_form_is_not() -> None:
    looks = [
        Scene(page=1),
        Scene(page=1, seed=7, plate=Plate.WOOD, shadow=True, angle=-6),
        Scene(page=1, seed=8, angle=180, light=0.7),
        Scene(page=2),
        Scene(subject=Subject.BLANK),
    ]
    marks = []
    for look in looks:
        page = scan(shoot(look).frame).page
        assert page is not None
        marks.append(likeness(page))
    assert [is_same_sheet(marks[0], mark) for mark in marks] == [True, True, True, False, False]
    assert not is_same_sheet(marks[4], marks[4]), "an empty page is like no other"


@pytest.mark.parametrize(
    "corners",
    [np.zeros((4, 2)), [(0, 0), (9, 9), (9, 0), (0, 9)], [(0, 0), (1, 1), (2, 2), (3, 3)]],
)
def test_corners_around_nothing_are_refused(corners: object) -> None:
    frame = np.zeros((64, 64, 3), np.uint8)
    with pytest.raises(ValueError, match="four corners"):
        straighten(frame, np.asarray(corners, np.float32))
