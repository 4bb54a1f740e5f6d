"""espeak-ng, run as a program of its own for each sentence.

It is under the GPL and is never imported or linked; Debian's package ``espeak-ng`` brings it.
The words go in on standard input, so that they stand in no list of processes. Ending the
program is what makes it silent: the sound system drops what a program that ended had not
played yet.
"""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from devices.faults import VOICE_ABSENT, VOICE_MUTE, Fault
from devices.health import Health, State
from devices.voice.api import Language, Sentence
from devices.voice.wav import WavFolder

PROGRAM: Final = "espeak-ng"
VOICES: Final[Mapping[Language, str]] = MappingProxyType({"vi": "vi", "en": "en"})
#: `espeak-ng --version` answers in a hundredth of it.
LOOK_S: Final = 2.0
#: The longest text that is spoken (`worker.LONGEST`), at the slowest, takes about 90 s.
SPEAK_S: Final = 150.0
#: What a complaint on standard error is cut to.
EVIDENCE: Final = 120


class EspeakSpeaker:
    """Speaks into the sound system, or into files when there is a `folder`."""

    def __init__(
        self,
        *,
        program: str = PROGRAM,
        voices: Mapping[Language, str] = VOICES,
        device: str = "",
        folder: WavFolder | None = None,
    ) -> None:
        """`device` is the sound system's name of an output, its default if empty."""
        self._program, self._voices, self._device = program, dict(voices), device
        self._folder = folder
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None

    def look(self) -> Health:
        """Whether the program is there; what is heard is not known before it has spoken."""
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, no shell
                [self._program, "--version"],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=LOOK_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return _ill(State.ABSENT, VOICE_ABSENT, _why(error))
        if done.returncode != 0:
            return _ill(State.ABSENT, VOICE_ABSENT, f"exit status {done.returncode}")
        version = done.stdout.decode(errors="replace").partition("  ")[0].strip()
        if self._folder is None:
            return Health(State.UNKNOWN, None, f"{version[:EVIDENCE]}; nothing spoken yet")
        return self._folder.look()

    def speak(self, sentence: Sentence, wanted: Callable[[], bool]) -> Health | None:
        """As `Speaker.speak`."""
        started = time.monotonic()
        try:
            process = subprocess.Popen(  # noqa: S603 - a fixed program, no shell
                self._command(sentence),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL if self._folder is None else subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            return _ill(State.ABSENT, VOICE_ABSENT, _why(error))
        with self._lock:
            self._running = process
        if not wanted():
            process.kill()
        try:
            sound, complaint = process.communicate(sentence.text.encode(), timeout=SPEAK_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return _ill(State.UNKNOWN, VOICE_MUTE, f"not through after {SPEAK_S:.0f} s")
        finally:
            with self._lock:
                self._running = None
        if process.returncode < 0:
            return None
        return self._judged(process.returncode, sound, complaint, time.monotonic() - started)

    def cut(self) -> None:
        """As `Speaker.cut`: SIGKILL, because nothing is to be finished."""
        with self._lock:
            if self._running is not None:
                self._running.kill()

    def _command(self, sentence: Sentence) -> list[str]:
        manner = sentence.manner
        command = [self._program, "-v", self._voices[sentence.language]]
        command += ["-s", str(manner.words_per_minute), "-a", str(manner.amplitude)]
        if self._device:
            command += ["-d", self._device]
        return [*command, "--stdin", *(["--stdout"] if self._folder is not None else [])]

    def _judged(self, status: int, sound: bytes, complaint: bytes, took_s: float) -> Health:
        # Without a sound device it complains, and ends with status 0 all the same. ALSA's own
        # lines ("ALSA lib …") also come while another output works, so they prove nothing.
        lines = complaint.decode(errors="replace").splitlines()
        errors = [line for line in lines if line.lower().startswith("error")]
        if errors or status != 0:
            why = errors[0] if errors else f"exit status {status}"
            return _ill(State.ABSENT, VOICE_MUTE, why[:EVIDENCE])
        if self._folder is not None:
            return self._folder.keep(sound)
        return Health(State.READY, None, f"spoke for {took_s:.1f} s")


def _ill(state: State, fault: Fault, evidence: str) -> Health:
    return Health(state, fault.code, evidence)


def _why(error: OSError | subprocess.TimeoutExpired) -> str:
    if isinstance(error, OSError):
        return f"{PROGRAM}: {os.strerror(error.errno or 0)}"
    return f"{PROGRAM} --version: no answer in {LOOK_S:.0f} s"
