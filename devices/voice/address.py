"""From the settings to a driver."""

from pathlib import Path
from typing import Final

from devices.voice.espeak import PROGRAM, EspeakSpeaker
from devices.voice.wav import WavFolder

HEADPHONES: Final = "headphones"
WAV: Final = "wav:"


class VoiceAddressError(ValueError):
    """An output that is none; the message says which are."""


def open_voice(
    output: str, *, device: str = "", vietnamese: str = "vi", program: str = PROGRAM
) -> EspeakSpeaker:
    """The driver for an `output`: ``headphones`` or ``wav:FOLDER``.

    There is none for a loudspeaker on purpose: what is spoken at a kiosk is personal.

    Raises:
        VoiceAddressError: another word.
    """
    folder = None
    if output.startswith(WAV) and len(output) > len(WAV):
        folder = WavFolder(Path(output[len(WAV) :]))
    elif output != HEADPHONES:
        raise VoiceAddressError(f"voice.output {output!r}: headphones or wav:FOLDER")
    return EspeakSpeaker(
        program=program,
        voices={"vi": vietnamese, "en": "en"},
        device=device,
        folder=folder,
    )
