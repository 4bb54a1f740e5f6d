"""Commands of the touch app, added to ``kiosk`` through the entry point group.

Qt is imported only when one of them runs, so that every other command stays quick.
"""

import json
import os
from pathlib import Path

import click

from ui import programs


def register(root: click.Group) -> None:
    """Add the commands that need a screen."""
    root.add_command(gallery)
    root.add_command(audit_ui)
    root.add_command(programs.run)
    root.add_command(programs.demo)
    root.add_command(programs.pictures)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/gallery"),
    show_default=True,
    help="Folder for the pictures and index.html.",
)
@click.option("--only", default="", help="Only scenes whose name contains this.")
@click.option("--quick", is_flag=True, help="Only Vietnamese, both orientations.")
@click.option(
    "--golden",
    is_flag=True,
    help="Keep small pictures that tests compare with.",
)
@click.option(
    "--compare",
    is_flag=True,
    help="Show what changed since; exit 1 if anything did.",
)
def gallery(*, out: Path, only: str, quick: bool, golden: bool, compare: bool) -> None:
    """Draw every screen in every state to PNG files and one page that shows them."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # drawn to memory wherever this runs
    from ui.gallery_stage import LOOKS, render

    if golden or compare:
        _golden(out, only, write=golden)
        return
    looks = tuple(look for look in LOOKS if look.language == "vi" and look.text == 1)
    count = sum(1 for _path in render(out, looks=looks if quick else LOOKS, scenes=only))
    click.echo(f"{count} pictures in {out / 'index.html'}")


def _golden(out: Path, only: str, *, write: bool) -> None:
    from ui import golden
    from ui.gallery import SCENES
    from ui.gallery_slips import SLIPS
    from ui.golden_page import write_page

    scenes = [scene for scene in SCENES if only in scene.name]
    if write:
        size = golden.keep(scenes, golden.KEPT) + golden.keep_slips(only)
        golden.forget_others(SCENES, golden.KEPT)
        slips = sum(only in name for name in SLIPS)
        click.echo(f"{2 * len(scenes)} screens, {slips} slips, {size / 1000:.0f} kB")
        return
    drawn = [picture for scene in scenes for picture in golden.draw(scene)]
    found = [golden.compare(name, now, golden.KEPT) for name, now in drawn]
    found += golden.compare_slips(only)
    changed = [change for change in found if change.changed]
    page = write_page(out, changed, len(found))
    click.echo(f"{len(changed)} of {len(found)} changed: {page}")
    if changed:
        raise click.exceptions.Exit(1)


def _part(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, int]:
    number, _, of = value.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise click.BadParameter("wanted I/N, e.g. 2/4")
    return int(number), int(of)


@click.command("audit-ui")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/audit"),
    show_default=True,
    help="Folder for index.html, report.json and pictures of what is wrong.",
)
@click.option("--only", default="", help="Only pages whose scene's name contains this.")
@click.option("--quick", is_flag=True, help="Every pair of values instead of all combinations.")
@click.option("--shard", default="1/1", callback=_part, help="Part I of N of the pages.")
@click.option("--seed", default=0, show_default=True, help="Another order of the pages.")
@click.option("--fresh", is_flag=True, help="Forget what was measured before.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def audit_ui(
    *,
    out: Path,
    only: str,
    quick: bool,
    shard: tuple[int, int],
    seed: int,
    fresh: bool,
    as_json: bool,
) -> None:
    """Measure every screen on every panel, in every text size, theme and language.

    Goes on where it was stopped, as long as no screen has changed since. Exit 1 if anything
    is wrong.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.audit import campaign, plan, report
    from ui.gallery import SCENES

    scenes = {scene.name: (place, scene) for place, scene in enumerate(SCENES)}
    names = plan.shard([name for name in scenes if only in name], *shard, seed)
    run = campaign.Campaign(out, quick=quick)
    if fresh:
        run.forget()
    for judged in run.run(scenes[name] for name in names):
        click.echo(f"{judged.scene}: {len(judged.offences)} wrong in {judged.states}", err=True)
    found = list(run.judged.values())
    report.write_report(out, found)
    facts = report.summary(found)
    rules = ", ".join(f"{rule} {count}" for rule, count in facts["by_rule"].items())
    told = f"{facts['scenes']} pages, {facts['states']} states: {facts['offences']} wrong {rules}"
    click.echo(json.dumps(facts) if as_json else f"{told}\n{out / 'index.html'}")
    if facts["offences"]:
        raise click.exceptions.Exit(1)
