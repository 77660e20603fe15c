"""Numbers and times on screen: rescaled and rounded here and nowhere else, unit always beside."""

import math
from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from charts.chart import ChartFormat
from charts.scale import scale_for
from data.code_lists import YES_NO
from texts import MISSING, _, format_number, separators

SIGNIFICANT = 3
FIXED_SPACE = "\N{NO-BREAK SPACE}"  # keeps a number and its unit on one line


def number(value: float | None) -> str:
    """A figure with three significant digits, as the reader's language writes it."""
    return format_number(value, significant=SIGNIFICANT)


def amount(value: float | None, unit: str) -> str:
    """An amount with its unit, rescaled (1 084 233 t CO2e becomes 1.08 Mt CO2e); "–" when missing."""
    if value is None or math.isnan(value):
        return MISSING
    scale = scale_for([value], unit)
    return f"{number(value / scale.divisor)}{FIXED_SPACE}{scale.unit}"


def indicator_value(value: float | None, unit: str) -> str:
    """The value of an indicator with its unit; a yes or no in words."""
    if unit == "0/1" and value is not None and not math.isnan(value):
        return _(YES_NO["yes" if value >= 1 else "no"])
    return amount(value, unit)


def short_amount(value: float | None, unit: str, *, like: Sequence[float | None] = ()) -> str:
    """As amount, with the short unit (t, kt, Mt) for running text.

    like: figures of the same page whose scale it follows (7 850 t beside 94.5 kt becomes 7.85 kt)."""
    if value is None or math.isnan(value):
        return MISSING
    return scale_for([*like, value], unit).amount(value, chart_format())


def percent(value: float | None, *, signed: bool = False, digits: int = 0) -> str:
    """A percentage (0–100), whole unless digits are asked for; below one it keeps a decimal."""
    if value is None or math.isnan(value):
        return MISSING
    words = format_number(value, digits=max(digits, 1) if 0 < abs(value) < 1 else digits)
    return f"{'+' if signed and value > 0 else ''}{words}{FIXED_SPACE}%"


def year(value: float | int | None) -> str:
    """A year, never grouped."""
    return MISSING if value is None or math.isnan(value) else str(int(value))


def chart_format() -> ChartFormat:
    """How charts write numbers for this reader."""
    decimal, group = separators()
    return ChartFormat(number=number, separators=decimal + group)


def moment(when: datetime) -> str:
    """A point in time as the reader's clock shows it: 2026-03-01 14:05."""
    return pd.Timestamp(when).tz_convert(st.context.timezone or "UTC").strftime("%Y-%m-%d %H:%M")
