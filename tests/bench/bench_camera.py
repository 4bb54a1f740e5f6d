"""How well and how fast codes are read and pages found, beside what others use.

``python tests/bench/bench_camera.py [--each 6]`` prints one JSON row a line:
``{id, value, unit, peer, peer_value, ratio, runs}``. Pictures are drawn from fixed seeds, so
that rates can be compared between machines; milliseconds are this machine's.
"""

import argparse
import json
import statistics
from collections.abc import Callable
from dataclasses import replace
from math import ceil
from time import perf_counter
from typing import Final

import cv2
import numpy as np

from devices.camera.images import Bgr, Corners, Gray, to_gray
from devices.camera.page import find_page
from devices.camera.pdf import Ink, to_pdf
from devices.camera.qr import QrReader, Zbar, Zxing, read_still
from devices.camera.quads import clockwise, overlap
from devices.camera.quality import Verdict
from devices.camera.rectify import Sheet
from devices.camera.scan import scan
from devices.sim.scene import (
    SPECIMEN_CARD,
    Plate,
    Scene,
    Subject,
    add_noise,
    shoot,
    still,
)

CARD: Final = Scene(subject=Subject.CARD, fill=0.95)  # 3 px a module

CODES: Final = {
    "clean": CARD,
    "small": replace(CARD, fill=0.5),
    "blur": replace(CARD, blur=1.5),
    "motion": replace(CARD, motion=5),
    "noise": replace(CARD, noise=22),
    "dim": replace(CARD, light=0.2, noise=4),
    "glare": replace(CARD, glare=True),
    "tilt": replace(CARD, tilt=0.2),
}
PAGES: Final = {
    "dark": Scene(),
    "wood": Scene(plate=Plate.WOOD),
    "white": Scene(plate=Plate.WHITE),
    "pattern": Scene(plate=Plate.PATTERN),
    "clutter": Scene(plate=Plate.CLUTTER),
    "shadow": Scene(plate=Plate.WOOD, shadow=True),
    "hand": Scene(plate=Plate.WHITE, hand=True),
    "glare": Scene(glare=True),
    "card": Scene(subject=Subject.CARD, fill=0.45, plate=Plate.WHITE),
    "empty": Scene(subject=Subject.EMPTY),
}
BAD: Final = {
    Verdict.BLUR: Scene(blur=1.4),
    Verdict.DARK: Scene(light=0.35),
    Verdict.GLARE: Scene(glare=True),
    Verdict.BLANK: Scene(subject=Subject.BLANK),
    Verdict.TOUCHES_BORDER: Scene(shift=(0.0, 0.2)),
    Verdict.GOOD: Scene(shadow=True),
}


def row(
    name: str,
    value: float,
    unit: str,
    runs: int,
    *,
    peer: str | None = None,
    peer_value: float | None = None,
) -> None:
    """One row of the report."""
    ratio = round(value / peer_value, 2) if peer_value else None
    print(
        json.dumps(
            {
                "id": f"camera.{name}",
                "value": round(value, 2),
                "unit": unit,
                "peer": peer,
                "peer_value": None if peer_value is None else round(peer_value, 2),
                "ratio": ratio,
                "runs": runs,
            }
        ),
        flush=True,
    )


def varied(scene: Scene, number: int) -> Scene:
    """The same condition once more: turned, shifted, with other noise and another page."""
    rng = np.random.default_rng([7, number])
    turn = 360 if scene.subject is Subject.CARD else 16
    shift = tuple(float(value) for value in rng.uniform(-0.03, 0.03, 2))
    return replace(
        scene,
        angle=float(rng.uniform(-turn / 2, turn / 2)),
        shift=(shift[0], scene.shift[1] + shift[1] / 3),
        page=number,
        seed=number + 1,
    )


def opencv_reads(gray: Gray) -> bool:
    """OpenCV's own reader; raises nothing we would count as ours."""
    try:
        return cv2.QRCodeDetector().detectAndDecode(gray)[0] == SPECIMEN_CARD
    except (cv2.error, UnicodeDecodeError):
        return False


READERS: Final[dict[str, Callable[[Gray], bool]]] = {
    "ours": lambda gray: [code.text for code in read_still(gray)] == [SPECIMEN_CARD],
    "zxing_once": lambda gray: any(
        code.data == SPECIMEN_CARD.encode() for code in Zxing().codes(gray)
    ),
    "pyzbar": lambda gray: any(code.data == SPECIMEN_CARD.encode() for code in Zbar().codes(gray)),
    "cv2.QRCodeDetector": opencv_reads,
}


def codes(each: int) -> None:
    """Share of frames whose code is read, and the time for one frame."""
    took: dict[str, list[float]] = {name: [] for name in READERS}
    total = dict.fromkeys(READERS, 0)
    for condition, scene in CODES.items():
        hits = dict.fromkeys(READERS, 0)
        for number in range(each):
            gray = to_gray(shoot(varied(scene, number)).frame)
            for name, reads in READERS.items():
                started = perf_counter()
                hits[name] += reads(gray)
                took[name].append((perf_counter() - started) * 1000)
        for peer in ("pyzbar", "cv2.QRCodeDetector"):
            share = 100 * hits[peer] / each
            ours = 100 * hits["ours"] / each
            row(f"qr.{condition}", ours, "%", each, peer=peer, peer_value=share)
        for name, count in hits.items():
            total[name] += count
    runs = each * len(CODES)
    for peer in list(READERS)[1:]:
        share = 100 * total[peer] / runs
        row("qr.all", 100 * total["ours"] / runs, "%", runs, peer=peer, peer_value=share)
        mine, theirs = (statistics.median(took[name]) for name in ("ours", peer))
        row("qr.frame", mine, "ms", runs, peer=peer, peer_value=theirs)


