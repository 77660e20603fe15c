"""What is shown of a thing under the pointer."""

from charts.hover import hover_amount, hover_template, titled_amount, titled_words
from charts.scale import Scale

KT = Scale(1_000.0, "kt CO2e", "kt", "t CO2e")


def test_amounts_above_zero_are_written_by_the_browser_from_one_pattern(english):
    assert titled_amount("Waste", [1_000.0, None], KT, english) == "Waste <b>%{y:,.3r} kt</b><extra></extra>"


def test_an_amount_below_zero_is_written_by_us_because_of_its_minus_sign(english):
    # -2 500 t are -2.5 kt
    below, above = titled_amount("Forest", [-2_500.0, 1_000.0], KT, english)
    assert below == "Forest <b>−2.50\u00a0kt</b><extra></extra>"
    assert above == "Forest <b>%{y:,.3r} kt</b><extra></extra>"


def test_what_follows_the_amount_in_a_pattern_stays(english):
    [words] = hover_template(f"trend {hover_amount(KT)}, low", [-1_000.0], KT, english)
    assert words == "trend −1.00\u00a0kt, low"


def test_a_picture_read_line_by_line_measures_along_the_other_axis():
    assert hover_amount(KT, along="x") == "%{x:,.3r} kt"


def test_what_a_person_wrote_is_escaped(english):
    assert titled_amount("<i>", [1.0], KT, english).startswith("&lt;i&gt; <b>")
    assert titled_words("a & b", "<2 t") == "a &amp; b<br><b>&lt;2 t</b><extra></extra>"
