"""How much of the gap the measures close, in words."""

import pytest

from metrics.verdicts import Verdict
from sentences.budget_words import closing_answer


def trend(projected, target=100.0):
    fields = dict.fromkeys(Verdict.__dataclass_fields__)
    return Verdict(**fields | {"projected_value": projected, "target_value": target, "target_year": 2030})


@pytest.mark.parametrize(
    ("cuts", "projected", "expected"),
    [
        ((20.0, 20.0), 150.0, "Of the gap of 50.0 t in 2030, adopted measures close 20.0 t: 30.0 t are left."),
        ((20.0, 35.0), 150.0, "adopted measures close 20.0 t; the proposed ones too would leave 15.0 t."),
        ((20.0, 60.0), 150.0, "adopted measures close 20.0 t; with the proposed ones it is closed."),
        ((60.0, 60.0), 150.0, "Adopted measures cut 60.0 t in 2030: more than the gap of 50.0 t on the trend."),
        ((20.0, 35.0), 90.0, "Measures would cut 35.0 t in 2030."),
        ((20.0, 35.0), None, "Measures would cut 35.0 t in 2030."),
    ],
)  # fmt: skip
def test_the_gap_on_the_trend_is_set_beside_what_measures_cut(cuts, projected, expected):
    assert expected in closing_answer(cuts, trend(projected), "ghg_total").replace("\u00a0", " ")
