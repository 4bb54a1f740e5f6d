"""Camera and scanner of a kiosk, as one: what is left of them when the app ends."""

import threading

import pytest

from devices.camera.images import Bgr
from devices.camera.qr import QrCode, QrReader
from devices.camera.source import Camera
from devices.sim.camera import CameraSimulator
from devices.sim.scene import Scene
from kiosk.services.capture import Capture


def test_nothing_looks_through_the_camera_when_the_app_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python cannot end while a thread is inside OpenCV: the app would be aborted."""
    reading, read = threading.Event(), QrReader.read

    def slowly(reader: QrReader, image: Bgr, *, at_s: float) -> list[QrCode]:
        reading.set()
        threading.Event().wait(0.5)  # as on a slow machine
        return read(reader, image, at_s=at_s)

    monkeypatch.setattr(QrReader, "read", slowly)
    simulator = CameraSimulator(Scene(size=(1280, 960)), fps=40)
    capture = Capture(lambda on_health: Camera(simulator.url, on_health=on_health))
    capture.start()
    for _page in range(6):  # of a person in a hurry: each page ends the look-out of the last
        capture.watch_codes(lambda _scan: None, every_s=0.0)
    assert reading.wait(5.0), "the look-outs had nothing to read"

    assert capture.stop()

    assert not [one.name for one in threading.enumerate() if one.name == "code-watch"]
    simulator.close()
