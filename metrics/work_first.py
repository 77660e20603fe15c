"""Which stream of waste to work on first: the one of which most tonnes end outside reuse, recycling and composting
(docs/methods.md, materials)."""

from dataclasses import dataclass

import pandas as pd

from data.code_lists import MATERIALS
from metrics.material_flows import ALL, LOST, RECIRCULATED, RESIDUAL, TREATMENTS, stage_amounts

STREAMS = (
    "material", "generated_tonnes", "recirculated_tonnes", "lost_tonnes", "is_by_definition", "lost_percent",
    "share_of_waste_percent", "first_year", "first_lost_tonnes",
)  # fmt: skip
BY_MATERIAL, TOTAL_ONLY, GENERATED_ONLY, NOTHING = "by_material", "total_only", "generated_only", "nothing"


@dataclass(frozen=True)
class FirstStream:
    """What is known about where to begin. kind: by material; of all waste together only; only what was generated; nothing.

    material, lost_tonnes, share_of_waste_percent: of the stream to begin with, or of all waste together; None = not known.
    first_year, first_lost_tonnes: where its series begins. is_mixed: it is collected unsorted. is_by_definition: its
    treatment is not stated; mixed waste counts whole. is_whole_stated: the share is of an amount stated for all waste, and not
    of the sum of the materials that are stated. next_material, next_lost_tonnes: the first stream that is sorted,
    where the first is not."""

    kind: str
    material: str = ""
    lost_tonnes: float | None = None
    share_of_waste_percent: float | None = None
    first_year: int | None = None
    first_lost_tonnes: float | None = None
    is_mixed: bool = False
    is_by_definition: bool = False
    is_whole_stated: bool = False
    next_material: str = ""
    next_lost_tonnes: float | None = None


def lost_streams(amounts: pd.DataFrame, origin: str, *, year: int) -> pd.DataFrame:
    """The streams of one origin in one year, those of which most is lost first.

    amounts: of metrics.material_flows.material_amounts. Lost is what is burnt with energy recovery or landfilled, as it is
    stated: a stage without a row is not stated and adds nothing; one whose row has no figure makes it missing; where all
    that was generated came back, none is lost. Residual
    waste whose treatment is not stated counts with all that was generated (is_by_definition): it was collected unsorted, as
    in the indicator of residual waste. Other streams without a stated treatment have no lost tonnes (NaN), and come last,
    largest first. Returns STREAMS: t; lost_percent of the stream itself, share_of_waste_percent of all waste of the origin
    (0-100, NaN where the whole is not known); first_year: of the stream's series."""
    own = amounts[amounts["origin"] == origin]
    codes = [code for code in MATERIALS if code != ALL and code in set(own["material"])]
    whole = _whole(amounts, origin, year)
    rows = [
        row for code in codes if (row := _stream(stage_amounts(amounts, origin, code), code, year, whole))
    ]
    kinds = {name: "float64" for name in STREAMS if name.endswith(("_tonnes", "_percent"))}
    table = pd.DataFrame(rows, columns=list(STREAMS)).astype(kinds)
    return table.sort_values(
        ["lost_tonnes", "generated_tonnes", "material"], ascending=[False, False, True], ignore_index=True
    )


def work_first(amounts: pd.DataFrame, origin: str, *, year: int) -> FirstStream:
    """The stream that a municipality should work on first, by what of it is lost in a year (lost_streams).

    Where no material is known by itself, what is known of all waste together; where no treatment is, the largest stream
    generated. Industry is an origin of its own, so that its waste is never mixed into a municipality's."""
    streams = lost_streams(amounts, origin, year=year)
    lost = streams[streams["lost_tonnes"] > 0]
    if len(lost):
        return _first_of(lost, is_whole_stated=_has_whole(amounts, origin, year))
    all_stages = stage_amounts(amounts, origin)
    total = _sum_of(all_stages[all_stages["year"] == year], LOST)
    if total is not None:
        began = _first_loss(all_stages, is_by_definition=False)
        share, is_stated = _percent(total, _generated(all_stages, year)), _has_whole(amounts, origin, year)
        return FirstStream(TOTAL_ONLY, ALL, total, share, *began, is_whole_stated=is_stated)
    known = streams.dropna(subset=["generated_tonnes"])
    if len(known):
        largest = known.loc[known["generated_tonnes"].idxmax()]
        return FirstStream(GENERATED_ONLY, str(largest["material"]), float(largest["generated_tonnes"]))
    generated = _generated(all_stages, year)
    return FirstStream(NOTHING) if generated is None else FirstStream(GENERATED_ONLY, ALL, generated)


def tonnes_to_target(recirculated_tonnes: float, generated_tonnes: float, *, target_percent: float) -> float:
    """What would have to be reused, recycled or composted beside what is, for a recycling rate, at the same waste.

    Both in t of one year and origin; target_percent 0-100. Returns t, 0 = the rate is reached."""
    return max(0.0, target_percent / 100 * generated_tonnes - recirculated_tonnes)


