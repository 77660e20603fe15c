"""The input rows of an indicator as a table that people read: which rows of which table, and what is done with them."""

from dataclasses import dataclass

from data.code_lists import MATERIALS
from metrics.indicator import Definition, Indicator, Role
from texts import N_, Text

# Emissions on another basis than the territorial one stand in the same table.
_TABLES = {
    "emissions_consumption": "emissions (basis consumption)",
    "emissions_own_operations": "emissions (basis own_operations)",
}
MANY = len(MATERIALS) // 2  # from so many materials on, those that are left out are named instead


@dataclass(frozen=True)
class InputRow:
    """One part of a formula. part: whether it is added, taken away or divided by. table, rows: names and keys as the
    workbooks and the store have them ("total row": the publisher's own total)."""

    definition: Definition
    part: Text
    table: str
    rows: tuple[str, ...]
    is_required: bool


def input_rows(indicator: Indicator) -> list[InputRow]:
    """Every part of every definition of an indicator, in the order of the registry."""
    return [
        InputRow(
            definition, _part(role), _TABLES.get(role.table, role.table), keys_of(role), role.is_required
        )
        for definition in indicator.definitions
        for role in definition.roles
    ]


def keys_of(role: Role) -> tuple[str, ...]:
    """The keys of a role's rows; a long list of materials is said by what it leaves out."""
    materials: dict[tuple[str, str], list[str]] = {}
    for name in role.inputs:
        if role.table != "materials":
            return tuple(each or "total row" for each in role.inputs)
        origin, material, stage = name.split("/")
        materials.setdefault((origin, stage), []).append(material)
    return tuple(key for place, names in materials.items() for key in _of_materials(*place, names))


def _of_materials(origin: str, stage: str, materials: list[str]) -> list[str]:
    if len(materials) < MANY:
        return [f"{origin}/{material}/{stage}" for material in materials]
    others = ", ".join(material for material in MATERIALS if material not in materials)
    return [f"{origin}/*/{stage} (* = not {others})" if others else f"{origin}/*/{stage}"]


def _part(role: Role) -> Text:
    if role.is_denominator:
        return N_("divided by")
    return N_("taken away") if role.sign < 0 else N_("added")
