"""What the cells of a row must say together, table by table: sources have sectors, units fit, targets say one
thing."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import NATIONS
from data.code_lists import BASES, CONSTANT_LIMITS, FIGURE_UNITS, FIGURES, NATIONAL_FIGURES, YES_NO
from data.indicator_rules import IndicatorRules
from loaders.own_workbooks.template_layout import figure_unit
from loaders.problems import Problem
from loaders.rows.cells import normalised
from loaders.rows.sheet_rows import SheetRows, by_text
from texts import N_, Text, spellings

Rules = Mapping[str, IndicatorRules]
Rule = Callable[[SheetRows, pa.Table, Rules], list[Problem]]


def row_problems(rows: SheetRows, typed: pa.Table, indicator_rules: Rules) -> list[Problem]:
    """Errors and warnings of the rules for the rows' table.

    indicator_rules: what a target must agree with, by its indicator; empty = not known here."""
    rules = (*_RULES.get(rows.table.name, ()), _shares_for_percent)
    return [problem for rule in rules for problem in rule(rows, typed, indicator_rules)]


def _sourceless(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
    """A source within a sector that is not named."""
    if "sector" not in rows.places:
        return []
    wrong = pc.and_(pc.is_null(typed["sector_text"]), pc.is_valid(typed["subsector"]))
    return _at(
        rows, "sector", wrong, code="missing_value", expected=N_("the sector of the source beside it"), found="",
        fix=N_("Choose the sector from the list, or empty the source if the figure is the total."),
    )  # fmt: skip


def _figure_units(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
    """A unit beside a figure that is not the figure's."""
    problems = []
    for figure in FIGURE_UNITS:
        is_figure = pc.fill_null(pc.equal(typed["figure"], figure), False)
        if pc.any(is_figure).as_py():
            problems += _unit_differs(rows, typed, is_figure, figure_unit(figure))
    return problems


def _unit_differs(rows: SheetRows, typed: pa.Table, is_figure: Any, unit: Text) -> list[Problem]:
    same = {normalised(word) for word in (unit.template, *spellings(unit))}
    wrong = pc.and_(is_figure, pc.is_valid(typed["unit"]))
    found = [(text, cells) for text, cells in by_text(typed["unit"], wrong) if normalised(text) not in same]
    words = (
        N_("{unit}, the unit of this figure", unit=unit),
        N_("Convert the value to {unit}, or empty the cell if the value is in {unit} already.", unit=unit),
    )
    return rows.problems("unit", found, code="wrong_unit", words=lambda _text: words)


