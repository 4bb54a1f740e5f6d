"""What clerks, leads, other offices and strangers can and cannot do."""

import json
from dataclasses import replace
from pathlib import Path

from kiosk.contract.national import DongBo, DongBoHoSoMC
from kiosk.portal import tables
from tests.portal.world import (
    CANARY_NAME,
    CANARY_NUMBER,
    Browser,
    Kiosk,
    RunningPortal,
    declaration,
    new_ids,
    wait_until,
)

#: Every field of the message, in its order (the national synchronisation message DongBoHoSoMC).
FIELDS = [
    "MaHoSo",
    "MaTTHC",
    "TenTTHC",
    "MaLinhVuc",
    "TenLinhVuc",
    "KenhThucHien",
    "ChuHoSo",
    "LoaiDoiTuong",
    "MaDoiTuong",
    "ThongTinKhac",
    "Email",
    "Fax",
    "SoDienThoai",
    "TrichYeuHoSo",
    "NgayNopHoSo",
    "NgayTiepNhan",
    "NgayHenTra",
    "NgayTra",
    "NgayKetThucXuLy",
    "NgayTuChoi",
    "TrangThaiHoSo",
    "ThongTinTra",
    "HinhThuc",
    "DonViXuLy",
    "GhiChu",
    "NoiNopHoSo",
    "HoSoCoThanhPhanSoHoa",
    "TaiKhoanDuocXacThucVoiVNeID",
    "DuocThanhToanTrucTuyen",
    "DinhDanhCHS",
    "TaiLieuNop",
    "DanhSachLePhi",
    "DanhSachHoSoBoSung",
    "DanhSachGiayToKetQua",
]


def test_every_deed_by_every_role_is_allowed_or_refused_as_written(
    served: RunningPortal, dossier: str
) -> None:
    page = f"/staff/dossiers/{dossier}"
    sha = next(row["sha256"] for row in served.rows(tables.part) if row["role"] == "page")
    scan = f"{page}/pages/{dossier}/{sha}"
    readings = ["/staff", page, scan, "/staff/audit"]
    stranger = Browser(served.url)
    assert [stranger.get(path).status_code for path in readings] == [303, 401, 401, 401]
    for deed in ("compare", "accept", "ask", "refuse", "process", "finish", "return"):
        assert stranger.post(f"{page}/{deed}", csrf="x").status_code == 401
    assert stranger.post("/staff/export", csrf="x").status_code == 401

    locked = Browser(served.url).sign_in("lan")
    assert [locked.get(path).status_code for path in readings] == [200, 403, 403, 403]
    assert dossier not in locked.get("/staff/audit").text
    assert locked.post(f"{page}/compare", csrf="guessed").status_code == 403

    clerk = locked.unlock()
    assert [clerk.get(path).status_code for path in readings] == [200, 200, 200, 403]
    assert clerk.act("/staff/export").status_code == 403
    lead = Browser(served.url).sign_in("minh").unlock()
    assert [lead.get(path).status_code for path in readings] == [200] * 4
    assert lead.act("/staff/export").status_code == 200

    neighbour = Browser(served.url).sign_in("xa")
    assert neighbour.act("/staff/unlock", passphrase="sông mây chiều nay có gió").status_code == 403
    assert dossier not in neighbour.get("/staff").text
    for deed in ("compare", "process", "finish", "return"):
        assert neighbour.act(f"{page}/{deed}").status_code == 404
    assert served.rows(tables.dossier)[0]["compared_by"] is None


def test_a_wrong_passphrase_opens_nothing_and_stands_in_the_audit(
    served: RunningPortal, dossier: str
) -> None:
    clerk = Browser(served.url).sign_in("lan")
    answer = clerk.act("/staff/unlock", passphrase="sông mây chiều nay có mưa")
    assert answer.status_code == 403
    assert clerk.get(f"/staff/dossiers/{dossier}").status_code == 403
    actions = [row["action"] for row in served.rows(tables.audit) if row["actor"] == "staff:lan"]
    assert actions == ["signed-in", "unlock-failed"]


def test_every_opening_and_step_is_in_the_audit_with_who_and_when(
    served: RunningPortal, dossier: str
) -> None:
    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{dossier}"
    clerk.get(page)
    clerk.act(f"{page}/compare")
    clerk.act(f"{page}/refuse", reason="other-agency", words=f"gửi nhầm, {CANARY_NAME}")
    lines = [row for row in served.rows(tables.audit) if row["dossier_id"] == dossier]
    assert [(row["actor"], row["action"]) for row in lines] == [
        ("device:lobby-1", "received"),
        ("staff:lan", "opened"),
        ("staff:lan", "compared"),
        ("staff:lan", "refused"),
    ]
    assert all(row["at"] for row in lines)
    assert CANARY_NAME not in json.dumps([str(row) for row in served.rows(tables.audit)])
    assert served.rows(tables.dossier)[0]["status"] == 3
    lead = Browser(served.url).sign_in("minh")
    assert "Refused" in lead.get("/staff/audit").text


