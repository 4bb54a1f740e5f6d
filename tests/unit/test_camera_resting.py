"""A card that lies there and cannot be read for a while was not taken away."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event, Thread, current_thread
from time import monotonic

import numpy as np
import pytest

from devices.camera.api import Frame
from devices.camera.images import Bgr
from devices.camera.qr import read_still
from devices.camera.resting import Resting
from devices.health import Health, State
from devices.sim.scene import Plate, Scene, Subject, shoot
from kiosk.domain.scan_kind import Scan
from kiosk.services import code_watch
from kiosk.services.code_watch import IN_FLIGHT_S, CodeWatch, Looks

CARD = Scene(subject=Subject.CARD, size=(640, 480), fill=0.9)
WAIT_S = 10.0  # for a thread on a loaded machine
AWAY_S = 0.8  # in place of two seconds
PLATES = (Plate.DARK, Plate.WOOD, Plate.WHITE)


def lying(plate: Plate) -> tuple[Scene, Resting]:
    scene = replace(CARD, plate=plate)
    frame = shoot(scene).frame
    (code,) = read_still(frame)
    assert code.corners is not None
    return scene, Resting(frame, code.corners)


@pytest.mark.parametrize("plate", PLATES)
def test_a_card_out_of_focus_in_the_dark_or_under_a_hand_is_still_there(plate: Plate) -> None:
    scene, resting = lying(plate)
    for amiss in ({"blur": 5.0}, {"light": 0.4}, {"glare": True}, {"shadow": True}, {"hand": True}):
        frame = shoot(replace(scene, seed=2, **amiss)).frame
        assert resting.on(frame), amiss


@pytest.mark.parametrize("plate", PLATES)
def test_an_empty_place_or_a_page_in_it_is_no_card(plate: Plate) -> None:
    scene, resting = lying(plate)
    for other in (Subject.EMPTY, Subject.PAGE, Subject.BLANK):
        assert not resting.on(shoot(replace(scene, subject=other)).frame)
    assert not resting.on(shoot(replace(scene, size=(320, 240))).frame)


@pytest.fixture
def looks() -> Iterator[Looks]:
    made = Looks()
    yield made
    assert made.end(WAIT_S)


class Lens:
    """A `FrameSource` that sees `image`, with a noise of one dot."""

    health = Health(State.READY)

    def __init__(self, image: Bgr) -> None:
        self.image = image
        self.looks = 0
        self.threads: set[Thread] = set()
        self.at_s: Callable[[], float] = monotonic
        self._numbers = itertools.count(1)
        self._paced = Event()

    def start(self) -> None:
        """Nothing runs."""

    def stop(self) -> bool:
        return True

    @property
    def latest(self) -> Frame | None:
        return None

    def wait_for_frame(self, after: int, *, timeout_s: float) -> Frame | None:
        self._paced.wait(0.02)
        self.threads.add(current_thread())
        self.looks += 1
        image = self.image.copy()
        image[0, 0] = self.looks % 2
        return Frame(image, next(self._numbers), self.at_s())


@pytest.mark.parametrize(
    ("meanwhile", "times"), [({"blur": 5.0}, 1), ({"subject": Subject.EMPTY}, 2)]
)
def test_only_a_card_that_was_taken_away_is_news_again(
    meanwhile: dict[str, object], times: int, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_watch, "REPEAT_S", AWAY_S)
    card = shoot(CARD).frame
    amiss = shoot(replace(CARD, **meanwhile)).frame  # type: ignore[arg-type]
    assert read_still(amiss) == []
    lens, scans = Lens(card), list[Scan]()
    watch = CodeWatch(lens, looks, scans.append, every_s=0.02)
    wait_until(lambda: scans)
    lens.image = amiss
    began = monotonic()
    wait_until(lambda: monotonic() - began > 2 * AWAY_S)
    lens.image = card
    seen = lens.looks
    wait_until(lambda: lens.looks > seen + 5)
    watch.close()
    assert len(scans) == times


def test_a_picture_that_was_under_way_when_the_page_came_is_not_read(looks: Looks) -> None:
    lens, scans = Lens(shoot(CARD).frame), list[Scan]()
    began = monotonic()
    lens.at_s = lambda: began + IN_FLIGHT_S
    watch = CodeWatch(lens, looks, scans.append, every_s=0.02)
    wait_until(lambda: lens.looks > 5)
    assert scans == []
    lens.at_s = monotonic
    wait_until(lambda: scans)
    watch.close()


def test_look_outs_share_a_thread_and_one_that_fails_ends_no_other(looks: Looks) -> None:
    """OpenCV loses memory with every thread that has used it and ends."""
    lens = Lens(np.zeros((48, 64, 3), np.uint8))
    for _page in range(3):
        looks.run(lambda: 1 / 0)
        lens.looks = 0
        watch = CodeWatch(lens, looks, lambda _scan: None, every_s=0.0)
        wait_until(lambda: lens.looks > 1)
        watch.close()
    assert len(lens.threads) == 1


def wait_until(true: Callable[[], object]) -> None:
    pause, end = Event(), monotonic() + WAIT_S
    while not true():
        assert monotonic() < end
        pause.wait(0.01)


def test_a_place_of_one_shade_is_like_nothing() -> None:
    gray = np.full((100, 100, 3), 90, np.uint8)
    corners = np.array([(40, 40), (60, 40), (60, 60), (40, 60)], np.float32)
    assert not Resting(gray, corners).on(gray)
