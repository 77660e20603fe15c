"""A report writes numbers as pages do, and says in words where there is none."""

import math

import pandas as pd
import pytest

from metrics.registry import INDICATORS
from report import amounts
from sentences import formats


@pytest.mark.parametrize("value", [0.0, 0.0412, 7.0, 94_490.0, 1_084_233.0, -450.0])
def test_a_number_is_written_as_on_a_page(value):
    for unit in sorted({entry.unit for entry in INDICATORS.values()}):
        assert amounts.indicator_value(value, unit) == formats.indicator_value(value, unit)


@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA])
def test_where_there_is_no_figure_words_say_so(nothing):
    said = [
        amounts.number(nothing), amounts.whole(nothing), amounts.amount(nothing, "t CO2e"), amounts.percent(nothing),
        amounts.indicator_value(nothing, "%"), amounts.short_amount(nothing, "t CO2e"), amounts.year(nothing),
    ]  # fmt: skip
    assert set(said) == {"no data"}
