"""Who an area is: the register of official codes, and the matching of names and codes as people and
publishers write them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import pandas as pd
from rapidfuzz import fuzz, process

AreaKind = Literal[
    "municipality", "county", "nation", "other"
]  # other: outside all municipalities, such as Christiansø
REFERENCE = Path(__file__).parent / "reference"
NATIONS = {
    "DK": ("Danmark", "Denmark"),
    "FI": ("Suomi", "Finland"),
    "IS": ("Ísland", "Iceland"),
    "NO": ("Norge", "Norway"),
    "SE": ("Sverige", "Sweden"),
}
COUNTIES_BY_CODE = ("NO", "SE")  # here the first two digits of a municipality's code are its county's code
CODE_LENGTHS = (2, 3, 4)
# Areas outside all municipalities that published tables have rows of.
OUTSIDE = ({"area_id": "DK-411", "country_code": "DK", "code": "411", "name": "Christiansø"},)
NEAREST = 3
NEAR_ENOUGH = 72

_WORDS_AROUND = re.compile(
    r"^(city of|municipality of|town of)\s+"
    r"|\s+(kommune|kommun|stad|kaupunki|kunta|municipality|city|län|fylke|fylkeskommune|maakunta|county)$"
)
_WITH_REGION = re.compile(r"^(?P<name>.+?)\s*(?:\((?P<inside>[^)]+)\)|\si\s(?P<after>\S.+))$")
_SAYS_MUNICIPALITY = re.compile(
    r"^(city|municipality|town) of\s|\s(kommune|kommun|stad|kaupunki|kunta|municipality|city)$"
)
_SAYS_COUNTY = re.compile(r"\s(län|fylke|fylkeskommune|maakunta|county)$")
_GENITIVE = re.compile(r"^(?P<name>.+)s(?P<after>\s+\S+)$", re.IGNORECASE)
_CODE_OF_COUNTRY = re.compile(r"^(?P<country>[A-Z]{2})\W{0,3}(?P<code>\d+)$")
_PARTS = re.compile(r"\s+[-–/]\s+|\s*/\s*")


@dataclass(frozen=True)
class Area:
    """A municipality, county or nation. area_id is country and current code; code is text with its leading
    zeros."""

    area_id: str
    country_code: str
    code: str
    name: str
    other_name: str
    kind: AreaKind
    region: str
    valid_to: date | None = None


@dataclass(frozen=True)
class Match:
    """What a written name or code means: one area, or none with the nearest candidates, best first."""

    area: Area | None
    candidates: tuple[Area, ...] = ()


class Register:
    """All areas the store knows, searchable by id, code and name. Ambiguous stays open: it is asked, never
    guessed."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas = {area.area_id: area for area in areas}

    def resolve_id(self, area_id: str) -> Area | None:
        """The area with exactly this id."""
        return self.areas.get(area_id)

    def resolve(
        self,
        text: str | None,
        *,
        country: str | None = None,
        region: str | None = None,
        kind: AreaKind = "municipality",
    ) -> Match:
        """The area meant by an id (NO-0301), a code (0301) or a name (Oslo kommune, Herøy (Nordland)).

        country and region narrow the search. Returns the one match, or no area with candidates: all that fit
        when the name is ambiguous, the nearest in spelling when none fits. A code that may have lost its
        leading zero (301 is Kurikka, or Oslo) is ambiguous unless the country is known; a name that says it
        is a county is no municipality, nor the other way round."""
        written = (text or "").strip()
        if not written:
            return Match(None)
        by_id = self.areas.get(written.upper())
        if by_id is not None and by_id.kind == kind:
            return Match(by_id)
        found = self._by_code(written, country, kind) or self._by_name(written, country, region, kind)
        if len(found) == 1:
            return Match(found[0])
        return Match(None, tuple(found) or self._nearest(written, country, kind))

    def of_kind(self, kind: AreaKind) -> list[Area]:
        """All areas of a kind, by country and name."""
        areas = (area for area in self.areas.values() if area.kind == kind)
        return sorted(areas, key=lambda area: (area.country_code, area.name))

    def _by_code(self, written: str, country: str | None, kind: AreaKind) -> list[Area]:
        exact = self._coded(written.upper(), country, kind)
        return exact + self._with_lost_zeros(written, None, kind) if exact and country is None else exact

    def _coded(self, code: str, country: str | None, kind: AreaKind) -> list[Area]:
        return [area for area in self._codes.get((kind, code), []) if country in (None, area.country_code)]

    def _with_lost_zeros(self, written: str, country: str | None, kind: AreaKind) -> list[Area]:
        """Areas whose code begins with the zeros that a spreadsheet took from a number."""
        if not written.isdigit():
            return []
        padded = [written.zfill(length) for length in CODE_LENGTHS if length > len(written)]
        found = (area for code in padded for area in self._coded(code, country, kind))
        return [area for area in found if area.valid_to is None]

    def _by_name(self, written: str, country: str | None, region: str | None, kind: AreaKind) -> list[Area]:
        for name, hint in _readings(written):
            found = self._named(name, country, region or hint, kind)
            if found:
                return found
        return self._by_parts(written, country, region, kind)

    def _by_parts(self, written: str, country: str | None, region: str | None, kind: AreaKind) -> list[Area]:
        """Areas that a double name may mean; parts that are names of different areas leave all of these
        open."""
        parts = [part for part in _PARTS.split(written) if part and part != written]
        found = [areas for part in parts if (areas := self._named(part, country, region, kind))]
        if not found:
            return []
        common = [area for area in found[0] if all(area in areas for areas in found)]
        return common or list(dict.fromkeys(area for areas in found for area in areas))

    def _named(self, name: str, country: str | None, region: str | None, kind: AreaKind) -> list[Area]:
        if _says_other_kind(name, kind):
            return []
        for key in (exact_key(name), folded_key(name)):
            named = [
                area for area in self._names.get((kind, key), []) if country in (None, area.country_code)
            ]
            found = _current(_in_region(named, region))
            if found:
                return found
        return []

    def _nearest(self, written: str, country: str | None, kind: AreaKind) -> tuple[Area, ...]:
        coded = _CODE_OF_COUNTRY.match(written.upper())
        if coded or written.isdigit():
            code, of_country = (coded["code"], coded["country"]) if coded else (written, country)
            found = self._coded(code, of_country, kind) + self._with_lost_zeros(code, of_country, kind)
            return tuple(_current(found))[:NEAREST]
        names = {  # nobody means a municipality of the past by a slip
            key: [area for area in areas if country in (None, area.country_code) and area.valid_to is None]
            for key, areas in self._names.items()
            if key[0] == kind
        }
        keys = [key for key, areas in names.items() if areas]
        near = process.extract(
            folded_key(written),
            [key[1] for key in keys],
            scorer=fuzz.ratio,
            limit=2 * NEAREST,
            score_cutoff=NEAR_ENOUGH,
        )
        return tuple(dict.fromkeys(area for _, _, index in near for area in names[keys[index]]))[:NEAREST]

    @cached_property
    def _codes(self) -> dict[tuple[str, str], list[Area]]:
        codes: dict[tuple[str, str], list[Area]] = defaultdict(list)
        for area in self.areas.values():
            codes[(area.kind, area.code.upper())].append(area)
        return dict(codes)

    @cached_property
    def _names(self) -> dict[tuple[str, str], list[Area]]:
        names: dict[tuple[str, str], dict[str, Area]] = defaultdict(dict)
        for area in self.areas.values():
            for name in _spellings(area):
                for key in (exact_key(name), folded_key(name)):
                    names[(area.kind, key)][area.area_id] = area
        return {key: list(areas.values()) for key, areas in names.items()}


