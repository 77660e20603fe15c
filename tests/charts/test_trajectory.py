import math
from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.trajectory import TargetPoint, YearMark, target_point, trajectory_chart

YEARS = [2009, 2011, 2013, 2015, 2017, 2019, 2021, 2022, 2023, 2024]
VALUES = [139_000, 134_600, 131_500, 124_700, 120_500, 114_500, 104_200, 102_300, 98_200, 94_490]
PATH = pd.DataFrame({"year": [2009, 2030], "value": [139_000.0, 62_550.0]})
TARGET = TargetPoint(2030, 62_550.0)
PROJECTION = pd.DataFrame(
    {
        "year": [2025, 2030],
        "value": [91_000.0, 69_400.0],
        "low": [89_000.0, 62_900.0],
        "high": [93_000.0, 76_200.0],
    }
)
VINTAGES = pd.DataFrame(
    {
        "release": ["2023", "2023", "2022", "2022"],
        "year": [2019, 2021, 2019, 2021],
        "value": [110_500.0, 99_000.0, 121_000.0, 112_000.0],
    }
)
MARKS = [YearMark(2013, "New method for road traffic"), YearMark(2020, "Merged with Sundby and Nes")]
MISSING = {2013: math.nan, 2019: math.nan}


def series(values=VALUES, years=YEARS):
    return pd.DataFrame({"year": years, "value": [float(value) for value in values]})


def with_gaps():
    return series([MISSING.get(year, value) for year, value in zip(YEARS, VALUES, strict=True)])


@pytest.fixture
def draw(english):
    def draw_(frame, **more):
        return trajectory_chart(frame, format=english, unit_label=more.pop("unit_label", "t CO2e"), **more)

    return draw_


def trace(chart, name):
    return next(trace for trace in chart.figure.data if trace.name == name)


def words_in(chart):
    return " | ".join(label.text for label in chart.figure.layout.annotations)


def test_the_heading_says_how_far_above_the_required_path(draw):
    # path in 2024: 139 000 - 15/21 * 76 450 = 84 392.9; 94 490 - 84 392.9 = 10 097
    chart = draw(series(), path=PATH, target=TARGET, projection=PROJECTION)
    assert chart.takeaway == "Emissions are 10.1\u00a0kt above the required path in 2024"


def test_the_heading_names_another_subject(draw):
    chart = draw(series(), path=PATH, target=TARGET, subject="Transport")
    assert chart.takeaway == "Transport: 10.1\u00a0kt above the required path in 2024"


def test_below_the_path_is_said_as_below(draw):
    # 84 392.9 - 80 000 = 4 392.9
    chart = draw(series([*VALUES[:-1], 80_000]), path=PATH, target=TARGET)
    assert chart.takeaway == "Emissions are 4.39\u00a0kt below the required path in 2024"


def test_without_a_target_the_heading_is_the_change_since_the_first_year(draw):
    # 94 490 / 139 000 - 1 = -0.3202
    assert draw(series()).takeaway == "Emissions: 94.5\u00a0kt in 2024, 32\u00a0% less than in 2009"


def test_a_reference_nobody_decided_is_not_called_a_target(draw):
    chart = draw(series(), target=TargetPoint(2030, 62_550.0, is_reference=True))
    assert "Reference 62.5\u00a0kt" in words_in(chart) and "not decided" in words_in(chart)
    assert "target" not in chart.takeaway


def test_history_connects_irregular_years_and_breaks_at_a_missing_value(draw):
    history = trace(draw(with_gaps()), "Reported")
    assert list(history.x) == YEARS and history.connectgaps is False
    assert list(history.y[:4]) == [139.0, 134.6, None, 124.7]


def test_a_missing_year_is_marked_and_named_in_words_and_stays_missing_in_the_table(draw):
    chart = draw(with_gaps())
    assert list(trace(chart, "No figure").x) == [2013, 2019]
    assert chart.notes == ("No figure for 2013, 2019; the line is not drawn across.",)
    assert "No figure for 2013, 2019" in chart.alt
    assert chart.table.set_index("Year")["Reported, t CO2e"].isna().loc[[2013, 2019]].all()


def test_zero_is_a_value_and_not_a_gap(draw):
    assert list(trace(draw(series([10.0, 0.0], [2020, 2021])), "Reported").y) == [10.0, 0.0]


def test_zero_is_on_the_axis(draw):
    assert draw(series()).figure.layout.yaxis.range[0] == 0


def test_removals_open_the_axis_below_zero(draw):
    chart = draw(series([-4_000, -5_200, 2_100], [2015, 2018, 2020]))
    assert chart.figure.layout.yaxis.range[0] < -5_200 and chart.figure.layout.yaxis.range[1] > 2_100


