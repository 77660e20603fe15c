"""A process that loads one changing workbook after the other until somebody kills it, saying what it has received and
committed: `python -m benchmarks.fault_worker STORE_URL NUMBER [STAGE]`.

STAGE (reading, recognising, checking, comparing, committing): it kills itself there, at its first file."""

import os
import signal
import sys
from datetime import date

import pandas as pd

from data.store import Store
from loaders.loading import commit, prepare
from loaders.own_workbooks.templates import filled_template
from texts import Text

ABOUT = {"title": "Measured accounts", "release": "2026", "released_on": date(2026, 3, 31)}
YEARS = range(2000, 2026)
STAGES = {0.05: "reading", 0.5: "recognising", 0.6: "checking", 0.8: "comparing"}


def workbook(number: int, *, area_id: str = "NO-0301") -> bytes:
    """A filled emissions template: 26 years of one municipality, every figure the given number."""
    rows = [
        {"area_id": area_id, "year": year, "sector": "transport", "emissions_tco2e": float(number)}
        for year in YEARS
    ]
    return filled_template("emissions", {"emissions": pd.DataFrame(rows)}, ABOUT)


def main(url: str, first: int, stage: str = "") -> None:
    """Load and commit without end, one line per step: ready, received SHA256, committed UPLOAD_ID NUMBER."""
    store = Store.open(url)
    print("ready", flush=True)
    number = first
    while True:
        content = workbook(number)
        sha256 = store.keep_original(content, file_name=f"{number}.xlsx")
        print("received", sha256, flush=True)
        preview = prepare(store, content, f"{number}.xlsx", on_progress=_ending_at(stage))
        if stage == "committing":
            _end_inside_the_commit(store)
        upload_id = commit(store, preview, actor="worker")
        print("committed", upload_id, number, flush=True)
        number += 1


def _ending_at(stage: str):  # type: ignore[no-untyped-def]
    def hear(share: float, _text: Text) -> None:
        if stage and STAGES.get(round(share, 2)) == stage:
            os.kill(os.getpid(), signal.SIGKILL)

    return hear


def _end_inside_the_commit(store: Store) -> None:
    """Kill this process when the rows are written and the transaction is not yet closed."""
    record = store._record_event

    def record_and_die(*arguments: object, **named: object) -> None:
        record(*arguments, **named)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    store._record_event = record_and_die  # type: ignore[method-assign]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:4])
