"""The camera's picture on the screen: made only while a page asks for it, kept nowhere."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import structlog
from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from devices.faults import CAMERA_COARSE, FAULTS
from devices.keep_going import DEATHS
from ui.background import noted
from ui.pictures import address

if TYPE_CHECKING:  # OpenCV takes a tenth of a second to load; the first frame does not wait for it
    from devices.camera.api import Frame
    from devices.camera.images import Bgr
    from kiosk.services.capture import Capture

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

log = structlog.get_logger()

#: Height of the preview: enough to aim by, and six milliseconds to find the page's edge on.
PREVIEW_PX: Final = 480
QUALITY: Final = 75
#: A page that stopped asking has gone; what it showed goes too.
STALE_MS: Final = 600
_COARSE: Final = f"citizen.{CAMERA_COARSE.citizen_key}"
#: A defect that each frame meets is met once in so long.
AGAIN_S: Final = 1.0
EDGE_BGR: Final = (0, 212, 255)  # the yellow of the focus ring in high contrast
WHOLE_BGR: Final = (176, 232, 123)  # the green of the frame's corners: the page may be shot


@QmlElement
@QmlUncreatable("owned by Python")
class Camera(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """The document camera, as pages show it.

    Signals:
        pictureChanged: `picture` has a new value.
    """

    pictureChanged = Signal()
    _made = Signal(str, int, bool)  # from the drawing thread: picture, its frame's number, whole

    def __init__(self, capture: Capture | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._capture = capture
        self._source = capture.camera if capture is not None else None
        self._fault = ""
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="preview")
        self._job: Future[None] | None = None
        self._seen, self._again_s = 0, 0.0
        self._closed = False
        self._picture = ""
        self._whole = False
        self.shown = 0  # number of the frame that `picture` was made of, 0: of none
        self._stale = QTimer(self, singleShot=True, interval=STALE_MS)
        self._stale.timeout.connect(self.forget)
        self._made.connect(self._show, Qt.ConnectionType.QueuedConnection)

    @Property(bool, constant=True)
    def present(self) -> bool:
        """Whether the settings name a camera at all."""
        return self._source is not None

    @Property(str, notify=pictureChanged)
    def picture(self) -> str:
        """The newest frame (the address of a JPEG); "" while there is none to trust."""
        return self._picture

    @Property(bool, notify=pictureChanged)
    def whole(self) -> bool:
        """Whether a page lies in the picture with all of its corners."""
        return self._whole

    @Property(str, notify=pictureChanged)
    def fault(self) -> str:
        """Key of what is said of a camera that is known not to work; "": a picture may come."""
        return self._fault

    @Property(bool, notify=pictureChanged)
    def coarse(self) -> bool:
        """Whether no page can be shot because its writing could not be read."""
        return self._fault == _COARSE

    @Slot(bool)
    def look(self, outline: bool) -> None:  # noqa: FBT001 - a Qt slot
        """A page is seen and wants the newest picture; called again and again while it is."""
        if self._closed:
            return
        self._stale.start()
        if self._source is None or (self._job is not None and not self._job.done()):
            return
        self._judge()
        frame = self._source.latest
        if frame is None or (outline and self._fault == _COARSE):  # codes are read all the same
            self._show("", 0, whole=False)
        elif frame.number != self._seen and monotonic() >= self._again_s:
            self._seen = frame.number
            self._job = self._drawing.submit(self._draw, frame, outline)
            self._job.add_done_callback(self._drawn)

    def _drawn(self, job: Future[None]) -> None:
        """On the drawing thread: nobody may aim by an old picture after a defect."""
        if job.cancelled() or job.exception() is None:
            return
        noted(job)
        DEATHS.job("preview", job.exception())
        self._again_s = monotonic() + AGAIN_S
        if not self._closed:
            self._made.emit("", 0, False)  # noqa: FBT003 - a signal's

    def _judge(self) -> None:
        health = self._capture.health("camera") if self._capture is not None else None
        known = FAULTS.get(health.code or "") if health is not None and not health.usable else None
        fault = f"citizen.{known.citizen_key}" if known is not None else ""
        if fault != self._fault:
            self._fault = fault
            self.pictureChanged.emit()

    def forget(self) -> None:
        """No page shows the picture any more; the next one begins with the frame of its moment."""
        self._seen = 0
        self._show("", 0, whole=False)

    def close(self) -> None:
        """The app ends; what runs takes milliseconds."""
        self._closed = True
        self._stale.stop()
        self._drawing.shutdown(wait=True, cancel_futures=True)

    def _draw(self, frame: Frame, outline: bool) -> None:  # noqa: FBT001 - handed on
        try:
            seen = preview(frame.image, outline=outline)
            self._made.emit(seen.picture, frame.number, seen.whole)
        except ValueError as error:  # a frame too small to find a page on
            log.warning("camera.no_preview", why=str(error))

    def _show(self, picture: str, frame: int, whole: bool) -> None:  # noqa: FBT001 - a signal's
        if picture and not self._stale.isActive():
            return  # drawn for a page that has gone
        self.shown = frame
        if (picture, whole) != (self._picture, self._whole):
            self._picture, self._whole = picture, whole
            self.pictureChanged.emit()


class Preview(NamedTuple):
    """The address of a small JPEG, and whether a page lies in it with all of its corners."""

    picture: str
    whole: bool


def preview(image: Bgr, *, outline: bool) -> Preview:
    """The picture of a frame, with the page's edge drawn in if one is found: thin and yellow
    while it lies over the rim, thick and green when it may be shot.
    """
    import cv2
    import numpy as np

    from devices.camera.page import find_page

    small, whole = smaller(image, PREVIEW_PX), False
    if outline:
        page = find_page(small)
        corners, whole = page.corners, page.corners is not None and page.why is None
        small = small.copy()
        if corners is not None:
            cv2.polylines(
                small,
                [corners.round().astype(np.int32)],
                isClosed=True,
                color=WHOLE_BGR if whole else EDGE_BGR,
                thickness=6 if whole else 3,
            )
    done, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise ValueError(f"a picture of shape {small.shape} cannot be coded")
    return Preview(address(coded.tobytes()), whole)


def smaller(picture: Bgr, height: int) -> Bgr:
    """The picture at most `height` pixels high."""
    import cv2
    import numpy as np

    tall, wide = picture.shape[:2]
    if tall <= height:
        return picture
    size = (max(1, round(wide * height / tall)), height)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
