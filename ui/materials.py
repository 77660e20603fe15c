"""What the page about materials shows of the waste itself: its streams, treatment over the years, the flow of one year, and the
indicators of waste against their targets."""

from dataclasses import replace
from datetime import date

import pandas as pd

from charts.chart import Chart
from charts.material_flows import material_flows_chart
from charts.streams import streams_chart as drawn_streams
from charts.treatment import GENERATED, ORDER, treatment_chart
from data.code_lists import STAGES
from data.store import Store
from metrics.default_targets import goal_of
from metrics.indicator import Indicator
from metrics.material_flows import TREATED, origins_of, stage_amounts, years_of
from metrics.registry import INDICATORS
from metrics.work_first import (
    BY_MATERIAL,
    TOTAL_ONLY,
    recirculated_and_generated,
    tonnes_to_target,
)
from sentences import formats
from texts import N_, Text, _, format_number
from ui import indicator_tiles, material_reads, overview, reads, upload_templates
from ui.layout import Fact, Step, Tile
from ui.material_answer import RESIDUAL_RATE, UNIT, change_words, title_of, waste_of
from ui.remembered import remembered

OWN_ORIGINS = ("municipal", "household")  # of which the recycling rate is told
RATE = "recycling_rate"
TILES = (
    RESIDUAL_RATE, "msw_per_capita", RATE, "reuse_per_capita", "landfill_share", "food_waste", "kitchen_food_waste",
    "hazardous_collected", "cdw_recovery",
)  # fmt: skip
STAGE_TITLES: dict[str, Text] = STAGES | {TREATED: N_("Treated")}


@remembered()
def origins(store: Store, area_id: str) -> list[str]:
    """The origins that can be looked at, the municipality's own first."""
    return origins_of(material_reads.amounts(store, area_id))


@remembered()
def years(store: Store, area_id: str, origin: str) -> list[int]:
    """The years of an origin, the newest first."""
    return years_of(material_reads.amounts(store, area_id), origin)


# Figures beside the picture ---------------------------------------------------------------------------------


@remembered(most=500, in_words=True)
def facts(store: Store, area_id: str, origin: str, year: int) -> list[Fact]:
    """The first stream in figures, what a target asks for and who wants the material."""
    first = material_reads.first_stream(store, area_id, origin, year)
    found = []
    if first.kind in (BY_MATERIAL, TOTAL_ONLY):
        name = title_of(first.material) if first.kind == BY_MATERIAL else _("Burnt or landfilled")
        amount = formats.short_amount(first.lost_tonnes, UNIT)
        found.append(Fact(f"{name} {year}", amount, change_words(first, year)))
    if first.share_of_waste_percent is not None:
        of_all = _("Of all {waste}", waste=waste_of(origin))
        of_stated = _("Of the {waste} whose amount is stated", waste=waste_of(origin))
        share = formats.percent(first.share_of_waste_percent)
        found.append(Fact(of_all if first.is_whole_stated else of_stated, share))
    found += _target_facts(store, area_id, origin, year)
    if names := _wanting_names(store, area_id, [first.material])[0]:
        found.append(Fact(_("Wanted elsewhere"), names, is_words=True))
    return found


def _target_facts(store: Store, area_id: str, origin: str, year: int) -> list[Fact]:
    """The recycling rate, and the tonnes that lack for its target at the waste of the year."""
    known = recirculated_and_generated(material_reads.amounts(store, area_id), origin, year=year)
    if known is None or origin not in OWN_ORIGINS or known[1] <= 0:
        return []
    rate = Fact(_("Reused, recycled or composted"), formats.percent(100 * known[0] / known[1], digits=1))
    aim = recycling_aim(store, area_id)
    if aim is None:
        return [rate]
    percent, words = aim
    missing = tonnes_to_target(*known, target_percent=percent)
    asked = _("To reach {percent} %", percent=format_number(percent, digits=0))
    if missing == 0:
        return [rate, Fact(asked, _("reached"), words, is_words=True)]
    return [rate, Fact(asked, _("{amount} more", amount=formats.short_amount(missing, UNIT)), words)]


def recycling_aim(store: Store, area_id: str) -> tuple[float, str] | None:
    """What the recycling rate is held against: the decided target, else the reference for 2030, and what it is in words."""
    decided = reads.targets(store, (area_id,)).get((area_id, RATE))
    if decided is not None and decided.target_value is not None:
        return decided.target_value, _("the target for {year}", year=str(decided.target_year))
    for default in INDICATORS[RATE].defaults:
        if default.target_year == 2030 and default.target_value is not None:
            words = _(
                "in {year}: {source}, reference, not decided",
                year=str(default.target_year),
                source=_(default.source),
            )
            return default.target_value, words
    return None


# Pictures and tables ----------------------------------------------------------------------------------------


def drawn_count(store: Store, area_id: str, origin: str, year: int) -> int:
    """How many streams a picture would have."""
    found = material_reads.streams(store, area_id, origin, year)
    return int(((found["lost_tonnes"] > 0) | (found["generated_tonnes"] > 0)).sum())


