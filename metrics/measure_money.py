"""What measures cost and save, added up by sector and currency; currencies are never added (docs/methods.md, portfolio of
projects)."""

import pandas as pd

MONEY = ("investment", "yearly_cost", "yearly_saving", "budget_amount")
COLUMNS = ("sector", "currency", "measures", *MONEY, "without_money")


def measure_money(measures: pd.DataFrame) -> pd.DataFrame:
    """The money of measures by sector and currency ("" = not stated), in that order.

    measures: rows of metrics.climate_budget.listed_measures; money in the currency of the row, NaN = not stated. Returns
    the columns of COLUMNS: measures how many, each amount the sum of what is stated, NaN = none states it; without_money:
    how many state neither investment, cost nor saving."""
    known = measures.assign(
        currency=measures["currency"].fillna(""),
        without_money=measures[list(MONEY[:3])].isna().all(axis=1).astype("int64"),
        measures=1,
    )
    grouped = known.groupby(["sector", "currency"], sort=True)
    sums = grouped[list(MONEY)].sum(min_count=1).astype("float64")
    counts = grouped[["measures", "without_money"]].sum().astype("int64")
    return sums.join(counts).reset_index()[list(COLUMNS)]