def test_a_clerk_who_signs_out_leaves_no_key_behind(served: RunningPortal, dossier: str) -> None:
    clerk = Browser(served.url).sign_in("lan").unlock()
    cookie = clerk.http.cookies["kiosk_portal_session"]
    page = f"/staff/dossiers/{dossier}"
    assert clerk.get(page).status_code == 200
    clerk.act("/staff/sign-out")
    clerk.http.cookies.set("kiosk_portal_session", cookie)
    assert clerk.get(page).status_code == 401
    again = Browser(served.url).sign_in("lan")
    assert again.get(page).status_code == 403


def test_the_national_message_has_every_field_and_only_accepted_dossiers(
    served: RunningPortal, dossier: str
) -> None:
    lead = Browser(served.url).sign_in("minh").unlock()
    assert json.loads(lead.act("/staff/export").text)["data"] == []
    page = f"/staff/dossiers/{dossier}"
    lead.act(f"{page}/compare")
    assert lead.act(f"{page}/accept", official_code="H26.14-261125-0007").status_code == 303
    sent = json.loads(lead.act("/staff/export").text)
    (message,) = DongBo.model_validate(sent).data
    assert list(sent["data"][0]) == list(DongBoHoSoMC.model_fields) == FIELDS
    assert (message.MaHoSo, message.ChuHoSo, message.TrangThaiHoSo) == (
        "H26.14-261125-0007",
        CANARY_NAME,
        "2",
    )
    assert message.DinhDanhCHS[0].SoDinhDanh == CANARY_NUMBER
    assert message.KenhThucHien == "2"
    assert message.NgayTiepNhan
    assert message.NgayHenTra > message.NgayTiepNhan
    assert len(message.TaiLieuNop) == 1
    assert sent["madonvi"] == "000.00.14.H26"


def test_two_dossiers_cannot_have_one_official_code(
    tmp_path: Path, served: RunningPortal, dossier: str
) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "second", served.provision("lobby-2"))
    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (), office_id="song-may")
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.close()
    clerk = Browser(served.url).sign_in("lan").unlock()
    codes = []
    for one in (dossier, str(ids.dossier_id)):
        clerk.act(f"/staff/dossiers/{one}/compare")
        answer = clerk.act(f"/staff/dossiers/{one}/accept", official_code="H26.14-261125-0001")
        codes.append(answer.status_code)
    assert codes == [303, 409]


def test_only_a_paper_that_can_be_scanned_may_be_asked_for(
    served: RunningPortal, dossier: str
) -> None:
    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{dossier}"
    assert "tuy_than" not in clerk.get(page).text  # an identity paper: shown, never scanned
    for wanted, by in (
        (["tuy_than"], "2099-01-01"),
        (["Nguyễn Văn A"], "2099-01-01"),
        ([], "2099-01-01"),
        (["van_ban"], "2020-01-01"),
        (["van_ban"], "soon"),
    ):
        assert clerk.act(f"{page}/ask", wanted=wanted, by=by).status_code == 409
    assert clerk.act(f"{page}/ask", wanted=["van_ban"], by="2099-01-01").status_code == 303


def test_the_desk_that_calls_a_number_finds_its_dossier_by_code(
    served: RunningPortal, dossier: str
) -> None:
    (row,) = served.rows(tables.dossier)
    path = f"/staff/code/{row['code']}"
    stranger = Browser(served.url)
    came = stranger.get(path)  # from the desk's page: another site, so no session is sent
    assert came.status_code == 200
    assert f'url={path}?here=1"' in came.text
    assert stranger.get(f"{path}?here=1").headers["location"] == "/staff/sign-in"
    clerk = Browser(served.url).sign_in("lan").unlock()
    assert clerk.get(path).headers["location"] == f"/staff/dossiers/{dossier}"
    missing = clerk.get("/staff/code/AAA-AAA-AAA")
    assert missing.status_code == 404
    assert "AAA-AAA-AAA" in missing.text
    assert "<script" not in stranger.get("/staff/code/%3Cscript%3E").text
    elsewhere = Browser(served.url).sign_in("xa")
    assert elsewhere.get(path).status_code == 404


def test_a_paper_that_was_not_scanned_is_said_to_come_another_way(
    tmp_path: Path, served: RunningPortal
) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    ids = new_ids()
    said = replace(declaration(), not_scanned={"van_ban": "bring-later"})
    kiosk.submitting.submit(ids, said, (), office_id="song-may")
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.close()
    page = Browser(served.url).sign_in("lan").unlock().get(f"/staff/dossiers/{ids.dossier_id}").text
    assert "brought to the desk" in page
    assert "bring-later" not in page
