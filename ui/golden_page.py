"""The page on which changed pictures stand: before, after, difference."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageChops

from ui.golden import Change, far

_MARK: Final = (224, 0, 122)


def write_page(out: Path, changes: Sequence[Change], compared: int) -> Path:
    """Write ``index.html`` and its pictures into `out`; returns the page."""
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for change in changes:
        name = Path(change.name).stem
        kinds = {"after": change.now}
        if change.before is not None:
            kinds = {
                "before": change.before,
                "after": change.now,
                "difference": difference(change.before, change.now),
            }
        for kind, picture in kinds.items():
            picture.save(out / f"{kind}--{name}.png")
        said = "new" if change.before is None else f"{100 * change.share:.2f} % changed"
        cells = [f"<th>{html.escape(name)}<br>{said}</th>"]
        cells += [f'<td><img src="{kind}--{name}.png" alt="{kind}"></td>' for kind in kinds]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    path = out / "index.html"
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>What has changed</title>'
        "<style>body{font:16px sans-serif;margin:24px}td,th{padding:8px;vertical-align:top;"
        "text-align:left}img{border:1px solid #7c8aa5;max-width:480px}</style>"
        f"<h1>{len(changes)} of {compared} pictures have changed</h1>"
        "<table><tr><th></th><th>Before</th><th>After</th><th>Difference</th></tr>"
        f"{''.join(rows)}</table></html>\n",
        encoding="utf-8",
    )
    return path


def difference(before: Image.Image, now: Image.Image) -> Image.Image:
    """`now`, pale, with everything marked that has changed."""
    pale = np.asarray(now.convert("L").convert("RGB")) // 2 + 127
    if before.mode == "1" and before.size == now.size:
        changed = np.asarray(ImageChops.logical_xor(before, now))
    else:
        changed = far(before.convert("RGB"), now.convert("RGB"))
    pale[changed] = _MARK
    return Image.fromarray(pale.astype(np.uint8))
