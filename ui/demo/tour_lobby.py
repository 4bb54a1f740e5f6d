"""The lobby part of the tour: a building's board writes, a resident reads, the board sees it."""

from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Final, Self

from kiosk.clock import utc_now
from kiosk.portal import setup
from kiosk.texts import text
from ui.demo import browser, building, far_end
from ui.demo.hand import Hand
from ui.demo.notice_writer import PAGE, Posted
from ui.demo.office import DemoOffice
from ui.demo.standing import Standing
from ui.demo.steps import Step, check
from ui.stage import Stage

#: An urgent notice: read from the file within 2 s (NoticeShelf.LOOK_S) once the agent has it.
WAIT_S: Final = 15.0
#: The board's desk machine; its pages are read on a phone as well (tests/portal).
_WINDOW: Final = (1200, 1000)


class LobbyTour:
    """Steps of the lobby; `standing` is moved to the building by the first of them."""

    def __init__(self, folder: Path, office: DemoOffice, standing: Standing) -> None:
        self._folder, self._office, self._standing = folder, office, standing
        self._portal = office.dossiers
        self._hand = Hand(
            lambda: self._standing.stage, folder, wait_s=WAIT_S, pictures=80
        )  # after those of the dossier
        self._notice = ""
        self._begin = 0.0
        self._desk = ExitStack()  # the board's browser, from its first page to its last
        self._page: browser.Browser | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._desk.close()  # a step that went wrong left the browser open

    def steps(self) -> list[Step]:
        """All steps in order."""
        return [
            Step("lobby", "Máy chuyển về sảnh chung cư, thông báo của tòa nhà đã có", self.lobby),
            Step("notice", "Ban quản lý viết thông báo khẩn trên trang của cổng", self.notice),
            Step("notice-plays", "Thông báo khẩn hiện trên màn hình chờ", self.plays),
            Step("notice-read", "Cư dân mở đọc; trang của cổng đếm được", self.read),
            Step("stay", "Cư dân mở “Thông báo lưu trú”", self.stay),
            Step("fire", "Máy chủ tắt: trang báo cháy vẫn mở, số 114 vẫn đó", self.fire),
        ]

    # Steps -----------------------------------------------------------------------------

    def lobby(self) -> str:
        self._portal.wait_ready()
        if self._office.settings.site.profile != "building":
            self._portal.write_notices()
            self._standing.move_to_building()
            self._portal.agent_client.poke()
        notices = self._standing.machine.notices
        self._hand.wait(notices.showing, "the notices are there")
        self._hand.wait(
            lambda: self._stage.kiosk.office.view.counted, "the ward's queue is counted"
        )
        self._hand.wait(self._pictured, "the picture came")
        self._hand.tap("attract.begin")
        self._hand.wait(lambda: self._stage.shows("tile.stay"), "the home of a building")
        self._hand.picture("sanh")
        self._hand.tap("key.end")
        count = len(notices.showing())
        return f"{self._stage.kiosk.office.property('name')}: {count} signed notices on the shelf"

    def notice(self) -> str:
        sample = building.WATER.written(utc_now())
        program = browser.find()
        if program is None:
            how = "as a browser would (Chromium is not installed here; make test installs it)"
            board = self._portal.board()
            board.write(sample)
            board.close()
        else:
            how = "in a real browser"
            self._write_in_browser(program, sample.fields)
        self._begin = monotonic()
        rows = far_end.rows(
            self._portal.portal_folder / setup.STORE,
            "SELECT id, urgent FROM notice WHERE title_vi = ?",
            building.WATER.title.vi,
        )
        check(true=len(rows) == 1, otherwise=f"{len(rows)} such notices at the portal")
        check(true=bool(rows[0]["urgent"]), otherwise="it is not urgent")
        self._notice = rows[0]["id"]
        return f"written {how}; one row at the portal, urgent"

    def plays(self) -> str:
        self._portal.agent_client.poke()
        title = building.WATER.title.vi
        self._hand.wait(
            lambda: (
                self._stage.shows("attract.headline")
                and self._stage.text("attract.headline") == title
            ),
            "the urgent notice plays",
        )
        ms = (monotonic() - self._begin) * 1000
        self._hand.picture("thong-bao-khan")
        return f"“{title}” on the attract screen {ms:.0f} ms after it was saved"

    def read(self) -> str:
        self._hand.tap("attract.begin")
        self._hand.wait(lambda: self._stage.shows("home.headline"), "the home of a building")
        self._hand.picture("trang-chu-khan")
        self._hand.tap("tile.notices", f"inform.notice:{self._notice}")
        self._hand.wait(
            lambda: self._stage.text("title") == building.WATER.title.vi, "the notice is open"
        )
        self._hand.picture("doc-thong-bao")
        self._hand.tap("key.end")
        # The shelf keeps its counts once a minute, to spare the disk; the tour does not wait.
        self._standing.machine.notices.flush()
        self._portal.agent_client.poke()
        board = self._portal.board()
        posted: list[Posted] = []

        def told() -> bool:
            posted[:] = [board.posted(building.WATER.title.vi)]
            return posted[0].opened > 0

        self._hand.wait(told, "the page has the count")
        board.close()
        (found,) = posted
        whole = (found.reached, found.kiosks, found.opened) == (1, 1, 1) and found.shown >= 1
        check(true=whole, otherwise=f"the page says {found}")
        self._photograph_list()
        return f"the board's page: on 1 of 1 kiosks, shown {found.shown}, opened {found.opened}"

    def stay(self) -> str:
        self._hand.tap("attract.begin", "tile.stay")
        self._hand.wait(lambda: self._stage.shows("title"), "the procedure's first page")
        chosen = self._stage.kiosk.dossier.filing.view.procedure
        code = chosen.code if chosen is not None else ""
        check(true=code == "2.001159", otherwise=f"the procedure is {code!r}")
        self._hand.picture("thong-bao-luu-tru")
        said = self._stage.text("title")
        self._hand.tap("key.end")
        return f"{code}, its first question after one touch: {said}"

    def fire(self) -> str:
        self._office.hub.kill()
        self._hand.wait(lambda: self._stage.kiosk.office.view.lost, "the kiosk sees its hub go")
        self._hand.tap("attract.begin", "tile.fire")
        said = self._stage.text("inform.fire")
        check(true="114" in said, otherwise=f"the page says {said}")
        self._hand.picture("bao-chay")
        self._hand.tap("back", "tile.queue")
        self._hand.wait(lambda: self._stage.shows("inform.empty"), "no number is guessed")
        self._hand.picture("hang-cho-chua-biet")
        self._hand.tap("key.end")
        return (
            f"“{said}” without any network; of the ward's queue: “{text('inform.nothing', 'vi')}”"
        )

    # Deeds and looks -------------------------------------------------------------------

    @property
    def _stage(self) -> Stage:
        return self._standing.stage

    def _write_in_browser(self, program: str, fields: dict[str, str]) -> None:
        wide, high = _WINDOW
        self._page = page = self._desk.enter_context(browser.Browser(program))
        page.open(f"{self._portal.url}/staff/sign-in", width=wide, height=high)
        page.wait_for_text("Mật khẩu")
        page.fill({"name": building.BOARD, "password": self._portal.board_password})
        page.press("Đăng nhập")
        page.press("Viết thông báo")
        page.fill(fields)
        page.press("Xem thử trên ki-ốt")
        page.wait_for_text(building.WATER.title.vi)
        page.photograph(self._folder / "viet-thong-bao.png")
        page.press("Lưu và cho hiện")
        page.wait_for_text(building.WATER.title.vi)

    def _photograph_list(self) -> None:
        if self._page is not None:
            wide, high = _WINDOW
            self._page.open(f"{self._portal.url}{PAGE}", width=wide, height=high)
            self._page.wait_for_text("1 trên 1 ki-ốt")
            self._page.photograph(self._folder / "trang-thong-bao.png")
        self._desk.close()

    def _pictured(self) -> bool:
        return any(each.picture is not None for each in self._standing.machine.notices.showing())
