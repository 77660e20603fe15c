"""The ladder of zero-emission delivery: how many tenders stand on each step, the top step first."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.template import empty_chart, figure_of, small_html
from charts.worded_rows import left_words, rows_layout
from texts import Text, _, format_number

_ROW_PX = 42  # the step's words and the bar below them
_SIDE_PX = 12


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: its name, and the titles of the tenders on it, ours and others'.

    is_step: False for those that state none; they stand below the ladder in grey."""

    name: str
    ours: tuple[str, ...]
    others: tuple[str, ...]
    is_step: bool = True

    @property
    def count(self) -> int:
        """How many stand here."""
        return len(self.ours) + len(self.others)


def delivery_ladder_chart(
    rungs: Sequence[Rung],
    *,
    format: ChartFormat,  # noqa: A002
    name: str,
    empty_text: str | Text,
) -> Chart:
    """A bar for each step, as long as tenders stand on it: ours first, others' lighter beside them.

    rungs: the top step first, those without a statement last. name: whose tenders are ours. Bars are counts of tenders;
    the table has the titles too."""
    table = _table(rungs, name)
    if not any(rung.count for rung in rungs):
        return empty_chart(empty_text, numbers=format, table=table)
    takeaway = _takeaway(rungs)
    notes = [_("Dark: {name}. Light: the others.", name=name)] if any(rung.others for rung in rungs) else []
    each = [_("{name}: {count}.", name=rung.name, count=rung.count) for rung in rungs]
    alt = " ".join([_("Bars by step of the ladder, in tenders."), takeaway + ".", *each])
    return Chart(_figure(rungs, name, format), takeaway, alt, table, tuple(notes))


def _figure(rungs: Sequence[Rung], name: str, numbers: ChartFormat) -> Any:
    most = max(rung.count for rung in rungs)
    layout = rows_layout(
        _ROW_PX * len(rungs),
        above_px=8,
        below_px=8,
        sides_px=(_SIDE_PX, 60),
        barmode="stack",
        xaxis={"range": [0, max(most, 4)], "visible": False},
        annotations=[
            label
            for row, rung in enumerate(rungs)
            for label in (_step_words(rung, row), _count_words(rung, row))
        ],
    )
    traces = [_bars(rungs, name, is_ours=True)]
    if any(rung.others for rung in rungs):
        traces.append(_bars(rungs, _("Others"), is_ours=False))
    return figure_of(traces, layout, numbers=numbers)


def _bars(rungs: Sequence[Rung], name: str, *, is_ours: bool) -> dict[str, Any]:
    titles = [rung.ours if is_ours else rung.others for rung in rungs]
    strong, plain = (palette.ACCENT, palette.VINTAGE) if is_ours else (palette.TINTS[2], palette.CONTEXT)
    return {
        "type": "bar",
        "orientation": "h",
        "name": escape(name, quote=False),
        "x": [len(each) for each in titles],
        "y": [_ROW_PX * row + 29 for row in range(len(rungs))],
        "width": 13,
        "marker": {"color": [strong if rung.is_step else plain for rung in rungs], "line": {"width": 0}},
        "customdata": ["<br>".join(escape(title, quote=False) for title in each[:12]) for each in titles],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _step_words(rung: Rung, row: int) -> dict[str, Any]:
    return left_words(small_html(escape(rung.name, quote=False)), 0, _ROW_PX * row + 12, xshift=0)


def _count_words(rung: Rung, row: int) -> dict[str, Any]:
    html = small_html(f"<b>{format_number(rung.count)}</b>")
    return left_words(html, rung.count, _ROW_PX * row + 29, xshift=6 if rung.count else 0)


def _takeaway(rungs: Sequence[Rung]) -> str:
    stated = sum(rung.count for rung in rungs if rung.is_step)
    every = sum(rung.count for rung in rungs)
    top = next((rung for rung in rungs if rung.count and rung.is_step), None)
    if top is None and every == 1:
        return _("Zero-emission delivery: the only tender does not state where it stands on the ladder")
    if top is None:
        return _(
            "Zero-emission delivery: none of {count} tenders states where it stands on the ladder",
            count=every,
        )
    return _("Zero-emission delivery: the highest step is “{step}”, with {count} of {stated} tenders that state one",
             step=top.name, count=top.count, stated=stated)  # fmt: skip


def _table(rungs: Sequence[Rung], name: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Step"): [rung.name for rung in rungs],
            _("Tenders"): [rung.count for rung in rungs],
            name: ["; ".join(rung.ours) for rung in rungs],
            _("Others"): ["; ".join(rung.others) for rung in rungs],
        }
    )
