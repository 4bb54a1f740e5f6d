"""A text in both languages of the product."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """Vietnamese first; `en` may be empty where no translation exists yet."""

    vi: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in `language` ("vi" or "en"), Vietnamese where English is missing."""
        return self.en if language == "en" and self.en else self.vi


#: Nothing to say.
NO_WORDS: Final = Words("")
