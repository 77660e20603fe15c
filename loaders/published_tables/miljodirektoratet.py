"""What the tables of Miljødirektoratet's municipal inventory share: our sector, source, gas and status of each
published label, and the areas of its rows that are no municipality.

Rows: an Arrow table with label (sector as published), source and written_gas (both null on the sheet of sectors)."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.sql import frame_sql
from loaders.problems import Problem
from loaders.rows.cells import decoded, normalised
from texts import N_

SECTOR_OF = {
    "oppvarming": "stationary_energy",
    "energiforsyning": "energy_generation",
    "industri, olje og gass": "industry",
    "veitrafikk": "transport",
    "sjøfart": "transport",
    "luftfart": "transport",
    "annen mobil forbrenning": "off_road",
    "avfall og avløp": "waste",
    "jordbruk": "agriculture",
    "produkter med fluorgasser": "ippu",
}
# Published sectors that share one of ours: the subsector says which.
SHARING = ("veitrafikk", "sjøfart", "luftfart")
INTERNATIONAL = "utenriks"  # a source that begins so is outside the municipality's own transport
ESTIMATE = "*estimat"
GAS_OF = {
    "co2": "CO2",
    "ch4": "CH4",
    "n2o": "N2O",
    "hfk": "HFC",
    "hfc": "HFC",
    "pfk": "PFC",
    "pfc": "PFC",
    "sf6": "SF6",
    "nf3": "NF3",
}
AGREES_TCO2E = 0.5  # both sheets carry one decimal; sums of the same rows differ by rounding alone
# Sea, islands and remainders that belong to no municipality: how their names begin.
OUTSIDE = (
    "svalbard",
    "jan mayen",
    "kontinentalsokkelen",
    "økonomisk sone",
    "uoppgitt",
    "ufordelt",
    "ikke fordelt",
    "hele landet",
)
_BETWEEN = "\x1f"  # stands in no label


def clean(text: str) -> str | None:
    """A published label with one space between words and no line break; None for an empty one."""
    return " ".join(text.split()) or None


def with_codes(rows: pa.Table) -> pa.Table:
    """The rows with sector, subsector, value_status, gas and source_label; a gas not known is null."""
    parts = (pc.fill_null(rows[name], "") for name in ("label", "source"))
    pairs = pc.binary_join_element_wise(*parts, _BETWEEN)
    meanings: dict[str, Callable[[str | None, str | None], str | None]] = {
        "sector": _sector,
        "subsector": _subsector,
        "value_status": _status,
    }
    for name, meaning in meanings.items():
        rows = rows.append_column(name, decoded(pairs, _of_pair(meaning), pa.string()))
    gas = decoded(rows["written_gas"], lambda text: GAS_OF.get(normalised(text)), pa.string())
    return rows.append_column("gas", gas).append_column("source_label", rows["label"])


def _of_pair(meaning: Callable[[str | None, str | None], str | None]) -> Callable[[str], str | None]:
    def of_pair(pair: str) -> str | None:
        label, _, source = pair.partition(_BETWEEN)
        return meaning(label or None, source or None)

    return of_pair


def _sector(label: str | None, source: str | None) -> str:
    if normalised(source).startswith(INTERNATIONAL):
        return "international_transport"
    return SECTOR_OF.get(normalised(label), "other")


def _subsector(label: str | None, source: str | None) -> str | None:
    shares = normalised(label) in SHARING or normalised(label) not in SECTOR_OF
    if source is None:
        return label if shares else None
    return f"{label}: {source}" if shares else source


def _status(_label: str | None, source: str | None) -> str:
    return "estimated" if normalised(source).startswith(ESTIMATE) else "reported"


def is_outside(*texts: str | None) -> bool:
    """Whether any of the texts that name an area says that it is part of no municipality."""
    return any(normalised(text).startswith(OUTSIDE) for text in texts)


def unknown_sectors_and_gases(emissions: pa.Table) -> list[Problem]:
    """Warnings for sectors and gases that newer files have and these lists have not; the rows still count.

    emissions: coded rows with is_counted and their place; each warning stands at the first figure."""
    rows = frame_sql(
        """
        select
            if(sector = 'other', label, null) as new_sector,
            if(sector <> 'other' and gas is null, written_gas, null) as new_gas,
            arg_min(source_sheet, source_row) as sheet, arg_min(source_column, source_row) as source_column,
            min(source_row) as source_row, count(*) as rows
        from emissions
        where is_counted and (sector = 'other' or (gas is null and written_gas is not null))
        group by new_sector, new_gas
        order by source_row
        """,
        emissions=emissions,
    ).to_pylist()
    return [_unknown(row) for row in rows]


def _unknown(row: dict[str, Any]) -> Problem:
    is_sector = row["new_sector"] is not None
    return Problem(
        level="warning",
        code="unknown_label",
        sheet=row["sheet"],
        cell=f"{row['source_column']}{row['source_row']}",
        expected=N_("a sector known from earlier files")
        if is_sector
        else N_("a gas known from earlier files"),
        found=row["new_sector"] or row["new_gas"],
        fix=N_("Unusual, check. The rows are counted in the total, under “Other” or without a gas."),
        count=row["rows"],
    )
