"""The dossier half of the tour: from an identity card under the camera to an officer's word."""

import datetime as dt
from pathlib import Path
from typing import Final

from PIL import Image

from devices.sim.printer import Slip
from kiosk.clock import utc_now
from kiosk.domain.dossier import Status
from kiosk.texts import text
from offline_queue.envelope import State
from ui.bootstrap import Machine
from ui.demo import far_end, plain_search, scenes
from ui.demo.dossiers import OFFICE
from ui.demo.hand import Hand
from ui.demo.office import DemoOffice
from ui.demo.office_clerk import OfficeClerk
from ui.demo.steps import Step, StepWrongError, check
from ui.flow import Kind
from ui.gallery_filing import ASKED
from ui.stage import Stage

#: Words of the person before the camera: they may stand on the screen and on the clerk's page.
CANARIES: Final = {
    "name": scenes.NAME,
    "number": scenes.NUMBER,
    "address": scenes.ADDRESS,
    "telephone": scenes.PHONE,
}
PROCEDURE: Final = "1.004873"
PAPER: Final = "ly_hon"  # the divorce judgment, in the catalogue's words
OFFICIAL_CODE: Final = "000.00.14.H26-261125-0001"
#: A key page of three seconds, an agent that begins again after a kill, or a program's start.
WAIT_S: Final = 30.0


