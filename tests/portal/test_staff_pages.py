"""What the offices' pages say: in the reader's language, in words, and never a dead end."""

import ast
import re
from pathlib import Path
from typing import cast
from urllib.parse import quote

from kiosk.clock import utc_now
from kiosk.portal import tables
from kiosk.portal.web.audit_words import UNSAID
from kiosk.texts import LANGUAGES, catalogue
from tests.portal.world import CANARY_NAME, PASSPHRASE, PASSWORD, Browser, RunningPortal

TAG = re.compile(r"<[^>]+>")


def said(html: str) -> str:
    """What a reader sees of the page's body."""
    return " ".join(TAG.sub(" ", html.split('<main id="main">', 1)[1]).split())


def test_a_clerk_s_language_is_chosen_once_and_holds_for_every_page(
    served: RunningPortal, dossier: str
) -> None:
    newcomer = Browser(served.url)  # an office's English Windows
    assert "Đăng nhập" in newcomer.get("/staff/sign-in").text
    assert "Follow a dossier" in newcomer.get("/d").text
    clerk = newcomer.sign_in("lan").unlock()  # who chose English
    page = f"/staff/dossiers/{dossier}"
    assert "Mã phiếu gửi" not in clerk.get(page).text
    assert "Mã phiếu gửi" in clerk.get("/staff?lang=vi").text
    assert "Mã phiếu gửi" in clerk.get(page).text
    assert 'hreflang="en"' in clerk.get(page).text
    clerk.act(f"{page}/compare")
    refused = clerk.act(f"{page}/accept", official_code="no code")
    assert "Mã hồ sơ chưa đúng mẫu" in refused.text
    assert "hreflang" not in refused.text  # an answer to a form cannot be asked for again
    clerk.get("/staff?lang=en")
    assert "Slip code" in clerk.get(page).text
    assert "lang=" not in str(Browser(served.url).get("/d").headers.get("set-cookie"))


def test_what_was_typed_stays_in_a_form_that_is_refused(
    served: RunningPortal, dossier: str
) -> None:
    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{dossier}"
    clerk.act(f"{page}/compare")
    assert 'value="26.14-x"' in clerk.act(f"{page}/accept", official_code="26.14-x").text
    answer = clerk.act(f"{page}/ask", by="2020-01-01", words="bản rõ hơn", wanted="van_ban")
    assert answer.status_code == 409
    assert '<details class="card" open>' in answer.text
    assert ">bản rõ hơn</textarea>" in answer.text
    assert 'value="2020-01-01"' in answer.text
    assert "Choose today or a later day" in answer.text
    answer = clerk.act(f"{page}/ask", by="2099-01-01", words="bản rõ hơn")
    assert "Choose at least one paper" in answer.text
    answer = clerk.act(f"{page}/refuse", reason="không có trong danh sách", words="bản rõ hơn")
    assert "Choose a reason" in answer.text


def test_a_deed_pressed_twice_is_done_once_and_no_error(
    served: RunningPortal, dossier: str
) -> None:
    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{dossier}"
    code = f"H26.14-{utc_now():%y%m%d}-0011"
    for deed, form in (
        ("compare", {}),
        ("accept", {"official_code": code}),
        ("process", {}),
        ("ask", {"by": "2099-01-01", "wanted": "van_ban"}),
        ("process", {}),
        ("finish", {}),
        ("return", {}),
    ):
        for _ in range(2):
            assert clerk.act(f"{page}/{deed}", **form).status_code == 303, deed
    assert clerk.act(f"{page}/finish").status_code == 409  # not the same deed: it is over
    deeds = [row["action"] for row in served.rows(tables.audit)]
    assert [deeds.count(each) for each in ("compared", "accepted", "result-ready", "returned")] == [
        1,
        1,
        1,
        1,
    ]


def test_the_audit_is_told_in_words(served: RunningPortal, dossier: str) -> None:
    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{dossier}"
    clerk.get(page)
    clerk.act(f"{page}/compare")
    clerk.act(f"{page}/refuse", reason="other-agency", words=f"gửi nhầm, {CANARY_NAME}")
    assert "Không tiếp nhận" in said(clerk.get(f"{page}?lang=vi").text)
    assert "staff:" not in said(clerk.get(page).text)
    lead = Browser(served.url).sign_in("minh").unlock()
    lead.act("/staff/export")
    for language, words in (
        ("vi", ("Máy lobby-1", "Biên nhận số 1", "Lý do: Việc do cơ quan khác", "Vai trò: phụ")),
        ("en", ("Kiosk lobby-1", "Receipt no. 1", "Reason: ", "Role: lead", "operator")),
    ):
        shown = said(lead.get(f"/staff/audit?lang={language}").text)
        for each in words:
            assert each in shown, (language, each)
        assert not re.search(r'[{}"\[\]]|device:|manifest', shown), language
        assert CANARY_NAME not in shown