def exact_key(name: str) -> str:
    """A name without case, outer words (kommune, City of) and doubled spaces; accents stay."""
    spaced = " ".join(unicodedata.normalize("NFKC", name).replace("–", "-").casefold().split())
    return _WORDS_AROUND.sub("", spaced)


def folded_key(name: str) -> str:
    """As exact_key, with accents and Nordic letters folded to a–z for keyboards that lack them, å written aa,
    and no hyphens."""
    plain = (
        exact_key(name)
        .replace("ø", "o")
        .replace("æ", "ae")
        .replace("ð", "d")
        .replace("þ", "th")
        .replace("-", " ")
    )
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter)
    )
    return bare.replace("aa", "a")


@cache
def reference_areas() -> pd.DataFrame:
    """The official register shipped with the project, with counties and nations derived from it; columns as
    the areas table. Read once and shared: nobody writes into it."""
    codes = pd.read_csv(REFERENCE / "municipalities.csv", dtype=str, keep_default_na=False)
    municipalities = pd.DataFrame(
        {
            "area_id": codes["country_code"] + "-" + codes["municipality_code"],
            "country_code": codes["country_code"],
            "code": codes["municipality_code"],
            "name": codes["name"],
            "other_name": codes["other_name"],
            "kind": "municipality",
            "region": codes["region"],
            "valid_to": pd.Series(None, index=codes.index, dtype="object"),
        }
    )
    areas = pd.concat([_nations(), _counties(municipalities), municipalities], ignore_index=True)
    return areas.astype({"valid_to": "datetime64[s]"})


@cache
def further_areas() -> pd.DataFrame:
    """Areas that published tables have rows of and the register of today lacks: municipalities of the past, in force
    until valid_to, and areas outside all municipalities. Columns as the areas table."""
    rows = pd.read_csv(REFERENCE / "predecessors.csv", dtype=str, keep_default_na=False)
    last_year = rows["years"].str.extract(r"-(\d{4})$")[0].astype(int)
    earlier = pd.DataFrame(
        {
            "area_id": rows["country_code"] + "-" + rows["earlier_code"],
            "country_code": rows["country_code"],
            "code": rows["earlier_code"],
            "name": rows["earlier_name"].str.strip(),
            "other_name": "",
            "kind": "municipality",
            "region": "",
            "valid_to": pd.to_datetime(last_year.astype(str) + "-12-31"),
        }
    )
    outside = pd.DataFrame(
        [
            {**dict.fromkeys(earlier.columns, ""), **area, "kind": "other", "valid_to": pd.NaT}
            for area in OUTSIDE
        ]
    )
    areas = pd.concat([earlier.drop_duplicates("area_id"), outside], ignore_index=True)
    return areas.astype({"valid_to": "datetime64[s]"})


