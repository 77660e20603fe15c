"""The layouts Veikart reads, one module each; a workbook is recognised by what is in it, never by its file
name."""

from types import ModuleType

from loaders.formats import (
    miljodirektoratet_area,
    scb_population,
    smhi_report,
    veikart_package,
    veikart_template,
)
from loaders.workbook import Workbook
from texts import Text

FORMATS: tuple[ModuleType, ...] = (
    veikart_template,
    veikart_package,
    miljodirektoratet_area,
    smhi_report,
    scb_population,
)


def recognise(workbook: Workbook) -> ModuleType | None:
    """The format whose marks the workbook bears, or None."""
    for layout in FORMATS:
        if layout.recognise(workbook):
            return layout
    return None


def titles() -> list[Text]:
    """What each format is called, for people."""
    return [layout.TITLE for layout in FORMATS]
