"""What people come for, each from the first page to its end, by keys alone (`Keypad`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk.domain.form import FieldKind
from tests.bench.bench_steps import REFERENCE, WORDS, Person
from tests.support.keypad import WAIT_S, Keypad
from ui.case import RELATION
from ui.gallery import SCENES, Scene
from ui.gallery_filing import CODE, SECRET, SampleDossiers
from ui.gallery_stage import Look, staged, wear

#: Lê Văn An, born and numbered as `WORDS` has it.
ANOTHER: Final = "lee vawn an"


def number(pad: Keypad, _dossiers: SampleDossiers) -> None:
    """A number, with its slip."""
    pad.select("attract.begin", "tile.number", "service.ho-tich")
    pad.sees("done.number")


def rating(pad: Keypad, dossiers: SampleDossiers) -> None:
    """A number, and how it was."""
    number(pad, dossiers)
    pad.select("done.close", "face.4")
    pad.sees("reason.staff")
    pad.select("reason.waiting")


def tracking(pad: Keypad, _dossiers: SampleDossiers) -> None:
    """Where a dossier stands, by its code and secret."""
    pad.select("attract.begin", "tile.track")
    pad.types(CODE)
    pad.select("primary")
    pad.types(SECRET)
    pad.select("primary")
    pad.stage.wait_until(lambda: pad.stage.kiosk.dossier.track.view.place == "told", WAIT_S)


def feedback(pad: Keypad, _dossiers: SampleDossiers) -> None:
    """A complaint of eight letters by Telex, without a name, to its receipt."""
    pad.select("attract.begin", "tile.feedback", "option.complaint", "option.waiting")
    pad.types("chow")
    pad.types(" lau")
    assert pad.stage.text("feedback.text") == "Chơ lau"
    pad.select("primary", "option.anonymous")
    pad.sees("handed.code")


def settings(pad: Keypad, _dossiers: SampleDossiers) -> None:
    """Large words, strong contrast, big buttons; the other language."""
    pad.select("attract.begin", "key.look", "size.3", "look.colours", "theme.contrast")
    pad.select("look.ease", "ease.big", "sheet.close", "key.language")
    view = pad.stage.kiosk.session.view
    assert (view.size, view.theme, view.big) == (3, "contrast", True)
    assert pad.stage.kiosk.texts.spoken == "en"


def help_call(pad: Keypad, _dossiers: SampleDossiers) -> None:
    """Somebody is called, and said to be told."""
    pad.select("attract.begin", "key.help", "help.call")
    pad.stage.wait_until(lambda: pad.stage.kiosk.helping.view.state == "told", WAIT_S)


class Declarant(Person):
    """Hands a dossier in by keys alone; the card and the pages are laid under the camera."""

    def __init__(self, pad: Keypad, dossiers: SampleDossiers, telex: str = "") -> None:
        words = WORDS | {FieldKind.NAME: telex, FieldKind.DATE: "05031985"}
        super().__init__(pad.stage, dossiers, (), {RELATION: "Con"}, words)
        self._pad = pad

    def tap(self, name: str) -> None:
        """Go there and select."""
        self._pad.select(name)
        self.characters += name.startswith("key.")


def dossier(pad: Keypad, dossiers: SampleDossiers) -> None:
    """2.000635 for oneself: the card by its code, every answer ready to be chosen."""
    Declarant(pad, dossiers).hand_in(REFERENCE, "self")


def dossier_for_another(pad: Keypad, dossiers: SampleDossiers) -> None:
    """2.000635 for somebody else: the authority by camera, that person's answers typed."""
    declarant = Declarant(pad, dossiers, telex=ANOTHER)
    declarant.hand_in(REFERENCE, "authorised")
    assert declarant.characters >= len(ANOTHER)


@dataclass(frozen=True, slots=True)
class Errand:
    """One way through the app; `scene` says what the office has."""

    go: Callable[[Keypad, SampleDossiers], None]
    scene: str = "attract"


ERRANDS: Final = (
    Errand(number),
    Errand(rating, "rating"),
    Errand(tracking, "track-here"),
    Errand(feedback, "feedback-done"),
    Errand(settings),
    Errand(help_call),
    Errand(dossier),
    Errand(dossier_for_another),
)


def scene_of(name: str) -> Scene:
    """The scene of the gallery with this name."""
    return next(scene for scene in SCENES if scene.name == name)


def walked(errand: Errand, look: Look | None = None) -> dict[str, int]:
    """Key presses of an errand, from the first page to its end."""
    look = look or Look()
    with staged(scene_of(errand.scene), look) as (stage, office, _clock):
        wear(stage, look)
        pad = Keypad(stage)
        errand.go(pad, office.dossiers)
        assert stage.kiosk.session.view.keyed  # no finger came near
        return dict(pad.presses)
