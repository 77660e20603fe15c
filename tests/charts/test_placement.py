import itertools

import pytest

from charts.placement import Box, Plane, Spot, Wish, around, box_of, place, spread

PLANE = Plane(200, 100, (2000, 2020), (0, 50))
HERE = (Spot(5, -15, "left"), Spot(-5, -15, "right"), Spot(5, 15, "left"))


def test_labels_with_room_stay_where_they_are():
    assert spread([20.0, 60.0], [16.0, 16.0], low=0, high=100) == [20.0, 60.0]


def test_two_labels_at_one_height_move_apart_evenly():
    # both want 50, each is 16 high: 50 - 8 and 50 + 8
    assert spread([50.0, 50.0], [16.0, 16.0], low=0, high=100) == [42.0, 58.0]


def test_a_push_is_passed_on_to_the_next_label():
    # tops wanted 40, 42, 44 with heights 10: mean of 40, 32, 24 is 32
    assert spread([45.0, 47.0, 49.0], [10.0, 10.0, 10.0], low=0, high=100) == [37.0, 47.0, 57.0]


def test_labels_keep_their_order_and_come_back_in_the_order_given():
    placed = spread([80.0, 10.0, 81.0], [20.0, 20.0, 20.0], low=0, high=200)
    assert placed[1] < placed[0] < placed[2]


def test_labels_at_the_ends_of_the_column_stay_inside():
    assert spread([-5.0, 104.0], [16.0, 16.0], low=0, high=100) == [8.0, 92.0]


@pytest.mark.parametrize("seed", range(20))
def test_no_two_labels_overlap_wherever_they_start(seed):
    centres = [(seed * 37 + index * 53) % 97 for index in range(6)]
    heights = [16.0 + (seed + index) % 3 * 17 for index in range(6)]
    placed = sorted(zip(spread(centres, heights, low=0, high=260), heights, strict=True))
    assert all(b - a >= (ha + hb) / 2 - 1e-6 for (a, ha), (b, hb) in itertools.pairwise(placed))


def test_a_plane_puts_the_highest_value_at_the_top():
    assert PLANE.at(2010, 50) == (100.0, 0.0)


def test_a_label_takes_the_first_free_spot():
    wish = Wish(2010, 25, 40, 16, HERE)
    assert place([wish], [PLANE]) == [HERE[0]]


def test_a_label_avoids_a_line_that_crosses_its_first_spot():
    wish = Wish(2010, 25, 40, 16, HERE)
    rising = [(2010, 25), (2020, 45)]
    assert place([wish], [PLANE], lines=[rising]) == [HERE[1]]


def test_a_label_that_would_leave_the_plot_on_a_phone_is_placed_for_the_phone():
    # at 2018 a text of 40 px needs 45: there are 20 on the narrow plane and 80 on the wide one
    wish = Wish(2018, 25, 40, 16, HERE)
    assert place([wish], [PLANE, Plane(800, 100, (2000, 2020), (0, 50))]) == [HERE[1]]


def test_a_label_may_use_the_free_margin_beside_the_plot():
    wish = Wish(2018, 25, 40, 16, HERE)
    assert place([wish], [Plane(200, 100, (2000, 2020), (0, 50), margin_px=60)]) == [HERE[0]]


def test_the_second_label_gives_way_to_the_first():
    wish = Wish(2010, 25, 40, 16, HERE)
    assert place([wish, wish], [PLANE]) == [HERE[0], HERE[1]]


def test_where_nothing_is_free_the_label_covers_as_little_as_possible():
    wish = Wish(2010, 25, 40, 16, HERE)
    taken = [[Box(0, 0, 200, 50), Box(0, 50, 200, 58)]]
    assert place([wish], [PLANE], taken=taken) == [HERE[2]]


def test_touching_boxes_do_not_overlap():
    assert Box(0, 0, 10, 10).overlap(Box(10, 0, 20, 10)) == 0.0


def test_the_usual_places_leave_the_point_itself_free():
    wish = Wish(2010, 25, 40, 16, around())
    x, y = PLANE.at(2010, 25)
    point = Box(x - 3, y - 3, x + 3, y + 3)
    assert all(box_of(wish, spot, PLANE).overlap(point) == 0 for spot in wish.spots)
