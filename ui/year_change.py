"""Why emissions rose or fell in a year, and what would be without some of their sources."""

import pandas as pd

from charts.chart import Chart
from charts.contributions import contributions_chart
from data.code_lists import SECTORS
from data.store import Store
from metrics.registry import INDICATORS
from metrics.year_changes import YearChange, year_change, years_with_change
from sentences import formats
from texts import _
from ui import reads
from ui.remembered import remembered

DETAILS = ("sector", "source")
NAMED = 3  # parts that the sentence names
OUTSIDE = ("lulucf", "credits")  # of no total


@remembered()
def sources(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """The parts of the total by year: year, part ("sector" or "sector/source"), sector, value (t, NaN = missing)."""
    found = reads.sources(store, area_id, dataset)
    found = found[~found["sector"].isin(OUTSIDE)]
    part = found["sector"].where(found["source"] == "", found["sector"] + "/" + found["source"])
    return found.assign(part=part).rename(columns={"emissions_tco2e": "value"})


@remembered()
def years(store: Store, area_id: str, dataset: str) -> list[int]:
    """The years that can be laid beside an earlier one, the newest first."""
    return years_with_change(sources(store, area_id, dataset))


def title(part: str) -> str:
    """A part in words: a sector, or a source with its sector."""
    sector, mark, source = part.partition("/")
    words = _(SECTORS[sector]) if sector in SECTORS else sector
    return f"{source} ({words})" if mark else words


@remembered()
def offered(store: Store, area_id: str, dataset: str) -> list[str]:
    """What can be left out: whole sectors, then their sources."""
    parts = sources(store, area_id, dataset)
    known = set(parts["sector"])
    sectors = [code for code in SECTORS if code in known]
    divided = [part for part in dict.fromkeys(parts["part"]) if "/" in part]
    return [*sectors, *divided]


def left_out(parts: pd.DataFrame, chosen: list[str]) -> list[str]:
    """The parts that the chosen sectors and sources stand for."""
    is_out = parts["part"].isin(chosen) | parts["sector"].isin(chosen)
    return list(dict.fromkeys(parts.loc[is_out, "part"]))


def by_sector(parts: pd.DataFrame) -> pd.DataFrame:
    """The parts added up by sector."""
    added = parts.groupby(["year", "sector"], as_index=False)["value"].sum(skipna=False)
    return added.assign(part=added["sector"])


def change(parts: pd.DataFrame, year: int, without: list[str]) -> YearChange:
    """The change to a year from the data year before it, without some parts."""
    return year_change(parts, year, without=without)


@remembered(most=500, in_words=True)
def section(
    store: Store, area_id: str, dataset: str, indicator: str, year: int, chosen: tuple[str, ...], detail: str
) -> tuple[str, Chart]:
    """The answer and the picture of a year."""
    parts = sources(store, area_id, dataset)
    return answer(parts, year, list(chosen), indicator), chart(
        parts, year, list(chosen), indicator, detail=detail
    )


def answer(parts: pd.DataFrame, year: int, chosen: list[str], indicator: str) -> str:
    """Why it rose or fell: by how much, which sectors most, and what it would be without the chosen ones."""
    unit, whole = INDICATORS[indicator].unit, change(by_sector(parts), year, [])
    if whole.change is None:
        return _("A part is missing in {before} or {year}, so the change of the total is not known.",
                 before=str(whole.base_year), year=str(year))  # fmt: skip
    sentences = [_moved(whole, unit), _most(whole, unit)]
    if chosen:
        sentences.append(_without(change(parts, year, left_out(parts, chosen)), chosen, unit))
    return " ".join(filter(None, sentences))


def _moved(found: YearChange, unit: str) -> str:
    assert found.change is not None and found.before is not None
    places = _places(found, unit)
    if found.change > 0:
        return _("From {before} to {year} emissions rose by {amount}{share}.", **places)
    if found.change < 0:
        return _("From {before} to {year} emissions fell by {amount}{share}.", **places)
    return _("From {before} to {year} emissions stayed the same.", **places)


def _without(found: YearChange, chosen: list[str], unit: str) -> str:
    names = ", ".join(title(part) for part in chosen)
    if found.change is None:
        return _("Without {names} nothing is left that is known in both years.", names=names)
    places = _places(found, unit) | {"names": names}
    if found.change > 0:
        return _("Without {names} they rose by {amount}{share}.", **places)
    return _("Without {names} they fell by {amount}{share}.", **places)


def _places(found: YearChange, unit: str) -> dict[str, str]:
    assert found.change is not None and found.before is not None
    share = (
        f" ({formats.percent(100 * found.change / found.before, signed=True, digits=1)})"
        if found.before > 0
        else ""
    )
    return {
        "before": str(found.base_year),
        "year": str(found.year),
        "amount": formats.short_amount(abs(found.change), unit, like=(found.before,)),
        "share": share,
    }


def _most(found: YearChange, unit: str) -> str:
    """The sectors that moved most."""
    known = found.parts.dropna(subset=["change_tco2e"])
    known = known[known["change_tco2e"] != 0].head(NAMED)
    each = [
        f"{title(row.part)} {_signed(row.change_tco2e, unit, found.before)}" for row in known.itertuples()
    ]
    return _("Most: {parts}.", parts=", ".join(each)) if each else ""


def _signed(value: float, unit: str, like: float | None) -> str:
    words = formats.short_amount(value, unit, like=(like,))
    return f"+{words}" if value > 0 else words


def chart(parts: pd.DataFrame, year: int, chosen: list[str], indicator: str, *, detail: str) -> Chart:
    """What each sector or source contributed; those left out are in no bar. detail: one of DETAILS."""
    kept = parts[~parts["part"].isin(left_out(parts, chosen))]
    found = change(by_sector(kept) if detail == "sector" else kept, year, [])
    rows = found.parts
    frame = pd.DataFrame(
        {
            "title": [title(part) for part in rows["part"]]
            if detail == "sector"
            else _short_titles(rows["part"]),
            "sector": [part.partition("/")[0] for part in rows["part"]],
            "change": rows["change_tco2e"],
        }
    )
    places = {"before": str(found.base_year), "year": str(year)}
    return contributions_chart(
        frame,
        format=formats.chart_format(),
        unit_label=INDICATORS[indicator].unit,
        takeaway=_("What rose and what fell from {before} to {year}", **places),
        empty_text=_("Nothing is known in both years."),
    )


def _short_titles(parts: pd.Series) -> list[str]:
    """Sources without their sector, which the colour says, unless two sectors have one of the same name."""
    names = parts.map(lambda part: part.partition("/")[2])
    is_clear = ~names.duplicated(keep=False) & (names != "")
    return [name if clear else title(part) for part, name, clear in zip(parts, names, is_clear, strict=True)]
