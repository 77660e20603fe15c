"""The twelve fictional municipalities as data: who they are, what they emit, what they decided.

All of it is invented for demonstration; nothing is taken from a publication. A test checks the names
against the register of real municipalities; every code has a letter, so that it is never an official one."""

from dataclasses import dataclass
from datetime import date

from texts import N_, Text

Anchors = dict[int, float]  # year -> amount; in between, a line with a wobble


@dataclass(frozen=True)
class SectorPath:
    """Emissions of one sector through the years, in t CO2e (t CO2 where the dataset covers CO2 only).

    scope is empty where the dataset does not tell scopes apart. sources names an entry of SOURCES, else that
    of the sector. is_counted is False for what the publisher lists beside its total (sinks, credits).
    missing: the years without a figure, each with its reason."""

    sector: str
    tonnes: Anchors
    scope: str = ""
    sources: str = ""
    wobble_percent: float = 1.5
    is_counted: bool = True
    missing: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class DemoTarget:
    """A decided target: a percentage on the base year, or a value in the indicator's unit; never both.

    is_net: land use and compensation are counted."""

    indicator: str
    base_year: int
    decided_on: date
    reduction_percent: float | None = None
    target_value: float | None = None
    target_year: int = 2030
    unit: str = "t CO2e"
    basis: str = "territorial"
    is_net: bool = False


@dataclass(frozen=True)
class DemoMunicipality:
    """A fictional municipality. dataset is empty when nobody has published its emissions.

    absent_population: years without a row; unestimated_population: years whose row says why it is empty."""

    area_id: str
    name: str
    region: str
    profile: Text
    dataset: str
    population: Anchors
    sectors: tuple[SectorPath, ...] = ()
    targets: tuple[DemoTarget, ...] = ()
    other_name: str = ""
    absent_population: tuple[int, ...] = ()
    unestimated_population: tuple[int, ...] = ()

    @property
    def country_code(self) -> str:
        return self.area_id[:2]

    @property
    def code(self) -> str:
        return self.area_id[3:]


@dataclass(frozen=True)
class DemoPredecessor:
    """A municipality that ended in a merger: its own population until its last year."""

    area_id: str
    name: str
    region: str
    became: str
    last_year: int
    population: Anchors
    absent_population: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """One emission source within a sector: its share of the sector (0-1) in 2009 and 2024; its gases."""

    label: str
    share_2009: float
    share_2024: float
    gases: tuple[tuple[str, float], ...]


_COMBUSTION = (("CO2", 0.978), ("CH4", 0.004), ("N2O", 0.018))
_ENGINES = (("CO2", 0.985), ("N2O", 0.015))
_CO2 = (("CO2", 1.0),)
_ROAD = (
    Source("Passenger cars", 0.56, 0.43, _COMBUSTION),
    Source("Vans", 0.15, 0.19, _COMBUSTION),
    Source("Heavy vehicles", 0.24, 0.34, _COMBUSTION),
    Source("Buses", 0.05, 0.04, _COMBUSTION),
)
SOURCES: dict[str, tuple[Source, ...]] = {
    "stationary_energy": (
        Source("Fossil oil", 0.62, 0.0, _CO2),  # none left in 2024: a true zero
        Source("Gas", 0.26, 0.60, _CO2),
        Source("Wood burning", 0.12, 0.40, (("CH4", 0.93), ("N2O", 0.07))),
    ),
    "energy_generation": (
        Source("Waste incineration", 0.82, 0.94, _COMBUSTION),
        Source("District heat without waste incineration", 0.18, 0.06, _ENGINES),
    ),
    "transport": _ROAD,
    "transport with harbour": (
        Source("Passenger cars", 0.43, 0.32, _COMBUSTION),
        Source("Vans", 0.11, 0.14, _COMBUSTION),
        Source("Heavy vehicles", 0.20, 0.26, _COMBUSTION),
        Source("Buses", 0.04, 0.02, _COMBUSTION),
        Source("Cargo ships", 0.13, 0.17, _CO2),
        Source("Ferries", 0.06, 0.05, _CO2),
        Source("Fishing vessels", 0.03, 0.04, _CO2),
    ),
    "off_road": (
        Source("Construction", 0.52, 0.60, _ENGINES),
        Source("Farm and forest machinery", 0.30, 0.26, _ENGINES),
        Source("Other machinery", 0.18, 0.14, _ENGINES),
    ),
    "off_road on farms": (
        Source("Construction", 0.18, 0.20, _ENGINES),
        Source("Farm and forest machinery", 0.76, 0.73, _ENGINES),
        Source("Snowmobiles", 0.06, 0.07, _ENGINES),
    ),
    "industry": (
        Source("Industry, energy and process", 1.0, 1.0, (("CO2", 0.988), ("CH4", 0.004), ("N2O", 0.008))),
    ),
    "ippu": (
        Source("Use of HFCs", 0.95, 0.93, (("HFC", 1.0),)),
        Source("Use of SF6", 0.05, 0.07, (("SF6", 1.0),)),
    ),
    "agriculture": (
        Source("Digestion of livestock", 0.55, 0.56, (("CH4", 1.0),)),
        Source("Manure", 0.15, 0.15, (("CH4", 0.70), ("N2O", 0.30))),
        Source("Farm land", 0.30, 0.29, (("N2O", 1.0),)),
    ),
    "waste": (
        Source("Landfill gas", 0.86, 0.72, (("CH4", 1.0),)),
        Source("Wastewater", 0.08, 0.16, (("CH4", 0.26), ("N2O", 0.74))),
        Source("Biological treatment", 0.06, 0.12, (("CH4", 0.88), ("N2O", 0.12))),
    ),
    "international_transport": (Source("Flights abroad", 1.0, 1.0, (("CO2", 0.99), ("N2O", 0.01))),),
    "lulucf": (Source("Forest land", 1.12, 1.10, _CO2), Source("Building on land", -0.12, -0.10, _CO2)),
}
GAS_SHARES: dict[str, tuple[tuple[str, float], ...]] = {  # where a dataset tells gases apart, but not sources
    "stationary_energy": (("CO2", 0.965), ("CH4", 0.020), ("N2O", 0.015)),
    "transport": (("CO2", 0.985), ("N2O", 0.015)),
    "off_road": (("CO2", 0.985), ("N2O", 0.015)),
    "industry": (("CO2", 0.990), ("N2O", 0.010)),
    "ippu": (("F-gases", 1.0),),
    "agriculture": (("CH4", 0.56), ("N2O", 0.44)),
    "waste": (("CH4", 0.85), ("N2O", 0.15)),
    "lulucf": (("CO2", 1.0),),
    "credits": (("CO2", 1.0),),
}

