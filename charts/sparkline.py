"""A line the size of a word: the course of a series beside its figure, without axes."""

from collections.abc import Sequence
from urllib.parse import quote

from charts import palette

WIDTH_PX, HEIGHT_PX = 96, 26
_PAD = 3.0


def sparkline(points: Sequence[tuple[int, float]]) -> str:
    """The series as the address of a small SVG picture, its newest point as a dot; nothing for fewer than two points.

    points: year and value (any unit), in order of years. Zero lies on the lower edge where all values are above it, so that
    a small change looks small. It stands beside figures in words and adds nothing for those who do not see it."""
    if len(points) < 2:
        return ""
    years, values = [year for year, _value in points], [value for _year, value in points]
    low, high = min(0.0, *values), max(0.0, *values)
    places = [
        (_place(year, years[0], years[-1], WIDTH_PX), HEIGHT_PX - _place(value, low, high, HEIGHT_PX))
        for year, value in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}">'
        f'<polyline points="{line}" fill="none" stroke="{palette.ACCENT}" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{palette.ACCENT}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(picture, safe=' =:/,')}"


def _place(value: float, low: float, high: float, size_px: float) -> float:
    """Where a value lies between the ends, inside a small margin; the middle where the ends are the same."""
    share = 0.5 if high == low else (value - low) / (high - low)
    return _PAD + share * (size_px - 2 * _PAD)
