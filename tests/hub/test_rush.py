"""Ten kiosks take two hundred numbers each, all at once: `make long-tests`."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.hub.conftest import RunningHub

KIOSKS, EACH = 10, 200
SERVICES = {"A": "ho-tich", "B": "cu-tru"}
#: A thousand of a service: the hub's own range goes to 499, then on at 1001.
SERIALS = [*range(1, 500), *range(1001, 1001 + KIOSKS * EACH // 2 - 499)]


@pytest.mark.campaign
@pytest.mark.timeout(300)
def test_two_thousand_numbers_at_once_are_each_given_once_without_a_gap_in_the_order_of_the_store(
    hub: RunningHub,
) -> None:
    took: list[float] = []

    def take_many(name: int) -> list[str]:
        kiosk, numbers = hub.kiosk(), []
        for turn in range(EACH):
            started = time.perf_counter()
            answer = kiosk.take(list(SERVICES.values())[turn % 2], kiosk_id=f"k{name}")
            took.append(1000 * (time.perf_counter() - started))
            assert answer.status_code == 201, answer.text
            numbers.append(answer.json()["number"])
        return numbers

    started = time.perf_counter()
    with ThreadPoolExecutor(KIOSKS) as pool:
        each = list(pool.map(take_many, range(KIOSKS)))
    seconds = time.perf_counter() - started

    for series in SERVICES:
        given = [[number for number in numbers if number[0] == series] for numbers in each]
        for numbers in given:  # later asked, later in line
            assert numbers == sorted(numbers, key=lambda number: int(number[1:]))
        wanted = [f"{series}{serial:03d}" for serial in SERIALS]
        assert sorted((n for numbers in given for n in numbers), key=lambda n: int(n[1:])) == wanted
        in_line = hub.rows("SELECT series, serial FROM ticket ORDER BY place")
        assert [serial for letter, serial in in_line if letter == series] == SERIALS
    commits = hub.rows("SELECT ticket_id FROM event WHERE kind = 'issued' ORDER BY seq")
    assert len(commits) == len(set(commits)) == KIOSKS * EACH
    assert commits == hub.rows("SELECT ticket_id FROM ticket ORDER BY place")
    took.sort()
    middle, late = statistics.median(took), took[int(0.95 * len(took))]
    print(f"{len(took)} numbers in {seconds:.1f} s, {middle:.0f} / {late:.0f} ms")  # noqa: T201 - the figure
