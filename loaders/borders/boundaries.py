"""A GeoJSON file of borders: read, checked against the register, thinned, and kept as an upload without rows.

Everything that is wrong is told at once, and then nothing is kept; codes that are not in the register are told and left
out."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np

from data.areas import NATIONS, Area, Register
from data.boundaries import BOUNDARY_FORM, Ring, Shape, boundary_content, signed_area
from data.store import NewUpload, Store
from loaders.borders.border_lines import FEWEST, STEPS_PER_DEGREE, Corners, thinned_rings, without_repeats
from loaders.borders.geojson import features_of, place_of, problem, refuse, rings_of
from loaders.problems import Problem
from texts import N_

DEFAULT_METRES = 200.0
COARSE_STEPS = 10  # kept corners lie on a grid of 1e-4 degrees, about ten metres
MOST_NAMED = 4  # municipalities that a sentence names
CODE_LENGTHS = (3, 4)
COUNTRY_CODES = tuple(NATIONS)
_COUNTRY_BEFORE = re.compile(r"^([A-Za-z]{2})[\s_-]?(\d+)$")


@dataclass(frozen=True)
class MatchedCode:
    """A code of the file and the municipality it means; None where the register has none of that code."""

    code: str
    area_id: str | None
    corners: int


@dataclass(frozen=True)
class Boundaries:
    """What a file holds, ready to be kept. shapes: thinned rings by municipality id; codes: every code of the file in its
    order; corners_before, corners: of the matched municipalities, in the file and after thinning."""

    shapes: dict[str, Shape]
    codes: tuple[MatchedCode, ...]
    corners_before: int
    corners: int
    file_name: str
    simplified_metres: float

    @property
    def unmatched(self) -> tuple[str, ...]:
        """The codes that the register does not have."""
        return tuple(each.code for each in self.codes if each.area_id is None)


def code_properties(content: bytes) -> dict[str, str]:
    """The properties of the first feature that may hold a code, each with its value there as an example.

    Raises LoadRefused for what is no GeoJSON collection of areas."""
    first = features_of(content)[0].get("properties")
    return {
        str(name): str(value)
        for name, value in (first.items() if isinstance(first, dict) else ())
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def read_boundaries(
    content: bytes,
    register: Register,
    *,
    file_name: str,
    code_property: str,
    country: str | None = None,
    simplify_metres: float = DEFAULT_METRES,
) -> Boundaries:
    """The borders of a GeoJSON file, by municipality.

    code_property: the property that holds the official code (301 is 0301 where the country has such a code). country:
    two letters; needed where codes of several countries are the same. simplify_metres: how far a border may move, 0 =
    not at all; several features of one municipality are its parts. Raises LoadRefused with every problem."""
    features = features_of(content)
    problems = _unusable_tolerance(simplify_metres)
    codes = [_code_of(feature, number, code_property, problems) for number, feature in enumerate(features, 1)]
    areas = _areas_of(codes, register, country, problems)
    rings: dict[str, list[Corners]] = defaultdict(list)
    corners = [0] * len(features)
    for number, (feature, area_id) in enumerate(zip(features, areas, strict=True)):
        found = list(rings_of(feature, number + 1, codes[number], problems))
        corners[number] = sum(len(ring) for ring in found)
        if area_id is not None:
            rings[area_id] += found
    if not problems and not rings:
        problems.append(_nothing_matches(code_property, codes))
    refuse(problems)
    shapes = _thinned(rings, simplify_metres)
    matched = zip(codes, areas, corners, strict=True)
    return Boundaries(
        shapes=shapes,
        codes=tuple(MatchedCode(*each) for each in matched),
        corners_before=sum(len(ring) for each in rings.values() for ring in each),
        corners=sum(len(ring) for shape in shapes.values() for ring in shape),
        file_name=file_name,
        simplified_metres=simplify_metres,
    )


def keep_boundaries(store: Store, boundaries: Boundaries, *, actor: str, credit: str = "") -> int:
    """Keep the borders as an upload. credit: publisher and licence, which the map then names. Returns the upload's id, by
    which it can be undone."""
    content = boundary_content(
        boundaries.shapes,
        source=boundaries.file_name,
        credit=credit.strip(),
        simplified_metres=boundaries.simplified_metres,
    )
    name = f"{PurePath(boundaries.file_name).stem or 'boundaries'}.geojson"
    sha256 = store.keep_original(content, file_name=name)
    return store.commit(NewUpload(sha256, name, BOUNDARY_FORM, actor, {}))


# --- codes


def _code_of(feature: dict[str, Any], number: int, name: str, problems: list[Problem]) -> str:
    properties = feature.get("properties")
    value = properties.get(name) if isinstance(properties, dict) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
        return str(value).strip()
    known = ", ".join(sorted(map(str, properties)))[:200] if isinstance(properties, dict) else ""
    fix = N_("Name the property that holds the official code; there are: {names}.", names=known or "–")
    problems.append(
        problem(
            "no_code", N_("a code in the property {name}", name=name), "", fix, place=place_of(number, "")
        )
    )
    return ""


def _areas_of(
    codes: list[str], register: Register, country: str | None, problems: list[Problem]
) -> list[str | None]:
    """The municipality of today that each code means; what several countries have is a problem until one is named."""
    found = [_meant(code, register, country) for code in codes]
    doubtful = [(code, ids) for code, ids in zip(codes, found, strict=True) if len(ids) > 1]
    if doubtful:
        code, ids = doubtful[0]
        what = N_("{code}, which {ids} have", code=code, ids=", ".join(ids[:MOST_NAMED]))
        fix = N_("Say which country the file is of.")
        problems.append(problem("ambiguous_code", N_("codes of one country"), what, fix, count=len(doubtful)))
    return [ids[0] if ids else None for ids in found]


def _meant(code: str, register: Register, country: str | None) -> list[str]:
    """The municipalities that a code may mean: with its country before it (NO_0301), with zeros that a number has lost,
    and without one that another list puts there."""
    prefixed = _COUNTRY_BEFORE.match(code)
    own = prefixed[1].upper() if prefixed else country.upper() if country else None
    bare = prefixed[2] if prefixed else code
    spelled = [
        bare,
        *(bare.zfill(length) for length in CODE_LENGTHS),
        *([bare.removeprefix("0")] if own else []),
    ]
    countries = [own] if own else list(COUNTRY_CODES)
    ids = dict.fromkeys([code.upper(), *(f"{each}-{one}" for each in countries for one in spelled)])
    return [area.area_id for area in map(register.resolve_id, ids) if area and _is_current(area)]


def _is_current(area: Area) -> bool:
    return area.kind == "municipality" and area.valid_to is None


def _nothing_matches(name: str, codes: list[str]) -> Problem:
    examples = ", ".join(list(dict.fromkeys(codes))[:5])
    fix = N_("Name another property, or say which country the file is of.")
    expected = N_("official codes of municipalities in the property {name}", name=name)
    return problem("no_match", expected, examples, fix)


# --- borders


def _thinned(rings: dict[str, list[Corners]], simplify_metres: float) -> dict[str, Shape]:
    """Every municipality with its thinned rings; one that comes down to nothing keeps its largest ring as it was."""
    owners = [area_id for area_id, own in rings.items() for _ring in own]
    whole = [without_repeats(ring) for own in rings.values() for ring in own]
    thinned = thinned_rings(whole, tolerance_metres=simplify_metres) if simplify_metres else whole
    shapes: dict[str, Shape] = {area_id: [] for area_id in rings}
    for area_id, ring in zip(owners, thinned, strict=True):
        rounded = _rounded(ring)
        if len(rounded) >= FEWEST:
            shapes[area_id].append(rounded)
    for area_id in rings:
        if not shapes[area_id] or signed_area(shapes[area_id][0]) <= 0:
            shapes[area_id] = [
                _in_degrees(max(rings[area_id], key=lambda ring: signed_area(_in_degrees(ring))))
            ]
    return shapes


def _rounded(ring: Corners) -> Ring:
    """In degrees, rounded, without the corners that became the same."""
    return _in_degrees(without_repeats(np.round(ring / COARSE_STEPS).astype(np.int64) * COARSE_STEPS))


def _in_degrees(ring: Corners) -> Ring:
    return [(x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE) for x, y in ring.tolist()]


def _unusable_tolerance(metres: float) -> list[Problem]:
    if 0 <= metres <= 20_000:
        return []
    fix = N_("Give another number of metres.")
    return [problem("tolerance", N_("0 to 20 000 metres"), N_("{metres}", metres=f"{metres:g}"), fix)]
