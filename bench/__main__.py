"""Runs every measurement in a process of its own, one after the other, and prints one table.

Exits 1 where a measurement failed or a promise is not kept.
"""

import os
import subprocess
import sys
from pathlib import Path

from bench.figures import heard, table

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
THIRDPARTY = os.environ.get("THIRDPARTY_PYTHON", str(ROOT / ".venv-thirdparty/bin/python"))
MEASUREMENTS = {
    "bench.in_workbench": THIRDPARTY,
    "bench.compiling": PYTHON,
    "bench.in_player": PYTHON,
    "bench.check_speed": PYTHON,
    "bench.weight": THIRDPARTY,
}


def main() -> int:
    figures, failed = [], False
    for module, python in MEASUREMENTS.items():
        print(f"{module} ...", file=sys.stderr)
        result = subprocess.run(
            [python, "-W", "ignore", "-m", module], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if result.returncode:
            failed = True
            print(result.stderr, file=sys.stderr)
        figures += heard(result.stdout)
    print(table(figures))
    return int(failed or any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
