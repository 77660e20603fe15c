"""Every indicator and status answers what pages, report and documentation ask of it."""

import itertools

import numpy as np
import pytest

from data.code_lists import SECTORS
from metrics.errors import MetricError
from metrics.registry import INDICATORS, STATUSES, indicator_named, normal_unit
from metrics.verdicts import METHODS

# Machado, Oliveira and Fernandes 2009, severity 1.0, linear RGB
SIGHTS = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


def test_the_twelve_indicators_come_in_their_order():
    names = ("total", "comparable_total", "per_capita", "transport", "off_road", "heat_power")
    assert list(INDICATORS) == [f"{gases}_{name}" for gases in ("ghg", "co2") for name in names]


@pytest.mark.parametrize("key", list(INDICATORS))
def test_every_indicator_is_complete(key):
    indicator = INDICATORS[key]
    texts = (
        indicator.title,
        indicator.short_title,
        indicator.boundary,
        indicator.formula,
        indicator.input_rows,
        indicator.worked_example,
        indicator.source,
    )
    assert all(str(text) for text in texts)
    assert indicator.unit and indicator.direction in ("up", "down") and indicator.sdg_target
    assert indicator.progress_method in METHODS
    assert set(indicator.sectors) <= set(SECTORS)
    assert set(indicator.sectors) | set(indicator.sectors_excluded) == set(SECTORS)


@pytest.mark.parametrize("key", list(INDICATORS))
def test_every_indicator_and_its_counterpart_differ_only_in_the_gases(key):
    indicator, other = INDICATORS[key], INDICATORS[INDICATORS[key].counterpart]
    assert other.counterpart == key
    assert {indicator.gas_coverage, other.gas_coverage} == {"ghg", "co2"}
    assert (indicator.sectors, indicator.is_per_head) == (other.sectors, other.is_per_head)
    assert normal_unit(indicator.unit) != normal_unit(other.unit)


def test_the_total_leaves_out_land_use_and_credits_and_the_comparable_total_also_international_transport():
    assert INDICATORS["ghg_total"].sectors_excluded == ("lulucf", "credits")
    excluded = ("international_transport", "lulucf", "credits")
    assert INDICATORS["ghg_comparable_total"].sectors_excluded == excluded


def test_an_unknown_indicator_is_refused_with_the_known_ones():
    with pytest.raises(MetricError, match=r'ghg_total, .*found "ghg"'):
        indicator_named("ghg")


@pytest.mark.parametrize("spelling", ["t CO2e", "tCO2e", "t CO₂e", "tonnes CO2e", "tonnes CO2-eq"])
def test_a_unit_may_be_spelled_in_more_than_one_way(spelling):
    assert normal_unit(spelling) == normal_unit("t CO2e")


@pytest.mark.parametrize("other", ["kt CO2e", "t CO2", "t CO2e/inhabitant", "%"])
def test_another_unit_stays_another_unit(other):
    assert normal_unit(other) != normal_unit("t CO2e")


def test_per_head_units_are_one():
    assert (
        normal_unit("tCO2e per inhabitant") == normal_unit("t CO2e/inh") == normal_unit("t CO2e/inhabitant")
    )


def test_statuses_are_in_order_and_the_last_four_are_no_verdicts_and_never_red():
    statuses = list(STATUSES.values())
    assert [status.order for status in statuses] == list(range(1, 10))
    assert list(STATUSES)[-4:] == ["no_data", "no_target", "not_applicable", "not_assessable"]
    assert not any(status.is_red or status.is_verdict for status in statuses[-4:])
    assert [status.key for status in statuses if status.is_red] == ["off_track", "wrong_way"]


def test_every_status_has_its_own_word_and_symbol():
    assert len({str(status.word) for status in STATUSES.values()}) == len(STATUSES)
    assert len({status.symbol for status in STATUSES.values()}) == len(STATUSES)


@pytest.mark.parametrize("key", list(STATUSES))
def test_the_word_of_a_status_can_be_read_on_white(key):
    # WCAG 1.4.3: contrast (1.05) / (luminance + 0.05) of at least 4.5
    luminance = _linear(STATUSES[key].colour) @ np.array([0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 4.5


@pytest.mark.parametrize("sight", list(SIGHTS))
def test_verdict_colours_are_told_apart_with_any_colour_vision(sight):
    # CIE76 difference of at least 15 between any two; 2.3 is the least that people see
    colours = {status.colour for status in STATUSES.values()}
    seen = [_lab(np.array(SIGHTS[sight]) @ _linear(colour)) for colour in colours]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) >= 15


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(linear, 0, 1) / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
