"""The command: ``python -m tools.demo [--output DIR] [--scale N]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.demo.writing import REGISTERS, write_registers


def main() -> None:
    """Write the demonstration registers and say how many rows each one has."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.demo",
        description="Write the demonstration registers: the same bytes every time.",
    )
    parser.add_argument(
        "--output", type=Path, default=REGISTERS, metavar="DIR", help="the registers' directory"
    )
    parser.add_argument(
        "--scale", type=int, default=1, metavar="N", help="write N times as many rows"
    )
    given = parser.parse_args()
    try:
        rows = write_registers(given.output, given.scale)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    for name, count in rows.items():
        print(f"{name:14}{count:>9}")


if __name__ == "__main__":
    main()
