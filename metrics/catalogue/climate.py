"""The climate balance, the municipal organisation itself, plans and damage (SDG 13)."""

from data.code_lists import SECTORS
from metrics.catalogue.territorial import OF_THE_TOTAL
from metrics.indicator import (
    DefaultTarget,
    Definition,
    Indicator,
    Role,
    figure,
    one_definition,
    over_people,
)
from texts import N_

_SELF_REPORTED = N_("Reported by the municipality itself: say who counted it, when and how")


def indicators() -> tuple[Indicator, ...]:
    """Net balance, own operations and plans, then the optional ones."""
    return (
        _NET_BALANCE, _OWN_OPERATIONS, _CLIMATE_PLAN, _ADAPTATION, _CONSUMPTION, _BUDGET_USED, _DAMAGE, _AFFECTED,
    )  # fmt: skip


_NET_BALANCE = Indicator(
    key="net_balance",
    sdg_target="13.2.2",
    title=N_("Net emissions of greenhouse gases"),
    short_title=N_("Net emissions"),
    unit="t CO2e",
    direction="down",
    boundary=N_("Territorial total, land use and eligible compensation, kept as three inputs"),
    formula=N_(
        "Territorial total + land use - eligible compensation; missing where one of the three is not loaded "
        "(no compensation is stated as 0)"
    ),
    worked_example=N_("Total 100, land use -20 and compensation 30 t give 100 - 20 - 30 = 50 t"),
    source=N_("UN indicator 13.2.2; climate neutrality as the council defines it"),
    gas_coverage="ghg",
    includes_lulucf=True,
    includes_compensation=True,
    definitions=one_definition(
        (
            Role("gross", "emissions", (*OF_THE_TOTAL, "")),
            Role("lulucf", "emissions", ("lulucf",), absent="no_land_use"),
            Role("compensation", "figures", ("compensation_tco2e",), sign=-1, absent="no_compensation"),
        )
    ),
    defaults=(
        DefaultTarget(
            "neutral",
            2030,
            N_("Climate neutrality: what remains is taken up or compensated"),
            is_verified=True,
            target_value=0.0,
        ),
    ),
    caveat=N_("Sinks and compensation need their own legal text; countries define neutrality differently"),
)

_OWN_OPERATIONS = Indicator(
    key="own_ops_ghg",
    sdg_target="13.2.2",
    title=N_("Emissions of the municipal organisation"),
    short_title=N_("Own operations"),
    unit="t CO2e",
    direction="down",
    boundary=N_("The municipal organisation: energy, vehicles and travel, with purchases where they are counted"),
    formula=N_("Sum of the counted rows on the basis own operations"),
    worked_example=N_("Buildings 400, vehicles 250 and travel 50 t give 700 t"),
    source=N_("UN indicator 13.2.2, for the organisation alone"),
    basis="own_operations",
    definitions=one_definition((Role("emissions", "emissions_own_operations", (*SECTORS, "")),)),
    defaults=(
        DefaultTarget(
            "often-zero", 2030, N_("Often decided by cities; the council's own decision counts"), is_verified=False,
            target_value=0.0,
        ),
    ),
    is_proxy_because=N_("The organisation is a part of the territory that the official indicator counts"),
    data_status=_SELF_REPORTED,
)  # fmt: skip

_CLIMATE_PLAN = Indicator(
    key="climate_plan",
    sdg_target="13.2.1",
    title=N_("Adopted climate plan with a target year"),
    short_title=N_("Climate plan"),
    unit="0/1",
    direction="up",
    boundary=N_("The municipality's own plan"),
    formula=N_("1 if adopted by the council, younger than four years and followed up yearly; else 0"),
    worked_example=N_("A plan adopted in 2023 and reported on in 2024 gives 1 for 2024"),
    source=N_("UN indicator 13.2.1, by analogy"),
    scale="binary",
    natural_limit=1.0,
    definitions=one_definition((figure("climate_plan_adopted", is_additive=False),)),
    defaults=(
        DefaultTarget(
            "in-force", 2030, N_("What the indicator asks for"), is_verified=True, target_value=1.0
        ),
    ),
    is_proxy_because=N_("The official indicator counts countries; this is the same question to a municipality"),
    data_status=_SELF_REPORTED,
)  # fmt: skip

