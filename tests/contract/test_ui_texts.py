"""Every word the screens ask for exists in both languages, and no other lies about."""

import ast
import re
from pathlib import Path

import pytest

from kiosk.domain.right_first_time import Code
from kiosk.texts import LANGUAGES, catalogue

UI = Path(__file__).parents[2] / "ui"
WRITTEN_KEY = re.compile(r"Words\.(?:of|counted|named)\(\s*((?:[^()]|\([^()]*\))*)\)")
LITERAL = re.compile(r'"([a-z_]+\.[a-z_0-9]*)"')
PARTS = ("printer", "camera", "scanner", "voice", "app", "hub", "portal", "disk", "clock", "outbox")
#: Keys the screens put together at run time, as "prefix" + one of these.
JOINED = {
    "refused.": ("service_closed", "out_of_numbers", "unavailable"),
    "home.": ("file", "file_prepare", "file_guide", "track", "feedback", "information"),
    "later.": ("track", "feedback"),
    "done.slip_": ("none", "printing", "printed", "not_started", "unconfirmed"),
    "helper.": (
        *("home", "services", "done", "track", "handed_in", "other", "filing"),
        *("filing_consent", "filing_card", "filing_typed", "filing_scan", "filing_check"),
        "filing_declare",
    ),
    "help.": ("idle", "calling", "told", "unanswered", "unattended", "coming", "nobody"),
    "look.size_": ("0", "1", "2", "3", "4"),
    "look.": ("size", "colours", "ease", "voice"),
    "look.ease_": ("reach", "big", "slow", "still"),
    "look.theme_": ("light", "dark", "contrast", "soft"),
    "voice.pace_": ("0", "1", "2"),
    "typing.mark_": ("sac", "huyen", "hoi", "nga", "nang"),
    "typing.tone_": ("sac", "huyen", "hoi", "nga", "nang"),
    "typing.digit_": tuple("0123456789"),
    "typing.sign_": (
        *("dot", "comma", "hyphen", "slash", "colon", "semicolon", "open", "close"),
        *("apostrophe", "quote", "hash", "star", "at", "underscore", "plus", "equals"),
        *("percent", "and", "question", "exclamation", "raised", "com", "vn", "gmail"),
    ),
    "filing.": (
        *("storing", "refused_title", "done_title", "done_sent_title"),
        *("done_code", "done_secret", "done_keep", "done_close"),
    ),
    "filing.card_": ("tips", "take_back", "spoilt", "payment", "slip", "not", "same"),
    "staff_screen.": (
        *("reprint_none", "reprint_printed", "reprint_not_started", "reprint_unconfirmed"),
    ),
    "staff_screen.refused_": ("foreign", "unknown", "expired", "locked"),
    "staff_screen.part_": PARTS,
    "staff_screen.test_": PARTS,
    "staff_screen.level_": ("ready", "attention", "failed", "unknown", "absent"),
    "track.": ("not_slip", "unknown", "nothing_scanned"),
    "track.bad_": ("length", "character", "check"),
    "feedback.": (
        *("tone_title", "tone_lead", "subject_title", "text_title", "who_title", "who_lead"),
        *("name_title", "name_lead", "phone_title", "phone_lead", "storing", "refused_title"),
        *("done_title", "done_sent_title", "done_code", "done_secret", "done_keep", "done_close"),
        *(
            "text_empty",
            "name_bad",
            "not_card",
            "delivered",
            "stored_here",
            "next",
            "send",
            "told_sent",
            "told_seen",
            "told_answered",
        ),
    ),
    "feedback.tone_": ("praise", "complaint", "proposal"),
    "feedback.subject_": ("staff", "waiting", "clean", "procedure", "kiosk", "other"),
    "feedback.who_": ("anonymous", "anonymous_hint", "named", "named_hint"),
    "inform.title_": ("menu", "notices", "notice", "hotlines", "fire", "hours", "queue"),
    "inform.about_": ("hotlines", "fire", "hours", "queue"),
    "inform.topic_": (
        *("office", "building", "utilities", "lost_found"),
        *("groups", "traffic", "health", "tourism"),
    ),
    "inform.fire_": ("1", "2", "3", "4", "5"),
    "rating.title_": ("number", "dossier", "result"),
    "rating.face_": ("1", "2", "3", "4", "5"),
    "rating.reason_": ("staff", "waiting", "guidance", "procedure", "place", "kiosk"),
}
#: Everything that can be found before sending.
JOINED["checks."] = (
    *(code.value for code in Code),
    *("mend", "mend_go", "look", "look_go"),
)
JOINED["draft."] = ("full", "too_large", "not_stored", "gone")
SUFFIXES = {"look.ease_": ("", "_what"), "refused.": ("_title", "_body"), "home.": ("", "_helper")}
#: Said by services and devices too; their own tests look for what is unused.
SHARED = {"citizen", "dossier", "form", "photo"}
#: Python that says something: a call, and the section its first argument is in.
SAYING = {"text": "", "here.t": "filing.", "t": "track.", "_t": "track.", "_sentence": "track."}


def keys_of_python(known: frozenset[str]) -> set[str]:
    """Keys in the first argument of what `SAYING` lists; an f-string stands for all it fits."""
    keys: set[str] = set()
    for source in UI.glob("**/*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            prefix = SAYING.get(ast.unparse(node.func))
            if prefix is not None:
                keys |= keys_of_argument(node.args[0], prefix, known)
            keys |= {
                word.value
                for argument in (*node.args, *(k.value for k in node.keywords))
                for word in ast.walk(argument)
                if isinstance(word, ast.Constant) and word.value in known
            }
    return keys


def keys_of_argument(node: ast.expr, prefix: str, known: frozenset[str]) -> set[str]:
    match node:
        case ast.Constant(value=str(word)):
            return {prefix + word} if "." in prefix + word else set()
        case ast.IfExp(body=one, orelse=other):
            return keys_of_argument(one, prefix, known) | keys_of_argument(other, prefix, known)
        case ast.JoinedStr(values=parts):
            shape = re.escape(prefix) + "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_0-9]+"
                for part in parts
            )
            if ".[" in shape:
                return set()  # any key of a section: listed in JOINED
            found = {key for key in known if re.fullmatch(shape, key)}
            assert found, f"no words for {shape}"
            return found
        case _:
            return set()


def used_keys() -> set[str]:
    keys: set[str] = set()
    for page in UI.glob("qml/Kiosk/*/*.qml"):
        for call in WRITTEN_KEY.findall(page.read_text(encoding="utf-8")):
            keys.update(LITERAL.findall(call))
    keys |= {key for key in keys_of_python(frozenset(catalogue("vi"))) if "." in key}
    joined = {key for key in keys if key in JOINED}
    for prefix, words in JOINED.items():
        joined.add(prefix)
        keys.update(f"{prefix}{word}{end}" for word in words for end in SUFFIXES.get(prefix, ("",)))
    return keys - joined


def own_texts(language: str) -> dict[str, str]:
    sections = {key.split(".")[0] for key in used_keys()} - SHARED
    return {k: v for k, v in catalogue(language).items() if k.split(".")[0] in sections}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_use_has_words(language: str) -> None:
    keys = used_keys()
    assert len(keys) > 80
    assert sorted(keys - set(catalogue(language))) == []


def test_no_words_lie_about_unused() -> None:
    singular = {key for key in own_texts("en") if key.endswith("_one")}
    assert sorted(set(own_texts("vi")) - used_keys()) == []
    assert sorted(set(own_texts("en")) - used_keys() - singular) == []
