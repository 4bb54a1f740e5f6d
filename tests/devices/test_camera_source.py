"""The camera through OpenCV, with a stream that misbehaves as devices do."""

import queue
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import cv2
import numpy as np
import pytest

from devices.camera.address import CameraUrlError
from devices.camera.api import Frame
from devices.camera.qr import QrReader
from devices.camera.rectify import Sheet
from devices.camera.source import Camera, CameraUrl
from devices.camera.watch import FrameWatch
from devices.health import Health, State
from devices.sim.camera import CameraFault, CameraSimulator, changed_scene
from devices.sim.scene import SPECIMEN_CARD, Scene, Subject, shoot
from kiosk.services.capture import CameraAwayError, open_capture
from kiosk.settings import Settings

SMALL = (320, 240)
PAGE = Scene(size=SMALL)


class Desk:
    """A camera, what it looks at, and every change of health it told."""

    def __init__(self, simulator: CameraSimulator) -> None:
        self.simulator = simulator
        self.told: queue.Queue[Health] = queue.Queue()
        self.camera = Camera(simulator.url, on_health=self.told.put)

    def until(self, state: State, code: str | None = None, within_s: float = 3.0) -> float:
        """Wait for a health; the seconds it took."""
        started, seen = monotonic(), []
        while (left := started + within_s - monotonic()) > 0:
            try:
                health = self.told.get(timeout=left)
            except queue.Empty:
                break
            seen.append(health)
            if (health.state, health.code) == (state, code):
                return monotonic() - started
        pytest.fail(f"no {state} {code} within {within_s} s, but {seen}")


@pytest.fixture
def desk() -> Iterator[Desk]:
    simulator = CameraSimulator(PAGE, fps=40)
    desk = Desk(simulator)
    desk.camera.start()
    desk.until(State.READY)
    yield desk
    assert desk.camera.stop(), "the thread of the camera did not end within two seconds"
    simulator.close()


def fresh(camera: Camera) -> Frame:
    latest = camera.latest
    frame = camera.wait_for_frame(latest.number if latest else 0, timeout_s=2.0)
    assert frame is not None
    return frame


def test_a_healthy_camera_gives_new_frames_that_nobody_can_change(desk: Desk) -> None:
    first, second = fresh(desk.camera), fresh(desk.camera)
    assert second.number > first.number
    assert second.image.shape == (240, 320, 3)
    assert not np.array_equal(first.image, second.image)
    with pytest.raises(ValueError, match="read-only"):
        second.image[0, 0] = 0


@pytest.mark.parametrize(
    ("fault", "state", "code"),
    [
        (CameraFault.FROZEN, State.BLOCKED, "CAM-03"),
        (CameraFault.BLACK, State.BLOCKED, "CAM-04"),
        (CameraFault.OTHER_SIZE, State.DEGRADED, "CAM-05"),
        (CameraFault.STALL, State.UNKNOWN, "CAM-02"),
        (CameraFault.DROP, State.UNKNOWN, "CAM-02"),
        (CameraFault.ABSENT, State.ABSENT, "CAM-01"),
    ],
)
def test_each_fault_is_told_within_three_seconds_and_so_is_its_end(
    desk: Desk, fault: CameraFault, state: State, code: str
) -> None:
    desk.simulator.set_fault(fault)
    desk.until(state, code, within_s=3.0)
    if state is not State.DEGRADED:
        assert desk.camera.latest is None, "a picture that cannot be trusted must not be shown"
    desk.simulator.set_fault(CameraFault.NONE)
    desk.until(State.READY, within_s=5.0)
    fresh(desk.camera)


def test_two_frames_a_second_are_told_as_slow(desk: Desk) -> None:
    desk.simulator.set_fault(CameraFault.SLOW)
    desk.until(State.DEGRADED, "CAM-06", within_s=3.0)
    assert desk.camera.health.usable


def test_a_stalled_camera_stops_in_two_seconds_all_the_same(desk: Desk) -> None:
    desk.simulator.set_fault(CameraFault.STALL)
    desk.until(State.UNKNOWN, "CAM-02")
    started = monotonic()
    assert desk.camera.stop()
    assert monotonic() - started < 2.0
    assert desk.camera.health == Health(State.UNKNOWN, None, "stopped")


def test_a_card_is_read_from_the_stream_even_upside_down() -> None:
    card = Scene(subject=Subject.CARD, fill=0.95, size=(960, 720), angle=35, tilt=0.1)
    simulator = CameraSimulator(card, fps=8)
    simulator.set_fault(CameraFault.ROTATED)
    camera = Camera(simulator.url)
    camera.start()
    reader, texts = QrReader(), list[str | None]()
    while not texts and (frame := camera.wait_for_frame(0, timeout_s=3)):
        assert frame.number < 10, "a still card must be read within the first frames"
        texts = [code.text for code in reader.read(frame.image, at_s=frame.at_s)]
    assert texts == [SPECIMEN_CARD]
    assert camera.stop()
    simulator.close()


def test_a_camera_that_is_not_there_is_absent_and_then_found() -> None:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    told: queue.Queue[Health] = queue.Queue()
    camera = Camera(f"http://127.0.0.1:{port}/stream", on_health=told.put)
    camera.start()
    assert told.get(timeout=3).state is State.ABSENT
    simulator = CameraSimulator(PAGE, port=port)
    assert told.get(timeout=5).state is State.READY
    assert camera.stop()
    simulator.close()


def test_a_device_that_does_not_exist_is_absent_at_once() -> None:
    told: queue.Queue[Health] = queue.Queue()
    camera = Camera("/dev/v4l/by-id/usb-no-such-camera-index0", on_health=told.put)
    camera.start()
    assert told.get(timeout=2).code == "CAM-01"
    assert camera.stop()


