"""The pages of choosing with 396 and with 1,000 procedures, at the real window.

``python -m tests.bench.bench_large_catalogue`` prints one JSON row a line. The catalogue is the
shipped one, its procedures again and again under other names; touch to page drawn, as
`tests/bench/bench_touch.py` counts it. Goals: a search within 100 ms, a page within 300 ms.
"""

import json
import statistics
import time
from dataclasses import replace
from functools import partial
from typing import Final

import tests.support.offscreen  # noqa: F401 - before any window
from kiosk.domain.words import Words
from kiosk.services.catalogue import Catalogue, load_catalogue
from ui import gallery_filing
from ui.gallery import SCENES
from ui.gallery_filing import touch
from ui.gallery_stage import Look, staged
from ui.stage import Stage

MANY: Final = (396, 1000)
TYPED: Final = " sinh luu dong"  # behind the "khai" of the scene
TURNS: Final = 20  # from the last sheet the first one follows
KINDS: Final = (
    "lần đầu",
    "lưu động",
    "cấp lại",
    "cấp đổi",
    "gia hạn",
    "có yếu tố nước ngoài",
    "khu vực biên giới",
    "theo ủy quyền",
    "liên thông",
    "tạm ngừng",
)


def large(count: int) -> Catalogue:
    """The shipped catalogue with so many procedures, each with a name of its own."""
    real = load_catalogue()
    known = list(real.procedures.values())
    found = dict(real.procedures)
    for place in range(count - len(found)):
        one, turn = known[place % len(known)], place // len(known)
        kind = KINDS[turn % len(KINDS)] + (
            f" {turn // len(KINDS) + 1}" if turn >= len(KINDS) else ""
        )
        code, words = (
            f"9.{place:06d}",
            Words(vi=f"{one.short_name.vi} {kind}", en=one.short_name.en),
        )
        found[code] = replace(one, code=code, short_name=words, name=words)
    return replace(real, procedures=found)


def milliseconds(stage: Stage, name: str) -> float:
    """From the touch until the page it leads to is drawn."""
    started = time.perf_counter()
    stage.tap(name)
    stage.image()
    return 1000 * (time.perf_counter() - started)


def row(name: str, took: list[float]) -> None:
    """Print the median and the slowest."""
    for kind, value in (("p50", statistics.median(took)), ("max", max(took))):
        shown = {"id": f"large.{name}.{kind}", "value": round(value, 1), "unit": "ms"}
        print(
            json.dumps(
                {**shown, "peer": None, "peer_value": None, "ratio": None, "runs": len(took)}
            ),
            flush=True,
        )


def measure(count: int) -> None:
    """Search letter by letter, then turn the sheets of the largest life event."""
    catalogue = large(count)
    started = time.perf_counter()
    catalogue.search.find("k")
    row(f"{count}.index", [1000 * (time.perf_counter() - started)])
    setattr(gallery_filing, "load_catalogue", lambda *_: catalogue)  # noqa: B010 - what the stage loads
    scene = next(scene for scene in SCENES if scene.name == "file-search")
    with staged(scene, Look()) as (stage, office, clock):
        scene.act(stage, office, clock)
        keys = [f"key.{letter}".replace("key. ", "key.space") for letter in TYPED]
        row(f"{count}.key_to_rows", [milliseconds(stage, key) for key in keys])
        stage.wait_until(partial(stage.shows, "back"))
        touch(stage, "back", "secondary")
        event = max(
            catalogue.life_events,
            key=lambda key: sum(p.life_event == key for p in catalogue.procedures.values()),
        )
        touch(stage, f"option.{event}")
        row(f"{count}.sheet", [milliseconds(stage, "more") for _ in range(TURNS)])


def main() -> None:
    """Measure and print."""
    for count in MANY:
        measure(count)


if __name__ == "__main__":
    main()
