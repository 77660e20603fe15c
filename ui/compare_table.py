"""All indicators of the compared municipalities in one table: newest value, verdict, and the quarter where like stands
beside like.

A ground colour says one thing only, the quarter, and only in cells of one row that may be compared with each other: at
least two of the chosen ones in one group (metrics.comparison) of at least four municipalities. The others keep their
place in words. Verdicts are words and symbols here, so that no second colour competes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from charts import palette
from data.store import Store
from metrics.comparison import QUARTILES, Position
from metrics.indicator import Indicator
from metrics.registry import INDICATORS, STATUSES
from metrics.sdg_targets import TITLES, by_target
from sentences import formats
from texts import _
from ui import compare_reads, reads
from ui.compare import FORMS, entry_of
from ui.compare_ranking import QUARTERS, depends_on_size, group_words, quarter_words, rank_words
from ui.compare_reads import Standing

STYLE = f"<style>{(Path(__file__).parent / 'compare.css').read_text(encoding='utf-8')}</style>"


@dataclass(frozen=True)
class Cell:
    """One indicator of one municipality. indicator: of the gases that its dataset covers; empty where it has no data.

    year, value: the newest one known. place: where it stands among all that count alike. group: which those are.
    is_comparable: its ground is coloured."""

    area_id: str
    indicator: str = ""
    year: int | None = None
    value: float | None = None
    status: str = "no_data"
    place: Position | None = None
    group: str = ""
    is_comparable: bool = False


@dataclass(frozen=True)
class Line:
    """One indicator of all municipalities, in the order chosen. form: as in compare.FORMS, or the indicator's key."""

    target: str
    form: str
    cells: tuple[Cell, ...]

    @property
    def entry(self) -> Indicator:
        """The indicator; of the two for different gases the one for greenhouse gases."""
        return entry_of(self.form)

    @property
    def year(self) -> int:
        """The newest year of any of them."""
        return max(cell.year for cell in self.cells if cell.year is not None)


def lines(store: Store, area_ids: Sequence[str]) -> list[Line]:
    """Every indicator that one of the municipalities has a value of, by SDG target."""
    known = reads.values(store, tuple(area_ids)).dropna(subset=["value"])
    newest = known.drop_duplicates(["municipality_id", "indicator"], keep="last")
    newest = newest.set_index(["municipality_id", "indicator"])
    statuses = compare_reads.statuses(store, tuple(area_ids))
    keys = tuple(sorted(newest.index.get_level_values("indicator").unique()))
    standing = {area_id: compare_reads.standings(store, area_id, keys) for area_id in area_ids}
    return [
        Line(target, form, _compared([_cell(each, form, newest, statuses, standing) for each in area_ids]))
        for target, form in _forms()
        if any(key in keys for key in _keys_of(form))
    ]  # fmt: skip


def _forms() -> list[tuple[str, str]]:
    """Every indicator a municipality can have, as its target and form; those of the two gas coverages are one."""
    return [
        (target, entry.key.removeprefix("ghg_") if entry.counterpart else entry.key)
        for target, entries in by_target().items()
        for entry in entries
        if entry.indicator_class != "context" and not (entry.counterpart and entry.gas_coverage == "co2")
    ]


def _keys_of(form: str) -> tuple[str, ...]:
    return (f"ghg_{form}", f"co2_{form}") if form in FORMS else (form,)


def _cell(
    area_id: str,
    form: str,
    newest: pd.DataFrame,
    statuses: dict[tuple[str, str], str],
    standing: dict[str, dict[str, Standing]],
) -> Cell:
    key = next((key for key in _keys_of(form) if (area_id, key) in newest.index), None)
    if key is None:
        return Cell(area_id)
    row = newest.loc[(area_id, key)]
    stands = standing[area_id][key]  # there is one wherever there is a value
    place = None if depends_on_size(entry_of(form)) else stands.place  # a small town's total is no merit
    return Cell(
        area_id, key, int(row["year"]), float(row["value"]), statuses[area_id, key], place, stands.group
    )


