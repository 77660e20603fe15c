"""Packages for tests: a store filled through our own workbooks, and the files of a package taken apart and put
together again. Fjordvik (NO-D01) and Norrlunda (SE-D01) are fictional."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pandas as pd

from data.demo import demo_areas, demo_changes
from data.store import Store
from loaders.loading import Preview, commit, prepare
from loaders.own_workbooks.templates import filled_template

FORMULA = '=HYPERLINK("https://example.org"; "click")\n-1+1;@SUM(A1)'
PROJECTS = [
    {
        "record_id": "P-1", "title": "Electric sites", "summary": FORMULA, "innovation_stage": "pilot",
        "is_shareable": True, "contact": "Ada Contact", "who_can_help": "Bo Helper",
    },
    {
        "record_id": "P-2", "title": "Secret sites", "innovation_stage": "pilot", "is_shareable": False,
        "contact": "Cy Hidden",
    },
    {"record_id": "P-3", "title": "Undecided sites", "innovation_stage": "idea", "contact": "Di Hidden"},
]  # fmt: skip
TABLES_OF_FJORDVIK: dict[str, list[dict[str, Any]]] = {
    "emissions": [
        {"year": 2022, "sector": "transport", "emissions_tco2e": 41250.123456789},
        {"year": 2022, "sector": "waste", "missing_reason": "confidential"},
        {"year": 2023, "sector": "transport", "emissions_tco2e": 40000.1, "value_status": "estimated"},
        {"year": 2023, "sector": "waste", "emissions_tco2e": 2100.2, "is_preliminary": True},
    ],
    "population": [{"year": 2022, "inhabitants": 17420}, {"year": 2023, "inhabitants": 17655}],
    "readings": [{"figure": "diesel_litres", "read_on": "2026-04-30", "value": 21400}],
    "targets": [
        {"indicator": "ghg_total", "unit": "t CO2e", "base_year": 2022, "target_year": 2030, "reduction_percent": 60}
    ],
    "projects": PROJECTS,
    "project_partners": [
        {"record_id": "P-1", "partner": "Shown Ltd", "helix_side": "business"},
        {"record_id": "P-2", "partner": "Unseen Ltd", "helix_side": "business"},
    ],
    "measures": [
        {
            "record_id": "M-1", "title": "Quiet measure", "decision": "proposed", "responsible_person": "Eli Person",
            "responsible_unit": "Quiet unit",
        }
    ],
    "budget_ceilings": [{"year": 2027, "ceiling_tco2e": 48123}],
    "needs": [
        {"record_id": "N-1", "what": "Open need", "is_open_to_dialogue": True},
        {"record_id": "N-2", "what": "Closed need", "is_open_to_dialogue": False},
    ],
    "exchange_offers": [
        {"record_id": "X-1", "actor": "Roads", "offer_kind": "offers", "thing": "Clean fill", "contact": "Flo Offer"}
    ],
    "notes": [{"subject": "industry", "noted_on": "2026-02-03", "note": "Quiet note", "author": "Gus Author"}],
}  # fmt: skip


def new_store() -> Store:
    """An empty store in memory that knows the fictional municipalities."""
    store = Store.open("duckdb::memory:")
    store.add_areas(pd.DataFrame(demo_areas()), pd.DataFrame(demo_changes()))
    return store


def load_tables(
    store: Store, tables: dict[str, list[dict[str, Any]]], *, area_id: str = "NO-D01", **about: Any
) -> None:
    """Commit rows as somebody would: in our workbook."""
    frames = {name: pd.DataFrame(rows).assign(area_id=area_id) for name, rows in tables.items()}
    load(store, filled_template(list(tables), frames, about))


def load(store: Store, content: bytes) -> Preview:
    """Prepare and commit a file that has no error. Returns its preview."""
    preview = prepare(store, content, "file")
    assert [str(problem.sentence) for problem in preview.errors] == []
    commit(store, preview, actor="a test")
    return preview


def files_of(content: bytes) -> dict[str, bytes]:
    """The files of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def descriptor_of(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files_of(content)["datapackage.json"])
    return found


def zipped(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return archive.getvalue()


def rewritten(
    content: bytes,
    change: Callable[[dict[str, Any]], object] = lambda descriptor: None,
    files: dict[str, Callable[[bytes], bytes]] | None = None,
) -> bytes:
    """The package with another descriptor and other files, whose checksums are made right again."""
    parts = files_of(content)
    for name, changed in (files or {}).items():
        parts[name] = changed(parts[name])
    descriptor = json.loads(parts["datapackage.json"])
    for resource in descriptor["resources"]:
        resource["hash"] = f"sha256:{hashlib.sha256(parts[resource['path']]).hexdigest()}"
    change(descriptor)
    return zipped({**parts, "datapackage.json": json.dumps(descriptor).encode()})