_NO, _SE, _DK, _FI, _IS = "demo-no-ghg", "demo-se-co2", "demo-dk-ghg", "demo-fi-ghg", "demo-is-ghg"

MUNICIPALITIES: tuple[DemoMunicipality, ...] = (
    DemoMunicipality(
        "NO-D01",
        "Fjordvik",
        "Havland",
        N_("Port town with district heat from waste incineration"),
        _NO,
        population={2009: 21_900, 2016: 23_300, 2024: 24_200},
        sectors=(
            SectorPath(
                "stationary_energy", {2009: 9_000, 2015: 6_000, 2020: 3_000, 2024: 2_600}, wobble_percent=3.0
            ),
            SectorPath("energy_generation", {2009: 19_000, 2015: 21_200, 2019: 23_800, 2024: 26_400}),
            SectorPath(
                "transport",
                {2009: 57_000, 2015: 51_300, 2018: 50_300, 2020: 43_500, 2022: 42_600, 2024: 39_000},
                sources="transport with harbour",
            ),
            SectorPath("off_road", {2009: 14_500, 2015: 13_200, 2024: 9_300}),
            SectorPath("industry", {2009: 23_000, 2015: 18_500, 2018: 17_200, 2021: 11_000, 2024: 8_200}),
            SectorPath("agriculture", {2009: 4_700, 2024: 4_100}, wobble_percent=0.6),
            SectorPath("waste", {2009: 10_300, 2015: 7_200, 2024: 3_650}, wobble_percent=0.8),
            SectorPath("ippu", {2009: 1_300, 2013: 2_000, 2024: 1_240}),
        ),
        targets=(
            DemoTarget("ghg_total", 2009, date(2016, 11, 24), reduction_percent=40.0),
            DemoTarget("ghg_total", 2009, date(2021, 6, 17), reduction_percent=55.0),
            DemoTarget("ghg_heat_power", 2015, date(2021, 6, 17), reduction_percent=60.0),
            DemoTarget("recycling_rate", 2015, date(2021, 6, 17), target_value=60.0, unit="%"),
            DemoTarget(
                "fossil_free_fleet",
                2018,
                date(2019, 5, 9),
                target_value=100.0,
                unit="%",
                basis="own_operations",
            ),
            DemoTarget(
                "own_ops_ghg", 2018, date(2021, 6, 17), reduction_percent=80.0, basis="own_operations"
            ),
        ),
    ),
    DemoMunicipality(
        "NO-D02",
        "Elvesund",
        "Havland",
        N_("Suburb of the capital with an airport, merged of two in 2020"),
        _NO,
        population={2020: 48_600, 2024: 51_200},
        sectors=(
            SectorPath(
                "stationary_energy",
                {2009: 16_000, 2015: 10_000, 2020: 4_200, 2024: 3_000},
                wobble_percent=3.0,
            ),
            SectorPath("energy_generation", {2009: 3_000, 2014: 6_000, 2024: 5_200}),
            SectorPath("transport", {2009: 92_000, 2015: 84_000, 2019: 74_000, 2020: 66_000, 2024: 51_000}),
            SectorPath("off_road", {2009: 22_000, 2019: 20_000, 2024: 13_000}),
            SectorPath("industry", {2009: 9_000, 2024: 4_000}),
            SectorPath("agriculture", {2009: 6_200, 2024: 5_600}, wobble_percent=0.6),
            SectorPath("waste", {2009: 12_000, 2015: 8_000, 2024: 4_500}, wobble_percent=0.8),
            SectorPath("ippu", {2009: 2_600, 2013: 4_200, 2024: 2_600}),
            SectorPath(
                "international_transport",
                {
                    2009: 38_000,
                    2015: 52_000,
                    2019: 66_000,
                    2020: 21_000,
                    2021: 24_000,
                    2022: 51_000,
                    2024: 67_000,
                },
            ),
            SectorPath("lulucf", {2009: -41_000, 2015: -44_000, 2024: -35_000}, is_counted=False),
        ),
        targets=(
            DemoTarget("ghg_total", 2009, date(2022, 3, 10), reduction_percent=45.0),
            DemoTarget("ghg_comparable_total", 2009, date(2022, 3, 10), reduction_percent=55.0),
            DemoTarget("net_balance", 2018, date(2022, 3, 10), target_value=0.0, is_net=True),
        ),
    ),
    DemoMunicipality(
        "NO-D03",
        "Grønnlia",
        "Dalmarken",
        N_("Farming and forest municipality"),
        _NO,
        population={2009: 6_900, 2024: 6_600},
        absent_population=(2019,),
        unestimated_population=(2013,),
        sectors=(
            SectorPath("stationary_energy", {2009: 2_400, 2020: 850, 2024: 700}, wobble_percent=3.0),
            SectorPath("transport", {2009: 14_500, 2015: 14_000, 2019: 13_600, 2024: 11_600}),
            SectorPath("off_road", {2009: 6_200, 2024: 5_900}, sources="off_road on farms"),
            SectorPath("industry", {2009: 900, 2024: 700}),
            SectorPath("agriculture", {2009: 31_000, 2016: 30_900, 2024: 29_600}, wobble_percent=1.0),
            SectorPath("waste", {2009: 2_300, 2024: 1_100}, wobble_percent=0.8),
            SectorPath("ippu", {2009: 450, 2024: 520}),
            SectorPath("lulucf", {2009: -95_000, 2018: -104_000, 2024: -88_000}, is_counted=False),
        ),
        targets=(DemoTarget("ghg_total", 2009, date(2020, 12, 15), reduction_percent=50.0),),
    ),
    DemoMunicipality(
        "NO-D04",
        "Jernvåg",
        "Dalmarken",
        N_("Heavy industry: one of two smelters closed in 2019"),
        _NO,
        population={2009: 9_800, 2018: 9_700, 2024: 9_100},
        sectors=(
            SectorPath("stationary_energy", {2009: 3_200, 2020: 1_000, 2024: 800}, wobble_percent=3.0),
            SectorPath(
                "transport", {2009: 21_000, 2018: 19_400, 2024: 15_000}, sources="transport with harbour"
            ),
            SectorPath("off_road", {2009: 5_100, 2024: 4_200}),
            SectorPath("industry", {2009: 182_000, 2018: 176_000, 2019: 88_000, 2024: 79_000}),
            SectorPath("agriculture", {2009: 900, 2024: 800}, wobble_percent=0.6),
            SectorPath("waste", {2009: 3_000, 2024: 1_300}, wobble_percent=0.8),
            SectorPath("ippu", {2009: 700, 2024: 650}),
        ),
        targets=(DemoTarget("ghg_total", 2009, date(2019, 9, 26), reduction_percent=70.0),),
    ),
    DemoMunicipality(
        "SE-D01",
        "Norrlunda",
        "Björkmarks län",
        N_("University town that moved its district heat from peat to wood"),
        _SE,
        population={2009: 83_100, 2024: 97_500},
        sectors=(
            SectorPath("transport", {2010: 135_000, 2015: 126_000, 2019: 118_000, 2024: 98_000}),
            SectorPath("off_road", {2010: 27_000, 2024: 24_000}),
            SectorPath(
                "energy_generation",
                {2010: 118_000, 2015: 84_000, 2018: 52_000, 2020: 24_000, 2022: 27_000, 2024: 14_000},
            ),
            SectorPath("stationary_energy", {2010: 16_000, 2018: 5_000, 2024: 3_000}),
            SectorPath("industry", {2010: 34_000, 2024: 26_000}),
            SectorPath("ippu", {2010: 3_100, 2024: 2_400}),
            SectorPath("agriculture", {2010: 900, 2024: 800}),
            SectorPath("waste", {2010: 1_200, 2024: 900}),
        ),
        targets=(
            DemoTarget("co2_total", 2010, date(2018, 5, 28), target_value=180_000.0, unit="t CO2"),
            DemoTarget(
                "residual_per_capita", 2014, date(2020, 9, 28), target_value=130.0, unit="kg/inhabitant"
            ),
            DemoTarget(
                "organic_food", 2018, date(2020, 9, 28), target_value=60.0, unit="%", basis="own_operations"
            ),
        ),
    ),
    DemoMunicipality(
        "SE-D02",
        "Snöhöjden",
        "Björkmarks län",
        N_("Ski resort with growing traffic"),
        _SE,
        population={2009: 10_800, 2018: 10_900, 2024: 11_600},
        sectors=(
            SectorPath(
                "transport",
                {
                    2010: 26_500,
                    2015: 28_000,
                    2019: 29_500,
                    2020: 25_500,
                    2021: 26_500,
                    2022: 31_000,
                    2024: 29_800,
                },
            ),
            SectorPath("off_road", {2010: 6_200, 2015: 7_300, 2021: 7_900, 2022: 9_100, 2024: 8_800}),
            SectorPath("energy_generation", {2010: 2_100, 2021: 1_900, 2022: 3_000, 2024: 2_300}),
            SectorPath(
                "stationary_energy", {2010: 5_600, 2015: 4_900, 2021: 5_000, 2022: 5_700, 2024: 5_200}
            ),
            SectorPath("industry", {2010: 1_900, 2024: 1_500}),
            SectorPath("ippu", {2010: 400, 2024: 380}),
            SectorPath("agriculture", {2010: 150, 2024: 140}),
            SectorPath("waste", {2010: 250, 2024: 210}),
        ),
        targets=(
            DemoTarget("co2_total", 2010, date(2019, 11, 18), reduction_percent=30.0, unit="t CO2"),
            DemoTarget("co2_transport", 2010, date(2019, 11, 18), reduction_percent=70.0, unit="t CO2"),
        ),
    ),
    DemoMunicipality(
        "DK-D01",
        "Vindø",
        "Region Havet",
        N_("Small island with wind power and an electric ferry since 2022"),
        _DK,
        population={2009: 3_980, 2018: 3_720, 2024: 3_600},
        sectors=(
            SectorPath("energy", {2018: 9_800, 2023: 5_600}),
            SectorPath("transport", {2018: 9_400, 2020: 8_300, 2021: 8_200, 2022: 6_950, 2023: 6_900}),
            SectorPath("agriculture", {2018: 7_600, 2023: 6_300}, wobble_percent=1.0),
            SectorPath("waste", {2018: 900, 2023: 560}),
            SectorPath("ippu", {2018: 110, 2023: 120}),
        ),
        targets=(DemoTarget("ghg_total", 2018, date(2021, 10, 7), reduction_percent=70.0),),
    ),
    DemoMunicipality(
        "DK-D02",
        "Lyngager",
        "Region Heden",
        N_("Farming municipality that has not decided a target"),
        _DK,
        population={2009: 27_900, 2024: 26_900},
        absent_population=(2021,),
        sectors=(
            SectorPath("energy", {2018: 78_000, 2023: 62_000}),
            SectorPath("transport", {2018: 71_000, 2023: 66_000}),
            SectorPath("agriculture", {2018: 168_000, 2023: 159_000}, wobble_percent=1.0),
            SectorPath("waste", {2018: 9_600, 2023: 8_200}, missing=((2020, "not_estimated"),)),
            SectorPath("ippu", {2018: 2_100, 2023: 1_900}),
        ),
    ),
    DemoMunicipality(
        "FI-D01",
        "Koivuharju",
        "Koivumaa",
        N_("District heat town that leaves peat; back to peat for a winter in 2022"),
        _FI,
        other_name="Björkås",
        population={2009: 61_800, 2024: 63_900},
        sectors=(
            SectorPath("stationary_energy", {2009: 31_000, 2024: 8_500}, scope="1", wobble_percent=2.0),
            SectorPath(
                "stationary_energy",
                {
                    2009: 168_000,
                    2015: 131_000,
                    2019: 96_000,
                    2021: 66_000,
                    2022: 88_000,
                    2023: 58_000,
                    2024: 47_000,
                },
                scope="2",
                wobble_percent=2.5,
            ),
            SectorPath("industry", {2009: 36_000, 2024: 17_000}, scope="1"),
            SectorPath("transport", {2009: 98_000, 2019: 88_000, 2024: 69_000}, scope="1"),
            SectorPath("off_road", {2009: 19_000, 2024: 15_500}, scope="1"),
            SectorPath("agriculture", {2009: 24_000, 2024: 21_500}, scope="1", wobble_percent=0.6),
            SectorPath("waste", {2009: 31_000, 2015: 19_000, 2024: 11_000}, scope="1", wobble_percent=0.8),
            SectorPath("ippu", {2009: 7_800, 2024: 3_600}, scope="1"),
        ),
        targets=(DemoTarget("ghg_total", 2009, date(2017, 2, 13), reduction_percent=75.0),),
    ),
    DemoMunicipality(
        "FI-D02",
        "Rautasalmi",
        "Koivumaa",
        N_("Steel town by the sea with a target for 2035"),
        _FI,
        other_name="Järnsund",
        population={2009: 19_400, 2024: 17_900},
        sectors=(
            SectorPath("stationary_energy", {2009: 9_000, 2024: 3_000}, scope="1", wobble_percent=2.0),
            SectorPath("stationary_energy", {2009: 38_000, 2024: 16_000}, scope="2", wobble_percent=2.5),
            SectorPath(
                "industry",
                {2009: 118_000, 2010: 161_000, 2015: 152_000, 2020: 139_000, 2022: 158_000, 2024: 149_000},
                scope="1",
            ),
            SectorPath("transport", {2009: 36_000, 2024: 29_000}, scope="1"),
            SectorPath("off_road", {2009: 7_000, 2024: 6_200}, scope="1"),
            SectorPath("agriculture", {2009: 5_200, 2024: 5_000}, scope="1", wobble_percent=0.6),
            SectorPath("waste", {2009: 8_800, 2024: 3_500}, scope="1", wobble_percent=0.8),
            SectorPath("ippu", {2009: 2_200, 2024: 1_300}, scope="1"),
            SectorPath("credits", {2016: -9_000, 2024: -24_000}, is_counted=False),
        ),
        targets=(DemoTarget("ghg_total", 2010, date(2020, 6, 15), reduction_percent=70.0, target_year=2035),),
    ),
    DemoMunicipality(
        "IS-D01",
        "Silfurvík",
        "Strandafjörður",
        N_("Fishing harbour with two published years"),
        _IS,
        population={2009: 4_150, 2024: 4_390},
        absent_population=(2022,),
        sectors=(
            SectorPath("transport", {2019: 14_200, 2022: 11_900}),
            SectorPath("stationary_energy", {2019: 1_100, 2022: 900}),
            SectorPath("industry", {2019: 7_300, 2022: 6_300}),
            SectorPath("off_road", {2019: 2_600, 2022: 2_300}),
            SectorPath("agriculture", {2019: 5_200, 2022: 5_000}),
            SectorPath("waste", {2019: 6_300, 2022: 4_700}),
            SectorPath("ippu", {2019: 1_000, 2022: 1_050}),
        ),
        targets=(DemoTarget("ghg_total", 2019, date(2023, 4, 19), reduction_percent=60.0),),
    ),
    DemoMunicipality(
        "IS-D02",
        "Mánabyggð",
        "Strandafjörður",
        N_("Rural municipality: a target, but no emissions published yet"),
        "",
        population={2009: 1_310, 2024: 1_240},
        targets=(DemoTarget("ghg_total", 2019, date(2023, 9, 6), reduction_percent=50.0),),
    ),
)

PREDECESSORS: tuple[DemoPredecessor, ...] = (
    DemoPredecessor("NO-D91", "Elvheim", "Havland", "NO-D02", 2019, {2009: 27_600, 2019: 30_900}),
    DemoPredecessor(
        "NO-D92",
        "Sundbygda",
        "Havland",
        "NO-D02",
        2019,
        {2009: 15_100, 2019: 17_200},
        absent_population=(2011,),
    ),
)

_FICTIONAL = {place.area_id for place in MUNICIPALITIES} | {place.area_id for place in PREDECESSORS}


def is_fictional(area_id: str) -> bool:
    """Whether a municipality is one of the demonstration, so that every figure of it is invented."""
    return area_id in _FICTIONAL
