"""What each measure cuts as far as it is counted."""

import pandas as pd
import pytest

from metrics.counted_effects import COLUMNS, counted_effects


def effects(*rows):
    return pd.DataFrame(rows, columns=["year", "title", "sector", "decision", "effect_mid_tco2e"])


def budget(reference, after_adopted, after_proposed, adopted, proposed):
    names = (
        "reference_tco2e",
        "after_adopted_tco2e",
        "after_proposed_tco2e",
        "adopted_mid_tco2e",
        "proposed_mid_tco2e",
    )
    values = (reference, after_adopted, after_proposed, adopted, proposed)
    return pd.DataFrame(
        {"year": [2030], **{name: [value] for name, value in zip(names, values, strict=True)}}
    )


def test_measures_that_fit_are_counted_whole():
    found = counted_effects(
        effects((2030, "Buses", "transport", "adopted", 30.0)), budget(100.0, 70.0, 70.0, 30.0, 0.0)
    )
    assert found.columns.tolist() == list(COLUMNS)
    assert found["value"].tolist() == [30.0]


def test_measures_that_overlap_each_give_up_the_same_share():
    # together 150 of the 100 there are: each counts as two thirds
    found = counted_effects(
        effects((2030, "Buses", "transport", "adopted", 60.0), (2030, "Rail", "transport", "adopted", 90.0)),
        budget(100.0, 0.0, 0.0, 150.0, 0.0),
    )
    assert found["value"].tolist() == pytest.approx([40.0, 60.0])


def test_proposed_measures_are_counted_in_what_the_adopted_ones_leave():
    # 100 less 80 adopted leaves 20 for the 40 proposed: half
    found = counted_effects(
        effects((2030, "Buses", "transport", "adopted", 80.0), (2030, "Toll", "transport", "proposed", 40.0)),
        budget(100.0, 20.0, 0.0, 80.0, 40.0),
    )
    assert found[["is_proposed", "value"]].values.tolist() == [[False, 80.0], [True, 20.0]]


def test_without_a_reference_all_is_counted_and_a_missing_cut_stays_missing():
    nothing = float("nan")
    given = effects(
        (2030, "Buses", "transport", "adopted", 30.0), (2030, "Rail", "transport", "adopted", nothing)
    )
    before = given.copy()
    found = counted_effects(given, budget(nothing, nothing, nothing, 30.0, 0.0))
    assert found["value"].iloc[0] == 30.0
    assert pd.isna(found["value"].iloc[1])
    pd.testing.assert_frame_equal(given, before)
