"""What will be bought when: a bubble for each CPV division and quarter, tenders filled and needs as rings."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.scale import drawn, is_missing, number_or_nan
from charts.template import SMALL_PX, empty_chart, figure_of, line_across, small_text
from charts.worded_rows import left_words, rows_layout
from texts import MISSING, Text, _, format_number

TENDER, NEED = "tender", "need"
MOST_QUARTERS, MOST_DIVISIONS = 8, 12  # as many as a phone has room for; the table keeps all
MILLION = 1_000_000.0
_ROW_PX = 66  # the division's words, the bubble, its figure
_HEAD_PX, _FOOT_PX, _SIDE_PX = 10, 44, 12
_LARGEST_PX, _SMALLEST_PX = 23.0, 6.0
_ASIDE = 0.24  # of a column: how far a tender and a need of one cell stand apart


def demand_calendar_chart(
    frame: pd.DataFrame,
    divisions: Mapping[str, str],
    *,
    format: ChartFormat,  # noqa: A002
    measure_title: str,
    unit: str,
    empty_text: str | Text,
) -> Chart:
    """One row per CPV division, one column per quarter; the area of a bubble is the amount, its figure stands below.

    frame: division (two digits), quarter ("2027-Q1"), kind ("tender" or "need"), amount (NaN = not stated, drawn as a small
    grey ring and never as zero), count (int). divisions: what each division is called. measure_title: what the bubbles
    tell; unit: behind a figure, "" = none; amounts from a million on are shown in millions. The busiest divisions and
    the first quarters are drawn; the table holds all."""
    table = _table(frame, divisions, measure_title, unit)
    if frame.empty:
        return empty_chart(empty_text, numbers=format, table=table)
    quarters, rows = _columns(frame), _rows(frame)
    shown = frame[frame["quarter"].isin(quarters) & frame["division"].isin(rows)]
    divisor, shown_unit = _scale(shown["amount"], unit)
    figure = _figure(shown, quarters, rows, divisions, divisor, shown_unit, format)
    takeaway = _takeaway(frame, measure_title, unit, format)
    notes = _notes(frame, shown, shown_unit)
    alt = _("Bubbles by CPV division and quarter: {what}.", what=measure_title)
    return Chart(figure, takeaway, " ".join([alt, takeaway + ".", *notes]), table, tuple(notes))


def _columns(frame: pd.DataFrame) -> list[str]:
    """The quarters drawn: all between the first and the last where there is room, else the first that have something."""
    used = sorted(frame["quarter"].unique())
    places = [4 * int(quarter[:4]) + int(quarter[-1]) - 1 for quarter in (used[0], used[-1])]
    between = [f"{place // 4}-Q{place % 4 + 1}" for place in range(places[0], places[1] + 1)]
    return between if len(between) <= MOST_QUARTERS else used[:MOST_QUARTERS]


def _rows(frame: pd.DataFrame) -> list[str]:
    """The divisions drawn, those with most tenders and needs, in the order of their codes."""
    busiest = frame.groupby("division")["count"].sum().sort_values(ascending=False, kind="stable")
    return sorted(busiest.index[:MOST_DIVISIONS])


def _scale(amounts: pd.Series, unit: str) -> tuple[float, str]:
    largest = amounts.max()
    if pd.isna(largest) or largest < MILLION:
        return 1.0, unit
    return MILLION, _("million {unit}", unit=unit).strip()


def _figure(
    shown: pd.DataFrame,
    quarters: Sequence[str],
    rows: Sequence[str],
    divisions: Mapping[str, str],
    divisor: float,
    unit: str,
    numbers: ChartFormat,
) -> Any:
    ends = [-0.5, max(len(quarters), 4) - 0.5]
    traces = [
        _trace(
            shown[shown["kind"] == kind],
            kind,
            quarters,
            rows,
            divisor,
            unit,
            largest=shown["amount"].max(),
            both=_cells_with_both(shown),
            numbers=numbers,
        )
        for kind in (TENDER, NEED)
        if (shown["kind"] == kind).any()
    ]
    layout = rows_layout(
        _ROW_PX * len(rows),
        above_px=_HEAD_PX,
        below_px=_FOOT_PX,
        sides_px=(_SIDE_PX, _SIDE_PX),
        xaxis={
            "range": ends,
            "tickvals": list(range(len(quarters))),
            "ticktext": [f"{quarter[-2:]}<br>{quarter[:4]}" for quarter in quarters],
            "showspikes": False,
        },
        shapes=[_line(_ROW_PX * row) for row in range(1, len(rows))],
        annotations=[_row_words(divisions[code], row, ends[0]) for row, code in enumerate(rows)],
    )
    return figure_of(traces, layout, numbers=numbers)


def _cells_with_both(shown: pd.DataFrame) -> set[tuple[str, str]]:
    kinds = shown.groupby(["division", "quarter"])["kind"].nunique()
    return set(kinds.index[kinds > 1])


def _trace(
    of_kind: pd.DataFrame,
    kind: str,
    quarters: Sequence[str],
    rows: Sequence[str],
    divisor: float,
    unit: str,
    *,
    largest: float,
    both: set[tuple[str, str]],
    numbers: ChartFormat,
) -> dict[str, Any]:
    side = _ASIDE if kind == NEED else -_ASIDE
    cells = list(zip(of_kind["division"], of_kind["quarter"], of_kind["amount"], strict=True))
    words = [_amount_words(amount, divisor, numbers) for _division, _quarter, amount in cells]
    missing = [is_missing(amount) for _division, _quarter, amount in cells]
    colours = [palette.VINTAGE if is_unknown else palette.ACCENT for is_unknown in missing]
    title = _kind_title(kind)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": title,
        "x": [quarters.index(quarter) + (side if (division, quarter) in both else 0)
              for division, quarter, _amount in cells],
        "y": [_ROW_PX * rows.index(division) + 36 for division, _quarter, _amount in cells],
        "cliponaxis": False,
        "text": words,
        "textposition": "bottom center",
        "textfont": {"size": SMALL_PX, "color": palette.TEXT},
        "marker": {
            "opacity": 1,
            "symbol": ["circle-open" if kind == NEED or is_unknown else "circle" for is_unknown in missing],
            "size": [_size(amount, largest) for _division, _quarter, amount in cells],
            "color": colours,
            "line": {"width": 2, "color": colours},
        },
        "customdata": [f"{title}, {quarter}: <b>{f'{text} {unit}'.strip()}</b>"
                       for text, (_division, quarter, _amount) in zip(words, cells, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _amount_words(amount: float | None, divisor: float, numbers: ChartFormat) -> str:
    if amount is None or is_missing(amount):
        return MISSING
    return format_number(amount, digits=0) if divisor == 1 else numbers.number(amount / divisor)


def _size(amount: float | None, largest: float) -> float:
    if amount is None or is_missing(amount) or not largest > 0:
        return _SMALLEST_PX + 2
    return drawn(max(_SMALLEST_PX, _LARGEST_PX * math.sqrt(amount / largest))) or _SMALLEST_PX


def _line(down: float) -> dict[str, Any]:
    return line_across(down, {"color": palette.GRID, "width": 1}, layer="below")


def _row_words(words: str, row: int, left: float) -> dict[str, Any]:
    return left_words(small_text(words, colour=palette.TEXT), left, _ROW_PX * row + 12)


def _kind_title(kind: str) -> str:
    return _("Tenders") if kind == TENDER else _("Needs")


def _takeaway(frame: pd.DataFrame, measure_title: str, unit: str, numbers: ChartFormat) -> str:
    """The most that falls in one quarter; needs are not added to tenders."""
    known = frame.dropna(subset=["amount"])
    if known.empty:
        return _("{what}: nothing is stated yet", what=measure_title)
    tenders = known[known["kind"] == TENDER]
    sums = (tenders if len(tenders) else known).groupby("quarter")["amount"].sum()
    divisor, shown_unit = _scale(sums, unit)
    amount = f"{_amount_words(sums.max(), divisor, numbers)} {shown_unit}".strip()
    return _(
        "{what}: at most {amount} in one quarter ({quarter})",
        what=measure_title,
        amount=amount,
        quarter=sums.idxmax(),
    )


def _notes(frame: pd.DataFrame, shown: pd.DataFrame, unit: str) -> list[str]:
    notes = [_("Figures in {unit}.", unit=unit)] if unit else []
    if (shown["kind"] == NEED).any():
        notes.append(_("Rings: needs, before there is a tender; they are not added to the tenders."))
    if shown["amount"].isna().any():
        notes.append(_("–: not stated. It is not zero."))
    if left := int(frame["count"].sum() - shown["count"].sum()):
        notes.append(
            _("Only in the table: {count} tenders and needs of other quarters and divisions.", count=left)
        )
    return notes  # fmt: skip


def _table(frame: pd.DataFrame, divisions: Mapping[str, str], measure_title: str, unit: str) -> pd.DataFrame:
    heading = f"{measure_title}, {unit}" if unit else measure_title
    return pd.DataFrame(
        {
            _("Quarter"): frame["quarter"].tolist(),
            _("CPV division"): [divisions[code] for code in frame["division"]],
            _("Kind"): [_kind_title(kind) for kind in frame["kind"]],
            _("Number"): frame["count"].astype(int).tolist(),
            heading: [number_or_nan(amount) for amount in frame["amount"].astype("float64")],
        }
    )
