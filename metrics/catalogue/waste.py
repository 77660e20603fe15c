"""Waste, food waste and reuse (SDG 12.3, 12.4 and 12.5). Industrial waste never enters any of these."""

from data.code_lists import MATERIALS
from metrics.indicator import (
    DefaultTarget,
    Definition,
    Indicator,
    Role,
    figure,
    one_definition,
    over_people,
)
from texts import N_, Text

_ADJUSTED = N_("As Kolada counts it: per inhabitant adjusted for second homes, nights and commuting")
_OF_HOUSEHOLDS = N_("Household waste only")
_OF_HOUSEHOLDS_PUBLISHED = N_("Household waste only, as its publisher has worked it out")
_OF_MUNICIPALITY = N_("Municipal waste: households and what resembles it")
_NO_RANKING = N_(
    "Countries count waste and inhabitants differently: it is shown as a trend within each country and not ranked "
    "across borders"
)
KILOGRAMS = 1000.0  # a tonne


def indicators() -> tuple[Indicator, ...]:
    """The core ones, then the optional ones."""
    return (
        _PER_HEAD,
        _RESIDUAL,
        _RECYCLING,
        _FOOD,
        _LANDFILL,
        _REUSE,
        _HAZARDOUS,
        _CONSTRUCTION,
    )


def _waste(name: str, *inputs: str, is_required: bool = True) -> Role:
    return Role(name, "materials", inputs, is_required=is_required)


def _per_head(key: str, title: Text, *roles: Role) -> Definition:
    return Definition(key, title, over_people(*roles), KILOGRAMS)


def _published(key: str, title: Text, figure_key: str) -> Definition:
    return Definition(key, title, (figure(figure_key, is_additive=False),))


def _share_of_generated(key: str, title: Text, origin: str, *roles: Role) -> Definition:
    whole = Role(
        "generated", "materials", (f"{origin}/total/generated",), is_denominator=True, absent="no_whole"
    )
    return Definition(key, title, (*roles, whole), 100.0)


_PER_HEAD = Indicator(
    key="msw_per_capita",
    sdg_target="12.5",
    title=N_("Municipal waste per inhabitant"),
    short_title=N_("Municipal waste"),
    unit="kg/inhabitant",
    direction="down",
    boundary=N_("Municipal or household waste collected within the borders; the definition is named"),
    formula=N_("1000 × tonnes generated / inhabitants of the same year"),
    worked_example=N_("9 000 t and 20 000 inhabitants give 450 kg per inhabitant"),
    source=N_("SDG target 12.5"),
    definitions=(
        _published("adjusted", _ADJUSTED, "waste_kg_per_capita"),
        _published("household-published", _OF_HOUSEHOLDS_PUBLISHED, "household_waste_kg_per_capita"),
        _per_head("municipal", _OF_MUNICIPALITY, _waste("generated", "municipal/total/generated")),
        _per_head("household", _OF_HOUSEHOLDS, _waste("generated", "household/total/generated")),
    ),
    defaults=(
        DefaultTarget(
            "se-city", 2030, N_("Target of a Swedish city, as an example"), is_verified=True, reduction_percent=25,
            base_years=(2020,), countries=("SE",),
        ),
    ),
    is_proxy_because=N_("The amount of waste stands for its prevention"),
    is_ranked_across_borders=False,
    caveat=_NO_RANKING,
    tags=("Kolada U07801", "ISO 37120: collected waste per inhabitant"),
)  # fmt: skip

_RESIDUAL = Indicator(
    key="residual_per_capita",
    sdg_target="12.5",
    title=N_("Residual waste per inhabitant"),
    short_title=N_("Residual waste"),
    unit="kg/inhabitant",
    direction="down",
    boundary=N_("Mixed waste, and food waste that is burnt or landfilled; the definition is named"),
    formula=N_(
        "1000 × (residual waste + food waste to energy recovery or landfill) / inhabitants of the same year"
    ),
    worked_example=N_("2 400 t residual, 200 t food burnt and 20 000 inhabitants give 130 kg per inhabitant"),
    source=N_("SDG target 12.5"),
    definitions=(
        _published("adjusted", _ADJUSTED, "residual_food_waste_kg_per_capita"),
        *(
            _per_head(
                origin,
                title,
                _waste("residual", f"{origin}/residual/generated"),
                _waste(
                    "food", f"{origin}/food/energy_recovery", f"{origin}/food/landfill", is_required=False
                ),
            )
            for origin, title in (("municipal", _OF_MUNICIPALITY), ("household", _OF_HOUSEHOLDS))
        ),
    ),
    defaults=(
        DefaultTarget(
            "eu-action-plan", 2030, N_("EU circular economy action plan: residual municipal waste halved"),
            is_verified=False, reduction_percent=50,
        ),
        DefaultTarget(
            "se-city", 2030, N_("Target of a Swedish city for food and residual waste, as an example"), is_verified=True,
            target_value=130.0, countries=("SE",),
        ),
    ),
    is_proxy_because=N_("What is left unsorted stands for what is not recycled"),
    is_ranked_across_borders=False,
    caveat=_NO_RANKING,
    tags=("Kolada U07482",),
)  # fmt: skip

