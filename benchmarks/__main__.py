"""`python -m benchmarks [loading] [indicators] [rerun] [start] [load] [sessions]`: the figures, all unless some are named."""

import logging
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import cold_start, first_load, indicators, loading, rerun, sessions
from benchmarks.figures import Figure, print_table
from benchmarks.servers import demo_store

ON_DEMO: dict[str, tuple[str, Callable[[Path], list[Figure]]]] = {
    "rerun": ("Rerun of a page, one session, demonstration data", rerun.figures),
    "start": ("Cold start", cold_start.figures),
    "load": ("First visit, empty browser cache, server running", first_load.figures),
    "sessions": ("Many readers at once, and one reader of a large store", sessions.figures),
}
SECTIONS = ("loading", "indicators", *ON_DEMO)


def main(asked: list[str]) -> int:
    """Print one table per section. Returns 0, or 2 for a section that does not exist; a missed budget is said, not punished."""
    unknown = set(asked) - set(SECTIONS)
    if unknown:
        print(
            f"There is no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}.",
            file=sys.stderr,
        )
        return 2
    logging.disable(logging.WARNING)
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}. Trust ratios over absolute figures. {_load()}"
    )
    if not asked or "loading" in asked:
        print_table("Loading a workbook, upload bytes to commit in a file store", loading.figures())
    if not asked or "indicators" in asked:
        print_table("All core indicators with verdicts, fictional municipalities", indicators.figures())
    if asked and not set(asked) & set(ON_DEMO):
        return 0
    with demo_store() as demo:
        for name, (title, figures) in ON_DEMO.items():
            if not asked or name in asked:
                print_table(title, figures(demo))
    return 0


def _load() -> str:
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return f"Busy processes when this began: {busy:.1f}." + (
        " Repeat on an idle machine." if busy > 1 else ""
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
