"""Whoever writes notices, at the portal's pages as a browser without scripts would be."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from kiosk.contract.hub import Words
from kiosk.domain.notice import Topic
from ui.demo.office_clerk import done
from ui.demo.web_page import Element, NotOnPageError, Pages

PAGE: Final = "/staff/notices"
_SIGN_IN: Final = "/staff/sign-in"
_NEW: Final = f"{PAGE}/new"


@dataclass(frozen=True, slots=True)
class Written:
    """What is typed into the form; times as a clock on the office's wall shows them."""

    topic: Topic
    title: Words
    body: Words
    source: str
    starts: dt.datetime
    ends: dt.datetime
    urgent: bool = False

    @property
    def fields(self) -> dict[str, str]:
        """Name of each field to its value; a box that is not ticked is not there."""
        return {
            "topic": self.topic.value,
            "title_vi": self.title.vi,
            "body_vi": self.body.vi,
            "title_en": self.title.en,
            "body_en": self.body.en,
            "source": self.source,
            "starts": self.starts.strftime("%Y-%m-%dT%H:%M"),
            "ends": self.ends.strftime("%Y-%m-%dT%H:%M"),
            **({"urgent": "1"} if self.urgent else {}),
        }


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice in the list: on how many kiosks it is, and what was counted there."""

    reached: int
    kiosks: int
    shown: int
    opened: int


class NoticeWriter:
    """One writer. Nothing is known or done here that the pages do not show or offer."""

    def __init__(self, base_url: str) -> None:
        self._pages = Pages(base_url)

    def sign_in(self, name: str, password: str) -> None:
        """Sign in; raises `DeedRefusedError` with the page's sentence."""
        values = {"name": name, "password": password}
        done(self._pages.fill(self._pages.look(_SIGN_IN), _SIGN_IN, values))

    def write(self, notice: Written, *, picture: bytes | None = None) -> None:
        """*Lưu và cho hiện*; `picture`: PNG or JPEG. Raises `DeedRefusedError`."""
        page = self._pages.look(_NEW)
        values = {**notice.fields, "do": "save"}
        done(self._pages.fill(page, _NEW, values, files={"picture": picture or b""}))

    def posted(self, title: str) -> Posted:
        """The line of the newest notice with this title, shown now; raises `NotOnPageError`."""
        for card in self._pages.look(PAGE).all("article"):
            if next(card.all("h3")).text == title:
                return _posted(card)
        raise NotOnPageError(f"no notice is called {title!r}")

    def close(self) -> None:
        """Let go of the connection; the session ends by itself."""
        self._pages.close()


def _posted(card: Element) -> Posted:
    facts = card.described()
    reached, kiosks = _numbers(facts["Đã tới"])
    shown, opened = _numbers(facts["Lượt xem"])
    return Posted(reached, kiosks, shown, opened)


def _numbers(words: str) -> tuple[int, int]:
    first, second = re.findall(r"\d+", words)
    return int(first), int(second)