def test_a_film_is_a_camera_too(tmp_path: Path) -> None:
    film = str(tmp_path / "film.avi")
    writer = cv2.VideoWriter(film, cv2.VideoWriter.fourcc(*"MJPG"), 20, SMALL)
    for seed in range(4):
        writer.write(shoot(Scene(size=SMALL, seed=seed)).frame)
    writer.release()
    camera = Camera(f"file:{film}")
    camera.start()
    frames = [camera.wait_for_frame(number, timeout_s=3) for number in (0, 1, 2)]
    assert camera.stop()
    assert all(frame is not None for frame in frames)


@pytest.mark.parametrize("url", ["", "camera0", "tcp://127.0.0.1:80", "http://", "file:film"])
def test_an_address_that_is_no_camera_is_refused_with_what_would_be_right(url: str) -> None:
    with pytest.raises(CameraUrlError, match="expected http"):
        CameraUrl.parse(url)


def judged(
    make: Callable[[int], np.ndarray], seconds: list[float], size: tuple[int, int] | None = None
) -> Health:
    watch = FrameWatch(size)
    healths = [watch.look(np.asarray(make(n), np.uint8), at_s) for n, at_s in enumerate(seconds)]
    return healths[-1]


def noise(level: float) -> Callable[[int], np.ndarray]:
    return lambda n: np.random.default_rng(n).normal(level, 2, (48, 64, 3)).clip(0, 255)


def test_equal_frames_are_frozen_by_number_or_by_time_but_one_repeat_is_not() -> None:
    same = noise(120)(0)
    assert judged(lambda _n: same, [0.0, 0.05]).state is State.READY
    assert judged(lambda _n: same, [n / 30 for n in range(10)]).code == "CAM-03"
    assert judged(lambda _n: same, [0.0, 1.0, 2.0]).code == "CAM-03"


def test_a_dark_plate_is_not_a_covered_lens() -> None:
    seconds = [n / 10 for n in range(8)]
    assert judged(noise(30), seconds).state is State.READY
    assert judged(noise(5), seconds).code == "CAM-04"


def test_a_camera_that_does_not_give_the_size_it_was_asked_for_is_told() -> None:
    health = judged(noise(90), [0.0], size=(1920, 1080))
    assert (health.state, health.evidence) == (State.DEGRADED, "64x48 instead of 1920x1080")


@pytest.mark.parametrize(
    ("size", "state", "code"),
    [
        ((640, 480), State.BLOCKED, "CAM-08"),
        ((480, 640), State.BLOCKED, "CAM-08"),
        ((1280, 960), State.READY, None),
    ],
)
def test_a_picture_too_coarse_for_writing_is_told_and_gives_no_page(
    size: tuple[int, int], state: State, code: str | None
) -> None:
    """640 x 480 is what many cameras start with: a page looks fine and half of it is guesswork."""
    simulator = CameraSimulator(Scene(size=size))
    settings = Settings.model_validate({"camera": {"url": simulator.url}})
    capture = open_capture(settings)
    told: queue.Queue[Health] = queue.Queue()
    capture.on_health(lambda device, health: told.put(health) if device == "camera" else None)
    capture.start()
    try:
        while (health := told.get(timeout=3)).state is State.UNKNOWN:
            continue
        assert (health.state, health.code) == (state, code)
        if state is State.READY:
            assert capture.scan_page(Sheet.A4).pdf
        else:
            with pytest.raises(CameraAwayError) as away:
                capture.scan_page(Sheet.A4)
            assert away.value.citizen_key == "camera_coarse"
    finally:
        assert capture.stop()
        simulator.close()


def test_a_card_is_read_by_a_picture_too_coarse_for_writing() -> None:
    simulator = CameraSimulator(Scene(subject=Subject.CARD, size=(640, 480), fill=0.95, angle=3))
    capture = open_capture(Settings.model_validate({"camera": {"url": simulator.url}}))
    scans: queue.Queue[object] = queue.Queue()
    capture.start()
    try:
        end = capture.watch_codes(scans.put)
        assert type(scans.get(timeout=10)).__name__ == "CardScan"
        end()
        assert capture.health("camera").code == "CAM-08"
        with pytest.raises(CameraAwayError) as away:
            capture.scan_page(Sheet.ID1)
        assert away.value.citizen_key == "camera_coarse"
    finally:
        assert capture.stop()
        simulator.close()


@pytest.mark.parametrize(("wanted", "asked"), [(None, (2592, 1944)), ((1920, 1080),) * 2])
def test_a_device_is_asked_for_a_size_on_which_writing_can_be_read(
    monkeypatch: pytest.MonkeyPatch, wanted: tuple[int, int] | None, asked: tuple[int, int]
) -> None:
    orders: dict[int, float] = {}

    class Device:
        def __init__(self, number: int, api: int) -> None:
            assert (number, api) == (7, cv2.CAP_V4L2)

        def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
            return True

        def set(self, what: int, value: float) -> bool:
            orders[what] = value
            return True

    monkeypatch.setattr(cv2, "VideoCapture", Device)
    assert CameraUrl.parse("/dev/video7").open(wanted) is not None
    assert (orders[cv2.CAP_PROP_FRAME_WIDTH], orders[cv2.CAP_PROP_FRAME_HEIGHT]) == asked


@pytest.mark.parametrize(
    "change",
    [{"colour": 1}, {"angle": "x"}, {"size": [1, 1]}, {"size": 5}, {"subject": "cat"}, {3: 4}],
)
def test_an_order_to_the_simulator_that_makes_no_sense_changes_nothing(
    change: dict[object, object],
) -> None:
    with pytest.raises(ValueError, match=r"."):
        changed_scene(PAGE, change)
    assert changed_scene(PAGE, {"angle": 5, "subject": "card"}).angle == 5.0
