"""The layout of a trajectory chart: which labels there are and where they stand, at every width."""

from dataclasses import dataclass
from html import escape
from typing import Any

from charts import palette
from charts.placement import Box, Plane, Point, Spot, Wish, around, place, spread
from charts.scale import Scale
from charts.template import (
    BOTTOM_PX,
    LABEL_PX,
    LINE_HEIGHT_PX,
    SMALL_PX,
    TOP_PX,
    WIDTHS_PX,
    end_annotation,
    left_margin_px,
    line_upright,
    small_text,
    spot_annotation,
    text_width_px,
    unit_annotation,
    wrapped,
)
from charts.trajectory_facts import Facts, YearMark
from charts.trajectory_words import amount
from charts.years import years_layout, years_of_lines
from texts import _

_END_SHIFT_PX = 12


@dataclass(frozen=True)
class Line:
    """One line of a label."""

    text: str
    colour: str
    is_bold: bool


@dataclass(frozen=True)
class Label:
    """A label of one or two lines at a point in years and shown unit."""

    lines: tuple[Line, ...]
    year: int
    value: float

    @property
    def height_px(self) -> float:
        """Height with a little air."""
        return LINE_HEIGHT_PX * len(self.lines) + 3

    @property
    def width_px(self) -> float:
        """Width of the longest line."""
        return max(
            text_width_px(line.text, LABEL_PX if line.is_bold else SMALL_PX, is_bold=line.is_bold)
            for line in self.lines
        )

    @property
    def html(self) -> str:
        """The label in Plotly's small HTML; what is between the tags is escaped."""
        return "<br>".join(_line_html(line) for line in self.lines)


def _line_html(line: Line) -> str:
    text = escape(line.text, quote=False)
    size = LABEL_PX if line.is_bold else SMALL_PX
    text = f"<b>{text}</b>" if line.is_bold else text
    return f'<span style="color:{line.colour};font-size:{size}px">{text}</span>'


def trajectory_layout(facts: Facts, *, height_px: int) -> dict[str, Any]:
    """Axes, margins, marks and labels of the picture."""
    (first, last), axis, scale = facts.years, facts.axis, facts.scale
    span = last - first
    labels = [_newest_label(facts), *_target_labels(facts), *_trend_labels(facts)]
    at_end = [label for label in labels if _is_at_end(label, last, span)]
    inside = [label for label in labels if not _is_at_end(label, last, span)]
    left_px = left_margin_px(axis)
    right_px = round(max((label.width_px + _END_SHIFT_PX for label in at_end), default=6)) + 8
    years = years_of_lines(first, last, important=(last, first, facts.latest[0]))
    height = height_px - TOP_PX - BOTTOM_PX
    planes = [
        Plane(width - left_px - right_px, height, years.ends, (axis.low, axis.high), right_px)
        for width in WIDTHS_PX
    ]
    centres = _end_centres(at_end, planes[0])
    taken = [_taken(plane, at_end, centres) for plane in planes]
    annotations = [
        end_annotation(label.html, label.year, label.value, plane_y - centre, shift_px=_END_SHIFT_PX)
        for label, centre, plane_y in zip(at_end, centres, _ys(at_end, planes[0]), strict=True)
    ]
    annotations += _inside_annotations(facts, inside, planes, taken)
    annotations.append(unit_annotation(scale.unit, left_px=left_px))
    return years_layout(years, axis, left_px=left_px, right_px=right_px, height_px=height_px) | {
        "annotations": annotations,
        "shapes": [_mark_line(mark) for mark in facts.marks],
    }


def _is_at_end(label: Label, last: int, span: int) -> bool:
    return last - label.year <= 0.04 * span


def _newest_label(facts: Facts) -> Label:
    year, value = facts.latest
    words = _("{value} in {year}", value=amount(facts, value), year=str(year))
    return Label((Line(words, palette.ACCENT, True),), year, _shown(facts.scale, value))


def _target_labels(facts: Facts) -> list[Label]:
    target, end = facts.target, facts.path[-1] if facts.path else None
    if target is None:
        return [] if end is None else [_path_label(facts, *end)]
    value = amount(facts, target.value)
    words = _("Reference {value}", value=value) if target.is_reference else _("Target {value}", value=value)
    lines = [Line(words, palette.TEXT, True)]
    if target.is_reference:
        lines.append(Line(_("not decided"), palette.TEXT_MUTED, False))
    if end is not None and end[0] == target.year:
        lines.append(Line(_("required path"), palette.TEXT_MUTED, False))
    label = Label(tuple(lines), target.year, _shown(facts.scale, target.value))
    return [label] if end is None or end[0] == target.year else [label, _path_label(facts, *end)]


def _path_label(facts: Facts, year: int, value: float) -> Label:
    words = _("Required path {value}", value=amount(facts, value))
    return Label((Line(words, palette.TEXT_MUTED, False),), year, _shown(facts.scale, value))


