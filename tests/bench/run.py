"""Run every benchmark beside this file and write ``build/bench.json``.

Each ``bench_*.py`` is a program that prints one JSON row a line: id, value, unit, peer,
peer_value, ratio, runs. Absolute values are this machine's; ratios are what to compare.
"""

import json
import subprocess
import sys
from pathlib import Path

import tests.support.offscreen  # noqa: F401 - every program inherits it

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIMIT_S = 300.0  # a benchmark takes seconds to a minute; a hung one must not hold the rest


def main() -> int:
    """Run them one after another; 1 if any failed."""
    rows: list[dict[str, object]] = []
    failed = 0
    for program in sorted(HERE.glob("bench_*.py")):
        print(f"{program.stem} ...", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{program.stem}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        failed |= done.returncode
        rows += [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        peer = f"  {row['ratio']}x of {row['peer']}" if row.get("peer") else ""
        print(f"{row['id']:40} {row['value']:>12} {row['unit']}{peer}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
