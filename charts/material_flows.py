"""From what is bought to what becomes of the waste: one year's tonnes as a flow, with what is not accounted for.

The labels are ours and not the diagram's own: a figure does not know its width, so those of the stages stand above them,
and those of the ends in a margin of fixed width, where they fit on a phone too."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from charts import palette
from charts.chart import Chart, ChartFormat
from charts.end_labels import EndLabel, end_column
from charts.scale import Scale, drawn, number_or_nan, scale_for
from charts.template import LINE_HEIGHT_PX, empty_chart, figure_of, small_html, wrapped
from charts.treatment import ORDER, TREATMENT_COLOURS, UNSTATED, glyph_and_colour
from texts import N_, Text, _

CHAIN = ("purchased", "used", "generated", "treated")
AFTER, BEFORE = "unaccounted_after_", "unaccounted_before_"
_PLOT_PX = 300
_PAD_PX = 10
_NODE_PX = 14
_SIDE_PX = 12
_MOST_LETTERS = 10  # of a line above a stage, so that three stages stand beside each other on a phone
_IN_USE_OR_STORE = N_("In use, in store or not accounted for")
_NOT_BEFORE = N_("Not accounted for before")
_LINK_SHARE = 0.38  # how much of its colour a flow keeps


def material_flows_chart(
    flows: pd.DataFrame,
    stages: Mapping[str, float],
    *,
    titles: Mapping[str, str | Text],
    format: ChartFormat,  # noqa: A002
    unit_label: str,
    year: int,
    empty_text: str | Text,
) -> Chart:
    """One year's tonnes from stage to stage.

    flows: source, target (codes of CHAIN and of the treatments, or an unaccounted end: AFTER or BEFORE and a stage),
    amount_tonnes (none missing). stages: t by stage. titles: code to words. What is not accounted for is an end of its own, white
    with an outline."""
    titles = _with_ends(flows, titles)
    table = _table(flows, titles, unit_label)
    if flows.empty:
        return empty_chart(empty_text, numbers=format, table=table)
    sizes = _sizes(flows)
    scale = scale_for(list(sizes.values()), unit_label)
    chain = [code for code in CHAIN if code in sizes]
    takeaway = _takeaway(chain, stages, sizes, titles, scale, format, year)
    said = [f"{words}." for words in _said(flows, titles, scale, format)]
    alt = " ".join(
        [_("Flow diagram of {year}, in {unit}.", year=str(year), unit=scale.unit), f"{takeaway}.", *said]
    )
    figure = _figure(flows, sizes, chain, titles, scale, format)
    return Chart(figure, takeaway, alt, table, tuple(_notes(sizes)))


def node_title(code: str, titles: Mapping[str, str | Text]) -> str:
    """A stage, a treatment or an unaccounted end in words."""
    return _(titles.get(code, code))


def _with_ends(flows: pd.DataFrame, titles: Mapping[str, str | Text]) -> dict[str, str | Text]:
    """The titles with those of the unaccounted ends that the flows have."""
    codes = [code for source, target, _tonnes in _rows(flows) for code in (source, target)]
    ends = {code: _after_words(code, has_use="used" in codes) for code in codes if code.startswith(AFTER)}
    return {**titles, **ends, **{code: _NOT_BEFORE for code in codes if code.startswith(BEFORE)}}


def _after_words(code: str, *, has_use: bool) -> Text:
    """What may have become of what one stage has more than the next."""
    stage = code.removeprefix(AFTER)
    if stage == "purchased":
        return N_("In store, or not accounted for") if has_use else _IN_USE_OR_STORE
    return N_("Still in use, or not accounted for") if stage == "used" else N_("Not accounted for")


def _sizes(flows: pd.DataFrame) -> dict[str, float]:
    """The larger side of every node, t."""
    into: defaultdict[str, float] = defaultdict(float)
    out: defaultdict[str, float] = defaultdict(float)
    for source, target, tonnes in _rows(flows):
        out[source] += tonnes
        into[target] += tonnes
    return {code: max(into[code], out[code]) for code in [*out, *(code for code in into if code not in out)]}


def _rows(flows: pd.DataFrame) -> list[tuple[str, str, float]]:
    return [
        (str(source), str(target), float(tonnes))
        for source, target, tonnes in zip(
            flows["source"], flows["target"], flows["amount_tonnes"], strict=True
        )
    ]


def _ends(sizes: Mapping[str, float]) -> list[str]:
    """The ends from top to bottom: treatments, then what left the flow, the last stage's first, so that no flows cross."""
    left = [f"{AFTER}{stage}" for stage in reversed(CHAIN)]
    return [code for code in (*ORDER, *left) if code in sizes]


