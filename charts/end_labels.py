"""Names in the right margin, each at the height of what it names, moved apart so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from charts import palette
from charts.placement import spread
from charts.scale import NO_BREAK
from charts.template import LINE_HEIGHT_PX, SMALL_PX, small_html, text_width_px, wrapped

MOST_LABEL_LETTERS = 18
_INDENT = "\N{EN SPACE}\N{THIN SPACE}"


@dataclass(frozen=True)
class EndLabel:
    """A name in the right margin: glyph and colour of the thing it names, name lines, what it comes to, a
    grey note."""

    glyph: str
    colour: str
    name: str
    amount: str
    note: str = ""

    @property
    def name_lines(self) -> list[str]:
        """The name with its amount, broken into short lines."""
        return wrapped(f"{self.name}{NO_BREAK}{self.amount}", most_letters=MOST_LABEL_LETTERS)

    @property
    def note_lines(self) -> list[str]:
        """The grey note in short lines; none without a note."""
        return wrapped(self.note, most_letters=MOST_LABEL_LETTERS) if self.note else []

    @property
    def height_px(self) -> float:
        """Height with a little air."""
        return LINE_HEIGHT_PX * (len(self.name_lines) + len(self.note_lines)) + 3

    @property
    def width_px(self) -> float:
        """Width of the longest line, with the glyph."""
        widths = [text_width_px(line, SMALL_PX) for line in [*self.name_lines, *self.note_lines]]
        return max(widths) + text_width_px(self.glyph + " ", SMALL_PX)

    @property
    def html(self) -> str:
        """The label in Plotly's small HTML, everything a person wrote escaped."""
        mark = f'<span style="color:{self.colour}">{self.glyph}</span> '
        lines = [_in_colour(line, palette.TEXT) for line in self.name_lines]
        lines += [_in_colour(line, palette.TEXT_MUTED) for line in self.note_lines]
        return small_html(mark + f"<br>{_INDENT}".join(lines))


def _in_colour(line: str, colour: str) -> str:
    return f'<span style="color:{colour}">{escape(line, quote=False)}</span>'


def end_column(labels: Sequence[EndLabel], wished_px: Sequence[float], *, height_px: float) -> list[float]:
    """How far each label is lifted from its own height so that none covers another; pixels, up is
    positive.

    wished_px: how far below the top of the plot each would stand. height_px: of the plot."""
    # The first line of a label, not its middle, wants to stand at the height of its point.
    wished = [
        y_px + (label.height_px - LINE_HEIGHT_PX) / 2 for label, y_px in zip(labels, wished_px, strict=True)
    ]
    placed = spread(wished, [label.height_px for label in labels], low=-16, high=height_px + 8)
    return [y_px - centre for y_px, centre in zip(wished_px, placed, strict=True)]
