"""Words of two syllables, which no line on paper or screen should tear apart.

Vietnamese writes a space between all syllables, so no rule of letters tells *hồ sơ* (a dossier)
from two words. These are the compounds among the neighbouring syllables that occur most in our own
texts and catalogue, chosen by hand; a missing one costs a less pretty line and nothing else.
"""

from typing import Final

_COMPOUNDS: Final = """
an toàn, anh chị, biên bản, biến động, bác ruột, báo cáo, bí mật, bưu chính, bản chính, bản gốc,
bản sao, bản vẽ, bản án, bảo hiểm, bảo trợ, bảo vệ, bệnh viện, bệnh án, bỏ rơi, bổ sung, cam kết,
cam đoan, cao tuổi, cha dượng, cha mẹ, chi phí, chung cư, chính phủ, chính sách, chăm sóc,
chấm dứt, chấp thuận, chế độ, chủ hộ, chủ nhà, chức sắc, chứng minh, chứng nhận, chứng sinh,
chứng thực, chứng tử, con nuôi, cuối cùng, cá nhân, cán bộ, công an, công chức, công chứng,
công dân, công nhận, công trình, công tác, công vụ, công ích, căn cước, căn cứ, cơ quan, cơ sở,
cư trú, cải chính, cải tạo, cảm ơn, danh sách, di chúc, di sản, di tích, diện tích, doanh nghiệp,
dân cư, dân tộc, dịch vụ, dữ liệu, dự thảo, dự án, gia hạn, gia đình, giao dịch, giám hộ,
giám sát, giám định, giấy phép, giấy tờ, giới thiệu, giới tính, góp ý, gắn liền, hiệp định,
hoạt động, hàng tháng, hành chính, hành vi, hôn nhân, hưu trí, hằng tháng, hẹn trả, học bạ, hồ sơ,
hỗ trợ, hộ chiếu, hộ tịch, hội nghị, hội đồng, hợp lệ, hợp pháp, hợp đồng, khai báo, khai sinh,
khai tử, khuyết tật, khó khăn, kinh doanh, kinh phí, kinh tế, kiểm tra, kết hôn, kết luận,
kết quả, kỹ thuật, lao động, liên quan, liên thông, liền kề, liệt sĩ, ly hôn, lãnh đạo, lý do,
lưu trú, lương hưu, lượt chờ, lệ phí, lợi ích, lực lượng, mai táng, mang thai, minh họa, miễn phí,
môi trường, mất tích, mẹ kế, mẹ đẻ, mồ côi, nghĩa vụ, nghị định, ngoại giao, nguy kịch, ngân hàng,
người thân, nhu cầu, nhân dân, nhập cảnh, nuôi dưỡng, năng lực, nơi ở, nương tựa, nước ngoài,
nội dung, phong bì, pháp luật, phân chia, phương tiện, phẫu thuật, phục vụ, quan hệ, quy chế,
quy mô, quy định, quyết định, quân nhân, quân đội, quản lý, quản trị, quốc gia, quốc tế,
quốc tịch, sở hữu, sức khỏe, sử dụng, sửa chữa, sửa đổi, thay thế, thay đổi, thi thể, thiết kế,
thu nhập, thành lập, thành niên, thành phố, thành viên, thân nhân, thông báo, thông qua,
thông tin, thông tư, thường trú, thường xuyên, thẩm tra, thẩm định, thế chấp, thỏa thuận,
thời gian, thời hạn, thủ trưởng, thủ tục, thừa kế, thực hiện, tiếp nhận, tiếp tục, tranh chấp,
trung tâm, trung đoàn, trách nhiệm, trích lục, trường hợp, trẻ em, trợ cấp, trợ giúp, trực tiếp,
trực tuyến, tu hành, tuyên bố, tài khoản, tài sản, tình trạng, tích hợp, tín dụng, tín ngưỡng,
tính mạng, tòa nhà, tòa án, tôn giáo, tượng đài, tạm ngừng, tạm trú, tạm vắng, tối đa, tổ chức,
tờ khai, vay vốn, viên chức, việt nam, văn bản, văn hóa, vũ trang, vợ chồng, xuất cảnh, xuất nhập,
xác nhận, xác thực, xác định, xây dựng, xã hội, xử lý, y khoa, y tế, ý kiến, điều chỉnh,
điều khoản, điều kiện, điều trị, điểm chỉ, điện thoại, điện tử, đóng dấu, đóng quân, đăng kiểm,
đăng ký, đơn vị, đương nhiên, đại diện, đất đai, đầu tư, đề nghị, địa chỉ, định cư, định danh,
đối chiếu, đối tượng, đối với, đồng ý, độc thân, động sản, ưu tiên, ủy ban, ủy quyền
"""
#: "hồ sơ", "kết hôn": lower case, NFC, one space inside.
COMPOUNDS: Final = frozenset(" ".join(_COMPOUNDS.split()).split(", "))
#: Signs that may stand before the first and after the second syllable; between them they part.
_SIGNS: Final = "()[]\"'“”.,;:!?–-"


def together(one: str, other: str) -> bool:
    """Whether two neighbouring words on a line are one compound; signs between them part it."""
    first, second = one.lstrip(_SIGNS).lower(), other.rstrip(_SIGNS).lower()
    return f"{first} {second}" in COMPOUNDS
