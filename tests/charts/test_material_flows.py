"""The flow of one year from purchase to treatment, with labels of its own that fit on a phone."""

from itertools import combinations, pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.material_flows import material_flows_chart
from charts.placement import Box
from charts.template import text_width_px

TITLES = {
    "purchased": "Purchased", "used": "Used", "generated": "Waste generated", "treated": "Treated", "reuse": "Prepared for reuse",
    "recycling": "Recycled", "composting_digestion": "Composted or digested", "energy_recovery": "Burnt with energy recovery",
    "landfill": "Landfilled", "unknown": "Unknown",
}  # fmt: skip
FULL = (
    ("purchased", "used", 546.0), ("purchased", "unaccounted_after_purchased", 43.0), ("used", "generated", 230.0),
    ("used", "unaccounted_after_used", 316.0), ("generated", "reuse", 9.0), ("generated", "recycling", 59.0),
    ("generated", "composting_digestion", 40.0), ("generated", "energy_recovery", 79.0), ("generated", "landfill", 2.0),
    ("generated", "unknown", 1.0), ("generated", "unaccounted_after_generated", 40.0),
)  # fmt: skip
STAGES = {"purchased": 589.0, "used": 546.0, "generated": 230.0}


@pytest.fixture
def draw(english):
    def draw_(*rows, stages=STAGES):
        frame = pd.DataFrame(rows, columns=["source", "target", "amount_tonnes"])
        return material_flows_chart(
            frame,
            stages,
            titles=TITLES,
            format=english,
            unit_label="t",
            year=2024,
            empty_text="Load purchases.",
        )

    return draw_


def links(chart):
    trace = chart.figure.data[0]
    return dict(zip(trace.link.customdata, trace.link.value, strict=True))


def test_every_flow_is_drawn_with_its_tonnes(draw):
    chart = draw(*FULL)
    assert sorted(links(chart).values()) == sorted(tonnes for *_ends, tonnes in FULL)
    assert links(chart)["Used → Waste generated <b>230\u00a0t</b>"] == 230.0


def test_what_is_not_accounted_for_is_an_end_with_its_tonnes(draw):
    text = " ".join(label.text.replace("<br>", " ") for label in draw(*FULL).figure.layout.annotations)
    assert "Still in use, or" in text
    assert "316\u00a0t" in text


def test_the_takeaway_names_the_stages_and_what_is_not_accounted_for(draw):
    # 43 + 316 + 40 = 399
    assert draw(*FULL).takeaway == (
        "In 2024: Purchased 589\u00a0t; Used 546\u00a0t; Waste generated 230\u00a0t; "
        "in store, in use or not accounted for 399\u00a0t"
    )


def test_only_waste_that_is_not_accounted_for_is_named_without_stores(draw):
    flows = (
        ("purchased", "generated", 5.0),
        ("generated", "recycling", 3.0),
        ("generated", "unaccounted_after_generated", 2.0),
    )
    assert draw(*flows, stages={"purchased": 5.0, "generated": 5.0}).takeaway.endswith(
        "; not accounted for 2.00\u00a0t"
    )


def test_a_balance_that_closes_says_nothing_of_it(draw):
    flows = (("purchased", "generated", 5.0), ("generated", "recycling", 5.0))
    assert "not accounted" not in draw(*flows, stages={"purchased": 5.0, "generated": 5.0}).takeaway


def test_more_waste_than_was_bought_has_a_beginning_of_its_own(draw):
    flows = (
        ("purchased", "generated", 10.0), ("unaccounted_before_generated", "generated", 4.0), ("generated", "landfill", 14.0),
    )  # fmt: skip
    chart = draw(*flows, stages={"purchased": 10.0, "generated": 14.0})
    assert "From Not accounted for before to Waste generated: 4.00\u00a0t." in chart.alt
    assert any(note.startswith("White beginnings") for note in chart.notes)


def test_the_alternative_tells_every_flow_in_words(draw):
    assert "From Waste generated to Burnt with energy recovery: 79.0\u00a0t." in draw(*FULL).alt


def test_the_table_has_a_row_a_flow_in_base_unit(draw):
    table = draw(*FULL).table
    assert table["Amount, t"].tolist() == [tonnes for *_ends, tonnes in FULL]
    assert list(table.columns) == ["From", "To", "Amount, t"]


def test_without_flows_the_picture_says_what_to_load(draw):
    assert draw().takeaway == "Load purchases."


def test_stages_stand_where_the_diagram_draws_them(draw):
    # the fullest column is the last: its ten nodes and nine gaps of 10 px take the whole height
    chart = draw(*FULL)
    trace, layout = chart.figure.data[0], chart.figure.layout
    plot_px = layout.height - layout.margin.t - layout.margin.b
    px_per_tonne = (plot_px - 8 * 10) / 589
    assert trace.node.y[0] * plot_px == pytest.approx(589 * px_per_tonne / 2, abs=1)


def test_ends_follow_each_other_without_touching(draw):
    trace = draw(*FULL).figure.data[0]
    ends = [y for x, y in zip(trace.node.x, trace.node.y, strict=True) if x > 0.9]
    assert all(below > above for above, below in pairwise(ends))


@pytest.mark.parametrize("width_px", [358, 860])
def test_labels_fit_a_phone_and_do_not_cover_each_other(draw, width_px):
    boxes = _boxes(draw(*FULL).figure, width_px)
    assert all(one.overlap(other) == 0 for one, other in combinations(boxes, 2))
    assert all(box.left >= 0 and box.right <= width_px for box in boxes)


def _boxes(figure: go.Figure, width_px: int) -> list[Box]:
    """Where the labels stand, px from the left top."""
    layout = figure.layout
    inner = width_px - layout.margin.l - layout.margin.r
    plot_px = layout.height - layout.margin.t - layout.margin.b
    found = []
    for label in layout.annotations:
        lines = [_plain(line) for line in label.text.split("<br>")]
        left = layout.margin.l + label.x * inner + label.xshift
        middle = layout.margin.t + (1 - label.y) * plot_px - label.yshift
        tall = 16 * len(lines)
        top = middle - (tall if label.yanchor == "bottom" else tall / 2)
        found.append(Box(left, top, left + max(text_width_px(line, 13) for line in lines), top + tall))
    return found


def _plain(line: str) -> str:
    return pd.Series([line]).str.replace("<[^>]+>", "", regex=True).iloc[0]


def test_the_figure_is_one_that_plotly_accepts(draw):
    assert go.Figure(draw(*FULL).figure.to_plotly_json()) is not None


def test_without_what_was_used_the_rest_of_the_purchases_may_be_in_use_or_in_store(draw):
    flows = (("purchased", "generated", 5.0), ("purchased", "unaccounted_after_purchased", 3.0))
    chart = draw(*flows, stages={"purchased": 8.0, "generated": 5.0})
    assert "From Purchased to In use, in store or not accounted for: 3.00\u00a0t." in chart.alt