def test_the_required_path_is_thin_dark_and_dashed_and_labelled_at_its_end(draw):
    chart = draw(series(), path=PATH, target=TARGET)
    line = trace(chart, "Required path").line
    assert line.dash == "7px,5px" and line.width < 2
    assert "Target 62.5\u00a0kt" in words_in(chart) and "required path" in words_in(chart)


def test_the_trend_carries_its_value_and_range(draw):
    chart = draw(series(), path=PATH, target=TARGET, projection=PROJECTION)
    assert "Trend 69.4\u00a0kt" in words_in(chart) and "62.9 to 76.2" in words_in(chart)
    assert "On the present trend: 69.4\u00a0kt in 2030, range 62.9\u00a0kt to 76.2\u00a0kt." in chart.alt


def test_the_fan_opens_from_the_latest_value(draw):
    fan = trace(draw(series(), projection=PROJECTION), "Range of the trend")
    assert list(fan.x) == [2024, 2025, 2030, 2030, 2025, 2024]
    assert list(fan.y) == [94.49, 89.0, 62.9, 76.2, 93.0, 94.49]


def test_a_trend_without_a_range_has_no_fan(draw):
    chart = draw(series(), projection=PROJECTION[["year", "value"]])
    assert "Range of the trend" not in [
        trace.name for trace in chart.figure.data
    ] and "Trend 69.4" in words_in(chart)


def test_a_wide_range_does_not_squeeze_the_history(draw):
    wide = PROJECTION.assign(high=[900_000.0, 2_000_000.0], low=[-500_000.0, -900_000.0])
    low, high = draw(series(), projection=wide).figure.layout.yaxis.range
    assert low == 0 and high < 139 * 1.7


def test_earlier_releases_are_thin_grey_and_named(draw):
    chart = draw(series(), vintages=VINTAGES)
    assert trace(chart, "2022").line.width < 1.5 and "earlier releases" in words_in(chart)
    assert "earlier releases: 2022, 2023" in chart.alt
    assert chart.table.set_index("Year").loc[2021, "Release 2022, t CO2e"] == 112_000.0


def test_a_merger_is_a_line_with_words(draw):
    chart = draw(series(), marks=MARKS)
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [2013, 2020]
    assert (
        "Merged with Sundby" in words_in(chart) and "Marked in 2020: Merged with Sundby and Nes." in chart.alt
    )


def test_a_preliminary_point_is_open_and_said(draw):
    chart = draw(series().assign(is_preliminary=[False] * 9 + [True]))
    colours = trace(chart, "Reported").marker.color
    assert colours[-1] != colours[0] and chart.notes == ("Open points are preliminary: 2024.",)


def test_the_table_keeps_the_base_unit_and_full_precision(draw):
    table = draw(series(), path=PATH, target=TARGET, projection=PROJECTION).table.set_index("Year")
    assert table.loc[2024, "Reported, t CO2e"] == 94_490.0
    # 139 000 - 76 450 * 15 / 21
    assert table.loc[2024, "Required path, t CO2e"] == pytest.approx(84_392.857, abs=1e-3)
    assert table.loc[2030, "Target, t CO2e"] == 62_550.0 and table.loc[2030, "Trend, low, t CO2e"] == 62_900.0
    assert table.index.is_unique and table.index.is_monotonic_increasing


def test_per_head_values_keep_their_unit(draw):
    chart = draw(series([4.63, 3.15], [2009, 2024]), unit_label="t CO2e/inhabitant")
    assert "t CO2e/inhabitant" in words_in(chart) and "from 4.63\u00a0t CO2e/inhabitant in 2009" in chart.alt


def test_no_rows_give_an_empty_state_that_says_what_to_do(draw):
    chart = draw(series([], []))
    assert chart.takeaway == "No figures yet. Load a workbook on the Upload page, and the chart appears here."
    assert len(chart.figure.data) == 0


def test_all_missing_is_said_as_missing_and_not_as_zero(draw):
    chart = draw(series([math.nan, math.nan], [2020, 2021]))
    assert chart.takeaway.startswith("Every year from 2020 to 2021 is marked as missing.")
    assert len(chart.table) == 2


def test_one_year_is_a_point_with_its_value(draw):
    chart = draw(series([94_490.0], [2024]))
    assert chart.takeaway == "Emissions: 94.5\u00a0kt CO2e in 2024"
    assert list(chart.figure.layout.xaxis.range) == pytest.approx([2023 - 0.036, 2025 + 0.036])


def test_the_given_frames_are_left_as_they_were(draw):
    frames = [with_gaps(), PATH.copy(), PROJECTION.copy(), VINTAGES.copy()]
    before = [frame.copy() for frame in frames]
    draw(frames[0], path=frames[1], projection=frames[2], vintages=frames[3], target=TARGET)
    for frame, old in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)


def test_rows_in_any_order_give_the_same_picture(draw):
    assert draw(series().iloc[::-1], path=PATH.iloc[::-1]).figure == draw(series(), path=PATH).figure


