"""What a report still lacks: what is asked for, what is missing, and where it is loaded. The last sheet of every workbook for
those who ask a city to report."""

from collections.abc import Iterable
from dataclasses import dataclass

from report.reporting.reporting_workbook import Sheet
from texts import N_, Text, _

# Where what is missing comes from, in words.
OWN_INVENTORY: Text = N_(
    "Page Upload: a reporting workbook (CRF) of the city, or the workbook to fill in for emissions"
)
RELEASES: Text = N_("Page Upload: a release of the publisher that holds the year")
POPULATION: Text = N_("Page Upload: the population file of the statistics office")
MEASURES: Text = N_("Page Upload: the workbook to fill in for measures and climate budget")
PROJECTS: Text = N_("Page Upload: the workbook to fill in for projects")
TARGETS: Text = N_("Page Upload: the workbook to fill in for targets")
ACCOUNTS: Text = N_(
    "Page Upload: the workbook to fill in for materials, or for population, figures and readings"
)
CHANGE_PLACES: Text = N_("Page Upload: rows of the publisher with a sector that the framework knows")
OUTSIDE_VEIKART: Text = N_("Not kept in Veikart: write it into the form itself")


@dataclass(frozen=True)
class Missing:
    """One thing that a complete report has and this one lacks. part: the reference, module or code that asks for it;
    where: where it is loaded; is_asked_of_all: False where it may be left out."""

    part: str
    what: Text | str
    where: Text
    is_asked_of_all: bool = True


def missing_sheet(missing: Iterable[Missing]) -> Sheet:
    """The list as a sheet in the current language; one line that nothing is missing where it is empty."""
    rows = [
        (
            each.part,
            _(each.what) if isinstance(each.what, Text) else each.what,
            _("yes") if each.is_asked_of_all else _("no"),
            _(each.where),
        )
        for each in missing
    ]
    nothing = [("", _("Nothing that Veikart knows of is missing."), "", "")]
    headings = (_("Part"), _("What is missing"), _("Asked of every city"), _("Where to load it"))
    return Sheet(_("Missing"), (headings,), rows or nothing, widths={1: 16, 2: 84, 3: 14, 4: 76})
