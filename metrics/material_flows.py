"""What an area bought, used, threw away and treated: its tonnes by origin, material and stage, and how they flow
(docs/methods.md, materials)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from data.code_lists import ORIGINS
from data.store import Store
from metrics.series_sql import mapped_inputs

AMOUNTS = (
    "year", "origin", "material", "stage", "dataset", "amount_tonnes", "secondary_percent", "renewable_percent",
    "value_status", "is_preliminary",
)  # fmt: skip
ALL, RESIDUAL = "all", "residual"
INFLOWS = ("purchased", "used")
RECIRCULATED = ("reuse", "recycling", "composting_digestion")
LOST = ("energy_recovery", "landfill")
TREATMENTS = (*RECIRCULATED, *LOST, "other", "unknown")
TREATED = (
    "treated"  # the sum of the treatments, where nobody stated what was generated or it is less than that
)
UNACCOUNTED_AFTER, UNACCOUNTED_BEFORE = "unaccounted_after_", "unaccounted_before_"
# A municipality's own waste first; industry within the borders is not its own and comes after.
ORIGIN_ORDER = ("municipal", "household", "own_operations", "construction", "industry", "other")
_NOISE_SHARE = 1e-9  # of the larger amount: sums of the same decimals differ by no more


@dataclass(frozen=True)
class Flow:
    """Tonnes that go from one stage to another; where they do not meet, one end is an unaccounted one."""

    source: str
    target: str
    amount_tonnes: float


@dataclass(frozen=True)
class Balance:
    """One origin's material in one year. stages: t by stage, those known, TREATED where it had to be made.

    flows: every tonne of every stage exactly once on each of its sides. is_use_partial: what was used is stated for some
    of the materials bought only, and therefore left out."""

    year: int
    stages: Mapping[str, float]
    flows: tuple[Flow, ...]
    is_use_partial: bool = False

    @property
    def has_inflows(self) -> bool:
        """Whether what was bought or used is known beside the waste."""
        return any(stage in self.stages for stage in INFLOWS) and any(
            stage not in INFLOWS for stage in self.stages
        )


def material_amounts(store: Store, area_id: str) -> pd.DataFrame:
    """Tonnes of an area by year, origin, material and stage.

    One dataset speaks for each origin and material: the one whose figures of that origin reach the newest year, national
    ones before own accounts, then the one loaded first. An amount of all units goes before those of single units; a part
    without a figure makes the amount missing, unless it does not occur (zero) or is counted elsewhere. Years before a
    merger are sums where every part is there. Returns the columns of AMOUNTS, by origin, material, stage and year:
    amount_tonnes (t, NaN = missing, never zero), secondary_percent and renewable_percent (0-100 of the mass, NaN where a
    part does not state it), value_status the weakest of the parts."""
    choice = {
        "areas": [area_id],
        "dataset": None,
        "all_datasets": False,
        "kinds": [],
        "tables": ["materials"],
    }
    return store.query(f"with {mapped_inputs(store, [area_id])}, {_AMOUNTS}", choice)[list(AMOUNTS)]


def origins_of(amounts: pd.DataFrame) -> list[str]:
    """The origins that have a figure, the municipality's own first."""
    known = set(amounts.dropna(subset=["amount_tonnes"])["origin"])
    return [
        origin for origin in (*ORIGIN_ORDER, *sorted(set(ORIGINS) - set(ORIGIN_ORDER))) if origin in known
    ]


def years_of(amounts: pd.DataFrame, origin: str) -> list[int]:
    """The years in which an origin has a figure, the newest first."""
    known = amounts[amounts["origin"] == origin].dropna(subset=["amount_tonnes"])
    return sorted({int(year) for year in known["year"]}, reverse=True)


def stage_amounts(amounts: pd.DataFrame, origin: str, material: str = ALL) -> pd.DataFrame:
    """Tonnes of one material, or of all together, by year and stage.

    All together: the amount stated for all, else the sum of the single materials, which is missing where one of them is.
    Returns year, stage, amount_tonnes (NaN = a row that states no figure); a stage without a row has none here."""
    own = amounts[amounts["origin"] == origin]
    if material != ALL:
        own = own[own["material"] == material]
    else:
        whole = own[own["material"] == ALL]
        stated = set(zip(whole["year"], whole["stage"], strict=True))
        singles = [pair not in stated for pair in zip(own["year"], own["stage"], strict=True)]
        own = pd.concat([whole, own[singles]])
    sums = own.groupby(["year", "stage"], as_index=False)["amount_tonnes"].sum(skipna=False)
    return sums.astype({"year": "int64", "amount_tonnes": "float64"})


