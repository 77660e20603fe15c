"""What the fictional municipalities count besides territorial emissions, as data: waste, vehicles, food, plans.

All of it is invented. Two Norwegian municipalities have municipal waste, a third one households only; the Swedish
ones have published figures per inhabitant; the rest are the municipalities' own accounts, with gaps."""

from dataclasses import dataclass

Anchors = dict[int, float]  # year -> amount; in between, a line with a wobble


@dataclass(frozen=True)
class AccountPath:
    """One account through the years: from the first anchor to the last.

    decimals: to which it is rounded. only: the years that have a row, empty = all. missing: the years whose row says
    why it is empty, each with its reason."""

    area_id: str
    amounts: Anchors
    wobble_percent: float = 0.0
    decimals: int = 0
    only: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()
    missing: tuple[tuple[int, str], ...] = ()

    def has_row(self, year: int) -> bool:
        """Whether the account has a row for a year."""
        return year not in self.absent and (not self.only or year in self.only)


@dataclass(frozen=True)
class MaterialPath(AccountPath):
    """Tonnes of one material of one origin at one stage; of what is bought, the shares of its mass that are reused or
    recycled, and renewable (0-100, None = not stated)."""

    origin: str = "municipal"
    material: str = "all"
    stage: str = "generated"
    secondary_percent: float | None = None
    renewable_percent: float | None = None


@dataclass(frozen=True)
class FigurePath(AccountPath):
    """One figure in its unit (data.code_lists.FIGURE_UNITS)."""

    figure: str = ""


@dataclass(frozen=True)
class OwnEmissionPath(AccountPath):
    """Emissions of the municipal organisation in one sector, t CO2e."""

    sector: str = ""


def _waste(
    area_id: str,
    origin: str,
    stage: str,
    amounts: Anchors,
    *,
    material: str = "all",
    absent: tuple[int, ...] = (),
    missing: tuple[tuple[int, str], ...] = (),
) -> MaterialPath:
    return MaterialPath(
        area_id, amounts, 1.0, 0, absent=absent, missing=missing, origin=origin, material=material, stage=stage
    )  # fmt: skip


def _bought(
    area_id: str, material: str, amounts: Anchors, shares: tuple[float, float] | None = None
) -> MaterialPath:
    """Own purchases of a material; shares: reused or recycled, and renewable."""
    secondary, renewable = shares or (None, None)
    return MaterialPath(
        area_id, amounts, 1.0, 0, origin="own_operations", material=material, stage="purchased",
        secondary_percent=secondary, renewable_percent=renewable,
    )  # fmt: skip


def _figure(
    area_id: str,
    figure: str,
    amounts: Anchors,
    *,
    wobble_percent: float = 0.0,
    decimals: int = 0,
    only: tuple[int, ...] = (),
    absent: tuple[int, ...] = (),
    missing: tuple[tuple[int, str], ...] = (),
) -> FigurePath:
    return FigurePath(area_id, amounts, wobble_percent, decimals, only, absent, missing, figure=figure)


_FJORDVIK, _ELVESUND, _GROENNLIA, _JERNVAAG = "NO-D01", "NO-D02", "NO-D03", "NO-D04"
_NORRLUNDA, _SNOEHOEJDEN, _VINDOE, _LYNGAGER, _KOIVUHARJU = "SE-D01", "SE-D02", "DK-D01", "DK-D02", "FI-D01"

