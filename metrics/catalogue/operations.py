"""Vehicles, buildings, kitchens, purchases and power of the municipality (SDG 12.2, 12.7 and 12.a)."""

from metrics.indicator import (
    DefaultTarget,
    Definition,
    Indicator,
    Role,
    figure,
    one_definition,
    over_people,
    ratio_of_figures,
)
from texts import N_

_SELF_REPORTED = N_("Reported by the municipality itself: say who counted it, when and how")


def indicators() -> tuple[Indicator, ...]:
    """The core ones, then the optional ones."""
    return (
        _FLEET,
        _BUILDINGS,
        _PROCUREMENT,
        _ORGANIC_FOOD,
        _KITCHENS,
        _RENEWABLE_POWER,
        _RENEWABLE_SHARE,
        _SECONDARY,
        _RENEWABLE_CONTENT,
    )


def _share(numerator: str, denominator: str) -> tuple[Definition, ...]:
    return one_definition(ratio_of_figures(numerator, denominator), factor=100)


_FLEET = Indicator(
    key="fossil_free_fleet",
    sdg_target="12.7.1",
    title=N_("Fossil-free vehicles in the municipal fleet"),
    short_title=N_("Fossil-free fleet"),
    unit="%",
    direction="up",
    boundary=N_("Vehicles owned or leased by the municipal organisation"),
    formula=N_("100 × zero-emission or fossil-free vehicles / all vehicles"),
    worked_example=N_("120 of 160 vehicles give 100 × 120 / 160 = 75 %"),
    source=N_("SDG targets 13.2 and 12.7"),
    basis="own_operations",
    scale="share",
    natural_limit=100.0,
    definitions=_share("vehicles_fossil_free", "vehicles_all"),
    defaults=(
        DefaultTarget(
            "all-vehicles", 2030, N_("Often decided by cities; the council's own decision counts"),
            is_verified=False, target_value=100.0,
        ),
    ),
    is_proxy_because=N_("One result of sustainable procurement, not its policy"),
    data_status=_SELF_REPORTED,
)  # fmt: skip

_BUILDINGS = Indicator(
    key="buildings_energy",
    sdg_target="12.2",
    title=N_("Energy use of municipal buildings"),
    short_title=N_("Energy in buildings"),
    unit="kWh/m2",
    direction="down",
    boundary=N_("Buildings that the municipal organisation heats; energy bought, corrected for degree days"),
    formula=N_("Energy bought / heated area"),
    worked_example=N_("9 000 000 kWh and 60 000 m2 give 150 kWh/m2"),
    source=N_("SDG targets 12.2 and 7.3"),
    basis="own_operations",
    definitions=one_definition(ratio_of_figures("building_energy_kwh", "building_heated_area_m2")),
    defaults=(
        DefaultTarget(
            "eed-public-bodies", 2030, N_("Energy Efficiency Directive 2023/1791: public bodies, every year"),
            is_verified=False, yearly_cut_percent=1.9,
        ),
    ),
    is_proxy_because=N_("Energy of buildings stands for the use of natural resources"),
    data_status=_SELF_REPORTED,
)  # fmt: skip

_PROCUREMENT = Indicator(
    key="sustainable_procurement",
    sdg_target="12.7.1",
    title=N_("Procurement with sustainability criteria"),
    short_title=N_("Sustainable procurement"),
    unit="%",
    direction="up",
    boundary=N_("Contracts awarded by the municipal organisation in the year, by value in one currency"),
    formula=N_("100 × value of contracts with criteria / value of contracts"),
    worked_example=N_("90 of 200 million give 45 %"),
    source=N_("UN indicator 12.7.1, adapted to a city"),
    basis="own_operations",
    scale="share",
    natural_limit=100.0,
    definitions=_share("contracts_value_with_criteria", "contracts_value"),
    is_proxy_because=N_("The official index also asks about policy, law, support and monitoring"),
    data_status=N_("Self-assessed: say who assessed it and when"),
)

_ORGANIC_FOOD = Indicator(
    key="organic_food",
    sdg_target="12.7.1",
    title=N_("Organic food in municipal kitchens"),
    short_title=N_("Organic food"),
    unit="%",
    direction="up",
    boundary=N_("Food bought by municipal kitchens, by cost and not by weight"),
    formula=N_("100 × cost of organic food / cost of food"),
    worked_example=N_("9 of 30 million give 30 %"),
    source=N_("SDG targets 12.7 and 2.4"),
    basis="own_operations",
    scale="share",
    natural_limit=100.0,
    definitions=_share("food_cost_organic", "food_cost"),
    defaults=(
        DefaultTarget(
            "se-ambition", 2030, N_("Swedish national ambition for public kitchens"), is_verified=False,
            target_value=60.0, countries=("SE",),
        ),
    ),
    is_proxy_because=N_("One group of goods stands for all purchases"),
    data_status=_SELF_REPORTED,
    tags=("Kolada U07514",),
)  # fmt: skip

