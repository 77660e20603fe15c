"""National figures, shown beside a municipality as context and never as its own result, and the official indicators
that no municipality can report."""

from metrics.indicator import DefaultTarget, Definition, Indicator, NotApplicable, figure, one_definition
from texts import N_

_BOUNDARY = N_(
    "The country as a whole; a share worked out for a municipality would say nothing about its policy"
)


def indicators() -> tuple[Indicator, ...]:
    """Material consumption, material footprint, circular use."""
    return (_CONSUMPTION, _FOOTPRINT, _CIRCULAR_USE)


def _of_nation(figure_key: str) -> tuple[Definition, ...]:
    return one_definition((figure(figure_key, is_additive=False),))


_CONSUMPTION = Indicator(
    key="dmc_ctx",
    sdg_target="12.2.2",
    title=N_("Domestic material consumption per inhabitant"),
    short_title=N_("Material consumption"),
    unit="t/inhabitant",
    direction="down",
    boundary=_BOUNDARY,
    formula=N_("(Domestic extraction + imports - exports) / inhabitants, as published"),
    worked_example=N_("Extraction 60, imports 40, exports 20 million t and 4 million inhabitants give 20 t"),
    source=N_("UN indicator 12.2.2; national statistics, Eurostat"),
    definitions=_of_nation("domestic_material_consumption_t_per_capita"),
    defaults=(
        DefaultTarget(
            "fi-2035", 2035, N_("Finland: domestic primary raw materials not above 2015"), is_verified=False,
            reduction_percent=0, base_years=(2015,), countries=("FI",),
        ),
    ),
    indicator_class="context",
)  # fmt: skip

_FOOTPRINT = Indicator(
    key="rmc_ctx",
    sdg_target="12.2.1",
    title=N_("Material footprint per inhabitant"),
    short_title=N_("Material footprint"),
    unit="t/inhabitant",
    direction="down",
    boundary=_BOUNDARY,
    formula=N_("(Raw material input - exports in raw material equivalents) / inhabitants, as published"),
    worked_example=N_("Input 150, exports 30 million t and 4 million inhabitants give 30 t"),
    source=N_("UN indicator 12.2.1; national statistics, Eurostat"),
    definitions=_of_nation("material_footprint_t_per_capita"),
    indicator_class="context",
)

_CIRCULAR_USE = Indicator(
    key="cmu_ctx",
    sdg_target="12.2",
    title=N_("Circular material use rate"),
    short_title=N_("Circular use"),
    unit="%",
    direction="up",
    boundary=_BOUNDARY,
    formula=N_("100 × U / (domestic material consumption + U), U being recycled waste, as published"),
    worked_example=N_("U 10 and consumption 90 million t give 10 / 100 = 10 %"),
    source=N_("SDG targets 12.2 and 12.5; Eurostat"),
    scale="share",
    natural_limit=100.0,
    definitions=_of_nation("circular_material_use_percent"),
    defaults=(
        DefaultTarget(
            "eu-double", 2030, N_("EU: double the rate of 2020"), is_verified=False, reduction_percent=-100,
            base_years=(2020,),
        ),
    ),
    is_proxy_because=N_("A rate for the whole economy, between targets 12.2 and 12.5"),
    indicator_class="context",
)  # fmt: skip

NOT_APPLICABLE: tuple[NotApplicable, ...] = (
    NotApplicable(
        "12.4.1",
        N_("Parties to treaties on hazardous waste and chemicals"),
        N_("Treaties bind countries; a municipality is party to none"),
    ),
    NotApplicable(
        "12.c.1",
        N_("Fossil-fuel subsidies"),
        N_("Fuel taxes and subsidies are decided by the state"),
    ),
    NotApplicable(
        "13.1.2",
        N_("National strategies for disaster risk reduction"),
        N_("It asks for the national strategy; the local one is counted by 13.1.3"),
    ),
    NotApplicable(
        "13.a.1",
        N_("Climate finance for developing countries"),
        N_("The commitment is the states'"),
    ),
    NotApplicable(
        "13.b.1",
        N_("Climate plans of least developed countries and small island states"),
        N_("It is about other countries than the Nordic ones"),
    ),
)
