"""The layouts Veikart reads, one module each; a workbook is recognised by what is in it, never by its file
name."""

from types import ModuleType

from loaders.formats import (
    cdp_citywide,
    crf_inventory,
    energistyrelsen_accounts,
    json_stat,
    kolada,
    miljodirektoratet_all,
    miljodirektoratet_area,
    norskeutslipp_point_sources,
    norskeutslipp_waste,
    pxweb_csv,
    pxweb_workbook,
    scb_population,
    smhi_report,
    statbank_csv,
    syke_browser,
    syke_municipality_csv,
    syke_national,
    veikart_package,
    veikart_template,
)
from loaders.sheets.workbook import Workbook
from texts import Text

FORMATS: tuple[ModuleType, ...] = (
    veikart_template,
    veikart_package,
    miljodirektoratet_all,
    miljodirektoratet_area,
    norskeutslipp_waste,
    smhi_report,
    kolada,
    scb_population,
    syke_browser,
    syke_municipality_csv,
    syke_national,
    energistyrelsen_accounts,
    cdp_citywide,
    crf_inventory,
    pxweb_csv,
    pxweb_workbook,
    json_stat,
    statbank_csv,
)
# Known so that they can be refused with the reason; looked at first, since a sheet of our template is named Utslipp too.
REFUSED: tuple[ModuleType, ...] = (norskeutslipp_point_sources,)


def recognise(workbook: Workbook) -> ModuleType | None:
    """The format whose marks the workbook bears, or None."""
    for layout in (*REFUSED, *FORMATS):
        if layout.recognise(workbook):
            return layout
    return None


def titles() -> list[Text]:
    """What each format is called, for people."""
    return [layout.TITLE for layout in FORMATS]


def asks_municipality_in(format_key: str) -> str | None:
    """The country whose municipalities may answer whose file it is, for a layout of one area: two letters, "" = any of
    them; None for a layout whose rows name their own areas."""
    found = next((layout for layout in FORMATS if format_key == layout.KEY), None)
    return getattr(found, "ONE_AREA_IN", None)