_KITCHENS = Indicator(
    key="kitchen_food_waste",
    sdg_target="12.3.1",
    title=N_("Food waste in municipal kitchens"),
    short_title=N_("Kitchen food waste"),
    unit="g/portion",
    direction="down",
    boundary=N_("Serving and plate waste of municipal kitchens"),
    formula=N_("Serving and plate waste / portions served"),
    worked_example=N_("60 000 000 g and 1 200 000 portions give 50 g per portion"),
    source=N_("UN indicator 12.3.1 (b), municipal kitchens alone"),
    basis="own_operations",
    definitions=one_definition(ratio_of_figures("kitchen_food_waste_g", "kitchen_portions")),
    defaults=(
        DefaultTarget(
            "halve", 2030, N_("Often decided by cities; the council's own decision counts"), is_verified=False,
            reduction_percent=50,
        ),
    ),
    is_proxy_because=N_("Municipal kitchens are a part of food service"),
    data_status=_SELF_REPORTED,
)  # fmt: skip

_RENEWABLE_POWER = Indicator(
    key="renewable_power",
    sdg_target="12.a.1",
    title=N_("Installed solar and wind power per inhabitant"),
    short_title=N_("Solar and wind power"),
    unit="W/inhabitant",
    direction="up",
    boundary=N_("Plants within the borders"),
    formula=N_("1000 × installed solar and wind power in kW / inhabitants of the same year"),
    worked_example=N_("12 000 kW and 20 000 inhabitants give 600 W per inhabitant"),
    source=N_("UN indicators 12.a.1 and 7.2.1"),
    definitions=one_definition(over_people(figure("solar_wind_power_kw")), factor=1000),
    is_proxy_because=N_("The official indicator is about developing countries"),
    indicator_class="optional",
)

_RENEWABLE_SHARE = Indicator(
    key="renewable_share",
    sdg_target="7.2.1",
    title=N_("Renewable share of local power production"),
    short_title=N_("Renewable power share"),
    unit="%",
    direction="up",
    boundary=N_("Power produced within the borders"),
    formula=N_("100 × renewable production / production"),
    worked_example=N_("80 of 100 GWh give 80 %"),
    source=N_("UN indicators 12.a.1 and 7.2.1"),
    scale="share",
    natural_limit=100.0,
    definitions=_share("renewable_production_mwh", "power_production_mwh"),
    is_proxy_because=N_("Production within the borders, not consumption"),
    indicator_class="optional",
    tags=("Kolada N45925",),
)


def _content(share: str) -> tuple[Definition, ...]:
    mass = Role(
        "mass", "materials", ("own_operations/total/purchased",), is_denominator=True, absent="no_whole"
    )
    measured = Role(share, "materials", (f"own_operations/{share}/purchased",))
    return one_definition((measured, mass), factor=100)


_SECONDARY = Indicator(
    key="secondary_content",
    sdg_target="12.2",
    title=N_("Reused and recycled content of materials bought"),
    short_title=N_("Recycled content"),
    unit="%",
    direction="up",
    boundary=N_("Materials bought by the municipal organisation"),
    formula=N_("100 × sum of mass × reused or recycled share / mass; missing where a share is not stated"),
    worked_example=N_("80 t with 10 % and 20 t with 60 % give (8 + 12) / 100 = 20 %"),
    source=N_("SDG target 12.2"),
    basis="own_operations",
    scale="share",
    natural_limit=100.0,
    definitions=_content("secondary"),
    is_proxy_because=N_("The city's own purchases stand for the country's use of materials"),
    indicator_class="optional",
    data_status=_SELF_REPORTED,
    tags=("ISO 59020",),
)

_RENEWABLE_CONTENT = Indicator(
    key="renewable_content",
    sdg_target="12.2",
    title=N_("Renewable content of materials bought"),
    short_title=N_("Renewable content"),
    unit="%",
    direction="up",
    boundary=N_("Materials bought by the municipal organisation"),
    formula=N_("100 × sum of mass × renewable share / mass; missing where a share is not stated"),
    worked_example=N_("80 t with 50 % and 20 t with 0 % give 40 / 100 = 40 %"),
    source=N_("SDG target 12.2"),
    basis="own_operations",
    scale="share",
    natural_limit=100.0,
    definitions=_content("renewable"),
    is_proxy_because=N_("The city's own purchases stand for the country's use of materials"),
    indicator_class="optional",
    data_status=_SELF_REPORTED,
    tags=("ISO 59020",),
)
