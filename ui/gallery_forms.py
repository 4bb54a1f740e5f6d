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
    *("primary", "option.Con", *(f"key.{key}" for key in "nam"), "primary"),
    *(*(f"key.{key}" for key in "079085012345"), "primary"),
    *("option.here", "secondary"),
)
MEMBER: Final = (
    *("secondary", *(f"key.{key}" for key in "hoa"), "primary"),
    *(*(f"key.{key}" for key in "05032020"), "primary", "option.Nữ", "secondary", "option.Con"),
)


def members(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """The list of household members, still empty."""
    gf.walk(*RESIDENCE)(stage, dossiers)
    stage.wait_until(lambda: stage.shows("secondary"))
    dossiers.camera.subject = Subject.CARD
    stage.wait_until(lambda: stage.shows("card.name"), gf.WAIT_S)
    gf.walk(*HOUSEHOLD)(stage, dossiers)
    stage.wait_until(partial(stage.shows, "secondary"))


def one_member(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """One of them is written."""
    members(stage, dossiers)
    gf.walk(*MEMBER)(stage, dossiers)
    stage.wait_until(lambda: stage.shows("row.row:3/0"))


def member(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """That line, opened."""
    one_member(stage, dossiers)
    stage.tap("row.row:3/0")


#: By hand as far as a commune in Hà Nội.
ADDRESS: Final = (
    *(*gf.CARD_PAGE, "secondary", *(f"key.{key}" for key in "hoa"), "primary"),
    *(*(f"key.{key}" for key in "05031990"), "primary"),
    *(*(f"key.{key}" for key in "079190012345"), "primary"),
    *("option.other", "option.Thành phố Hà Nội"),
)


#: By hand, somebody of fifteen: a parent is asked for.
CHILD: Final = (
    *(*gf.CARD_PAGE, "secondary", *(f"key.{key}" for key in "hoa"), "primary"),
    *(*(f"key.{key}" for key in "05032011"), "primary"),
)


#: Into the registration of a birth, as far as the declarant's card.
BIRTH: Final = (*(f"reply.{place}.yes" for place in range(3)), *("primary",) * 4)


def commune(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """A commune is typed without marks, by the name it had before."""
    gf.walk(*ADDRESS, *(f"key.{key}" for key in "truc"))(stage, dossiers)
    stage.wait_until(lambda: stage.kiosk.dossier.filing.items)


def ethnic(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """One of 54 ethnic groups is found by typing."""
    gf.walk(*gf.CHOOSE, "option.1.001193", "option.family", *BIRTH)(stage, dossiers)
    stage.wait_until(lambda: stage.shows("secondary"))
    dossiers.camera.subject = Subject.CARD
    stage.wait_until(lambda: stage.shows("card.name"), gf.WAIT_S)
    gf.walk("primary", "option.Mẹ", *(f"key.{key}" for key in "hoa"), "primary")(stage, dossiers)
    gf.walk(*(f"key.{key}" for key in "05032026"), "primary", "option.Nữ")(stage, dossiers)
    gf.walk("key.m", "key.o")(stage, dossiers)


def registry(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """Where a record was registered: the office itself, or typed."""
    gf.walk(*gf.CHOOSE, "option.2.000635", "option.self", "reply.0.yes", "reply.1.yes", "primary")(
        stage, dossiers
    )
    gf.walk("primary", "primary")(stage, dossiers)
    stage.wait_until(lambda: stage.shows("secondary"))
    dossiers.camera.subject = Subject.CARD
    stage.wait_until(lambda: stage.shows("card.name"), gf.WAIT_S)
    gf.walk("primary", "option.Khai sinh")(stage, dossiers)
    stage.wait_until(lambda: stage.shows("field.text"))


def other_letters(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """A name in Ê Đê: letters that Vietnamese does not have."""
    gf.walk(*gf.CARD_PAGE, "secondary", "key.h", "key.others", "key.ʼ", "key.ñ", "key.ơ̆")(
        stage, dossiers
    )


#: As a provincial system gives them out.
ANOTHER: Final = "H56.14-261123-0001"


def of_another(stage: Stage, dossiers: gf.SampleDossiers) -> None:
    """The code of a provincial system, typed; then its slip, shown to the camera."""
    keys = (f"key.{key}" for key in ANOTHER)
    gf.walk("attract.begin", "tile.track", *keys, "primary", "secondary")(stage, dossiers)
    dossiers.camera.text = ANOTHER
    dossiers.camera.subject = Subject.CARD
    stage.wait_until(lambda: stage.kiosk.dossier.track.view.place == "told", gf.WAIT_S)
