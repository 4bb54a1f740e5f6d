"""What the touch app gets from camera and scanner: codes, pages, and how both devices are.

Pictures and codes stay in memory: nothing here writes a file, and no ``repr`` shows them.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal

import structlog

from devices.faults import CAMERA_ABSENT, CAMERA_COARSE, FAULTS
from devices.health import Health, State
from kiosk.services.code_watch import LOOK_S, CodeWatch, FreshFrames, Looks
from kiosk.services.page_shot import Shot, Try, finished, judged
from kiosk.texts import text

if TYPE_CHECKING:  # OpenCV takes a third of a second to load; a kiosk without camera never does
    from collections.abc import Callable

    from devices.camera.api import FrameSource
    from devices.camera.images import Bgr
    from devices.camera.page import Page
    from devices.camera.rectify import Sheet
    from devices.scanner.api import CodeScanner
    from devices.scanner.api import Scan as RawScan
    from kiosk.domain.scan_kind import Scan
    from kiosk.settings import Settings

    CameraMaker = Callable[[Callable[[Health], None]], FrameSource]
    ScannerMaker = Callable[[Callable[[RawScan], None], Callable[[Health], None]], CodeScanner]
    HealthListener = Callable[["Device", Health], None]

log = structlog.get_logger()

Device = Literal["camera", "scanner"]

#: Three seconds for a good shot: a hand that trembles rests once in that time, and longer than
#: this nobody stands before a screen that only says "wait".
SHOT_S: Final = 3.0
#: For the last look for codes after the devices have stopped; one takes a tenth of that.
STOP_S: Final = 2.0
_NONE: Final = Health(State.ABSENT, None, "none in the settings")


class CameraAwayError(Exception):
    """No picture came; `health` says what is known of the camera."""

    def __init__(self, health: Health) -> None:
        super().__init__(f"{health.state} {health.code or ''} {health.evidence}".strip())
        self.health = health

    @property
    def citizen_key(self) -> str:
        """Key of the sentence ``citizen.<key>``."""
        return citizen_key(self.health) or CAMERA_ABSENT.citizen_key


def citizen_key(health: Health) -> str:
    """Key of the sentence ``citizen.<key>`` for this health; "" when there is nothing to say."""
    fault = FAULTS.get(health.code or "")
    return fault.citizen_key if fault else ""


class Capture:
    """Camera and scanner of one kiosk, from `start` to `stop`; thread-safe.

    Args:
        camera: makes the camera, given who wants to hear of its health; None: there is none.
        scanner: the same for the scanner, given who wants its scans and its health.
        empty: the camera's picture of its empty plate, which makes pages easier to find.
    """

    def __init__(
        self,
        camera: CameraMaker | None = None,
        scanner: ScannerMaker | None = None,
        *,
        empty: Bgr | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._listeners: tuple[HealthListener, ...] = ()
        self._watch: CodeWatch | None = None
        self._looks = Looks()
        self._empty = empty
        self.camera = camera(lambda health: self._told("camera", health)) if camera else None
        self.scanner = (
            scanner(self._scanned, lambda health: self._told("scanner", health))
            if scanner
            else None
        )

    def start(self) -> None:
        """Let both devices run; returns at once."""
        for device in (self.camera, self.scanner):
            if device is not None:
                device.start()

    def stop(self) -> bool:
        """Let go of both devices, in at most `STOP_S`; whether their threads have ended."""
        with self._lock:
            watch, self._watch, self._listeners = self._watch, None, ()
        if watch is not None:
            watch.close()
        end_s = monotonic() + STOP_S
        devices = [device for device in (self.camera, self.scanner) if device is not None]
        with ThreadPoolExecutor(2, thread_name_prefix="capture-stop") as pool:
            ended = list(pool.map(lambda device: device.stop(), devices))
        return all([*ended, self._looks.end(max(0.0, end_s - monotonic()))])

    def health(self, device: Device) -> Health:
        """What is known of a device now; absent without a code when the settings name none."""
        found = self.camera if device == "camera" else self.scanner
        return found.health if found is not None else _NONE

    def on_health(self, listener: HealthListener) -> Callable[[], None]:
        """Tell `listener` how both are, now and after every change, on any thread.

        Returns:
            What ends it.
        """
        with self._lock:
            self._listeners = (*self._listeners, listener)
        listener("camera", self.health("camera"))
        listener("scanner", self.health("scanner"))

        def end() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return end

    def watch_codes(
        self,
        on_scan: Callable[[Scan], None],
        *,
        every_s: float = LOOK_S,
        camera: bool = True,
    ) -> Callable[[], None]:
        """Report every code that is shown from now on to camera or scanner, classified.

        The camera is looked through every `every_s` seconds, or not at all without `camera`.

        A code that rests in view is reported once; what was shown before this call, never. One
        look-out at a time: a new one ends the former, so that nobody gets the next person's
        card. `on_scan` is called on any thread, one call at a time, and may end the look-out.

        Returns:
            What ends it; when that has returned, `on_scan` is not called any more.
        """
        seen = self.camera if camera else None
        watch = CodeWatch(seen, self._looks, on_scan, every_s=every_s)
        with self._lock:
            former, self._watch = self._watch, watch
        if former is not None:
            former.close()
        if self.scanner is not None:
            self.scanner.forget()
        return watch.close

    def find_page(self, image: Bgr) -> Page:
        """Where the page lies on a picture; uses the empty plate if that has the same size."""
        from devices.camera.page import find_page

        empty = self._empty
        return find_page(
            image, empty=empty if empty is not None and empty.shape == image.shape else None
        )

    def scan_page(self, sheet: Sheet | None = None) -> Shot:
        """Take the page that lies under the camera; blocks up to `SHOT_S`, on a worker thread.

        Args:
            sheet: the paper that was asked for; None guesses by its shape.

        Returns:
            The first good shot, else the best that could be had in that time.

        Raises:
            CameraAwayError: no new picture came, or it is too coarse to read writing on.
        """
        best = self._best(sheet)
        if best is None:
            health = self.health("camera")
            log.warning("capture.no_picture", code=health.code)
            raise CameraAwayError(health)
        shot = finished(best, sheet)
        log.info("capture.shot", verdict=shot.verdict.value, bytes=len(shot.pdf or b""))
        return shot

    def _best(self, sheet: Sheet | None) -> Try | None:
        if self.camera is None or self.camera.health.code == CAMERA_COARSE.code:
            return None
        from devices.camera.quality import Verdict

        frames, best = FreshFrames(self.camera), None
        end_s = monotonic() + SHOT_S
        while (left_s := end_s - monotonic()) > 0:
            frame = frames.next(left_s)
            if frame is None:
                break
            tried = judged(frame, self.find_page(frame.image), sheet)
            if best is None or tried.rank > best.rank:
                best = tried
            if best.verdict is Verdict.GOOD:
                break
        return best

    def _scanned(self, scan: RawScan) -> None:
        watch = self._watch
        if (watch is None or not watch.heard(scan)) and self.scanner is not None:
            # Nobody was told of it, so the same card must not count as shown twice.
            self.scanner.forget()

    def _told(self, device: Device, health: Health) -> None:
        if health.code:
            remedy = text(f"remedy.{health.code}", "vi")
            log.warning("capture.remedy", device=device, code=health.code, do=remedy)
        for listener in self._listeners:
            listener(device, health)


def open_capture(settings: Settings) -> Capture:
    """Camera and scanner that the settings name; starts nothing.

    Raises:
        CameraUrlError, LinkUrlError: an address cannot be understood.
    """
    camera = _camera(settings) if settings.camera.url else None
    scanner = _scanner(settings.scanner.url) if settings.scanner.url else None
    return Capture(camera, scanner, empty=_empty_plate(settings))


def _camera(settings: Settings) -> CameraMaker:
    from devices.camera.source import Camera
    from devices.camera.watch import LEAST_PX

    url, size = settings.camera.url, settings.camera.size
    return lambda told: Camera(url, size=size, least_px=LEAST_PX, on_health=told)


def _scanner(url: str) -> ScannerMaker:
    from devices.scanner.serial import SerialScanner

    return lambda heard, told: SerialScanner(url, on_scan=heard, on_health=told)


def _empty_plate(settings: Settings) -> Bgr | None:
    """The picture of the empty plate; a damaged one is worth a note, not a dead kiosk."""
    path = settings.camera.empty_plate
    if path is None or not settings.camera.url:
        return None
    from devices.camera.decode_worker import PictureRefusedError, decode_file

    try:
        return decode_file(path)
    except (OSError, PictureRefusedError) as error:
        log.warning("capture.no_empty_plate", key="camera.empty_plate", why=str(error))
        return None
