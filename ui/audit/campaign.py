"""Goes through pages and states, keeps what it found, and goes on where it was stopped."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from kiosk.paths import asset
from ui.audit.heard import Heard
from ui.audit.plan import PANELS, State, full, short
from ui.audit.rules import Violation, violations
from ui.gallery import Scene
from ui.gallery_stage import Look, rest, staged
from ui.stage import Stage, StageError

PICTURE_PX: Final = 900  # the longer side: enough to see what is meant
UI: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Offence:
    """A rule that a page breaks; `states` are those in which it does."""

    scene: str
    rule: str
    what: str
    states: tuple[str, ...]
    picture: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One page in all its states; `seconds` without the way there."""

    scene: str
    states: int
    seconds: float
    offences: tuple[Offence, ...]


def fingerprint() -> str:
    """Changes with anything that is drawn: results of other pages than these are old."""
    digest = hashlib.sha256()
    files = sorted([*UI.rglob("*.py"), *UI.rglob("*.qml"), *asset("i18n").rglob("*.toml")])
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def show(stage: Stage, state: State) -> None:
    """Turn the open page into this state; it comes to rest afterwards."""
    kiosk = stage.kiosk
    kiosk.window.resize(*state.panel.size)
    content = kiosk.window.contentItem()
    stage.wait_until(lambda: (content.width(), content.height()) == state.panel.size)
    kiosk.measure(state.panel.mm_per_px)
    kiosk.session.setSize(state.size)
    kiosk.session.setTheme(state.theme)
    kiosk.texts.switch(state.language)
    for line, told in (("hub", kiosk.office.linked), ("portal", kiosk.office.portal_linked)):
        if line in state.lost:
            told(up=False)
    stage.wait_until(lambda: set(state.lost) <= kiosk.office.view.down)


def look_over(scene: Scene, states: Iterable[State]) -> Iterator[tuple[State, Stage]]:
    """The page of a scene, in one state after another; a screen on a stand never turns, so this
    one does it once: the states come panel by panel. A line that is lost stays so: the states
    without lines come last, those without both at the very end.
    """
    with staged(scene, Look()) as (stage, office, clock):
        scene.act(stage, office, clock)
        rest(stage, office)
        for state in sorted(states, key=_order):
            show(stage, state)
            rest(stage, office)
            yield state, stage


def _order(state: State) -> tuple[int, int]:
    return len(state.lost), PANELS.index(state.panel)


def judge(
    scene: Scene,
    states: tuple[State, ...],
    out: Path | None,
    *,
    also: Callable[[State, Stage], None] = lambda _state, _stage: None,
) -> Judged:
    """Look at one page in these states; pictures of what is wrong go to `out`, and `also` looks
    at each state first: while it is judged, a live picture may grow too old to be shown.
    """
    found: dict[tuple[str, str], list[str]] = {}
    pictures: dict[tuple[str, str], str] = {}
    spent = 0.0
    try:
        with Heard() as heard:
            for state, stage in look_over(scene, states):
                also(state, stage)
                begin = time.perf_counter()
                wrong = [*violations(stage, state.panel.mm_per_px), *_complaints(heard, stage)]
                spent += time.perf_counter() - begin
                for each in wrong:
                    known = found.setdefault((each.rule, each.what), [])
                    if not known and out is not None:
                        pictures[each.rule, each.what] = _picture(stage, scene, each, out)
                    known.append(state.name)
    except StageError as error:
        found["broken", str(error)] = ["the way to the page"]
    offences = tuple(
        Offence(scene.name, rule, what, tuple(where), pictures.get((rule, what), ""))
        for (rule, what), where in found.items()
    )
    return Judged(scene.name, len(states), round(spent, 3), offences)


def _complaints(heard: Heard, stage: Stage) -> Iterator[Violation]:
    """What Qt said on the way into this state."""
    content = stage.kiosk.window.contentItem()
    whole = QRectF(0, 0, content.width(), content.height())
    yield from (Violation("warning", words, whole) for words in heard.take())


def _picture(stage: Stage, scene: Scene, wrong: Violation, out: Path) -> str:
    image = stage.image().convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setPen(QPen(QColor("#E0007A"), 6))
    painter.drawRect(wrong.where.intersected(QRectF(image.rect())).adjusted(-6, -6, 6, 6))
    painter.end()
    digest = hashlib.sha256(wrong.what.encode()).hexdigest()[:8]
    name = f"{scene.name}--{wrong.rule}--{digest}.png"
    small = image.scaled(
        PICTURE_PX,
        PICTURE_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    out.mkdir(parents=True, exist_ok=True)
    small.save(str(out / name))
    return name


class Campaign:
    """Pages to judge, and those judged already: a line each in ``results.jsonl`` of `out`."""

    def __init__(self, out: Path, *, quick: bool) -> None:
        self._path = out / "results.jsonl"
        self._out, self._quick = out, quick
        self._mark = f"{fingerprint()}-{'quick' if quick else 'full'}"
        out.mkdir(parents=True, exist_ok=True)
        self.judged = dict(self._kept())

    def forget(self) -> None:
        """Begin anew."""
        self._path.unlink(missing_ok=True)
        self.judged = {}

    def run(self, scenes: Iterable[tuple[int, Scene]]) -> Iterator[Judged]:
        """Judge the scenes (with their place in the whole list) not judged before."""
        for place, scene in scenes:
            if scene.name not in self.judged:
                states = (short if self._quick else full)(place)
                self.judged[scene.name] = judge(scene, states, self._out)
                self._keep(self.judged[scene.name])
            yield self.judged[scene.name]

    def _keep(self, judged: Judged) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            line = {"mark": self._mark, **asdict(judged)}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _kept(self) -> Iterator[tuple[str, Judged]]:
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.pop("mark") != self._mark:
                continue
            offences = tuple(
                Offence(**{**each, "states": tuple(each["states"])}) for each in row["offences"]
            )
            yield row["scene"], Judged(**{**row, "offences": offences})
