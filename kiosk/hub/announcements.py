"""Spoken calls of the boards: made by espeak-ng on the hub, kept for a while, played by pages."""

import asyncio
from collections import OrderedDict
from typing import Final

import structlog
from fastapi.concurrency import run_in_threadpool

from devices.faults import BOARD_SILENT
from devices.health import Health, State
from devices.voice import Manner, NoVoiceError, clip
from devices.voice.api import Sentence
from kiosk.contract.hub import Words
from kiosk.domain.announcement import Spoken, said_desk, said_number
from kiosk.settings import Settings
from kiosk.texts import text

#: Slower than guidance in headphones: a hall echoes, and nobody can ask it to repeat.
MANNER: Final = Manner(words_per_minute=135, amplitude=120)
#: A clip is about 150 KB, and the newest six calls are what boards ask for, in two languages.
KEPT: Final = 16
#: After a clip that could not be made boards are silent for so long, rather than try each call.
SILENT_S: Final = 30.0

#: What a look makes: a call as any other.
_SAMPLE_DESK: Final = Words(vi="Quầy 1", en="Desk 1")

log = structlog.get_logger()


def said_call(number: str, desk: Words, language: Spoken) -> str:
    """The sentence of one call: ``Mời số a, không bốn lăm, đến quầy ba.``"""
    name = desk.en if language == "en" else desk.vi
    return text(
        "web_board.spoken",
        language,
        number=said_number(number, language),
        desk=said_desk(name, language),
    )


class Announcer:
    """Makes and keeps clips; one at a time, so that speech never takes both cores."""

    def __init__(self, settings: Settings, *, program: str = "espeak-ng") -> None:
        self._languages = settings.hub.announce
        self.times = settings.hub.announce_times
        self._vietnamese = settings.voice.vietnamese
        self._program = program
        self._one_at_a_time = asyncio.Lock()
        self._clips: OrderedDict[str, bytes] = OrderedDict()
        self._silent_until = 0.0

    @property
    def languages(self) -> tuple[Spoken, ...]:
        """In which languages, in their order, each call is spoken; empty if none was set."""
        if not self._languages:
            return ()
        return ("vi", "en") if self._languages == "vi+en" else ("vi",)

    def look(self) -> Health:
        """Whether a call can be spoken in every language that was set; makes one, plays none."""
        said = []
        for language in self.languages:
            words = said_call("A001", _SAMPLE_DESK, language)
            try:
                made = clip(
                    self._sentence(words, language), self._voice(language), program=self._program
                )
            except NoVoiceError as error:
                evidence = f"{language}: {error.evidence}"
                return Health(State.BLOCKED, BOARD_SILENT.code, evidence)
            said.append(f"{language} {len(made) // 1000} KB")
        return Health(State.READY, None, f"{self._program} speaks a call: {', '.join(said)}")

    async def clip(self, number: str, desk: Words, language: Spoken) -> bytes | None:
        """The WAV file of a call; None when there is no voice, which is logged."""
        words = said_call(number, desk, language)
        async with self._one_at_a_time:
            kept = self._clips.get(words)
            if kept is not None:
                self._clips.move_to_end(words)
                return kept
            now = asyncio.get_running_loop().time()
            if now < self._silent_until:
                return None
            sentence, voice = self._sentence(words, language), self._voice(language)
            try:
                made = await run_in_threadpool(clip, sentence, voice, program=self._program)
            except NoVoiceError as error:
                self._silent_until = now + SILENT_S
                log.warning("hub.no_voice", code=error.fault.code, evidence=error.evidence)
                return None
            self._clips[words] = made
            while len(self._clips) > KEPT:
                self._clips.popitem(last=False)
            return made

    @staticmethod
    def _sentence(words: str, language: Spoken) -> Sentence:
        return Sentence(words, language, MANNER)

    def _voice(self, language: Spoken) -> str:
        return self._vietnamese if language == "vi" else "en"
