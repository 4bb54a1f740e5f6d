"""The national synchronisation message *DongBoHoSoMC*, as provincial systems exchange it.

Field names and codes are those of the message (data exchange under Circular 04/2025/TT-VPCP);
unknown values are empty strings and empty lists, never left out. Moments are
``yyyyMMddHHmmss`` in Asia/Ho_Chi_Minh.
"""

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.ticket import OFFICE_ZONE

#: *KenhThucHien*: how the dossier came.
IN_PERSON, ONLINE, BY_POST = "1", "2", "3"

NationalTime = Annotated[str, Field(pattern=r"^(\d{14})?$")]
Flag = Literal["0", "1"]

_TIME: Final = "%Y%m%d%H%M%S"


def national_time(moment: dt.datetime | None) -> str:
    """An aware moment as the message writes it; empty for None."""
    return "" if moment is None else moment.astimezone(OFFICE_ZONE).strftime(_TIME)


class _National(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DinhDanh(_National):
    """An identity of the owner: 1 = personal number (12 digits), 2 = old card (9 digits)."""

    LoaiDinhDanh: Literal["1", "2"]
    SoDinhDanh: Annotated[str, Field(pattern=r"^(\d{12}|\d{9})$")]


class TaiLieuNop(_National):
    """A paper handed in. `DuocSoHoa`: 1 digitised."""

    TepDinhKemId: str
    TenTepDinhKem: str
    IsDeleted: Literal["True", "False"] = "False"
    MaThanhPhanHoSo: str = ""
    DuongDanTaiTepTin: str = ""
    DuocSoHoa: Flag = "1"
    DuocTaiSuDung: Flag = "0"
    DuocLayTuKhoDMQG: Flag = "0"
    MaKetQuaThayThe: str = ""


class LePhi(_National):
    """A fee of the dossier."""

    TenPhiLePhi: str
    MaPhiLePhi: str = ""
    HinhThucThu: str = ""
    Gia: str
    LoaiPhiLePhi: str = ""


class HoSoBoSung(_National):
    """A supplement that was asked for; the appointment before and after."""

    HoSoBoSungId: str
    NguoiYeuCauBoSung: str = ""
    NoiDungBoSung: str = ""
    NgayBoSung: NationalTime = ""
    NgayHenTraTruoc: NationalTime = ""
    NgayHenTraMoi: NationalTime = ""


class GiayToKetQua(_National):
    """A result paper."""

    TenGiayTo: str
    MaThanhPhanHoSo: str = ""
    GiayToId: str
    DuongDanTepTinKetQua: str = ""
    MaGiayToKetQua: str = ""


class DongBoHoSoMC(_National):
    """One accepted dossier for the system that counts them."""

    MaHoSo: Annotated[str, Field(min_length=1)]
    MaTTHC: str
    TenTTHC: str
    MaLinhVuc: str
    TenLinhVuc: str
    KenhThucHien: Literal["1", "2", "3"]
    ChuHoSo: str
    LoaiDoiTuong: Literal["1", "2", "3", "4"]
    MaDoiTuong: str
    ThongTinKhac: str
    Email: str
    Fax: str
    SoDienThoai: str
    TrichYeuHoSo: Annotated[str, Field(max_length=1000)]
    NgayNopHoSo: NationalTime
    NgayTiepNhan: NationalTime
    NgayHenTra: NationalTime
    NgayTra: NationalTime
    NgayKetThucXuLy: NationalTime
    NgayTuChoi: NationalTime
    TrangThaiHoSo: Annotated[str, Field(pattern=r"^([1-9]|10)$")]
    ThongTinTra: str
    HinhThuc: Flag
    DonViXuLy: str
    GhiChu: str
    NoiNopHoSo: Literal["1", "2"]
    HoSoCoThanhPhanSoHoa: Flag
    TaiKhoanDuocXacThucVoiVNeID: Flag
    DuocThanhToanTrucTuyen: Flag
    DinhDanhCHS: tuple[DinhDanh, ...]
    TaiLieuNop: tuple[TaiLieuNop, ...]
    DanhSachLePhi: tuple[LePhi, ...]
    DanhSachHoSoBoSung: tuple[HoSoBoSung, ...]
    DanhSachGiayToKetQua: tuple[GiayToKetQua, ...]


class DongBo(_National):
    """The envelope."""

    session: str = ""
    madonvi: str
    service: Literal["DongBoHoSoMC"] = "DongBoHoSoMC"
    isUpdating: bool = False  # noqa: N815 - the message's own spelling
    data: tuple[DongBoHoSoMC, ...]