CASES = {
    "plain": {"path": PATH, "target": TARGET, "projection": PROJECTION},
    "everything": {
        "path": PATH,
        "target": TARGET,
        "projection": PROJECTION,
        "vintages": VINTAGES,
        "marks": MARKS,
    },
    "trend at the target": {
        "path": PATH,
        "target": TARGET,
        "projection": PROJECTION.assign(value=[91_000.0, 62_600.0]),
    },
    "target of zero": {
        "path": PATH.assign(value=[139_000.0, 0.0]),
        "target": TargetPoint(2030, 0.0),
        "projection": PROJECTION,
    },
    "nothing else": {},
}


@pytest.mark.parametrize("width_px", [358, 430, 800, 1200])
@pytest.mark.parametrize("case", CASES)
def test_no_label_covers_another_or_leaves_the_picture(draw, label_boxes, case, width_px):
    figure = draw(with_gaps() if case == "everything" else series(), **CASES[case]).figure
    boxes = label_boxes(figure, width_px)
    overlaps = [(a, b) for a, b in combinations(boxes, 2) if boxes[a].overlap(boxes[b]) > 4]
    assert overlaps == []
    assert all(
        box.left >= 0 and box.right <= width_px and box.top >= 0 and box.bottom <= 360
        for box in boxes.values()
    )


@pytest.mark.parametrize("values", [VALUES, sorted(VALUES), [50_000] * 10, [0] * 10])
def test_labels_stay_apart_whichever_way_the_series_goes(draw, label_boxes, values):
    boxes = label_boxes(draw(series(values), path=PATH, target=TARGET, projection=PROJECTION).figure, 358)
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlap(boxes[pair[1]]) > 4] == []


@pytest.mark.parametrize("case", CASES)
def test_plotly_itself_accepts_the_figure(draw, case):
    figure = draw(with_gaps(), **CASES[case]).figure
    assert go.Figure(figure.to_dict()).to_dict()["layout"]["height"] == 360


def test_a_figure_is_small_enough_to_send_often(draw):
    assert len(draw(series(), path=PATH, target=TARGET, projection=PROJECTION).figure.to_json()) < 6_000


def test_what_a_person_wrote_never_becomes_markup(draw):
    chart = draw(series(), marks=[YearMark(2013, "<b onclick=x>")], vintages=VINTAGES.assign(release="<i>"))
    assert "<b onclick" not in words_in(chart) and "<i>" not in words_in(chart)


def test_a_removal_is_hovered_with_a_minus_sign_and_not_a_hyphen(draw):
    history = trace(draw(series([-4_000, 2_100], [2015, 2020])), "Reported")
    assert history.hovertemplate[0] == "<b>−4\u202f000\u00a0t</b>%{customdata}<extra></extra>"
    assert "%{y:,.3r} t" in history.hovertemplate[1]


def test_the_trend_begins_after_the_latest_reported_year(draw):
    assert list(trace_with_hover(draw(series(), projection=PROJECTION), "Trend").x) == [2025, 2030]


def trace_with_hover(chart, name):
    return next(trace for trace in chart.figure.data if trace.name == name and trace.hoverinfo != "skip")


def test_shares_are_apart_by_points_and_have_no_change_in_percent(draw):
    # path in 2020: 30 + 30 * 5 / 15 = 40 %; 40 - 36 = 4 points
    shares = series([30.0, 36.0], [2015, 2020])
    path = pd.DataFrame({"year": [2015, 2030], "value": [30.0, 60.0]})
    judged = draw(shares, path=path, target=TargetPoint(2030, 60.0), subject="Recycling rate", unit_label="%")
    assert judged.takeaway == "Recycling rate: 4.0 percentage points below the required path in 2020"
    assert "the figure is 4.0 percentage points below it" in judged.alt
    plain = draw(shares, subject="Recycling rate", unit_label="%")
    assert plain.takeaway == "Recycling rate: 36.0\u00a0% in 2020, 30.0\u00a0% in 2015"


def test_a_score_is_told_without_a_unit(draw):
    chart = draw(series([0.5, 0.7], [2020, 2024]), subject="Strategy", unit_label="0-1")
    assert chart.takeaway == "Strategy: 0.700 in 2024, 0.500 in 2020"


def test_a_rate_per_thousand_keeps_its_words(draw):
    chart = draw(series([20.0], [2024]), subject="Certified workplaces", unit_label="per 1000")
    assert chart.takeaway == "Certified workplaces: 20.0\u00a0per 1000 in 2024"


@pytest.mark.parametrize(("year", "value"), [(None, 50_000.0), (2030, None)])
def test_a_target_without_year_or_value_is_not_drawn(year, value):
    assert target_point(year, value) is None
    assert target_point(2030, 0.0) == TargetPoint(2030, 0.0)
