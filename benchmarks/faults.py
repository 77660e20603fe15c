"""`python -m benchmarks.faults`: kill, crowd and break, and print what was lost. Exit status 1 when anything was."""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from benchmarks.broken_files import Judged, break_and_load, print_outcomes
from benchmarks.fictional_files import PLACES, write_files
from benchmarks.kills import kill_at_random, load_at_once, reopening_words


def main(arguments: list[str] | None = None) -> int:
    """Print one paragraph per kind of fault. Returns 0 when nothing was lost, torn, wrong or crashed."""
    asked = _options().parse_args(arguments)
    logging.disable(logging.WARNING)
    is_clean = True
    if asked.kills:
        losses = kill_at_random(asked.kills, seed=asked.seed)
        is_clean &= losses.is_clean
        print(
            f"{losses.kills} kills at random moments: {losses.committed} committed uploads, lost {losses.lost}, "
            f"torn {losses.torn}; {losses.received} files received, lost {losses.received_lost}; {reopening_words(losses)}",
            flush=True,
        )
    if asked.uploads:
        losses, conflicts = load_at_once(asked.uploads)
        is_clean &= losses.is_clean
        print(
            f"{asked.uploads} concurrent overlapping uploads: committed {losses.committed}, lost {losses.lost}, torn "
            f"{losses.torn}; {conflicts} conflicts were said, none was overwritten in silence",
            flush=True,
        )
    if asked.mutations and asked.samples:
        print(f"{asked.mutations} broken copies of the files in {asked.samples.name}:", flush=True)
        is_clean &= print_outcomes(list(break_and_load(asked.samples, asked.mutations, seed=asked.seed)))
    elif asked.mutations:
        print(
            f"{asked.mutations} broken copies of fictional files (published ones: SAMPLES=DIR):", flush=True
        )
        is_clean &= print_outcomes(_broken_fictional_files(asked.mutations, seed=asked.seed))
    return 0 if is_clean else 1


def _broken_fictional_files(count: int, *, seed: int) -> list[Judged]:
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder))
        return list(break_and_load(Path(folder), count, seed=seed, places=PLACES))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench-faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--uploads", type=int, default=50)
    parser.add_argument("--mutations", type=int, default=5000)
    parser.add_argument("--samples", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    sys.exit(main())
