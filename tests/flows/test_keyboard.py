"""A person types on the glass: real touches on the real keyboard, in a real window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase, digits

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from kiosk.domain.dossier_code import ALPHABET
from kiosk.settings import Settings
from tests.flows.conftest import Open
from ui.audit import violations
from ui.ports import Language
from ui.screens.session import SIZES
from ui.screens.typing import Capitals, Layout, Typing
from ui.stage import LANDSCAPE, PORTRAIT, Stage

MM_PER_PX = Settings().screen.mm_per_px
LAYOUTS: tuple[Layout, ...] = ("letters", "digits", "date", "email", "code", "codes")
LANGUAGES: tuple[Language, ...] = ("vi", "en")
HIGHEST = 0.52  # of the panel: above it the field and its question must have room
PAGE = """
import QtQuick
import Kiosk.Core
import Kiosk.Controls

Rectangle {
    id: page

    required property Typing typing

    anchors.fill: parent
    color: Theme.ground

    TypedField {
        objectName: "field"
        typing: page.typing
        placeholder: "Nguyễn Văn An"
        y: Theme.margin
        x: Theme.margin
        width: page.width - 2 * Theme.margin
    }
    Keyboard {
        objectName: "keyboard"
        typing: page.typing
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
    }
}
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A field and a keyboard on a stage."""

    stage: Stage
    typing: Typing
    page: QQuickItem

    def begin(self, layout: Layout, text: str = "", capitals: Capitals = "none") -> None:
        self.typing.begin(layout, text, capitals)
        self.stage.image()  # lays the rows out

    def tap(self, *keys: str) -> None:
        for key in keys:
            self.stage.tap(f"key.{key}")

    def item(self, name: str) -> QQuickItem:
        found = self.stage.find(name)
        assert found is not None, name
        return found

    @property
    def field(self) -> str:
        return self.stage.text("field")

    def keys(self) -> set[str]:
        names = {item.objectName() for item in _shown(self.page)}
        return {name.removeprefix("key.") for name in names if name.startswith("key.")}

    def wrong(self) -> list[str]:
        return [f"{v.rule}: {v.what}" for v in violations(self.stage, MM_PER_PX)]


def _shown(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from _shown(child)


Sit = Callable[..., Desk]


@pytest.fixture
def sit(open_stage: Open) -> Sit:
    """Opens a stage with a field and a keyboard, and nothing else that can be touched."""

    def make(size: tuple[int, int] = PORTRAIT) -> Desk:
        stage = open_stage(size)
        content = stage.kiosk.window.contentItem()
        for item in content.childItems():
            item.setVisible(False)
        typing = Typing(stage.kiosk.texts)
        component = QQmlComponent(stage.kiosk.engine)
        component.setData(PAGE.encode(), QUrl("page.qml"))
        page = component.createWithInitialProperties({"typing": typing, "parent": content})
        assert isinstance(page, QQuickItem), component.errorString()
        page.setParent(content)
        return Desk(stage, typing, page)

    return make


@pytest.fixture
def desk(sit: Sit) -> Desk:
    return sit()


def test_a_name_is_typed_in_telex_with_its_capitals(desk: Desk) -> None:
    desk.begin("letters", capitals="names")
    desk.tap(*"nguyeenx", "space", *"thij", "space", *"ddoox")
    assert desk.field == "Nguyễn Thị Đỗ"
    assert desk.typing.finish() == "Nguyễn Thị Đỗ"


def test_who_knows_no_telex_finds_every_letter_and_tone(desk: Desk) -> None:
    desk.begin("letters", capitals="sentence")
    desk.tap(*"đương", "tone.huyen", "space", *"trân", "tone.nang", ".")
    assert desk.field == "Đường trận."


def test_the_letters_come_back_after_a_house_number(desk: Desk) -> None:
    desk.begin("letters")
    desk.tap(*"soos", "space", "symbols", *"12/3", "space", *"ngo", "tone.nga")
    assert desk.field == "số 12/3 ngõ"


def test_a_slip_of_the_finger_is_taken_back(desk: Desk) -> None:
    desk.begin("letters")
    desk.tap(*"huej", "backspace", "backspace", *"af")
    assert desk.field == "hà"
    desk.tap("clear")
    assert desk.field == ""


def test_shift_is_seen_on_the_keys(desk: Desk) -> None:
    desk.begin("letters")
    assert [desk.stage.text("key.ă"), desk.stage.text("key.q")] == ["ă", "q"]
    desk.tap("shift")
    assert [desk.stage.text("key.ă"), desk.stage.text("key.q")] == ["Ă", "Q"]
    desk.tap("đ")
    assert desk.field == "Đ"
    assert desk.stage.text("key.q") == "q"


def test_no_key_has_the_name_of_a_key_of_the_frame(desk: Desk) -> None:
    for layout in LAYOUTS:
        desk.begin(layout)
        assert desk.keys()
        assert not desk.keys() & {"help", "look", "language", "end"}


def test_a_date_groups_itself(desk: Desk) -> None:
    desk.begin("date")
    desk.tap(*"140219859")
    assert desk.field == "14/02/1985"


def test_an_address_of_electronic_mail_has_its_ready_endings(desk: Desk) -> None:
    desk.begin("email")
    desk.tap(*"an.ngoo7", "@gmail.com")
    assert desk.field == "an.ngoo7@gmail.com"


def test_the_code_has_a_key_for_each_of_its_characters_and_no_other(desk: Desk) -> None:
    desk.begin("code")
    assert desk.keys() - {"clear", "backspace"} == set(ALPHABET)
    desk.tap(*"H3K7QP2MDX")
    assert desk.field == "H3K-7QP-2MD"
    desk.begin("codes")  # and those of other systems
    assert desk.keys() - {"clear", "backspace"} == {*digits, *ascii_uppercase, ".", "-"}
    desk.tap(*"H26.14-261125-0001")
    assert desk.field == "H26.14-261125-0001"


def test_a_voice_names_the_keys_in_the_language_of_the_moment(desk: Desk) -> None:
    desk.begin("letters")
    assert desk.stage.text("key.tone.sac") == "Dấu sắc"
    desk.stage.kiosk.texts.switch("en")
    assert desk.stage.text("key.tone.sac") == "Tone sắc (rising)"


def test_a_voice_says_figures_and_signs_in_words(desk: Desk) -> None:
    desk.begin("letters")
    texts, desk_text = desk.stage.kiosk.texts, desk.stage.text
    assert (desk_text("key.."), desk_text("key.,")) == ("Chấm", "Phẩy")
    assert desk_text("key.backspace") == "Xóa một chữ"
    desk.tap("symbols")
    desk.stage.image()
    assert (desk_text("key.1"), desk_text("key.@"), desk_text("key.?")) == (
        *("Một", "A còng", "Chấm hỏi"),
    )
    texts.switch("en")
    assert (desk_text("key.1"), desk_text("key.@")) == ("One", "At sign")
    for layout in LAYOUTS:
        desk.begin(layout)
        desk.stage.image()
        shown = desk.keys()
        mute = {key for key in shown if not any(c.isalpha() for c in desk_text(f"key.{key}"))}
        assert not mute


def test_the_keyboard_keeps_its_height_when_signs_replace_letters(desk: Desk) -> None:
    desk.begin("letters")
    before = desk.item("keyboard").height()
    desk.tap("symbols")
    desk.stage.image()
    assert desk.keys() >= {"#", "1", "đ"}
    assert desk.item("keyboard").height() == before


def test_a_touch_builds_no_key_anew(desk: Desk) -> None:
    desk.begin("letters")
    key = desk.item("key.q")
    desk.tap("shift", "a", "tone.sac", "backspace")
    assert desk.item("key.q") is key


def test_all_rows_end_at_the_same_place(desk: Desk) -> None:
    desk.begin("letters")
    last = [desk.item(f"key.{key}") for key in ("đ", "tone.nang", "p", "l", "backspace", ".")]
    assert len({key.mapRectToScene(key.boundingRect()).right() for key in last}) == 1


def test_a_long_text_stays_whole_in_the_field_with_the_caret_behind_it(desk: Desk) -> None:
    desk.begin("letters")
    field, caret = desk.item("field"), desk.item("caret")
    empty = field.height()
    desk.begin("letters", "NGUYỄN ĐẪU HỖ " * 20)
    assert field.height() > 2 * empty
    before = caret.mapRectToItem(field, caret.boundingRect())
    assert before.bottom() <= field.height()
    desk.tap("q")
    after = caret.mapRectToItem(field, caret.boundingRect())
    assert (after.y(), after.x()) > (before.y(), before.x())


@pytest.mark.parametrize("panel", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_can_be_hit_and_read_in_every_size(
    sit: Sit, layout: Layout, panel: tuple[int, int]
) -> None:
    desk = sit(panel)
    desk.begin(layout, capitals="all")
    wrong: list[str] = []
    for signs in (False, True):
        if signs:
            before = desk.keys()
            desk.typing.toggleSymbols()
            desk.stage.settle()
            if desk.keys() == before:
                break  # a layout without signs
        for size in range(SIZES):
            desk.stage.kiosk.session.setSize(size)
            for language in LANGUAGES:
                desk.stage.kiosk.texts.switch(language)
                wrong += [f"size {size} {language} signs={signs}: {w}" for w in desk.wrong()]
    assert not wrong, "\n".join(wrong)
    assert desk.item("keyboard").height() <= HIGHEST * panel[1]