def whole_amounts(amounts: pd.DataFrame, origin: str, stage: str) -> pd.Series:
    """Tonnes of all of an origin's waste at one stage, by year, where they are the whole: stated for all together, or summed
    over the single materials in years in which nothing is stated for all. NaN = a row without a figure."""
    own = amounts[(amounts["origin"] == origin) & ~amounts["stage"].isin(INFLOWS)]
    years_stated = set(own.loc[own["material"] == ALL, "year"])
    is_whole = (own["material"] == ALL) | ~own["year"].isin(years_stated)
    rows = own[is_whole & (own["stage"] == stage)]
    return rows.groupby("year")["amount_tonnes"].sum(skipna=False).astype("float64")


def material_balance(amounts: pd.DataFrame, origin: str, *, year: int, material: str = ALL) -> Balance:
    """How one year's tonnes go from what was bought to how waste was treated, with what is not accounted for.

    amounts: of material_amounts. Between two stages the smaller amount passes; the rest goes to, or comes from, an
    unaccounted end of its own. A stage without a figure is left out and its neighbours meet; so is what was used where it
    is stated for some of the materials bought only, since the others did not vanish."""
    found = stage_amounts(amounts, origin, material)
    of_year = found[found["year"] == year].dropna(subset=["amount_tonnes"])
    known = dict(zip(of_year["stage"], of_year["amount_tonnes"], strict=True))
    is_partial = material == ALL and _is_use_partial(amounts, origin, year)
    if is_partial:
        known.pop("used", None)
    return replace(balance(known, year=year), is_use_partial=is_partial)


def balance(known: Mapping[str, float], *, year: int) -> Balance:
    """The balance of stages (t by stage, none missing; see material_balance)."""
    treatments = {stage: known[stage] for stage in TREATMENTS if known.get(stage, 0.0) > 0}
    treated = sum(treatments.values())
    chain = [stage for stage in (*INFLOWS, "generated") if stage in known]
    stages = {stage: float(known[stage]) for stage in chain}
    if treatments and _exceeds(treated, stages.get("generated", 0.0)):
        chain.append(TREATED)
        stages[TREATED] = treated
    flows: list[Flow] = []
    for here, there in pairwise(chain):
        flows += _passed(here, there, stages[here], stages[there])
    last = chain[-1] if chain else ""
    if last not in ("", *INFLOWS):
        flows += [Flow(last, stage, tonnes) for stage, tonnes in treatments.items()]
        flows += _rest_after(last, stages[last] - treated, of=stages[last])
    stated = {stage: float(known[stage]) for stage in TREATMENTS if stage in known}
    return Balance(year, stages | stated, tuple(flows))


def _is_use_partial(amounts: pd.DataFrame, origin: str, year: int) -> bool:
    """Whether materials were bought of which nobody states how much was used, while of others somebody does."""
    of_year = amounts[(amounts["origin"] == origin) & (amounts["year"] == year)].dropna(
        subset=["amount_tonnes"]
    )
    bought, used = (set(of_year.loc[of_year["stage"] == stage, "material"]) for stage in INFLOWS)
    return bool(used) and ALL not in used and bool(bought - used)


def _passed(here: str, there: str, before: float, after: float) -> list[Flow]:
    """What goes from one stage to the next, and what is left or comes from nowhere known."""
    passing = [Flow(here, there, min(before, after))] if min(before, after) > 0 else []
    if _exceeds(after, before):
        return [*passing, Flow(f"{UNACCOUNTED_BEFORE}{there}", there, after - before)]
    return [*passing, *_rest_after(here, before - after, of=before)]


def _rest_after(stage: str, rest: float, *, of: float) -> list[Flow]:
    return [Flow(stage, f"{UNACCOUNTED_AFTER}{stage}", rest)] if _exceeds(of, of - rest) else []


def _exceeds(larger: float, smaller: float) -> bool:
    return larger - smaller > _NOISE_SHARE * max(abs(larger), abs(smaller))