MATERIALS: tuple[MaterialPath, ...] = (
    # Fjordvik 2024: (2 600 recycled + 130 reused + 1 950 composted) / 10 200 = 45.9 %
    _waste(_FJORDVIK, "municipal", "generated", {2015: 10_900, 2024: 10_200}),
    _waste(_FJORDVIK, "municipal", "recycling", {2015: 2_500, 2024: 2_600}),
    _waste(_FJORDVIK, "municipal", "composting_digestion", {2015: 1_300, 2024: 1_950}),
    _waste(_FJORDVIK, "municipal", "reuse", {2018: 60, 2024: 130}),
    _waste(_FJORDVIK, "municipal", "energy_recovery", {2015: 6_700, 2024: 5_300}),
    _waste(_FJORDVIK, "municipal", "landfill", {2015: 330, 2024: 150}),
    _waste(_FJORDVIK, "municipal", "generated", {2015: 5_900, 2024: 4_900}, material="residual"),
    _waste(_FJORDVIK, "municipal", "generated", {2015: 190, 2024: 230}, material="hazardous"),
    _waste(_FJORDVIK, "municipal", "generated", {2015: 260, 2024: 270}, material="electronics"),
    _waste(_FJORDVIK, "industry", "generated", {2018: 960, 2024: 840}, material="wood"),
    _waste(_FJORDVIK, "industry", "generated", {2018: 310, 2024: 335}, material="metal"),
    # What Fjordvik's own organisation buys and throws away: of 420 t of food 40 t are composted in 2024, 9.5 %
    _bought(_FJORDVIK, "food", {2021: 445, 2024: 420}, (0, 100)),
    _bought(_FJORDVIK, "paper_cardboard", {2021: 71, 2024: 62}, (55, 95)),
    _bought(_FJORDVIK, "furniture", {2021: 52, 2024: 48}, (9, 40)),
    _bought(_FJORDVIK, "plastic", {2021: 34, 2024: 31}, (12, 4)),
    _waste(_FJORDVIK, "own_operations", "generated", {2021: 82, 2024: 72}, material="food"),
    _waste(_FJORDVIK, "own_operations", "composting_digestion", {2021: 30, 2024: 40}, material="food"),
    _waste(_FJORDVIK, "own_operations", "energy_recovery", {2021: 52, 2024: 32}, material="food"),
    _waste(_FJORDVIK, "own_operations", "generated", {2021: 60, 2024: 55}, material="paper_cardboard"),
    _waste(_FJORDVIK, "own_operations", "recycling", {2021: 42, 2024: 41}, material="paper_cardboard"),
    _waste(_FJORDVIK, "own_operations", "energy_recovery", {2021: 18, 2024: 14}, material="paper_cardboard"),
    _waste(_FJORDVIK, "own_operations", "generated", {2021: 31, 2024: 30}, material="furniture"),
    _waste(_FJORDVIK, "own_operations", "reuse", {2021: 5, 2024: 9}, material="furniture"),
    _waste(_FJORDVIK, "own_operations", "energy_recovery", {2021: 22, 2024: 17}, material="furniture"),
    _waste(_FJORDVIK, "own_operations", "generated", {2021: 26, 2024: 24}, material="plastic"),
    _waste(_FJORDVIK, "own_operations", "recycling", {2021: 5, 2024: 6}, material="plastic"),
    _waste(_FJORDVIK, "own_operations", "energy_recovery", {2021: 21, 2024: 18}, material="plastic"),
    _waste(_ELVESUND, "municipal", "generated", {2020: 22_400, 2024: 21_100}),
    _waste(
        _ELVESUND, "municipal", "recycling", {2020: 6_700, 2024: 7_300}, missing=((2022, "not_estimated"),)
    ),
    _waste(_ELVESUND, "municipal", "composting_digestion", {2020: 3_600, 2024: 4_400}),
    _waste(_ELVESUND, "municipal", "energy_recovery", {2020: 11_700, 2024: 9_100}),
    _waste(_ELVESUND, "municipal", "landfill", {2020: 300, 2024: 180}),
    _waste(_ELVESUND, "municipal", "generated", {2020: 11_000, 2024: 9_300}, material="residual"),
    _waste(_JERNVAAG, "household", "generated", {2016: 4_000, 2024: 3_700}, absent=(2019,)),
    _waste(_JERNVAAG, "household", "recycling", {2016: 950, 2024: 1_200}, absent=(2019,)),
    _waste(_JERNVAAG, "household", "composting_digestion", {2016: 500, 2024: 650}, absent=(2019,)),
    _waste(_JERNVAAG, "household", "generated", {2016: 2_250, 2024: 1_750}, material="residual", absent=(2019,)),
    # A waste composition analysis in 2021 and 2024: what is sorted, by treatment
    _waste(_JERNVAAG, "household", "generated", {2021: 330, 2024: 310}, material="wood"),
    _waste(_JERNVAAG, "household", "energy_recovery", {2021: 308, 2024: 280}, material="wood"),
    _waste(_JERNVAAG, "household", "recycling", {2021: 22, 2024: 30}, material="wood"),
    _waste(_JERNVAAG, "household", "generated", {2021: 195, 2024: 190}, material="plastic"),
    _waste(_JERNVAAG, "household", "energy_recovery", {2021: 140, 2024: 120}, material="plastic"),
    _waste(_JERNVAAG, "household", "recycling", {2021: 55, 2024: 70}, material="plastic"),
    _waste(_JERNVAAG, "household", "generated", {2021: 620, 2024: 610}, material="food"),
    _waste(_JERNVAAG, "household", "composting_digestion", {2021: 540, 2024: 560}, material="food"),
    _waste(_JERNVAAG, "household", "energy_recovery", {2021: 80, 2024: 50}, material="food"),
    _waste(_JERNVAAG, "household", "energy_recovery", {2016: 2_450, 2024: 1_800}, absent=(2019,)),
    _waste(_JERNVAAG, "household", "landfill", {2016: 80, 2024: 40}, absent=(2019,)),
)  # fmt: skip

