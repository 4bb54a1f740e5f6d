"""What a voice is asked for, and what a driver of one must do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from devices.health import Health

Language = Literal["vi", "en"]

#: Words a minute that espeak-ng understands (its manual: 80 to 500).
SLOWEST, FASTEST = 80, 450
#: Amplitude of espeak-ng: 0 to 200, 100 as the voice was made.
LOUDEST: Final = 200


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is spoken.

    Attributes:
        words_per_minute: `SLOWEST` to `FASTEST`; in Vietnamese a word is a syllable.
        amplitude: 0 (nothing is heard) to `LOUDEST`.
    """

    words_per_minute: int = 150
    amplitude: int = 100

    def __post_init__(self) -> None:
        """Raises ValueError for a figure out of range."""
        if not SLOWEST <= self.words_per_minute <= FASTEST:
            raise ValueError(f"{self.words_per_minute} words a minute")
        if not 0 <= self.amplitude <= LOUDEST:
            raise ValueError(f"amplitude {self.amplitude}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is spoken. Its text may be personal, so that it shows in no `repr` and no log."""

    text: str
    language: Language
    manner: Manner

    def __repr__(self) -> str:
        return f"Sentence({len(self.text)} characters, {self.language})"


class Speaker(Protocol):
    """A driver. `cut` may be called on any thread; the rest on the worker's alone."""

    def look(self) -> Health:
        """How the voice is, without a sound; within 2 s."""
        ...

    def speak(self, sentence: Sentence, wanted: Callable[[], bool]) -> Health | None:
        """Speak to the end, or until `cut`.

        Args:
            sentence: what and how.
            wanted: asked once, when `cut` has something to cut; False ends at once.

        Returns:
            What this showed of the voice's health; None when it was cut off.
        """
        ...

    def cut(self) -> None:
        """Be silent now; returns at once."""
        ...
