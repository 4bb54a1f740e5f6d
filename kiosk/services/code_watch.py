"""Looks out for codes, under the camera and at the scanner, for one person and no other.

What a code says is personal: it is handed over classified, and is in no log and no ``repr``.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Final

from devices.keep_going import keep_going
from kiosk.domain.scan_kind import read_scan

if TYPE_CHECKING:  # OpenCV takes a third of a second to load; a kiosk without camera never does
    from collections.abc import Callable

    from devices.camera.api import Frame, FrameSource
    from devices.camera.images import Bgr
    from devices.camera.resting import Resting
    from devices.scanner.api import Scan as RawScan
    from kiosk.domain.scan_kind import Scan

#: A card that rests in view is seen with every look; it is news again when it was away so long.
#: One that lies badly and cannot be read for a while is not away (`devices.camera.resting`).
REPEAT_S: Final = 2.0
#: Eight looks a second: a card held out is found at once, and a look at 8 megapixels, which
#: takes 40 to 100 ms, leaves most of one processor to the screen.
LOOK_S: Final = 0.125
#: At rest the camera is looked through twice a second: a card held out is found within a second,
#: and a kiosk that waits all day does not spend half a processor on waiting.
RESTING_S: Final = 0.5
#: A picture that arrives now was taken up to so long ago: exposure, two buffers of the driver
#: and decoding at 15 frames a second. Below this it may still show what the last person held.
IN_FLIGHT_S: Final = 0.2
#: `close` is noticed within this, also while the camera sends nothing.
WAIT_S: Final = 0.25
_FRAMING: Final = b"\x00\r\n\t "


class FreshFrames:
    """Frames of a camera that came after this object was made, frozen ones left out.

    A driver may hand out its last buffer again and again after the cable was pulled; the camera
    needs up to two seconds to be sure of that, in which the old picture would pass for a new one.
    """

    def __init__(self, camera: FrameSource) -> None:
        self._camera = camera
        self._last: Frame | None = camera.latest
        self._number = self._last.number if self._last is not None else 0

    def next(self, timeout_s: float) -> Frame | None:
        """The newest frame that was not seen yet, or None after `timeout_s` seconds."""
        import numpy as np

        end_s = monotonic() + timeout_s
        while (left_s := end_s - monotonic()) > 0:
            frame = self._camera.wait_for_frame(self._number, timeout_s=left_s)
            if frame is None:
                return None
            before, self._last, self._number = self._last, frame, frame.number
            if before is None or not np.array_equal(before.image, frame.image):
                return frame
        return None


class Looks:
    """The one thread on which look-outs look through a camera, one after the other.

    It outlives them: OpenCV loses 0.9 kB with every thread that has used it and ends (5.0; what
    it keeps for a thread), and each page that asks for a code is a look-out of its own.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="code-watch")
        self._last: Future[object] | None = None

    def run(self, look: Callable[[], object]) -> None:
        """Run `look` when those before it have returned."""
        self._last = self._thread.submit(look)

    def end(self, timeout_s: float) -> bool:
        """Whether nothing looks any more, waited for that long; close all look-outs first.

        Python cannot end while a thread is inside OpenCV: the process would be aborted.
        """
        self._thread.shutdown(wait=False)
        return self._last is None or not wait((self._last,), timeout_s).not_done


class CodeWatch:
    """One look-out, from the moment it is made until `close`.

    Args:
        camera: what to look through; None leaves only the scanner.
        looks: where it looks through the camera, once former look-outs have ended.
        on_scan: called on any thread, one call at a time; must not wait for the thread that
            calls `close`.
        every_s: from one look through the camera to the next.
    """

    def __init__(
        self,
        camera: FrameSource | None,
        looks: Looks,
        on_scan: Callable[[Scan], None],
        *,
        every_s: float = LOOK_S,
    ) -> None:
        self._on_scan = on_scan
        self._every_s = every_s
        self._since_s = monotonic()
        self._lock = threading.RLock()  # `on_scan` may close the watch it was called from
        self._closing = threading.Event()
        self._seen: dict[bytes, float] = {}
        if camera is not None:
            look = partial(self._look, FreshFrames(camera))
            looks.run(partial(keep_going, look, ending=self._closing))

    def heard(self, scan: RawScan) -> bool:
        """The scanner read a code; False if it began before anyone asked, or came too late."""
        if scan.began_s < self._since_s or self._closing.is_set():
            return False
        self._found(scan.data)
        return True

    def close(self) -> None:
        """Report nothing any more; a call of `on_scan` that runs is waited for."""
        self._closing.set()
        with self._lock:
            self._seen.clear()

    def _look(self, frames: FreshFrames) -> None:
        from devices.camera.qr import QrReader
        from devices.camera.resting import Resting

        reader = QrReader()
        lying: dict[bytes, Resting] = {}
        while not self._closing.is_set():
            frame = frames.next(WAIT_S)
            if frame is None or frame.at_s < self._since_s + IN_FLIGHT_S:
                continue
            started_s = monotonic()
            for code in reader.read(frame.image, at_s=frame.at_s):
                self._found(code.data)
                if code.corners is not None:
                    lying[code.data.strip(_FRAMING)] = Resting(frame.image, code.corners)
            lying = self._still(frame.image, lying)
            self._closing.wait(max(0.0, started_s + self._every_s - monotonic()))

    def _found(self, payload: bytes) -> None:
        now_s, key = monotonic(), payload.strip(_FRAMING)
        with self._lock:
            if self._closing.is_set():
                return
            recent = {code: at for code, at in self._seen.items() if now_s - at < REPEAT_S}
            self._seen = recent | {key: now_s}
            if key not in recent:
                self._on_scan(read_scan(payload))

    def _still(self, image: Bgr, lying: dict[bytes, Resting]) -> dict[bytes, Resting]:
        """What was read not long ago; what of it lies there still counts as seen now."""
        now_s = monotonic()
        with self._lock:
            recent = {key: at for key, at in self._seen.items() if now_s - at < REPEAT_S}
            found = {key: one for key, one in lying.items() if key in recent}
            for key, one in found.items():
                if one.on(image):
                    self._seen[key] = now_s
        return found
