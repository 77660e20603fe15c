"""Emissions within the borders: totals, per inhabitant and by sector, for greenhouse gases and for fossil CO2
(SDG 13.2.2)."""

from typing import Any

from data.code_lists import OUTSIDE_TOTAL, SECTORS
from metrics.indicator import DefaultTarget, GasCoverage, Indicator, Role, one_definition, over_people
from texts import N_, Text

GAS_NAMES: dict[GasCoverage, Text] = {"ghg": N_("greenhouse gases"), "co2": N_("fossil CO2")}
HEAT_AND_POWER = ("stationary_energy", "energy_generation", "energy")
OUTSIDE_COMPARABLE_TOTAL = (*OUTSIDE_TOTAL, "international_transport")
OF_THE_TOTAL = tuple(sector for sector in SECTORS if sector not in OUTSIDE_TOTAL)
OF_THE_COMPARABLE_TOTAL = tuple(sector for sector in SECTORS if sector not in OUTSIDE_COMPARABLE_TOTAL)

_SOURCE = N_("UN indicator 13.2.2; publisher's territorial accounts")

_EU_CLIMATE_LAW = DefaultTarget(
    "eu-climate-law",
    2030,
    N_("European Climate Law, regulation 2021/1119: the Union's net emissions, land use included"),
    is_verified=False,
    reduction_percent=55,
    base_years=(1990,),
)
_MISSION_CITIES = DefaultTarget(
    "eu-mission-cities",
    2030,
    N_("EU Mission for climate-neutral cities: about this much cut, the rest compensated"),
    is_verified=False,
    reduction_percent=80,
)
_HINKU = DefaultTarget(
    "hinku",
    2030,
    N_("Hinku network of Finnish municipalities"),
    is_verified=True,
    reduction_percent=80,
    base_years=(2007,),
    countries=("FI",),
)
_SWEDISH_TRANSPORT = DefaultTarget(
    "se-transport",
    2030,
    N_("Swedish milestone target for domestic transport without aviation"),
    is_verified=False,
    reduction_percent=70,
    base_years=(2010,),
    countries=("SE",),
)
_SDSN_GREEN = DefaultTarget(
    "sdsn-green",
    2030,
    N_("SDSN Sustainable Development Report: green below 2 t of fossil CO2 per inhabitant"),
    is_verified=True,
    target_value=2.0,
)
_DEFAULTS: dict[str, tuple[DefaultTarget, ...]] = {
    "ghg_total": (_HINKU, _EU_CLIMATE_LAW, _MISSION_CITIES),
    "ghg_transport": (_SWEDISH_TRANSPORT,),
    "co2_per_capita": (_SDSN_GREEN,),
}
# One card of the catalogue each: comparable totals and off-road machinery stand beside the core ones.
_TAGS: dict[str, tuple[str, ...]] = {
    "ghg_per_capita": ("ISO 37120: GHG t/inhabitant", "Kolada N00401"),
    "ghg_total": ("Kolada N07702",),
}


def indicators() -> tuple[Indicator, ...]:
    """The six indicators for greenhouse gases, then the same six for fossil CO2."""
    return tuple(indicator for gas_coverage in GAS_NAMES for indicator in _forms(gas_coverage))


def _emissions(sectors: tuple[str, ...], *, with_total_row: bool = False) -> Role:
    return Role("emissions", "emissions", (*sectors, "") if with_total_row else sectors)


def _form(gas_coverage: GasCoverage, name: str, *roles: Role, **fields: Any) -> Indicator:
    unit = "t CO2e" if gas_coverage == "ghg" else "t CO2"
    key = f"{gas_coverage}_{name}"
    return Indicator(
        key=key,
        counterpart=f"{'co2' if gas_coverage == 'ghg' else 'ghg'}_{name}",
        gas_coverage=gas_coverage,
        unit=f"{unit}/inhabitant" if name == "per_capita" else unit,
        sdg_target="13.2.2",
        direction="down",
        source=_SOURCE,
        definitions=one_definition(roles),
        defaults=_DEFAULTS.get(key, ()),
        tags=_TAGS.get(key, ()),
        **fields,
    )


