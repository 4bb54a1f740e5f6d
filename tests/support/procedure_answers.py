"""How a visitor answers one question: a choice, words, a date, an address in three taps."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, cast

from kiosk.domain.form import CardFact, Field, FieldKind
from kiosk.domain.vietnamese import fold
from tests.support.dossier_scripts import Human
from tests.support.procedure_visitor import WAIT_S, Visitor, keys_of
from tests.support.procedure_world import COMMUNE, PROVINCE
from ui import flow, lists
from ui.case import RELATION
from ui.flow import Walk
from ui.lists import Cell

#: Beginnings of field names, and whose facts they are where the form groups no person.
_OF_PERSON: Final = {"tre": "tre", "chu_ho": "chu_ho", "sdd_chu_ho": "chu_ho"}
_NUMBERS: Final = {FieldKind.PERSONAL_NUMBER, FieldKind.PHONE}
_LETTERS: Final = {FieldKind.NAME, FieldKind.TEXT, FieldKind.TEXTAREA}


@dataclass
class Answering(Visitor):
    """A visitor who answers questions of a form, and remembers what stood in the field."""

    def _question(self, walk: Walk) -> None:
        key = walk.at.key
        item = flow.field_of(walk.case, key)
        stage, filing = self.stage, self.stage.kiosk.dossier.filing
        leave = self.manner != "thorough" and cast("str", filing.secondary) != ""
        opens = self._opening(item)
        if leave and not opens:
            self.tap("secondary")
            return
        if item.kind is FieldKind.ADDRESS:
            self._address(key)
        elif cast("str", filing.look) == "pick":
            self._pick(key, item)
        elif not stage.shows("field.text"):
            rows = cast("list[dict[str, str]]", filing.items)
            wanted = self._choice(key, item, [each["key"] for each in rows])
            if wanted == "…":
                self.tap("option.…")
                self._typed(key, item)
                return
            label = {str(option.value): option.label.vi for option in item.options}.get(
                wanted, {"true": "Có", "false": "Không"}.get(wanted, wanted)
            )
            self.tap(f"option.{wanted}")
            self._note(key, label)
        else:
            self._typed(key, item)

    def _opening(self, item: Field) -> tuple[str | int, ...]:
        """Choices of this question on which another one hangs."""
        assert self.form is not None
        hanging = [each.visible_if for each in self.form.single_fields()]
        hanging += [section.visible_if for section in self.form.sections]
        found = [one for one in hanging if one is not None and one.field == item.name]
        return tuple(value for one in found for value in one.values)

    def _choice(self, key: str, item: Field, keys: list[str]) -> str:
        sex = self._about(item, self._row_of(key)).sex
        if item.name.endswith(("gioi_tinh", "_gt")) and sex in keys:
            return sex
        if self.manner == "thorough":
            opening = [str(value) for value in self._opening(item) if str(value) in keys]
            if opening:
                return opening[0]
            if "…" in keys:
                return "…"
        if item.name == RELATION:
            kin = [key for key in keys if key not in {"Cha", "Mẹ", "Bản thân"}]
            return kin[0] if kin else keys[0]
        return keys[0]

    def _about(self, item: Field, row: str = "") -> Human:
        group = item.group or row
        for beginning, key in _OF_PERSON.items():
            if not group and item.name.startswith(beginning):
                group = key
        return self.person(group or "another")

    def _row_of(self, key: str) -> str:
        return "/".join(key.split("/")[:2]) if lists.in_list(key) else ""

    def _note(self, key: str, text: str) -> None:
        if not lists.in_list(key):
            self.said[key] = text
            return
        cell = Cell.of(key)
        assert self.form is not None
        rows = self.form.sections[cell.place].rows
        assert rows is not None
        held = self.rows.setdefault(rows.id, [])
        while len(held) <= cell.row:
            held.append({})
        held[cell.row][cell.field] = text

    def _typed(self, key: str, item: Field) -> None:
        wanted = self._words(key, item)
        keys = keys_of(wanted) if item.kind in _LETTERS else list(wanted)
        self.stage.wait_until(lambda: self.stage.shows("field.text"), WAIT_S)
        while self.stage.text("field.text"):
            self.tap("key.clear")
        if item.kind is FieldKind.EMAIL:
            keys = [*wanted.partition("@")[0], "@gmail.com"]
        seen = self.write(keys)
        if item.kind in _LETTERS and fold(seen) != fold(wanted):
            self.trouble.append(f"{key}: typed {wanted!r}, the field shows {seen!r}")
        self.tap("primary")
        self._note(key, self._read(item, seen))

    def _read(self, item: Field, seen: str) -> str:
        """What was seen in the field, as it is read afterwards."""
        if item.kind is FieldKind.DATETIME:
            digits = "".join(char for char in seen if char.isdigit())
            return f"{digits[:2]}/{digits[2:4]}/{digits[4:8]} {digits[8:10]}:{digits[10:]}"
        if item.kind is FieldKind.TIME:
            digits = "".join(char for char in seen if char.isdigit())
            return f"{digits[:2]}:{digits[2:]}"
        if item.kind in _NUMBERS or item.card is CardFact.NUMBER:
            return seen.replace(" ", "")  # shown in groups
        if item.kind is FieldKind.MONEY:
            return f"{int(seen):,} đồng".replace(",", ".")
        if item.kind is FieldKind.NAME or item.capitals:
            return seen.upper()
        return seen

    def _words(self, key: str, item: Field) -> str:
        """What is typed; of dates and numbers the digits."""
        who = self._about(item, self._row_of(key))
        if item.kind is FieldKind.PERSONAL_NUMBER or item.card is CardFact.NUMBER:
            return who.number
        if item.kind in {FieldKind.DATE, FieldKind.DATETIME}:
            return self._day(item, who)
        plain = {
            FieldKind.NAME: who.name,
            FieldKind.TIME: "0930",
            FieldKind.INT: "2",
            FieldKind.MONEY: "500000",
            FieldKind.PHONE: "0912345678",
            FieldKind.EMAIL: "nguyen.van.an@gmail.com",
        }
        if item.kind in plain:
            return plain[item.kind]
        return "Số 12/3 ngõ Đào" if self.manner == "thorough" else "co"

    def _day(self, item: Field, who: Human) -> str:
        if item.name.endswith("ngay_sinh"):
            if item.name.startswith("tre"):
                return f"{self.today - dt.timedelta(days=30):%d%m%Y}"
            return f"{who.born:%d%m%Y}"
        if item.card is CardFact.ISSUED:
            return f"{who.issued:%d%m%Y}"
        depth = self._depth(item)
        ahead = 0 if item.past else 40
        day = self.today + dt.timedelta(days=depth - 10 + ahead)
        return f"{day:%d%m%Y}" + ("0930" if item.kind is FieldKind.DATETIME else "")

    def _depth(self, item: Field) -> int:
        assert self.form is not None
        named = {each.name: each for each in self.form.single_fields()}
        return max((1 + self._depth(named[name]) for name in item.not_before), default=0)

    def _pick(self, key: str, item: Field) -> None:
        """One of many, by typing its beginning."""
        option = item.options[8 if self.manner == "thorough" else 0]
        for letter in keys_of(option.label.vi):
            if self.stage.shows(f"option.{option.value}"):
                break
            self.tap(f"key.{letter}")
        self.tap(f"option.{option.value}")
        self._note(key, option.label.vi)

    def _address(self, key: str) -> None:
        rows = cast("list[dict[str, str]]", self.stage.kiosk.dossier.filing.items)
        keys = [each["key"] for each in rows]
        same = [each for each in keys if each.startswith("same:")]
        if self.manner != "thorough":
            if same:
                self.tap(f"option.{same[0]}")
                self._note(key, next(row["label"] for row in rows if row["key"] == same[0]))
                return
            self.tap("option.here")
            self.stage.wait_until(lambda: self.stage.shows("field.text"), WAIT_S)
            self.tap("secondary")
            self._note(key, f"{COMMUNE}, {PROVINCE}")
            return
        self.tap("option.other")
        province = "Thành phố Hà Nội"
        self.tap(f"option.{province}")
        self.stage.wait_until(lambda: self.stage.shows("field.text"), WAIT_S)
        chips: list[str] = []
        for letter in keys_of("hoàn kiếm"):
            shown = cast("list[dict[str, str]]", self.stage.kiosk.dossier.filing.items)
            chips = [row["key"] for row in shown if self.stage.shows(row["key"])]
            if any("Hoàn Kiếm" in chip for chip in chips):
                break
            self.tap(f"key.{letter}")
        chip = next(chip for chip in chips if "Hoàn Kiếm" in chip)
        self.tap(chip)
        self.stage.wait_until(
            lambda: self.stage.kiosk.dossier.filing.view.draft.part == "detail", WAIT_S
        )
        detail = self.write(keys_of("số 12/3 ngõ Huyện"))
        self.tap("primary")
        self._note(key, f"{detail}, {chip.partition(':')[2]}, {province}")
