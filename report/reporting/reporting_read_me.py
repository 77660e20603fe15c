"""The first sheet of a workbook for those who ask a city to report: whose figures, of which year, from which release and
under which licence, how they were made, and what the workbook is not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.areas import NATIONS, Area
from data.store import Store
from metrics.datasets import datasets_of
from report.fictional import fictional_notice
from report.reporting.reporting_workbook import Sheet
from texts import N_, Text, _

KEY_OF_REASON = {
    "not_occurring": "NO", "not_estimated": "NE", "included_elsewhere": "IE", "not_applicable": "NA", "confidential": "C",
}  # fmt: skip
PASSING_REASONS = ("not_occurring", "included_elsewhere", "not_applicable")  # a sum stands without such rows
NOTATION_KEYS: dict[str, Text] = {
    "NO": N_("not occurring: zero"),
    "NE": N_("not estimated: there are emissions, and nobody knows how many"),
    "IE": N_("included elsewhere: in another row, which the explanation names"),
    "NA": N_("not applicable"),
    "C": N_("confidential"),
}


def country_name(area: Area) -> str:
    """The English name of a municipality's country, as international forms write it."""
    return NATIONS[area.country_code][1]


def read_me(
    store: Store,
    municipality_id: str,
    year: int,
    *,
    title: str,
    shape: str,
    made_on: date,
    method: Sequence[str],
    release: str | None = None,
) -> Sheet:
    """The sheet in the current language. shape: the sentence after what it is shaped, and that it is no official form;
    method: one sentence a line; release: of the emissions of the year, None = the newest of the headline dataset."""
    area = store.register().areas[municipality_id]
    about: list[tuple[object, object]] = [
        (title, None),
        (None, shape),
        (_("Municipality"), area.name),
        (_("Municipality id"), municipality_id),
        (_("Country"), country_name(area)),
        (_("Year"), year),
        *_about_dataset(store, municipality_id, release),
        (_("Data version"), store.version),
        (_("Made on"), made_on),
    ]
    if notice := fictional_notice([municipality_id]):
        about.append((None, notice))
    lines = [(_("Method") if place == 0 else None, line) for place, line in enumerate(method)]
    privacy = (_("Left out"), _("Names of persons and their addresses are in no sheet."))
    return Sheet(_("Read me"), (), [*about, *lines, privacy], is_prose=True)


def notation_key_lines() -> list[str]:
    """What each notation key means, one line a key; an empty cell without a key is unknown, and never zero."""
    keys = [f"{key}: {_(meaning)}" for key, meaning in NOTATION_KEYS.items()]
    return [*keys, _("An empty cell without a key: nothing is known. It never means zero.")]


def _about_dataset(store: Store, municipality_id: str, release: str | None) -> list[tuple[object, object]]:
    """The headline emission dataset with its release and licence; one line where there is none."""
    found: list[dict[str, Any]] = datasets_of(store, municipality_id).head(1).to_dict("records")
    if not found:
        return [(_("Dataset"), _("No emission figures are loaded."))]
    dataset = found[0]
    is_newest = release in (None, dataset["release"])
    return [
        (_("Dataset"), f"{dataset['title']} ({dataset['dataset']})"),
        (_("Publisher"), dataset["publisher"]),
        (_("Release"), dataset["release"] if is_newest else release),
        (_("Released on"), dataset["released_on"] if is_newest else None),
        (_("Licence"), dataset["licence"] or _("not stated")),
        (_("Address"), dataset["url"]),
    ]
