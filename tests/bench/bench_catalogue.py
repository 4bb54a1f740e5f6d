"""Load the catalogue and search 1,000 procedures; goal: a search within 100 ms."""

import json
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.procedure_search import ProcedureSearch
from kiosk.paths import asset
from kiosk.services.catalogue import Catalogue, load_catalogue

RUNS = 20
OWN = asset("catalogue")  # by its name it is read anew each time
QUERIES = (
    "lam giay khai sinh cho con",
    "tạm trú",
    "tôi muốn xác nhận tình trạng hôn nhân để vay ngân hàng",
    "k",
    "chung thuc",
    "household business",
    "không có từ này",
)


def milliseconds(deed: Callable[[], object]) -> float:
    """How long `deed` takes."""
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def thousand(catalogue: Catalogue) -> ProcedureSearch:
    """The shipped procedures again and again under other codes and names, 1,000 in all."""
    items = list(catalogue.procedures.values())
    many = [
        replace(
            items[place % len(items)],
            code=f"9.{place:06d}",
            keywords=(*items[place % len(items)].keywords, f"mẫu {place}"),
        )
        for place in range(1000)
    ]
    return ProcedureSearch(many, catalogue.life_events)


def row(name: str, value: float, unit: str, runs: int) -> None:
    """Print one result."""
    shown = {"id": name, "value": round(value, 3), "unit": unit, "peer": None}
    print(json.dumps({**shown, "peer_value": None, "ratio": None, "runs": runs}))


def main() -> None:
    """Measure and print."""
    row(
        "catalogue.load.p50",
        statistics.median(milliseconds(lambda: load_catalogue(OWN)) for _ in range(5)),
        "ms",
        5,
    )
    tracemalloc.start()
    catalogue = load_catalogue(OWN)
    row("catalogue.memory", tracemalloc.get_traced_memory()[0] / 2**20, "MiB", 1)
    tracemalloc.stop()
    row("catalogue.index_1000", milliseconds(lambda: thousand(catalogue)), "ms", 1)
    index = thousand(catalogue)
    times = [milliseconds(lambda q=q: index.find(q)) for q in QUERIES for _ in range(RUNS)]  # type: ignore[misc]
    row("catalogue.search_1000.p50", statistics.median(times), "ms", len(times))
    row("catalogue.search_1000.max", max(times), "ms", len(times))
    times = [milliseconds(lambda q=q: index.nearest(q)) for q in QUERIES for _ in range(RUNS)]  # type: ignore[misc]
    row("catalogue.nearest_1000.max", max(times), "ms", len(times))


if __name__ == "__main__":
    main()
