"""Pages of forms over HTTP, as a browser without scripts has them: read, fill in, send."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

import requests

LIMIT_S: Final = 20.0  # unlocking an office's key is two seconds of work; all else milliseconds
#: Elements that have no end (HTML standard, 13.1.2 "void elements").
_VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta"})


class NotOnPageError(LookupError):
    """What was to be read or pressed is not on the page."""


@dataclass(slots=True)
class Element:
    """One element and what is inside; text lies in elements named ``""``."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    words: str = ""

    def all(self, tag: str = "", *, css_class: str = "") -> Iterator["Element"]:
        """Every element below, in the page's order, of this tag and class if given."""
        for child in self.children:
            classes = child.attributes.get("class", "").split()
            if child.tag and tag in {"", child.tag} and (not css_class or css_class in classes):
                yield child
            yield from child.all(tag, css_class=css_class)

    @property
    def text(self) -> str:
        """Its words, as a person reads them: one space between any two."""
        return " ".join(" ".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        if self.tag not in {"script", "style"}:
            yield self.words
            for child in self.children:
                yield from child._words()  # noqa: SLF001 - an element like this one

    def described(self) -> dict[str, str]:
        """A ``dl``: each ``dt`` with the ``dd`` that follows."""
        names = [each.text for each in self.all("dt")]
        return dict(zip(names, [each.text for each in self.all("dd")], strict=True))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("page")
        self._open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and those inside that had no end of their own."""
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        """Words."""
        self._open[-1].children.append(Element("", words=data))


def read(html: str) -> Element:
    """The page's elements."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.top


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands on a page: what is sent along unseen, and what may be filled in.

    `fields`: the name of each field to its offered values, or to None where anything may be typed.
    """

    action: str
    hidden: dict[str, str]
    fields: dict[str, frozenset[str] | None]


def forms(page: Element) -> dict[str, Form]:
    """The page's forms that post, by their action."""
    found = (each for each in page.all("form") if each.attributes.get("method") == "post")
    return {form.attributes["action"]: _form(form) for form in found}


def _form(form: Element) -> Form:
    hidden: dict[str, str] = {}
    fields: dict[str, frozenset[str] | None] = {}
    for control in form.all():
        name = control.attributes.get("name")
        if name is None:
            continue
        kind, value = control.attributes.get("type", ""), control.attributes.get("value", "")
        if kind == "hidden":
            hidden[name] = value
        elif kind == "checkbox":
            fields[name] = (fields.get(name) or frozenset()) | {value}
        elif control.tag == "select":
            options = {each.attributes.get("value", each.text) for each in control.all("option")}
            fields[name] = frozenset(options)
        else:
            fields[name] = None
    return Form(form.attributes["action"], hidden, fields)


class Pages:
    """A visitor of the pages at `base_url`, with cookies; sees no more than a browser does."""

    def __init__(self, base_url: str, *, language: str = "vi") -> None:
        self.url = base_url.rstrip("/")
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["Accept-Language"] = language

    def get(self, path: str) -> requests.Response:
        """Open a page; redirects are not followed."""
        return self.http.get(self.url + path, timeout=LIMIT_S, allow_redirects=False)

    def post(self, path: str, **values: object) -> requests.Response:
        """Send a form made up by the caller; redirects are not followed."""
        return self.http.post(self.url + path, data=values, timeout=LIMIT_S, allow_redirects=False)

    def look(self, path: str) -> Element:
        """A page that must be there; raises `requests.HTTPError`."""
        answer = self.get(path)
        answer.raise_for_status()
        return read(answer.text)

    def fill(
        self,
        page: Element,
        action: str,
        values: Mapping[str, str | Sequence[str]],
        *,
        files: Mapping[str, bytes] | None = None,
    ) -> requests.Response:
        """Fill in one form of the page and send it.

        Args:
            files: for a form with files: each field's content, empty where none was chosen.

        Raises:
            NotOnPageError: there is no such form, field or choice.
        """
        form = forms(page).get(action)
        if form is None:
            raise NotOnPageError(f"no form leads to {action}")
        for name, value in values.items():
            if name not in form.fields:
                raise NotOnPageError(f"the form of {action} has no field '{name}'")
            offered, given = form.fields[name], {value} if isinstance(value, str) else set(value)
            if offered is not None and not given <= offered:
                raise NotOnPageError(f"'{name}' offers {sorted(offered)}, not {sorted(given)}")
        chosen = {each: (each if data else "", data) for each, data in (files or {}).items()}
        return self.http.post(
            self.url + action,
            data={**form.hidden, **values},
            files=chosen,
            timeout=LIMIT_S,
            allow_redirects=False,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self.http.close()
