"""The pages, in the order a reader meets them; every address differs from its file's stem (docs/adr/0001).

The first page is the app's own address: its url_path is empty."""

from dataclasses import dataclass

from texts import N_, Text


@dataclass(frozen=True)
class PageSpec:
    """One page: its script, its address, its name in the menu, its icon and what it is for."""

    file: str
    url_path: str
    title: Text
    icon: str
    purpose: Text


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
        "pages/compare.py", "side-by-side", N_("Compare"), ":material/compare_arrows:",
        N_("Two to twelve municipalities: one indicator, all of them, sectors, and whom to learn from."),
    ),
    PageSpec(
        "pages/map.py", "places", N_("Map"), ":material/map:",
        N_("Where municipalities stand: every one with its verdict or its value."),
    ),
    PageSpec(
        "pages/what_changed.py", "revisions", N_("What changed"), ":material/history:",
        N_("What a new release says otherwise than the one before, and whether a verdict turns."),
    ),
    PageSpec(
        "pages/indicators.py", "measured", N_("Indicators"), ":material/checklist:",
        N_("What each indicator counts, its default targets, and the verdict by every method."),
    ),
    PageSpec(
        "pages/upload.py", "load", N_("Upload"), ":material/upload_file:",
        N_("Load a workbook, see what changes, commit, undo."),
    ),
)  # fmt: skip
