"""Small pictures of every screen, kept with the tests, and what has changed since.

A picture is a quarter of the screen each way, its colours rounded to steps of four: 5 to 25 kB.
Two things count as a change, each more than drawing by another way to the page makes:

- dots: a channel differs by more than `FAR` in more than `MANY` of them. An edge of a letter
  that is drawn some hundredths of a dot further differs by up to 12 at this size, 41 before;
  a moved border, a lost icon or another word by 100 and more.
- colour: the mean of a square of `SQUARE` dots differs by more than `TINT` in more than
  `SQUARES` of them. Rounding makes 2 of it, letters as above 1; another shade of a colour 5.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import qVersion
from PySide6.QtGui import QImage

from ui.audit.campaign import look_over
from ui.audit.plan import RISKY, USUAL, State
from ui.gallery import Scene
from ui.gallery_slips import SLIPS, printed

KEPT: Final = Path("tests/golden/screens")
KEPT_SLIPS: Final = Path("tests/golden/slips")
MADE_WITH: Final = "made-with.json"
SHRINK: Final = 4
STEP: Final = 4
FAR: Final = 32
MANY: Final = 0.0001  # 13 of 129,600: half an icon of the smallest size
TINT: Final = 3.5
SQUARE: Final = 6  # a square of 24 dots of the screen
SQUARES: Final = 2
#: As most people see it; and where it is tightest: the largest letters across, in the longer
#: language, in the colours whose borders carry what shades carry elsewhere.
STATES: Final = (USUAL, RISKY[2])


@dataclass(frozen=True, slots=True)
class Change:
    """A picture beside the one that is kept.

    Attributes:
        before: None: nothing is kept.
        share: how much of it has changed, more than drawing alone makes; 0: nothing.
    """

    name: str
    before: Image.Image | None
    now: Image.Image
    share: float

    @property
    def changed(self) -> bool:
        """Whether somebody must look."""
        return self.before is None or self.share > 0


def whole(image: QImage) -> Image.Image:
    """What Qt has drawn, dot for dot."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    return Image.frombytes(
        "RGB",
        (image.width(), image.height()),
        bytes(image.constBits()),
        "raw",
        "RGB",
        image.bytesPerLine(),
    )


def small(image: QImage) -> Image.Image:
    """A quarter of a screen each way."""
    return whole(image).reduce(SHRINK)


def name_of(scene: str, state: State) -> str:
    """File name of a picture."""
    return f"{scene}--{state.panel.name.partition('-')[2]}.webp"


def draw(scene: Scene) -> Iterator[tuple[str, Image.Image]]:
    """Both pictures of a scene."""
    for state, stage in look_over(scene, STATES):
        yield name_of(scene.name, state), small(stage.image())


def rounded(picture: Image.Image) -> Image.Image:
    """With a quarter of the shades; white stays white enough, black black."""
    return picture.point(lambda value: min(255, (value + STEP // 2) // STEP * STEP))


def keep(scenes: Sequence[Scene], folder: Path) -> int:
    """Write the pictures of these scenes anew; returns how many bytes they are."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for scene in scenes:
        for name, picture in draw(scene):
            path = folder / name
            rounded(picture).save(path, lossless=True, method=4)
            size += path.stat().st_size
    (folder / MADE_WITH).write_text(json.dumps({"qt": qVersion()}) + "\n", encoding="utf-8")
    return size


def forget_others(scenes: Sequence[Scene], folder: Path) -> None:
    """Remove pictures of scenes that are no more."""
    names = {name_of(scene.name, state) for scene in scenes for state in STATES}
    for path in folder.glob("*.webp"):
        if path.name not in names:
            path.unlink()


def far(before: Image.Image, now: Image.Image) -> NDArray[np.bool_]:
    """Which dots have changed; all of them, if the sizes differ."""
    if before.size != now.size:
        return np.ones((now.height, now.width), np.bool_)
    differs = _signed(before, now)
    dots: NDArray[np.bool_] = np.abs(differs).max(axis=2) > FAR
    if dots.mean() <= MANY:
        dots[:] = False
    tinted = _tinted(differs)
    if tinted.sum() > SQUARES:
        whole = np.kron(tinted, np.ones((SQUARE, SQUARE), np.bool_))
        dots[: whole.shape[0], : whole.shape[1]] |= whole
    return dots


def _signed(before: Image.Image, now: Image.Image) -> NDArray[np.int16]:
    one, other = (np.asarray(each.convert("RGB"), np.int16) for each in (before, now))
    return one - other


def _tinted(differs: NDArray[np.int16]) -> NDArray[np.bool_]:
    high, wide = (length // SQUARE for length in differs.shape[:2])
    squares = differs[: high * SQUARE, : wide * SQUARE].reshape(high, SQUARE, wide, SQUARE, 3)
    tinted: NDArray[np.bool_] = np.abs(squares.mean(axis=(1, 3))).max(axis=2) > TINT
    return tinted


def compare(name: str, now: Image.Image, folder: Path) -> Change:
    """One screen with its kept picture."""
    path = folder / name
    if not path.exists():
        return Change(name, None, now, 1.0)
    with Image.open(path) as kept:
        before = kept.convert("RGB")
    return Change(name, before, now, float(far(before, now).mean()))


def keep_slips(only: str = "") -> int:
    """Write the pictures of the slips anew; returns how many bytes they are."""
    KEPT_SLIPS.mkdir(parents=True, exist_ok=True)
    for path in KEPT_SLIPS.glob("*.png"):
        if path.stem not in SLIPS:
            path.unlink()
    for name in SLIPS:
        if only in name:
            printed(SLIPS[name]).save(KEPT_SLIPS / f"{name}.png", optimize=True)
    return sum(path.stat().st_size for path in KEPT_SLIPS.glob("*.png"))


def compare_slips(only: str = "") -> Iterator[Change]:
    """Every slip with its kept picture: dots of a printer are black or white, each counts."""
    for name in SLIPS:
        if only not in name:
            continue
        now, path = printed(SLIPS[name]), KEPT_SLIPS / f"{name}.png"
        before = None
        if path.exists():
            with Image.open(path) as kept:
                before = kept.convert("1")
        same = before is not None and before.size == now.size and before.tobytes() == now.tobytes()
        yield Change(f"slip-{name}.png", before, now, 0.0 if same else 1.0)


def advice(folder: Path) -> str:
    """What to run when a picture has changed."""
    told = "Look: kiosk gallery --compare. If it is meant so: kiosk gallery --golden"
    path = folder / MADE_WITH
    made = json.loads(path.read_text(encoding="utf-8"))["qt"] if path.exists() else ""
    if made and made != qVersion():
        told = f"The pictures were drawn by Qt {made}, this is {qVersion()}. {told}"
    return told
