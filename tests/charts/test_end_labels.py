"""Names in the right margin."""

import pytest

from charts.end_labels import EndLabel, end_column

WASTE = EndLabel("■", "#7B6E49", "Waste", "6.5\u00a0kt")
LONG = EndLabel("■", "#44650B", "Power and district heat production", "9.0\u00a0kt", "in 2024")


def test_a_name_keeps_its_amount_and_its_note_stands_below():
    assert LONG.name_lines == ["Power and district", "heat", "production\u00a09.0\u00a0kt"]
    assert LONG.note_lines == ["in 2024"] and WASTE.note_lines == []


def test_a_label_is_as_high_as_its_lines():
    # 17 px a line, and 3 px of air
    assert (WASTE.height_px, LONG.height_px) == (20, 71)


def test_labels_with_room_stand_where_they_wish():
    # the first line of LONG stands at its height, so its middle is (71 - 17) / 2 = 27 px lower
    assert end_column([WASTE, LONG], [40.0, 120.0], height_px=300) == pytest.approx([-1.5, -27.0])


def test_labels_at_one_height_are_moved_apart():
    lifts = end_column([WASTE, WASTE], [100.0, 100.0], height_px=300)
    # 20 px from middle to middle
    assert lifts[0] - lifts[1] == pytest.approx(20)


def test_what_a_person_wrote_is_escaped():
    assert "<script>" not in EndLabel("■", "#000000", "<script>", "1").html
