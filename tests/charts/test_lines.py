"""Several named lines in one picture."""

import pytest

from charts import palette
from charts.lines import NamedLine, lines_figure
from charts.scale import Scale

KT = Scale(1_000.0, "kt CO2e", "kt", "t CO2e")


def line(values, **more):
    return NamedLine("Reported", (2020, 2022, 2024), values, palette.ACCENT, 0, **more)


def test_a_line_ends_at_its_newest_figure_and_not_at_its_newest_year():
    assert line((5.0, 4.0, None)).last == (2022, 4.0)


def test_a_line_is_named_at_the_height_of_its_newest_figure(english):
    name = lines_figure([line((5.0, 4.0, None))], scale=KT, numbers=english).layout.annotations[0]
    assert (name.x, name.y) == (2024, 4.0)
    assert "Reported\u00a04.00" in name.text


def test_a_missing_value_breaks_the_line(english):
    [trace] = lines_figure([line((5.0, None, 4.0))], scale=KT, numbers=english).data
    assert trace.y[1] is None and trace.connectgaps is False


@pytest.mark.parametrize(("reference", "levels"), [(None, []), (100.0, [100.0])])
def test_a_reference_is_a_level_over_the_whole_width(english, reference, levels):
    figure = lines_figure([line((5.0, 4.0, 3.0))], scale=KT, numbers=english, reference=reference)
    assert [shape.y0 for shape in figure.layout.shapes] == levels
