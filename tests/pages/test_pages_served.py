"""What pages are made of, without a browser: escaping, headers, scripts, words, contrasts."""

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from kiosk.domain.services import Office
from kiosk.domain.words import Words
from kiosk.services.office import read_office
from kiosk.texts import catalogue
from tests.pages.lobby import CLERK, PASSWORD, Lobby

HOSTILE = "<b>\"'&" + "N" * 100
WEB = Path("assets/web")


class Visitor:
    """Somebody who asks for pages."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False

    def get(self, path: str, *, follow: bool = True, language: str = "vi") -> requests.Response:
        return self.http.get(
            self.url + path,
            allow_redirects=follow,
            headers={"Accept-Language": language},
            timeout=10,
        )

    def post(self, path: str, body: object = None, **headers: str) -> requests.Response:
        return self.http.post(self.url + path, json=body, headers=headers, timeout=10)


@pytest.fixture
def client(tmp_path: Path, known_clerk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """A hub whose every name tries to be HTML."""

    def hostile(name: str) -> Office:
        words = Words(HOSTILE, HOSTILE)
        office = read_office(name)
        return Office(
            tuple(replace(service, name=words) for service in office.services),
            tuple(replace(desk, name=words) for desk in office.desks),
        )

    monkeypatch.setattr("kiosk.hub.app.read_office", hostile)
    shutil.copy(known_clerk, tmp_path / "hub.db")
    lobby = Lobby(tmp_path)
    lobby.open()
    yield Visitor(lobby.url)
    lobby.close()


def sign_in(client: Visitor) -> None:
    answer = client.post("/v1/session", {"name": CLERK, "password": PASSWORD})
    assert answer.status_code == 200


def test_names_that_try_to_be_html_stay_names(client: Visitor) -> None:
    sign_in(client)
    for path in ("/desk", "/desk/1", "/board"):
        page = client.get(path)
        assert page.status_code == 200
        assert '<b>"' not in page.text
        assert html.escape(HOSTILE) in page.text.replace("&#34;", "&quot;").replace(
            "&#39;", "&#x27;"
        )


def test_pages_hold_no_script_or_style_of_their_own_and_load_nothing_from_elsewhere(
    client: Visitor,
) -> None:
    sign_in(client)
    for path in ("/sign-in", "/desk", "/desk/1", "/board", "/t/unknown"):
        page = client.get(path)
        assert page.headers["content-security-policy"].startswith("default-src 'self'")
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", page.text)
        for address in re.findall(r'(?:src|href)="([^"#]*)', page.text):
            assert not address or address.startswith("/"), address


def test_files_are_kept_for_ever_under_the_hash_of_their_content(client: Visitor) -> None:
    sign_in(client)
    addresses = set()
    for path in ("/sign-in", "/desk/1", "/board"):
        addresses |= set(re.findall(r'"(/static/[^"#]+)', client.get(path).text))
    for address in tuple(addresses):
        if address.endswith(".css"):
            addresses |= set(re.findall(r'url\("([^"]+)"\)', client.get(address).text))
    assert any(address.endswith(".ttf") for address in addresses)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content
    assert client.get("/static/base.000000000000.css").status_code == 404
    assert client.get("/static/..%2f..%2fpyproject.toml").status_code == 404


def test_no_answer_is_kept_by_a_browser_unless_it_says_so(client: Visitor) -> None:
    """The next clerk at this computer presses *back*."""
    for path in ("/", "/desk/1", "/desk/9", "/ratings", "/nowhere", "/v1/nowhere"):
        assert client.get(path, follow=False).headers["cache-control"] == "no-store", path


def test_an_unknown_ticket_is_a_calm_sentence_that_nobody_indexes(client: Visitor) -> None:
    for token in ("aaaaaaaaaaaaaaaaaaaaaa", "%00", "'--", "a" * 500):
        answer = client.get(f"/t/{token}")
        assert answer.status_code == 404
        assert "Không tìm thấy số này" in answer.text
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cache-control"] == "no-store"


def test_the_start_page_leads_where_the_visitor_belongs(client: Visitor) -> None:
    assert client.get("/", follow=False).headers["location"] == "/sign-in"
    assert client.get("/desk/9", follow=False).headers["location"].startswith("/sign-in")
    sign_in(client)
    assert client.get("/", follow=False).headers["location"] == "/desk"
    assert client.get("/desk/9").status_code == 404
    assert client.get("/board?zone=9").status_code == 404


def test_a_desk_deed_without_the_pages_token_is_refused(client: Visitor) -> None:
    sign_in(client)
    answer = client.post("/v1/desks/1/call-next", **{"Idempotency-Key": "0123456789abcdef"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf"


# --- scripts ---------------------------------------------------------------------------------

#: What Chrome 53 cannot read or run, each with the version that brought it.
TOO_NEW = {
    r"\?\.(?!\d)": "optional chaining, 80",
    r"\?\?": "nullish coalescing, 80",
    r"\*\*": "exponent, 52 as operator, unused here",
    r"\basync\b|\bawait\b": "async functions, 55",
    r"\bimport\b|\bexport\b": "modules, 61",
    r"\.\.\.": "object spread, 60",
    r"catch\s*\{": "catch without a name, 66",
    r"\bfetch\b": "fetch without abort",
    r",\s*\)": "trailing comma in a call, 58",
    r"\b(Object\.(entries|values|fromEntries)|padStart|padEnd|flatMap|matchAll)\b": "54+",
    r"\.(append|prepend|replaceChildren|after|before|replaceWith|at)\(": "DOM and array, 54+",
    r"#[a-z]+\s*[=(]": "private fields, 74",
    r"\bIntl\b": "zone data that televisions lack",
}


def bare(script: str) -> str:
    """A script without its comments and the insides of its strings."""
    script = re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL)
    script = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', script)
    return re.sub(r"(?m)//.*$", "", script)


@pytest.mark.parametrize("name", ["live.js", "board.js", "follow.js"])
def test_scripts_for_televisions_and_old_phones_use_nothing_newer_than_chrome_53(
    name: str,
) -> None:
    script = bare((WEB / name).read_text(encoding="utf-8"))
    found = {why: hit[0] for pattern, why in TOO_NEW.items() if (hit := re.search(pattern, script))}
    assert found == {}


def test_the_check_for_old_browsers_sees_what_is_new() -> None:
    assert re.search(next(iter(TOO_NEW)), bare('var a = b?.c; // "d"'))
    assert not re.search(next(iter(TOO_NEW)), bare('var a = "b?.c"; var d = e ?.5 : 1; // f?.g'))


def test_the_boards_styles_use_nothing_newer_than_chrome_53() -> None:
    for name in ("board.css", "follow.css"):
        style = re.sub(r"/\*.*?\*/", "", (WEB / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        for feature in ("grid", "gap", "aspect-ratio", "inset"):
            assert not re.search(rf"(?<![-\w]){feature}:", style), (name, feature)
        for feature in ("display: grid", ":is(", "clamp(", "min(", "max("):
            assert feature not in style, (name, feature)


# --- words and colours -----------------------------------------------------------------------


def test_every_word_a_page_asks_for_exists_in_both_languages() -> None:
    asked = set()
    for path in Path("kiosk/hub/web/templates").glob("*.html"):
        asked |= set(re.findall(r"t\('(web_[a-z_.]+)'", path.read_text(encoding="utf-8")))
    scripts = [(part.name, "web_desk") for part in WEB.glob("desk*.js")]
    for script, section in (*scripts, ("board.js", "web_board")):
        text = (WEB / script).read_text(encoding="utf-8")
        keys = re.findall(r'\bt\("([a-z_]+)"', text) + re.findall(r"texts\.([a-z_]+)", text)
        asked |= {f"{section}.{key}" for key in keys}
    asked.discard("web_desk.priority")  # shared: web_common.priority
    assert len(asked) > 60
    for language in ("vi", "en"):
        assert sorted(asked - set(catalogue(language))) == []


def _luminance(colour: str) -> float:
    # WCAG 2.2, "relative luminance".
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two ``#rrggbb`` colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sheets", [("base.css",), ("base.css", "dark.css")], ids=["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(sheets: tuple[str, ...]) -> None:
    style = "".join((WEB / sheet).read_text(encoding="utf-8") for sheet in sheets)
    token = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", style)) | {"white": "#ffffff"}
    for text, ground, least in (
        ("ink", "surface", 10),
        ("ink", "ground", 10),
        ("ink-soft", "surface", 10),
        ("ink-soft", "ground", 10),
        ("ink-old", "surface", 7),
        ("accent", "ground", 10),
        ("accent", "surface", 10),
        ("accent", "primary-tint", 7),
        ("ink", "primary-tint", 10),
        ("on-primary", "primary", 10),
        ("on-primary", "primary-deep", 7),
        ("notice", "notice-ground", 10),
        ("white", "success", 10),
        ("line", "surface", 3),
        ("focus", "surface", 4.5),
        ("focus", "ground", 4.5),
    ):
        assert contrast(token[text], token[ground]) >= least, (text, ground)
