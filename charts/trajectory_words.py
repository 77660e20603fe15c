"""The sentences of a trajectory chart: the heading with the number in it, the text alternative, the notes
below."""

from charts.scale import NO_BREAK, PERCENT, points, short_unit_of
from charts.trajectory_facts import Facts
from texts import _, format_number

_CLOSE_ENOUGH_SHARE = 0.005


def takeaway(facts: Facts) -> str:
    """One sentence with the number: the gap to the required path, else to the target, else the change since
    the first year."""
    year, value = facts.latest
    required = facts.required(year)
    if required is not None:
        return _against_path(facts, year, value, required)
    if facts.target is not None and not facts.target.is_reference:
        return _(
            "{subject}: {value} in {year}; the target for {target_year} is {target}",
            subject=name(facts),
            value=amount(facts, value),
            year=str(year),
            target_year=str(facts.target.year),
            target=amount(facts, facts.target.value),
        )
    first_year, first_value = facts.reported[0]
    if first_year < year and not has_growth(facts):
        return _(
            "{subject}: {value} in {year}, {start} in {first}",
            subject=name(facts),
            value=full_amount(facts, value),
            year=str(year),
            start=full_amount(facts, first_value),
            first=str(first_year),
        )
    if first_year < year and first_value > 0 and value >= 0:
        change = (value / first_value - 1) * 100
        places = {
            "subject": name(facts),
            "value": amount(facts, value),
            "year": str(year),
            "first": str(first_year),
            "percent": format_number(abs(change), digits=0),
        }
        if change < 0:
            return _("{subject}: {value} in {year}, {percent} % less than in {first}", **places)
        return _("{subject}: {value} in {year}, {percent} % more than in {first}", **places)
    return _(
        "{subject}: {value} in {year}", subject=name(facts), value=full_amount(facts, value), year=str(year)
    )


def _against_path(facts: Facts, year: int, value: float, required: float) -> str:
    gap = value - required
    if abs(gap) < _CLOSE_ENOUGH_SHARE * max(abs(required), abs(value)):
        return _(
            "{subject}: on the required path in {year}, at {value}",
            subject=name(facts),
            year=str(year),
            value=amount(facts, value),
        )
    places = {"gap": apart(facts, gap), "year": str(year)}
    if facts.subject is None:
        if gap > 0:
            return _("Emissions are {gap} above the required path in {year}", **places)
        return _("Emissions are {gap} below the required path in {year}", **places)
    if gap > 0:
        return _("{subject}: {gap} above the required path in {year}", subject=name(facts), **places)
    return _("{subject}: {gap} below the required path in {year}", subject=name(facts), **places)


def alternative(facts: Facts) -> str:
    """The whole picture in words, for those who do not see it."""
    (first, start), (year, value) = facts.reported[0], facts.latest
    parts = [_("Line chart.")]
    if first < year:
        parts.append(
            _(
                "{subject}: from {start} in {first} to {end} in {last}.",
                subject=name(facts),
                start=full_amount(facts, start),
                first=str(first),
                end=full_amount(facts, value),
                last=str(year),
            )
        )
    else:
        parts.append(
            _(
                "{subject}: one year only, {value} in {year}.",
                subject=name(facts),
                value=full_amount(facts, value),
                year=str(year),
            )
        )
    parts += [*_target_words(facts), *_path_words(facts), *_trend_words(facts)]
    if facts.vintages:
        parts.append(
            _("Thin grey lines show earlier releases: {releases}.", releases=", ".join(facts.vintages))
        )
    parts += [
        _("Marked in {year}: {label}.", year=str(int(mark.year)), label=_(mark.label)) for mark in facts.marks
    ]
    return " ".join([*parts, *notes(facts)])


def _target_words(facts: Facts) -> list[str]:
    if facts.target is None:
        return []
    places = {"year": str(facts.target.year), "value": amount(facts, facts.target.value)}
    if facts.target.is_reference:
        return [_("Reference for {year}, not decided: {value}.", **places)]
    return [_("Target for {year}: {value}.", **places)]


def _path_words(facts: Facts) -> list[str]:
    year, value = facts.latest
    required = facts.required(year)
    if required is None:
        return []
    gap = apart(facts, value - required)
    places = {"required": amount(facts, required), "year": str(year), "gap": gap}
    if value >= required:
        return [_("The required path passes {required} in {year}; the figure is {gap} above it.", **places)]
    return [_("The required path passes {required} in {year}; the figure is {gap} below it.", **places)]


def _trend_words(facts: Facts) -> list[str]:
    if not facts.projection:
        return []
    end = facts.projection[-1]
    year, value = str(end.year), amount(facts, end.value)
    if end.low is None or end.high is None:
        return [_("On the present trend: {value} in {year}.", value=value, year=year)]
    return [
        _(
            "On the present trend: {value} in {year}, range {low} to {high}.",
            value=value,
            year=year,
            low=amount(facts, end.low),
            high=amount(facts, end.high),
        )
    ]


def notes(facts: Facts) -> tuple[str, ...]:
    """What the picture leaves open: missing years, preliminary points."""
    found = []
    if facts.missing_years:
        years = ", ".join(str(year) for year in facts.missing_years)
        found.append(_("No figure for {years}; the line is not drawn across.", years=years))
    preliminary = [
        str(point.year) for point in facts.history if point.is_preliminary and point.value is not None
    ]
    if preliminary:
        found.append(_("Open points are preliminary: {years}.", years=", ".join(preliminary)))
    return tuple(found)


def nothing_to_draw(facts: Facts) -> str:
    """Why there is no picture, and what to do."""
    if not facts.history:
        return _("No figures yet. Load a workbook on the Upload page, and the chart appears here.")
    first, last = str(facts.history[0].year), str(facts.history[-1].year)
    return _(
        "Every year from {first} to {last} is marked as missing. Load a file that has figures for them.",
        first=first,
        last=last,
    )


def name(facts: Facts) -> str:
    """What is drawn, in words."""
    return _("Emissions") if facts.subject is None else _(facts.subject)


def amount(facts: Facts, value: float) -> str:
    """A value with its short unit, "94.5 kt"."""
    return facts.scale.amount(value, facts.numbers)


def has_growth(facts: Facts) -> bool:
    """Whether a change in percent means anything: not of a percentage, and not of a score between 0 and 1."""
    return facts.unit_label != PERCENT and not facts.unit_label[:1].isdigit()


def apart(facts: Facts, gap: float) -> str:
    """How far two values are apart; percentages by points."""
    if facts.unit_label == PERCENT:
        return _("{points} percentage points", points=points(gap))
    return amount(facts, abs(gap))


def full_amount(facts: Facts, value: float) -> str:
    """A value with its whole unit, "94.5 kt CO2e"; a score has none."""
    short_unit = short_unit_of(facts.unit_label)
    if short_unit:
        return amount(facts, value) + facts.unit_label.removeprefix(short_unit)
    is_score = facts.unit_label[:1].isdigit()
    return amount(facts, value) if is_score else f"{amount(facts, value)}{NO_BREAK}{facts.unit_label}"
