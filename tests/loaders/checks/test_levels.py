"""Totals against sectors, sectors against their sources."""

from loaders.checks import no_facts, plausibility
from loaders.formats import smhi_report
from loaders.reading import KnownFault, Reading
from tests.loaders.checks.invented import codes, row, warnings
from tests.loaders.published_layouts import SMHI_PAIRS, context, register, smhi, workbook_of
from texts import GROUP, N_


def test_sectors_that_miss_the_stated_total_by_more_than_half_a_percent_are_named():
    # 400 + 590 = 990, one percent short of 1,000
    rows = [
        row(sector=None, amount=1000.0),
        row(amount=400.0, counted=False),
        row(sector="waste", amount=590.0, counted=False),
    ]
    (problem,) = warnings(rows)
    assert (problem.level, problem.code, problem.sheet, problem.cell) == (
        "warning",
        "total_differs",
        "Emissions",
        "H2",
    )
    assert str(problem.sentence) == (
        "Emissions!H2: expected sectors that add up to the stated total within 0.5 %, "
        f"found Fjordvik 2024: 990 t against 1{GROUP}000 t. Unusual, check. "
        "Where sectors and total differ, our own template counts the total, a published file as its "
        "format says."
    )


def test_sectors_within_half_a_percent_of_the_total_are_left_alone():
    # 600 + 396 = 996, 0.4 percent short
    rows = [
        row(sector=None, amount=1000.0, counted=False),
        row(amount=600.0),
        row(sector="waste", amount=396.0),
    ]
    assert warnings(rows) == []


def split(amount, *, waste=50000.0):
    """Transport and waste as sectors, waste also as one source."""
    return [
        row(amount=50000.0),
        row(sector="waste", amount=waste),
        row(sector="waste", subsector="Landfill", amount=amount, counted=False),
    ]


def test_subsectors_are_warned_about_where_the_difference_passes_one_percent_of_the_total():
    # total 100,000: one percent is 1,000
    assert codes(warnings(split(50900.0))) == []
    (problem,) = warnings(split(52000.0))
    assert (problem.code, problem.cell) == ("subsectors_differ", "H3")
    assert str(problem.found) == f"Fjordvik 2024, waste: subsectors 52{GROUP}000 t, sector 50{GROUP}000 t"


def test_many_cases_of_one_check_are_one_warning_with_three_named():
    rows = [each | {"year": year} for year in range(2015, 2025) for each in split(60000.0)]
    (problem,) = warnings(rows)
    assert problem.count == 10
    assert str(problem.found).endswith("; and 7 more")


def test_a_fault_known_in_a_publication_is_said_to_be_known():
    result = smhi_report.read(workbook_of(smhi()), context())
    fault = KnownFault(
        smhi_report.KNOWN_FAULTS[0].noted_on,
        "smhi-co2",
        "Länsrapport, 2024-04-18",
        "SE-9180",
        "Transporter",
        N_("The publisher knows."),
    )
    changed = {key: [list(line) for line in lines] for key, lines in SMHI_PAIRS.items()}
    changed[("Transporter", "Bussar")][2][2] = 9000
    result = smhi_report.read(workbook_of(smhi(pairs=changed)), context())
    (problem,) = plausibility(result, no_facts(), register())
    assert problem.code == "subsectors_differ"
    known = Reading(**{**vars(result), "known_faults": (fault,)})
    (problem,) = plausibility(known, no_facts(), register())
    assert (problem.code, problem.cell) == ("subsectors_differ_known", "G13")
    assert (
        str(problem.fix) == "Unusual, check. Known in this release (noted 2026-11-23). The publisher knows."
    )
