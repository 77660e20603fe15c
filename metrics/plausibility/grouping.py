"""Many warnings in few lines: one for each municipality and check, or one for each check."""

import pandas as pd

from metrics.plausibility.checks import CHECKS, subject_title
from texts import N_, Text

_KINDS = {
    "municipality_id": "str",
    "check": "str",
    "count": "Int64",
    "acknowledged_count": "Int64",
    "subjects": "str",
    "years": "str",
    "text": "object",
}
COLUMNS = tuple(_KINDS)
NAMED = 3  # cases that a line tells


def group_warnings(warnings: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality and check, in the order in which each comes first.

    warnings: as plausibility gives them. Returns municipality_id, check, count, acknowledged_count, subjects (keys, the
    largest case first), years (such as "2012–2015, 2018") and text (Text: the case itself, or how many there are, where,
    and the largest)."""
    groups = warnings.groupby(["municipality_id", "check"], sort=False)
    rows = [_group(str(area), str(check), cases) for (area, check), cases in groups]
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in _KINDS.items()}
    )


def in_one_line(warnings: pd.DataFrame, names: dict[str, str]) -> list[Text]:
    """One sentence per check, in the order of CHECKS: how many cases, in how many municipalities, and which stand out.

    names: what the municipalities are called, by id."""
    found = {str(check): cases for check, cases in warnings.groupby("check", sort=False)}
    return [_line(check, found[check], names) for check in CHECKS if check in found]


def years_in_words(years: list[int]) -> str:
    """Years as ranges of consecutive ones: 2012–2015, 2018."""
    ranges: list[list[int]] = []
    for year in sorted(set(years)):
        if ranges and year == ranges[-1][1] + 1:
            ranges[-1][1] = year
        else:
            ranges.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def _group(area: str, check: str, cases: pd.DataFrame) -> dict[str, object]:
    return {
        "municipality_id": area,
        "check": check,
        "count": len(cases),
        "acknowledged_count": int(cases["acknowledged_by_note"].notna().sum()),
        "subjects": ", ".join(dict.fromkeys(cases["subject"])),
        "years": years_in_words(cases["year"].tolist()),
        "text": _words(check, cases),
    }


def _words(check: str, cases: pd.DataFrame) -> Text:
    largest: Text = cases["text"].iloc[0]
    if len(cases) == 1:
        return largest
    return N_(
        "{title}: {count} cases ({cases}). The largest: {largest}",
        title=CHECKS[check].title,
        count=len(cases),
        cases=_by_subject(cases),
        largest=largest,
    )


def _by_subject(cases: pd.DataFrame) -> Text:
    """Each subject with its years."""
    parts = {
        f"part_{number}": N_(
            "{subject} {years}",
            subject=subject_title(str(subject)),
            years=years_in_words(rows["year"].tolist()),
        )
        for number, (subject, rows) in enumerate(cases.groupby("subject", sort=False))
    }
    return Text("; ".join("{" + name + "}" for name in parts), parts)


def _line(check: str, cases: pd.DataFrame, names: dict[str, str]) -> Text:
    """A check over all its cases; the largest of each of the first municipalities is told."""
    difference = (cases["value"].fillna(0) - cases["other"]).abs()
    ranked = cases.assign(difference=difference).sort_values("difference", ascending=False, kind="stable")
    largest = ranked.drop_duplicates("municipality_id").head(NAMED)
    told = {
        f"case_{number}": N_("{name}, {case}", name=names.get(str(area), str(area)), case=text.params["case"])
        for number, (area, text) in enumerate(zip(largest["municipality_id"], largest["text"], strict=True))
    }
    places = {
        "title": CHECKS[check].title,
        "count": len(cases),
        "areas": cases["municipality_id"].nunique(),
        "cases": Text("; ".join("{" + name + "}" for name in told), told),
    }
    if len(cases) == len(largest):
        return N_("{title}: {cases}. Unusual, check.", **places)
    if places["areas"] <= NAMED:
        return N_("{title}: {count}, the largest {cases}. Unusual, check.", **places)
    return N_("{title}: {count} in {areas} municipalities, the largest {cases}. Unusual, check.", **places)