def _compared(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells with those marked that can be compared with each other: the largest group of the chosen ones."""
    counts = Counter(cell.group for cell in cells if _has_quarter(cell))
    group, count = counts.most_common(1)[0] if counts else ("", 0)
    return tuple(
        Cell(**(vars(cell) | {"is_comparable": count > 1 and _has_quarter(cell) and cell.group == group}))
        for cell in cells
    )


def _has_quarter(cell: Cell) -> bool:
    return cell.place is not None and cell.place.rank is not None and cell.place.of >= QUARTILES


def answer(store: Store, found: Sequence[Line]) -> str:
    """How many indicators stand side by side, how many of them compare like with like, and how the first one stands."""
    if not found:
        return _("None of them has a value of any indicator yet.")
    first = [line.cells[0] for line in found if _has_quarter(line.cells[0])]
    words = _(
        "{count} indicators side by side; in {alike} of them figures can be compared with each other.",
        count=len(found),
        alike=sum(any(cell.is_comparable for cell in line.cells) for line in found),
    )
    if not first:
        return words
    best = sum(cell.place is not None and cell.place.quartile == 1 for cell in first)
    name = store.register().areas[first[0].area_id].name
    if best == 0:
        none = _("{name} stands in the best quarter in none of {ranked} that can be ranked.",
                 name=name, ranked=len(first))  # fmt: skip
        return f"{words} {none}"
    stands = _("{name} stands in the best quarter in {best} of {ranked} that can be ranked.",
               name=name, best=best, ranked=len(first))  # fmt: skip
    return f"{words} {stands}"


# On screen --------------------------------------------------------------------------------------------------


def key() -> str:
    """The key of the table as markup: the four grounds with their words, and what no ground means."""
    items = "".join(
        f'<li><span class="vk-swatch" style="background:{palette.QUARTILE_TINTS[quarter - 1]}"></span>'
        f"{escape(_(words))}</li>"
        for quarter, words in QUARTERS.items()
    )
    note = _(
        "The ground shows the quarter among all municipalities that count alike, where at least two of those chosen do. "
        "No ground: another dataset, another definition, own accounts, fewer than four to rank, no better and worse, or "
        "an amount that is smaller where fewer people live."
    )
    return f'<ul class="vk-quarters">{items}</ul><p class="vk-note vk-cross-note">{escape(note)}</p>'


def markup(store: Store, area_ids: Sequence[str], found: Sequence[Line]) -> str:
    """The table as markup: a heading for each SDG target, a row for each indicator, a column for each municipality."""
    names = [store.register().areas[area_id].name for area_id in area_ids]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    caption = escape(_("All indicators of the chosen municipalities"))
    bodies = "".join(
        _body(target, [line for line in found if line.target == target], names)
        for target in dict.fromkeys(line.target for line in found)
    )
    return (
        f'<div class="vk-cross" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{escape(_("Indicator"))}</th>{heads}</tr></thead>{bodies}</table></div>'
    )


def _body(target: str, found: Sequence[Line], names: Sequence[str]) -> str:
    title = escape(f"{target} {_(TITLES[target])}")
    rows = "".join(_row(line, names) for line in found)
    return (
        f'<tbody><tr class="vk-cross-goal"><th scope="rowgroup" colspan="{len(names) + 1}">{title}</th></tr>'
        f"{rows}</tbody>"
    )


def _row(line: Line, names: Sequence[str]) -> str:
    notes = [str(line.year), *([_("depends on size")] if depends_on_size(line.entry) else [])]
    absent = [name for cell, name in zip(line.cells, names, strict=True) if cell.year is None]
    head = f'{escape(_(line.entry.short_title))} <span class="vk-note">{escape(", ".join(notes))}</span>'
    head += f'<span class="vk-note vk-cross-absent">{escape(_absent_words(absent))}</span>' if absent else ""
    cells = "".join(_cell_markup(cell, name, line.year) for cell, name in zip(line.cells, names, strict=True))
    return f'<tr><th scope="row">{head}</th>{cells}</tr>'


def _absent_words(names: Sequence[str]) -> str:
    """Who has no data, in one line for a phone, where the empty cells are not shown."""
    return _("No data: {names}", names=", ".join(names))


def _cell_markup(cell: Cell, name: str, year: int) -> str:
    tint = _tint(cell)
    style = f' style="background:{tint}"' if tint else ""
    if cell.year is None:
        words = escape(_(STATUSES["no_data"].word))
        return (
            f'<td class="vk-cross-none" data-head="{escape(name)}"><span class="vk-note">{words}</span></td>'
        )
    entry, status = INDICATORS[cell.indicator], STATUSES[cell.status]
    pieces = [
        f'<span class="vk-cross-value">{escape(formats.indicator_value(cell.value, entry.unit))}</span>'
    ]
    pieces += [f"<span>{cell.year}</span>"] if cell.year != year else []
    pieces.append(f'<span><span aria-hidden="true">{status.symbol}</span> {escape(_(status.word))}</span>')
    pieces += [f"<span>{escape(words)}</span>" for words in [standing_words(cell)] if words]
    return f'<td data-head="{escape(name)}"{style}>{"".join(pieces)}</td>'


def _tint(cell: Cell) -> str:
    if not cell.is_comparable or cell.place is None or cell.place.quartile is None:
        return ""
    return palette.QUARTILE_TINTS[cell.place.quartile - 1]


def standing_words(cell: Cell) -> str:
    """The quarter and the rank in words, with the year where it is not that of the value; empty without a rank."""
    place = cell.place
    if place is None or not rank_words(place):
        return ""
    rank = rank_words(place).replace(" ", formats.FIXED_SPACE)
    words = ", ".join(filter(None, (quarter_words(place), rank)))
    return (
        words if place.year == cell.year else _("{standing} in {year}", standing=words, year=str(place.year))
    )


# To take away -----------------------------------------------------------------------------------------------


def table(store: Store, found: Sequence[Line]) -> pd.DataFrame:
    """The same as one row per indicator and municipality, in full precision, for downloads."""
    rows = [_table_row(store, line, cell) for line in found for cell in line.cells]
    return pd.DataFrame(rows)


def _table_row(store: Store, line: Line, cell: Cell) -> dict[str, object]:
    entry = INDICATORS[cell.indicator] if cell.indicator else None
    place = cell.place if cell.place is not None and rank_words(cell.place) else None
    return {
        _("SDG target"): line.target,
        _("Indicator"): _(line.entry.short_title if entry is None else entry.title),
        _("Municipality"): store.register().areas[cell.area_id].name,
        _("Year"): None if cell.year is None else str(cell.year),
        _("Value"): cell.value,
        _("Unit"): formats.unit_words(entry.unit) if entry else None,
        _("Verdict"): _(STATUSES[cell.status].word),
        _("Rank"): str(place.rank) if place else None,
        _("Number ranked"): str(place.of) if place else None,
        _("Quarter"): quarter_words(place) or None if place else None,
        _("Ranked in"): str(place.year) if place else None,
        _("Dataset"): group_words(store, cell.group) if cell.group else None,
        _("Comparable with others in the row"): choice_words(is_yes=cell.is_comparable),
    }


def choice_words(*, is_yes: bool) -> str:
    """Yes or no."""
    return _("Yes") if is_yes else _("No")
