"""Every indicator and every status as data. Pages, compare, report, command line and documentation read them
here.

Adding an indicator of sector sums is one entry. Sources of the definitions: docs/methods.md (series rules,
indicators)."""

from dataclasses import dataclass
from typing import Literal

from data.code_lists import OUTSIDE_TOTAL, SECTORS
from metrics.errors import MetricError
from texts import N_, Text

GasCoverage = Literal["ghg", "co2"]
Direction = Literal["down", "up"]
IndicatorClass = Literal["core", "optional", "context"]

GAS_NAMES: dict[GasCoverage, Text] = {"ghg": N_("greenhouse gases"), "co2": N_("fossil CO2")}
HEAT_AND_POWER = ("stationary_energy", "energy_generation", "energy")
OUTSIDE_COMPARABLE_TOTAL = (*OUTSIDE_TOTAL, "international_transport")


@dataclass(frozen=True)
class DefaultTarget:
    """A target from law or practice, drawn as "reference, not decided" and never judged."""

    reduction_percent: float
    base_year: int
    target_year: int
    source: Text


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it measures, in which unit and boundary, from which counted rows, and how it is
    judged.

    sectors: the sectors it sums. takes_total_row: whether a counted row without sector (a total) belongs to
    it. counterpart: the same indicator for datasets of the other gas coverage, with which it is never mixed
    or ranked."""

    key: str
    sdg_target: str
    title: Text
    short_title: Text
    unit: str
    direction: Direction
    boundary: Text
    formula: Text
    input_rows: Text
    sectors: tuple[str, ...]
    takes_total_row: bool
    is_per_head: bool
    gas_coverage: GasCoverage
    counterpart: str
    worked_example: Text
    source: Text
    basis: str = "territorial"
    includes_lulucf: bool = False
    includes_compensation: bool = False
    progress_method: str = "linear_path"
    natural_limit: float | None = None
    default_target: DefaultTarget | None = None
    is_direct: bool = True
    indicator_class: IndicatorClass = "core"

    @property
    def sector_codes(self) -> tuple[str, ...]:
        """The sectors it sums, with "" for a counted total row when that belongs to it."""
        return (*self.sectors, "") if self.takes_total_row else self.sectors

    @property
    def sectors_excluded(self) -> tuple[str, ...]:
        """The sectors it leaves out, in the order of the code list."""
        return tuple(sector for sector in SECTORS if sector not in self.sectors)


@dataclass(frozen=True)
class Status:
    """One status: its word, symbol, colour (text on white) and place in lists.

    is_red marks a bad verdict that was reached; the last four are no verdicts and stay grey."""

    key: str
    word: Text
    symbol: str
    colour: str
    order: int
    is_red: bool
    is_verdict: bool


# Blue, ochre and crimson instead of green and red: told apart by people with any colour blindness
# (tests/metrics/test_registry.py simulates it), and dark enough for text on white (>= 4.5:1). Word and symbol
# come first; the colour only repeats them.
_GREY = "#5B6B75"
_STATUSES = (
    Status("target_achieved", N_("Target achieved"), "★", "#0B3C6F", 1, is_red=False, is_verdict=True),
    Status("on_track", N_("On track"), "●", "#0B6FA4", 2, is_red=False, is_verdict=True),
    Status("too_slow", N_("Too slow"), "◐", "#8A5A00", 3, is_red=False, is_verdict=True),
    Status("off_track", N_("Off track"), "◔", "#A3333D", 4, is_red=True, is_verdict=True),
    Status("wrong_way", N_("Wrong way"), "▲", "#5E0F1F", 5, is_red=True, is_verdict=True),
    Status("no_data", N_("No data"), "○", _GREY, 6, is_red=False, is_verdict=False),
    Status("no_target", N_("No target"), "◌", _GREY, 7, is_red=False, is_verdict=False),
    Status("not_applicable", N_("Not applicable"), "–", _GREY, 8, is_red=False, is_verdict=False),
    Status("not_assessable", N_("Cannot be judged"), "?", _GREY, 9, is_red=False, is_verdict=False),
)
STATUSES: dict[str, Status] = {status.key: status for status in _STATUSES}

_SOURCE = N_("UN indicator 13.2.2; publisher's territorial accounts")
_TOTAL_ROWS = N_("Counted rows of table emissions, basis territorial, without land use and credits")
_COMPARABLE_ROWS = N_(
    "Counted sector rows of table emissions, without international transport, land use and credits"
)


def _forms(gas_coverage: GasCoverage) -> tuple[Indicator, ...]:
    """The six emission indicators for datasets of one gas coverage."""
    gases = GAS_NAMES[gas_coverage]
    unit = "t CO2e" if gas_coverage == "ghg" else "t CO2"

    def form(name: str, **fields: object) -> Indicator:
        return Indicator(
            key=f"{gas_coverage}_{name}",
            counterpart=f"{'co2' if gas_coverage == 'ghg' else 'ghg'}_{name}",
            gas_coverage=gas_coverage,
            unit=f"{unit}/inhabitant" if name == "per_capita" else unit,
            sdg_target="13.2.2",
            direction="down",
            source=_SOURCE,
            is_per_head=name == "per_capita",
            **fields,  # type: ignore[arg-type]
        )

    return (
        form(
            "total",
            title=N_("Territorial emissions of {gases}", gases=gases),
            short_title=N_("Total emissions"),
            boundary=N_(
                "The publisher's own total: within the borders, with international transport where the "
                "publisher counts it, without land use and credits"
            ),
            formula=N_("Sum of the counted rows; equals the total that the publisher shows"),
            input_rows=_TOTAL_ROWS,
            sectors=tuple(sector for sector in SECTORS if sector not in OUTSIDE_TOTAL),
            takes_total_row=True,
            worked_example=N_(
                "Transport 60, heating 30 and international transport 10 t give 100 t; land use -20 t stays "
                "outside"
            ),
        ),
        form(
            "comparable_total",
            title=N_("Comparable territorial emissions of {gases}", gases=gases),
            short_title=N_("Comparable total"),
            boundary=N_("Within the borders, without international transport, land use and credits"),
            formula=N_("Sum of the sector rows without international transport, land use and credits"),
            input_rows=_COMPARABLE_ROWS,
            sectors=tuple(sector for sector in SECTORS if sector not in OUTSIDE_COMPARABLE_TOTAL),
            takes_total_row=False,
            worked_example=N_("Transport 60, heating 30 and international transport 10 t give 90 t"),
        ),
        form(
            "per_capita",
            title=N_("Emissions of {gases} per inhabitant", gases=gases),
            short_title=N_("Emissions per inhabitant"),
            boundary=N_("The publisher's own total over the inhabitants on 31 December of the same year"),
            formula=N_(
                "Total emissions of the year / inhabitants of the same year; missing where that year's "
                "population is not loaded"
            ),
            input_rows=N_("The rows of the total, and the year's row of table population"),
            sectors=tuple(sector for sector in SECTORS if sector not in OUTSIDE_TOTAL),
            takes_total_row=True,
            worked_example=N_("100 000 t and 20 000 inhabitants give 5 t per inhabitant"),
        ),
        form(
            "transport",
            title=N_("Emissions of {gases} from transport", gases=gases),
            short_title=N_("Transport"),
            boundary=N_(
                "Road, rail, domestic shipping and aviation within the borders; off-road machinery is an "
                "indicator of its own"
            ),
            formula=N_("Sum of the counted rows of sector transport"),
            input_rows=N_("Counted rows of table emissions, sector transport"),
            sectors=("transport",),
            takes_total_row=False,
            worked_example=N_("Cars 40, lorries 15 and ferries 5 t give 60 t"),
        ),
        form(
            "off_road",
            title=N_("Emissions of {gases} from off-road machinery", gases=gases),
            short_title=N_("Off-road machinery"),
            boundary=N_(
                "Construction, farm, forest and garden machinery and snow scooters within the borders"
            ),
            formula=N_("Sum of the counted rows of sector off_road"),
            input_rows=N_("Counted rows of table emissions, sector off_road"),
            sectors=("off_road",),
            takes_total_row=False,
            worked_example=N_("Construction 8 and farm tractors 4 t give 12 t"),
        ),
        form(
            "heat_power",
            title=N_("Emissions of {gases} from heating, power and district heat", gases=gases),
            short_title=N_("Heating and power"),
            boundary=N_("Own heating of buildings, and power and district heat produced within the borders"),
            formula=N_("Sum of the counted rows of sectors stationary_energy, energy_generation and energy"),
            input_rows=N_("Counted rows of these sectors in table emissions"),
            sectors=HEAT_AND_POWER,
            takes_total_row=False,
            worked_example=N_("Oil boilers 10 and the district heat plant 25 t give 35 t"),
        ),
    )


INDICATORS: dict[str, Indicator] = {
    indicator.key: indicator for gas_coverage in GAS_NAMES for indicator in _forms(gas_coverage)
}


def indicator_named(key: str) -> Indicator:
    """The indicator of that key. Raises MetricError naming the keys there are."""
    if key not in INDICATORS:
        raise MetricError(
            N_('Indicator: expected one of {known}, found "{key}".', known=", ".join(INDICATORS), key=key)
        )
    return INDICATORS[key]


def normal_unit(unit: str) -> str:
    """A unit spelled one way, so that "tCO₂e per inhabitant" and "t CO2e/inhabitant" are the same unit.

    Nothing is rescaled: kilotonnes stay another unit."""
    plain = (
        unit.strip()
        .lower()
        .replace("₂", "2")
        .replace("tonnes", "t")
        .replace("tonne", "t")
        .replace("-eq", "e")
    )
    per_head = plain.replace("per inhabitant", "/inhabitant").replace("per capita", "/inhabitant")
    spelled = per_head + "abitant" if per_head.endswith("/inh") else per_head
    return spelled.replace(" ", "")
