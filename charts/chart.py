"""What every chart function gives back, and how it is told to write numbers."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True)
class ChartFormat:
    """How a chart writes numbers, chosen by the caller for the reader's language.

    number: a number with three significant figures as the reader writes it. separators: decimal mark and
    group mark, two characters, as Plotly's layout.separators wants them (". " or ", ")."""

    number: Callable[[float], str]
    separators: str


@dataclass(frozen=True)
class Chart:
    """A picture with everything that must stand beside it.

    takeaway: one sentence with the number in it, the heading above the picture. alt: the text alternative for
    those who do not see it. table: the drawn figures in full precision and base unit, headings in words.
    notes: what the picture leaves out or does differently; to be shown below it."""

    figure: go.Figure
    takeaway: str
    alt: str
    table: pd.DataFrame
    notes: tuple[str, ...] = ()
