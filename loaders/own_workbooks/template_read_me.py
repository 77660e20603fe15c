"""What the first sheet of our workbooks says, in the current language."""

from collections.abc import Sequence

from data.tables import TABLES
from loaders.own_workbooks.template_layout import sheet_name
from texts import N_, Text, _

FOR_ALL: tuple[Text, ...] = (
    N_("What this is: a workbook to fill in and load into Veikart. Only these sheets are read: {sheets}."),
    N_("Point at a heading to read what belongs below it; cells with an arrow offer a list, and the sheet with the "
       "lists shows all of them. One row per entry, from row 2 on."),
    N_("Save the workbook as .xlsx and load it on the page Upload. You see what is wrong, and what would "
       "change, before anything is saved; every load can be undone."),
    N_("Numbers: type them as numbers, with the decimal mark your spreadsheet uses. Where a number is text, it is "
       "read as numbers are written in the language of this workbook."),
    N_("No figure? Leave the cell empty. An empty cell means that the figure is missing; 0 means that there is "
       "nothing."),
    N_("Municipality: country and code (NO-0301), the official code, or the official name."),
    N_("You may leave out rows and optional columns and add columns and sheets of your own; do not rename the sheets "
       "or the headings."),
    N_("The sheet with the example shows filled rows of a municipality that does not exist. It is never loaded."),
)  # fmt: skip
FOR_FACTS: tuple[Text, ...] = (
    N_("About: say once whose figures these are. What stands there already suits a municipality's own "
       "figures; for anybody else's, give the series its own dataset key, title and publisher."),
    N_("Loading a corrected workbook replaces the years in it for its municipalities, and nothing else."),
)  # fmt: skip
FOR_RECORDS: tuple[Text, ...] = (
    N_("Loading a corrected workbook replaces the records in it and leaves all others alone. To end a record, choose "
       "“Remove” in the column Action; leaving its row out keeps it as it is."),
)  # fmt: skip
FOR_TABLES: dict[str, tuple[Text, ...]] = {
    "emissions": (
        N_("Emissions: tonnes of CO2 equivalents a year. If yours are in kilotonnes, megatonnes or kilograms, "
           "choose kt, Mt or kg in the column Unit instead of converting them."),
        N_("The total of a municipality has an empty Sector. A whole sector has an empty Source and an empty "
           "Gas. Only parts of a sector have a Source or a Gas."),
        N_("For one municipality and year give every sector as one row, or every sector in parts; rows of both "
           "kinds may stand together, and so may the total. Each tonne is counted once, and the sums are "
           "checked against each other."),
    ),
    "population": (
        N_("Population: persons on 31 December of the year, as whole numbers. They are what figures per "
           "inhabitant are divided by, so give the same years as for emissions."),
    ),
    "materials": (
        N_("Materials: one row per material and stage. What was generated as waste and how it was treated are rows of "
           "their own; industrial waste never counts as municipal."),
    ),
    "projects": (
        N_("Projects: give each project a short id that never changes. The sheets for effects, partners, funding and "
           "reports use the same id; each replaces all rows of the projects it names."),
    ),
    "measures": (
        N_("Measures: give each measure a short id that never changes; its effects use the same id."),
    ),
    "principle_scores": (
        N_("Principles: one row per respondent and principle. Respondents have a running number and a group, never a "
           "name."),
    ),
}  # fmt: skip


def read_me_lines(names: Sequence[str]) -> list[str]:
    """The lines of the first sheet of a workbook with these tables."""
    kinds = {TABLES[name].slice_kind for name in names}
    first, *others = FOR_ALL
    lines = [_(first, sheets=", ".join(sheet_name(name) for name in names)), *map(_, others)]
    lines += map(_, FOR_FACTS) if "yearly" in kinds else ()
    lines += map(_, FOR_RECORDS) if "record" in kinds else ()
    return [*lines, *(_(line) for name in names for line in FOR_TABLES.get(name, ()))]
