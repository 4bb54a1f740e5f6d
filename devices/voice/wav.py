"""Speech as files in a folder, where there is no sound card: for tests and demonstrations."""

import io
import wave
from pathlib import Path
from typing import Final

from devices.faults import VOICE_MUTE
from devices.health import Health, State

#: Speech may be personal; so few stay, and only where somebody asked for files.
KEPT: Final = 50
_DATA: Final = b"data"


class WavFolder:
    """Keeps the newest `KEPT` sentences as ``0001.wav``, ``0002.wav``, …"""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def look(self) -> Health:
        """Make the folder; whatever speech it holds from before goes."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.glob("[0-9][0-9][0-9][0-9].wav"):
                old.unlink()
        except OSError as error:
            return Health(State.ABSENT, VOICE_MUTE.code, f"{self._folder}: {error.strerror}")
        return Health(State.READY, None, f"writes files into {self._folder}")

    def keep(self, sound: bytes) -> Health:
        """Write one sentence, whole or not at all.

        Args:
            sound: a WAV stream of 16-bit mono, its length fields unset as a pipe leaves them.
        """
        self._count += 1
        path = self._folder / f"{self._count:04}.wav"
        part = path.with_suffix(".part")
        try:
            part.write_bytes(whole(sound))
            part.rename(path)
            (self._folder / f"{self._count - KEPT:04}.wav").unlink(missing_ok=True)
        except (OSError, ValueError) as error:
            return Health(State.ABSENT, VOICE_MUTE.code, f"{path.name}: {error}")
        return Health(State.READY, None, f"wrote {path.name}")


def whole(sound: bytes) -> bytes:
    """The stream with the lengths that it has.

    Raises:
        ValueError: no WAV stream.
    """
    # RIFF: "fmt " holds format, channels, rate (at byte 24); samples follow "data" and a length.
    at = sound.find(_DATA, 36)
    if sound[:4] != b"RIFF" or at < 0:
        raise ValueError(f"{len(sound)} bytes that are no WAV")
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(int.from_bytes(sound[24:28], "little"))
        file.writeframes(sound[at + 8 :])
    return whole.getvalue()
