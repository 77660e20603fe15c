"""Colours must stay apart for every reader: measured, not judged by eye."""

import math
from itertools import combinations

import pytest

from charts import palette
from metrics.registry import STATUSES

# Machado, Oliveira, Fernandes: "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# IEEE TVCG 15 (2009), severity 1.0, applied to linear RGB.
VISIONS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# sRGB to CIE XYZ, D65 (IEC 61966-2-1).
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)
CLEARLY_APART = 10.0  # CIEDE2000; about 1 is just noticeable side by side


def linear(colour):
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return tuple(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)


def times(matrix, vector):
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def lab(colour, vision="normal"):
    seen = [min(max(channel, 0.0), 1.0) for channel in times(VISIONS[vision], linear(colour))]
    ratios = [value / white for value, white in zip(times(TO_XYZ, seen), WHITE, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other):
    """CIEDE2000 (CIE 142-2001; formulas as in Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue_difference = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    weight = (
        1
        - 0.17 * cosine(hue - 30)
        + 0.24 * cosine(2 * hue)
        + 0.32 * cosine(3 * hue + 6)
        - 0.20 * cosine(4 * hue - 63)
    )
    in_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    in_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    in_hue = hue_difference / (1 + 0.015 * chroma * weight)
    rotation = (
        -2
        * math.sqrt(chroma**7 / (chroma**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    )
    return math.sqrt(in_light**2 + in_chroma**2 + in_hue**2 + rotation * in_chroma * in_hue)


def cosine(degrees):
    return math.cos(math.radians(degrees))


def contrast(one, other):
    """WCAG 2.2 contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def closest(colours, vision):
    apart = {frozenset(pair) for pair in palette.NEVER_TOGETHER}
    pairs = [pair for pair in combinations(colours, 2) if frozenset(pair) not in apart]
    return min((distance(lab(colours[a], vision), lab(colours[b], vision)), a, b) for a, b in pairs)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # Sharma, Wu, Dalal 2005, table 1, pairs 1, 7 and 25.
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_ruler_measures_the_published_pairs(one, other, expected):
    assert distance(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS)
def test_sectors_that_may_meet_stay_apart_for_every_eye(vision):
    assert closest(palette.SECTOR_COLOURS, vision) > (CLEARLY_APART, "", "")


@pytest.mark.parametrize("vision", VISIONS)
def test_gases_that_may_meet_stay_apart_for_every_eye(vision):
    assert closest(palette.GAS_COLOURS, vision) > (CLEARLY_APART, "", "")


@pytest.mark.parametrize("vision", VISIONS)
def test_six_compared_municipalities_stay_well_apart_for_every_eye(vision):
    assert closest(dict(enumerate(palette.AREA_COLOURS)), vision)[0] > 18


@pytest.mark.parametrize("vision", VISIONS)
def test_history_path_and_earlier_releases_are_told_apart_for_every_eye(vision):
    lines = {
        "history": palette.ACCENT,
        "path": palette.TEXT,
        "vintage": palette.VINTAGE,
        "ground": palette.GROUND,
    }
    assert closest(lines, vision) > (CLEARLY_APART, "", "")


@pytest.mark.parametrize("colour", [palette.TEXT, palette.TEXT_MUTED, palette.ACCENT])
@pytest.mark.parametrize("ground", [palette.GROUND, palette.SURFACE])
def test_text_is_readable_on_ground_and_surface(colour, ground):
    assert contrast(colour, ground) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("key", STATUSES)
@pytest.mark.parametrize("ground", [palette.GROUND, palette.SURFACE])
def test_the_word_of_a_status_is_readable_on_ground_and_surface(key, ground):
    assert contrast(STATUSES[key].colour, ground) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("vision", VISIONS)
def test_verdicts_and_the_grey_of_no_verdict_are_told_apart_for_every_eye(vision):
    # The nearest are "too slow" and "off track" to eyes without green, 9.3; their words and symbols differ too.
    assert closest({status.colour: status.colour for status in STATUSES.values()}, vision)[0] > 9


@pytest.mark.parametrize(
    "colour",
    sorted(
        {
            *palette.SECTOR_COLOURS.values(),
            *palette.GAS_COLOURS.values(),
            *palette.AREA_COLOURS,
            palette.VINTAGE,
            palette.ACCENT,
        }
    ),
)
def test_lines_and_fills_stand_out_from_the_ground(colour):
    assert contrast(colour, palette.GROUND) >= 3.0  # WCAG 2.2, 1.4.11


def test_black_on_white_has_contrast_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_every_compared_municipality_has_a_marker_and_a_dash_of_its_own():
    assert (
        len(palette.AREA_COLOURS)
        == len(set(palette.MARKERS))
        == len(set(palette.MARKER_GLYPHS))
        == len(set(palette.DASHES))
        == 6
    )


def test_an_unknown_sector_is_drawn_as_other():
    assert palette.category_colour("sector", "moon_base") == palette.OTHER
