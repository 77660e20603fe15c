"""The eight principles of the road map, as respondents see them."""

from typing import Annotated, Literal

import typer

from commands.options import FormatOption, Municipalities, StoreOption, areas_named, open_store
from commands.output import write
from texts import _

MEDIANS = (
    "municipality_id", "assessment_id", "assessed_on", "principle", "respondent_group", "respondents", "median", "low",
    "high", "reason",
)  # fmt: skip
SPREAD = (
    "municipality_id", "assessment_id", "assessed_on", "principle", "spread", "highest_group", "highest_median",
    "lowest_group", "lowest_median", "groups",
)  # fmt: skip
CHANGE = (
    "municipality_id", "principle", "respondent_group", "from_assessment", "to_assessment", "from_median", "to_median",
    "change", "reason",
)  # fmt: skip
COMPARISON = (
    "principle", "municipality_id", "assessment_id", "assessed_on", "respondents", "median", "rank", "of",
)  # fmt: skip

app = typer.Typer()


@app.command(
    help=_("How respondents see the eight principles: by group, spread, change, or cities side by side.")
)
def principles(
    municipality: Municipalities = None,
    by: Annotated[
        Literal["group", "spread", "change", "comparison"],
        typer.Option(
            "--by", help=_("Medians by group, spread between groups, change, or cities side by side.")
        ),
    ] = "group",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.principles import principle_change, principle_comparison, principle_medians, principle_spread

    views = {
        "group": (principle_medians, MEDIANS),
        "spread": (principle_spread, SPREAD),
        "change": (principle_change, CHANGE),
        "comparison": (principle_comparison, COMPARISON),
    }
    view, columns = views[by]
    with open_store(store) as opened:
        rows = view(opened, areas_named(opened, municipality))
    write(rows, columns, output)
