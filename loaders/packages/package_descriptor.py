"""datapackage.json: the Frictionless description of a package, with what Veikart adds to it under "veikart"."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from data.columns import Column, Table
from data.datasets import Dataset, Release
from data.tables import TABLES
from loaders.packages.open_licences import open_licence
from loaders.packages.package_layout import VERSION, file_name, package_columns

if TYPE_CHECKING:
    from loaders.packages.package_export import Contents

NAMED_IN_TITLE = 3
FIELD_TYPES = {
    "text": "string", "quarter": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date",
}  # fmt: skip
DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}
ESCAPE = (
    "In text columns an apostrophe stands before =, +, -, @ or an apostrophe where a spreadsheet may begin a cell: at "
    "the start of the text, and after a semicolon, a tab or a new line (spaces and quotation marks between them do not "
    "matter); and before a tab or a carriage return at the start of the text. Take one apostrophe off again there."
)


def checksum(content: bytes) -> str:
    """The checksum of a file as the descriptor gives it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def descriptor(contents: "Contents", files: Mapping[str, bytes]) -> dict[str, Any]:
    """The description of a package (Data Package v1, profile tabular-data-package), in English.

    files: the content of every CSV file by its path."""
    names = list(contents.municipalities.values())
    title = ", ".join(names) if len(names) <= NAMED_IN_TITLE else f"{len(names)} municipalities"
    created = contents.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    licences = [dataset.licence for dataset in contents.datasets]
    return {
        "profile": "tabular-data-package",
        "name": _package_name(list(contents.municipalities)),
        "title": f"Veikart: what {title} shares" if len(names) == 1 else f"Veikart: what {title} share",
        "description": "Figures, targets and shared records on the way to 2030, to be loaded into another Veikart.",
        "version": created[:10],
        "created": created,
        "licenses": _licences([*licences, contents.licence] if _has_records(contents) else licences),
        "sources": _sources(contents.datasets) or [{"title": ", ".join(names)}],
        "contributors": [{"title": name, "role": "author"} for name in names],
        "resources": [
            _resource(TABLES[name], rows, files[file_name(name)], contents)
            for name, rows in contents.tables.items()
        ],
        "veikart": _own_part(contents),
    }


def _package_name(area_ids: list[str]) -> str:
    few = len(area_ids) <= NAMED_IN_TITLE
    return "veikart-" + ("-".join(area_ids).lower() if few else f"{len(area_ids)}-municipalities")


def _has_records(contents: "Contents") -> bool:
    return any(TABLES[name].slice_kind == "record" for name in contents.tables)


def _resource(table: Table, rows: pa.Table, content: bytes, contents: "Contents") -> dict[str, Any]:
    datasets = _datasets_in(rows, contents.datasets)
    names = ", ".join(contents.municipalities.values())
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": str(table.title),
        "description": str(table.meaning),
        "path": file_name(table.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "bytes": len(content),
        "hash": checksum(content),
        "licenses": _licences(dataset.licence for dataset in datasets) or _licences([contents.licence]),
        "sources": _sources(datasets) or [{"title": names}],
        "schema": _schema(table, rows, contents),
    }


def _datasets_in(rows: pa.Table, datasets: Iterable[Dataset]) -> list[Dataset]:
    if "dataset" not in rows.column_names:
        return []
    present = set(rows["dataset"].unique().to_pylist())
    return [dataset for dataset in datasets if dataset.key in present]


def _schema(table: Table, rows: pa.Table, contents: "Contents") -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in package_columns(table)],
        "missingValues": [""],
    }
    keys = list(table.key_columns)
    if rows.select(keys).group_by(keys).aggregate([]).num_rows == rows.num_rows:
        schema["primaryKey"] = keys  # a published file may repeat a key, and then both rows are kept
    if table.parent in contents.tables:
        reference = {"resource": table.parent, "fields": ["area_id", "record_id"]}
        schema["foreignKeys"] = [{"fields": ["area_id", "record_id"], "reference": reference}]
    return schema


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": FIELD_TYPES[column.kind],
        "title": str(column.title),
        "description": str(column.meaning),
    }
    if column.kind == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.unit:
        described["unit"] = column.unit
    if constraints := _constraints(column):
        described["constraints"] = constraints
    return described


def _constraints(column: Column) -> dict[str, Any]:
    stated = {
        "required": column.is_required or None,
        "enum": list(column.codes) or None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "pattern": f"^(?:{column.pattern})$" if column.pattern else None,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _licences(texts: Iterable[str]) -> list[dict[str, str]]:
    return [_licence(text) for text in dict.fromkeys(texts)]


def _licence(text: str) -> dict[str, str]:
    """The identifier, address and words of a licence; a licence nobody stated is said to be just that."""
    known = open_licence(text)
    if not text:
        return {"name": "notspecified", "title": "Not stated: ask the municipality"}
    if known is None:
        return {"name": "other-closed", "title": text}
    return {"name": known.name, **({"path": known.path} if known.path else {}), "title": text}


def _sources(datasets: Iterable[Dataset]) -> list[dict[str, str]]:
    return [
        {
            "title": f"{dataset.publisher}: {dataset.title}",
            **({"path": dataset.url} if dataset.url.startswith(("https://", "http://")) else {}),
        }
        for dataset in datasets
    ]


def _own_part(contents: "Contents") -> dict[str, Any]:
    return {
        "version": VERSION,
        "generator": f"Veikart {generator_version()}",
        "municipalities": [
            {"municipality_id": area_id, "name": name} for area_id, name in contents.municipalities.items()
        ],
        "datasets": [_described(dataset, contents) for dataset in contents.datasets],
        "text_escape": ESCAPE,
    }


def _described(dataset: Dataset, contents: "Contents") -> dict[str, Any]:
    table = next(name for name, rows in contents.tables.items() if _datasets_in(rows, [dataset]))
    return {
        **dict(sorted(vars(dataset).items())),
        "table": table,
        "releases": [_release(release) for release in contents.releases[dataset.key]],
    }


def _release(release: Release) -> dict[str, str | None]:
    day = release.released_on
    return {"label": release.label, "released_on": day.isoformat() if day else None}


@cache
def generator_version() -> str:
    """The version of this Veikart."""
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