_RECYCLING = Indicator(
    key="recycling_rate",
    sdg_target="12.5.1",
    title=N_("Recycling rate of municipal waste"),
    short_title=N_("Recycling rate"),
    unit="%",
    direction="up",
    boundary=N_("Municipal or household waste; burning does not count, composting and digestion do"),
    formula=N_("100 × (recycled + prepared for reuse + composted or digested) / generated"),
    worked_example=N_("Recycled 3 000, reused 200, composted 1 300 of 9 000 t give 4 500 / 9 000 = 50 %"),
    source=N_("UN indicator 12.5.1; Waste Framework Directive"),
    scale="share",
    natural_limit=100.0,
    definitions=(
        _published("collected", N_("Collected for recycling, rejects included"), "material_recycling_percent"),
        _published("household-published", _OF_HOUSEHOLDS_PUBLISHED, "household_recycling_percent"),
        *(
            _share_of_generated(
                origin,
                title,
                origin,
                _waste("recycled", f"{origin}/total/recycling"),
                _waste(
                    "also_counted",
                    f"{origin}/total/reuse",
                    f"{origin}/total/composting_digestion",
                    is_required=False,
                ),
            )
            for origin, title in (("municipal", _OF_MUNICIPALITY), ("household", _OF_HOUSEHOLDS))
        ),
    ),
    defaults=(
        DefaultTarget(
            "wfd-2025", 2025, N_("Waste Framework Directive"), is_verified=True, target_value=55.0
        ),
        DefaultTarget(
            "wfd-2030", 2030, N_("Waste Framework Directive"), is_verified=False, target_value=60.0
        ),
        DefaultTarget(
            "wfd-2035", 2035, N_("Waste Framework Directive"), is_verified=False, target_value=65.0
        ),
    ),
    is_ranked_across_borders=False,
    caveat=N_(
        "The EU target counts at the input of final recycling, after sorting losses: local rates of what is "
        "collected overstate compliance"
    ),
    tags=("SDG 11.6.1", "Kolada U07414", "ISO 37120: share recycled"),
)  # fmt: skip

_FOOD = Indicator(
    key="food_waste",
    sdg_target="12.3.1",
    title=N_("Food waste per inhabitant"),
    short_title=N_("Food waste"),
    unit="kg/inhabitant",
    direction="down",
    boundary=N_("Food waste of retail, food service and households within the borders"),
    formula=N_("1000 × tonnes of food waste / inhabitants of the same year"),
    worked_example=N_("1 800 t and 20 000 inhabitants give 90 kg per inhabitant"),
    source=N_("UN indicator 12.3.1 (b)"),
    definitions=one_definition(over_people(figure("food_waste_tonnes")), factor=KILOGRAMS),
    defaults=(
        DefaultTarget(
            "eu-law-2025", 2030, N_("EU law of 2025: retail and consumption together, per head, against the mean of 2021-2023"),
            is_verified=True, reduction_percent=30, base_years=(2021, 2022, 2023),
        ),
        DefaultTarget(
            "sdg-12.3", 2030, N_("SDG target 12.3: halve per head"), is_verified=False, reduction_percent=50
        ),
    ),
    caveat=N_("Few points from analyses of waste composition, with sampling error; tourism is not corrected for"),
)  # fmt: skip

