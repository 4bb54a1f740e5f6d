"""A camera through OpenCV: one thread takes every frame, one slot holds the newest.

A simulator is another URL. What differs between a device, a stream and a film is only how it
is opened; all checks are the same.
"""

import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Final

import cv2
import numpy as np

from devices.camera.address import CameraUrlError
from devices.camera.api import Frame
from devices.camera.images import Bgr
from devices.camera.watch import FrameWatch
from devices.faults import CAMERA_ABSENT, CAMERA_COARSE, CAMERA_FROZEN, CAMERA_LOST
from devices.health import Health, State
from devices.keep_going import keep_going

#: Waits inside OpenCV. Both leave room for `stop` to keep its promise of two seconds.
OPEN_TIMEOUT_MS: Final = 1500
READ_TIMEOUT_MS: Final = 1500  # a camera at 2 fps needs 500
STOP_S: Final = 2.0
#: First and longest pause before the next try: a plug that was pushed back is found at once, an
#: absent camera costs six tries a minute.
BACKOFF_S: Final = (0.5, 10.0)
#: Asked of a device when the settings name no size: left alone most start with 640 x 480, on which
#: no page can be read. A driver gives the nearest that it has; 5 megapixels fit through USB 2.
DEVICE_PX: Final = (2592, 1944)
FILM_FPS: Final = 15.0  # pace of a film that does not say its own


@dataclass(frozen=True, slots=True)
class CameraUrl:
    """``http://…`` (MJPEG), ``/dev/v4l/by-id/…`` or ``/dev/videoN``, ``file:/path`` (a film).

    Attributes:
        kind: ``stream``, ``device`` or ``film``.
        target: the address or the path.
    """

    kind: str
    target: str

    @classmethod
    def parse(cls, url: str) -> "CameraUrl":
        """Parse `url`; raises `CameraUrlError` with what would be right."""
        if re.match(r"https?://[^/]", url):
            return cls("stream", url)
        if url.startswith("/dev/"):
            return cls("device", url)
        if url.startswith("file:/"):
            return cls("film", "/" + url.removeprefix("file:").lstrip("/"))
        raise CameraUrlError(f"{url!r}: expected http://HOST/…, /dev/v4l/by-id/NAME or file:/PATH")

    def open(self, size: tuple[int, int] | None) -> cv2.VideoCapture | None:
        """The opened capture, or None: there is no such camera, or it does not answer."""
        if self.kind == "device":
            return self._open_device(size)
        limits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            OPEN_TIMEOUT_MS,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            READ_TIMEOUT_MS,
        ]
        capture = cv2.VideoCapture(self.target, cv2.CAP_FFMPEG, limits)
        return capture if capture.isOpened() else None

    def _open_device(self, size: tuple[int, int] | None) -> cv2.VideoCapture | None:
        # OpenCV 5 opens V4L2 devices by number only; the stable name is a link to the node.
        node = re.fullmatch(r"/dev/video(\d+)", os.path.realpath(self.target))
        if node is None:
            return None
        capture = cv2.VideoCapture(int(node[1]), cv2.CAP_V4L2)
        if not capture.isOpened():
            return None
        # Format first: uncompressed 8 megapixels do not fit through USB 2, and most drivers
        # settle the list of sizes by it.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        width, height = size or DEVICE_PX
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        return capture


class Camera:
    """A `FrameSource` over OpenCV. Start it once, stop it once.

    Args:
        url: see `CameraUrl`.
        size: width and height to ask for; None asks a device for `DEVICE_PX` and takes what comes.
        least_px: shorter side below which a picture is too coarse for pages (`watch.LEAST_PX`); its
            frames are given out all the same, for codes held near.
        on_health: called from the camera's thread whenever state or code changes.

    Raises:
        CameraUrlError: the URL cannot be understood.
    """

    def __init__(
        self,
        url: str,
        *,
        size: tuple[int, int] | None = None,
        least_px: int = 0,
        on_health: Callable[[Health], None] | None = None,
    ) -> None:
        self._url = CameraUrl.parse(url)
        self._size = size
        self._on_health = on_health or (lambda _health: None)
        self._watch = FrameWatch(size, least_px=least_px)
        self._new_frame = threading.Condition()
        self._slot: Frame | None = None
        self._count = 0
        self._health = Health(State.UNKNOWN, None, "not started")
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=partial(keep_going, self._run, ending=self._stopping),
            name="camera",
            daemon=True,
        )

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    @property
    def health(self) -> Health:
        """See `FrameSource`."""
        return self._health

    @property
    def latest(self) -> Frame | None:
        """See `FrameSource`."""
        return self._slot

    def wait_for_frame(self, after: int, *, timeout_s: float) -> Frame | None:
        """See `FrameSource`."""

        def newer() -> Frame | None:
            slot = self._slot
            return slot if slot is not None and slot.number > after else None

        with self._new_frame:
            return self._new_frame.wait_for(newer, timeout=timeout_s)

    def stop(self) -> bool:
        """See `FrameSource`."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause_s = BACKOFF_S[0]
        try:
            while not self._stopping.is_set():
                capture = self._url.open(self._size)
                if capture is None:
                    self._become(Health(State.ABSENT, CAMERA_ABSENT.code, "cannot be opened"))
                elif self._drain(capture):
                    pause_s = BACKOFF_S[0]
                self._stopping.wait(pause_s)
                pause_s = min(pause_s * 2, BACKOFF_S[1])
        finally:
            # Also when we die of a defect of our own: nobody may believe the last health.
            self._publish(None)
            self._become(Health(State.UNKNOWN, None, "stopped"))

    def _drain(self, capture: cv2.VideoCapture) -> bool:
        """Take frames until they end or freeze; whether any could be trusted."""
        trusted = False
        self._watch.restarted()
        try:
            while not self._stopping.is_set():
                self._pace(capture)
                arrived, image = capture.read()
                if not arrived or image is None:
                    self._lose(capture)
                    return trusted
                health = self._take(np.asarray(image, np.uint8))
                if health.code == CAMERA_FROZEN.code:
                    return trusted  # opening again is the one cure that needs no hand
                trusted = trusted or health.usable
        finally:
            capture.release()
        return trusted

    def _pace(self, capture: cv2.VideoCapture) -> None:
        if self._url.kind == "film":
            fps = capture.get(cv2.CAP_PROP_FPS)
            self._stopping.wait(1 / fps if 1 <= fps <= 60 else 1 / FILM_FPS)

    def _take(self, image: Bgr) -> Health:
        now_s = monotonic()
        image.flags.writeable = False
        health = self._watch.look(image, now_s)
        self._become(health)
        if health.usable or health.code == CAMERA_COARSE.code:
            self._count += 1
            self._publish(Frame(image, self._count, now_s))
        else:
            self._publish(None)
        return health

    def _lose(self, capture: cv2.VideoCapture) -> None:
        self._publish(None)
        if not self._stopping.is_set() and self._health.code != CAMERA_FROZEN.code:
            backend = capture.getBackendName()
            self._become(Health(State.UNKNOWN, CAMERA_LOST.code, f"{backend}: no more frames"))

    def _publish(self, frame: Frame | None) -> None:
        with self._new_frame:
            self._slot = frame
            self._new_frame.notify_all()

    def _become(self, health: Health) -> None:
        changed = health.is_news_after(self._health)
        self._health = health
        if changed:
            self._on_health(health)
