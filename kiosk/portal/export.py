"""Accepted dossiers as the national message *DongBoHoSoMC*, for an adapter to carry on.

The message holds the owner's name and number, so it can be made only while the office is
unlocked, by a lead, and each export is a line of the audit that names its dossiers.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from kiosk.clock import Clock
from kiosk.contract.national import (
    ONLINE,
    DinhDanh,
    DongBo,
    DongBoHoSoMC,
    HoSoBoSung,
    TaiLieuNop,
    national_time,
)
from kiosk.contract.sealed_form import Person
from kiosk.portal import tables
from kiosk.portal.procedures import ProcedureFacts, Procedures
from kiosk.portal.reading import OpenDelivery, OpenDossier, Reading
from kiosk.portal.roles import Deed, Staff
from kiosk.portal.store import Store, moment, note_audit, one, rows

#: Dossiers of one message, those that changed last; a busy ward accepts fewer in a day.
LIMIT: Final = 500

_MOMENTS: Final[Mapping[str, str]] = {
    "NgayNopHoSo": "received_at",
    "NgayTiepNhan": "accepted_at",
    "NgayHenTra": "due_at",
    "NgayTra": "returned_at",
    "NgayKetThucXuLy": "finished_at",
    "NgayTuChoi": "refused_at",
}


class Export:
    """The use case."""

    def __init__(
        self, store: Store, reading: Reading, procedures: Procedures, *, clock: Clock
    ) -> None:
        self._store = store
        self._reading = reading
        self._procedures = procedures
        self._clock = clock

    def national(self, staff: Staff) -> DongBo:
        """The dossiers of the office that have an official code, the last change first.

        A dossier whose form cannot be opened is left out; the audit's line says how many.

        Raises:
            ProblemError: ``role``, ``locked``.
        """
        staff.require(Deed.EXPORT)
        table = tables.dossier
        query = (
            sa.select(table.c.id)
            .where(table.c.office_id == staff.office_id, table.c.official_code.is_not(None))
            .order_by(table.c.status_at.desc())
            .limit(LIMIT)
        )
        with self._store.read() as connection:
            ids = [row["id"] for row in rows(connection, query)]
            office = one(
                connection,
                sa.select(tables.office).where(tables.office.c.id == staff.office_id),
            )
        opened = [self._reading.open(staff, dossier_id) for dossier_id in ids]
        messages = [message for each in opened if (message := self._message(each, office))]
        with self._store.write() as connection:
            note_audit(
                connection,
                now=self._clock(),
                actor=f"staff:{staff.name}",
                action=Deed.EXPORT,
                office_id=staff.office_id,
                detail={
                    "dossiers": [m.MaHoSo for m in messages],
                    "left_out": len(opened) - len(messages),
                },
            )
        return DongBo(madonvi=office["agency_code"] if office else "", data=tuple(messages))

    def _message(self, opened: OpenDossier, office: RowMapping | None) -> DongBoHoSoMC | None:
        row, deliveries = opened.row, opened.deliveries
        first = deliveries[0] if deliveries else None
        if first is None or first.form is None or first.form.owner is None:
            return None
        facts = self._procedures.facts(row["procedure"])
        owner = first.form.owner
        return DongBoHoSoMC(
            MaHoSo=row["official_code"],
            MaTTHC=row["procedure"],
            TenTTHC=facts.name,
            MaLinhVuc=facts.field_code,
            TenLinhVuc=facts.field_name,
            KenhThucHien=ONLINE,
            ChuHoSo=owner.full_name,
            LoaiDoiTuong=str(owner.kind),
            MaDoiTuong=owner.number,
            ThongTinKhac="",
            Email=owner.email,
            Fax="",
            SoDienThoai=owner.phone,
            TrichYeuHoSo=f"{facts.name} - {owner.full_name}"[:1000],
            **_moments(row),
            TrangThaiHoSo=str(row["status"]),
            ThongTinTra="",
            HinhThuc="0",
            DonViXuLy=office["name_vi"] if office else "",
            GhiChu=f"Mã phiếu gửi {row['code']}",
            NoiNopHoSo="2",
            HoSoCoThanhPhanSoHoa="1" if any(_pages(deliveries)) else "0",
            TaiKhoanDuocXacThucVoiVNeID="1" if first.form.identity == "VNEID_APP" else "0",
            DuocThanhToanTrucTuyen="0",
            DinhDanhCHS=_identities(owner),
            TaiLieuNop=tuple(_papers(deliveries, facts)),
            DanhSachLePhi=(),
            DanhSachHoSoBoSung=tuple(_supplements(row, deliveries, facts)),
            DanhSachGiayToKetQua=(),
        )


def _moments(row: RowMapping) -> dict[str, str]:
    """When the dossier came where: the message's name of each moment and its time, "" if never."""
    return {name: national_time(moment(row[column])) for name, column in _MOMENTS.items()}


def _pages(deliveries: Iterable[OpenDelivery]) -> Iterable[bool]:
    return (part.role == "page" for each in deliveries for part in each.manifest.parts)


def _identities(owner: Person) -> tuple[DinhDanh, ...]:
    if not owner.number:
        return ()
    kind = "1" if len(owner.number) == 12 else "2"
    return (DinhDanh(LoaiDinhDanh=kind, SoDinhDanh=owner.number),)


def _papers(deliveries: Iterable[OpenDelivery], facts: ProcedureFacts) -> Iterable[TaiLieuNop]:
    for each in deliveries:
        for part in each.manifest.parts:
            if part.role == "page" and part.requirement is not None:
                yield TaiLieuNop(
                    TepDinhKemId=part.sha256,
                    TenTepDinhKem=f"{facts.paper(part.requirement)} - trang {part.page}",
                    MaThanhPhanHoSo=part.requirement,
                )


def _supplements(
    row: RowMapping, deliveries: Iterable[OpenDelivery], facts: ProcedureFacts
) -> Iterable[HoSoBoSung]:
    for each in deliveries:
        if each.manifest.kind == "supplement":
            names = {
                facts.paper(part.requirement): None
                for part in each.manifest.parts
                if part.requirement is not None
            }
            yield HoSoBoSung(
                HoSoBoSungId=str(each.manifest.delivery_id),
                NoiDungBoSung="; ".join(names),
                NgayBoSung=national_time(moment(each.received_at)),
                NgayHenTraMoi=national_time(moment(row["due_at"])),
            )


def as_text(message: DongBo) -> str:
    """The message as JSON text."""
    return json.dumps(message.model_dump(), ensure_ascii=False, indent=1)