# As a publisher gives them per inhabitant, adjusted for second homes and commuting.
PUBLISHED_FIGURES: tuple[FigurePath, ...] = (
    _figure(_NORRLUNDA, "waste_kg_per_capita", {2014: 448, 2024: 402}, wobble_percent=1.0),
    _figure(_NORRLUNDA, "residual_food_waste_kg_per_capita", {2014: 198, 2024: 142}, wobble_percent=1.0),
    _figure(_NORRLUNDA, "hazardous_waste_kg_per_capita", {2014: 24, 2024: 27}, wobble_percent=2.0),
    _figure(_NORRLUNDA, "material_recycling_percent", {2014: 38, 2024: 53}, wobble_percent=1.0, decimals=1),
    _figure(_SNOEHOEJDEN, "waste_kg_per_capita", {2014: 610, 2024: 640}, wobble_percent=1.0, absent=(2020,)),
    _figure(
        _SNOEHOEJDEN, "residual_food_waste_kg_per_capita", {2014: 281, 2024: 268}, wobble_percent=1.0, absent=(2020,)
    ),
    _figure(
        _SNOEHOEJDEN, "material_recycling_percent", {2014: 31, 2024: 36}, wobble_percent=1.0, decimals=1, absent=(2020,),
        missing=((2018, "not_estimated"),),
    ),
)  # fmt: skip