def _national_figures(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
    """A figure of a whole country that is given to a municipality or county."""
    is_nation = pc.fill_null(pc.is_in(typed["area_id"], pa.array(list(NATIONS), pa.string())), False)
    is_of_part = pc.and_(pc.is_valid(typed["area_id"]), pc.invert(is_nation))
    problems = []
    for figure in NATIONAL_FIGURES:
        wrong = pc.and_(is_of_part, pc.fill_null(pc.equal(typed["figure"], figure), False))
        words = (
            N_("a figure that a municipality can have"),
            N_(
                "{figure} is a figure of the country, shown as context. Name the nation in its row, or take the row out.",
                figure=FIGURES[figure],
            ),
        )
        problems += rows.problems(
            "figure", by_text(typed["figure_text"], wrong), code="national_figure", words=lambda _text, words=words: words
        )  # fmt: skip
    return problems


def _target_indicators(rows: SheetRows, typed: pa.Table, indicators: Rules) -> list[Problem]:
    """An indicator that does not exist, or a unit that is not the indicator's."""
    if not indicators:
        return []
    known = pa.array(list(indicators), pa.string())
    unknown = pc.and_(pc.is_valid(typed["indicator"]), pc.invert(pc.is_in(typed["indicator"], known)))
    problems = rows.problems(
        "indicator", by_text(typed["indicator"], unknown), code="unknown_indicator",
        words=lambda text: (N_("the key of an indicator"), _indicator_fix(text, indicators)),
    )  # fmt: skip
    for indicator, agreed in indicators.items():
        unit = agreed.unit
        wrong = pc.and_(pc.equal(typed["indicator"], indicator), pc.not_equal(typed["unit"], unit))
        problems += rows.problems(
            "unit", by_text(typed["unit"], wrong), code="wrong_unit",
            words=lambda _text, unit=unit, key=indicator: (
                N_("{unit}, the unit of {indicator}", unit=unit, indicator=key),
                N_("Write {unit}, or name the indicator that the target belongs to.", unit=unit),
            ),
        )  # fmt: skip
    return problems


def _target_boundaries(rows: SheetRows, typed: pa.Table, indicators: Rules) -> list[Problem]:
    """A stated boundary that is not the indicator's; what is left empty is taken from the indicator."""
    problems = []
    for indicator, agreed in indicators.items():
        is_target = pc.fill_null(pc.equal(typed["indicator"], indicator), False)
        if not pc.any(is_target).as_py():
            continue
        for name in ("basis", "includes_lulucf", "includes_compensation"):
            differs = pc.fill_null(pc.not_equal(typed[name], pa.scalar(getattr(agreed, name))), False)
            wrong = pc.and_(pc.and_(is_target, differs), pc.is_valid(typed[f"{name}_text"]))
            problems += rows.problems(
                name, by_text(typed[f"{name}_text"], wrong), code="wrong_boundary",
                words=lambda _text, name=name, key=indicator, agreed=agreed: (
                    N_("{boundary}, as {indicator} counts", boundary=_boundary_word(getattr(agreed, name)), indicator=key),
                    N_("Empty the cell, or name the indicator that the decision is about."),
                ),
            )  # fmt: skip
    return problems


def _boundary_word(value: str | bool) -> str | Text:
    if isinstance(value, bool):
        return YES_NO["yes" if value else "no"]
    return BASES[value]


def _target_limits(rows: SheetRows, typed: pa.Table, indicators: Rules) -> list[Problem]:
    """A target beyond the natural limit of its indicator, or for a figure of the country."""
    problems = []
    for indicator, agreed in indicators.items():
        is_target = pc.fill_null(pc.equal(typed["indicator"], indicator), False)
        if agreed.is_national:
            problems += _at(
                rows, "indicator", is_target, code="national_indicator",
                expected=N_("an indicator that a municipality can move"), found=indicator,
                fix=N_("{indicator} is a figure of the country, shown as context. Take the row out.", indicator=indicator),
            )  # fmt: skip
        if agreed.most is not None:
            beyond = pc.fill_null(pc.greater(typed["target_value"], agreed.most), False)
            most = f"{agreed.most:g}"
            problems += _at(
                rows, "target_value", pc.and_(is_target, beyond), code="beyond_limit",
                expected=N_("at most {most}, the natural limit of {indicator}", most=most, indicator=indicator),
                found=N_("a larger figure"), fix=N_("Write a figure up to {most}.", most=most),
            )  # fmt: skip
    return problems


def _target_ways(rows: SheetRows, typed: pa.Table, indicators: Rules) -> list[Problem]:
    """A cut of what should rise, and a yes or no with another target than yes."""
    problems = []
    percent = typed["reduction_percent"]
    for indicator, agreed in indicators.items():
        is_target = pc.fill_null(pc.equal(typed["indicator"], indicator), False)
        if agreed.is_yes_or_no:
            is_other = pc.fill_null(pc.not_equal(typed["target_value"], 1), False)
            problems += _at(
                rows, "target_value", pc.and_(is_target, pc.or_(is_other, pc.is_valid(percent))), code="yes_or_no_target",
                expected=N_("1, since {indicator} is a yes or no", indicator=indicator), found=N_("another target"),
                fix=N_("Write 1 as the value to reach, and no percentage."),
            )  # fmt: skip
        elif agreed.direction == "up":
            problems += _at(
                rows, "reduction_percent", pc.and_(is_target, pc.fill_null(pc.greater(percent, 0), False)),
                code="cut_of_what_should_rise",
                expected=N_("a value to reach, or a rise as a percentage below zero, since more of {indicator} is better",
                            indicator=indicator),
                found=N_("a cut"), fix=N_("Write the value to reach, or -20 for a rise of 20 %."),
            )  # fmt: skip
    return problems


def _falls(typed: pa.Table, indicators: Rules) -> Any:
    """Per row, whether its indicator should fall, as one that is not known is taken to."""
    others = [key for key, agreed in indicators.items() if agreed.direction != "down"]
    return pc.invert(pc.fill_null(pc.is_in(typed["indicator"], pa.array(others, pa.string())), False))


def _indicator_fix(text: str, indicators: Rules) -> Text:
    near = get_close_matches(text, list(indicators), n=1, cutoff=0.6)
    if near:
        return N_("Did you mean {word}?", word=near[0])
    return N_("Choose one of: {words}.", words=", ".join(indicators))


def _target_amounts(rows: SheetRows, typed: pa.Table, indicators: Rules) -> list[Problem]:
    """A target with both or neither of percentage and value, or a percentage without its base year."""
    has_percent, has_value = (
        pc.is_valid(typed[f"{name}_text"]) for name in ("reduction_percent", "target_value")
    )
    same = pc.equal(has_percent, has_value)
    no_base = pc.and_(has_percent, pc.is_null(typed["base_year_text"]))
    is_late = pc.greater_equal(typed["base_year"], typed["target_year"])
    is_rise = pc.and_(pc.less(typed["reduction_percent"], 0), _falls(typed, indicators))
    return [
        *_at(
            rows, "target_value", same, code="target_amount",
            expected=N_("either a reduction in percent or a value to reach"),
            found=N_("both or neither"), fix=N_("Fill in exactly one of the two."),
        ),
        *_at(
            rows, "base_year", no_base, code="missing_value",
            expected=N_("the base year that the reduction is counted from"), found="",
            fix=N_("Write the base year, or give the target as a value."),
        ),
        *_at(
            rows, "base_year", is_late, code="base_year_late", expected=N_("a base year before the target year"),
            found=N_("the same or a later year"), fix=N_("Correct one of the two years."),
        ),
        *_at(
            rows, "reduction_percent", is_rise, code="negative_reduction", level="warning",
            expected=N_("a cut in percent, 0 or more"), found=N_("a figure below zero"),
            fix=N_("Unusual, check. Write a cut without a minus sign; below zero means that emissions may rise."),
        ),
    ]  # fmt: skip


def _constant_limits(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
    """A discount rate or a stage weight that cannot be one."""
    problems = []
    for constant, limit in CONSTANT_LIMITS.items():
        outside = pc.or_(pc.less(typed["value"], 0), pc.greater(typed["value"], limit))
        places = {"most": f"{limit:g}", "constant": constant}
        problems += _at(
            rows, "value", pc.and_(pc.equal(typed["constant"], constant), outside), code="beyond_limit",
            expected=N_("0 to {most}, as {constant} is counted", **places), found=N_("a figure outside of it"),
            fix=N_("Write a figure from 0 to {most}, or correct the key of the constant.", **places),
        )  # fmt: skip
    return problems


def _effect_ranges(low: str, mid: str, high: str) -> Rule:
    def rule(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
        """A range whose low, middle and high figures are not in order."""
        lowest, middle, highest = typed[low], typed[mid], typed[high]
        pairs = ((lowest, middle), (middle, highest), (lowest, highest))
        wrong = pa.scalar(False)
        for smaller, larger in pairs:
            wrong = pc.or_(wrong, pc.fill_null(pc.greater(smaller, larger), False))
        return _at(
            rows, mid, wrong, code="range_order", level="warning",
            expected=N_("a low figure that is at most the middle, and a middle that is at most the high one"),
            found=N_("another order"), fix=N_("Unusual, check. Put the cautious estimate under low."),
        )  # fmt: skip

    return rule


def _dates_in_order(start: str, end: str) -> Rule:
    def rule(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
        """An end before its start."""
        wrong = pc.fill_null(pc.greater(typed[start], typed[end]), False)
        return _at(
            rows, end, wrong, code="date_order", expected=N_("an end on or after the start"),
            found=N_("an earlier date"), fix=N_("Correct one of the two dates."),
        )  # fmt: skip

    return rule


def _currency_beside_amounts(*amounts: str) -> Rule:
    def rule(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
        """An amount of money whose currency is not said."""
        has_amount = pa.scalar(False)
        for name in amounts:
            has_amount = pc.or_(has_amount, pc.is_valid(typed[name]))
        wrong = pc.and_(has_amount, pc.is_null(typed["currency_text"]))
        return _at(
            rows, "currency", wrong, code="missing_value", expected=N_("the currency of the amounts in the row"),
            found="", fix=N_("Choose the currency from the list."),
        )  # fmt: skip

    return rule


def _shares_for_percent(rows: SheetRows, typed: pa.Table, _indicators: Rules) -> list[Problem]:
    """Percentages that are all between 0 and 1: cells formatted as percent hold 0.41 for 41 %."""
    problems = []
    for column in rows.columns:
        values = typed[column.name] if column.unit == "%" else None
        if values is None or not pc.any(pc.is_valid(values)).as_py():
            continue
        most = pc.max(values).as_py()
        if most is not None and 0 < most <= 1:
            wrong = pc.fill_null(pc.greater(values, 0), False)
            problems += _at(
                rows, column.name, wrong, code="share_for_percent", level="warning",
                expected=N_("percent, where 41 means 41 %"), found=N_("only figures between 0 and 1"),
                fix=N_("Unusual, check. If shares are meant, write 41 instead of 0.41."),
            )  # fmt: skip
    return problems


def _at(
    rows: SheetRows,
    column: str,
    wrong: Any,
    *,
    code: str,
    expected: Text,
    found: Any,
    fix: Text,
    level: str = "error",
) -> list[Problem]:
    """One problem at every row marked; none for none."""
    marked = (
        pc.indices_nonzero(pc.fill_null(wrong, False)).to_pylist()
        if isinstance(wrong, (pa.Array, pa.ChunkedArray))
        else []
    )
    cells = [cell for row in marked if (cell := rows.cell(row, column)) not in rows.reported]
    if not cells:
        return []
    return [rows.problem(cells, code=code, expected=expected, found=found, fix=fix, level=level)]


_RULES: dict[str, tuple[Rule, ...]] = {
    "emissions": (_sourceless,),
    "figures": (_figure_units, _national_figures),
    "readings": (_figure_units, _national_figures),
    "targets": (_target_indicators, _target_boundaries, _target_limits, _target_ways, _target_amounts),
    "measures": (_currency_beside_amounts("investment", "yearly_cost", "yearly_saving"),),
    "measure_effects": (_effect_ranges("effect_low_tco2e", "effect_mid_tco2e", "effect_high_tco2e"),),
    "projects": (_dates_in_order("starts_on", "ends_on"),),
    "project_effects": (_effect_ranges("expected_low_tco2e", "expected_mid_tco2e", "expected_high_tco2e"),),
    "project_funding": (_currency_beside_amounts("amount"),),
    "procurements": (_currency_beside_amounts("contract_value"),),
    "constants": (_constant_limits,),
    "exchange_offers": (_dates_in_order("starts_on", "ends_on"),),
}
