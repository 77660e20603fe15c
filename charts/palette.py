"""Every colour a chart may use, and the dash and marker that tell the same story without colour.

All line and fill colours reach a contrast of 3:1 against the ground (WCAG 2.2, 1.4.11) and text colours 4.5:1
(1.4.3). Colours that may meet in one chart keep their distance under normal vision, protanopia, deuteranopia
and tritanopia: tests/charts/test_palette.py measures it."""

from typing import Any

GROUND = "#FAFBFA"
GROUND_VEIL = "rgba(250, 251, 250, 0.8)"
SURFACE = "#FFFFFF"
TEXT = "#1B2A33"
TEXT_MUTED = "#5B6B75"
ACCENT = "#14546B"
ACCENT_TINT = "rgba(20, 84, 107, 0.14)"
GRID = "#E6EAEC"
ZERO_LINE = "#A9B5BB"
VINTAGE = "#88939A"
CONTEXT = "#C9D2D6"
OTHER = "#88939A"

SECTOR_COLOURS: dict[str, str] = {
    "transport": "#14546B",
    "stationary_energy": "#D2794D",
    "energy_generation": "#642712",
    "energy": "#B47524",
    "off_road": "#63758B",
    "waste": "#7B6E49",
    "ippu": "#A675B7",
    "industry": "#A37FDA",
    "agriculture": "#44650B",
    "lulucf": "#3E826E",
    "international_transport": "#6254B1",
    "credits": "#292D85",
    "other": OTHER,
}
# The dataset publishes either the sum or its parts, so these never meet in one chart.
NEVER_TOGETHER: tuple[tuple[str, str], ...] = (
    ("energy", "stationary_energy"),
    ("energy", "energy_generation"),
    ("industry", "ippu"),
    ("F-gases", "HFC"),
    ("F-gases", "PFC"),
    ("F-gases", "SF6"),
    ("F-gases", "NF3"),
)
GAS_COLOURS: dict[str, str] = {
    "CO2": "#14546B",
    "CH4": "#D27943",
    "N2O": "#4E5902",
    "HFC": "#6B5BBC",
    "PFC": "#6C8DE7",
    "SF6": "#652434",
    "NF3": "#7C6D60",
    "F-gases": "#6B5BBC",
    "other": OTHER,
}
AREA_COLOURS: tuple[str, ...] = ("#14546B", "#7F942B", "#7684E8", "#741205", "#A8878F", "#6C6057")
# Values on a map, low to high; tiles and borders have an outline of VINTAGE, so that the lightest stand out too.
TINTS: tuple[str, ...] = ("#DDECF1", "#9AC2D1", "#5B99B1", "#29687F", "#072D3B")
MARKERS: tuple[str, ...] = ("circle", "square", "diamond", "triangle-up", "x", "star")
MARKER_GLYPHS: tuple[str, ...] = ("●", "■", "◆", "▲", "✕", "★")
DASHES: tuple[str, ...] = ("solid", "7px,3px", "2px,3px", "9px,3px,2px,3px", "4px,4px", "12px,4px")
DIFFERING_METHOD_DASH = "5px,4px"
LARGEST_HUE_COUNT = 6
# Bars: pale for what is asked for or expected, with an outline that the ground does not swallow; stripes for what is proposed.
PALE_BAR: dict[str, Any] = {"color": CONTEXT, "line": {"color": VINTAGE, "width": 1}}
PROPOSED_STRIPES: dict[str, Any] = {
    "shape": "/",
    "size": 7,
    "solidity": 0.4,
    "fillmode": "overlay",
    "fgcolor": GROUND,
}
# Grounds of the accent's hue for the quarters of a ranking, the best quarter first and darkest; text stays readable.
QUARTILE_TINTS: tuple[str, ...] = ("#A9CAD6", "#CADFE6", "#E2EDF1", "#F3F7F8")


def category_colour(dimension: str, code: str) -> str:
    """The colour that belongs to a sector or gas on every page.

    dimension: "sector" or "gas". code: a code of data/tables.py; one this palette does not know is drawn as
    "other"."""
    colours = SECTOR_COLOURS if dimension == "sector" else GAS_COLOURS
    return colours.get(code, OTHER)
