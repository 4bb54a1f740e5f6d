"""Pictures from outside are decoded in a process of their own, which may die in our place.

Decoders of pictures have had memory faults in every year (CVE-2023-4863 alone was used against
people), and a file of 11 KB can ask for 400 MB. So the bytes go to a child with hard limits on
memory and time, and raw pixels come back. The same file is both sides: run as a script it is
the child, and then imports nothing of ours.
"""

import contextlib
import io
import json
import resource
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.camera.images import Bgr

MAX_FILE_BYTES: Final = 32 * 2**20  # a JPEG of 24 megapixels at quality 95 has 12 MB
MAX_PIXELS: Final = 24_000_000
MEMORY_BYTES: Final = 512 * 2**20  # 24 MP in colour twice (144 MB), Pillow and Python beside it
CPU_S: Final = 5
WALL_S: Final = 10.0  # the same on a machine that is busy with something else
FORMATS: Final = ("JPEG", "PNG")


class Reason(StrEnum):
    """Why a picture was not taken."""

    EMPTY = "empty"
    FILE_TOO_LARGE = "file_too_large"
    NOT_A_PICTURE = "not_a_picture"  # neither JPEG nor PNG
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_LONG = "too_long"
    DECODER_DIED = "decoder_died"


class PictureRefusedError(Exception):
    """A picture from outside was not taken; fault CAM-07."""

    def __init__(self, reason: Reason, evidence: str = "") -> None:
        super().__init__(f"{reason}: {evidence}" if evidence else str(reason))
        self.reason, self.evidence = reason, evidence


def decode(data: bytes) -> "Bgr":
    """Pixels of a JPEG or PNG file, turned as its camera was held.

    Raises:
        PictureRefusedError: always this one, whatever the file does to its decoder.
    """
    if not data:
        raise PictureRefusedError(Reason.EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise PictureRefusedError(Reason.FILE_TOO_LARGE, f"{len(data)} bytes")
    # -I: no site of the user, no current folder; the child sees the installed packages only.
    command = [sys.executable, "-I", "-X", "faulthandler=0", str(Path(__file__).resolve())]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell
            command, input=data, capture_output=True, timeout=WALL_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefusedError(Reason.TOO_LONG, f"over {WALL_S:.0f} s") from error
    return _pixels(child)


def decode_file(path: Path) -> "Bgr":
    """The same for a file; raises `OSError` too when it cannot be read."""
    with path.open("rb") as file:
        return decode(file.read(MAX_FILE_BYTES + 1))


def _pixels(child: "subprocess.CompletedProcess[bytes]") -> "Bgr":
    import numpy as np

    if child.returncode in {-24, -9}:  # SIGXCPU, and SIGKILL at the hard limit
        raise PictureRefusedError(Reason.TOO_LONG, f"over {CPU_S} s of processor time")
    head, _, body = child.stdout.partition(b"\n")
    try:  # a decoder that a picture took over may answer anything
        answer = json.loads(head)
        if "refused" in answer:
            raise PictureRefusedError(Reason(answer["refused"]), str(answer["evidence"]))
        rgb = np.frombuffer(body, np.uint8).reshape((answer["height"], answer["width"], 3))
    except (ValueError, KeyError, TypeError, RecursionError):
        evidence = f"exit status {child.returncode}, no whole answer"
        raise PictureRefusedError(Reason.DECODER_DIED, evidence) from None
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _child() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        head, body = _decoded(sys.stdin.buffer.read())
    except PictureRefusedError as refusal:
        head, body = {"refused": refusal.reason, "evidence": refusal.evidence}, b""
    except MemoryError:
        head, body = {"refused": Reason.TOO_MUCH_MEMORY, "evidence": "512 MB"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def _decoded(data: bytes) -> tuple[dict[str, object], bytes]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # its warning comes at twice our limit; ours is below
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise PictureRefusedError(Reason.NOT_A_PICTURE) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureRefusedError(Reason.DAMAGED, type(error).__name__) from error
    width, height = picture.size  # from the header: nothing has been decoded yet
    if width * height > MAX_PIXELS:
        raise PictureRefusedError(Reason.TOO_MANY_PIXELS, f"{width}x{height}")
    try:
        colour = picture.convert("RGB")
        with contextlib.suppress(Exception):  # a broken note on how it was held is no loss
            ImageOps.exif_transpose(colour, in_place=True)
    except MemoryError:
        raise
    except Exception as error:
        # Pillow names no closed set of errors for broken files, and this process has no other
        # duty than to say that this one is.
        raise PictureRefusedError(Reason.DAMAGED, type(error).__name__) from error
    return {"width": colour.width, "height": colour.height}, colour.tobytes()


if __name__ == "__main__":
    _child()