def purchased_streams(amounts: pd.DataFrame, origin: str, *, year: int) -> pd.DataFrame:
    """What was bought in a year, material by material, beside what of it came back for reuse, recycling or composting.

    amounts: of material_amounts. What was bought may stay in use for years, so that little coming back is a question and
    no fault. Returns material, purchased_tonnes, returned_tonnes (NaN = no treatment of that material is stated),
    returned_percent (of what was bought in the same year, 0 and more), not_returned_tonnes (0 and more), secondary_percent,
    renewable_percent; most tonnes that do not come back first, those not known last. Without single materials the one row
    of all together."""
    of_year = amounts[(amounts["origin"] == origin) & (amounts["year"] == year)].dropna(
        subset=["amount_tonnes"]
    )
    bought = of_year[of_year["stage"] == "purchased"]
    singles = bought[bought["material"] != ALL]
    rows = (singles if len(singles) else bought).set_index("material")
    treated = amounts[(amounts["origin"] == origin) & (amounts["year"] == year)]
    came_back = treated[treated["stage"].isin(RECIRCULATED)].groupby("material")["amount_tonnes"]
    back = came_back.sum(skipna=False)
    table = rows[["amount_tonnes", "secondary_percent", "renewable_percent"]].astype("float64")
    table = table.rename(columns={"amount_tonnes": "purchased_tonnes"})
    table["returned_tonnes"] = back.reindex(table.index).astype("float64")
    mass = table["purchased_tonnes"]
    table["returned_percent"] = (100 * table["returned_tonnes"] / mass).where(mass > 0)
    table["not_returned_tonnes"] = (mass - table["returned_tonnes"]).clip(lower=0)
    ordered = table.reset_index().sort_values(
        ["not_returned_tonnes", "purchased_tonnes", "material"],
        ascending=[False, False, True],
        ignore_index=True,
    )
    return ordered[[
        "material", "purchased_tonnes", "returned_tonnes", "returned_percent", "not_returned_tonnes",
        "secondary_percent", "renewable_percent",
    ]]  # fmt: skip


_AMOUNTS = """
parts_of_years as (
    select dataset, year, count(distinct slice_id) as parts from mapped where table_name = 'materials' group by dataset, year
),
facts as (
    select
        mapped.dataset, mapped.year, mapped.slice_id, mapped.is_own, mapped.first_event, fact.origin, fact.material,
        fact.stage, fact.value_status, coalesce(fact.is_preliminary, false) as is_preliminary,
        fact.secondary_percent, fact.renewable_percent,
        if(fact.missing_reason = 'not_occurring', coalesce(fact.amount_tonnes, 0), fact.amount_tonnes) as amount_tonnes,
        fact.amount_tonnes is null
        and coalesce(fact.missing_reason, '') not in ('not_occurring', 'included_elsewhere', 'not_applicable') as is_blocking
    from materials fact
    join mapped on mapped.slice_id = fact.slice_id
    where mapped.table_name = 'materials'
    qualify
        (fact.source_entity is null)
        = bool_or(fact.source_entity is null) over (partition by fact.slice_id, fact.origin, fact.material, fact.stage)
),
sums as (
    select
        dataset, year, origin, material, stage, bool_or(is_own) as is_own, min(first_event) as first_event,
        max(list_position(['reported', 'estimated', 'modelled'], value_status)) as weakness,
        bool_or(is_preliminary) as is_preliminary, count(distinct slice_id) as parts,
        if(bool_or(is_blocking), null, fsum(amount_tonnes)) as amount_tonnes,
        if(bool_or(amount_tonnes > 0 and secondary_percent is null), null,
           fsum(amount_tonnes * secondary_percent) / nullif(fsum(amount_tonnes), 0)) as secondary_percent,
        if(bool_or(amount_tonnes > 0 and renewable_percent is null), null,
           fsum(amount_tonnes * renewable_percent) / nullif(fsum(amount_tonnes), 0)) as renewable_percent
    from facts
    group by dataset, year, origin, material, stage
),
whole as (
    select
        sums.* replace (if(sums.parts < parts_of_years.parts, null, sums.amount_tonnes) as amount_tonnes)
    from sums
    join parts_of_years using (dataset, year)
),
datasets_of_origins as (
    select
        dataset, origin, max(year) filter (where amount_tonnes is not null) as newest_year, bool_or(is_own) as is_own,
        min(first_event) as first_event
    from whole
    group by dataset, origin
),
candidates as (
    select dataset, origin, material, count(amount_tonnes) > 0 as is_known from whole group by dataset, origin, material
),
speaking as (
    select candidates.dataset, candidates.origin, candidates.material
    from candidates
    join datasets_of_origins using (dataset, origin)
    qualify row_number() over (
        partition by candidates.origin, candidates.material
        order by
            candidates.is_known desc, datasets_of_origins.newest_year desc nulls last, datasets_of_origins.is_own,
            datasets_of_origins.first_event, candidates.dataset
    ) = 1
)
select
    whole.year::integer as year, whole.origin, whole.material, whole.stage, whole.dataset, whole.amount_tonnes,
    whole.secondary_percent, whole.renewable_percent, ['reported', 'estimated', 'modelled'][whole.weakness] as value_status,
    whole.is_preliminary
from whole
join speaking using (dataset, origin, material)
order by whole.origin, whole.material, whole.stage, whole.year
"""
