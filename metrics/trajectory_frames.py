"""What a picture of a trajectory draws besides the history: the required path, the trend carried on, earlier releases."""

import pandas as pd

from metrics.indicator import Indicator
from metrics.targets import Target
from metrics.trajectory import Path, known_points, projection_fan, required_path
from metrics.verdicts import Verdict


def path_frame(judged: Verdict, decided: Target | None, series: pd.DataFrame) -> pd.DataFrame | None:
    """The required path by its corners: from the base year through the interim targets that were decided to the target.

    judged: the verdict by the linear path, whose base and target are drawn. decided: the target that speaks, None =
    none. series: year (int), value (NaN = missing), in which interim targets in percent find their base years. Returns year
    (int), value (the indicator's unit), in order; None where the base year has no value or there is no target."""
    if (
        judged.base_year is None
        or judged.base_value is None
        or judged.target_year is None
        or judged.target_value is None
    ):
        return None
    known: dict[int | None, float] = dict(known_points(series["year"].tolist(), series["value"].tolist()))
    interim = decided.on_the_way(known) if decided else ()
    path = Path(judged.base_year, judged.base_value, judged.target_year, judged.target_value, interim)
    years = [year for year, _value in path.corners]
    return pd.DataFrame({"year": years, "value": required_path(path, years)})


def fan_frame(judged: Verdict, entry: Indicator) -> pd.DataFrame | None:
    """The trend carried on to the year it was judged by, between zero and the natural limit; what nets out sinks may
    fall below zero.

    judged: the verdict by the trend. Returns year (int, from the year after the newest), value, low, high (the
    indicator's unit; the ends of the 90 % prediction interval); no rows where no year is ahead; None without a trend."""
    if judged.trend is None or judged.projected_year is None or judged.latest_year is None:
        return None
    is_gross = not (entry.includes_lulucf or entry.includes_compensation)
    years = list(range(judged.latest_year + 1, judged.projected_year + 1))
    fan = projection_fan(judged.trend, years, is_gross=is_gross)
    ends = [(step.value, step.low, step.high) for step in fan]
    frame = pd.DataFrame(ends, columns=["value", "low", "high"], dtype="float64")
    return frame.clip(upper=entry.natural_limit).assign(year=years)


def vintages_frame(older: pd.DataFrame) -> pd.DataFrame | None:
    """Earlier releases of the total. older: as metrics.values.vintages_of gives it. Returns release, year, value (t); None
    without any."""
    return older.rename(columns={"total_tco2e": "value"}) if len(older) else None
