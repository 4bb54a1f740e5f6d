"""Growth and its standard error: right for noise that stays a while, where the usual one is not.

And the stage's own waiting, of which there are up to 150 a person: it leaves nothing behind.
"""

import tracemalloc

import numpy as np
import pytest

import ui.stage
from tests.support.growth import growth

SERIES, SAMPLES = 300, 194


def clinging(rng: np.random.Generator, stays: float) -> list[tuple[int, int]]:
    """Samples that grow by 7 for one x, with noise of which `stays` is left one sample later."""
    level, found = 0.0, []
    for x in range(SAMPLES):
        level = stays * level + rng.normal(0, 1000)
        found.append((x, round(7 * x + level)))
    return found


def usual_error(samples: list[tuple[int, int]]) -> float:
    x, y = np.array(samples, float).T
    line = np.polyfit(x, y, 1)
    beside = y - np.polyval(line, x)
    return float((beside @ beside / (len(x) - 2) / ((x - x.mean()) @ (x - x.mean()))) ** 0.5)


def test_what_grows_is_found() -> None:
    assert growth([(x, 5 * x + 3) for x in range(20)]) == pytest.approx((5, 0))


@pytest.mark.parametrize("stays", [0.0, 0.7])
def test_the_truth_lies_within_two_standard_errors(stays: float) -> None:
    rng, beyond, beyond_usual = np.random.default_rng(1), 0, 0
    for _ in range(SERIES):
        samples = clinging(rng, stays)
        grown, error = growth(samples)
        beyond += abs(grown - 7) > 2 * error
        beyond_usual += abs(grown - 7) > 2 * usual_error(samples)
    assert beyond < SERIES * 0.14
    if stays:  # the usual error would be wrong every third time
        assert beyond_usual > SERIES * 0.3


def test_a_handful_of_samples_tells_nothing() -> None:
    with pytest.raises(ValueError, match="9 samples"):
        growth([(x, x) for x in range(9)])


@pytest.mark.usefixtures("qtbot")
def test_waiting_on_a_stage_leaves_nothing_behind() -> None:
    here = tracemalloc.Filter(inclusive=True, filename_pattern=ui.stage.__file__)
    ui.stage.run_for(1)  # what the first one makes stays
    tracemalloc.start()
    try:
        for _ in range(50):
            ui.stage.run_for(1)
        left = tracemalloc.take_snapshot().filter_traces([here]).statistics("filename")
    finally:
        tracemalloc.stop()
    assert sum(one.count for one in left) < 25