@remembered()
def has_treatment(store: Store, area_id: str, origin: str) -> bool:
    """Whether any treatment of an origin's waste is stated in any year."""
    amounts = material_reads.amounts(store, area_id)
    return bool(
        (amounts["origin"].eq(origin) & amounts["stage"].isin(ORDER) & amounts["amount_tonnes"].gt(0)).any()
    )


def streams_title(store: Store, area_id: str, origin: str, year: int) -> str:
    """The heading above the streams."""
    is_lost_known = material_reads.streams(store, area_id, origin, year)["lost_tonnes"].notna().any()
    if is_lost_known:
        return _("The streams, those of which most is lost first")
    return _("The streams, the largest first")


@remembered(most=500, in_words=True)
def streams_chart(store: Store, area_id: str, origin: str, year: int) -> Chart:
    """The streams below each other, those of which most is lost first."""
    found = material_reads.streams(store, area_id, origin, year)
    return drawn_streams(
        found.assign(name=[title_of(code) for code in found["material"]]),
        format=formats.chart_format(),
        unit_label=UNIT,
        year=year,
        empty_text=_nothing(),
    )


@remembered(most=500, in_words=True)
def treatment_picture(store: Store, area_id: str, origin: str) -> Chart:
    """All waste of an origin by treatment, over the years."""
    found = stage_amounts(material_reads.amounts(store, area_id), origin)
    return treatment_chart(
        found[found["stage"].isin([*ORDER, GENERATED])],
        titles=STAGE_TITLES,
        format=formats.chart_format(),
        unit_label=UNIT,
        empty_text=_nothing(),
    )


@remembered(most=500, in_words=True)
def flows_picture(store: Store, area_id: str, origin: str, year: int) -> Chart:
    """One year from what was bought to how the waste was treated."""
    found = material_reads.balance(store, area_id, origin, year)
    flows = pd.DataFrame(
        [(flow.source, flow.target, flow.amount_tonnes) for flow in found.flows],
        columns=["source", "target", "amount_tonnes"],
    )
    return material_flows_chart(
        flows,
        found.stages,
        titles=STAGE_TITLES,
        format=formats.chart_format(),
        unit_label=UNIT,
        year=year,
        empty_text=_nothing(),
    )


@remembered(most=500, in_words=True)
def streams_table(store: Store, area_id: str, origin: str, year: int) -> pd.DataFrame:
    """Every stream of a year in figures, those of which most is lost first; columns without any figure are left out."""
    found = material_reads.streams(store, area_id, origin, year)
    since = found["first_year"].where((found["first_year"] < year) & (found["first_lost_tonnes"] > 0))
    change = 100 * (found["lost_tonnes"] / found["first_lost_tonnes"].where(since.notna()) - 1)
    is_one = since.nunique() == 1
    head = (
        _("Change since {year}, %", year=str(int(since.dropna().iloc[0]))) if is_one else f"{_('Change')}, %"
    )
    is_lost_known = found["lost_tonnes"].notna().any()
    is_whole = material_reads.first_stream(store, area_id, origin, year).is_whole_stated
    columns = {
        _("Material"): [title_of(code) for code in found["material"]],
        f"{_('Waste generated')}, t": found["generated_tonnes"] if not is_lost_known else None,
        f"{_('Burnt or landfilled')}, t": found["lost_tonnes"],
        f"{_('Share of all waste') if is_whole else _('Share of the waste stated')}, %": found[
            "share_of_waste_percent"
        ],
        head: change,
        _("Since"): ["" if is_one or pd.isna(each) else str(int(each)) for each in since],
        _("Wanted elsewhere"): _wanting_names(store, area_id, found["material"].to_list()),
    }
    table = pd.DataFrame(columns)
    return table.drop(columns=table.columns[table.isna().all() | (table == "").all()])


def _wanting_names(store: Store, area_id: str, materials: list[str]) -> list[str]:
    """The municipalities elsewhere that want each material."""
    wanted, areas = material_reads.wanted_elsewhere(store, area_id), store.register().areas
    return [", ".join(areas[each].name for each in wanted.get(code, ())) for code in materials]


@remembered(most=500, in_words=True)
def stream_notes(store: Store, area_id: str, origin: str, year: int) -> list[str]:
    """What must be known about the streams of a year."""
    found = material_reads.streams(store, area_id, origin, year)
    notes = []
    if found["is_by_definition"].any():
        notes.append(
            _(
                "Residual waste: its treatment is not stated. It is collected unsorted and counts whole, as in the indicator."
            )
        )
    silent = found[found["lost_tonnes"].isna()]
    if len(silent) and len(silent) < len(found):
        names = ", ".join(title_of(code).lower() for code in silent["material"])
        notes.append(_("How much is burnt or landfilled is not stated, so not ranked: {names}.", names=names))
    amounts = material_reads.amounts(store, area_id)
    of_year = amounts[(amounts["origin"] == origin) & (amounts["year"] == year)]
    if of_year["is_preliminary"].any():
        notes.append(_("The figures of {year} are preliminary.", year=str(year)))
    if (weak := of_year["value_status"].isin(["estimated", "modelled"])).any():
        names = ", ".join(dict.fromkeys(title_of(code).lower() for code in of_year[weak]["material"]))
        notes.append(_("Estimated or modelled: {names}.", names=names))
    return notes


