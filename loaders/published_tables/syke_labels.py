"""Finland: the words of SYKE's municipal emissions (ALas), shared by its three layouts: sectors, marks, years, and
kilotonnes as tonnes."""

import re

import pyarrow as pa

from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from loaders.published_tables.published import dated
from loaders.rows.cells import decoded, normalised
from texts import N_

ALL: Dataset = KNOWN_DATASETS["syke-alas"]
HINKU: Dataset = KNOWN_DATASETS["syke-alas-hinku"]
COUNTRY = "FI"
CREDITS = "Päästöhyvitykset"
AREA_EXPECTED = N_("the name of one Finnish municipality")
SECTOR_EXPECTED = N_("a sector known from earlier files")
SECTOR_FIX = N_("Unusual, check. The rows are counted in the total, under “Other”.")
FIGURE_EXPECTED = N_("kilotonnes CO2e as a number")

# Electricity and district heat stand where they are used (scope 2), fuels where they are burnt. Rail is both, and
# has a scope only where the source within it says which.
SECTOR_OF = {
    "Kulutussähkö": "stationary_energy",
    "Sähkölämmitys": "stationary_energy",
    "Kaukolämpö": "stationary_energy",
    "Öljylämmitys": "stationary_energy",
    "Muu lämmitys": "stationary_energy",
    "Teollisuus": "industry",
    "Työkoneet": "off_road",
    "Tieliikenne": "transport",
    "Raideliikenne": "transport",
    "Vesiliikenne": "transport",
    "Maatalous": "agriculture",
    "Jätteiden käsittely": "waste",
    "F-kaasut": "ippu",
    CREDITS: "credits",
}
SCOPE_2 = ("Kulutussähkö", "Sähkölämmitys", "Kaukolämpö")
NO_SCOPE = ("Raideliikenne", CREDITS)
SCOPE_OF = {label: "2" if label in SCOPE_2 else "1" for label in SECTOR_OF if label not in NO_SCOPE}
SCOPE_OF_SOURCE = {"Sähkö": "2", "Diesel": "1"}

# The marks that stand for the names in the file of one municipality, by level.
MARKS_3 = {
    "Kul": "Kulutussähkö", "Säh": "Sähkölämmitys", "Kau": "Kaukolämpö", "Ölj": "Öljylämmitys", "Muu": "Muu lämmitys",
    "Teo": "Teollisuus", "Työ": "Työkoneet", "Tie": "Tieliikenne", "Rai": "Raideliikenne", "Ves": "Vesiliikenne",
    "Maa": "Maatalous", "Jät": "Jätteiden käsittely", "F-k": "F-kaasut", "Tuu": CREDITS,
}  # fmt: skip
MARKS_4 = {
    "Kul": "Kulutussähkö", "Säh": "Sähkölämmitys", "Kau": "Kaukolämpö", "Ölj": "Öljylämmitys", "Muu": "Muu lämmitys",
    "MaL": "Maalämpö", "Puu": "Puulämmitys", "Kad": "Kadut", "Ti": "Tiet", "TaL": "Tavaraliikenne",
    "HeL": "Henkilöliikenne", "LäL": "Lähiliikenne", "Läp": "Läpiajoliikenne", "MoM": "Moottoripyörät ja mopot",
    "HuV": "Huviveneet", "Lai": "Laivat", "TyV": "Työveneet", "Teo": "Teollisuus", "Työ": "Työkoneet",
    "Maa": "Maatalous", "Kot": "Kotieläimet", "Pel": "Peltoviljely", "Kom": "Kompostointi", "Mäd": "Mädätys",
    "JäP": "Jätevesien puhdistus", "Kaa": "Kaatopaikat", "AjI": "Ajoneuvojen ilmastointilaitteet",
    "RaI": "Rakennusten ilmastointilaitteet", "KAK": "Kaupan ja ammattikeittiöiden kylmälaitteet",
    "MuF": "Muut F-kaasujen lähteet", "Tuu": "Tuulivoima",
}  # fmt: skip
MARKS_5 = {
    "Asu": "Asuminen", "Pal": "Palvelut", "Teo": "Teollisuus", "Maa": "Maatalous", "TeP": "Teollisuuden polttoaineet",
    "MuT": "Muut työkoneet", "MMK": "Maa- ja metsätalouskoneet", "RaK": "Rakennustyökoneet",
    "Kai": "Kaivos- ja teollisuustyökoneet", "TiK": "Tietyökoneet", "HuV": "Huviveneet", "MaL": "Matkustajaliikenne",
    "TaL": "Tavaraliikenne", "Kal": "Kalastusalukset", "Lau": "Lautat ja lossit", "TyV": "Työveneet ja alukset",
    "Elä": "Eläinten ruuansulatus", "Lai": "Laidunnus", "Epä": "Epäorgaaniset lannoitteet", "Lan": "Lannankäsittely",
    "Ma": "Maaperä", "MuV": "Muut viljelysmaiden päästöt", "Org": "Orgaaniset lannoitteet", "Yhd": "Yhdyskuntajäte",
    "KAK": "Kaupan ja ammattikeittiöiden kylmälaitteet", "RaI": "Rakennusten ilmastointilaitteet",
    "AjI": "Ajoneuvojen ilmastointilaitteet", "MuF": "Muut F-kaasujen lähteet", "Hen": "Henkilöautot",
    "KuA": "Kuorma-autot", "LiA": "Linja-autot", "PaA": "Pakettiautot", "Läp": "Läpiajoliikenne",
    "MoM": "Moottoripyörät ja mopot", "Met": "Metrot ja raitiovaunut", "LäJ": "Lähijunat", "Die": "Diesel",
    "Sä": "Sähkö", "Tuu": "Tuulivoima",
}  # fmt: skip

_PRELIMINARY = re.compile(r"\s*\(?ennakko\w*\.?\)?$", re.IGNORECASE)
_HTML = re.compile(r"<[^<>]*>")


def bare(text: str | None) -> str:
    """A cell's words without the HTML that some exports leave around them, one space between words."""
    return " ".join(_HTML.sub(" ", text or "").split())


def marked_years(rows: pa.Table, *, written: str = "written_year") -> pa.Table:
    """The rows with year and is_preliminary; besides 2023e, "2023 (ennakko)" is a preliminary year."""
    plain = decoded(rows[written], lambda text: _PRELIMINARY.sub("e", text.strip()), pa.string())
    rows = dated(rows.append_column("plain_year", plain), written="plain_year")
    return rows.drop_columns(["plain_year"])


def is_credits(label: str | None) -> bool:
    """Whether a sector's label is that of the credits for wind power."""
    return normalised(label) == normalised(CREDITS)


def in_tonnes(rows: pa.Table, value: str) -> pa.Table:
    """The rows with the column `value` in tonnes instead of kilotonnes, exact to the last digit: 0.57 kt is 570 t.

    The decimal point of the shortest writing moves three places; a product of two floats would be
    569.9999999999999."""
    place = pa.array(range(rows.num_rows), pa.int64())
    return frame_sql(_IN_TONNES.replace("{value}", f'"{value}"'), rows=rows.append_column("place", place))


_IN_TONNES = """
with written as (
    select *, split_part(cast({value} as varchar), 'e', 1) as digits,
        coalesce(try_cast(split_part(cast({value} as varchar), 'e', 2) as integer), 0) as exponent
    from rows
)
select * exclude (place, digits, exponent) replace (cast(digits || 'e' || (exponent + 3) as double) as {value})
from written
order by place
"""