#: Not of a card that is held still at the length of an arm: what a hand does to it, or its code
#: with modules of 1.6 px.
HARDER: Final = ("small", "motion")


def read_in_s(scene: Scene) -> float | None:
    """Seconds from the first frame of a stream of ten a second until the card is read.

    The reader's own time counts; frames that come while it works are passed over. None: not
    within a second.
    """
    reader, picture, at_s = QrReader(), still(scene).frame, 0.0
    while at_s <= 1.0:
        frame = add_noise(picture, scene.noise, scene.seed + round(at_s * 10))
        started = perf_counter()
        read = [code.text for code in reader.read(frame, at_s=at_s)]
        done_s = at_s + perf_counter() - started
        if read == [SPECIMEN_CARD]:
            return done_s if done_s <= 1.0 else None
        at_s = ceil(done_s * 10) / 10
    return None


def streams(each: int) -> None:
    """Share of cards that are read within a second of being held still, and when."""
    took: list[float | None] = []
    for condition, scene in CODES.items():
        here = [read_in_s(varied(scene, number)) for number in range(each)]
        row(
            f"card.in_1_s.{condition}", 100 * sum(one is not None for one in here) / each, "%", each
        )
        took += here if condition not in HARDER else []
    read = [one for one in took if one is not None]
    row("card.in_1_s", 100 * len(read) / len(took), "%", len(took))
    row("card.slowest_tenth", 1000 * statistics.quantiles(read, n=10)[-1], "ms", len(read))


TUTORIAL: Final = "Canny and four corners"


def tutorial_page(image: Bgr) -> Corners | None:
    """What is taught everywhere: blur, Canny, the largest outline that has four corners."""
    scale = 500 / image.shape[0]
    small = cv2.GaussianBlur(to_gray(cv2.resize(image, None, fx=scale, fy=scale)), (5, 5), 0)  # type: ignore[arg-type]  # uint8 stays uint8
    outlines, _ = cv2.findContours(
        cv2.Canny(small, 75, 200), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE
    )
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:5]:
        corners = cv2.approxPolyDP(outline, 0.02 * cv2.arcLength(outline, closed=True), closed=True)
        if len(corners) == 4:
            return np.asarray(clockwise(corners) / scale, np.float32)
    return None


def pages(each: int) -> None:
    """Mean intersection over union with the truth; an empty plate found empty counts 100."""
    mine, theirs, took, peer_took = [], [], [], []
    for condition, scene in PAGES.items():
        ours, peer = [], []
        for number in range(each):
            shot = shoot(varied(scene, number))
            started = perf_counter()
            found = find_page(shot.frame).corners
            middle = perf_counter()
            other = tutorial_page(shot.frame)
            took.append((middle - started) * 1000)
            peer_took.append((perf_counter() - middle) * 1000)
            ours.append(100 * agreement(found, shot.corners))
            peer.append(100 * agreement(other, shot.corners))
        rate, other_rate = statistics.mean(ours), statistics.mean(peer)
        row(f"page.{condition}", rate, "IoU x100", each, peer=TUTORIAL, peer_value=other_rate)
        mine += ours
        theirs += peer
    rate, other_rate = statistics.mean(mine), statistics.mean(theirs)
    row("page.all", rate, "IoU x100", len(mine), peer=TUTORIAL, peer_value=other_rate)
    ms, other_ms = statistics.median(took), statistics.median(peer_took)
    row("page.frame", ms, "ms", len(mine), peer=TUTORIAL, peer_value=other_ms)


def agreement(found: Corners | None, truth: Corners | None) -> float:
    """1 when both say the same, 0 when only one sees a page."""
    if found is None or truth is None:
        return float(found is None and truth is None)
    return overlap(found, truth)


def scans(each: int) -> None:
    """Verdicts, time and size of the whole way from frame to file."""
    for verdict, scene in BAD.items():
        right = sum(
            scan(shoot(varied(scene, number)).frame).verdict is verdict for number in range(each)
        )
        row(f"verdict.{verdict}", 100 * right / each, "%", each)
    sizes: dict[Ink, list[int]] = {kind: [] for kind in Ink}
    took = []
    for number in range(each):
        frame = shoot(varied(Scene(size=(3264, 2448), plate=Plate.WOOD), number)).frame
        started = perf_counter()
        page = scan(frame, sheet=Sheet.A4).page
        took.append((perf_counter() - started) * 1000)
        for kind in Ink:
            sizes[kind].append(0 if page is None else len(to_pdf([page], Sheet.A4, ink_kind=kind)))
    row("scan.8_megapixels", statistics.median(took), "ms", each)
    for kind, found in sizes.items():
        row(f"pdf.{kind}", max(found) / 1000, "KB a page", each)


def main() -> None:
    """Print all rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=6, help="pictures a condition")
    each = parser.parse_args().each
    codes(each)
    streams(each)
    pages(each)
    scans(max(2, each // 2))


if __name__ == "__main__":
    main()