_ADAPTATION = Indicator(
    key="drr_adaptation",
    sdg_target="13.1.3",
    title=N_("Local strategy for risk reduction and adaptation"),
    short_title=N_("Adaptation strategy"),
    unit="0-1",
    direction="up",
    boundary=N_("The municipality's own strategy"),
    formula=N_("Mean of ten elements of the Sendai framework, each 0 to 1"),
    worked_example=N_("Six elements in place and two half in place give (6 + 2 × 0.5) / 10 = 0.7"),
    source=N_("UN indicator 13.1.3, as Spain's statistics office computes it"),
    scale="score",
    natural_limit=1.0,
    definitions=one_definition((figure("adaptation_elements", is_additive=False),)),
    defaults=(
        DefaultTarget(
            "complete", 2030, N_("What the indicator asks for"), is_verified=True, target_value=1.0
        ),
    ),
    data_status=N_("Self-assessed: say who assessed it and when"),
)

_CONSUMPTION = Indicator(
    key="ghg_consumption",
    sdg_target="12.2.1",
    title=N_("Consumption footprint per inhabitant"),
    short_title=N_("Consumption footprint"),
    unit="t CO2e/inhabitant",
    direction="down",
    boundary=N_("What the inhabitants' and the public sector's consumption causes, wherever it is emitted"),
    formula=N_("Counted rows on the basis consumption / inhabitants of the same year"),
    worked_example=N_("160 000 t and 20 000 inhabitants give 8 t per inhabitant"),
    source=N_("UN indicators 12.2.1 and 13.2.2, by model"),
    basis="consumption",
    definitions=one_definition(
        over_people(Role("emissions", "emissions_consumption", (*SECTORS, "")))
    ),
    is_proxy_because=N_("A modelled carbon footprint stands for the material footprint"),
    indicator_class="optional",
    data_status=N_("Modelled"),
)  # fmt: skip

_BUDGET_USED = Indicator(
    key="budget_used",
    sdg_target="13.2.2",
    title=N_("Share of the carbon budget used"),
    short_title=N_("Carbon budget used"),
    unit="%",
    direction="none",
    boundary=N_("Territorial total without land use, from the year in which the budget begins"),
    formula=N_("100 × sum of the territorial totals since the budget began / carbon budget"),
    worked_example=N_("A budget of 1 000 t from 2020; 200 t in 2020 and 180 t in 2021 give 38 % in 2021"),
    source=N_("UN indicator 13.2.2; carbon budgets of local authorities"),
    gas_coverage="ghg",
    scale="share",
    definitions=(
        Definition(
            "",
            N_("As defined"),
            (
                Role("emissions", "emissions", (*OF_THE_TOTAL, "")),
                Role(
                    "budget",
                    "figures",
                    ("carbon_budget_tco2e",),
                    is_denominator=True,
                    absent="no_carbon_budget",
                ),
            ),
            factor=100.0,
            is_running=True,
        ),
    ),
    indicator_class="optional",
    data_status=N_("Derived: emissions as the dataset states them, the budget as the municipality states it"),
    caveat=N_(
        "A sum that only grows has no path to a target: whether the budget lasts is judged by the year in which it runs "
        "out. A budget that is decided anew counts from its own first year"
    ),
)

_DAMAGE = Indicator(
    key="climate_damage",
    sdg_target="13.1.1",
    title=N_("Damage by weather events per inhabitant"),
    short_title=N_("Weather damage"),
    unit="EUR/inhabitant",
    direction="down",
    boundary=N_("Insured natural-hazard claims within the borders"),
    formula=N_("Insured claims / inhabitants of the same year"),
    worked_example=N_("EUR 500 000 and 20 000 inhabitants give EUR 25 per inhabitant"),
    source=N_("UN indicator 13.1.1"),
    definitions=one_definition(over_people(figure("insured_damage_eur"))),
    is_proxy_because=N_("Claims stand for deaths and people affected, which are rare in one municipality"),
    indicator_class="optional",
    caveat=N_("Swings from year to year: one storm decides"),
)

_AFFECTED = Indicator(
    key="climate_affected",
    sdg_target="13.1.1",
    title=N_("People affected by weather events per 100 000 inhabitants"),
    short_title=N_("People affected"),
    unit="persons/100 000 inhabitants",
    direction="down",
    boundary=N_("People affected within the borders, where they are counted"),
    formula=N_("100 000 × people affected / inhabitants of the same year"),
    worked_example=N_("4 people and 20 000 inhabitants give 20 per 100 000"),
    source=N_("UN indicator 13.1.1"),
    definitions=one_definition(over_people(figure("people_affected")), factor=100_000),
    indicator_class="optional",
    caveat=N_("Swings from year to year: one storm decides"),
)