def _figure(
    flows: pd.DataFrame,
    sizes: Mapping[str, float],
    chain: Sequence[str],
    titles: Mapping[str, str | Text],
    scale: Scale,
    numbers: ChartFormat,
) -> Any:
    ends = _ends(sizes)
    labels = [_label(code, sizes[code], titles, scale, numbers) for code in ends]
    plot_px = max(_PLOT_PX, round(sum(label.height_px for label in labels)) + 8)
    px_per_tonne = _px_per_tonne(flows, sizes, plot_px)
    middles = _middles(chain, ends, sizes, px_per_tonne)
    heads = [_head(code, sizes[code], titles, scale, numbers) for code in chain]
    top_px = LINE_HEIGHT_PX * max(len(head) for head in heads) + 14
    right_px = round(max((label.width_px for label in labels), default=20)) + _NODE_PX + 12
    places = {code: index / len(chain) for index, code in enumerate(chain)} | dict.fromkeys(ends, 1.0)
    places |= {code: _before_place(code, chain) for code in sizes if code.startswith(BEFORE)}
    layout = {
        "height": top_px + plot_px + 12,
        "margin": {"l": _SIDE_PX, "r": right_px, "t": top_px, "b": 12, "pad": 0},
        "hovermode": "closest",
        "annotations": [
            *(_head_words(head, places[code]) for code, head in zip(chain, heads, strict=True)),
            *_end_words(labels, [middles[code] for code in ends], plot_px),
        ],
    }
    trace = _trace(flows, sizes, places, middles, plot_px, titles, scale, numbers)
    return figure_of([trace], layout, numbers=numbers)


def _px_per_tonne(flows: pd.DataFrame, sizes: Mapping[str, float], plot_px: float) -> float:
    """As the diagram scales its nodes: the fullest column takes the whole height. Columns go by the longest way from a
    beginning; nodes without a way onward stand in the last."""
    columns: defaultdict[int, list[float]] = defaultdict(list)
    depths = _depths(flows)
    last = max(depths.values())
    going_on = set(flows["source"])
    for code, size in sizes.items():
        columns[depths[code] if code in going_on else last].append(size)
    return min((plot_px - (len(each) - 1) * _PAD_PX) / sum(each) for each in columns.values())


def _depths(flows: pd.DataFrame) -> dict[str, int]:
    depths: dict[str, int] = {}
    for source, target, _tonnes in _rows(flows) * len(CHAIN):  # as often as the longest way has steps
        depths[target] = max(depths.get(target, 0), depths.setdefault(source, 0) + 1)
    return depths


def _middles(
    chain: Sequence[str], ends: Sequence[str], sizes: Mapping[str, float], px_per_tonne: float
) -> dict[str, float]:
    """How far the middle of each node is from the top, px: stages from the top, ends below each other, and what comes from
    nowhere known below the stage before."""
    middles = {code: sizes[code] * px_per_tonne / 2 for code in chain}
    down = 0.0
    for code in ends:
        middles[code] = down + sizes[code] * px_per_tonne / 2
        down += sizes[code] * px_per_tonne + _PAD_PX
    for code in (code for code in sizes if code.startswith(BEFORE)):
        before = chain[max(list(chain).index(code.removeprefix(BEFORE)) - 1, 0)]
        middles[code] = (sizes[before] + sizes[code] / 2) * px_per_tonne + _PAD_PX
    return middles


def _before_place(code: str, chain: Sequence[str]) -> float:
    return max(list(chain).index(code.removeprefix(BEFORE)) - 1, 0) / len(chain)


def _label(
    code: str, size: float, titles: Mapping[str, str | Text], scale: Scale, numbers: ChartFormat
) -> EndLabel:
    return EndLabel(*glyph_and_colour(code), node_title(code, titles), scale.amount(size, numbers))


def _head(
    code: str, size: float, titles: Mapping[str, str | Text], scale: Scale, numbers: ChartFormat
) -> list[str]:
    return [
        *wrapped(node_title(code, titles), most_letters=_MOST_LETTERS),
        f"<b>{scale.amount(size, numbers)}</b>",
    ]


