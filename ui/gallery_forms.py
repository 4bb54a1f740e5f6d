"""Pages of longer forms in the gallery: lists of people, and how each kind of answer is typed."""

from functools import partial
from typing import Final

from devices.sim.scene import Subject
from ui import gallery_filing as gf
from ui.stage import Stage

#: Into residence (CT01), by hand as far as the list of household members.
RESIDENCE: Final = (
    *(*gf.CHOOSE, "option.1.004222", "option.self"),
    *("reply.0.yes", "reply.1.yes", "reply.2.yes", "primary", "primary", "primary", "primary"),
)
HOUSEHOLD: Final = (
    *("primary", *(f"key.{key}" for key in "nam"), "primary", "option.Con"),
    *(*(f"key.{key}" for key in "079085012345"), "primary"),
    *("option.Đăng ký thường trú", "option.here", "secondary"),
)
MEMBER: Final = (
    *("secondary", *(f"key.{key}" for key in "hoa"), "primary"),
    *(*(f"key.{key}" for key in "05032020"), "primary", "option.Nữ", "secondary", "option.Con"),
)


MOST_SHEETS: Final = 12  # in the largest letters three choices fill a page


def touch(stage: Stage, *names: str) -> None:
    """One thing after the other, on whatever sheet of its page each one is."""
    for name in names:
        for _ in range(MOST_SHEETS):
            stage.wait_until(partial(_there, stage, name), gf.WAIT_S)
            if stage.shows(name):
                break
            stage.tap("more")
        stage.tap(name)


def _there(stage: Stage, name: str) -> bool:
    return stage.shows(name) or stage.shows("more")


def members(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """The list of household members, still empty."""
    touch(stage, *RESIDENCE)
    stage.wait_until(lambda: stage.shows("secondary"))
    dossiers.camera.subject = Subject.CARD
    stage.wait_until(lambda: stage.shows("card.name"), gf.WAIT_S)
    touch(stage, *HOUSEHOLD)
    stage.wait_until(partial(stage.shows, "secondary"))


def one_member(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """One of them is written."""
    members(stage, dossiers)
    touch(stage, *MEMBER)
    stage.wait_until(lambda: stage.shows("row.row:3/0"))


def member(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """That line, opened."""
    one_member(stage, dossiers)
    stage.tap("row.row:3/0")
