"""What each measure cuts as far as the climate budget counts it (docs/methods.md, climate budget)."""

import pandas as pd

from metrics.climate_budget import ADOPTED, PROPOSED

COLUMNS = ("year", "title", "sector", "is_proposed", "value")


def counted_effects(effects: pd.DataFrame, of_one: pd.DataFrame) -> pd.DataFrame:
    """The cut of each measure and year, less its share of what overlaps, so that the parts add up to the whole.

    effects: year, title, sector, decision, effect_mid_tco2e (t, NaN = not stated). of_one: rows of
    metrics.climate_budget.climate_budget of one sector, or of all together; where measures cut more than there is to
    cut, each gives up the same share, and all is counted where the reference is not known. Returns the columns of
    COLUMNS, value in t, NaN = not stated."""
    shares = pd.concat([_counted_shares(of_one, decision) for decision in (ADOPTED, PROPOSED)])
    joined = effects.merge(shares, on=["year", "decision"], how="left")
    return pd.DataFrame(
        {
            "year": joined["year"],
            "title": joined["title"],
            "sector": joined["sector"],
            "is_proposed": joined["decision"] == PROPOSED,
            "value": joined["effect_mid_tco2e"] * joined["share"].fillna(1.0),
        }
    )


def _counted_shares(of_one: pd.DataFrame, decision: str) -> pd.DataFrame:
    """Which part of the measures' cuts is counted (0-1), by year."""
    steps = ("reference_tco2e", "after_adopted_tco2e", "after_proposed_tco2e")
    before, after = steps[:2] if decision == ADOPTED else steps[1:]
    middle = of_one[f"{decision}_mid_tco2e"]
    share = ((of_one[before] - of_one[after]) / middle).where(middle > 0).fillna(1.0)
    return pd.DataFrame({"year": of_one["year"], "decision": decision, "share": share})
