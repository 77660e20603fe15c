"""Pictures that are read line by line: words over the whole width, and the bar they speak of below them.

On a phone there is no room for names beside bars; above them a name has the whole width."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from charts import palette
from charts.template import LINE_HEIGHT_PX, SMALL_PX, text_width_px, wrapped

SIDE_PX = 14
BAR_PX = 26  # of height for the bar of a line, with its air
_WIDTH_PX = 358 - 2 * SIDE_PX  # of the words on a phone
_LETTERS = 44  # that fit into it


@dataclass(frozen=True)
class WordedRow:
    """One line of the picture. name: in bold; rest: what is said of it."""

    name: str
    rest: str = ""

    @property
    def lines(self) -> list[str]:
        """The words as Plotly's small HTML: on one line where a phone has room, else the name and the rest apart."""
        width = text_width_px(self.name, SMALL_PX, is_bold=True) + text_width_px(f"  {self.rest}", SMALL_PX)
        names = [f"<b>{escape(part, quote=False)}</b>" for part in wrapped(self.name, most_letters=_LETTERS)]
        if not self.rest:
            return names
        if width <= _WIDTH_PX:
            return [f"{names[0]}  {escape(self.rest, quote=False)}"]
        return names + [escape(part, quote=False) for part in wrapped(self.rest, most_letters=_LETTERS)]

    @property
    def height_px(self) -> int:
        """Height of words and bar."""
        return LINE_HEIGHT_PX * len(self.lines) + BAR_PX


def bar_middles(rows: Sequence[WordedRow]) -> list[float]:
    """How many pixels down the middle of each row's bar lies."""
    return [down + row.height_px - BAR_PX / 2 + 2 for down, row in zip(_tops(rows), rows, strict=True)]


def height_px(rows: Sequence[WordedRow]) -> int:
    """The height of all rows."""
    return sum(row.height_px for row in rows)


def row_axis(rows: Sequence[WordedRow]) -> dict[str, Any]:
    """The layout of the vertical axis, in pixels down."""
    return {"range": [height_px(rows), 0], "visible": False}


def row_words(rows: Sequence[WordedRow], left: float) -> list[dict[str, Any]]:
    """The words as annotations. left: where the horizontal axis begins."""
    return [
        {
            "text": f'<span style="font-size:{SMALL_PX}px;color:{palette.TEXT}">{"<br>".join(row.lines)}</span>',
            "x": left,
            "y": down + LINE_HEIGHT_PX * len(row.lines) / 2 + 2,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "bgcolor": palette.GROUND_VEIL,
            "borderpad": 0,
        }
        for down, row in zip(_tops(rows), rows, strict=True)
    ]


def _tops(rows: Sequence[WordedRow]) -> list[int]:
    return [sum(row.height_px for row in rows[:place]) for place in range(len(rows))]
