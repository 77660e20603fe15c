"""Pictures that are read line by line: words over the whole width, and the bar they speak of below them.

On a phone there is no room for names beside bars; above them a name has the whole width. The vertical axis counts pixels
down, so that words and bars keep their distance whatever the picture holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from charts import palette
from charts.hover import titled_words
from charts.template import LINE_HEIGHT_PX, SMALL_PX, WIDTHS_PX, text_width_px, wrapped

SIDE_PX = 14
PALE_PX, DARK_PX = 15, 7  # the pale bar of a whole, and the dark one of its part within it
BAR_PX = 26  # of height for the bar of a line, with its air
_WIDTH_PX = WIDTHS_PX[0] - 2 * SIDE_PX  # of the words on a phone
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
    def hover(self) -> str:
        """What is shown of its bar when it is pointed at."""
        return titled_words(self.name, self.rest)

    @property
    def height_px(self) -> int:
        """Height of words and bar."""
        return LINE_HEIGHT_PX * len(self.lines) + BAR_PX


def bar_middles(rows: Sequence[WordedRow]) -> list[float]:
    """How many pixels down the middle of each row's bar lies."""
    return [down + row.height_px - BAR_PX / 2 + 2 for down, row in zip(_tops(rows), rows, strict=True)]


def worded_layout(
    rows: Sequence[WordedRow],
    across: dict[str, Any],
    *,
    above_px: int = 8,
    below_px: int,
    annotations: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """The layout of bars over each other below their words. across: the horizontal axis with its range.

    above_px, below_px: the margins. annotations: besides the words of the rows. more: of Plotly's layout."""
    return rows_layout(
        sum(row.height_px for row in rows),
        above_px=above_px,
        below_px=below_px,
        sides_px=(SIDE_PX, SIDE_PX),
        barmode="overlay",
        xaxis=across,
        annotations=[*_row_words(rows, across["range"][0]), *annotations],
        **more,
    )


def rows_layout(
    inner_px: float, *, above_px: float, below_px: float, sides_px: tuple[int, int], **more: Any
) -> dict[str, Any]:
    """The layout of any picture whose vertical axis counts pixels down. inner_px: the height of all its rows.

    above_px, below_px, sides_px: the margins, those of the sides left and right. more: of Plotly's layout."""
    left_px, right_px = sides_px
    return {
        "height": above_px + inner_px + below_px,
        "margin": {"l": left_px, "r": right_px, "t": above_px, "b": below_px, "pad": 0},
        "hovermode": "closest",
        "yaxis": {"range": [inner_px, 0], "visible": False},
        **more,
    }


def left_words(html: str, left: float, down_px: float, **more: Any) -> dict[str, Any]:
    """Words that begin at a place of the horizontal axis, their middle so many pixels down. html: Plotly's small
    HTML, escaped. more: of Plotly's annotation."""
    return {
        "text": html,
        "x": left,
        "y": down_px,
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        **more,
    }


def _row_words(rows: Sequence[WordedRow], left: float) -> list[dict[str, Any]]:
    look = {"align": "left", "bgcolor": palette.GROUND_VEIL, "borderpad": 0}
    return [
        left_words(
            f'<span style="font-size:{SMALL_PX}px;color:{palette.TEXT}">{"<br>".join(row.lines)}</span>',
            left,
            down + LINE_HEIGHT_PX * len(row.lines) / 2 + 2,
            **look,
        )
        for down, row in zip(_tops(rows), rows, strict=True)
    ]


def _tops(rows: Sequence[WordedRow]) -> list[int]:
    return [sum(row.height_px for row in rows[:place]) for place in range(len(rows))]
