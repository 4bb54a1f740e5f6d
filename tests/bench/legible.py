"""Whether a page that the kiosk kept can still be read, by a reader that is not ours.

``python -m tests.bench.legible [--each 2]`` prints one JSON row a line, as the others do.

A sheet of Vietnamese writing in three sizes lies under the simulated camera; its frames go through
OpenCV, `Capture` takes the shot as at the kiosk, and the page is sealed and opened again. What
Tesseract reads on it (Debian's ``tesseract-ocr`` and ``tesseract-ocr-vie``, both Apache-2.0) is
compared with what was printed, letter by letter with all marks. Beside it stands what it reads on
the sheet itself, before any camera. No part of the kiosk uses Tesseract.
"""

import argparse
import datetime as dt
import io
import json
import logging
import statistics
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import fontpkg
import pikepdf
import pyrage
import structlog
from PIL import Image, ImageDraw, ImageFont

from devices.camera.quality import Verdict
from devices.camera.rectify import Sheet
from devices.camera.source import Camera
from devices.camera.watch import LEAST_PX
from devices.faults import CAMERA_COARSE
from devices.sim.camera import CameraSimulator
from devices.sim.scene import Plate, Scene, Subject
from kiosk.services.capture import CameraAwayError, Capture
from offline_queue.sealing import KeySet, PublicKey

#: A page of an application as offices print it: names, numbers, dates, and every tone on every
#: kind of vowel. Nobody in it exists.
LINES: Final = (
    "Họ, chữ đệm, tên người yêu cầu: Nguyễn Thị Thuỳ Dương",
    "Nơi cư trú: Số 8 ngõ 3, Phường Sông Mây, Tỉnh Minh Họa",
    "Giấy tờ tùy thân: căn cước số 079190000000, cấp ngày 14/02/2022",
    "Đề nghị cấp bản sao trích lục khai sinh cho người có tên dưới đây",
    "Ngày, tháng, năm sinh: 27/03/1985; giới tính: Nữ; dân tộc: Kinh",
    "Quê quán: xã Yên Bình, huyện Vĩnh Tường, số bản sao: 05 bản",
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật",
    "và chịu trách nhiệm trước pháp luật về cam đoan của mình.",
)
#: Points: what Decree 30/2020 asks for in a text (13 to 14), and what forms' notes are set in.
SIZES_PT: Final = (14, 12, 10)
PRINT_DPI: Final = 300
PAPER_PX: Final = (2480, 3508)
#: Width and height of the frame: one that the kiosk must refuse, the simulator's own, a webcam's,
#: and the 8 megapixels of a document camera.
FRAMES: Final = ((640, 480), (1280, 960), (1920, 1440), (3264, 2448))
FINE: Final = FRAMES[-1]
_SHEET: Final = Scene(angle=2.0)
LIGHTS: Final = {
    "plain": _SHEET,
    "wood": replace(_SHEET, plate=Plate.WOOD, angle=-5.0),
    "dim": replace(_SHEET, light=0.6, noise=5.0),
    "shadow": replace(_SHEET, shadow=True),
    "tilt": replace(_SHEET, tilt=0.12, angle=6.0),
    "soft": replace(_SHEET, blur=0.8),
}
#: What a page may take on the kiosk's disk, sealed.
SEALED_BYTES: Final = 1_500_000
#: Of 1000 letters so many may be read otherwise on a page that was called good, whatever the
#: frame: three in two lines, hooks and dots most of them, on which a person is not mistaken.
WRONG_LETTERS: Final = 25.0
#: The same with a document camera.
WRONG_LETTERS_FINE: Final = 5.0
NOW: Final = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
OCR_S: Final = 60.0  # a page takes one to three
FIRST_S: Final = 10.0


@dataclass(frozen=True)
class Kept:
    """One shot as it lies on the disk, opened again."""

    verdict: Verdict
    sealed_bytes: int
    wrong: dict[int, float]  # letters in 1000, by points; empty: no page was kept


def sheet(path: Path, variant: int) -> None:
    """Print the lines in every size, each size on lines of its own."""
    page = Image.new("RGB", PAPER_PX, (246, 246, 242))
    draw = ImageDraw.Draw(page)
    y = 300
    for points in SIZES_PT:
        font = ImageFont.truetype(str(fontpkg.path("Noto Sans")), round(points * PRINT_DPI / 72))
        for line in lines_of(points, variant):
            draw.text((300, y), line, font=font, fill=(24, 24, 28))
            y += round(points * PRINT_DPI / 72 * 1.75)
        y += 90
    page.save(path)


def lines_of(points: int, variant: int) -> tuple[str, ...]:
    """Another order for each size and sheet, so that no line stands where it stood before."""
    turn = (SIZES_PT.index(points) * 3 + variant) % len(LINES)
    return LINES[turn:] + LINES[:turn]


def read(picture: Image.Image, dpi: int) -> str:
    """What Tesseract reads on one block of writing."""
    coded = io.BytesIO()
    picture.save(coded, "PNG")
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", "vie", "--psm", "6", "--dpi", str(dpi)],
        input=coded.getvalue(),
        capture_output=True,
        timeout=OCR_S,
        check=True,
    )
    return unicodedata.normalize("NFC", done.stdout.decode())


