"""Every indicator and every status as data. Pages, compare, report, command line and documentation read them
here.

Adding an indicator is one entry in metrics/catalogue/: its roles say which rows are added up and divided. Sources of
the definitions: docs/methods.md (series rules, indicators)."""

from dataclasses import dataclass

from metrics.catalogue import climate, national, operations, society, territorial, waste
from metrics.catalogue.national import NOT_APPLICABLE
from metrics.catalogue.territorial import GAS_NAMES
from metrics.errors import MetricError
from metrics.indicator import (
    DefaultTarget,
    Definition,
    Direction,
    GasCoverage,
    Indicator,
    IndicatorClass,
    Role,
)
from texts import N_, Text

__all__ = [
    "CORE",
    "GAS_NAMES",
    "INDICATORS",
    "INDICATOR_RULES",
    "NOT_APPLICABLE",
    "STATUSES",
    "DefaultTarget",
    "Definition",
    "Direction",
    "GasCoverage",
    "Indicator",
    "IndicatorClass",
    "Role",
    "Status",
    "indicator_named",
    "normal_unit",
]


@dataclass(frozen=True)
class Status:
    """One status: its word, symbol, colour (text on white) and place in lists.

    is_red marks a bad verdict that was reached; the last four are no verdicts and stay grey."""

    key: str
    word: Text
    symbol: str
    colour: str
    order: int
    is_red: bool
    is_verdict: bool


# Blue, ochre and crimson instead of green and red: told apart by people with any colour blindness
# (tests/metrics/test_registry.py simulates it), and dark enough for text on white (>= 4.5:1). Word and symbol
# come first; the colour only repeats them.
_GREY = "#5B6B75"
_STATUSES = (
    Status("target_achieved", N_("Target achieved"), "★", "#0B3C6F", 1, is_red=False, is_verdict=True),
    Status("on_track", N_("On track"), "●", "#0B6FA4", 2, is_red=False, is_verdict=True),
    Status("too_slow", N_("Too slow"), "◐", "#8A5A00", 3, is_red=False, is_verdict=True),
    Status("off_track", N_("Off track"), "◔", "#A3333D", 4, is_red=True, is_verdict=True),
    Status("wrong_way", N_("Wrong way"), "▲", "#5E0F1F", 5, is_red=True, is_verdict=True),
    Status("no_data", N_("No data"), "○", _GREY, 6, is_red=False, is_verdict=False),
    Status("no_target", N_("No target"), "◌", _GREY, 7, is_red=False, is_verdict=False),
    Status("not_applicable", N_("Not applicable"), "–", _GREY, 8, is_red=False, is_verdict=False),
    Status("not_assessable", N_("Cannot be judged"), "?", _GREY, 9, is_red=False, is_verdict=False),
)
STATUSES: dict[str, Status] = {status.key: status for status in _STATUSES}

INDICATORS: dict[str, Indicator] = {
    indicator.key: indicator
    for theme in (territorial, climate, operations, waste, society, national)
    for indicator in theme.indicators()
}
INDICATOR_RULES = {key: indicator.rules for key, indicator in INDICATORS.items()}
# What every municipality is shown, in the order of the registry.
CORE: tuple[str, ...] = tuple(
    key for key, indicator in INDICATORS.items() if indicator.indicator_class == "core"
)


def indicator_named(key: str) -> Indicator:
    """The indicator of that key. Raises MetricError naming the keys there are."""
    if key not in INDICATORS:
        raise MetricError(
            N_('Indicator: expected one of {known}, found "{key}".', known=", ".join(INDICATORS), key=key)
        )
    return INDICATORS[key]


def normal_unit(unit: str) -> str:
    """A unit spelled one way, so that "tCO₂e per inhabitant" and "t CO2e/inhabitant" are the same unit.

    Nothing is rescaled: kilotonnes stay another unit."""
    plain = (
        unit.strip()
        .lower()
        .replace("₂", "2")
        .replace("tonnes", "t")
        .replace("tonne", "t")
        .replace("-eq", "e")
    )
    per_head = plain.replace("per inhabitant", "/inhabitant").replace("per capita", "/inhabitant")
    spelled = per_head + "abitant" if per_head.endswith("/inh") else per_head
    return spelled.replace(" ", "")
