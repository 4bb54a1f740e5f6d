"""Scenes of the gallery in which somebody listens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from devices.faults import VOICE_MUTE
from devices.health import Health, State
from devices.voice import Manner
from ui.ports import Language
from ui.stage import Stage


@dataclass
class SampleVoice:
    """Headphones in which nobody is; remembers every sentence, and "" for silence."""

    said: list[str] = field(default_factory=list)
    manners: list[Manner] = field(default_factory=list)
    on_health: Callable[[Health], None] = field(default=lambda _: None)

    def start(self, on_health: Callable[[Health], None]) -> None:
        """Ready at once."""
        self.on_health = on_health
        on_health(Health(State.READY))

    def say(self, words: str, language: Language, manner: Manner, /) -> None:
        """Remember."""
        del language
        self.said.append(words)
        self.manners.append(manner)

    def hush(self) -> None:
        """Silence."""
        self.said.append("")


def _home(stage: Stage, *_: object) -> None:
    stage.tap("attract.begin")
    stage.wait_until(lambda: stage.shows("key.listen"))


def _listening(stage: Stage, *_: object) -> None:
    _home(stage)
    stage.tap("key.listen")


def _unseen(stage: Stage, *_: object) -> None:
    _home(stage)
    stage.kiosk.voice.goDark()
    stage.wait_until(lambda: stage.shows("unseen.title"))


def _sheet(stage: Stage, *_: object) -> None:
    _home(stage)
    stage.tap("key.look")
    stage.tap("look.voice")


def _down(stage: Stage, *_: object) -> None:
    _sheet(stage)
    stage.kiosk.voice.heard_of(Health(State.ABSENT, VOICE_MUTE.code))


#: Name and act.
VOICE_STEPS: Final = (
    ("voice-offered", _home),
    ("voice-on", _listening),
    ("voice-look", _sheet),
    ("voice-down", _down),
    ("voice-unseen", _unseen),
)
