"""A document camera that is not there: an MJPEG stream on loopback, with faults to switch.

It stands in place of the device, below OpenCV and everything of ours, so that drivers need no
branch for it. One JSON object is one command, see `CameraSimulator.command`.
"""

import threading
from collections.abc import Mapping
from dataclasses import fields, replace
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import cv2
import numpy as np

from devices.camera.images import Bgr
from devices.sim.scene import Plate, Scene, Subject, still

BOUNDARY: Final = "frame"
STOP_S: Final = 2.0


class CameraFault(StrEnum):
    """What can be wrong; one at a time."""

    NONE = "none"
    STALL = "stall"  # the connection stands, nothing comes
    DROP = "drop"  # every connection is cut once, then all is well
    BLACK = "black"  # a covered lens: only noise
    FROZEN = "frozen"  # the same frame for ever
    ROTATED = "rotated"  # mounted upside down
    OTHER_SIZE = "other_size"  # plugged in again, and half the width and height
    SLOW = "slow"  # two frames a second
    ABSENT = "absent"  # nobody listens


class CameraSimulator:
    """Serves ``http://127.0.0.1:PORT/stream``; thread-safe.

    Args:
        scene: what is seen first.
        port: 0 takes a free one.
        fps: frames a second while all is well.
    """

    def __init__(self, scene: Scene, *, port: int = 0, fps: float = 15.0) -> None:
        self._lock = threading.Lock()
        self._fps = fps
        self._fault = CameraFault.NONE
        self._generation = 0  # connections of an older generation are cut
        self._show(scene)
        self._port = port
        self._closing = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._listen()

    @property
    def url(self) -> str:
        """The address to give to a camera."""
        return f"http://127.0.0.1:{self._port}/stream"

    @property
    def fault(self) -> CameraFault:
        """The fault that is switched on."""
        return self._fault

    def command(self, order: Mapping[str, object]) -> None:
        """Obey one order: ``{"fault": "stall"}`` or ``{"scene": {"subject": "card"}}``.

        Raises:
            ValueError: the order cannot be understood; nothing was changed.
        """
        if set(order) == {"fault"}:
            self.set_fault(CameraFault(str(order["fault"])))
        elif set(order) == {"scene"} and isinstance(order["scene"], Mapping):
            self.show(changed_scene(self._scene, order["scene"]))
        else:
            raise ValueError('expected {"fault": NAME} or {"scene": {FIELD: VALUE}}')

    def set_fault(self, fault: CameraFault) -> None:
        """Switch to `fault` (`DROP` happens and is over)."""
        with self._lock:
            cuts = {CameraFault.DROP, CameraFault.ABSENT, CameraFault.OTHER_SIZE}
            if {fault, self._fault} & cuts:
                self._generation += 1
            self._fault = CameraFault.NONE if fault is CameraFault.DROP else fault
            if fault is CameraFault.ABSENT:
                self._hang_up()
            elif self._server is None:
                self._listen()

    def show(self, scene: Scene) -> None:
        """Put something else under the camera."""
        with self._lock:
            if scene.size != self._scene.size:
                self._generation += 1  # a stream has one size from its beginning to its end
            self._show(scene)

    def close(self) -> None:
        """End all connections and stop listening."""
        self._closing.set()
        with self._lock:
            self._generation += 1
            self._hang_up()

    def _show(self, scene: Scene) -> None:
        self._scene, self._picture = scene, still(scene).frame
        height, width = self._picture.shape[:2]
        noise = np.random.default_rng(scene.seed).standard_normal((height + 64, width + 64, 3))
        self._noise = (noise * max(scene.noise, 1.0)).astype(np.int16)
        self._rng = np.random.default_rng(scene.seed)
        self._frozen: bytes | None = None

    def _listen(self) -> None:
        simulator = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                simulator._serve(self)

            def log_message(self, *_args: object) -> None:
                """Say nothing: standard error belongs to the command."""

        server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        server.daemon_threads = True
        self._port = server.server_address[1]
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        generation = self._generation
        request.connection.settimeout(STOP_S)
        request.send_response(200)
        request.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        request.end_headers()
        try:
            while generation == self._generation and not self._closing.is_set():
                if self._fault is not CameraFault.STALL:
                    jpeg = self.jpeg()
                    head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n"
                    length = f"Content-Length: {len(jpeg)}\r\n\r\n"
                    request.wfile.write((head + length).encode() + jpeg + b"\r\n")
                fps = 2.0 if self._fault is CameraFault.SLOW else self._fps
                self._closing.wait(1 / fps)
        except OSError:
            request.close_connection = True  # the camera's reader has gone; that is its right

    def jpeg(self) -> bytes:
        """The next frame as it goes over the wire."""
        with self._lock:
            if self._fault is CameraFault.FROZEN and self._frozen is not None:
                return self._frozen
            ok, coded = cv2.imencode(".jpg", self._frame(), [cv2.IMWRITE_JPEG_QUALITY, 92])
            if not ok:
                raise RuntimeError("a frame of ours could not be coded")
            self._frozen = coded.tobytes()
            return self._frozen

    def _frame(self) -> Bgr:
        picture = self._picture
        if self._fault is CameraFault.BLACK:
            picture = np.full_like(picture, 4)
        height, width = picture.shape[:2]
        top, left = self._rng.integers(0, 64, 2)
        noise = self._noise[top : top + height, left : left + width]
        frame: Bgr = np.asarray(np.clip(picture + noise, 0, 255), np.uint8)
        if self._fault is CameraFault.ROTATED:
            return np.ascontiguousarray(frame[::-1, ::-1])
        if self._fault is CameraFault.OTHER_SIZE:
            return np.ascontiguousarray(frame[::2, ::2])
        return frame


def changed_scene(scene: Scene, changes: Mapping[object, object]) -> Scene:
    """`scene` with some fields replaced by JSON values; raises `ValueError` with the field."""
    known = {item.name: item for item in fields(Scene)}
    values: dict[str, object] = {}
    for name, value in changes.items():
        old = getattr(scene, name, None) if isinstance(name, str) and name in known else None
        if old is None:
            raise ValueError(f"{name!r}: a scene has {', '.join(known)}")
        values[str(name)] = _as_kind_of(old, value, str(name))
    return replace(scene, **values)  # type: ignore[arg-type]  # checked field by field


def _as_kind_of(old: object, value: object, name: str) -> object:
    if isinstance(old, Subject | Plate):
        return type(old)(str(value))
    if isinstance(old, tuple) and isinstance(value, list) and len(value) == len(old):
        return tuple(_as_kind_of(part, new, name) for part, new in zip(old, value, strict=True))
    if isinstance(old, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(old) is type(value):
        return value
    raise ValueError(f"{name}: expected a value like {old!r}")
