"""What a dataset and a release are, and the published series that Veikart knows by name."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

DatasetKind = Literal["national_inventory", "own_accounts", "register"]
Revision = Literal["recomputed", "accumulating"]
Borders = Literal["release", "year"]


@dataclass(frozen=True)
class Dataset:
    """A publisher's series of one substance and basis.

    gas_coverage: ghg (all greenhouse gases, CO2e), co2 (fossil CO2 only) or empty (not emissions). revision:
    recomputed means that each release replaces the whole series; accumulating means that a release adds or
    replaces single years (docs/adr/0003). borders: release means that all years of a release stand on the municipal
    borders of its own day, year that each year stands on its own borders."""

    key: str
    title: str
    publisher: str
    licence: str = ""
    url: str = ""
    substance: str = ""
    gas_coverage: Literal["ghg", "co2", ""] = ""
    basis: Literal["territorial", "consumption", "own_operations", ""] = ""
    population_rule: str = ""
    kind: DatasetKind = "national_inventory"
    revision: Revision = "recomputed"
    borders: Borders = "release"


@dataclass(frozen=True)
class Release:
    """A vintage of a dataset: its label and date from inside the file, else as given, else the day it was
    received."""

    label: str
    released_on: date | None
    origin: Literal["file", "given", "received"]

    @classmethod
    def received(cls, on: date) -> "Release":
        """The release of a file that says nothing about its vintage."""
        return cls(label=f"received {on.isoformat()}", released_on=on, origin="received")


# The ten types of norskeutslipp.no, a file each: a dataset of its own, so that none takes another's place.
NORSKEUTSLIPP_TYPES: dict[str, str] = {
    "Glass": "glass",
    "Plast": "plastic",
    "Metaller": "metal",
    "Papir/papp/kartong": "paper_cardboard",
    "Gummi": "rubber",
    "Tekstiler": "textiles",
    "EE-produkt": "electronics",
    "Organisk": "organic",
    "Uorganisk": "inorganic",
    "Medisinsk": "medical",
}

# Kolada's waste figures, which are fetched one by one as often as together: a dataset each, so that files stand side
# by side. The key is "kolada-" and the id in small letters.
KOLADA_FIGURES: dict[str, str] = {
    "U07801": "Insamlat kommunalt avfall totalt, kg/invånare (justerat)",
    "U07482": "Insamlat mat- och restavfall, kg/invånare (justerat)",
    "U07483": "Insamlat förpackningar och returpapper, kg/invånare (justerat)",
    "U07484": "Insamlat grovavfall, kg/invånare (justerat)",
    "U07485": "Insamlat farligt avfall (inkl. elavfall och batterier), kg/invånare (justerat)",
    "U07414": "Kommunalt avfall som samlats in för materialåtervinning, inkl. biologisk behandling, andel (%)",
}

KNOWN_DATASETS: dict[str, Dataset] = {
    dataset.key: dataset
    for dataset in (
        Dataset(
            key="miljodirektoratet-ghg",
            title="Klimagassregnskap for kommuner og fylker",
            publisher="Miljødirektoratet",
            licence="NLOD",
            url="https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/",
            substance="greenhouse gases, CO2e GWP100",
            gas_coverage="ghg",
            basis="territorial",
        ),
        Dataset(
            key="smhi-co2",
            title="Nationella emissionsdatabasen, koldioxid",
            publisher="SMHI",
            licence="Open data (CC BY 4.0)",
            url="https://nationellaemissionsdatabasen.smhi.se",
            substance="fossil CO2",
            gas_coverage="co2",
            basis="territorial",
        ),
        Dataset(
            key="smhi-ghg",
            title="Nationella emissionsdatabasen, växthusgaser totalt",
            publisher="SMHI",
            licence="Open data (CC BY 4.0)",
            url="https://nationellaemissionsdatabasen.smhi.se",
            substance="greenhouse gases, CO2e",
            gas_coverage="ghg",
            basis="territorial",
        ),
        Dataset(
            key="kolada-ghg",
            title="Utsläpp till luft av växthusgaser (Kolada, N07702)",
            publisher="Kolada (RKA)",
            licence="CC BY 4.0, Källa: Kolada",
            url="https://www.kolada.se",
            substance="greenhouse gases, CO2e",
            gas_coverage="ghg",
            basis="territorial",
        ),
        Dataset(
            key="kolada-population",
            title="Invånare totalt, antal (Kolada, N01951)",
            publisher="Kolada (RKA)",
            licence="CC BY 4.0, Källa: Kolada",
            url="https://www.kolada.se",
            population_rule="31 December",
            kind="register",
            revision="accumulating",
        ),
        *(
            Dataset(
                key=f"kolada-{kpi.lower()}",
                title=f"{published} (Kolada, {kpi})",
                publisher="Kolada (RKA)",
                licence="CC BY 4.0, Källa: Kolada",
                url="https://www.kolada.se",
                basis="territorial",  # beside a municipality's own figures, never in their place (data/live.py)
                kind="register",
                revision="accumulating",
            )
            for kpi, published in KOLADA_FIGURES.items()
        ),
        *(
            Dataset(
                key=f"norskeutslipp-{material}",
                title=f"Avfall fra industrien: {published}",
                publisher="Miljødirektoratet",
                licence="NLOD",
                url="https://www.norskeutslipp.no",
                basis="territorial",  # beside a municipality's own amounts, never in their place (data/live.py)
                kind="register",
            )
            for published, material in NORSKEUTSLIPP_TYPES.items()
        ),
        Dataset(
            key="syke-alas",
            title="Kuntien ja alueiden kasvihuonekaasupäästöt (ALas), kaikki päästöt",
            publisher="SYKE",
            licence="CC BY 4.0",
            url="https://paastot.hiilineutraalisuomi.fi",
            substance="greenhouse gases, CO2e; electricity and district heat by consumption",
            gas_coverage="ghg",
            basis="territorial",
        ),
        Dataset(
            key="syke-alas-hinku",
            title="Kuntien ja alueiden kasvihuonekaasupäästöt (ALas), Hinku-laskenta ilman päästöhyvityksiä",
            publisher="SYKE",
            licence="CC BY 4.0",
            url="https://paastot.hiilineutraalisuomi.fi",
            substance="greenhouse gases, CO2e, by the Hinku rules: without industry in emission trading, without "
            "lorries passing through; electricity and district heat by consumption; credits apart",
            gas_coverage="ghg",
            basis="territorial",
        ),
        Dataset(
            key="syke-population",
            title="Asukasluku (ALas)",
            publisher="SYKE (Tilastokeskus)",
            licence="CC BY 4.0",
            url="https://paastot.hiilineutraalisuomi.fi",
            population_rule="31 December",
            kind="register",
        ),
        Dataset(
            key="energistyrelsen-ghg",
            title="Energi- og CO2-regnskabet",
            publisher="Energistyrelsen",
            licence="Energistyrelsen's terms of use",
            url="https://klimaregnskabet.dk",
            substance="greenhouse gases, CO2e; agriculture with land use",
            gas_coverage="ghg",
            basis="territorial",
            revision="accumulating",  # a file holds the year that was asked for
        ),
        Dataset(
            key="cdp-citywide",
            title="City-wide Emissions, as cities reported them",
            publisher="CDP and ICLEI",
            licence="CDP open data terms",
            url="https://data.cdp.net",
            substance="greenhouse gases, CO2e, by each city's own protocol",
            gas_coverage="ghg",
            basis="territorial",
            kind="own_accounts",  # reported by the city itself: never the headline where a national inventory is
            revision="accumulating",
            borders="year",
        ),
        Dataset(
            key="gcom-crf",
            title="Common Reporting Framework, inventory of one city",
            publisher="The municipality (GCoM)",
            url="https://www.globalcovenantofmayors.org",
            substance="greenhouse gases, CO2e, by the references of the GPC",
            gas_coverage="ghg",
            basis="territorial",
            kind="own_accounts",
            revision="accumulating",
            borders="year",
        ),
        Dataset(
            key="scb-population",
            title="Folkmängd i riket, län och kommuner 31 december",
            publisher="SCB",
            licence="Open data (CC0)",
            url="https://www.scb.se",
            population_rule="31 December",
            kind="register",
            revision="accumulating",
        ),
        Dataset(
            key="ssb-08940",
            title="Klimagasser, etter kilde (aktivitet), energiprodukt og komponent (08940)",
            publisher="SSB",
            licence="NLOD 2.0",
            url="https://www.ssb.no/statbank/table/08940",
            substance="greenhouse gases, CO2e",
            gas_coverage="ghg",
            basis="territorial",
        ),
        Dataset(
            key="ssb-12313",
            title="Husholdningsavfall (KOSTRA, 12313)",
            publisher="SSB",
            licence="NLOD 2.0",
            url="https://www.ssb.no/statbank/table/12313",
            kind="register",
            revision="accumulating",
            borders="year",
        ),
        Dataset(
            key="ssb-12313-today",
            title="Husholdningsavfall, kommuner med dagens grenser (KOSTRA, 12313)",
            publisher="SSB",
            licence="NLOD 2.0",
            url="https://www.ssb.no/statbank/table/12313",
            kind="register",
        ),
        Dataset(
            key="ssb-population",
            title="Befolkning, etter region (07459, 11342)",
            publisher="SSB",
            licence="NLOD 2.0",
            url="https://www.ssb.no/statbank/table/07459",
            population_rule="1 January",
            kind="register",
            revision="accumulating",
            borders="year",
        ),
        Dataset(
            key="ssb-population-today",
            title="Befolkning, kommuner med dagens grenser (07459, 11342)",
            publisher="SSB",
            licence="NLOD 2.0",
            url="https://www.ssb.no/statbank/table/07459",
            population_rule="1 January",
            kind="register",
        ),
        Dataset(
            key="dst-are207",
            title="Areal efter område (ARE207)",
            publisher="Danmarks Statistik",
            licence="CC BY 4.0",
            url="https://www.statistikbanken.dk/are207",
            kind="register",
            revision="accumulating",
        ),
        Dataset(
            key="dst-laby25-waste",
            title="Husholdningsaffald pr. indbygger (LABY25)",
            publisher="Danmarks Statistik",
            licence="CC BY 4.0",
            url="https://www.statistikbanken.dk/laby25",
            kind="register",
            revision="accumulating",
        ),
        Dataset(
            key="dst-laby25-recycling",
            title="Husholdningsaffald til genanvendelse, andel (LABY25)",
            publisher="Danmarks Statistik",
            licence="CC BY 4.0",
            url="https://www.statistikbanken.dk/laby25",
            kind="register",
            revision="accumulating",
        ),
        Dataset(
            key="own-accounts",
            title="Own climate accounts",
            publisher="The municipality",
            substance="greenhouse gases, CO2e GWP100",
            gas_coverage="ghg",
            basis="territorial",
            kind="own_accounts",
            revision="accumulating",
        ),
        Dataset(
            key="own-population",
            title="Own population figures",
            publisher="The municipality",
            population_rule="31 December",
            kind="own_accounts",
            revision="accumulating",
        ),
        Dataset(
            key="own-materials",
            title="Own accounts of materials and waste",
            publisher="The municipality",
            kind="own_accounts",
            revision="accumulating",
        ),
        Dataset(
            key="own-figures",
            title="Own figures",
            publisher="The municipality",
            kind="own_accounts",
            revision="accumulating",
        ),
        Dataset(
            key="own-readings",
            title="Own readings",
            publisher="The municipality",
            kind="own_accounts",
            revision="accumulating",
        ),
    )
}
