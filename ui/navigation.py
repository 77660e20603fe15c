"""The pages, in the order a reader meets them; every address differs from its file's stem (docs/adr/0001).

The first page is the app's own address: its url_path is empty."""

from dataclasses import dataclass

from texts import N_, Text


@dataclass(frozen=True)
class PageSpec:
    """One page: its script, its address, its name in the menu, its icon and what it is for.

    group: the entry of the menu that the page stands under; "": it stands in the menu itself.
    is_in_menu: a page about one thing chosen on another page is reached from there."""

    file: str
    url_path: str
    title: Text
    icon: str
    purpose: Text
    group: Text | str = ""
    is_in_menu: bool = True


CITIES = N_("Cities together")
REPORTS = N_("Reports and methods")

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "pages/overview.py", "", N_("Overview"), ":material/flag:",
        N_("Whether the municipality reaches its target, and by how much it is missed."),
    ),
    PageSpec(
        "pages/emissions.py", "sources", N_("Emissions"), ":material/stacked_line_chart:",
        N_("Sectors and gases over time, with table and downloads."),
    ),
    PageSpec(
        "pages/climate_budget.py", "budget", N_("Climate budget"), ":material/account_balance:",
        N_("Ceilings, what measures cut, what is still missing, and the reports that were frozen."),
    ),
    PageSpec(
        "pages/materials.py", "circularity", N_("Materials"), ":material/recycling:",
        N_("What is bought, used and thrown away, what comes back, and which stream to work on first."),
    ),
    PageSpec(
        "pages/projects.py", "portfolio", N_("Projects"), ":material/rocket_launch:",
        N_("The projects, what they are expected to cut, how far they are, and what is still uncovered."),
    ),
    PageSpec(
        "pages/project.py", "initiative", N_("Project"), ":material/assignment:",
        N_("One project: plan and reports, expected and verified effect, partners, money; and the form to report progress."),
        is_in_menu=False,
    ),
    PageSpec(
        "pages/upload.py", "load", N_("Upload"), ":material/upload_file:",
        N_("Load a workbook, see what changes, commit, undo."),
    ),
    PageSpec(
        "pages/compare.py", "side-by-side", N_("Compare"), ":material/compare_arrows:",
        N_("Two to twelve municipalities: one indicator, all of them, sectors, and whom to learn from."),
        group=CITIES,
    ),
    PageSpec(
        "pages/map.py", "places", N_("Map"), ":material/map:",
        N_("Where municipalities stand: every one with its verdict or its value."),
        group=CITIES,
    ),
    PageSpec(
        "pages/procurement.py", "tenders", N_("Procurement"), ":material/local_shipping:",
        N_("What the cities will buy, with which requirements, and which tenders to join."),
        group=CITIES,
    ),
    PageSpec(
        "pages/principles.py", "self-assessment", N_("Principles"), ":material/explore:",
        N_("The eight principles of the Nordic road map, as each group of respondents sees them."),
        group=CITIES,
    ),
    PageSpec(
        "pages/council_report.py", "council", N_("Council report"), ":material/gavel:",
        N_("One page that a politician reads in two minutes, and the chapters you choose, as PDF or Word file."),
        group=REPORTS,
    ),
    PageSpec(
        "pages/yearly_wheel.py", "due", N_("The year"), ":material/event_upcoming:",
        N_("What is due now and in the twelve months ahead: releases, reports, targets to review."),
        group=REPORTS,
    ),
    PageSpec(
        "pages/what_changed.py", "revisions", N_("What changed"), ":material/history:",
        N_("What a new release says otherwise than the one before, and whether a verdict turns."),
        group=REPORTS,
    ),
    PageSpec(
        "pages/indicators.py", "measured", N_("Indicators"), ":material/checklist:",
        N_("What each indicator counts, its default targets, and the verdict by every method."),
        group=REPORTS,
    ),
    PageSpec(
        "pages/data_and_methods.py", "dictionary", N_("Data and methods"), ":material/menu_book:",
        N_("Every table and column, how each indicator is computed with your own numbers, and everything to download."),
        group=REPORTS,
    ),
)  # fmt: skip
