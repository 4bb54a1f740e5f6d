"""One thread that speaks: the newest sentence only, and the one before it is cut off.

Whoever listens with the fingers on keys is ahead of the voice; a sentence that waits in a
queue would speak of a control that was left already. So there is no queue.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Final

import structlog

from devices.health import Health, State
from devices.keep_going import keep_going
from devices.voice.api import Language, Manner, Sentence, Speaker

log = structlog.get_logger()

#: Of one text, in characters: a minute of speech. Longer is nothing that is listened to.
LONGEST: Final = 900
#: `stop` waits no longer; the program that speaks is ended first.
STOP_S: Final = 2.0
#: A headset that was plugged in again is found by the next sentence, a program that was
#: installed by a look every so often.
LOOK_EVERY_S: Final = 60.0
#: A short sentence, and a sound system that must wake up first.
TRY_S: Final = 10.0
UNASKED: Final = Health(State.UNKNOWN, None, "not asked yet")


class VoiceWorker:
    """Speaks from `start` to `close`.

    Attributes:
        health: the health told last; `UNKNOWN` before the first look.
    """

    def __init__(self, speaker: Speaker, *, look_every_s: float = LOOK_EVERY_S) -> None:
        self.health = UNASKED
        self._speaker = speaker
        self._look_every_s = look_every_s
        self._on_health: Callable[[Health], None] = lambda _: None
        self._news = threading.Condition()
        self._waiting: Sentence | None = None
        self._said = 0  # how often `say` or `hush` was called: what began before is cut off
        self._spoken_to = 0  # the last of them that is over
        self._closing = threading.Event()
        self._thread = threading.Thread(
            target=partial(keep_going, self._run, ending=self._closing),
            name="voice",
            daemon=True,
        )

    def start(self, on_health: Callable[[Health], None]) -> None:
        """Begin with a look; `on_health` is called from the worker's thread."""
        self._on_health = on_health
        self._thread.start()

    def say(self, text: str, language: Language, manner: Manner) -> None:
        """Speak `text` now instead of whatever is spoken; returns at once, on any thread.

        What is longer than `LONGEST` characters ends after a whole word.
        """
        if len(text) > LONGEST:
            text = text[:LONGEST].rpartition(" ")[0]
        self._instead(Sentence(text, language, manner) if text.strip() else None)

    def hush(self) -> None:
        """Be silent now; returns at once, on any thread."""
        self._instead(None)

    def try_out(self, text: str, language: Language) -> Health:
        """Speak `text` as usual, wait for it at most `TRY_S`; what it showed.

        What is told then is the health as last known when another sentence came between.
        """
        number = self._instead(Sentence(text, language, Manner()))
        with self._news:
            self._news.wait_for(lambda: self._spoken_to >= number or self._closing.is_set(), TRY_S)
        return self.health

    def close(self) -> bool:
        """End within `STOP_S`.

        Returns:
            Whether the thread has ended.
        """
        with self._news:
            self._closing.set()
        self._instead(None)
        if self._thread.ident is not None:
            self._thread.join(timeout=STOP_S)
        return not self._thread.is_alive()

    def _instead(self, sentence: Sentence | None) -> int:
        with self._news:
            self._said += 1
            number = self._said
            self._waiting = sentence
            self._news.notify_all()
        # After the count has moved: a program that starts just now finds that it is not wanted.
        self._speaker.cut()
        return number

    def _run(self) -> None:
        self._tell(self._speaker.look())
        while True:
            with self._news:
                woken = self._news.wait_for(
                    lambda: self._closing.is_set() or self._waiting is not None,
                    timeout=self._look_every_s,
                )
                if self._closing.is_set():
                    return
                sentence, number = self._waiting, self._said
                self._waiting = None
            if woken and sentence is not None:
                self._tell(self._spoken(sentence, number))
                with self._news:
                    self._spoken_to = number
                    self._news.notify_all()
            elif self.health.state is State.ABSENT:
                self._tell(self._speaker.look())

    def _spoken(self, sentence: Sentence, number: int) -> Health | None:
        return self._speaker.speak(sentence, lambda: self._said == number)

    def _tell(self, health: Health | None) -> None:
        """Pass on what changed; the words themselves are in no log."""
        if health is None:
            return
        changed = health.is_news_after(self.health)
        self.health = health
        if changed and not self._closing.is_set():
            log.info(
                "voice.health",
                state=health.state.value,
                code=health.code,
                evidence=health.evidence,
            )
            self._on_health(health)
