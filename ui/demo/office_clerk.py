"""The clerk of the receiving office, at the portal's pages as a browser would be."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

import requests

from ui.demo.web_page import Element, NotOnPageError, Pages, forms, read

_STAFF: Final = "/staff"


class DeedRefusedError(Exception):
    """The page says why it was not done; the message is its sentence."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the inbox. `code`: the official one where there is one, else ours."""

    code: str
    path: str
    procedure: str
    status: str


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A link to one scanned page. `label`: the paper's name and the page's number."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class ReadDelivery:
    """What came at one time, decrypted: label to value. Personal, so in no ``repr``."""

    title: str
    person: dict[str, str] = field(repr=False)
    answers: dict[str, str] = field(repr=False)
    pages: tuple[ScannedPage, ...]


@dataclass(frozen=True, slots=True)
class OpenedDossier:
    """A dossier's page. `heading`: codes and status; `deeds`: the forms it offers."""

    procedure: str
    heading: str
    deliveries: tuple[ReadDelivery, ...]
    deeds: frozenset[str]
    askable: frozenset[str]
    reasons: frozenset[str]
    text: str = field(repr=False)


class OfficeClerk:
    """One member of staff. Nothing is known or done here that the pages do not show or offer."""

    def __init__(self, base_url: str, *, language: str = "vi") -> None:
        self._pages = Pages(base_url)
        self._language = language

    def sign_in(self, name: str, password: str) -> None:
        """Sign in; raises `DeedRefusedError` with the page's sentence."""
        path = f"{_STAFF}/sign-in"
        values = {"name": name, "password": password}
        done(self._pages.fill(self._pages.look(f"{path}?lang={self._language}"), path, values))

    def unlock(self, passphrase: str) -> None:
        """Open the office's key for this session; raises `DeedRefusedError`."""
        page = self._pages.look(_STAFF)
        done(self._pages.fill(page, f"{_STAFF}/unlock", {"passphrase": passphrase}))

    def inbox(self, *, ended: bool = False) -> tuple[Waiting, ...]:
        """The office's dossiers, those at an end if wanted."""
        page = self._pages.look(f"{_STAFF}?ended=1" if ended else _STAFF)
        found = []
        for row in page.all("tr"):
            cells = list(row.all("td"))
            if cells:
                link = next(cells[0].all("a"))
                found.append(
                    Waiting(link.text, link.attributes["href"], cells[1].text, cells[3].text)
                )
        return tuple(found)

    def find(self, code: str) -> str:
        """The path of the dossier with this code; raises `NotOnPageError`."""
        for waiting in self.inbox():
            if waiting.code == code:
                return waiting.path
        raise NotOnPageError(f"{code} is not in the inbox")

    def by_code(self, code: str) -> str:
        """The path to which the desk's link for this code leads; raises `NotOnPageError`."""
        answer = self._pages.get(f"{_STAFF}/code/{code}")
        if not answer.is_redirect:
            raise NotOnPageError(f"{code} is not here")
        return answer.headers["Location"]

    def open(self, path: str) -> OpenedDossier:
        """Open a dossier and read it; `path` from `find`."""
        page = self._pages.look(path)
        main = next(page.all("main"))
        offered = {
            action.removeprefix(f"{path}/"): form
            for action, form in forms(page).items()
            if action.startswith(f"{path}/")
        }
        ask, refuse = offered.get("ask"), offered.get("refuse")
        return OpenedDossier(
            procedure=next(main.all("h1")).text,
            heading=next(main.all("p", css_class="facts")).text,
            deliveries=tuple(map(_delivery, main.all("section", css_class="delivery"))),
            deeds=frozenset(offered),
            askable=(ask.fields.get("wanted") or frozenset()) if ask else frozenset(),
            reasons=((refuse.fields["reason"] or frozenset()) - {""}) if refuse else frozenset(),
            text=main.text,
        )

    def page(self, scanned: ScannedPage) -> tuple[bytes, str]:
        """A scanned page, decrypted: its bytes and what they are said to be."""
        answer = self._pages.get(scanned.path)
        answer.raise_for_status()
        return answer.content, answer.headers["Content-Type"]

    def compare(self, path: str) -> None:
        """*Đã đối chiếu giấy tờ*: the person stood here with the papers."""
        self._do(path, "compare")

    def accept(self, path: str, official_code: str, *, due: str = "") -> None:
        """*Tiếp nhận*, with the official code; `due` (ISO) where the law leaves the term open."""
        self._do(path, "accept", official_code=official_code, **({"due": due} if due else {}))

    def ask(self, path: str, wanted: list[str], *, by: dt.date, words: str) -> None:
        """*Yêu cầu bổ sung*: these papers, until that day."""
        self._do(path, "ask", wanted=wanted, by=by.isoformat(), words=words)

    def refuse(self, path: str, reason: str, *, words: str) -> None:
        """*Không tiếp nhận*, with a reason of the list and in words."""
        self._do(path, "refuse", reason=reason, words=words)

    def do(self, path: str, deed: str) -> None:
        """``process``, ``finish`` or ``return``."""
        self._do(path, deed)

    def close(self) -> None:
        """Let go of the connection; the session ends by itself."""
        self._pages.close()

    def _do(self, path: str, deed: str, **values: str | list[str]) -> None:
        done(self._pages.fill(self._pages.look(path), f"{path}/{deed}", values))


def _delivery(card: Element) -> ReadDelivery:
    """One card: persons stand in the lists before the heading of the answers."""
    person: dict[str, str] = {}
    answers: dict[str, str] = {}
    target = person
    for child in card.all():
        if child.tag == "h3":
            target = answers
        elif child.tag == "dl":
            target.update(child.described())
    return ReadDelivery(
        title=next(card.all("h2")).text,
        person=person,
        answers=answers,
        pages=tuple(ScannedPage(link.text, link.attributes["href"]) for link in card.all("a")),
    )


def done(answer: requests.Response) -> None:
    """A deed leads back to the page.

    Raises:
        DeedRefusedError: that page says why not.
    """
    if answer.status_code == requests.codes.see_other:
        return
    notices = [
        each.text
        for each in read(answer.text).all("p", css_class="notice")
        if each.attributes.get("role") == "alert"
    ]
    raise DeedRefusedError(" ".join(notices) or f"HTTP {answer.status_code}")