@remembered(most=500, in_words=True)
def source(store: Store, area_id: str, origin: str) -> str:
    """Publishers, titles and releases of the datasets that the tonnes of an origin come from."""
    found = material_reads.amounts(store, area_id)
    named = set(found.loc[found["origin"] == origin, "dataset"])
    loaded = reads.loaded(store, area_id)
    rows = loaded[(loaded["table"] == "materials") & loaded["dataset"].isin(named)]
    return " ".join(overview.source_line(row) for _index, row in rows.iterrows())


def flow_source(store: Store, area_id: str, origin: str, year: int) -> str:
    """Where the tonnes of a flow come from, and what was left out of it."""
    partial = material_reads.balance(store, area_id, origin, year).is_use_partial
    left_out = (
        _("What was used is stated for some of the materials only and is not drawn.") if partial else ""
    )
    return " ".join(filter(None, (left_out, source(store, area_id, origin))))


def _nothing() -> str:
    return _("Nothing to draw yet. Load waste by material and treatment on the Upload page.")


# Indicators, next steps and method --------------------------------------------------------------------------


@remembered(most=500, in_words=True)
def tiles(store: Store, area_id: str, keys: tuple[str, ...], today: date) -> list[Tile]:
    """Some of the indicators, those that have data, each with its verdict and what it is held against."""
    by_name = {
        tile.name: tile for _goal, found in indicator_tiles.tiles(store, area_id, "", today) for tile in found
    }
    named = [(key, by_name.get(_(INDICATORS[key].short_title))) for key in keys]
    return [
        replace(tile, note=" · ".join(filter(None, (tile.note, aim_words(store, area_id, key)))))
        for key, tile in named
        if tile is not None
    ]


def aim_words(store: Store, area_id: str, indicator: str) -> str:
    """The target that was decided, else the nearest reference there is and that nobody decided it; empty without one."""
    entry = INDICATORS[indicator]
    decided = reads.targets(store, (area_id,)).get((area_id, indicator))
    if decided is not None:
        return _target_words(decided.target_value, decided.reduction_percent, decided.target_year, entry)
    default = next((each for each in entry.defaults if not each.countries and each.target_year >= 2030), None)
    if default is None:
        return ""
    return _("reference, not decided: {goal}", goal=_(goal_of(entry, default)))


def _target_words(value: float | None, cut_percent: float | None, year: int, entry: Indicator) -> str:
    if value is not None:
        return _("target {value} in {year}", value=formats.indicator_value(value, entry.unit), year=str(year))
    return _(
        "target {change} in {year}",
        change=formats.percent(-(cut_percent or 0.0), signed=True),
        year=str(year),
    )


@remembered(most=500, in_words=True)
def next_steps(store: Store, area_id: str, origin: str, year: int) -> list[Step]:
    """What would make the answer better, and where it is done."""
    first = material_reads.first_stream(store, area_id, origin, year)
    steps = []
    if first.is_mixed or first.kind != BY_MATERIAL:
        steps.append(
            Step(
                _(
                    "What a waste composition analysis found goes into the sheet “Materials”, one row a material and treatment."
                ),
                _("Load amounts by material"),
                "pages/upload.py",
                upload_templates.query_of("materials"),
            )
        )
    if origin in OWN_ORIGINS and (area_id, RATE) not in reads.targets(store, (area_id,)):
        steps.append(
            Step(
                _("No target for the recycling rate is set."),
                _("Set a target"),
                "pages/overview.py",
                {"area": area_id, "indicator": RATE},
            )
        )
    steps.append(
        Step(
            _("What is bought decides what is thrown away."),
            _("See needs and tenders"),
            "pages/procurement.py",
        )
    )
    return steps


def method() -> str:
    """How the first stream is chosen, in words."""
    return _(
        "First is the material of which most tonnes end outside reuse, recycling and composting or digestion: what is burnt "
        "with energy recovery and what is landfilled, in the year chosen. Other and unknown treatments are shown, and counted "
        "neither as lost nor as brought back. Residual waste whose treatment is not stated counts whole. Only waste of the "
        "origin chosen counts: waste of industry never enters household or municipal waste. Of several datasets of one "
        "material the one whose figures reach the newest year speaks. A row without a figure makes its sum missing; it is never "
        "taken as zero. Tonnes for a target are what would have to be recycled, reused or composted more at the waste of the "
        "year. Amounts are not ranked against other countries, which count waste differently."
    )
