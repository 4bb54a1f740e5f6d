"""The list of what to bring is one touch away, and names what the page and the catalogue name."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.procedure import Acting, Need, Procedure, needs
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from kiosk.slips.dossier_slip import ChecklistSlip
from ui import flow, paper_pages, sending
from ui.case import Case
from ui.flow import Kind, Step
from ui.gallery import SCENES
from ui.gallery_office import NOW, SampleOffice
from ui.gallery_stage import Look, staged
from ui.page import Circumstances

HERE = Circumstances(language="vi", office=Words("Phường Sông Mây", "Song May Ward"))
CATALOGUE = load_catalogue()


@pytest.mark.parametrize("item", CATALOGUE.procedures.values(), ids=lambda item: item.code)
def test_the_list_names_every_paper_of_the_catalogue_as_the_page_does(item: Procedure) -> None:
    slip = sending.checklist(item, None, HERE, NOW)
    page = paper_pages.guide(item, HERE)
    shown = [(row.label, row.detail) for row in page.items]
    assert [*slip.papers, *slip.facts] == [row for row in shown if row in slip.papers + slip.facts]
    assert len(shown) - len(slip.papers) - len(slip.facts) == len(paper_pages.phone_row(HERE))
    wanted = needs(item, {})
    names = {name for name, _ in slip.papers}
    for paper in item.requirements:
        assert wanted[paper.id] is Need.NOT_NEEDED or paper.name.vi in names, paper.id
    assert len(slip.facts) == 3
    assert all(value for _, value in slip.facts)


@pytest.mark.parametrize(
    ("step", "button"),
    [(Step(Kind.NEEDS), "secondary"), (flow.STOP_DESK, "notice.other")],
    ids=["needed", "stop"],
)
def test_one_touch_prints_the_list_also_where_somebody_must_go_to_the_desk(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, step: Step, button: str
) -> None:
    scene = next(scene for scene in SCENES if scene.name == "attract")
    procedure = CATALOGUE.procedures["1.004873"]
    form = CATALOGUE.forms[procedure.forms[0]]
    printed: list[ChecklistSlip] = []
    with staged(scene, Look()) as (stage, office, _clock):
        assert isinstance(office, SampleOffice)
        monkeypatch.setattr(office.dossiers, "print", lambda slip, _news: printed.append(slip))
        begun = flow.begin(Case(procedure, form, NOW.date(), Acting.SELF))
        stage.kiosk.dossier.filing.stand_at(replace(begun, at=step))
        stage.tap(button)
        stage.wait_until(lambda: printed)
    (slip,) = printed
    assert slip.procedure == procedure.short_name.vi
    assert slip.papers
