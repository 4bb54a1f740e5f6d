"""What an audit found, for programs (report.json) and for people (index.html)."""

import html
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ui.audit.campaign import Judged, Offence

STYLE = (
    "body{font:16px/1.5 sans-serif;margin:32px;background:#f4f6fa;color:#14213d;max-width:1200px}"
    "table{border-collapse:collapse}th,td{text-align:left;padding:6px 14px;"
    "border-bottom:1px solid #c9d1e0;vertical-align:top}img{max-height:420px;max-width:520px;"
    "border:1px solid #7c8aa5}summary{cursor:pointer}"
)


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Counts: pages, states, what is wrong by rule, and milliseconds a state."""
    offences = [offence for each in judged for offence in each.offences]
    states = sum(each.states for each in judged)
    spent = sum(each.seconds for each in judged)
    return {
        "scenes": len(judged),
        "states": states,
        "ms_per_state": round(1000 * spent / states, 1) if states else 0.0,
        "offences": len(offences),
        "by_rule": dict(Counter(each.rule for each in offences).most_common()),
        "offended_states": len({(each.scene, s) for each in offences for s in each.states}),
    }


def write_report(out: Path, judged: Sequence[Judged]) -> None:
    """Both files into `out`; pictures that no offence names any more go."""
    facts = summary(judged)
    offences = [offence for each in judged for offence in each.offences]
    kept = {each.picture for each in offences}
    for path in out.glob("*--*.png"):
        if path.name not in kept:
            path.unlink()
    body = {**facts, "found": [asdict(each) for each in offences]}
    (out / "report.json").write_text(
        json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (out / "index.html").write_text(_page(facts, offences), encoding="utf-8")


def _page(facts: dict[str, Any], offences: Sequence[Offence]) -> str:
    rules = ", ".join(f"{rule} {count}" for rule, count in facts["by_rule"].items()) or "none"
    rows = "".join(_row(each) for each in sorted(offences, key=lambda o: (o.scene, o.rule)))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Audit of the screens</title>'
        f"<style>{STYLE}</style><h1>Audit of the screens</h1>"
        f"<p>{facts['scenes']} pages in {facts['states']} states, {facts['ms_per_state']} ms each. "
        f"Wrong: {facts['offences']} ({rules}), in {facts['offended_states']} states.</p>"
        "<table><tr><th>Page</th><th>Rule</th><th>What</th><th>Picture</th></tr>"
        f"{rows}</table></html>\n"
    )


def _row(offence: Offence) -> str:
    states = "<br>".join(html.escape(state) for state in offence.states)
    picture = f'<img loading="lazy" src="{offence.picture}" alt="">' if offence.picture else ""
    return (
        f"<tr><td>{html.escape(offence.scene)}</td><td>{html.escape(offence.rule)}</td>"
        f"<td>{html.escape(offence.what)}<details><summary>{len(offence.states)} states</summary>"
        f"{states}</details></td><td>{picture}</td></tr>"
    )