@cache
def reference_changes() -> pd.DataFrame:
    """Earlier codes of today's municipalities; columns as the municipality_changes table.

    from_year and to_year are the years the earlier code was in force. kind is split when an earlier code
    lives on in several municipalities, merged when another earlier code of the same municipality was in force
    beside it (one that kept its own code, as Trondheim did when Klæbu joined it, stands among its own parts),
    renumbered otherwise."""
    files = (REFERENCE / name for name in ("predecessors.csv", "survivors.csv"))
    rows = pd.concat(
        [pd.read_csv(path, dtype=str, keep_default_na=False) for path in files], ignore_index=True
    )
    years = rows["years"].str.extract(r"^(?P<from_year>\d{4})?-(?P<to_year>\d{4})$")
    changes = pd.DataFrame(
        {
            "country_code": rows["country_code"],
            "area_id": rows["country_code"] + "-" + rows["municipality_code"],
            "earlier_code": rows["earlier_code"],
            "earlier_name": rows["earlier_name"].str.strip(),
            "from_year": years["from_year"].astype("Int64"),
            "to_year": years["to_year"].astype("Int64"),
        }
    )
    heirs = changes.groupby(["country_code", "earlier_code"])["area_id"].transform("nunique")
    kind = pd.Series("renumbered", index=changes.index).mask(_had_company(changes), "merged")
    return changes.assign(kind=kind.mask(heirs > 1, "split"))


def _had_company(changes: pd.DataFrame) -> pd.Series:
    """Whether another earlier code of the same municipality was in force in some of the same years."""
    rows = changes.reset_index()[["index", "area_id", "from_year", "to_year"]].fillna({"from_year": 0})
    pairs = rows.merge(rows, on="area_id", suffixes=("", "_other"))
    beside = (pairs["from_year"] <= pairs["to_year_other"]) & (pairs["from_year_other"] <= pairs["to_year"])
    return changes.index.to_series().isin(
        pairs.loc[beside & (pairs["index"] != pairs["index_other"]), "index"]
    )


def _nations() -> pd.DataFrame:
    rows = [
        {
            "area_id": code,
            "country_code": code,
            "code": code,
            "name": own,
            "other_name": english,
            "kind": "nation",
            "region": "",
        }
        for code, (own, english) in NATIONS.items()
    ]
    return pd.DataFrame(rows)


def _counties(municipalities: pd.DataFrame) -> pd.DataFrame:
    coded = municipalities[municipalities["country_code"].isin(COUNTIES_BY_CODE)]
    rows = coded.assign(code=coded["code"].str[:2])[["country_code", "code", "region"]].drop_duplicates()
    return pd.DataFrame(
        {
            "area_id": rows["country_code"] + "-" + rows["code"],
            "country_code": rows["country_code"],
            "code": rows["code"],
            "name": rows["region"],
            "other_name": "",
            "kind": "county",
            "region": "",
        }
    )


def _spellings(area: Area) -> list[str]:
    """Every name an area goes by: its own, its other, and each part of a double name (Trondheim -
    Tråante)."""
    names = [name for name in (area.name, area.other_name) if name]
    return names + [part for name in names for part in _PARTS.split(name) if part != name]


def _readings(written: str) -> list[tuple[str, str | None]]:
    """The ways a written name can be read as one name: as it stands, without a region in it, without a
    genitive s."""
    readings: list[tuple[str, str | None]] = [(written, None)]
    with_region = _WITH_REGION.match(written)
    if with_region:
        readings.append((with_region["name"], with_region["inside"] or with_region["after"]))
    genitive = _GENITIVE.match(written)
    if genitive:
        readings.append((genitive["name"] + genitive["after"], None))
    return readings


def _in_region(areas: list[Area], region: str | None) -> list[Area]:
    if region is None:
        return areas
    return [area for area in areas if _region_key(area.region) == _region_key(region)]


def _region_key(region: str) -> str:
    """A region's name however it is put: Stockholms län, Stockholm; Region Sjælland, Sjælland."""
    return folded_key(region).removeprefix("region ").removesuffix("s")


def _says_other_kind(name: str, kind: AreaKind) -> bool:
    """Whether the words around a name make it an area of another kind: Örebro län is never Örebro kommun."""
    spaced = " ".join(name.casefold().split())
    said = {"municipality": _SAYS_MUNICIPALITY.search(spaced), "county": _SAYS_COUNTY.search(spaced)}
    return said.get(kind) is None and any(said.values())


def _current(areas: list[Area]) -> list[Area]:
    """Areas still in force; those of the past only when no present one bears the name."""
    return [area for area in areas if area.valid_to is None] or areas
