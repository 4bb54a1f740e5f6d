"""One sentence as the bytes of a WAV file, for whoever plays it elsewhere.

Only for words that everybody may hear: a called number, a desk.
"""

import os
import subprocess
from typing import Final

from devices.faults import VOICE_ABSENT, VOICE_MUTE, Fault
from devices.voice.api import Sentence
from devices.voice.espeak import EVIDENCE, PROGRAM
from devices.voice.wav import whole

#: A call of two short sentences takes a tenth of a second; a busy machine gets thirty times that.
RENDER_S: Final = 3.0


class NoVoiceError(Exception):
    """There is no clip; `fault` is what a technician looks up."""

    def __init__(self, fault: Fault, evidence: str) -> None:
        super().__init__(f"{fault.code}: {evidence}")
        self.fault = fault
        self.evidence = evidence


def clip(sentence: Sentence, voice: str, *, program: str = PROGRAM) -> bytes:
    """A whole WAV file, 16-bit mono, of `sentence` spoken by espeak-ng's `voice`.

    Raises:
        NoVoiceError: the program is not there, does not end, or makes no sound.
    """
    manner = sentence.manner
    command = [program, "-v", voice, "-s", str(manner.words_per_minute)]
    command += ["-a", str(manner.amplitude), "--stdin", "--stdout"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, no shell; words on standard input
            command,
            input=sentence.text.encode(),
            capture_output=True,
            timeout=RENDER_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoVoiceError(VOICE_MUTE, f"not through after {RENDER_S:.0f} s") from None
    except OSError as error:
        why = f"{PROGRAM}: {os.strerror(error.errno or 0)}"
        raise NoVoiceError(VOICE_ABSENT, why) from error
    complaint = done.stderr.decode(errors="replace").strip()[:EVIDENCE]
    if done.returncode != 0:
        raise NoVoiceError(VOICE_MUTE, complaint or f"exit status {done.returncode}")
    try:
        return whole(done.stdout)
    except ValueError as error:
        raise NoVoiceError(VOICE_MUTE, complaint or str(error)) from error
