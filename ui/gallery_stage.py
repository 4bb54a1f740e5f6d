"""A scene on a stage, in the look of a person or a panel; and its picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ui import gallery_building as gb
from ui import gallery_filing as gf
from ui.gallery import SCENES, Scene
from ui.gallery_index import write_index
from ui.gallery_office import (
    BUILDING,
    SETTINGS,
    SampleOffice,
    StillClock,
    services,
)
from ui.gallery_say import SampleRatings
from ui.gallery_voice import SampleVoice
from ui.ports import Language, Ports, Voice
from ui.stage import LANDSCAPE, PORTRAIT, Stage
from ui.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Look:
    """How a person, or a panel, has the screen."""

    language: Language = "vi"
    size: tuple[int, int] = PORTRAIT
    text: int = 1
    theme: str = "light"
    eases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Part of a file name."""
        shape = "portrait" if self.size[0] < self.size[1] else "landscape"
        return (
            f"{shape}-{self.language}-{['s', 'm', 'l', 'xl', 'xxl'][self.text]}-{self.theme}"
            + "".join(f"-{ease}" for ease in self.eases)
        )


LOOKS: Final = (
    *(Look(language, size) for size in (PORTRAIT, LANDSCAPE) for language in ("vi", "en")),
    Look(text=4),
    Look("en", LANDSCAPE, text=4),
    Look(theme="contrast"),
    Look("vi", LANDSCAPE, theme="dark"),
    Look(theme="soft", text=2),
    Look(eases=("reach", "big")),
    Look("vi", LANDSCAPE, eases=("reach", "big")),
)


def render(out: Path, *, looks: tuple[Look, ...] = LOOKS, scenes: str = "") -> Iterator[Path]:
    """Draw every scene whose name contains `scenes` in each of `looks`; then the index."""
    chosen = [scene for scene in SCENES if scenes in scene.name]
    for look in looks:
        for scene in chosen:
            yield draw(scene, look, out / f"{scene.name}--{look.name}.png")
    write_index(out, [scene.name for scene in chosen], [look.name for look in looks])


def draw(scene: Scene, look: Look, path: Path) -> Path:
    """Draw one picture."""
    with staged(scene, look) as (stage, office, clock):
        scene.act(stage, office, clock)
        wear(stage, look)
        stage.kiosk.texts.switch(look.language)
        rest(stage, office)
        return stage.grab(path)


def wear(stage: Stage, look: Look) -> None:
    """Size and handling of `look`, once the scene stands: with them a list may have more pages."""
    stage.kiosk.session.setSize(look.text)
    for one in look.eases:
        stage.kiosk.session.setEase(one, True)  # noqa: FBT003 - as QML calls it


def rest(stage: Stage, office: SampleOffice) -> None:
    """Wait until a page shows what its scene has come to: a live picture comes a little later."""
    stage.settle()
    camera = office.dossiers.camera
    if not camera.coarse and (stage.shows("card.live") or stage.shows("scan.live")):
        stage.wait_until(lambda: stage.kiosk.dossier.camera.shown >= camera.since)
        stage.settle()


class staged:  # noqa: N801 - reads as a function: with staged(scene, look) as …
    """A stage with a scene's office, in a look."""

    def __init__(
        self, scene: Scene, look: Look, *, voice: Voice | None = None, mount_mm: int | None = None
    ) -> None:
        dossiers = gf.SampleDossiers(scene.at, scene.fault, scene.news, scene.tracked)
        office = SampleOffice(scene.answer, scene.news, scene.help, dossiers, scene.at)
        clock = StillClock()
        self.voice = SampleVoice()
        ports = Ports(
            tickets=office,
            feed=office,
            help=office,
            known=services(),
            slips=office if scene.printer else None,
            filing=dossiers.ports(scene.filing),
            staff=scene.staff,
            ratings=SampleRatings() if scene.rated else None,
            notices=gb.SampleNotices(*scene.notices(scene.at)) if scene.notices else None,
            voice=voice or (self.voice if scene.voice else None),
        )
        wiring = Wiring(now=lambda: scene.at, monotonic=clock, animated=False)
        settings = BUILDING if scene.building else SETTINGS
        if mount_mm is not None:
            screen = settings.screen.model_copy(update={"mount_mm": mount_mm})
            settings = settings.model_copy(update={"screen": screen})
        self._stage = Stage(ports, settings, size=look.size, wiring=wiring)
        self._look, self._office, self._clock = look, office, clock

    def __enter__(self) -> tuple[Stage, SampleOffice, StillClock]:
        stage = self._stage.__enter__()
        stage.wait_until(lambda: stage.kiosk.office.view.counted)
        stage.kiosk.texts.switch(self._look.language)
        stage.kiosk.session.setTheme(self._look.theme)
        return stage, self._office, self._clock

    def __exit__(self, *error: object) -> None:
        self._stage.__exit__(None, None, None)
        self._office.dossiers.close()
