"""Pictures that are read line by line."""

from charts.worded_rows import WordedRow, bar_middles, left_words, rows_layout, worded_layout

SHORT = WordedRow("Transport", "12 kt of 30 kt, 40 %")
LONG = WordedRow(
    "Heating and stationary energy of all buildings", "12 kt of 30 kt, and nobody has stated the rest"
)
ACROSS = {"range": [-2.0, 30.0]}


def test_words_stand_on_one_line_where_a_phone_has_room():
    assert SHORT.lines == ["<b>Transport</b>  12 kt of 30 kt, 40 %"]
    assert len(LONG.lines) > 2


def test_a_row_is_as_high_as_its_words_and_its_bar():
    # 17 px a line, 26 px for the bar
    assert SHORT.height_px == 43


def test_a_bar_stands_below_its_own_words():
    # each row 43 px: its bar's middle 26 / 2 - 2 = 11 px above its end
    assert bar_middles([SHORT, SHORT]) == [32, 75]


def test_rows_count_pixels_from_the_top_and_the_margins_come_on_top():
    layout = worded_layout([SHORT, SHORT], ACROSS, below_px=50)
    assert layout["yaxis"]["range"] == [86, 0]
    assert layout["height"] == 8 + 86 + 50


def test_words_begin_where_the_axis_begins_and_others_come_behind_them():
    mark = {"text": "known up to 2024"}
    layout = worded_layout([SHORT], ACROSS, below_px=50, annotations=[mark], shapes=[])
    assert [note.get("x") for note in layout["annotations"]] == [-2.0, None]
    assert layout["shapes"] == []


def test_margins_may_differ_from_side_to_side():
    margin = rows_layout(100, above_px=8, below_px=8, sides_px=(12, 60))["margin"]
    assert (margin["l"], margin["r"]) == (12, 60)


def test_words_can_be_shifted_and_keep_their_height():
    words = left_words("<b>All</b>", 0, 13, xshift=4)
    assert (words["y"], words["yanchor"], words["xshift"]) == (13, "middle", 4)


def test_what_a_person_wrote_is_escaped():
    row = WordedRow("<script>", "a & b")
    assert "<script>" not in row.lines[0] and "<script>" not in row.hover