class DossierTour:
    """Steps of the dossier half; `stage` is the same app that took the numbers."""

    def __init__(
        self,
        folder: Path,
        office: DemoOffice,
        machine: Machine,
        stage: Stage,
    ) -> None:
        self._folder, self._office, self._machine = folder, office.dossiers, machine
        self._stage, self._printer, self._hub = stage, office.printer, office
        self._code = self._url = ""
        self._slip = folder / "phieu-gui-ho-so.png"
        self._clerk: OfficeClerk | None = None
        self._hand = Hand(
            lambda: stage, folder, wait_s=WAIT_S, pictures=50
        )  # after those of the numbers

    def steps(self) -> list[Step]:
        """All steps in order."""
        return [
            Step("portal", "Cổng hồ sơ, máy đã ghi danh và chương trình gửi đã chạy", self.portal),
            Step("camera-gone", "Máy chụp mất nguồn: nói rõ, không mất gì", self.camera_gone),
            Step("card", "Cổng tắt. Chọn việc, đồng ý, đưa thẻ căn cước", self.card),
            Step("wrong-code", "Mã không phải thẻ: nói rõ đó là gì", self.wrong_code),
            Step("answers", "Trả lời, chụp giấy, kiểm tra, cam đoan", self.answers),
            Step("stored", "Gửi: niêm phong, lưu, in phiếu; màn hình quên hết", self.stored),
            Step("portal-away", "Cổng chưa chạy: hồ sơ chờ, không mất", self.portal_away),
            Step("killed", "Chương trình gửi bị giết giữa chừng", self.killed),
            Step("delivered", "Gửi tiếp: đến nơi đúng một lần, đủ từng phần", self.delivered),
            Step("tied", "Lấy số cho hồ sơ: quầy gọi số là có mã hồ sơ", self.tied),
            Step("asked", "Cán bộ mở hồ sơ, yêu cầu bổ sung một giấy", self.asked),
            Step("supplement", "Quét phiếu ở máy, bổ sung đúng giấy ấy", self.supplement),
            Step("no-paper-slip", "Hết giấy khi bổ sung: đã lưu, lời báo rõ", self.no_paper_slip),
            Step("received", "Cán bộ đối chiếu, tiếp nhận; phiếu cho biết ngay", self.received),
            Step("feedback", "Người dân góp ý không ghi tên; cán bộ đọc được", self.feedback),
        ]

    def last(self) -> Step:
        """Whatever else the tour did: the step that comes after it."""
        return Step("no-trace", "Không thấy dữ liệu cá nhân dạng đọc được trên đĩa", self.no_trace)

    # Steps -----------------------------------------------------------------------------

    def portal(self) -> str:
        """Everything a dossier needs is there, and nothing has been handed in yet."""
        office = self._office
        office.wait_ready()
        enrolment = office.wait_enrolled()
        check(true=bool(enrolment.office(OFFICE).keys), otherwise="no key to seal to")
        clerk = office.clerk()
        waiting = clerk.inbox()
        clerk.close()
        check(true=not waiting, otherwise=f"{len(waiting)} dossiers in a new portal")
        outbox = far_end.envelopes(office.data)
        check(true=not outbox, otherwise=f"{len(outbox)} envelopes in a new outbox")
        return f"portal at {office.url}, camera at {office.camera_url}; the inbox is empty"

    def camera_gone(self) -> str:
        self._office.portal.stop()
        self._to_card()
        self._office.camera.kill()
        self._hand.wait(lambda: self._stage.shows("camera.none"), "the page sees the camera go")
        self._hand.wait(lambda: self._machine.capture.health("camera").code, "the camera's fault")
        self._hand.wait(lambda: self._stage.kiosk.dossier.camera.fault, "the page says so")
        self._hand.picture("mat-may-chup")
        code = self._machine.capture.health("camera").code or ""
        said = _two_sentences(self._stage.text("camera.none"), code)
        self._office.camera.start()
        self._hand.wait(lambda: not self._stage.shows("camera.none"), "the picture is back")
        return f"the form can still be written by hand. {said}"

    def card(self) -> str:
        self._office.show(scenes.EMPTY_PLATE)
        check(true=self._stage.shows("card.live"), otherwise="no live picture")
        self._hand.picture("dua-the")
        return "procedure chosen, eligible, papers known, consent given; the portal is down"

    def wrong_code(self) -> str:
        self._office.scan("https://example.org/khuyen-mai")
        self._hand.wait(lambda: self._stage.shows("card.hint"), "something is said of the link")
        told = self._stage.text("card.hint")
        self._office.show(scenes.IDENTITY_CARD)
        self._hand.wait(lambda: self._stage.shows("card.name"), "the card is read")
        check(true=self._stage.text("card.name") == scenes.NAME, otherwise="another name")
        masked = self._stage.text("card.number")
        check(true=scenes.NUMBER not in masked, otherwise="the number is not masked")
        self._hand.picture("the-da-doc")
        return f"a link: “{told}” The card: read through OpenCV, number shown as {masked}"

    def answers(self) -> str:
        self._office.show(scenes.FIRST_PAGE)
        self._hand.tap("primary", "option.3", "key.s", "key.o", "key.tone.sac", "primary")
        self._hand.tap("option.Để kết hôn", "scan.shoot")
        self._hand.wait(lambda: self._stage.shows("scan.keep"), "a page was taken")
        self._hand.picture("chup-giay")
        self._hand.tap("scan.keep")
        self._hand.wait(lambda: self._at() is Kind.CHECK, "answers to check")
        self._hand.picture("kiem-tra")
        self._hand.tap("primary")
        self._hand.wait(lambda: self._stage.shows("tick.declare"), "the declaration")
        self._hand.tap("tick.declare")
        return "a page straightened and sealed; every answer can still be changed"

    def stored(self) -> str:
        slips = len(self._printer.slips)
        self._hand.tap("primary")
        self._hand.wait(lambda: self._stage.shows("handed.code"), "a code is shown")
        self._hand.wait(lambda: len(self._printer.slips) > slips, "a slip is cut")
        self._keep_slip(self._printer.slips[-1])
        self._code = self._stage.text("handed.code")
        self._url = far_end.code_on(self._printer.slips[-1])
        rows = far_end.envelopes(self._office.data)
        check(true=len(rows) == 1, otherwise=f"{len(rows)} envelopes for one dossier")
        check(true=f"/d/{self._code}#" in self._url, otherwise="the slip's code says another thing")
        check(true=scenes.NUMBER not in self._url, otherwise="an identity number on the slip")
        forgotten = self._stage.kiosk.dossier.filing.view.walk is None
        check(true=forgotten, otherwise="the answers are still in the app")
        self._no_leak()
        self._hand.picture("da-luu")
        (only,) = rows.values()
        return f"{self._code}: {only.bytes} sealed bytes in the outbox, the slip's QR reads back"

    def portal_away(self) -> str:
        (key,) = far_end.envelopes(self._office.data)
        self._hand.wait(
            lambda: (
                far_end.envelopes(self._office.data)[key].attempts > 0
                or self._office.agent_client.status().link == "down"
            ),
            "the agent tried",
        )
        status = self._office.agent_client.status()
        told = self._stage.text("handed.standing")
        check(true="gửi khi có mạng" in told, otherwise=f"the screen says: {told}")
        check(true=status.waiting == 1, otherwise=f"{status.waiting} waiting")
        return (
            f"Citizen: {told} Technician (kiosk agent status): link {status.link}, "
            f"{status.reason}, waiting {status.waiting}"
        )

    def killed(self) -> str:
        office = self._office
        (key,) = far_end.envelopes(office.data)
        office.agent.kill()
        office.portal.start()
        office.agent.start()
        office.agent_client.poke()  # else it waits out the pause after the portal's silence
        begun = {State.SENDING, State.UPLOADED, State.COMMITTED, State.PURGED}
        self._hand.wait(lambda: far_end.envelopes(office.data)[key].state in begun, "sending began")
        office.agent.kill()
        at = far_end.envelopes(office.data)[key].state
        left = far_end.incoming_bytes(office.portal_folder)
        office.agent.start()
        office.agent_client.poke()
        return f"kill -9 while the envelope was '{at.value}', {left} bytes half received"

    def delivered(self) -> str:
        self._purged(1)
        (delivery,) = self._dossier().deliveries
        whole = all(part.whole for part in delivery.parts)
        check(true=whole, otherwise="a part has not its hash")
        check(true=delivery.receipt_no is not None, otherwise="no receipt")
        self._hand.wait(lambda: self._stage.kiosk.dossier.handed_in.sent, "the screen knows")
        told = self._stage.text("handed.standing")
        check(true="chờ cán bộ tiếp nhận" in told, otherwise=f"the screen says: {told}")
        page = far_end.tracking_page(self._url)
        check(true=page.state == "Đã gửi, chờ tiếp nhận", otherwise=f"the page says {page.state}")
        self._hand.picture("da-gui")
        return f"{len(delivery.parts)} parts whole, receipt {delivery.receipt_no}. {told}"

    def tied(self) -> str:
        self._hand.tap("handed.number", "service.cu-tru")
        self._hand.wait(lambda: self._stage.shows("done.number"), "a number")
        desk = self._hub.clerk("2")
        called = desk.call_next()
        check(true=called.dossier == self._code, otherwise=f"the desk has {called.dossier}")
        desk.act(called.ticket_id, "start")
        desk.act(called.ticket_id, "finish")
        self._hand.tap("done.close", "rating.close")
        clerk = self._office.clerk()
        opened = clerk.open(clerk.by_code(self._code))
        clerk.close()
        check(true=self._code in opened.heading, otherwise="the desk's link opens another dossier")
        return f"{called.number} called at desk 2; its link opens {self._code} for the clerk"

    def asked(self) -> str:
        clerk = self._clerk = self._office.clerk()
        path = clerk.find(self._code)
        opened = clerk.open(path)
        person = opened.deliveries[0].person.values()
        check(true=scenes.NAME.upper() in person or scenes.NAME in person, otherwise="no name")
        data, kind = clerk.page(opened.deliveries[0].pages[0])
        check(true=data.startswith(b"%PDF"), otherwise=f"the page is {kind}")
        by = utc_now().date() + dt.timedelta(days=7)
        clerk.ask(path, [PAPER], by=by, words="Ảnh thiếu trang có chữ ký")
        check(true=self._dossier().wanted == (PAPER,), otherwise="nothing is wanted")
        return f"decrypted for the clerk only; a PDF of {len(data)} bytes; one paper asked for"

    def supplement(self) -> str:
        self._hand.tap("attract.begin", "tile.track")
        self._office.show(scenes.printed_slip(self._slip))
        self._hand.wait(lambda: self._stage.shows("track.wanted"), "the slip opens the dossier")
        wanted = self._stage.text("track.wanted")
        self._hand.picture("can-bo-sung")
        self._office.show(scenes.SECOND_PAGE)
        self._hand.tap("primary", "scan.shoot")
        self._hand.wait(lambda: self._stage.shows("scan.keep"), "a page was taken")
        return f"the slip under the camera says what is wanted: {wanted}"

    def no_paper_slip(self) -> str:
        self._printer.set(paper_out=True)
        self._hand.tap("scan.keep")
        self._hand.wait(lambda: self._stage.shows("handed.slip_trouble"), "no slip, and it says so")
        told = self._stage.text("handed.slip_trouble")
        check(true=self._stage.shows("handed.secret"), otherwise="without slip no secret is shown")
        self._hand.picture("bo-sung-het-giay")
        self._printer.set(paper_out=False)
        self._purged(2)
        kinds = [each.kind for each in self._dossier().deliveries]
        check(true=kinds == ["new", "supplement"], otherwise=f"deliveries: {kinds}")
        self._hand.tap("handed.close", "rating.close")
        return f"joined the same dossier. {_two_sentences(told, 'PRN-02')}"

    def received(self) -> str:
        clerk = self._at_work()
        path = clerk.find(self._code)
        clerk.compare(path)
        clerk.accept(path, OFFICIAL_CODE)
        clerk.close()
        check(true=self._dossier().status == Status.RECEIVED, otherwise="not received")
        self._hand.tap("attract.begin", "tile.track")
        self._office.show(scenes.printed_slip(self._slip))
        self._hand.wait(lambda: self._stage.shows("track.official"), "the kiosk tells the code")
        check(true=self._stage.text("track.official") == OFFICIAL_CODE, otherwise="another code")
        due = self._stage.text("track.due")
        self._hand.picture("da-tiep-nhan")
        self._hand.tap("primary")
        page = far_end.tracking_page(self._url)
        check(true=page.state == "Đã tiếp nhận", otherwise=f"the page says {page.state}")
        check(true=scenes.NAME not in page.text, otherwise="a name on the public page")
        return f"{OFFICIAL_CODE}, due {due}; the same on the phone's page, without a name"

    def feedback(self) -> str:
        self._hand.tap("attract.begin", "tile.feedback", "option.proposal", "option.clean")
        self._hand.tap("key.r", "key.a", "key.c", "key.tone.sac")
        self._hand.picture("gop-y")
        self._hand.tap("primary", "option.anonymous")
        self._hand.wait(lambda: self._stage.shows("handed.code"), "it is stored")
        code = self._stage.text("handed.code")
        self._purged(3)
        clerk = self._office.clerk()
        (delivery,) = clerk.open(clerk.find(code)).deliveries
        clerk.close()
        check(true="Rác" in delivery.answers.values(), otherwise="other words came")
        check(true=not delivery.person, otherwise="a name came with it")
        self._hand.tap("handed.close")
        return f"{code}: sealed and sent like a dossier, no name; read by the clerk at the portal"

    def no_trace(self) -> str:
        """Last of all: nothing of the person in clear in any file of kiosk, portal or log."""
        self._no_leak()
        files = sum(1 for path in self._folder.rglob("*") if path.is_file())
        return f"{len(CANARIES)} words of the person looked for in {files} files: none"

    # Deeds and looks -------------------------------------------------------------------

    def _to_card(self) -> None:
        if self._stage.shows("attract.begin"):
            self._hand.tap("attract.begin")
        self._hand.tap("tile.file", f"option.{PROCEDURE}", "option.self")
        self._hand.tap("reply.0.yes", "reply.1.yes", "primary")
        self._hand.tap(
            *(f"reply.{each}.{'yes' if each == PAPER else 'no'}" for each in ASKED), "primary"
        )
        self._hand.picture("giay-can-co")
        self._hand.tap("primary")
        self._hand.wait(lambda: self._at() is Kind.CONSENT, "what becomes of the data")
        self._hand.picture("dong-y")
        self._hand.tap("primary")
        self._hand.wait(lambda: self._stage.shows("card.live"), "the camera looks out")

    def _at(self) -> Kind | None:
        walk = self._stage.kiosk.dossier.filing.view.walk
        return walk.at.kind if walk is not None else None

    def _purged(self, count: int) -> None:
        def gone() -> bool:
            states = [each.state for each in far_end.envelopes(self._office.data).values()]
            return states == [State.PURGED] * count

        self._hand.wait(gone, f"{count} receipts, and the sealed files gone")

    def _dossier(self) -> far_end.StoredDossier:
        found = far_end.dossiers(self._office.portal_folder)
        check(true=list(found) == [self._code], otherwise=f"the portal has {list(found)}")
        return found[self._code]

    def _at_work(self) -> OfficeClerk:
        if self._clerk is None:
            raise StepWrongError("no clerk has signed in")
        return self._clerk

    def _keep_slip(self, slip: Slip) -> None:
        if not isinstance(slip.picture, Image.Image):
            raise StepWrongError("no paper was cut")
        slip.picture.save(self._slip)

    def _no_leak(self) -> None:
        leaks = plain_search.search_apart([self._folder], CANARIES)
        told = ", ".join(f"{leak.word} ({leak.written}) in {leak.path.name}" for leak in leaks)
        check(true=not leaks, otherwise=told)


def _two_sentences(citizen: str, code: str) -> str:
    return f"Citizen: {citizen} Technician: {code} {text(f'remedy.{code}', 'vi')}"
