"""Spoken words: one sentence at a time into headphones, or into WAV files for tests."""

from devices.voice.address import VoiceAddressError, open_voice
from devices.voice.api import Language, Manner, Sentence, Speaker
from devices.voice.clip import NoVoiceError, clip
from devices.voice.worker import VoiceWorker

__all__ = [
    "Language",
    "Manner",
    "NoVoiceError",
    "Sentence",
    "Speaker",
    "VoiceAddressError",
    "VoiceWorker",
    "clip",
    "open_voice",
]