def recirculated_and_generated(
    amounts: pd.DataFrame, origin: str, *, year: int
) -> tuple[float, float] | None:
    """What was reused, recycled or composted, and what was generated, of all waste of an origin in a year (t); None where
    one of them is not known."""
    stages = stage_amounts(amounts, origin)
    back, generated = _sum_of(stages[stages["year"] == year], RECIRCULATED), _generated(stages, year)
    return None if back is None or generated is None else (back, generated)


def _whole(amounts: pd.DataFrame, origin: str, year: int) -> float | None:
    """All waste of the origin that is stated; None where it is that of one material alone, of which a share says nothing."""
    is_generated = (
        (amounts["origin"] == origin) & (amounts["year"] == year) & (amounts["stage"] == "generated")
    )
    known = amounts[is_generated].dropna(subset=["amount_tonnes"])
    if len(known) < 2 and not _has_whole(amounts, origin, year):
        return None
    return _generated(stage_amounts(amounts, origin), year)


def _has_whole(amounts: pd.DataFrame, origin: str, year: int) -> bool:
    """Whether an amount generated is stated for all waste of the origin together."""
    is_whole = (
        (amounts["origin"] == origin) & (amounts["material"] == ALL) & (amounts["stage"] == "generated")
    )
    return bool(amounts.loc[is_whole & (amounts["year"] == year), "amount_tonnes"].notna().any())


def _first_of(lost: pd.DataFrame, *, is_whole_stated: bool) -> FirstStream:
    first = lost.iloc[0]
    sorted_ones = lost[lost["material"] != RESIDUAL]
    is_mixed = first["material"] == RESIDUAL
    following = sorted_ones.iloc[0] if is_mixed and len(sorted_ones) else None
    return FirstStream(
        BY_MATERIAL,
        str(first["material"]),
        float(first["lost_tonnes"]),
        None if pd.isna(first["share_of_waste_percent"]) else float(first["share_of_waste_percent"]),
        int(first["first_year"]),
        float(first["first_lost_tonnes"]),
        is_mixed,
        bool(first["is_by_definition"]),
        is_whole_stated,
        "" if following is None else str(following["material"]),
        None if following is None else float(following["lost_tonnes"]),
    )


def _stream(stages: pd.DataFrame, material: str, year: int, whole_tonnes: float | None) -> dict | None:
    """One stream in one year; None where it has no waste in that year."""
    of_year = stages[stages["year"] == year]
    generated, recirculated = _generated(stages, year), _sum_of(of_year, RECIRCULATED)
    is_treated = of_year["stage"].isin([*RECIRCULATED, *LOST]).any()
    is_by_definition = material == RESIDUAL and not is_treated and generated is not None
    lost = generated if is_by_definition else _lost(of_year, generated, recirculated)
    if not of_year["stage"].isin(["generated", *TREATMENTS]).any():
        return None
    first_year, first_lost = _first_loss(stages, is_by_definition=is_by_definition)
    is_known = lost is not None
    return {
        "material": material,
        "generated_tonnes": generated,
        "recirculated_tonnes": recirculated,
        "lost_tonnes": lost,
        "is_by_definition": is_by_definition,
        "lost_percent": None if is_by_definition else _percent(lost, generated),
        "share_of_waste_percent": _percent(lost, whole_tonnes),
        "first_year": first_year if is_known else None,
        "first_lost_tonnes": first_lost if is_known else None,
    }


def _lost(of_year: pd.DataFrame, generated: float | None, recirculated: float | None) -> float | None:
    """What is burnt or landfilled; nothing where all that was generated came back and nobody states otherwise."""
    is_stated = of_year["stage"].isin(LOST).any()
    if not is_stated and generated is not None and recirculated is not None and recirculated >= generated:
        return 0.0
    return _sum_of(of_year, LOST)


def _first_loss(stages: pd.DataFrame, *, is_by_definition: bool) -> tuple[int | None, float | None]:
    """The first year in which the loss is known, and the loss."""
    counted = ("generated",) if is_by_definition else LOST
    for year, of_year in stages.groupby("year"):
        if (lost := _sum_of(of_year, counted)) is not None:
            return int(year), lost
    return None, None


def _generated(stages: pd.DataFrame, year: int) -> float | None:
    return _sum_of(stages[stages["year"] == year], ("generated",))


def _sum_of(of_year: pd.DataFrame, stages: tuple[str, ...]) -> float | None:
    """The sum of the stages that have a row; None without any, or where one has no figure."""
    amounts = of_year.loc[of_year["stage"].isin(stages), "amount_tonnes"]
    return None if amounts.empty or amounts.isna().any() else float(amounts.sum())


def _percent(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else 100 * part / whole
