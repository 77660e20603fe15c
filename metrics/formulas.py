"""The registry's formulas as the two tables that the SQL of indicators reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from data.store import Store
from metrics.indicator import EMISSION_TABLES, Definition, Indicator, Role
from metrics.indicator_sql import indicator_series
from metrics.registry import INDICATORS, indicator_named
from metrics.series_sql import mapped_inputs


@dataclass(frozen=True)
class FormulaTables:
    """What some indicators ask for.

    tables: the tables they read. inputs: sum_id, input (input_key), is_additive; roles with the same inputs share a
    sum. roles: one row per indicator, definition and role, with the sum it takes and what is done with it. has_beside:
    whether a role reads another table than what is measured. has_running: whether a definition adds up years."""

    tables: list[str]
    inputs: pa.Table
    roles: pa.Table
    has_beside: bool
    has_running: bool

    def expressions(self, store: Store, area_ids: Sequence[str] | None) -> str:
        """The SQL that finds the series of these indicators and the sums they take, for these areas (None: all)."""
        mapped = mapped_inputs(store, area_ids)
        return indicator_series(mapped, self.tables, has_beside=self.has_beside, has_running=self.has_running)


def formula_tables(keys: Iterable[str]) -> FormulaTables:
    """The formulas of the named indicators, each once. Raises MetricError for an unknown one."""
    chosen = [indicator_named(key) for key in dict.fromkeys(keys)]
    definitions = [
        (indicator, number, definition)
        for indicator in chosen
        for number, definition in enumerate(indicator.definitions, start=1)
    ]
    sums: dict[_Sum, int] = {}
    roles = [
        {
            "definition_id": definition_id,
            "role_number": place,
            "sum_id": sums.setdefault((role.table, role.inputs, role.is_additive), len(sums) + 1),
            **_of_indicator(indicator, definition, number),
            **_of_role(role, definition.measured),
        }
        for definition_id, (indicator, number, definition) in enumerate(definitions, start=1)
        for place, role in enumerate(definition.roles, start=1)
    ]
    inputs = [
        {"sum_id": number, "input": input_key(table, name), "is_additive": is_additive}
        for (table, names, is_additive), number in sums.items()
        for name in names
    ]
    return FormulaTables(
        sorted({table for table, _names, _is_additive in sums}),
        pa.Table.from_pylist(inputs, schema=_INPUTS_SCHEMA),
        pa.Table.from_pylist(roles, schema=_ROLES_SCHEMA),
        has_beside=any(not role["is_of_measured_table"] for role in roles),
        has_running=any(role["is_running"] for role in roles),
    )


def input_key(table: str, name: str) -> str:
    """The key of an input, which no other table has: emissions of another basis than the territorial one name it."""
    basis = table.removeprefix("emissions_")
    return f"{basis}:{name}" if table in EMISSION_TABLES and basis != table else name


def _of_indicator(indicator: Indicator, definition: Definition, number: int) -> dict[str, Any]:
    return {
        "indicator": indicator.key,
        "position": _POSITIONS[indicator.key],
        "unit": indicator.unit,
        "gas_coverage": indicator.gas_coverage,
        "is_national": indicator.indicator_class == "context",
        "definition": definition.key,
        "definition_number": number,
        "factor": definition.factor,
        "is_emission_table": definition.measured.table in EMISSION_TABLES,
        "is_running": definition.is_running,
    }


def _of_role(role: Role, measured: Role) -> dict[str, Any]:
    return {
        "role": role.name,
        "table_name": role.table,
        "sign": role.sign,
        "is_denominator": role.is_denominator,
        "is_required": role.is_required,
        "absent": role.absent,
        "is_of_measured_table": role.table == measured.table,
    }


_Sum = tuple[str, tuple[str, ...], bool]  # table, inputs, whether parts of a merger may be summed
_POSITIONS = {key: number for number, key in enumerate(INDICATORS)}
_INPUTS_SCHEMA = pa.schema(
    [
        ("sum_id", pa.int32()),
        ("input", pa.string()),
        ("is_additive", pa.bool_()),
    ]
)
_ROLES_SCHEMA = pa.schema(
    [
        ("indicator", pa.string()),
        ("position", pa.int32()),
        ("unit", pa.string()),
        ("gas_coverage", pa.string()),
        ("is_national", pa.bool_()),
        ("definition_id", pa.int32()),
        ("definition", pa.string()),
        ("definition_number", pa.int32()),
        ("factor", pa.float64()),
        ("is_emission_table", pa.bool_()),
        ("is_running", pa.bool_()),
        ("role", pa.string()),
        ("role_number", pa.int32()),
        ("table_name", pa.string()),
        ("sum_id", pa.int32()),
        ("sign", pa.int32()),
        ("is_denominator", pa.bool_()),
        ("is_required", pa.bool_()),
        ("absent", pa.string()),
        ("is_of_measured_table", pa.bool_()),
    ]
)
