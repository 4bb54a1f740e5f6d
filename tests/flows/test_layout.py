"""Every page, in pairs of panel, text size, theme and language; `kiosk audit-ui` does the rest."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.services.catalogue import load_catalogue
from ui import flow, golden
from ui.audit.campaign import judge, look_over
from ui.audit.plan import (
    BANDED,
    EVERY,
    LANGUAGES,
    PANELS,
    RISKY,
    USUAL,
    Panel,
    State,
    full,
    shard,
    short,
)
from ui.gallery import SCENES, Scene
from ui.gallery_longest import longest
from ui.screens.office import LINES
from ui.screens.session import SIZES, THEMES
from ui.stage import Stage

KEPT = Path(__file__).parents[1] / "golden" / "screens"


@pytest.mark.parametrize(
    ("place", "scene"), tuple(enumerate(SCENES)), ids=[scene.name for scene in SCENES]
)
def test_a_page_can_be_read_and_touched(qtbot: QtBot, place: int, scene: Scene) -> None:
    changes: list[golden.Change] = []

    def compare(state: State, stage: Stage) -> None:
        if state in golden.STATES and KEPT.exists():
            name = golden.name_of(scene.name, state)
            changes.append(golden.compare(name, golden.small(stage.image()), KEPT))

    found = judge(scene, short(place), None, also=compare).offences
    assert not found, "\n".join(f"{each.rule}: {each.what} ({each.states[0]})" for each in found)
    changed = [f"{each.name}: {each.share}" for each in changes if each.changed]
    assert not changed, f"{changed}. {golden.advice(KEPT)}"


def test_the_short_plan_has_every_pair() -> None:
    plans = [[state for state in short(place) if not state.lost] for place in range(len(SCENES))]
    for states in plans:
        assert {state.panel for state in states} == set(PANELS)
        assert {state.size for state in states} == set(range(SIZES))
        assert {state.theme for state in states} == set(THEMES)
        assert {state.language for state in states} == set(LANGUAGES)
        assert {USUAL, *RISKY, *golden.STATES} <= set(states)
    seen = {state for states in plans for state in states}
    assert {(s.panel, s.size) for s in seen} == {(s.panel, s.size) for s in EVERY}
    assert {(s.panel, s.theme) for s in seen} == set(product(PANELS, THEMES))
    assert {(s.panel, s.language) for s in seen} == set(product(PANELS, LANGUAGES))
    assert {(s.size, s.theme) for s in seen} == set(product(range(SIZES), THEMES))
    assert {(s.size, s.language) for s in seen} == set(product(range(SIZES), LANGUAGES))
    assert {(s.theme, s.language) for s in seen} == set(product(THEMES, LANGUAGES))


def test_every_page_is_looked_at_with_the_band_of_a_lost_line() -> None:
    seen = set()
    for place in range(len(SCENES)):
        (band,) = (state for state in short(place) if state.lost)
        seen.add(band)
        with_band = {state for state in full(place) if state.lost}
        assert band in with_band
        assert {replace(state, lost=LINES) for state in RISKY} <= with_band
        assert {state.theme for state in with_band} == set(THEMES)
        assert {state.language for state in with_band} == set(LANGUAGES)
        # A line that is lost stays so on the way through the states.
        assert len({state.lost for state in with_band}) == 2
        assert {state for state in full(place) if not state.lost} == set(EVERY)
    assert {state.lost for state in seen} == {("hub",), ("portal",), LINES}
    places = {(state.panel, state.size) for state in seen}
    assert places == set(BANDED)
    assert {(s.panel, s.size, s.theme) for s in seen} == {
        (*place, theme) for place, theme in product(BANDED, THEMES)
    }
    assert {(s.panel, s.size, s.language) for s in seen} == {
        (*place, language) for place, language in product(BANDED, LANGUAGES)
    }


@pytest.mark.parametrize("place", range(len(BANDED)))
def test_the_band_stands_in_every_state_that_is_meant_to_have_it(qtbot: QtBot, place: int) -> None:
    (services,) = (scene for scene in SCENES if scene.name == "services")
    for state, stage in look_over(services, [s for s in short(place) if s.lost]):
        assert stage.shows("banner.offline"), state.name


@pytest.mark.parametrize("panel", PANELS, ids=[panel.name for panel in PANELS])
def test_a_panel_offers_the_sizes_that_it_can_hold(qtbot: QtBot, panel: Panel) -> None:
    (look,) = (scene for scene in SCENES if scene.name == "look")
    for _, stage in look_over(look, (State(panel, 1, "light", "vi"),)):
        offered = [size for size in range(SIZES) if stage.shows(f"size.{size}")]
        assert offered == list(panel.sizes)


def test_shards_are_everything_once() -> None:
    names = [scene.name for scene in SCENES]
    parts = [shard(names, number, 3, seed=7) for number in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == sorted(names)


def test_of_every_kind_of_field_in_any_form_a_page_is_looked_at() -> None:
    catalogue = load_catalogue()
    filed = {
        item.kind
        for procedure in catalogue.procedures.values()
        if flow.walkable(procedure, catalogue.forms)
        for section in catalogue.forms[procedure.forms[0]].sections
        for item in section.fields
    }
    walks = [stand.walk for stand in longest().values()]
    asked = [walk for walk in walks if walk.at.kind is flow.Kind.QUESTION]
    assert {flow.field_of(walk.case, walk.at.key).kind for walk in asked} == filed
    assert {f"longest-{name}" for name in longest()} <= {scene.name for scene in SCENES}