def recorded() -> set[str]:
    """Names of details that the portal's code gives to the audit."""
    names: set[str] = set()
    for source in Path("kiosk/portal").glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rsplit(".", 1)[-1]
            given = {each.arg: each.value for each in node.keywords if each.arg}
            if called in {"note_deed", "_deed"}:
                names |= set(given) - {"now", "dossier_id"}
            if called == "note_audit" and isinstance(given.get("detail"), ast.Dict):
                keys = cast("ast.Dict", given["detail"]).keys
                names |= {str(ast.literal_eval(key)) for key in keys if key}
    return names


def test_every_detail_that_is_recorded_has_words() -> None:
    names = recorded()
    assert {"receipt", "wanted", "role", "left_out"} <= names
    for language in LANGUAGES:
        known = set(catalogue(language))
        assert {name for name in names - UNSAID if f"staff_audit.{name}" not in known} == set()


def test_a_dossier_is_found_by_either_code_as_people_type_it(
    served: RunningPortal, dossier: str
) -> None:
    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{dossier}"
    code = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", clerk.get("/staff").text)
    assert code
    clerk.act(f"{page}/compare")
    clerk.act(f"{page}/accept", official_code=f"H26.14-{utc_now():%y%m%d}-0009")
    for typed in (code[0].lower(), code[0].replace("-", " "), f"h26.14-{utc_now():%y%m%d}-0009 "):
        answer = clerk.get(f"/staff/find?code={quote(typed)}")
        assert answer.status_code == 303, typed
        assert answer.headers["location"] == page
    unknown = clerk.get(f"/staff/find?code={quote('<b>không')}")
    assert unknown.status_code == 404
    assert "&lt;b&gt;không" in unknown.text


def test_whoever_must_sign_in_and_unlock_first_comes_to_the_dossier_asked_for(
    served: RunningPortal, dossier: str
) -> None:
    page = f"/staff/dossiers/{dossier}"
    clerk = Browser(served.url)
    door = clerk.get(page).text
    assert f'href="/staff/sign-in?dossier={dossier}"' in door
    inside = clerk.post("/staff/sign-in", name="lan", password=PASSWORD, dossier=dossier)
    assert inside.headers["location"] == page
    locked = clerk.get(page)
    assert locked.status_code == 403
    assert f'href="/staff?dossier={dossier}"' in locked.text
    assert f'name="dossier" value="{dossier}"' in clerk.get(f"/staff?dossier={dossier}").text
    opened = clerk.act("/staff/unlock", passphrase=PASSPHRASE, dossier=dossier)
    assert opened.headers["location"] == page
    astray = clerk.act("/staff/unlock", passphrase=PASSPHRASE, dossier="//elsewhere.example/")
    assert astray.headers["location"] == "/staff"


def test_what_is_not_there_is_said_as_what_was_looked_for_with_a_way_on(
    served: RunningPortal, dossier: str
) -> None:
    neighbour = Browser(served.url).sign_in("xa")
    neighbour.get("/staff?lang=vi")
    neighbour.act("/staff/unlock", passphrase=PASSPHRASE)
    for path, words in (
        (f"/staff/dossiers/{dossier}/pages/x/y", "Hồ sơ đang khóa"),
        ("/staff/notices/nothing", "Không có trang này"),
        ("/staff/audit", "không có quyền"),
    ):
        shown = said(neighbour.get(path).text)
        assert words in shown, path
        assert "Về trang đầu" in shown or "Mở khóa" in shown, path
    clerk = Browser(served.url).sign_in("lan").unlock()
    clerk.get("/staff?lang=vi")
    shown = said(clerk.get("/staff/dossiers/00000000-0000-7000-8000-000000000000").text)
    assert "Không có hồ sơ này tại cơ quan." in shown
    assert "Về trang đầu" in shown
