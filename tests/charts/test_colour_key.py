"""The key above a picture."""

from charts.colour_key import KeyEntry, key_annotations, key_rows

ENTRIES = [KeyEntry("■", "#14546B", "Transport"), KeyEntry("■", "#7B6E49", "Waste")]


def test_entries_stand_beside_each_other_where_there_is_room():
    [[(first, _transport), (second, _waste)]] = key_rows(ENTRIES, gap_px=14, width_px=330)
    assert first == 0 and second > 14


def test_an_entry_without_room_begins_the_next_row():
    rows = key_rows(ENTRIES, gap_px=14, width_px=120)
    assert [[(at, entry.title) for at, entry in row] for row in rows] == [
        [(0.0, "Transport")],
        [(0.0, "Waste")],
    ]


def test_an_entry_wider_than_the_row_is_not_lost():
    assert len(key_rows(ENTRIES, gap_px=14, width_px=10)) == 2


def test_the_first_row_stands_highest():
    rows = key_rows(ENTRIES, gap_px=14, width_px=120)
    # two rows of 19 px, the lower one 4 px above the plot
    assert [note["yshift"] for note in key_annotations(rows, row_px=19, lift_px=4)] == [23, 4]


def test_marks_are_coloured_and_may_be_larger_than_the_letters():
    [note] = key_annotations([[(0.0, ENTRIES[0])]], row_px=19, lift_px=4, glyph_px=17)
    assert '<span style="color:#14546B;font-size:17px">■</span> Transport' in note["text"]


def test_what_a_person_wrote_is_escaped():
    [note] = key_annotations([[(0.0, KeyEntry("●", "#14546B", "<b>"))]], row_px=19, lift_px=4)
    assert "&lt;b&gt;" in note["text"]