def wrong(picture: Image.Image, variant: int) -> dict[int, float]:
    """Wrong letters in 1000 for each size; `picture` is the whole sheet."""
    width, height = picture.size
    found, top = {}, 300 - 60
    for points in SIZES_PT:
        bottom = top + round(points * PRINT_DPI / 72 * 1.75) * len(LINES) + 90
        scale = height / PAPER_PX[1]
        # Without the rim: where a corner is off by a pixel the plate is read as a bar.
        sides = (round(width * 0.05), round(width * 0.95))
        block = picture.crop((sides[0], round(top * scale), sides[1], round(bottom * scale)))
        printed = " ".join(lines_of(points, variant))
        said = " ".join(read(block, round(PRINT_DPI * scale)).split())
        found[points] = 1000 * distance(printed, said) / len(printed)
        top = bottom
    return found


def distance(left: str, right: str) -> int:
    """Levenshtein's: letters to add, drop or change."""
    row = list(range(len(right) + 1))
    for index, letter in enumerate(left, start=1):
        before = row
        row = [index]
        for (diagonal, above), other in zip(pairwise(before), right, strict=True):
            row.append(min(row[-1] + 1, above + 1, diagonal + (letter != other)))
    return row[-1]


def shoot(scene: Scene, variant: int) -> Kept | None:
    """One sheet through simulator, OpenCV, shot, seal and back; None: the kiosk took none."""
    simulator = CameraSimulator(scene)
    capture = Capture(lambda told: Camera(simulator.url, least_px=LEAST_PX, on_health=told))
    capture.start()
    try:
        assert capture.camera is not None
        capture.camera.wait_for_frame(0, timeout_s=FIRST_S)
        shot = capture.scan_page(Sheet.A4)
    except CameraAwayError as away:
        if away.health.code != CAMERA_COARSE.code:
            raise
        return None
    finally:
        capture.stop()
        simulator.close()
    assert shot.pdf is not None, shot
    identity = pyrage.x25519.Identity.generate()
    key = PublicKey("bench", str(identity.to_public()), NOW - dt.timedelta(days=1), None)
    sealed = KeySet([key]).seal(shot.pdf, now=NOW).data
    with pikepdf.open(io.BytesIO(pyrage.decrypt(sealed, [identity]))) as pdf:
        (stored,) = pdf.pages[0].get_images().values()
        assert isinstance(stored, pikepdf.Stream)
        picture = pikepdf.PdfImage(stored).as_pil_image()
    return Kept(shot.verdict, len(sealed), wrong(picture, variant))


def row(name: str, value: float, unit: str, runs: int, before: float | None = None) -> None:
    """One row of the report; the peer is the sheet as it was printed."""
    found = {
        "id": f"legible.{name}",
        "value": round(value, 2),
        "unit": unit,
        "peer": None if before is None else "the sheet before the camera",
        "peer_value": before,
        "ratio": None,
        "runs": runs,
    }
    print(json.dumps(found), flush=True)


def report(size: tuple[int, int], shots: list[Kept | None], before: dict[int, float]) -> bool:
    """The rows of one size of frame; whether every page called good can be read."""
    name, kept = f"{size[0]}x{size[1]}", [one for one in shots if one is not None]
    row(f"{name}.refused", 100 * (1 - len(kept) / len(shots)), "%", len(shots))
    if not kept:
        return True
    good = [one for one in kept if one.verdict is Verdict.GOOD]
    row(f"{name}.good", 100 * len(good) / len(shots), "%", len(shots))
    for points in SIZES_PT:
        found = [one.wrong[points] for one in kept]
        row(f"{name}.{points}pt", statistics.mean(found), "of 1000", len(found), before[points])
    worst = max((statistics.mean(one.wrong.values()) for one in good), default=0.0)
    row(f"{name}.worst_good_page", worst, "of 1000", len(good))
    most = max(one.sealed_bytes for one in kept)
    row(f"{name}.sealed_most", most, "bytes", len(kept))
    allowed = WRONG_LETTERS_FINE if size == FINE else WRONG_LETTERS
    return worst <= allowed and most <= SEALED_BYTES


def sized(size: tuple[int, int], sheets: list[Path]) -> list[Kept | None]:
    """Every sheet in every light, by a camera of this size."""
    return [
        shoot(
            replace(scene, subject=Subject.PICTURE, picture=str(path), size=size, seed=number + 1),
            number,
        )
        for scene in LIGHTS.values()
        for number, path in enumerate(sheets)
    ]


def main() -> int:
    """Print all rows; 1 when a page called good cannot be read, or takes too much room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1, help="sheets for each size and light")
    each = parser.parse_args().each
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        sheets = [Path(folder) / f"{number}.png" for number in range(each)]
        for number, path in enumerate(sheets):
            sheet(path, number)
        with Image.open(sheets[0]) as printed:
            before = wrong(printed, 0)
        fine = [report(size, sized(size, sheets), before) for size in FRAMES]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
