"""The checks by key: what each looks at, and what it says of a case. Words are "unusual, check", never "error"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from data.code_lists import SECTORS
from metrics.plausibility.borders import border_jumps
from metrics.plausibility.end_years import end_years
from metrics.plausibility.given import TOTAL, Given
from metrics.plausibility.jumps import gaps, jumps
from metrics.plausibility.levels import stated_totals, subsectors
from metrics.plausibility.releases import moved_by_release
from metrics.plausibility.slips import slips
from metrics.registry import INDICATORS, STATUSES
from texts import N_, Text

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One check: its key, what it is called, what it finds in a store, and a case in words.

    find returns area_id, subject, year, size (how large, as a share), value, other, unit, and what words needs besides;
    upload_id, sheet and cell where the first figure behind the value is not simply the first of its subject."""

    key: str
    title: Text
    find: Callable[[Given], pa.Table]
    words: Callable[[Row], Text]


def subject_title(subject: str) -> Text:
    """What a warning is about, in words, for every code in a subject column."""
    if subject in SECTORS:
        return SECTORS[subject]
    if subject in INDICATORS:
        return INDICATORS[subject].short_title
    return _SUBJECTS[subject]


_SUBJECTS = {
    TOTAL: N_("Total emissions"),
    "population": N_("Inhabitants"),
    "area_km2": N_("Area"),
}


def _places(row: Row) -> dict[str, Any]:
    return {
        "subject": subject_title(row["subject"]),
        "year": str(row["year"]),
        "value": shown(row["value"]),
        "other": shown(row["other"]),
        "unit": row["unit"],
    }


def shown(amount: float | None) -> float | int | None:
    """A figure as a sentence names it: whole, or with three figures where it is small."""
    if amount is None or abs(amount) >= 100:
        return amount if amount is None else round(amount)
    return float(f"{amount:.3g}")


def _stated_total_words(row: Row) -> Text:
    return N_(
        "{year}: the sectors add up to {value} {unit}, the stated total is {other} {unit}", **_places(row)
    )


def _subsector_words(row: Row) -> Text:
    if row["value"] > row["other"]:
        return N_(
            "{subject} {year}: subsectors exceed the sector, {value} {unit} against {other} {unit}",
            **_places(row),
        )
    return N_(
        "{subject} {year}: subsectors fall short of the sector, {value} {unit} against {other} {unit}",
        **_places(row),
    )


def _jump_words(row: Row) -> Text:
    places = {"year_before": str(row["year_before"]), **_places(row)}
    return N_("{subject}: {other} {unit} in {year_before}, {value} {unit} in {year}", **places)


def _gap_words(row: Row) -> Text:
    places = {"year_before": str(row["year_before"]), **_places(row)}
    return N_("{subject}: no figure in {year}, {other} {unit} in {year_before}", **places)


def _slip_words(row: Row) -> Text:
    if row["judged_by"] == "peers":
        return N_(
            "{subject} {year}: {value} {unit}; as many inhabitants elsewhere have about {other} {unit}",
            **_places(row),
        )
    return N_("{subject} {year}: {value} {unit}, median of its years {other} {unit}", **_places(row))


def _end_year_words(row: Row) -> Text:
    words = {name: STATUSES[row[name]].word for name in ("with_it", "without_it")}
    return N_(
        'The trend of "{subject}" hangs on {year} ({value} {unit}; the other years point to {other} {unit}): with it the '
        'projection says "{with_it}", without it "{without_it}"',
        **_places(row),
        **words,
    )


def _release_words(row: Row) -> Text:
    releases = {"release": row["release"], "earlier_release": row["earlier_release"]}
    return N_(
        "{subject} {year}: {value} {unit} in release {release}, {other} {unit} in {earlier_release}",
        **_places(row),
        **releases,
    )


def _border_words(row: Row) -> Text:
    step = _jump_words(row)
    if row["border_year"] is None:
        return step
    borders = {"border_year": str(row["border_year"]), "names": row["earlier_names"]}
    return N_("{step}; the borders changed in {border_year} (earlier: {names})", step=step, **borders)


CHECKS: dict[str, Check] = {
    check.key: check
    for check in (
        Check("unit_slip", N_("A thousand times off what is usual"), slips, _slip_words),
        Check("stated_total", N_("Sectors against the stated total"), stated_totals, _stated_total_words),
        Check("subsectors", N_("Subsectors against their sector"), subsectors, _subsector_words),
        Check("jump", N_("Changes by more than half"), jumps, _jump_words),
        Check("gap", N_("Years without a figure"), gaps, _gap_words),
        Check("release", N_("Moved by a newer release"), moved_by_release, _release_words),
        Check("end_year", N_("A trend that hangs on one year"), end_years, _end_year_words),
        Check("borders", N_("Inhabitants or area that jump"), border_jumps, _border_words),
    )
}