def _head_words(lines: list[str], place: float) -> dict[str, Any]:
    text = "<br>".join(line if line.startswith("<b>") else escape(line, quote=False) for line in lines)
    return _words(text, place) | {"y": 1, "yanchor": "bottom", "xshift": 1 - _NODE_PX // 2, "yshift": 4}


def _end_words(labels: list[EndLabel], middles: list[float], plot_px: float) -> list[dict[str, Any]]:
    lifts = end_column(labels, middles, height_px=plot_px)
    return [
        _words(label.html, 1.0)
        | {"y": 1 - middle / plot_px, "yanchor": "middle", "xshift": _NODE_PX, "yshift": round(lift, 1)}
        for label, middle, lift in zip(labels, middles, lifts, strict=True)
    ]


def _words(html: str, place: float) -> dict[str, Any]:
    return {
        "text": small_html(html), "xref": "paper", "yref": "paper", "x": place,
        "xanchor": "left", "align": "left", "showarrow": False,
    }  # fmt: skip


def _trace(
    flows: pd.DataFrame,
    sizes: Mapping[str, float],
    places: Mapping[str, float],
    middles: Mapping[str, float],
    plot_px: float,
    titles: Mapping[str, str | Text],
    scale: Scale,
    numbers: ChartFormat,
) -> dict[str, Any]:
    codes, rows = _in_order(sizes), _rows(flows)
    named = {code: escape(node_title(code, titles), quote=False) for code in codes}
    return {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "pad": _PAD_PX,
            "thickness": _NODE_PX,
            "label": [""] * len(codes),
            "x": [_inside(places[code]) for code in codes],
            "y": [_inside(middles[code] / plot_px) for code in codes],
            "color": [_colour(code) for code in codes],
            "line": {"color": palette.TEXT_MUTED, "width": 1},
            "customdata": [f"{named[code]} <b>{scale.amount(sizes[code], numbers)}</b>" for code in codes],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "link": {
            "source": [codes.index(source) for source, _target, _tonnes in rows],
            "target": [codes.index(target) for _source, target, _tonnes in rows],
            "value": [drawn(tonnes) for _source, _target, tonnes in rows],
            "color": [_tint(target if _is_end(target) else source) for source, target, _tonnes in rows],
            "customdata": [f"{named[source]} → {named[target]} <b>{scale.amount(tonnes, numbers)}</b>"
                           for source, target, tonnes in rows],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    }  # fmt: skip


def _in_order(sizes: Mapping[str, float]) -> list[str]:
    """The nodes in the order in which the diagram lays their flows beside each other: as they stand, from top to bottom."""
    ends = _ends(sizes)
    return [
        *(code for code in CHAIN if code in sizes),
        *(code for code in sizes if code.startswith(BEFORE)),
        *ends,
    ]


def _inside(share: float) -> float:
    """A place within the picture; the diagram takes 0 for "not given"."""
    return round(min(max(share, 0.001), 0.999), 5)


def _is_end(code: str) -> bool:
    return code in ORDER or code.startswith(AFTER)


def _is_open(code: str) -> bool:
    """Whether nobody has stated what it is."""
    return code in UNSTATED or code.startswith((AFTER, BEFORE))


def _colour(code: str) -> str:
    return palette.SURFACE if _is_open(code) else TREATMENT_COLOURS.get(code, palette.TEXT_MUTED)


def _tint(code: str) -> str:
    colour = palette.VINTAGE if _is_open(code) else TREATMENT_COLOURS.get(code, palette.TEXT_MUTED)
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_LINK_SHARE / 2 if _is_open(code) else _LINK_SHARE})"


def _takeaway(
    chain: Sequence[str],
    stages: Mapping[str, float],
    sizes: Mapping[str, float],
    titles: Mapping[str, str | Text],
    scale: Scale,
    numbers: ChartFormat,
    year: int,
) -> str:
    each = [
        _(
            "{name} {value}",
            name=node_title(code, titles),
            value=scale.amount(stages.get(code, sizes[code]), numbers),
        )
        for code in chain
    ]
    rest = scale.amount(
        sum(size for code, size in sizes.items() if code.startswith((AFTER, BEFORE))), numbers
    )
    said = _("In {year}: {each}", year=str(year), each="; ".join(each))
    if any(f"{AFTER}{stage}" in sizes for stage in ("purchased", "used")):
        return _("{said}; in store, in use or not accounted for {rest}", said=said, rest=rest)
    if any(code.startswith((AFTER, BEFORE)) for code in sizes):
        return _("{said}; not accounted for {rest}", said=said, rest=rest)
    return said


def _said(
    flows: pd.DataFrame, titles: Mapping[str, str | Text], scale: Scale, numbers: ChartFormat
) -> list[str]:
    return [
        _("From {source} to {target}: {value}", source=node_title(source, titles), target=node_title(target, titles),
          value=scale.amount(tonnes, numbers))
        for source, target, tonnes in _rows(flows)
    ]  # fmt: skip


def _notes(sizes: Mapping[str, float]) -> list[str]:
    notes = []
    if any(code.startswith(AFTER) for code in sizes):
        notes.append(
            _(
                "White ends: what one stage has more than the next. What is bought may stay in use for many years."
            )
        )
    if any(code.startswith(BEFORE) for code in sizes):
        notes.append(
            _(
                "White beginnings: what one stage has more than the stage before, bought or made earlier or not counted."
            )
        )
    return notes


def _table(flows: pd.DataFrame, titles: Mapping[str, str | Text], unit_label: str) -> pd.DataFrame:
    rows = _rows(flows)
    return pd.DataFrame(
        {
            _("From"): [node_title(source, titles) for source, _target, _tonnes in rows],
            _("To"): [node_title(target, titles) for _source, target, _tonnes in rows],
            _("Amount, {unit}", unit=unit_label): [number_or_nan(tonnes) for *_ends_, tonnes in rows],
        }
    )