def _forms(gas_coverage: GasCoverage) -> tuple[Indicator, ...]:
    return (*_totals(gas_coverage), *_sectors(gas_coverage))


def _totals(gas_coverage: GasCoverage) -> tuple[Indicator, ...]:
    gases = GAS_NAMES[gas_coverage]
    total = _emissions(OF_THE_TOTAL, with_total_row=True)
    return (
        _form(
            gas_coverage,
            "total",
            total,
            title=N_("Territorial emissions of {gases}", gases=gases),
            short_title=N_("Total emissions"),
            boundary=N_(
                "The publisher's own total: within the borders, with international transport where the "
                "publisher counts it, without land use and credits"
            ),
            formula=N_("Sum of the counted rows; equals the total that the publisher shows"),
            worked_example=N_(
                "Transport 60, heating 30 and international transport 10 t give 100 t; land use -20 t stays "
                "outside"
            ),
            caveat=N_(
                "The whole series is revised with each release, one plant or motorway can dominate it, and the "
                "municipalities do not add up to the nation"
            ),
        ),
        _form(
            gas_coverage,
            "comparable_total",
            _emissions(OF_THE_COMPARABLE_TOTAL),
            title=N_("Comparable territorial emissions of {gases}", gases=gases),
            short_title=N_("Comparable total"),
            boundary=N_("Within the borders, without international transport, land use and credits"),
            formula=N_("Sum of the sector rows without international transport, land use and credits"),
            worked_example=N_("Transport 60, heating 30 and international transport 10 t give 90 t"),
        ),
        _form(
            gas_coverage,
            "per_capita",
            *over_people(total),
            title=N_("Emissions of {gases} per inhabitant", gases=gases),
            short_title=N_("Emissions per inhabitant"),
            boundary=N_("The publisher's own total over the inhabitants on 31 December of the same year"),
            formula=N_(
                "Total emissions of the year / inhabitants of the same year; missing where that year's "
                "population is not loaded"
            ),
            worked_example=N_("100 000 t and 20 000 inhabitants give 5 t per inhabitant"),
        ),
    )


def _sectors(gas_coverage: GasCoverage) -> tuple[Indicator, ...]:
    gases = GAS_NAMES[gas_coverage]
    return (
        _form(
            gas_coverage,
            "transport",
            _emissions(("transport",)),
            title=N_("Emissions of {gases} from transport", gases=gases),
            short_title=N_("Transport"),
            boundary=N_(
                "Road, rail, domestic shipping and aviation within the borders; off-road machinery is an "
                "indicator of its own"
            ),
            formula=N_("Sum of the counted rows of sector transport"),
            worked_example=N_("Cars 40, lorries 15 and ferries 5 t give 60 t"),
        ),
        _form(
            gas_coverage,
            "off_road",
            _emissions(("off_road",)),
            title=N_("Emissions of {gases} from off-road machinery", gases=gases),
            short_title=N_("Off-road machinery"),
            boundary=N_(
                "Construction, farm, forest and garden machinery and snow scooters within the borders"
            ),
            formula=N_("Sum of the counted rows of sector off_road"),
            worked_example=N_("Construction 8 and farm tractors 4 t give 12 t"),
        ),
        _form(
            gas_coverage,
            "heat_power",
            _emissions(HEAT_AND_POWER),
            title=N_("Emissions of {gases} from heating, power and district heat", gases=gases),
            short_title=N_("Heating and power"),
            boundary=N_("Own heating of buildings, and power and district heat produced within the borders"),
            formula=N_("Sum of the counted rows of sectors stationary_energy, energy_generation and energy"),
            worked_example=N_("Oil boilers 10 and the district heat plant 25 t give 35 t"),
        ),
    )
