"""What maps share: the classes municipalities fall into, their colours, the key above the picture, and the sentences."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import ChartFormat
from charts.scale import Scale, is_missing, scale_for
from charts.template import SMALL_PX, WIDTHS_PX, text_width_px
from texts import N_, Text, _

EDGE_PX = 8
PHONE_PX = WIDTHS_PX[0] - 2 * EDGE_PX  # of the plot; a map is drawn so large that it fits there
KEY_LINE_PX = 22
KEY_TEXT_PX = 20  # from the left edge of a swatch to its words
KEY_APART_PX = 14
SWATCH_PX = 13
MOST_NAMED = 12  # municipalities that a note names one by one
NO_FIGURE, OTHERWISE = "no-figure", "otherwise"


@dataclass(frozen=True)
class MapClass:
    """One class of a map: its words in the key, its colour, and a symbol that says the same without colour.

    colour: empty = hollow, for what has no figure or no verdict."""

    key: str
    words: str | Text
    colour: str = ""
    symbol: str = ""

    @property
    def ink(self) -> str:
        """The colour of letters on it."""
        if not self.colour:
            return palette.TEXT_MUTED
        return palette.SURFACE if _is_dark(self.colour) else palette.TEXT

    @property
    def fill(self) -> str:
        """The colour of its area; the ground where it is hollow."""
        return self.colour or palette.GROUND


_NO_FIGURE = MapClass(NO_FIGURE, N_("No figure"))
_OTHERWISE = MapClass(OTHERWISE, N_("Counted otherwise"), symbol="×")


@dataclass(frozen=True)
class Classed:
    """Municipalities in classes. classes: those that occur, in the order of the key. keys: the class of each row of the
    frame. counts: how many each class has."""

    classes: tuple[MapClass, ...]
    keys: tuple[str, ...]

    def rows_of(self, key: str) -> list[int]:
        """The rows of the frame that are in a class."""
        return [row for row, each in enumerate(self.keys) if each == key]


def classed(
    frame: pd.DataFrame, statuses: Sequence[MapClass] | None, *, unit_label: str, numbers: ChartFormat
) -> Classed:
    """The class of every municipality.

    frame: class_key (a key of statuses) where statuses are given; else value (NaN = missing) and is_comparable: values
    fall into at most five classes of about equally many, what may not be ranked with the others into one of its own."""
    if statuses is not None:
        return _occurring(statuses, [str(key) for key in frame["class_key"]])
    values = [None if is_missing(value) else float(value) for value in frame["value"].tolist()]
    is_comparable = frame["is_comparable"].tolist()
    ranked = [
        value
        for value, is_ranked in zip(values, is_comparable, strict=True)
        if is_ranked and value is not None
    ]
    edges = class_edges(ranked)
    found = _value_classes(edges, scale_for(ranked, unit_label), numbers)
    keys = [
        NO_FIGURE if value is None else OTHERWISE if not is_ranked else str(class_of(value, edges))
        for value, is_ranked in zip(values, is_comparable, strict=True)
    ]
    return _occurring([*found, _OTHERWISE, _NO_FIGURE], keys)


def class_edges(values: Sequence[float]) -> list[float]:
    """The upper end of each class, rising; the last is the largest value. Equal values are never parted.

    values: none missing. At most five classes, fewer where few values differ; no values: no classes."""
    ordered = sorted(values)
    count = min(len(palette.TINTS), len(set(ordered)))
    ends = [ordered[math.ceil(len(ordered) * (step + 1) / count) - 1] for step in range(count)]
    return sorted(set(ends))


def class_of(value: float, edges: Sequence[float]) -> int:
    """The number of the class that a value falls into, from 0."""
    return next((number for number, edge in enumerate(edges) if value <= edge), len(edges) - 1)


def _value_classes(edges: list[float], scale: Scale, numbers: ChartFormat) -> list[MapClass]:
    words = [numbers.number(edge / scale.divisor) for edge in edges]
    tints = _spread_tints(len(edges))
    first = _("up to {value}", value=words[0]) if len(words) > 1 else words[0] if words else ""
    others = [_("up to {value}", value=word) for word in words[1:]]
    return [
        MapClass(str(number), text, tint)
        for number, (text, tint) in enumerate(zip([first, *others], tints, strict=False))
    ]


def _spread_tints(count: int) -> tuple[str, ...]:
    """So many tints, as far apart as they go."""
    if count <= 1:
        return palette.TINTS[2 : 2 + count]
    last = len(palette.TINTS) - 1
    return tuple(palette.TINTS[round(step * last / (count - 1))] for step in range(count))


def _occurring(classes: Sequence[MapClass], keys: list[str]) -> Classed:
    return Classed(tuple(each for each in classes if each.key in set(keys)), tuple(keys))


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 125


# --- the key


@dataclass(frozen=True)
class Key:
    """The key as parts of a layout, and the height it takes above the plot."""

    shapes: list[dict[str, Any]]
    annotations: list[dict[str, Any]]
    height_px: int


def map_key(found: Classed, unit: str) -> Key:
    """Swatch, words and count of every class, in lines that fit a phone. unit: written before them; empty for none."""
    shapes: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    left = top = 0.0
    if unit:
        annotations.append(_key_words(unit, 0, 0))
        left = text_width_px(unit, SMALL_PX) + KEY_APART_PX
    places = []
    for each in found.classes:
        words = f"{_(each.words)} ({len(found.rows_of(each.key))})"
        wide = KEY_TEXT_PX + text_width_px(words, SMALL_PX)
        if left and left + wide > PHONE_PX:
            left, top = 0.0, top + KEY_LINE_PX
        places.append((each, words, left, top))
        left += wide + KEY_APART_PX
    for each, words, across, down in places:
        shapes.append(_swatch(each, across, down))
        if each.symbol:
            annotations.append(_swatch_symbol(each, across, down))
        annotations.append(_key_words(words, across + KEY_TEXT_PX, down))
    height = round(top) + KEY_LINE_PX + EDGE_PX
    raised = [_raised(shape, height) for shape in shapes]
    return Key(raised, [_lifted(note, height) for note in annotations], height)


def _swatch(each: MapClass, left: float, top: float) -> dict[str, Any]:
    low = -top - KEY_LINE_PX / 2 - SWATCH_PX / 2
    return {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "x0": round(left, 1),
        "x1": round(left + SWATCH_PX, 1),
        "y0": low,
        "y1": low + SWATCH_PX,
        "fillcolor": each.fill,
        "line": {"color": palette.VINTAGE, "width": 1},
    }


def _key_note(html: str, left: float, top: float, anchor: str) -> dict[str, Any]:
    return {
        "text": html,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": anchor,
        "yanchor": "middle",
        "xshift": round(left, 1),
        "yshift": -top - KEY_LINE_PX / 2,
        "showarrow": False,
        "borderpad": 0,
    }


def _key_words(words: str, left: float, top: float) -> dict[str, Any]:
    note = _key_note(escape(words, quote=False), left, top, "left")
    return note | {"font": {"size": SMALL_PX, "color": palette.TEXT_MUTED}}


def _swatch_symbol(each: MapClass, left: float, top: float) -> dict[str, Any]:
    note = _key_note(escape(each.symbol), left + SWATCH_PX / 2, top, "center")
    return note | {"font": {"size": 10, "color": each.ink}}


# --- the picture


def map_layout(
    key: Key,
    plot_px: int,
    across: list[float],
    down: list[float],
    *,
    above_px: int = 0,
    labels: Sequence[dict[str, Any]] = (),
    **yaxis: Any,
) -> dict[str, Any]:
    """The layout of a map below its key, as wide as it is true, whatever room it has. across, down: the ends of its
    axes, in its own steps.

    plot_px: its height. above_px: room between key and map. labels: annotations within it. yaxis: more of that axis."""
    hidden = {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False}
    true_to_scale = {"scaleanchor": "y", "constrain": "range", "constraintoward": "left"}
    top_px = key.height_px + above_px
    return {
        "height": plot_px + top_px + EDGE_PX,
        "margin": {"l": EDGE_PX, "r": EDGE_PX, "t": top_px, "b": EDGE_PX, "pad": 0},
        "hovermode": "closest",
        "xaxis": {"range": across, **hidden, **true_to_scale},
        "yaxis": {"range": down, **hidden, **yaxis},
        "shapes": [_raised(shape, above_px) for shape in key.shapes],
        "annotations": [*(_lifted(note, above_px) for note in key.annotations), *labels],
    }


def _raised(shape: dict[str, Any], by_px: float) -> dict[str, Any]:
    return shape | {"y0": shape["y0"] + by_px, "y1": shape["y1"] + by_px}


def _lifted(note: dict[str, Any], by_px: float) -> dict[str, Any]:
    return note | {"yshift": note["yshift"] + by_px}


# --- what is said beside the picture


def map_takeaway(frame: pd.DataFrame, found: Classed, *, is_valued: bool) -> str:
    """The map in one sentence: how many are in each class, or the lowest and the highest of the ranked."""
    if not is_valued:
        return _counts(found)
    numbered = [row for row, key in enumerate(found.keys) if key not in (NO_FIGURE, OTHERWISE)]
    if not numbered:
        return _counts(found)
    by_value = frame["value"].iloc[numbered]
    lowest, highest = frame.loc[by_value.idxmin()], frame.loc[by_value.idxmax()]
    if len(numbered) == 1:
        return _("{name}: {value}", name=lowest["name"], value=lowest["label"])
    return _("From {low} in {low_name} to {high} in {high_name}", low=lowest["label"], low_name=lowest["name"],
             high=highest["label"], high_name=highest["name"])  # fmt: skip


def _counts(found: Classed) -> str:
    return "; ".join(f"{_(each.words)}: {len(found.rows_of(each.key))}" for each in found.classes)


def map_table(frame: pd.DataFrame, found: Classed, *, unit_label: str, is_valued: bool) -> pd.DataFrame:
    """The map as a table: name, class, value in full precision, year."""
    words = {each.key: _(each.words) for each in found.classes}
    whole = {
        _("Municipality"): frame["name"].tolist(),
        _("Id"): frame["municipality_id"].tolist(),
        _("Class") if is_valued else _("Verdict"): [words[key] for key in found.keys],
        _("Value, {unit}", unit=unit_label): frame["value"].astype(float).tolist(),
        _("Year"): frame["year"].astype("Int64").tolist(),
    }
    return pd.DataFrame(whole)


def map_notes(frame: pd.DataFrame, found: Classed) -> tuple[str, ...]:
    """Who is left uncoloured and why, by name where they are few."""
    sentences = (
        (OTHERWISE, N_("Counted otherwise than the others, so not coloured by value: {names}.")),
        (NO_FIGURE, N_("No figure: {names}.")),
    )
    return tuple(
        _(sentence, names=named([str(frame["name"].iloc[row]) for row in rows]))
        for key, sentence in sentences
        if (rows := found.rows_of(key))
    )


def named(names: Sequence[str]) -> str:
    """Names in a row; of many the first, and how many more."""
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return _("{names} and {count} more", names=shown, count=more) if more > 0 else shown


def hover_parts(frame: pd.DataFrame, rows: Sequence[int], words: str) -> dict[str, Any]:
    """What is shown of each when it is pointed at: name, value, and the words of the class in verdict maps.

    customdata holds the municipality's id first, by which a chosen one is known; the pattern is sent once, and spaces
    that do not break are plain here, since this is most of what a map of many sends."""
    names, ids, labels = (frame[each].tolist() for each in ("name", "municipality_id", "label"))
    extra = f"<br>{escape(words, quote=False)}" if words else ""
    return {
        "hovertext": [escape(names[row], quote=False) for row in rows],
        "customdata": [[ids[row], escape(_plain(labels[row]), quote=False)] for row in rows],
        "hovertemplate": f"<b>%{{hovertext}}</b><br>%{{customdata[1]}}{extra}<extra></extra>",
    }


def _plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")
