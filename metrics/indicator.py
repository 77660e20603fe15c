"""What an indicator is made of: the rows it counts, how they are put together, and what it is compared with."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from data.code_lists import SECTORS
from data.indicator_rules import IndicatorRules
from texts import N_, Text

GasCoverage = Literal["ghg", "co2", ""]
Direction = Literal["down", "up", "none"]
IndicatorClass = Literal["core", "optional", "context"]
Scale = Literal["amount", "share", "score", "binary"]

# The tables a role reads; emissions on another basis than the territorial one are told apart by name.
EMISSION_TABLES = ("emissions", "emissions_consumption", "emissions_own_operations")
INPUT_TABLES = (*EMISSION_TABLES, "materials", "figures", "population")


@dataclass(frozen=True)
class Role:
    """One part of a formula: rows of one table that are added up.

    inputs: which rows: sectors of emissions ("" = a counted total row), keys of figures, "origin/material/stage" of
    materials (material "total" = all together, "secondary" and "renewable" = mass times that share), "people" of
    population. sign: -1 where it is taken away. is_required: without it there is no value; otherwise it adds what
    is there. is_additive: whether the parts of a merged municipality may be summed. absent: the reason code when
    the year has no rows for it."""

    name: str
    table: str
    inputs: tuple[str, ...]
    sign: int = 1
    is_denominator: bool = False
    is_required: bool = True
    is_additive: bool = True
    absent: str = "no_rows"


@dataclass(frozen=True)
class Definition:
    """One way to count an indicator. Values of different definitions are never ranked together.

    roles: the first is what is measured; its dataset and its years are those of the series. Value = factor ×
    the sum of the numerators over the sum of the denominators (1 where there are none). is_running: what is
    measured is added up over the years since the denominator was last stated, which holds from then on."""

    key: str
    title: Text
    roles: tuple[Role, ...]
    factor: float = 1.0
    is_running: bool = False

    @property
    def measured(self) -> Role:
        """What is measured, as opposed to what it is divided by or corrected with."""
        return self.roles[0]


@dataclass(frozen=True)
class DefaultTarget:
    """A target from law or practice, drawn as "reference, not decided" and never judged.

    target_value is in the indicator's unit; reduction_percent is a cut on the mean of base_years (negative = a
    rise); yearly_cut_percent a cut every year. is_verified: seen in published material; others are shown as
    "default, unverified" until somebody confirms them. countries: where it holds, empty = everywhere."""

    key: str
    target_year: int
    source: Text
    is_verified: bool
    target_value: float | None = None
    reduction_percent: float | None = None
    yearly_cut_percent: float | None = None
    base_years: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it measures, in which unit and boundary, from which rows, and how it is judged.

    counterpart: the same indicator for datasets of the other gas coverage, with which it is never mixed or
    ranked; empty where there is none. gas_coverage: empty where no emission inventory is asked. scale: amount,
    share (has a natural limit), score (self-assessed, 0-1) or binary (0/1). is_proxy_because: why it stands for
    the official indicator, where it is not that itself. is_ranked_across_borders: whether countries count alike
    enough for one ranking. tags: codes in other indicator sets."""

    key: str
    sdg_target: str
    title: Text
    short_title: Text
    unit: str
    direction: Direction
    boundary: Text
    formula: Text
    worked_example: Text
    source: Text
    definitions: tuple[Definition, ...]
    gas_coverage: GasCoverage = ""
    counterpart: str = ""
    basis: str = "territorial"
    includes_lulucf: bool = False
    includes_compensation: bool = False
    scale: Scale = "amount"
    progress_method: str = "linear_path"
    natural_limit: float | None = None
    defaults: tuple[DefaultTarget, ...] = ()
    is_proxy_because: Text | None = None
    is_ranked_across_borders: bool = True
    indicator_class: IndicatorClass = "core"
    data_status: Text = field(default_factory=lambda: N_("As the dataset states it"))
    caveat: Text | None = None
    tags: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        """Whether it is the official indicator itself and no stand-in for it."""
        return self.is_proxy_because is None

    @property
    def is_emissions(self) -> bool:
        """Whether it is read from an emission inventory, whose gas coverage decides whether it applies."""
        return self.gas_coverage != ""

    @property
    def is_per_head(self) -> bool:
        """Whether it is divided by inhabitants."""
        return any(role.table == "population" for each in self.definitions for role in each.roles)

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors it measures, in the order of the code list; empty where it measures no emissions."""
        measured = self.definitions[0].measured
        if measured.table not in EMISSION_TABLES:
            return ()
        return tuple(sector for sector in SECTORS if sector in measured.inputs)

    @property
    def sectors_excluded(self) -> tuple[str, ...]:
        """The sectors it leaves out, in the order of the code list."""
        return tuple(sector for sector in SECTORS if sector not in self.sectors)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it reads, in the order of its roles."""
        return tuple(dict.fromkeys(role.table for each in self.definitions for role in each.roles))

    @property
    def input_rows(self) -> Text:
        """Which rows it is made of, by table and key."""
        return _input_rows(self.definitions)

    @property
    def rules(self) -> IndicatorRules:
        """What a target for it must agree with."""
        return IndicatorRules(
            self.unit,
            self.basis,
            self.includes_lulucf,
            self.includes_compensation,
            most=self.natural_limit,
            is_national=self.indicator_class == "context",
            direction=self.direction,
            is_yes_or_no=self.scale == "binary",
        )

    def definition(self, key: str) -> Definition:
        """The definition of that key."""
        return next(each for each in self.definitions if each.key == key)


@dataclass(frozen=True)
class NotApplicable:
    """An official indicator that no municipality can report, with the reason."""

    sdg_indicator: str
    title: Text
    reason: Text


def over_people(*roles: Role) -> tuple[Role, ...]:
    """The roles, divided by the inhabitants of the same year."""
    people = Role("people", "population", ("people",), is_denominator=True, absent="no_population")
    return (*roles, people)


def figure(key: str, *, is_additive: bool = True) -> Role:
    """A figure as what is measured."""
    return Role(key, "figures", (key,), is_additive=is_additive)


def ratio_of_figures(numerator: str, denominator: str) -> tuple[Role, ...]:
    """One figure over another of the same dataset and year."""
    over = Role(denominator, "figures", (denominator,), is_denominator=True, absent="no_whole")
    return (figure(numerator), over)


def one_definition(roles: tuple[Role, ...], *, factor: float = 1.0) -> tuple[Definition, ...]:
    """The only definition of an indicator that is counted one way."""
    return (Definition("", N_("As defined"), roles, factor),)


def _input_rows(definitions: tuple[Definition, ...]) -> Text:
    return N_("{rows}", rows="; ".join(_rows_of(each) for each in definitions))


def _rows_of(definition: Definition) -> str:
    label = f"{definition.key} = " if definition.key else ""
    above = _sum_of(role for role in definition.roles if not role.is_denominator)
    over = _sum_of(role for role in definition.roles if role.is_denominator)
    return label + (f"{above} / {over}" if over else above)


def _sum_of(roles: Iterable[Role]) -> str:
    parts = [_rows_of_role(role) for role in roles]
    words = " ".join(parts).removeprefix("+ ")
    return f"({words})" if len(parts) > 1 else words


def _rows_of_role(role: Role) -> str:
    sign = "-" if role.sign < 0 else "+"
    inputs = ", ".join(name or "total" for name in role.inputs)
    return f"{sign} {role.table}[{inputs}]"