def _trend_labels(facts: Facts) -> list[Label]:
    if not facts.projection:
        return []
    end, scale, number = facts.projection[-1], facts.scale, facts.numbers.number
    lines = [Line(_("Trend {value}", value=amount(facts, end.value)), palette.ACCENT, True)]
    if end.low is not None and end.high is not None:
        words = _(
            "{low} to {high}", low=number(end.low / scale.divisor), high=number(end.high / scale.divisor)
        )
        lines.append(Line(words, palette.TEXT_MUTED, False))
    return [Label(tuple(lines), end.year, _shown(scale, end.value))]


def _ys(labels: list[Label], plane: Plane) -> list[float]:
    return [plane.at(label.year, label.value)[1] for label in labels]


def _end_centres(labels: list[Label], plane: Plane) -> list[float]:
    # The first line of a label, not its middle, wants to stand at the height of its point.
    wished = [
        y + (label.height_px - LINE_HEIGHT_PX) / 2
        for y, label in zip(_ys(labels, plane), labels, strict=True)
    ]
    return spread(wished, [label.height_px for label in labels], low=-12, high=plane.height_px + 6)


def _taken(plane: Plane, at_end: list[Label], centres: list[float]) -> list[Box]:
    unit = Box(-60, -40, 66, -10)
    ends = [
        Box(
            plane.width_px + 4,
            centre - label.height_px / 2,
            plane.width_px + plane.margin_px,
            centre + label.height_px / 2,
        )
        for label, centre in zip(at_end, centres, strict=True)
    ]
    return [unit, *ends]


def _inside_annotations(
    facts: Facts, labels: list[Label], planes: list[Plane], taken: list[list[Box]]
) -> list[dict[str, Any]]:
    named = [_inside_label(label) for label in labels]
    named += [_mark_label(mark, planes[0]) for mark in facts.marks]
    named += [wish for wish in (_vintage_label(facts), _missing_label(facts)) if wish is not None]
    spots = place([wish for _text, wish in named], planes, lines=_drawn_lines(facts), taken=taken)
    return [spot_annotation(text, wish, spot) for (text, wish), spot in zip(named, spots, strict=True)]


def _inside_label(label: Label) -> tuple[str, Wish]:
    spots = around(gap_px=7, half_height_px=label.height_px / 2)
    return label.html, Wish(label.year, label.value, label.width_px, label.height_px, spots)


def _drawn_lines(facts: Facts) -> list[list[Point]]:
    trend = (
        [facts.latest, *((point.year, point.value) for point in facts.projection)] if facts.projection else []
    )
    low, high = ([(row[0], row[side]) for row in facts.fan] for side in (1, 2))
    target = [(facts.target.year, facts.target.value)] if facts.target else []
    lines = [facts.reported, facts.path, trend, low, high, target, *facts.vintages.values()]
    return [[(year, _shown(facts.scale, value)) for year, value in line] for line in lines if line]


def _vintage_label(facts: Facts) -> tuple[str, Wish] | None:
    if not facts.vintages:
        return None
    releases = list(facts.vintages)
    words = _("release {release}", release=releases[0]) if len(releases) == 1 else _("earlier releases")
    now = dict(facts.reported)
    rows = [row for rows in facts.vintages.values() for row in rows]
    year, value = max(rows, key=lambda row: (abs(row[1] - now.get(row[0], row[1])), row[0]))
    is_above = value >= now.get(year, value)
    spots = sorted(around(), key=lambda spot: (spot.down < 0) != is_above)
    width = text_width_px(words, SMALL_PX)
    return small_text(words), Wish(year, _shown(facts.scale, value), width, LINE_HEIGHT_PX, tuple(spots))


def _missing_label(facts: Facts) -> tuple[str, Wish] | None:
    if not facts.missing_years:
        return None
    words = _("no figure")
    places = ((0, "center"), (-4, "left"), (4, "right"))
    spots = tuple(Spot(right, down, anchor) for down in (-14, -30, -46, -62) for right, anchor in places)
    return small_text(words), Wish(
        facts.missing_years[0], 0.0, text_width_px(words, SMALL_PX), LINE_HEIGHT_PX, spots
    )


def _mark_label(mark: YearMark, plane: Plane) -> tuple[str, Wish]:
    lines = wrapped(_(mark.label), most_letters=18)
    height = LINE_HEIGHT_PX * len(lines)
    width = max(text_width_px(line, SMALL_PX) for line in lines)
    bottom, top = -height / 2 - 4, height / 2 - plane.height_px
    rows = [*(bottom - step for step in range(0, int(plane.height_px - height), 18)), top]
    spots = tuple(
        Spot(side * 5, row, anchor) for row in rows for side, anchor in ((1, "left"), (-1, "right"))
    )
    return small_text("\n".join(lines)), Wish(mark.year, plane.values[0], width, height, spots)


def _mark_line(mark: YearMark) -> dict[str, Any]:
    return line_upright(mark.year, {"color": palette.VINTAGE, "width": 1, "dash": "1px,3px"})


def _shown(scale: Scale, value: float) -> float:
    return value / scale.divisor
