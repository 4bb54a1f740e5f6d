"""The page on which all pictures of the gallery stand side by side."""

import html
from pathlib import Path


def write_index(out: Path, scenes: list[str], looks: list[str]) -> Path:
    """One page with all pictures: a row for each scene, a column for each look."""
    head = "".join(f"<th>{html.escape(look)}</th>" for look in looks)
    rows = []
    for scene in scenes:
        cells = "".join(
            f'<td><a href="{scene}--{look}.png">'
            f'<img loading="lazy" src="{scene}--{look}.png" alt="{scene}">'
            "</a></td>"
            for look in looks
        )
        rows.append(f"<tr><th>{html.escape(scene)}</th>{cells}</tr>")
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>'
        "body{font:15px sans-serif;margin:24px;background:#f4f6fa;color:#14213d}"
        "img{height:360px;border:1px solid #c9d1e0}"
        "th{text-align:left;padding:8px;vertical-align:top}"
        "</style><h1>Every screen, every state</h1><table><tr><th></th>"
        f"{head}</tr>{''.join(rows)}</table></html>"
    )
    path = out / "index.html"
    path.write_text(page, encoding="utf-8")
    return path
