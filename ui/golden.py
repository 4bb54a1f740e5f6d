"""Small pictures of every screen, kept with the tests, and what has changed since.

A picture is a quarter of the screen each way, in 64 colours: 5 to 15 kB. A pixel counts as
changed when a channel differs by more than `FAR`: noise of a camera and of the palette stay
below, a word of body text does not. A screen has changed when more than `MANY` of its pixels
have: 26 of 129,600, less than one short word or a border that moved.
"""

import html
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
from ui.audit.plan import PANELS, State
from ui.gallery import Scene

KEPT: Final = Path("tests/golden/screens")
MADE_WITH: Final = "made-with.json"
SHRINK: Final = 4
COLOURS: Final = 64
FAR: Final = 48
MANY: Final = 0.0002
#: Vietnamese, default size and colours, upright and across.
STATES: Final = (State(PANELS[1], 1, "light", "vi"), State(PANELS[5], 1, "light", "vi"))


@dataclass(frozen=True, slots=True)
class Change:
    """A screen beside its kept picture; `share` of the pixels differ, None: nothing is kept."""

    name: str
    share: float | None
    now: Image.Image

    @property
    def changed(self) -> bool:
        """Whether somebody must look."""
        return self.share is None or self.share > MANY


def small(image: QImage) -> Image.Image:
    """A quarter of a screen each way."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    whole = Image.frombytes(
        "RGB",
        (image.width(), image.height()),
        bytes(image.constBits()),
        "raw",
        "RGB",
        image.bytesPerLine(),
    )
    return whole.reduce(SHRINK)


def name_of(scene: str, state: State) -> str:
    """File name of a picture."""
    return f"{scene}--{state.panel.name.partition('-')[2]}.png"


def draw(scene: Scene) -> Iterator[tuple[str, Image.Image]]:
    """Both pictures of a scene."""
    for state, stage in look_over(scene, STATES):
        stage.image()
        yield name_of(scene.name, state), small(stage.image())


def keep(scenes: Sequence[Scene], folder: Path) -> int:
    """Write the pictures of these scenes anew; returns how many bytes they are."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for scene in scenes:
        for name, picture in draw(scene):
            path = folder / name
            palette = picture.quantize(COLOURS, dither=Image.Dither.NONE)
            palette.save(path, optimize=True)
            size += path.stat().st_size
    (folder / MADE_WITH).write_text(json.dumps({"qt": qVersion()}) + "\n", encoding="utf-8")
    return size


def forget_others(scenes: Sequence[Scene], folder: Path) -> None:
    """Remove pictures of scenes that are no more."""
    names = {name_of(scene.name, state) for scene in scenes for state in STATES}
    for path in folder.glob("*.png"):
        if path.name not in names:
            path.unlink()


def far(before: Image.Image, now: Image.Image) -> NDArray[np.bool_]:
    """Which pixels have changed; all of them, if the sizes differ."""
    one, other = (np.asarray(each.convert("RGB"), np.int16) for each in (before, now))
    if one.shape != other.shape:
        return np.ones(other.shape[:2], np.bool_)
    differs: NDArray[np.bool_] = np.abs(one - other).max(axis=2) > FAR
    return differs


def compare(name: str, now: Image.Image, folder: Path) -> Change:
    """One screen with its kept picture."""
    path = folder / name
    if not path.exists():
        return Change(name, None, now)
    with Image.open(path) as before:
        return Change(name, float(far(before, now).mean()), now)


def advice(folder: Path) -> str:
    """What to run when a picture has changed."""
    told = "Look: kiosk gallery --compare. If it is meant so: kiosk gallery --golden"
    path = folder / MADE_WITH
    made = json.loads(path.read_text(encoding="utf-8"))["qt"] if path.exists() else ""
    if made and made != qVersion():
        told = f"The pictures were drawn by Qt {made}, this is {qVersion()}. {told}"
    return told


def write_page(out: Path, changes: Sequence[Change], folder: Path) -> Path:
    """A page with before, after and difference of every change."""
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for change in changes:
        change.now.save(out / f"after--{change.name}")
        cells = [f"<td>{html.escape(change.name)}<br>{_said(change)}</td>"]
        if change.share is not None:
            with Image.open(folder / change.name) as before:
                before.convert("RGB").save(out / f"before--{change.name}")
                marked = np.asarray(change.now.convert("L").convert("RGB")) // 2 + 127
                marked[far(before, change.now)] = (224, 0, 122)
            Image.fromarray(marked.astype(np.uint8)).save(out / f"difference--{change.name}")
        kinds = ("before", "after", "difference") if change.share is not None else ("after",)
        cells += [f'<td><img src="{kind}--{change.name}" alt="{kind}"></td>' for kind in kinds]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    path = out / "compare.html"
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Changed screens</title>'
        "<style>body{font:16px sans-serif;margin:24px}td{padding:8px;vertical-align:top}"
        "img{border:1px solid #7c8aa5}</style><h1>Changed screens</h1>"
        f"<table><tr><th></th><th>Before</th><th>After</th><th>Difference</th></tr>"
        f"{''.join(rows)}</table></html>\n",
        encoding="utf-8",
    )
    return path


def _said(change: Change) -> str:
    return "new" if change.share is None else f"{100 * change.share:.2f} % of the pixels"
