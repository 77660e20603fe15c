"""What the descriptor of a package says it holds: whose rows, which datasets, and from which releases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from data.code_lists import BASES
from data.datasets import KNOWN_DATASETS, Dataset, DatasetKind, Release, Revision
from data.tables import TABLES
from loaders.own_workbooks.template_about import table_of
from loaders.packages.package_file import ASK_AGAIN
from loaders.packages.package_layout import DESCRIPTOR, file_name, one_release, shared_tables
from loaders.problems import Problem
from loaders.reading import date_in
from texts import N_

LONGEST_TEXT = 500
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXT_FIELDS = ("title", "publisher", "licence", "url", "substance", "population_rule")
_ALLOWED: dict[str, tuple[str, ...]] = {
    "gas_coverage": ("ghg", "co2", ""),
    "basis": (*BASES, ""),
    "kind": get_args(DatasetKind),
    "revision": get_args(Revision),
}


@dataclass(frozen=True)
class Described:
    """A package as its descriptor tells it.

    municipalities: names by id. datasets: by key, with the release that their rows come under and their table."""

    municipalities: Mapping[str, str]
    datasets: Mapping[str, tuple[Dataset, Release, str]]

    @property
    def senders(self) -> str:
        """The names of the municipalities, as the publisher of the package."""
        return ", ".join(self.municipalities.values())

    @property
    def licences(self) -> str:
        """The licences that are stated."""
        stated = (dataset.licence for dataset, _release, _table in self.datasets.values())
        return ", ".join(dict.fromkeys(filter(None, stated)))


def described_package(descriptor: Mapping[str, Any]) -> tuple[Described, list[Problem]]:
    """The package that a descriptor of a known version describes, and what is wrong with the description."""
    own = descriptor.get("veikart")
    own = own if isinstance(own, dict) else {}
    municipalities = _municipalities(own.get("municipalities"))
    entries = _objects(own.get("datasets"))
    datasets = {str(entry.get("key")): read for entry in entries if (read := _dataset(entry)) is not None}
    problems = []
    if not municipalities:
        problems.append(_wrong("municipalities"))
    if len(datasets) != len(entries):
        problems.append(_wrong("datasets"))
    return Described(municipalities, datasets), problems + _other_tables(descriptor)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _municipalities(value: Any) -> dict[str, str]:
    found = {_text(entry, "municipality_id"): _text(entry, "name") for entry in _objects(value)}
    return {area_id: name or area_id for area_id, name in found.items() if area_id}


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return " ".join(value.split())[:LONGEST_TEXT] if isinstance(value, str) else ""


def _dataset(entry: dict[str, Any]) -> tuple[Dataset, Release, str] | None:
    """A dataset, its release and its table; None where the description makes no sense.

    One that Veikart knows by name is what Veikart knows of it, whatever the sender says."""
    key, table = _text(entry, "key"), _text(entry, "table")
    coded = {name: _text(entry, name) for name in _ALLOWED}
    releases = [
        release for found in _objects(entry.get("releases")) if (release := _release(found)) is not None
    ]
    is_sound = _KEY.fullmatch(key) and all(coded[name] in allowed for name, allowed in _ALLOWED.items())
    if not is_sound or not releases or table not in TABLES or TABLES[table].slice_kind != "yearly":
        return None
    texts = {name: _text(entry, name) for name in _TEXT_FIELDS}
    dataset = Dataset(key, **{**texts, **coded, "title": texts["title"] or key})  # type: ignore[arg-type]
    known = KNOWN_DATASETS.get(key)
    if known is not None:
        if table_of(known) != table:
            return None
        dataset = replace(known, licence=known.licence or dataset.licence)
    return dataset, one_release(releases), table


def _release(entry: Mapping[str, Any]) -> Release | None:
    label = _text(entry, "label")
    return Release(label, date_in(_text(entry, "released_on")), "file") if label else None


def _other_tables(descriptor: Mapping[str, Any]) -> list[Problem]:
    """Files that are no table which packages may hold."""
    wanted = {file_name(table.name) for table in shared_tables()}
    found = [
        path
        for entry in _objects(descriptor.get("resources"))
        if (path := _text(entry, "path")) not in wanted
    ]
    if not found:
        return []
    return [
        Problem(
            level="error", code="other_table", sheet=found[0],
            expected=N_("tables that municipalities share: {tables}", tables=", ".join(sorted(wanted))),
            found=", ".join(found), fix=ASK_AGAIN,
        )
    ]  # fmt: skip


def _wrong(part: str) -> Problem:
    return Problem(
        level="error", code="wrong_descriptor", sheet=DESCRIPTOR, expected=N_("a sound list of {part}", part=part),
        found=N_("something else"), fix=ASK_AGAIN,
    )  # fmt: skip