OWN_FIGURES: tuple[FigurePath, ...] = (
    _figure(_FJORDVIK, "vehicles_all", {2018: 162, 2024: 170}),
    _figure(_FJORDVIK, "vehicles_fossil_free", {2018: 31, 2021: 70, 2024: 118}),
    _figure(_FJORDVIK, "building_energy_kwh", {2016: 14_200_000, 2020: 12_900_000, 2024: 11_800_000},
            wobble_percent=1.0),
    _figure(_FJORDVIK, "building_heated_area_m2", {2016: 71_000, 2024: 73_500}),
    _figure(_FJORDVIK, "climate_plan_adopted", {2018: 0, 2020: 0, 2021: 1, 2024: 1}),
    _figure(_FJORDVIK, "adaptation_elements", {2020: 0.45, 2022: 0.6, 2024: 0.75}, decimals=2, only=(2020, 2022, 2024)),
    _figure(_FJORDVIK, "food_waste_tonnes", {2021: 2_050, 2024: 1_890}, only=(2021, 2024)),
    _figure(_FJORDVIK, "kitchen_food_waste_g", {2019: 41_000_000, 2024: 29_500_000}, wobble_percent=2.0, absent=(2020,)),
    _figure(_FJORDVIK, "kitchen_portions", {2019: 620_000, 2024: 655_000}, wobble_percent=1.0, absent=(2020,)),
    _figure(_FJORDVIK, "contracts_value", {2021: 610_000_000, 2024: 690_000_000}),
    _figure(_FJORDVIK, "contracts_value_with_criteria", {2021: 170_000_000, 2024: 330_000_000}),
    _figure(_FJORDVIK, "food_cost", {2018: 18_200_000, 2024: 22_400_000}),
    _figure(_FJORDVIK, "food_cost_organic", {2018: 2_400_000, 2024: 4_300_000}),
    _figure(_ELVESUND, "compensation_tco2e", {2018: 1_000, 2024: 4_200}),
    _figure(_ELVESUND, "carbon_budget_tco2e", {2022: 900_000, 2023: 900_000}, only=(2022,)),
    _figure(_ELVESUND, "vehicles_all", {2020: 298, 2024: 310}),
    _figure(_ELVESUND, "vehicles_fossil_free", {2020: 61, 2024: 104}),
    _figure(_ELVESUND, "climate_plan_adopted", {2020: 1, 2024: 1}),
    # Grønnlia buys no compensation: "not occurring" is a zero, and its net balance is known
    _figure(_GROENNLIA, "compensation_tco2e", {2018: 0, 2024: 0},
            missing=tuple((year, "not_occurring") for year in range(2018, 2025))),
    _figure(_NORRLUNDA, "vehicles_all", {2016: 540, 2024: 565}),
    _figure(_NORRLUNDA, "vehicles_fossil_free", {2016: 190, 2020: 345, 2024: 520}),
    _figure(_NORRLUNDA, "building_energy_kwh", {2016: 92_000_000, 2024: 84_500_000}, wobble_percent=1.0),
    _figure(_NORRLUNDA, "building_heated_area_m2", {2016: 610_000, 2024: 640_000}),
    _figure(_NORRLUNDA, "food_cost", {2018: 71_000_000, 2024: 92_000_000}),
    _figure(_NORRLUNDA, "food_cost_organic", {2018: 26_000_000, 2024: 30_500_000}),
    _figure(_NORRLUNDA, "climate_plan_adopted", {2016: 1, 2024: 1}),
    _figure(_NORRLUNDA, "adaptation_elements", {2023: 0.9}, decimals=2),
    _figure(_VINDOE, "solar_wind_power_kw", {2015: 3_400, 2018: 5_200, 2023: 9_800}),
    _figure(_VINDOE, "power_production_mwh", {2018: 21_000, 2023: 33_000}, wobble_percent=3.0),
    _figure(_VINDOE, "renewable_production_mwh", {2018: 19_000, 2023: 31_500}),
    _figure(_LYNGAGER, "climate_plan_adopted", {2020: 0, 2024: 0}),
    _figure(_KOIVUHARJU, "vehicles_all", {2019: 402, 2024: 398}),
    _figure(_KOIVUHARJU, "vehicles_fossil_free", {2019: 45, 2024: 122}),
    _figure(_KOIVUHARJU, "building_energy_kwh", {2017: 61_000_000, 2024: 55_200_000}, wobble_percent=1.0, absent=(2020,)),
    _figure(_KOIVUHARJU, "building_heated_area_m2", {2017: 402_000, 2024: 410_000}),
)  # fmt: skip

OWN_OPERATIONS: tuple[OwnEmissionPath, ...] = (
    OwnEmissionPath(_FJORDVIK, {2018: 820, 2024: 560}, 1.5, 1, sector="stationary_energy"),
    OwnEmissionPath(_FJORDVIK, {2018: 610, 2024: 330}, 1.5, 1, sector="transport"),
    OwnEmissionPath(_FJORDVIK, {2018: 70, 2024: 60}, 1.5, 1, sector="other"),
    OwnEmissionPath(_NORRLUNDA, {2016: 3_900, 2024: 2_100}, 1.5, 1, sector="stationary_energy"),
    OwnEmissionPath(_NORRLUNDA, {2016: 2_700, 2024: 1_150}, 1.5, 1, sector="transport"),
)