_LANDFILL = Indicator(
    key="landfill_share",
    sdg_target="12.5",
    title=N_("Municipal waste to landfill"),
    short_title=N_("Landfill share"),
    unit="%",
    direction="down",
    boundary=N_("Municipal or household waste; the definition is named"),
    formula=N_("100 × landfilled / generated"),
    worked_example=N_("90 of 9 000 t give 1 %"),
    source=N_("SDG target 12.5; Landfill Directive"),
    scale="share",
    natural_limit=100.0,
    definitions=tuple(
        _share_of_generated(origin, title, origin, _waste("landfilled", f"{origin}/total/landfill"))
        for origin, title in (("municipal", _OF_MUNICIPALITY), ("household", _OF_HOUSEHOLDS))
    ),
    defaults=(
        DefaultTarget(
            "landfill-directive", 2035, N_("Landfill Directive"), is_verified=True, target_value=10.0
        ),
    ),
    is_proxy_because=N_("What is landfilled stands for what is not recycled"),
    indicator_class="optional",
    is_ranked_across_borders=False,
    tags=("ISO 37120: share landfilled",),
)

_REUSE = Indicator(
    key="reuse_per_capita",
    sdg_target="12.5",
    title=N_("Goods passed on for reuse per inhabitant"),
    short_title=N_("Reuse"),
    unit="kg/inhabitant",
    direction="up",
    boundary=N_("Goods sold or given at reuse centres within the borders"),
    formula=N_("1000 × tonnes prepared for reuse / inhabitants of the same year"),
    worked_example=N_("60 t and 20 000 inhabitants give 3 kg per inhabitant"),
    source=N_("SDG target 12.5"),
    definitions=tuple(
        _per_head(origin, title, _waste("reused", f"{origin}/total/reuse"))
        for origin, title in (("municipal", _OF_MUNICIPALITY), ("household", _OF_HOUSEHOLDS))
    ),
    is_proxy_because=N_("Reuse is one way to prevent waste"),
    indicator_class="optional",
    is_ranked_across_borders=False,
)

_HAZARDOUS = Indicator(
    key="hazardous_collected",
    sdg_target="12.4.2",
    title=N_("Hazardous waste collected per inhabitant"),
    short_title=N_("Hazardous waste"),
    unit="kg/inhabitant",
    direction="none",
    boundary=N_("Hazardous waste of households collected separately, electronics included"),
    formula=N_("1000 × tonnes of hazardous waste and electronics / inhabitants of the same year"),
    worked_example=N_("120 t hazardous, 180 t electronics and 20 000 inhabitants give 15 kg per inhabitant"),
    source=N_("UN indicator 12.4.2"),
    definitions=(
        _published("adjusted", _ADJUSTED, "hazardous_waste_kg_per_capita"),
        *(
            _per_head(
                origin,
                title,
                _waste("hazardous", f"{origin}/hazardous/generated", f"{origin}/electronics/generated"),
            )
            for origin, title in (("municipal", _OF_MUNICIPALITY), ("household", _OF_HOUSEHOLDS))
        ),
    ),
    is_proxy_because=N_("Only what is collected is known, not what is generated"),
    indicator_class="optional",
    is_ranked_across_borders=False,
    caveat=N_("More can mean better sorting or more waste, so no direction is better"),
    tags=("Kolada U07485",),
)

_OF_CONSTRUCTION = tuple(material for material in MATERIALS if material not in ("all", "soil_stone"))


def _construction(*stages: str) -> tuple[str, ...]:
    return tuple(f"construction/{material}/{stage}" for stage in stages for material in _OF_CONSTRUCTION)


_CONSTRUCTION = Indicator(
    key="cdw_recovery",
    sdg_target="12.5",
    title=N_("Recovery of construction waste in own projects"),
    short_title=N_("Construction waste recovered"),
    unit="%",
    direction="up",
    boundary=N_("Construction and demolition waste of the municipality's own projects, without soil and stone"),
    formula=N_("100 × (prepared for reuse + recycled) / generated, by material, soil and stone left out"),
    worked_example=N_("Concrete 700 t recycled of 800 t and wood 50 t reused of 200 t give 750 / 1 000 = 75 %"),
    source=N_("SDG target 12.5; Waste Framework Directive"),
    scale="share",
    natural_limit=100.0,
    definitions=one_definition(
        (
            _waste("recovered", *_construction("reuse", "recycling")),
            Role("generated", "materials", _construction("generated"), is_denominator=True, absent="no_whole"),
        ),
        factor=100,
    ),
    defaults=(
        DefaultTarget(
            "wfd-2020", 2030, N_("Waste Framework Directive, since 2020"), is_verified=False, target_value=70.0
        ),
    ),
    is_proxy_because=N_("One stream of waste in the municipality's own projects"),
    indicator_class="optional",
    caveat=N_("Backfilling is left out where it is known"),
)  # fmt: skip
